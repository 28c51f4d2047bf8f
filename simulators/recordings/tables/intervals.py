"""Intervals with the columns beside them, put on a tape: unit, order and clock are judged here, and told.

Whatever a file is (table, JSON, report), its intervals come this way, so that all are judged by the same rules.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from statistics import median

from biofeedback.why import Why, why
from simulators.recordings.asked import Asked
from simulators.recordings.formats.clock import losses
from simulators.recordings.formats.tape import Tape
from simulators.recordings.tables.cleared import cleared, picked
from simulators.recordings.tables.clocks import Fit, Judged, judge
from simulators.recordings.tables.names import column_name
from simulators.recordings.tables.plausible import in_ms, must_be_intervals
from simulators.recordings.tables.row_order import in_order
from simulators.recordings.tables.rows import Rows
from simulators.recordings.tables.unit_by_clock import in_ticks
from simulators.refusal import refused

_TWICE = (60, 10)
"""Rows that stand twice in pairs, and different ones among them: no heart repeats itself so."""

_UNSAID = frozenset({"tick", "ticks"})
"""Words in the name of a column whose unit only its program knows."""

_LONG = 30_000
"""Rows of a table whose columns are judged by so many first: a good night's beats."""

_TOLD = 3
"""Names of columns that were not used, in one remark."""


def put(rows: Rows, asked: Asked, tape: Tape, mended: frozenset[str] = frozenset()) -> None:
    """Put the intervals on the tape, with their clock where one fits. Raises InputError.

    `mended`: what has been put right already. Of two clocks that run against each other, one is backwards either way.
    """
    rows = cleared(rows)
    if not rows.values:
        raise refused("no_beats")
    if rows.unit_ms is None and asked.unit is None and _UNSAID & set(column_name(rows.name).words):
        raise refused("unit_unsaid", name=rows.name)
    rr_ms, unit_ms = in_ms(rows.lines, rows.values, stated_ms=rows.unit_ms, asked=asked.unit)
    if rows.name and asked.unit is None:
        must_be_intervals(rows.values)
    judged = _judged(rows, rr_ms)
    best = _best(judged)
    fixed = _put_right(rows, judged) or in_order(rows, rr_ms, judged)
    if fixed is None and asked.unit is None:
        fixed = in_ticks(rows, rr_ms, best)
    if fixed is not None and fixed[1].code not in mended:
        tape.tell(fixed[1])
        put(fixed[0], asked, tape, mended | {fixed[1].code})
        return
    if "remarks.unit_clock" not in mended:
        tape.tell(_unit_told(rows, unit_ms, asked))
    for remark in rows.remarks:
        tape.tell(remark)
    if best is None:
        _refuse_unfit(judged)
    _tell_unused(judged, best, tape)
    _put_with(rows, rr_ms, best, tape)
    if best is not None:
        tape.tell_clock(best.column.name)
        if best.restarts:
            tape.tell(why("remarks.restarts", name=best.column.name, count=len(best.restarts)))


def _judged(rows: Rows, rr_ms: Sequence[float]) -> list[Judged]:
    """How each column fits: several of a long table by their beginnings, and only the best in whole.

    Where its beginning promises too much all are judged in whole.
    """
    if len(rows.columns) > 1 and len(rr_ms) > _LONG:
        begins = [judge(replace(c, values=c.values[:_LONG]), rr_ms[:_LONG]) for c in rows.columns]
        best = _best(begins)
        if best is not None:
            at = next(k for k, each in enumerate(begins) if each is best)
            begins[at] = judge(rows.columns[at], rr_ms)
            if begins[at].fit is best.fit:
                return [each for each in begins if each is begins[at] or each.fit not in (Fit.BEATS, Fit.ARRIVAL)]
    return [judge(column, rr_ms) for column in rows.columns]


def _put_with(rows: Rows, rr_ms: Sequence[float], clock: Judged | None, tape: Tape) -> None:
    """The intervals in order: at the times of their beats, or one after the other, with the time lost between."""
    if clock is not None and clock.fit is Fit.BEATS:
        for line, rr, t in zip(rows.lines, rr_ms, clock.seconds, strict=True):
            tape.add_at(rr, t, line)
        return
    lost = {} if clock is None else losses(clock.seconds, rr_ms, clock.restarts)
    beat_s = median(rr_ms) / 1000
    for place, (line, rr) in enumerate(zip(rows.lines, rr_ms, strict=True)):
        if place in lost:
            tape.lose(lost[place])
        elif place in rows.holes and place:
            tape.lose(beat_s * rows.holes[place])
        elif (place in rows.cuts or (clock is not None and place in clock.restarts)) and place:
            tape.lose(0.0)
        tape.add(rr, line)


