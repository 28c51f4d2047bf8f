"""What is kept, of a test: records made by hand, and what was asked of them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from biofeedback.app.archive import KeptSession, KeptTrends
from biofeedback.errors import BiofeedbackError
from biofeedback.export.names import ExportFormat
from biofeedback.review.record import SessionRecord
from biofeedback.review.trends import Trends
from tests.report import made

NOTHING = Trends(
    days=(),
    sessions=0,
    minutes=0.0,
    completed=0,
    rated=(),
    ratings=None,
    settled_share=None,
    resting_hr_bpm=(),
    resting_ln_rmssd=(),
    groups=(),
    parts=(),
)


@dataclass
class FakeArchive:
    """Hands out records, and remembers what was asked for."""

    make: Callable[[int], SessionRecord] = made.session
    refusal: BiofeedbackError | None = None
    hidden: bool = False
    weeks: Trends = NOTHING
    notes: list[tuple[int, str]] = field(default_factory=list)
    exported: list[tuple[int, ExportFormat]] = field(default_factory=list)

    def session(self, number: int) -> KeptSession:
        if self.refusal is not None:
            raise self.refusal
        return KeptSession(record=self.make(number), began="2026-03-01 20:15", hidden=self.hidden)

    def trends(self) -> KeptTrends:
        if self.refusal is not None:
            raise self.refusal
        return KeptTrends(found=self.weeks, hidden=self.hidden)

    def keep_note(self, number: int, text: str) -> None:
        self.notes.append((number, text))

    def export(self, number: int, form: ExportFormat) -> tuple[str, ...]:
        self.exported.append((number, form))
        return (f"session-{number}.{form.value}",)
