"""How a session went against its own beginning: heart rate and RMSSD over a minute, and where they lay at rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import floor

from biofeedback.decisions import Phase
from biofeedback.findings import Beat
from biofeedback.review.segments import Segment, of_phase
from biofeedback.signal.window import SlidingWindow

SPAN_S = 60.0
"""Length of each window: over less, RMSSD wavers by more than what is sought (sd of lnRMSSD 0.14, 0.30 at 10 s)."""

MOST_POINTS = 240
"""Points of a course: as many as a chart as wide as a page can show."""

LEAST_STEP_S = 10.0
"""Between two points: windows that begin less than a breath at 6/min apart hold the same beats."""

LEAST_OF_BAND = 3
"""Windows of the baseline below which it has no band."""


@dataclass(frozen=True, slots=True)
class Point:
    """The minute that ends at `t`; absent numbers (None) could not be taken."""

    t: float
    rate_bpm: float | None
    rmssd_ms: float | None


@dataclass(frozen=True, slots=True)
class Band:
    """Between which values the minutes of the baseline lay, and their mean."""

    low: float
    mean: float
    high: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Course:
    """A whole session in minutes, each a step after the one before."""

    points: tuple[Point, ...]
    rate: Band | None
    rmssd: Band | None


def course(beats: Sequence[Beat], parts: Sequence[Segment], end_s: float) -> Course:
    """The course of a session up to `end_s`; without a baseline there are no bands."""
    points = _points(beats, end_s)
    resting = of_phase(parts, Phase.BASELINE)
    within = [each for each in points if any(part.begin_s + SPAN_S <= each.t <= part.end_s for part in resting)]
    return Course(
        points=points,
        rate=_band([each.rate_bpm for each in within]),
        rmssd=_band([each.rmssd_ms for each in within]),
    )


def _points(beats: Sequence[Beat], end_s: float) -> tuple[Point, ...]:
    if not beats:
        return ()
    begin = beats[0].t
    step = max(LEAST_STEP_S, (end_s - begin) / MOST_POINTS)
    window, points, place = SlidingWindow(SPAN_S), list[Point](), 0
    for number in range(1, floor((end_s - begin) / step) + 1):
        t = begin + number * step
        while place < len(beats) and beats[place].t <= t:
            window.push(beats[place])
            place += 1
        found = window.variability(t)
        rmssd = None if found.rmssd_ms is None else found.rmssd_ms.value
        points.append(Point(t, found.mean_hr_bpm, rmssd))
    return tuple(points)


def _band(values: Sequence[float | None]) -> Band | None:
    known = [each for each in values if each is not None]
    return Band(min(known), sum(known) / len(known), max(known)) if len(known) >= LEAST_OF_BAND else None
