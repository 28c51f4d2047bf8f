"""The time of a session along the foot of a chart."""

from __future__ import annotations

from collections.abc import Iterator

from biofeedback.report.drawing import Axis, line, text
from biofeedback.texts import Texts

_HOUR_S = 3600.0
"""From two of these on, hours are told and not minutes. Seconds."""

LEAST_MINUTES_S = 180.0
"""A shorter stretch is told in seconds of the session."""

TICKS = 10
"""About so many times are named."""


def time_axis(along: Axis, top: float, foot: float, texts: Texts) -> Iterator[str]:
    """Lines at round times, each with its minute, or its hour where there are many."""
    unit, code = _unit(along.high - along.low)
    told = Axis(along.low / unit, along.high / unit, along.begin, along.end)
    for tick in told.ticks(TICKS):
        x = told.at(tick)
        yield line(x, top, x, foot, "grid")
        yield text(x, foot + 14, f"{tick:g}", "small")
    yield text(along.end, foot + 27, texts.say(code), "small", "end")


def _unit(length_s: float) -> tuple[float, str]:
    if length_s >= 2 * _HOUR_S:
        return _HOUR_S, "report.axis_hours"
    return (60.0, "report.axis_minutes") if length_s >= LEAST_MINUTES_S else (1.0, "report.axis_seconds")
