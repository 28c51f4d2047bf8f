"""What failed in one session while it went on: said for a while, written down off the event loop, told at the end."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor

from biofeedback.cli import crash
from biofeedback.cli.worn import NOTE_S
from biofeedback.errors import BiofeedbackError, StoreError
from biofeedback.run.standstill import Pace
from biofeedback.why import Why, why


class Failures:
    """`trouble`: what keeps the journal from being written at the moment, None: nothing, or there is no journal."""

    def __init__(self, clock: Pace, trouble: Callable[[], StoreError | None]) -> None:
        self._clock = clock
        self._trouble = trouble
        self._troubled = False
        self._writer = ThreadPoolExecutor(1, "faults")
        self._written: list[Future[BiofeedbackError]] = []
        self._known: list[BiofeedbackError] = []
        self._notice: tuple[Why, ...] = ()
        self._noticed_t = 0.0
        self.terminal_gone = False  # there is nowhere left to write to: nobody's fault

    def note(self, fault: Exception, face: bool) -> None:
        """A listener was dropped for this."""
        if face and isinstance(fault, OSError):
            self.terminal_gone = True
            return
        self._say(why("cli.part_left_out"))
        if isinstance(fault, BiofeedbackError):
            self._known.append(fault)
        else:
            self._written.append(self._writer.submit(crash.problem, fault, "cli.part_was_left_out"))

    def says(self) -> tuple[Why, ...]:
        """What is worth knowing now, each for a while."""
        troubled = self._trouble() is not None
        if troubled and not self._troubled:
            self._say(why("cli.not_kept_now"))
        self._troubled = troubled
        return self._notice if self._clock.now() - self._noticed_t < NOTE_S else ()

    def take(self) -> list[BiofeedbackError]:
        """All that is to be told at the end, once. Waits until it is written down."""
        told = [*self._known, *(each.result() for each in self._written)]
        self._known, self._written = [], []
        self._writer.shutdown()
        return told

    def _say(self, notice: Why) -> None:
        self._notice, self._noticed_t = (notice,), self._clock.now()
