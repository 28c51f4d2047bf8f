"""What failed in one session while it went on: said for a while, written down off the event loop, told at the end."""

from __future__ import annotations

from concurrent.futures import Future, ThreadPoolExecutor

from biofeedback.app import crash_report
from biofeedback.app.strap_in_use import NOTE_S
from biofeedback.errors import BiofeedbackError
from biofeedback.run.standstill import Pace
from biofeedback.source_news import SourceNews, Topic
from biofeedback.why import why


class Failures:
    """The listeners of one session that were dropped, and why."""

    def __init__(self, clock: Pace) -> None:
        self._clock = clock
        self._writer = ThreadPoolExecutor(1, "faults")
        self._written: list[Future[BiofeedbackError]] = []
        self._known: list[BiofeedbackError] = []
        self._notice: tuple[SourceNews, ...] = ()
        self._noticed_t = 0.0
        self.terminal_gone = False  # there is nowhere left to write to: nobody's fault

    def note(self, fault: Exception, face: bool) -> None:
        """A listener was dropped for this."""
        if face and isinstance(fault, OSError):
            self.terminal_gone = True
            return
        self._say(SourceNews(Topic.LEFT_OUT, why("cli.part_left_out")))
        if isinstance(fault, BiofeedbackError):
            self._known.append(fault)
        else:
            self._written.append(self._writer.submit(crash_report.problem, fault, "cli.part_was_left_out"))

    def says(self) -> tuple[SourceNews, ...]:
        """What is worth knowing now, each for a while."""
        return self._notice if self._clock.now() - self._noticed_t < NOTE_S else ()

    def take(self) -> list[BiofeedbackError]:
        """All that is to be told at the end, once. Waits until it is written down."""
        problems = [*self._known, *(each.result() for each in self._written)]
        self._known = []
        self._written = []
        self._writer.shutdown()
        return problems

    def _say(self, notice: SourceNews) -> None:
        self._notice = (notice,)
        self._noticed_t = self._clock.now()
