"""Clocks that say when an interval arrived or was written, not when its beat was: good for finding lost time only.

Arrival wavers by hundreds of milliseconds, and several intervals may share it. So the intervals are added up, and the
clock is asked one thing: whether it ran ahead of them and stayed ahead, for then time was lost there.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
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

_DAY_S = 86_400.0
"""A day, after which a time of day begins anew. Seconds."""

_EPOCH_MS = 1e11
"""Numbers above this are milliseconds since 1970."""

_EPOCH_NS = 1e17
"""Numbers above this are nanoseconds since 1970."""

_PATTERNS = ("%d/%m/%Y %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%m/%d/%Y %H:%M:%S", "%H:%M:%S.%f", "%H:%M:%S")


def arrival_s(clock: Sequence[str]) -> list[float] | None:
    """Seconds of each time of day, date or epoch number; None where one is none of these."""
    seconds: list[float] = []
    for cell in clock:
        value = _seconds(cell)
        if value is None:
            return None
        while seconds and seconds[-1] - value > _DAY_S / 2 and value < _DAY_S:
            value += _DAY_S  # past midnight, where only the time of day is written
        seconds.append(value)
    return seconds


def put_arrived(lines: Sequence[int], arrivals: Sequence[float] | None, rr_ms: Sequence[float], tape: Tape) -> None:
    """Put intervals on the tape, with a gap wherever the clock shows that time was lost."""
    lost = _losses(arrivals, rr_ms) if arrivals is not None and len(arrivals) == len(rr_ms) else {}
    for place, (line, rr) in enumerate(zip(lines, rr_ms, strict=True)):
        if place in lost:
            tape.lose(lost[place])
        tape.add(rr, line)


def _losses(arrivals: Sequence[float], rr_ms: Sequence[float]) -> dict[int, float]:
    """Seconds lost before each interval before which some were."""
    lags = [t - total / 1000 for t, total in zip(arrivals, accumulate(rr_ms), strict=True)]
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


def _seconds(cell: str) -> float | None:
    try:
        number = float(cell)
    except ValueError:
        return _dated(cell)
    if number > _EPOCH_NS:
        return number / 1e9
    return number / 1000 if number > _EPOCH_MS else number


def _dated(cell: str) -> float | None:
    try:
        return _since(datetime.fromisoformat(cell))
    except ValueError:
        pass
    for pattern in _PATTERNS:
        try:
            return _since(datetime.strptime(cell, pattern))  # noqa: DTZ007 - only differences matter
        except ValueError:
            continue
    return None


def _since(moment: datetime) -> float:
    if moment.year == 1900:  # only a time of day
        return moment.hour * 3600 + moment.minute * 60 + moment.second + moment.microsecond / 1e6
    return (moment.replace(tzinfo=None) - datetime(1970, 1, 1)).total_seconds()  # noqa: DTZ001
