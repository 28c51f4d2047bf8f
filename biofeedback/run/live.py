"""A session on the clock: the only place that waits on behalf of the guide.

One mailbox. Sources, keys and the timer put into one queue in one thread, stamped as they are put, so that the order
of the queue is the order of time.

A body that is played (a recording, a simulated participant) is led as without a clock (`headless.py`): event by event,
each once everything before it was decided and heard, only not before its time. So neither the speed of the clock nor
how late the machine looks can change what is decided. A machine that cannot keep the speed makes the clock wait for
what it has come to: the lateness of many steps together is no standstill, and nothing is raced through afterwards. A
real body's clock never waits.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from dataclasses import replace

from biofeedback.clock import ClocksApart
from biofeedback.events import Event, Key, Marked, Pressed, Rated, Reported, Symptom, Tick
from biofeedback.ports import Body, Guide, Sink, Source
from biofeedback.run import headless
from biofeedback.run.listeners import Listeners, Noted, nobody
from biofeedback.run.standstill import ChangingPace, Standstill
from biofeedback.run.watchdog import TensionWatchdog
from biofeedback.view import SessionView

LOOK_EVERY_S = 0.5
"""Between two looks at the clocks, where nothing falls due: far below what is a standstill. Seconds."""

MOST_BEHIND_S = 0.25
"""So far the clock may run ahead of what is played: more than a healthy screen is ever late (0.2 s while it loads), so
that life's pace is kept, and an eighth of a standstill, which one long step alone can be then. Seconds of wall time."""


class LiveSession:
    """One guide, one mailbox, some listeners (`listeners.py`). `body`: what is played into it, if anything is.

    `noted` is told of each listener that failed and was dropped. `moved_s`: by how much the clocks of the machine have
    moved apart since it was last asked; left out: those of this machine.
    """

    def __init__(
        self,
        guide: Guide,
        clock: ChangingPace,
        sinks: Iterable[Sink] = (),
        *,
        body: Body | None = None,
        watchdog: TensionWatchdog | None = None,
        noted: Noted = nobody,
        moved_s: Callable[[], float] | None = None,
    ) -> None:
        self._guide = guide
        self._clock = clock
        self._body = body
        self._watchdog = watchdog
        self._listeners = Listeners(watchdog, noted)
        for sink in sinks:
            self._listeners.add(sink)
        self._standstill = Standstill(clock, ClocksApart().moved_s if moved_s is None else moved_s)
        self._mailbox: asyncio.Queue[Event | None] = asyncio.Queue()  # None: only look again what is due
        self._last_t = 0.0

    def add(self, sink: Sink, *, first: bool = False) -> None:
        """One more listener; `first`: one that the person hears it from."""
        self._listeners.add(sink, first=first)

    def put(self, event: Event) -> None:
        """Post an event. Time is made monotonic here: one stamped before the last one is taken as happening with it."""
        self._mailbox.put_nowait(self._in_order(event))

    def press(self, key: Key) -> None:
        """The person asked for something, now."""
        self.put(Pressed(t=self._now(), key=key))

    def rate(self, tension: int | None) -> None:
        """The person rated their tension, now."""
        self.put(Rated(t=self._now(), tension=tension))

    def report(self, symptom: Symptom) -> None:
        """The person said that something feels wrong, now."""
        self.put(Reported(t=self._now(), symptom=symptom))

    def mark(self, number: int, words: str) -> None:
        """The person marked this moment, or named one that was marked before."""
        self.put(Marked(t=self._now(), number=number, words=words))

    def view(self) -> SessionView:
        """What can be shown now."""
        return self._guide.view(self._now())

    def run_at(self, speed: float) -> None:
        """From now on at this speed of life: only where all that is heard is played. A body cannot be quickened."""
        if self._body is None:
            raise RuntimeError("only what is played can be quickened")
        self._clock.run_at(speed)
        self._standstill.begin()
        if self._watchdog is not None:
            self._watchdog.run_at(speed)
        self._mailbox.put_nowait(None)

    @property
    def _due(self) -> float | None:
        """When something falls due, in the guide or in the body."""
        dues = (self._guide.deadline, None if self._body is None else self._body.due)
        return min((due for due in dues if due is not None), default=None)

    def _now(self) -> float:
        """The session's time. Of what is played it has not passed what is still to be played."""
        now = max(self._clock.now(), self._last_t)
        due = None if self._body is None else self._due
        return now if due is None else max(self._last_t, min(now, due))

    async def run(self, source: Source) -> None:
        """Run until the guide is over, or raise what ended the source for good, or the fault of whatever failed.

        However it ends, a tension that is on is let go of first.
        """
        self._standstill.begin()
        feeding = asyncio.create_task(source.run(self.put))
        guiding = asyncio.create_task(self._guiding())
        try:
            await asyncio.wait((feeding, guiding), return_when=asyncio.FIRST_COMPLETED)
            if feeding.done():
                feeding.result()
            await guiding
        finally:
            self._listeners.release(max(self._clock.now(), self._last_t))
            for task in (feeding, guiding):
                task.cancel()
            await asyncio.gather(feeding, guiding, return_exceptions=True)

    async def _guiding(self) -> None:
        while not self._guide.over:
            event = await self._next()
            if (stood := self._standstill.noticed(self._guide.deadline)) is not None:
                self._step(stood)
            self._wait_for_body()  # only now: one long step is a standstill, and is told
            if event is not None and not self._guide.over:
                self._step(event)
            self._standstill.ran(self._now() if event is None else event.t)

    def _wait_for_body(self) -> None:
        """Let no more lateness gather than `MOST_BEHIND_S`, where what is heard is played and so can wait."""
        if self._body is None or (due := self._due) is None:
            return
        latest = due + MOST_BEHIND_S * self._clock.speed
        if self._clock.now() > latest:
            self._clock.go_on_from(latest)
            self._standstill.waited()

    def _step(self, event: Event) -> None:
        decisions = self._guide.step(event)
        if self._body is not None:
            for decision in decisions:
                self._body.receive(decision)  # before its next event, whatever becomes of the listeners
        if not self._listeners.on_step(event, decisions):
            self.press(Key.STOP)  # nobody is there to hear any more

    async def _next(self) -> Event | None:
        """The next letter in the mailbox, or a tick when something falls due first; None: time to look at the clocks.

        The mailbox is looked into once more after a time-out: an event may have been posted in the very turn of the
        loop in which the time-out fired, and a tick stamped later must not overtake it.
        """
        due = self._due
        wait_s = LOOK_EVERY_S
        if due is not None:
            wait_s = min(wait_s, max(0.0, due - self._clock.now()) / self._clock.speed)
        try:
            async with asyncio.timeout(wait_s):
                return await self._mailbox.get()
        except TimeoutError:
            if not self._mailbox.empty():
                return self._mailbox.get_nowait()
            now = max(self._clock.now(), self._last_t)
            if due is None or now < due:
                return None
            event = Tick(t=now) if self._body is None else headless.following(self._guide, self._body)
            return None if event is None else self._in_order(event)

    def _in_order(self, event: Event) -> Event:
        """The event, stamped before none that came earlier."""
        if event.t < self._last_t:
            event = replace(event, t=self._last_t)
        self._last_t = event.t
        return event
