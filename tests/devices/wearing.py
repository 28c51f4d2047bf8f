"""A simulated participant who wears the strap: the body's packets go over the air, and the body hears the guidance."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from functools import partial

from biofeedback.clock import SessionClock
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Action, CueGiven, Decision
from biofeedback.events import Event, HeartRate, Key, LinkLost, Suspended
from biofeedback.ports import Body, Source
from biofeedback.run.live import LiveSession
from protocols.limits import MIN_BASELINE_S
from tests.coach.streams import plan, protocol
from tests.devices.air import Air

LONGEST_S = 240.0  # a hang guard, never a measure
STRAINED = 0.1
"""Times the speed of the session, from the tension whose link is to break until the loss is told: what is promised is
promised on the session's clock, and a stack on a busy machine needs its own time to notice the loss."""
GOES_ON_S = 1.0
"""After the machine stood still for so long that the session is held, its person goes on; s of wall time."""
NAP_S = 0.1  # so soon a change of the speed is noticed by who sleeps, s of wall time
BASELINE_S = MIN_BASELINE_S


def short_plan(groups: int) -> Plan:
    """The shipped protocol, cut to what a test has time for."""
    return plan(protocol=protocol(groups=groups, baseline_s=BASELINE_S))


class PacedClock(SessionClock):
    """A session's clock whose speed can be changed while it runs."""

    def __init__(self, speed: float) -> None:
        super().__init__(speed)
        self._wall = SessionClock()
        self._changed_wall = self._changed_t = 0.0

    def now(self) -> float:
        return self._changed_t + (self._wall.now() - self._changed_wall) * self.speed

    def pace(self, speed: float) -> None:
        """Go on from here, that many times as fast as the wall."""
        wall = self._wall.now()
        self._changed_t += (wall - self._changed_wall) * self.speed
        self._changed_wall, self.speed = wall, speed

    async def sleep_until(self, t: float) -> None:
        while (left := t - self.now()) > 0:  # noqa: ASYNC110 - it waits for a time, not for a flag
            await asyncio.sleep(min(left / self.speed, NAP_S))


class Wearer:
    """Sends a body's packets when the clock says so, and drops the link `drop_after_s` into the first tension."""

    def __init__(self, body: Body, air: Air, clock: PacedClock, *, drop_after_s: float | None = None) -> None:
        self._body = body
        self._air = air
        self._clock = clock
        self._drop_after_s = drop_after_s
        self._drop_at: float | None = None
        self._drop_again_s = drop_after_s
        self._speed = clock.speed
        self.go_on: Callable[[], None] | None = None  # the person's key
        self.events: list[Event] = []
        self.decisions: list[Decision] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Hear what was decided, as a listener of the session."""
        self.events.append(event)
        self.decisions += decisions
        if isinstance(event, LinkLost):
            self._clock.pace(self._speed)
        if isinstance(event, Suspended) and self.go_on is not None:
            asyncio.get_running_loop().call_later(GOES_ON_S, self.go_on)
            if self._drop_at is not None:  # the tension it was for is over: then in the next one
                self._drop_at, self._drop_after_s = None, self._drop_again_s
                self._clock.pace(self._speed)
        for decision in decisions:
            self._body.receive(decision)
            match decision:
                case CueGiven(t=t, action=Action.TENSE) if self._drop_after_s is not None:
                    self._drop_at, self._drop_after_s = t + self._drop_after_s, None
                    self._clock.pace(STRAINED * self._speed)
                case _:
                    pass

    async def wear(self) -> None:
        """Send until the body has no more; a packet while the link is down is lost, as on any day."""
        await self._air.subscribed()
        while self._body.due is not None and self._body.due < self._clock.now():
            self._body.next_event()  # what was not sent in time is not sent at all
        while (due := self._body.due) is not None:
            await self._clock.sleep_until(due)
            if self._drop_at is not None and self._clock.now() >= self._drop_at:
                self._drop_at = None
                self._air.drop()
                await asyncio.sleep(0)
            event = self._body.next_event()
            if isinstance(event, HeartRate):
                await self._air.send(event.payload)


async def practise(
    body: Body,
    air: Air,
    strap: Callable[[SessionClock], Source],
    speed: float,
    *,
    groups: int,
    drop_after_s: float | None = None,
) -> Wearer:
    """A session with a participant of that body, from the search for the strap to the last word."""
    clock = PacedClock(speed)
    wearer = Wearer(body, air, clock, drop_after_s=drop_after_s)
    session = LiveSession(Engine(short_plan(groups)), clock, [wearer])
    wearer.go_on = partial(session.press, Key.RESUME)
    wearing = asyncio.create_task(wearer.wear())
    try:
        async with asyncio.timeout(LONGEST_S):
            await session.run(strap(clock))
    finally:
        wearing.cancel()
        await asyncio.wait([wearing])
    return wearer
