"""The one integer unit of RR intervals.

A strap counts in 1/1024 s, files count in milliseconds. A tick of 1/128000 s holds both exactly (125 and 128 ticks),
so intervals stay integers from the strap or the file to the sliding sums, and sums never drift.
"""

TICKS_PER_S = 128_000
"""One second."""

TICKS_PER_MS = 128
"""One millisecond."""

TICKS_PER_STRAP_UNIT = 125
"""One 1/1024 s, in which the Heart Rate Measurement counts."""


def from_ms(ms: float) -> int:
    """Ticks nearest to a length in milliseconds."""
    return round(ms * TICKS_PER_MS)


def to_ms(ticks: float) -> float:
    """Milliseconds of a length in ticks."""
    return ticks / TICKS_PER_MS


def to_s(ticks: float) -> float:
    """Seconds of a length in ticks."""
    return ticks / TICKS_PER_S
