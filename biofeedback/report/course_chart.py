"""Heart rate and RMSSD minute by minute against the person's own beginning, with the band of the baseline."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence

from markupsafe import Markup

from biofeedback.report.drawing import LEFT, RIGHT, WIDTH, Axis, box, chart, line, path, text
from biofeedback.report.time_axis import time_axis
from biofeedback.review.course import Band, Course, Point
from biofeedback.texts import Texts

HEIGHT = 226.0
"""Of both panels together, with the time below them."""

_PANELS = ((18.0, 94.0), (114.0, 190.0))
"""Top and foot of each panel: heart rate, RMSSD."""

MARGIN = 0.12
"""Of the range of values, above and below it."""


def course_chart(found: Course, begin_s: float, end_s: float, texts: Texts) -> Markup | None:
    """The chart; None where no minute of the session could be measured."""
    rates = [each.rate_bpm for each in found.points if each.rate_bpm is not None]
    if not rates:
        return None
    along = Axis(begin_s, max(end_s, begin_s + 1.0), LEFT, WIDTH - RIGHT)
    drawn = [
        *time_axis(along, _PANELS[0][0], _PANELS[1][1], texts),
        *_panel(found, _rate, found.rate, along, _PANELS[0], texts.say("report.panel_rate")),
        *_panel(found, _rmssd, found.rmssd, along, _PANELS[1], texts.say("report.panel_rmssd")),
    ]
    told = texts.say("report.course_told", first=rates[0], last=rates[-1], low=min(rates), high=max(rates))
    return chart("course", HEIGHT, texts.say("report.course"), told, drawn)


def _rate(point: Point) -> float | None:
    return point.rate_bpm


def _rmssd(point: Point) -> float | None:
    return point.rmssd_ms


def _panel(
    found: Course,
    of: Callable[[Point], float | None],
    band: Band | None,
    along: Axis,
    place: tuple[float, float],
    name: str,
) -> Iterator[str]:
    top, foot = place
    values = [value for each in found.points if (value := of(each)) is not None]
    values += [] if band is None else [band.low, band.high]
    yield text(LEFT, top - 5, name, "small", "start")
    if not values:
        return
    spare = max(MARGIN * (max(values) - min(values)), 1.0)
    up = Axis(min(values) - spare, max(values) + spare, foot, top)
    if band is not None:
        high = up.at(band.high)
        yield box(LEFT, high, WIDTH - RIGHT - LEFT, max(1.5, up.at(band.low) - high), "band")
        yield line(LEFT, up.at(band.mean), WIDTH - RIGHT, up.at(band.mean), "level")
    for tick in up.ticks(3):
        yield text(LEFT - 5, up.at(tick) + 4, f"{tick:g}", "small", "end")
    yield path(_runs(found.points, of, along, up), "course")


def _runs(
    points: Sequence[Point], of: Callable[[Point], float | None], along: Axis, up: Axis
) -> Iterator[list[tuple[float, float]]]:
    run: list[tuple[float, float]] = []
    for point in points:
        value = of(point)
        if value is None:
            yield run
            run = []
        else:
            run.append((along.at(point.t), up.at(value)))
    yield run
