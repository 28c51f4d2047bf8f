"""Clocks that say when an interval arrived or was written, not when its beat was: good for finding lost time only.

Arrival wavers by hundreds of milliseconds, and several intervals may share it. So the intervals are added up, and the
clock is asked one thing: whether it ran ahead of them and stayed ahead, for then time was lost there.
"""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from simulators.recordings.formats.tape import Tape

LOST_S = 2.0
"""Ahead by more than any stall of a radio that is made up for later by the next packets. Seconds."""

_LOOK_AHEAD = 8
"""Intervals: a stall's packets have all arrived by then."""

_FOLLOW = 0.02
"""Of the difference a beat: a strap's crystal and a phone's drift apart by under 0.1 ms a second."""

_MOST_LOSSES = 0.1
"""Of the intervals; with more the clock is not of these intervals."""


def put_arrived(lines: Sequence[int], arrivals: Sequence[float] | None, rr_ms: Sequence[float], tape: Tape) -> None:
    """Put intervals on the tape, with a gap wherever the clock shows that time was lost."""
    lost = losses(arrivals, rr_ms) if arrivals is not None and len(arrivals) == len(rr_ms) else {}
    for place, (line, rr) in enumerate(zip(lines, rr_ms, strict=True)):
        if place in lost:
            tape.lose(lost[place])
        tape.add(rr, line)


def losses(
    arrivals: Sequence[float], rr_ms: Sequence[float], restarts: frozenset[int] = frozenset()
) -> dict[int, float]:
    """Seconds lost before each interval before which some were; the clock begins anew at `restarts`."""
    lags = [t - total / 1000 for t, total in zip(arrivals, accumulate(rr_ms), strict=True)]
    for place in sorted(restarts):  # goes on from where it was
        shift = lags[place - 1] - lags[place]
        lags[place:] = [lag + shift for lag in lags[place:]]
    lost: dict[int, float] = {}
    base = min(lags[:_LOOK_AHEAD], default=0.0)
    for place in range(len(lags)):
        least = min(lags[place : place + _LOOK_AHEAD])
        if least - base > LOST_S:
            lost[place] = least - base
            base = least
        else:
            base += _FOLLOW * (least - base)
    return lost if len(lost) <= _MOST_LOSSES * len(lags) else {}
