"""The whole program in plain mode, without a radio: a participant on a clock turned by hand, and what happens to it."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TypeAlias

from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import Parts
from biofeedback.app.session_request import SessionRequest
from biofeedback.cli.in_lines import plain_session
from biofeedback.clock import SessionClock, wall_time
from biofeedback.decisions import Action, Decision
from biofeedback.events import Event
from biofeedback.ports import Body, Put, Source
from biofeedback.store import person as answered
from protocols.screening.questionnaire import Answer, Answers, Reply, questions
from tests.run.stage import HandClock, cued

INTO_THE_HOLD_S = 1.5
HANGS_S = 30.0  # seconds of wall time: a practice that does not end by itself is a fault, and should say so

Happening: TypeAlias = Callable[[Put, float], type[Event] | None]
"""What happens in a hold, told how to post and the time; the kind of event that comes of it, None: none."""


@dataclass
class Worn:
    """A strap on a participant. Something happens a little into each hold whose number, from 1, is in `happens`."""

    body: Body
    clock: HandClock
    happens: dict[int, Happening] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self._holds = 0
        self._due: float | None = None
        self._awaited: Event | type[Event] | None = None
        self._taken = asyncio.Event()

    async def run(self, put: Put) -> None:
        """Each event at its own time, once the one before it was taken."""
        while (t := self.body.due) is not None:
            if self._due is not None and t > self._due:
                await self._happen(put, self._due)
            self.clock.t = t
            self._awaited = event = self.body.next_event()
            self._taken.clear()
            put(event)
            await self._taken.wait()

    async def _happen(self, put: Put, t: float) -> None:
        happening, self._due, self.clock.t = self.happens[self._holds], None, t
        self._taken.clear()
        self._awaited = happening(put, t)
        if self._awaited is not None:
            await self._taken.wait()

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """The participant hears; whoever waits for this event goes on."""
        for decision in decisions:
            self.body.receive(decision)
        for t in cued(decisions, Action.TENSE):
            self._holds += 1
            self._due = t + INTO_THE_HOLD_S if self._holds in self.happens else None
        if event == self._awaited or (isinstance(self._awaited, type) and isinstance(event, self._awaited)):
            self._taken.set()


@dataclass
class Aloud:
    """What was said past the screen."""

    said: int = 0

    def __call__(self, lang: str) -> Callable[[], None]:
        def say() -> None:
            self.said += 1

        return say


def no_answers_due() -> None:
    """Somebody who has answered all questions with no, a moment ago."""
    answers = tuple(Answer(question=each.id, reply=Reply.NO) for each in questions() if not each.today)
    answered.keep(answered.Person(answers=answers, answered=wall_time()))


def all_well() -> Answers:
    """No to all that is asked right before."""
    return tuple(Answer(question=each.id, reply=Reply.NO) for each in questions() if each.today)


def parts(body: Body, happens: dict[int, Happening], aloud: Aloud, speed: float = 1.0) -> Parts:
    """This machine, with the participant on."""

    def strap(clock: SessionClock, address: str | None, *, guards: bool) -> Source:
        assert isinstance(clock, HandClock)
        return Worn(body, clock, happens)

    return Parts(clock=lambda _: HandClock(speed), strap=strap, aloud=aloud, moved_s=lambda: 0.0)


async def practised(put_in: Parts, lang: str = "en", protocol: str = "three_minutes") -> int:
    """A practice in plain mode with a strap; its exit code."""
    async with asyncio.timeout(HANGS_S):
        request = SessionRequest(source="ble", protocol=protocol, lang=lang, today=all_well())
        return await plain_session(Activity.PRACTISE, request, put_in)
