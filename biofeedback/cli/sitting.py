"""One live session put together: guide, source, clock, journal. What the screens know as a SessionRunner."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable

from biofeedback.clock import SessionClock
from biofeedback.errors import StoreError
from biofeedback.events import Key, Symptom
from biofeedback.ports import Guide, Sink, Source
from biofeedback.run.live import LiveSession
from biofeedback.run.readiness import get_ready, stand_down
from biofeedback.run.watchdog import TensionWatchdog
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from biofeedback.view import SessionView
from biofeedback.why import Why, why
from protocols.training import TrainingProtocol, Words


class Sitting:
    """A session in the running event loop. Used once.

    `says` tells the state of the source in words; `closed` is called once, when the source has been let go of.
    """

    def __init__(
        self,
        guide: Guide,
        source: Source,
        clock: SessionClock,
        *,
        protocol: TrainingProtocol | None,
        source_name: str,
        hides_numbers: bool = False,
        log: SessionLog | None,
        watchdog: TensionWatchdog,
        says: Callable[[], tuple[Why, ...]] = tuple,
        closed: Callable[[], None] | None = None,
        unkept: tuple[Why, ...] = (),
    ) -> None:
        self._session = LiveSession(guide, clock)
        self._source = source
        self.protocol = protocol  # as it is practised; None: only watching
        self._source_name = source_name
        self._hides_numbers = hides_numbers
        self._log = log
        self._id = None if log is None else log.id
        self._says = says
        self.unkept = unkept  # that and why nothing of it is kept; empty: it is
        self._closed = closed
        self._task: asyncio.Task[None] | None = None
        self._watchdog = watchdog
        self._session.add(watchdog)
        if isinstance(source, Sink):
            self._session.add(source)
        if log is not None:
            self._session.add(log)

    @property
    def protocol_title(self) -> Words | None:
        """The protocol's title; None: only watching."""
        return None if self.protocol is None else self.protocol.title

    def group_name(self, group: str) -> Words | None:
        """A muscle group of the protocol by its id, in words."""
        steps = () if self.protocol is None else self.protocol.steps
        return next((step.group.name for step in steps if step.group.id == group), None)

    @property
    def source_name(self) -> str:
        """The source, named for people."""
        return self._source_name

    @property
    def hides_numbers(self) -> bool:
        """Whether this person is better off without numbers."""
        return self._hides_numbers

    def add(self, sink: Sink) -> None:
        """One more listener, before the start."""
        self._session.add(sink)

    def start(self, listener: Sink) -> None:
        """Begin; the listener hears every event and what was decided on it."""
        get_ready()
        self._session.add(listener)
        self._task = asyncio.create_task(self._session.run(self._source))

    def press(self, key: Key) -> None:
        """The person asked for something, now."""
        self._session.press(key)

    def rate(self, tension: int | None) -> None:
        """The person rated their tension, now."""
        self._session.rate(tension)

    def report(self, symptom: Symptom) -> None:
        """The person said that something feels wrong, now."""
        self._session.report(symptom)

    def let_go(self) -> None:
        """Say the release past screen and event loop, if a tension is on: for when the program itself has failed."""
        self._watchdog.call_now()

    def view(self) -> SessionView:
        """What can be shown now."""
        return self._session.view()

    def source_says(self) -> tuple[Why, ...]:
        """The state of a strap and what happens next, where it is not simply live."""
        return self._says()

    def keep_note(self, text: str) -> None:
        """Keep the person's own words with the session. Raises StoreError where they cannot be kept."""
        if self._id is None:
            raise StoreError(Texts().say("keeping.not_kept"), reasons=(why("keeping.not_kept"),))
        with Sessions() as store:
            store.keep_note(self._id, text)

    async def wait(self) -> None:
        """Return when the session is over; raise what ended the source for good."""
        if self._task is not None:
            await asyncio.shield(self._task)

    async def close(self) -> None:
        """Let go of the source and close the journal."""
        if self._task is not None and not self._task.done():
            self._task.cancel()
        if self._task is not None:
            with contextlib.suppress(asyncio.CancelledError, Exception):
                await self._task
        self._watchdog.disarm()
        stand_down()
        if self._closed is not None:
            self._closed()
            self._closed = None
        if self._log is not None:
            log, self._log = self._log, None
            log.close()
