"""The state of the source as plain lines: what is wrong between a person and the strap is said, once, as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial
from typing import NamedTuple

from biofeedback.app.ports import SessionRunner
from biofeedback.decisions import Action, CueGiven, Decision, Paused, Warned
from biofeedback.events import Event
from biofeedback.findings import Missing
from biofeedback.plain.lines import stamped
from biofeedback.source_news import Matter, SourceNews, Topic
from biofeedback.texts import Texts

LOOK_EVERY_S = 0.5
"""How often the source is asked: soon enough for whoever waits for a word, and asking costs nothing. Seconds."""

OVER_AFTER_S = 3.0
"""Nothing wrong for so long, and the same trouble is news again. A link that flaps faster is one trouble. Seconds."""

JUST_NOW_S = 20.0
"""What the guidance said so long ago is still in the ear. Seconds."""

UNSAID = frozenset({Topic.LATE})
"""Three seconds of silence mostly pass by themselves; and "stay as you are" must not be heard in a tension, which the
guard ends a second later with words of its own."""

SAID_BY_GUIDE: dict[Topic, Missing] = {
    Topic.LOST: Missing.LINK,
    Topic.GAP: Missing.BEATS,
    Topic.NO_CONTACT: Missing.CONTACT,
}
"""What the guidance says in other words when it tells what is missing."""

ADVISED_BY_GUIDE: dict[Topic, frozenset[Missing | Action]] = {
    Topic.GAP: frozenset({Action.CHECK_STRAP, Missing.BEATS}),
    Topic.NO_CONTACT: frozenset({Action.CHECK_STRAP}),
    Topic.NO_BEATS: frozenset({Action.CHECK_STRAP}),
}
"""Whose next step it says in other words with this."""


class Sentence(NamedTuple):
    """One that was said. The code only tells it from others on the same topic."""

    topic: Topic
    code: str


class SourceLines:
    """Asks a session's source what it says of itself and writes what is new. A `Sink`, so as not to repeat the guide.

    The same sentence with other numbers is not new: a countdown that runs is none. `write` gets a line at a time.
    """

    def __init__(self, session: SessionRunner, write: Callable[[str], None], texts: Texts) -> None:
        self._session = session
        self._write = write
        self._texts = texts
        self._said: dict[Matter, set[Sentence]] = {}  # in this trouble
        self._quiet_since: dict[Matter, float] = {}  # of those that have nothing to say now
        self._guided: dict[Missing | Action, float] = {}  # what the guidance said, and when

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Note what the guidance says."""
        for decision in decisions:
            match decision:
                case Paused(missing=missing) | Warned(missing=missing) if missing is not None:
                    self._guided[missing] = decision.t
                case CueGiven(action=Action.CHECK_STRAP):
                    self._guided[Action.CHECK_STRAP] = decision.t
                case _:
                    pass

    def look(self) -> None:
        """Write what is new."""
        said, t = self._session.source_says(), self._session.view().t
        for matter in {news.topic.matter for news in said} | set(self._said):
            self._heed(matter, [news.topic for news in said if news.topic.matter is matter], t)
        new = [news for news in said if self._is_new(news, t)]
        if new:
            joint = "" if self._texts.lang == "zh" else " "
            self._write(stamped(t, joint.join(self._texts.why(news.why) for news in new)))

    def _heed(self, matter: Matter, topics: list[Topic], t: float) -> None:
        """Forget what was said of a trouble that is over: of the next one it is news again."""
        said = self._said.setdefault(matter, set())
        if not topics:
            self._quiet_since.setdefault(matter, t)
            return
        quiet_s = t - self._quiet_since.pop(matter, t)
        if any(topic.is_good for topic in topics):
            said -= {each for each in said if not each.topic.is_good}
        elif quiet_s >= OVER_AFTER_S:
            said.clear()
        else:
            said -= {each for each in said if each.topic.is_good}

    def _is_new(self, news: SourceNews, t: float) -> bool:
        said, sentence = self._said[news.topic.matter], Sentence(news.topic, news.why.code)
        if sentence in said or news.topic in UNSAID:
            return False
        said.add(sentence)
        return not any(t - self._guided.get(each, float("-inf")) < JUST_NOW_S for each in _in_other_words(news))

    @asynccontextmanager
    async def looking(self, pause: Callable[[], Awaitable[object]] | None = None) -> AsyncGenerator[None]:
        """Look again and again while this lasts; `pause` waits from look to look."""
        task = asyncio.create_task(self._look_on(pause or partial(asyncio.sleep, LOOK_EVERY_S)))
        try:
            yield
        finally:
            task.cancel()
            await asyncio.wait([task])
        if not task.cancelled():
            task.result()  # a fault of our own

    async def _look_on(self, pause: Callable[[], Awaitable[object]]) -> None:
        while True:
            self.look()
            await pause()


def _in_other_words(news: SourceNews) -> frozenset[Missing | Action]:
    """What the guidance may have said that says the same."""
    if news.is_next_step:
        return ADVISED_BY_GUIDE.get(news.topic, frozenset())
    return frozenset({SAID_BY_GUIDE[news.topic]}) if news.topic in SAID_BY_GUIDE else frozenset()
