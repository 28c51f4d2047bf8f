"""The whole session, beat by beat: intervals, what was asked for, what was decided, and which beats were set aside."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import median, quantiles

from markupsafe import Markup

from biofeedback.decisions import Phase
from biofeedback.findings import Beat, BeatClass
from biofeedback.report.drawing import LEFT, RIGHT, WIDTH, Axis, box, chart, line, path, signs, text
from biofeedback.report.time_axis import time_axis
from biofeedback.review.segments import Segment
from biofeedback.texts import Texts
from biofeedback.ticks import to_ms

HEIGHT = 268.0
"""Of the chart."""

TOP = 40.0
"""Above it stand the numbers of the muscle groups and the letters of what was decided."""

FOOT = 218.0
"""Below it the time."""

ROW = 226.0
"""Where it is marked that time was lost."""

MOST_POINTS = 1400
"""Above so many beats, each column of the chart shows the shortest and the longest interval in it."""

MARGIN = 0.15
"""Of the range of clean beats, above and below it."""

LEAST_RANGE_MS = 120.0
"""Shown at least: a calm heart would else look wild."""

LEAST_NUMBER = 9.0
"""Between two numbers of muscle groups, in units of the chart; those that are nearer to the one before are left out."""

SIGN = 3.0
"""Signs nearer than this, in units of the chart, are one."""

_SHADED = {
    Phase.BASELINE: "quiet",
    Phase.TENSE: "tense",
    Phase.SETTLE: "settle",
    Phase.PAUSED: "paused",
    Phase.CLOSING: "quiet",
}

_X = "m-2.5-2.5l5 5m0-5l-5 5"
_BAR = "m0-3v6"


@dataclass(frozen=True, slots=True)
class Mark:
    """Something that was decided: its time (s) and its letter in the list below the chart."""

    t: float
    letter: str
    grave: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Shown:
    """What a chart of beats shows: all of a session, or a stretch of it."""

    name: str
    """Of the chart within its page."""
    title: str
    beats: Sequence[Beat]
    begin_s: float
    end_s: float
    parts: Sequence[Segment] = ()
    groups: Sequence[str] = ()
    """The ids of the muscle groups in the order of their numbers from 1."""
    marks: Sequence[Mark] = ()


def tachogram(shown: Shown, texts: Texts) -> Markup:
    """The chart: every interval as measured, those that were set aside with a cross on them."""
    beats = [beat for beat in shown.beats if shown.begin_s <= beat.t <= shown.end_s]
    intervals = [to_ms(beat.rr_ticks) for beat in beats if beat.kind is not BeatClass.GAP]
    aside = [beat for beat in beats if beat.kind not in (BeatClass.NORMAL, BeatClass.GAP)]
    along = Axis(shown.begin_s, max(shown.end_s, shown.begin_s + 1.0), LEFT, WIDTH - RIGHT)
    up = Axis(*_range(intervals), FOOT, TOP)
    drawn = [*_phases(shown.parts, along), *_group_numbers(shown.parts, shown.groups, along), *_scales(up)]
    drawn += time_axis(along, TOP, FOOT + 12, texts)
    drawn.append(path(_runs(beats, along, up), "beats"))
    drawn.append(signs(_apart((along.at(beat.t), up.at(to_ms(beat.rr_ticks))) for beat in aside), "aside", _X))
    drawn.append(signs(_apart((along.at(beat.t), ROW) for beat in beats if beat.gap), "lost", _BAR))
    drawn += _marks(shown.marks, along)
    told = _told(intervals, len(aside), shown, texts)
    return chart(shown.name, HEIGHT, shown.title, told, drawn)


def _range(intervals: Sequence[float]) -> tuple[float, float]:
    """From the least to the greatest, but for the odd one that is far from all others: that lies on the edge."""
    if len(intervals) < 2:
        return 600.0, 1200.0
    cuts = quantiles(intervals, n=200, method="inclusive")
    low, high = cuts[0], cuts[-1]
    spare = max(MARGIN * (high - low), (LEAST_RANGE_MS - (high - low)) / 2)
    return max(low - spare, low / 2), high + spare


def _phases(parts: Iterable[Segment], along: Axis) -> Iterator[str]:
    for part in parts:
        if (kind := _SHADED.get(part.phase)) is not None and part.end_s > along.low and part.begin_s < along.high:
            x = along.at(part.begin_s)
            yield box(x, TOP, along.at(part.end_s) - x, FOOT - TOP, kind)


def _group_numbers(parts: Iterable[Segment], groups: Sequence[str], along: Axis) -> Iterator[str]:
    last, before = -LEAST_NUMBER, None
    for part in parts:
        if part.group not in groups or part.phase not in (Phase.TENSE, Phase.REST) or part.group == before:
            continue
        before, x = part.group, along.at(part.begin_s)
        if x - last >= LEAST_NUMBER:
            last = x
            yield text(x, TOP - 5, str(groups.index(part.group) + 1), "small", "start")


def _scales(up: Axis) -> Iterator[str]:
    for tick in up.ticks(5):
        y = up.at(tick)
        yield line(LEFT, y, WIDTH - RIGHT, y, "grid")
        yield text(LEFT - 5, y + 4, f"{tick:g}", "small", "end")
    rates = Axis(60_000 / up.high, 60_000 / up.low, 0.0, 1.0)
    for rate in rates.ticks(5):
        if rate > 0:
            yield text(WIDTH - RIGHT + 5, up.at(60_000 / rate) + 4, f"{rate:g}", "small", "start")
    yield text(LEFT - 5, TOP - 5, "ms", "small", "end")
    yield text(WIDTH - RIGHT + 5, TOP - 5, "/min", "small", "start")


def _runs(beats: Sequence[Beat], along: Axis, up: Axis) -> Iterator[list[tuple[float, float]]]:
    """Points of intervals that follow one another; where time was lost, the line is broken."""
    run: list[tuple[float, float]] = []
    for beat in beats:
        if beat.kind is BeatClass.GAP or beat.gap:
            yield from _thinned(run, len(beats))
            run = []
        if beat.kind is not BeatClass.GAP:
            run.append((along.at(beat.t), up.at(to_ms(beat.rr_ticks))))
    yield from _thinned(run, len(beats))


def _thinned(run: list[tuple[float, float]], beats: int) -> Iterator[list[tuple[float, float]]]:
    if beats <= MOST_POINTS or len(run) < 3:
        yield run
        return
    columns: dict[int, tuple[float, float]] = {}
    for x, y in run:
        least, most = columns.get(int(x), (y, y))
        columns[int(x)] = min(least, y), max(most, y)
    yield [(float(x), y) for x, both in columns.items() for y in dict.fromkeys(both)]


def _apart(places: Iterable[tuple[float, float]]) -> Iterator[tuple[float, float]]:
    """One sign where several would only lie on one another."""
    seen: set[tuple[int, int]] = set()
    for x, y in places:
        if (cell := (round(x / SIGN), round(y / SIGN))) not in seen:
            seen.add(cell)
            yield x, y


def _marks(marks: Iterable[Mark], along: Axis) -> Iterator[str]:
    """A line at each decision; letters that would lie on one another stand together."""
    near: list[Mark] = []
    for mark in marks:
        x, kind = along.at(mark.t), "grave" if mark.grave else "decided"
        yield line(x, 24, x, FOOT, f"mark {kind}")
        if near and x - along.at(near[0].t) >= LEAST_NUMBER:
            yield _letters(near, along)
            near = []
        near.append(mark)
    if near:
        yield _letters(near, along)


def _letters(near: Sequence[Mark], along: Axis) -> str:
    said = near[0].letter if len(near) == 1 else f"{near[0].letter}–{near[-1].letter}"
    kind = "grave" if any(mark.grave for mark in near) else "decided"
    return text(along.at(near[0].t), 20, said, f"letter {kind}")


def _told(intervals: Sequence[float], aside: int, shown: Shown, texts: Texts) -> str:
    if not intervals:
        return texts.say("report.no_beats")
    return texts.say(
        "report.tachogram_told",
        seconds=shown.end_s - shown.begin_s,
        median=median(intervals),
        low=min(intervals),
        high=max(intervals),
        aside=aside,
        marks=len(shown.marks),
    )
