"""A number with its interval as it went over a whole session: as that grows, every other point is left out."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.findings import Estimate

FIRST_EVERY_S = 5.0
"""Between two points at first: an index over a minute changes little sooner. Seconds."""

MOST_POINTS = 720
"""An hour at first, then half as often: more than the columns of any terminal. Count."""


@dataclass(frozen=True, slots=True)
class SeriesPoint:
    """The number at `t` (s)."""

    t: float
    estimate: Estimate


class SlowSeries:
    """Takes what is offered as often as it needs it."""

    def __init__(self) -> None:
        self._every_s = FIRST_EVERY_S
        self._next_t = 0.0
        self._points: list[SeriesPoint] = []
        self._told: tuple[SeriesPoint, ...] = ()

    @property
    def points(self) -> tuple[SeriesPoint, ...]:
        """Oldest first; the same value until another point is taken."""
        return self._told

    def offer(self, t: float, estimate: Estimate | None) -> None:
        """What is known at `t` (s); None leaves a gap."""
        if estimate is None or t < self._next_t:
            return
        self._points.append(SeriesPoint(t, estimate))
        if len(self._points) >= MOST_POINTS:
            del self._points[1::2]
            self._every_s *= 2
        self._next_t = t + self._every_s
        self._told = tuple(self._points)
