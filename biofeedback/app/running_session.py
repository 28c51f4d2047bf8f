"""One live session put together: guide, source, clock, journal. What the screens know as a SessionRunner."""

from __future__ import annotations

import asyncio
from collections.abc import Callable

from biofeedback.app import crash_report, reporting
from biofeedback.app.begun import Begun
from biofeedback.app.failures import Failures
from biofeedback.app.hearing import SoundNews, WithSound
from biofeedback.app.sound_mode import keep_mode
from biofeedback.app.speed_dial import SpeedDial
from biofeedback.clock import SessionClock
from biofeedback.cues.words import SoundState
from biofeedback.errors import BiofeedbackError, StoreError
from biofeedback.events import Key, Symptom
from biofeedback.ports import Body, Guide, Sink, Source
from biofeedback.run.live import LiveSession
from biofeedback.run.readiness import get_ready, stand_down
from biofeedback.run.watchdog import TensionWatchdog
from biofeedback.sound.sounding import Sounding
from biofeedback.source_news import SourceNews
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from biofeedback.view import SessionView
from biofeedback.why import Why, why
from protocols.training import TrainingProtocol, Words


class RunningSession:
    """A session in the running event loop. Used once.

    `body`: what is played, if anything is; `recorded`: it once beat so; `dial`: whether it can be quickened; `marks`:
    how many marks come with it.
    `says` tells the state of the source in words; `closed` is called once, when the source has been let go of.
    `moved_s`: by how much the clocks of the machine have moved apart (`LiveSession`).
    """

    def __init__(
        self,
        guide: Guide,
        source: Source,
        clock: SessionClock,
        *,
        body: Body | None = None,
        recorded: bool = False,
        dial: bool = False,
        marks: int = 0,
        protocol: TrainingProtocol | None,
        source_name: str,
        source_words: Why,
        hides_numbers: bool = False,
        log: SessionLog | None,
        watchdog: TensionWatchdog,
        says: Callable[[], tuple[SourceNews, ...]] = tuple,
        closed: Callable[[], None] | None = None,
        moved_s: Callable[[], float] | None = None,
        unkept: tuple[Why, ...] = (),
        sounding: Sounding | None = None,
    ) -> None:
        self._failures = Failures(clock)
        self._session = LiveSession(
            guide, clock, body=body, watchdog=watchdog, noted=self._failures.note, moved_s=moved_s
        )
        led = dial and body is not None
        self.speed = SpeedDial(clock.speed, recorded, self._run_at) if led else None
        self._source = source
        self._protocol = protocol
        self._source_name = source_name
        self.source_words = source_words  # what it is, for people
        self._hides_numbers = hides_numbers
        self._marks = marks
        self.log = log  # None: nothing of it is kept
        self._says = says
        self.unkept = unkept  # that and why nothing of it is kept; empty: it is
        self._closing: list[Callable[[], None]] = []
        self._task: asyncio.Task[None] | None = None
        self._fault: BiofeedbackError | None = None
        self._watchdog = watchdog
        self._sounding = sounding
        self._sound_turned = False
        if sounding is not None:
            sounding.heart = lambda: self._session.view().vitals
            self._sound_news = SoundNews(lambda: sounding.state, clock.now)
            self._closing.append(sounding.close)
        if isinstance(source, Sink):
            self._session.add(source)
        if log is not None:
            self._begun = Begun()
            self._session.add(self._begun)
            self.add(log, close=self._close_log)
        if closed is not None:
            self._closing.append(closed)

    @property
    def protocol(self) -> TrainingProtocol | None:
        """As it is practised; None: only watching."""
        return self._protocol

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
        """The source as commands name it; of a recording the file's own name."""
        return self._source_name

    @property
    def hides_numbers(self) -> bool:
        """Whether this person is better off without numbers."""
        return self._hides_numbers

    @property
    def marks_played(self) -> int:
        """How many marks come with what is played."""
        return self._marks

    @property
    def number(self) -> int | None:
        """Under which it is kept; None: it is not."""
        return None if self.log is None else self.log.id

    @property
    def terminal_gone(self) -> bool:
        """Whether the session was ended because there was nowhere left to write to."""
        return self._failures.terminal_gone

    def add(self, sink: Sink, *, first: bool = False, close: Callable[[], None] | None = None) -> None:
        """One more listener, before the start. `first`: the person hears it from this one. `close`: called once, after
        the end; what it raises is told then.
        """
        self._session.add(sink, first=first)
        if close is not None:
            self._closing.append(close)

    def closing(self, close: Callable[[], None]) -> None:
        """To be called once, after the end; what it raises is told then."""
        self._closing.append(close)

    def start(self, listener: Sink) -> None:
        """Begin; the listener hears every event and what was decided on it, before whatever only keeps it."""
        get_ready()
        sounding = self._sounding
        heard = listener if sounding is None else WithSound(listener, sounding, self._failures.note)
        self._session.add(heard, first=True)
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

    def mark(self, number: int, words: str = "") -> None:
        """The person marked this moment, or named one that was marked before."""
        self._session.mark(number, words)

    def let_go(self) -> None:
        """Say the release past screen and event loop, if a tension is on: for when the program itself has failed."""
        self._watchdog.call_now()

    @property
    def sound(self) -> SoundState | None:
        """What is heard of it, and on what; None: nothing."""
        return None if self._sounding is None else self._sounding.state

    def turn_sound(self) -> None:
        """On to the next mode; kept for the next time when the session is closed."""
        sounding = self._sounding
        if sounding is not None:
            if not self._sound_turned:
                self._sound_turned = True
                self._closing.append(lambda: keep_mode(sounding.mode))
            sounding.turn()

    def _run_at(self, speed: float) -> None:
        self._session.run_at(speed)
        if self._sounding is not None:
            self._sounding.run_at(speed)

    def view(self) -> SessionView:
        """What can be shown now."""
        return self._session.view()

    def source_says(self) -> tuple[SourceNews, ...]:
        """The state of a strap and what happens next, where it is not simply live; and what has just failed."""
        of_sound = () if self._sounding is None else self._sound_news.says()
        return (*self._says(), *self._failures.says(), *of_sound)

    def keep_note(self, text: str) -> None:
        """Keep the person's own words with the session. Raises StoreError where they cannot be kept."""
        if self.log is None:
            raise _not_kept()
        with Sessions() as store:
            store.keep_note(self.log.id, text)

    def write_page(self, lang: str) -> str:
        """Write it as a page; where it is. Raises StoreError where nothing of it is kept."""
        if self.log is None:
            raise _not_kept()
        self.log.flush()
        return reporting.write_by_key(self.log.id, lang)

    def _close_log(self) -> None:
        """Close the journal, or leave nothing in it where nothing had begun: a list of such sessions helps nobody."""
        if self.log is None or self._begun.seen:
            return None if self.log is None else self.log.close()
        self.unkept = (why("keeping.nothing_begun"),)
        return self.log.discard()

    async def wait(self) -> None:
        """Return when the session is over; raise what ended the source for good, or ProgramFault."""
        if self._task is None:
            return
        try:
            await asyncio.shield(self._task)
        except BiofeedbackError:
            raise
        except Exception as fault:
            if self._fault is None:
                self._fault = await asyncio.to_thread(crash_report.problem, fault)
            raise self._fault from fault

    async def close(self) -> None:
        """Let go of the source and close the journal. Raises the first of what could not be kept or was left out."""
        problems: list[BiofeedbackError] = []
        if self._task is not None:
            self._task.cancel()
            (end,) = await asyncio.gather(self._task, return_exceptions=True)
            if isinstance(end, Exception) and not isinstance(end, BiofeedbackError) and self._fault is None:
                self._fault = crash_report.problem(end)
                problems.append(self._fault)
        self._watchdog.disarm()
        stand_down()
        closing, self._closing = self._closing, []
        for close in closing:
            try:
                close()
            except BiofeedbackError as problem:
                problems.append(problem)
            except Exception as fault:  # the others are still to be closed
                problems.append(crash_report.problem(fault))
        problems += self._failures.take()
        if problems:
            raise problems[0]


def _not_kept() -> StoreError:
    return StoreError(Texts().say("keeping.not_kept"), reasons=(why("keeping.not_kept"),))
