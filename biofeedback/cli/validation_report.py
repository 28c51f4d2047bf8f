"""A validation as a table for people and as a table for machines."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import Any

from biofeedback.text_layout import columns, padded
from biofeedback.texts import Texts
from biofeedback.validation.figures import FalseStops, KindFigures, RecordCount, RuleCount, Validation
from biofeedback.validation.floors import Failed
from biofeedback.validation.scoring import Judged, RecordScore, Word
from biofeedback.validation.statistics import Bounds

SCHEMA = "biofeedback.validation/1"
"""The name and version of this contract, for programs that read it."""

_SHOWN = 5
"""Records a line; all are in the JSON."""


# ---------------------------------------------------------------------------------------------------- for people


def lines(validation: Validation, texts: Texts) -> Iterator[str]:
    """The table, a line at a time."""
    say = texts.say
    yield say("validate.whole", records=validation.records, beats=validation.beats)
    yield ""
    rows = [_row(each, texts) for each in validation.kinds if each.episodes]
    yield from aligned([_head(texts), *rows]) if rows else [say("validate.no_episodes")]
    for each in validation.kinds:
        if each.missed_in:
            kind = say(f"validate.kind_{each.kind.value}")
            yield say("validate.missed", kind=kind, records=_some(each.missed_in))
    yield ""
    yield from _false_stops(validation.false_stops, texts)


def _head(texts: Texts) -> list[str]:
    columns = (
        "episodes", "fresh", "share", "bounds", "people", "delay_median", "delay_p90", "was_on", "all", "told", "rules"
    )  # fmt: skip
    return [texts.say(f"validate.column_{column}") for column in columns]


def _row(k: KindFigures, texts: Texts) -> list[str]:
    none = texts.say("validate.none")
    delays = [none if d is None else f"{d:.1f} s" for d in (k.delay_median_s, k.delay_p90_s)]
    bounds = none if k.bounds is None else f"{100 * k.bounds.low:.1f}-{100 * k.bounds.high:.1f} %"
    rules = " ".join(f"{each.rule.value}:{each.count}" for each in k.by_rule)
    return [
        texts.say(f"validate.kind_{k.kind.value}"),
        f"{k.fresh_found}/{k.fresh}",
        f"{100 * k.fresh_found / k.fresh:.1f} %" if k.fresh else none,
        bounds,
        none if k.person_mean is None else f"{100 * k.person_mean:.1f} % ({k.people})",
        *delays,
        str(k.was_on),
        f"{k.found}/{k.episodes}",
        str(k.warned),
        rules,
    ]


def _false_stops(stops: FalseStops, texts: Texts) -> Iterator[str]:
    say = texts.say
    if stops.per_100h is None or stops.bounds is None:
        yield say("validate.no_calm")
        return
    yield say("validate.calm", records=stops.records, unannotated=stops.unannotated, hours=stops.hours)
    head = [say(f"validate.column_{c}") for c in ("false_stops", "count", "per_100h", "upper")]
    whole = _rate(say("validate.all_rules"), stops.stops, stops.per_100h, stops.bounds)
    rules = (_rate(each.rule.value, each.stops, each.per_100h, each.bounds) for each in stops.by_rule)
    yield from aligned([head, whole, *rules])
    if stops.in_records:
        yield say("validate.stops_in", records=_some(stops.in_records))


def _rate(name: str, count: int, per_100h: float, bounds: Bounds) -> list[str]:
    return [name, str(count), f"{per_100h:.2f}", f"{bounds.low:.2f}-{bounds.high:.2f}"]


def _some(counts: Sequence[RecordCount]) -> str:
    shown = ", ".join(f"{each.record} ({each.count})" for each in counts[:_SHOWN])
    return shown + (", ..." if len(counts) > _SHOWN else "")


def aligned(rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Rows of cells as lines with straight columns, wide characters counted as two."""
    widths = [max(columns(row[k]) for row in rows) for k in range(len(rows[0]))]
    for row in rows:
        cells = (padded(cell, width) for cell, width in zip(row, widths, strict=True))
        yield "  ".join(cells).rstrip()


