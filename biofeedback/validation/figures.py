"""The numbers of a validation: by kind of episode, by rule, by record."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from biofeedback.findings import Rule
from biofeedback.validation.episodes import Kind
from biofeedback.validation.scoring import RecordScore, of_kind
from biofeedback.validation.statistics import Bounds, count_bounds, quantile, share_bounds


@dataclass(frozen=True, slots=True)
class RuleCount:
    """How often a rule spoke."""

    rule: Rule
    count: int


@dataclass(frozen=True, slots=True)
class RecordCount:
    """How often something happened in one record."""

    record: str
    count: int


@dataclass(frozen=True, slots=True, kw_only=True)
class KindFigures:
    """How episodes of one kind were found. Fresh ones first: a stop that was on before an episode began is no find.
    `fresh_found` of `fresh` were stopped for, `bounds` is the 95 % interval of that share, `person_mean` the mean over
    the `people` with fresh ones of the share found, since one person may have most of them, and `never` counts those
    in whom none was found; delays in seconds from the onset to the stop, None where none was found. Of all `episodes`
    `warned` were met with a caution or a stop, `found` with a stop (`bounds_of_all`), `was_on` with one on before.
    """

    kind: Kind
    fresh: int
    fresh_found: int
    people: int
    person_mean: float | None
    never: int
    episodes: int
    found: int
    warned: int
    was_on: int
    bounds: Bounds | None
    bounds_of_all: Bounds | None
    delay_median_s: float | None
    delay_p90_s: float | None
    by_rule: tuple[RuleCount, ...]
    missed_in: tuple[RecordCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class RuleRate:
    """False stops by one rule, with one-sided 95 % bounds, each per 100 h."""

    rule: Rule
    stops: int
    per_100h: float
    bounds: Bounds


@dataclass(frozen=True, slots=True, kw_only=True)
class FalseStops:
    """Stops in recordings without marked arrhythmia, of which `unannotated` hold no word of an expert at all."""

    records: int
    unannotated: int
    hours: float
    stops: int
    per_100h: float | None
    bounds: Bounds | None
    by_rule: tuple[RuleRate, ...]
    in_records: tuple[RecordCount, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Validation:
    """The whole of it."""

    records: int
    beats: int
    kinds: tuple[KindFigures, ...]
    false_stops: FalseStops


@dataclass(frozen=True, slots=True)
class Figure:
    """One number by its name, which a floor can be set for; None where there was nothing to take it from."""

    name: str
    value: float | None


def figures(scores: Sequence[RecordScore]) -> Validation:
    """All records together."""
    return Validation(
        records=len(scores),
        beats=sum(each.beats for each in scores),
        kinds=tuple(_of_kind(scores, kind) for kind in Kind),
        false_stops=_false_stops([each for each in scores if each.calm]),
    )


def _of_kind(scores: Sequence[RecordScore], kind: Kind) -> KindFigures:
    judged = of_kind(scores, kind)
    fresh = [each for each in judged if not each.was_on]
    delays = [each.delay_s for each in fresh if each.delay_s is not None]
    shares = _by_person(scores, kind)
    was_on = len(judged) - len(fresh)
    missed = [(each.name, sum(j.stop is None for j in each.judged if j.episode.kind is kind)) for each in scores]
    return KindFigures(
        kind=kind,
        fresh=len(fresh),
        fresh_found=len(delays),
        people=len(shares),
        person_mean=sum(shares) / len(shares) if shares else None,
        never=sum(share == 0.0 for share in shares),
        episodes=len(judged),
        found=len(delays) + was_on,
        warned=sum(each.warned is not None for each in judged),
        was_on=was_on,
        bounds=share_bounds(len(delays), len(fresh)),
        bounds_of_all=share_bounds(len(delays) + was_on, len(judged)),
        delay_median_s=quantile(delays, 0.5),
        delay_p90_s=quantile(delays, 0.9),
        by_rule=tuple(_by_rule(each.stop.rule for each in judged if each.stop is not None)),
        missed_in=_most_first(missed),
    )


def _by_person(scores: Sequence[RecordScore], kind: Kind) -> list[float]:
    """For each person with fresh episodes of a kind, the share of them that was found."""
    found: dict[str, list[bool]] = {}
    for each in scores:
        for judged in each.judged:
            if judged.episode.kind is kind and not judged.was_on:
                found.setdefault(each.person, []).append(judged.stop is not None)
    return [sum(some) / len(some) for some in found.values()]


def _false_stops(calm: Sequence[RecordScore]) -> FalseStops:
    hours = sum(each.hours for each in calm)
    words = [word for each in calm for word in each.false_stops]
    return FalseStops(
        records=len(calm),
        unannotated=sum(not each.annotated for each in calm),
        hours=hours,
        stops=len(words),
        per_100h=100 * len(words) / hours if hours else None,
        bounds=_per_100h(len(words), hours) if hours else None,
        by_rule=tuple(
            RuleRate(rule=r.rule, stops=r.count, per_100h=100 * r.count / hours, bounds=_per_100h(r.count, hours))
            for r in _by_rule(word.rule for word in words)
        ),
        in_records=_most_first([(each.name, len(each.false_stops)) for each in calm]),
    )


def _per_100h(count: int, hours: float) -> Bounds:
    bounds = count_bounds(count)
    return Bounds(100 * bounds.low / hours, 100 * bounds.high / hours)


def _by_rule(rules: Iterator[Rule]) -> Iterator[RuleCount]:
    for rule, count in Counter(rules).most_common():
        yield RuleCount(rule, count)


def _most_first(counts: Sequence[tuple[str, int]]) -> tuple[RecordCount, ...]:
    some = [RecordCount(name, count) for name, count in counts if count]
    return tuple(sorted(some, key=lambda each: (-each.count, each.record)))


def named(validation: Validation) -> tuple[Figure, ...]:
    """Every number by name, such as `af_60s.found_pct` or `false_stops.irregular.per_100h`."""
    return tuple(_named(validation))


def _named(validation: Validation) -> Iterator[Figure]:
    for k in validation.kinds:
        share = 100 / k.episodes if k.episodes else None
        yield Figure(f"{k.kind.value}.fresh", k.fresh)
        yield Figure(f"{k.kind.value}.fresh_found_pct", 100 * k.fresh_found / k.fresh if k.fresh else None)
        yield Figure(f"{k.kind.value}.fresh_found_low_pct", None if k.bounds is None else 100 * k.bounds.low)
        yield Figure(f"{k.kind.value}.person_mean_pct", None if k.person_mean is None else 100 * k.person_mean)
        yield Figure(f"{k.kind.value}.never_people", k.never if k.people else None)
        yield Figure(f"{k.kind.value}.episodes", k.episodes)
        yield Figure(f"{k.kind.value}.found_pct", None if share is None else share * k.found)
        yield Figure(f"{k.kind.value}.found_low_pct", None if k.bounds_of_all is None else 100 * k.bounds_of_all.low)
        yield Figure(f"{k.kind.value}.told_pct", None if share is None else share * k.warned)
        yield Figure(f"{k.kind.value}.delay_median_s", k.delay_median_s)
        yield Figure(f"{k.kind.value}.delay_p90_s", k.delay_p90_s)
    stops = validation.false_stops
    yield Figure("false_stops.records", stops.records)
    yield Figure("false_stops.hours", stops.hours)
    yield Figure("false_stops.stops", stops.stops)
    yield Figure("false_stops.per_100h", stops.per_100h)
    yield Figure("false_stops.upper95_per_100h", None if stops.bounds is None else stops.bounds.high)
    counts = {each.rule: each.per_100h for each in stops.by_rule}
    for rule in Rule:
        yield Figure(f"false_stops.{rule.value}.per_100h", counts.get(rule, 0.0) if stops.hours else None)
