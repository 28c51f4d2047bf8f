"""What the screens about what is over ask for: kept sessions to look at, and what they come to over weeks."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from biofeedback.app.settable import Settable
    from biofeedback.export.names import ExportFormat
    from biofeedback.review.record import SessionRecord
    from biofeedback.review.trends import Trends
    from protocols.training import Words


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptSession:
    """A session to be looked at."""

    record: SessionRecord
    began: str
    """When it was, for people, local; a dash where that is not known."""
    hidden: bool = False
    """Whether figures of the heart are to be shown only where they are asked for, in whatever session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptTrends:
    """What all that was practised comes to."""

    found: Trends
    hidden: bool = False
    """The same of it."""


class Archive(Protocol):
    """All that is kept here. No call is for the event loop, since each takes a moment. Each raises BiofeedbackError."""

    def session(self, number: int) -> KeptSession:
        """One that is kept, whole."""
        ...

    def trends(self) -> KeptTrends:
        """What all that was practised comes to."""
        ...

    def keep_note(self, number: int, text: str) -> None:
        """Keep the person's own words about it in place of those before."""
        ...

    def export(self, number: int, form: ExportFormat) -> tuple[str, ...]:
        """Write it for other programs, in place of what was written so before; the files."""
        ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Unrated:
    """A session whose end came before the tension after it could be said."""

    number: int
    began: str  # for people, local
    title: Words | None  # None: its protocol is gone


class LooksBack(Protocol):
    """Whoever has it, and the settings beside it."""

    async def unrated(self) -> Unrated | None:
        """The last session, where it is to be asked about once. Raises BiofeedbackError."""
        ...

    def keep_rating(self, number: int, tension: int | None) -> None:
        """Keep what was said then, 0 to 10; None: they would rather not. Raises BiofeedbackError."""
        ...

    def archive(self) -> Archive:
        """What is kept here."""
        ...

    def settable(self) -> Settable:
        """What can be set here."""
        ...