# -------------------------------------------------------------------------------------------------- for machines


def table(validation: Validation, scores: Sequence[RecordScore], missed: Sequence[Failed]) -> dict[str, Any]:
    """The whole validation as one JSON object, record by record at its end."""
    return {
        "schema": SCHEMA,
        "records": validation.records,
        "beats": validation.beats,
        "episodes": {each.kind.value: _kind(each) for each in validation.kinds},
        "false_stops": _false_stop_table(validation.false_stops),
        "floors_failed": [
            {"figure": f.floor.name, "value": f.value, "least": f.floor.least, "most": f.floor.most} for f in missed
        ],
        "by_record": [_record(each) for each in scores],
    }


def _kind(k: KindFigures) -> dict[str, Any]:
    return {
        "fresh": k.fresh,
        "fresh_found": k.fresh_found,
        "people": k.people,
        "person_mean": k.person_mean,
        "people_never_found": k.never,
        "episodes": k.episodes,
        "found": k.found,
        "told": k.warned,
        "was_on": k.was_on,
        "fresh_found_ci95": None if k.bounds is None else [k.bounds.low, k.bounds.high],
        "found_ci95": None if k.bounds_of_all is None else [k.bounds_of_all.low, k.bounds_of_all.high],
        "delay_median_s": _s(k.delay_median_s),
        "delay_p90_s": _s(k.delay_p90_s),
        "by_rule": _rule_counts(k.by_rule),
        "missed_in": {each.record: each.count for each in k.missed_in},
    }


def _rule_counts(counts: Sequence[RuleCount]) -> dict[str, int]:
    return {each.rule.value: each.count for each in counts}


def _false_stop_table(f: FalseStops) -> dict[str, Any]:
    return {
        "records": f.records,
        "unannotated": f.unannotated,
        "hours": f.hours,
        "stops": f.stops,
        "per_100h": f.per_100h,
        "low95_per_100h": None if f.bounds is None else f.bounds.low,
        "upper95_per_100h": None if f.bounds is None else f.bounds.high,
        "by_rule": {
            each.rule.value: {
                "stops": each.stops,
                "per_100h": each.per_100h,
                "low95_per_100h": each.bounds.low,
                "upper95_per_100h": each.bounds.high,
            }
            for each in f.by_rule
        },
        "in_records": {each.record: each.count for each in f.in_records},
    }


def _record(score: RecordScore) -> dict[str, Any]:
    return {
        "record": score.name,
        "beats": score.beats,
        "hours": score.hours,
        "annotated": score.annotated,
        "calm": score.calm,
        "episodes": [_judged(each) for each in score.judged],
        "false_stops": [_word(each) for each in score.false_stops],
    }


def _judged(judged: Judged) -> dict[str, Any]:
    episode = judged.episode
    return {
        "kind": episode.kind.value,
        "onset_s": _s(episode.onset_s),
        "until_s": _s(episode.until_s),
        "delay_s": _s(judged.delay_s),
        "was_on": judged.was_on,
        "stop": None if judged.stop is None else _word(judged.stop),
        "told": None if judged.warned is None else _word(judged.warned),
    }


def _word(word: Word) -> dict[str, Any]:
    return {"rule": word.rule.value, "decided_s": _s(word.decided_s)}


def _s(seconds: float | None) -> float | None:
    return None if seconds is None else round(seconds, 3)


def floor_line(missed: Failed, texts: Texts) -> str:
    """A floor that was not reached, in one line."""
    number = texts.say("validate.none") if missed.value is None else f"{missed.value:.4g}"
    low = "" if missed.floor.least is None else texts.say("validate.least", value=f"{missed.floor.least:g}")
    high = "" if missed.floor.most is None else texts.say("validate.most", value=f"{missed.floor.most:g}")
    bounds = texts.say("validate.and").join(part for part in (low, high) if part)
    return texts.say("validate.below_floor", figure=missed.floor.name, value=number, bounds=bounds)