def _best(judged: Sequence[Judged]) -> Judged | None:
    """The clock that tells most of the beats: their own times before those of arrival, the finer before the coarser."""
    beats = [each for each in judged if each.fit is Fit.BEATS]
    if beats:
        return min(beats, key=lambda each: (each.misfit_s, each.ratio))
    arrivals = [each for each in judged if each.fit is Fit.ARRIVAL]
    return min(arrivals, key=_coarseness, default=None)


def _coarseness(judged: Judged) -> tuple[bool, float, float]:
    """The least is best: of two readings of the same dates the one in which less time is lost."""
    whole = sum(abs(t - round(t)) < 1e-6 for t in judged.seconds)
    return not judged.is_sure, whole / len(judged.seconds), judged.ratio


def _put_right(rows: Rows, judged: Sequence[Judged]) -> tuple[Rows, Why] | None:
    """The rows in order, or once each, with what was done; None where nothing is to be put right."""
    rising = any(each.fit in (Fit.BEATS, Fit.ARRIVAL) for each in judged)
    if any(each.fit is Fit.NEWEST_FIRST and (each.is_sure or not rising) for each in judged):
        return picked(rows, range(len(rows.values) - 1, -1, -1)), why("remarks.newest_first")
    behind = [each for each in judged if each.fit is Fit.BEHIND and each.is_sure]
    values, half = rows.values, len(rows.values) // 2
    if len(values) % 2:
        return None
    many = len(values) >= _TWICE[0] and len(set(values)) >= _TWICE[1]
    if values[0::2] == values[1::2]:
        paired = all(each.seconds and each.seconds[0::2] == each.seconds[1::2] for each in behind)
        clocks = [c.values for c in rows.columns if c.named or c.dated]
        alike = bool(clocks) and all(c[0::2] == c[1::2] for c in clocks)
        if (behind and paired) or (many and (alike or not (rising or behind))):
            return picked(rows, range(0, len(values), 2)), why("remarks.doubled", count=half)
    if many and values[:half] == values[half:] and all(c.values[:half] == c.values[half:] for c in rows.columns):
        return picked(rows, range(half)), why("remarks.repeated", count=half)
    return None


def _refuse_unfit(judged: Sequence[Judged]) -> None:
    """Raises InputError where what is surely a clock contradicts the intervals, and no other fits them."""
    for each in judged:
        if each.is_sure and each.fit in (Fit.BEHIND, Fit.AHEAD):
            say = "clock_behind" if each.fit is Fit.BEHIND else "clock_ahead"
            ratio = 1 / each.ratio if each.fit is Fit.BEHIND else each.ratio
            raise refused("bad_time", say=say, name=each.column.name, ratio=f"{ratio:.2f}")


def _tell_unused(judged: Sequence[Judged], best: Judged | None, tape: Tape) -> None:
    """Columns that are times by their name or form and were not used."""
    unused = [e.column.name for e in judged if e is not best and e.is_sure and e.fit not in (Fit.BEATS, Fit.ARRIVAL)]
    counted = [e.column.name for e in judged if e.fit is Fit.COUNTS and e.column.name not in unused]
    if names := list(dict.fromkeys(unused + (counted if best is None else [])))[:_TOLD]:
        tape.tell(why("remarks.time_not_used", names=", ".join(names)))


def _unit_name(unit_ms: float) -> str:
    return {1000.0: "s", 1.0: "ms", 0.001: "us", 1e-6: "ns"}.get(unit_ms, f"1/{1000 / unit_ms:.0f} s")


def _unit_told(rows: Rows, unit_ms: float, asked: Asked) -> Why:
    unit = _unit_name(unit_ms)
    if asked.unit is not None and rows.unit_ms is not None and rows.unit_ms != unit_ms:
        return why("remarks.unit_overrides", name=rows.name, unit=unit, stated=_unit_name(rows.unit_ms))
    by = "asked" if asked.unit is not None else "judged" if rows.unit_ms is None else "stated"
    return why(f"remarks.unit_{by}", name=rows.name, unit=unit) if rows.name else why(f"remarks.{by}_unit", unit=unit)
