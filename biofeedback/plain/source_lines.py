"""The state of the source as plain lines: what is wrong between a person and the strap is said, once, as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from functools import partial

from biofeedback.app.ports import SessionRunner
from biofeedback.decisions import Action, CueGiven, Decision, Paused, Warned
from biofeedback.events import Event
from biofeedback.plain.lines import stamped
from biofeedback.texts import Texts
from biofeedback.why import Why

LOOK_EVERY_S = 0.5
"""How often the source is asked: soon enough for whoever waits for a word, and asking costs nothing. Seconds."""

OVER_AFTER_S = 3.0
"""Nothing wrong for so long, and the same trouble is news again. A link that flaps faster is one trouble. Seconds."""

JUST_NOW_S = 20.0
"""What the guidance said so long ago is still in the ear. Seconds."""

UNSAID = frozenset({"devices.weak", "devices.weak_next"})
"""Three seconds of silence mostly pass by themselves; and "stay as you are" must not be heard in a tension, which the
guard ends a second later with words of its own."""

GOOD_NEWS = frozenset({"devices.back", "store.written_again"})
"""After these the same trouble is news again."""

CHECK_STRAP = "plain.cue_check_strap"
"""The cue, as the guidance words it."""

THE_SAME = {
    "devices.lost": frozenset({"coach.link_lost"}),
    "devices.gap": frozenset({"coach.no_beats", "rhythm.signal_silent", "rhythm.pause_unsure"}),
    "devices.gap_next": frozenset({CHECK_STRAP, "rhythm.signal_silent", "rhythm.pause_unsure"}),
    "devices.no_contact": frozenset({"coach.no_contact"}),
    "devices.no_contact_next": frozenset({CHECK_STRAP}),
    "devices.no_beats_next": frozenset({CHECK_STRAP}),
}
"""What the guidance says in other words of the same thing."""


class SourceLines:
    """Asks a session's source what it says of itself and writes what is new. A `Sink`, so as not to repeat the guide.

    A sentence is new by its code: a countdown that runs is none. `write` gets a line at a time.
    """

    def __init__(self, session: SessionRunner, write: Callable[[str], None], texts: Texts) -> None:
        self._session = session
        self._write = write
        self._texts = texts
        self._said: dict[str, set[str]] = {}  # by whom the sentences are about: those said in this trouble
        self._quiet_since: dict[str, float] = {}  # of those that have nothing to say now
        self._guided: dict[str, float] = {}  # what the guidance said, and when

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Note what the guidance says."""
        for decision in decisions:
            match decision:
                case Paused() | Warned():
                    self._guided[decision.why.code] = decision.t
                case CueGiven(action=Action.CHECK_STRAP):
                    self._guided[CHECK_STRAP] = decision.t
                case _:
                    pass

    def look(self) -> None:
        """Write what is new."""
        reasons, t = self._session.source_says(), self._session.view().t
        for about in {_about(reason) for reason in reasons} | set(self._said):
            self._heed(about, {reason.code for reason in reasons if _about(reason) == about}, t)
        new = [reason for reason in reasons if self._is_new(reason, t)]
        if new:
            joint = "" if self._texts.lang == "zh" else " "
            self._write(stamped(t, joint.join(self._texts.why(reason) for reason in new)))

    def _heed(self, about: str, codes: set[str], t: float) -> None:
        """Forget what was said of a trouble that is over: of the next one it is news again."""
        said = self._said.setdefault(about, set())
        if not codes:
            self._quiet_since.setdefault(about, t)
            return
        quiet_s = t - self._quiet_since.pop(about, t)
        if codes & GOOD_NEWS:
            said &= GOOD_NEWS
        elif quiet_s >= OVER_AFTER_S:
            said.clear()
        else:
            said -= GOOD_NEWS

    def _is_new(self, reason: Why, t: float) -> bool:
        said = self._said[_about(reason)]
        if reason.code in said or reason.code in UNSAID:
            return False
        said.add(reason.code)
        return not any(t - self._guided.get(code, float("-inf")) < JUST_NOW_S for code in THE_SAME.get(reason.code, ()))

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


def _about(reason: Why) -> str:
    """Whom a sentence is about: the link, the journal."""
    return reason.code.partition(".")[0]
