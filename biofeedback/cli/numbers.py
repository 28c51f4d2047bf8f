"""Numbers among the options: however long, strange or large, they are within bounds, or one clear line."""

from __future__ import annotations

MOST_SECONDS = 366 * 86_400
"""A year: no recording of a heart is longer (`simulators.recordings.opened.MOST_LINES`). Seconds."""

_BITS = 63
"""A store keeps whole numbers of so many bits, beside the sign."""


def seconds(value: float) -> float:
    """For an option in seconds. Raises UsageError where they are none, or more than there can be."""
    if not 0 <= value <= MOST_SECONDS:  # neither is what is not a number
        raise _outside(value, "bad_seconds", most=MOST_SECONDS)
    return value


def seed(value: int) -> int:
    """For a seed. Raises UsageError where it could not be kept with the session."""
    if value.bit_length() > _BITS:
        raise _outside(f"{value:.3g}" if value.bit_length() < 1000 else "...", "bad_seed", bits=_BITS)
    return value


def _outside(value: float | str, code: str, **values: int) -> Exception:
    from biofeedback.errors import UsageError
    from biofeedback.texts import Texts
    from biofeedback.why import why

    reason = why(f"cli.{code}", value=value, **values)
    return UsageError(Texts("en").why(reason), reasons=(reason,))
