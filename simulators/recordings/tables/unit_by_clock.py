"""Intervals in 1/1024 s that do not say so: beside a clock of the beats they are all too long by the same fortieth.

Straps send them so, and scripts write them as they come. No crystal of a strap or a phone is wrong by a thousandth, and
lost beats make a clock run longer, not shorter.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

from biofeedback.why import Why, why
from simulators.recordings.tables.clocks import Fit, Judged, judge
from simulators.recordings.tables.rows import Rows

_TICK_MS = 1000 / 1024
"""What a strap's interval is counted in (Bluetooth Heart Rate Service). Milliseconds."""

_BEHIND = (0.972, 0.981)
"""Clock to intervals that are taken for ms: 0.977, but for the beats that are lost in between."""

_MUCH_BETTER = 4
"""Times: a clock rounded to 10 ms fits intervals in the right unit so much better, and no other unit."""


def in_ticks(rows: Rows, rr_ms: Sequence[float], clock: Judged | None) -> tuple[Rows, Why] | None:
    """The rows with their unit, where the clock of the beats tells that it is 1/1024 s; else None."""
    if rows.unit_ms is not None or clock is None or clock.fit is not Fit.BEATS or rr_ms[0] != rows.values[0]:
        return None
    pairs = zip(clock.seconds, clock.seconds[1:], rr_ms[1:], strict=False)
    near = sorted((now - before) * 1000 / rr for before, now, rr in pairs)
    if not _BEHIND[0] <= near[len(near) // 2] <= _BEHIND[1]:
        return None
    ticks = judge(clock.column, [rr * _TICK_MS for rr in rr_ms])
    if ticks.fit is not Fit.BEATS or _misfit(ticks, rr_ms, _TICK_MS) * _MUCH_BETTER > _misfit(clock, rr_ms, 1.0):
        return None
    return replace(rows, unit_ms=_TICK_MS), why("remarks.unit_clock", name=clock.column.name, unit="1/1024 s")


def _misfit(clock: Judged, rr_ms: Sequence[float], unit_ms: float) -> float:
    """The middle misfit of a beat: single gaps do not count. Milliseconds."""
    pairs = zip(clock.seconds, clock.seconds[1:], rr_ms[1:], strict=False)
    off = sorted(abs((now - before) * 1000 - rr * unit_ms) for before, now, rr in pairs)
    return off[len(off) // 2]
