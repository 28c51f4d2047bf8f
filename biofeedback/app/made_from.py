"""From what a session was made: told before all that came of it, so that every figure can be traced."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.app.settings import from_stored
from biofeedback.errors import BiofeedbackError
from biofeedback.store.sessions import About, SourceKind


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeFrom:
    """What decides a session. Absent (None) is what is not known of it."""

    version: str
    protocol: str | None  # None: the heart was only watched
    protocol_digest: str | None
    source: str
    seed: int | None
    faults: tuple[str, ...] = ()
    adaptation: str | None = None
    start_s: float | None = None
    answers: bool = True
    """Whether the body answers the guidance: a recording does not, whatever it is asked (open loop)."""


def of_stored(about: About) -> MadeFrom:
    """That of a session that is kept."""
    return MadeFrom(
        version=about.version,
        protocol=about.protocol,
        protocol_digest=about.digest,
        source=about.source,
        seed=about.seed,
        adaptation=_adaptation(about),
        answers=about.source_kind in (SourceKind.STRAP, SourceKind.PARTICIPANT),
    )


def _adaptation(about: About) -> str | None:
    try:
        return from_stored(about.settings).adaptation if about.protocol is not None else None
    except BiofeedbackError:  # of another version
        return None
