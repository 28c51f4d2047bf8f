"""What counts as found and as stopped for nothing."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from biofeedback.findings import Rule
from biofeedback.validation.episodes import Episode, Kind
from biofeedback.validation.figures import Figure, figures, named
from biofeedback.validation.record import AnnotatedRecord
from biofeedback.validation.scoring import Judged, RecordScore, Word, score
from tests.validate.annotated import Marked, bigeminy, fast_run, fibrillation, quiet, record


def judged(onset_s: float, decided_s: float | None, kind: Kind = Kind.AF_60S) -> Judged:
    word = None if decided_s is None else Word(rule=Rule.IRREGULAR, decided_s=decided_s)
    return Judged(episode=Episode(kind=kind, onset_s=onset_s, until_s=onset_s + 60), stop=word, warned=word)


def scored(*judgements: Judged, calm: bool = False, stops: int = 0, hours: float = 1.0, name: str = "r") -> RecordScore:
    words = tuple(Word(rule=Rule.IRREGULAR, decided_s=1000.0 * k) for k in range(stops))
    return RecordScore(
        name=name,
        person=replace(record([]), name=name).person,
        beats=100,
        hours=hours,
        annotated=False,
        calm=calm,
        judged=judgements,
        false_stops=words,
    )


@cache
def made(kind: str) -> AnnotatedRecord:
    """A quiet heart of ten minutes with an episode after five."""
    begin, end = list(quiet(1, 300)), list(quiet(2, 240))
    middle = {"af": fibrillation(1, 90), "bigeminy": bigeminy(1, 40), "run": fast_run(1, 14)}
    return record([*begin, *middle.get(kind, ()), *end])


@pytest.mark.parametrize(
    ("kind", "wanted", "rules", "most_s"),
    [
        ("af", Kind.AF_60S, {Rule.IRREGULAR}, 60.0),
        ("bigeminy", Kind.BIGEMINY, {Rule.ECTOPIC_BURDEN}, 15.0),
        ("run", Kind.V_RUN_FAST, {Rule.FAST_ONSET, Rule.ECTOPIC_RUN}, 4.0),
    ],
)
def test_an_episode_in_a_quiet_heart_is_found_in_time(kind: str, wanted: Kind, rules: set[Rule], most_s: float) -> None:
    """By the rule that is meant for it, and not before it began."""
    found = [each for each in score(made(kind)).judged if each.episode.kind is wanted]

    assert len(found) == 1
    assert found[0].stop is not None
    assert found[0].stop.rule in rules
    assert found[0].delay_s is not None
    assert 0 < found[0].delay_s <= most_s
    assert not found[0].was_on
    assert not score(made(kind)).calm


def test_a_quiet_heart_is_stopped_for_nothing_nowhere() -> None:
    """And its hours count, whether or not anybody has labelled it."""
    plain = made("")
    bare = record([Marked(rr, "", "") for rr in plain.rr_ms])

    assert score(plain).calm
    assert score(plain).annotated
    assert score(plain).false_stops == ()
    assert score(bare).calm
    assert not score(bare).annotated


def test_what_is_not_sinus_rhythm_is_no_measure_of_false_stops() -> None:
    """A named rhythm, paced beats or more than a little ectopy: a stop there may be right."""
    rows = list(quiet(1, 200))
    assert score(record(rows)).calm
    assert not score(record([*rows, Marked(850, "N", "(SBR")])).calm
    assert not score(record([*rows, Marked(850, "/")])).calm
    assert not score(record([*rows, *[Marked(850, "V"), Marked(850, "N")] * 4])).calm


def test_a_stop_that_was_on_before_is_no_find_and_has_no_delay() -> None:
    """Of three episodes two are fresh and one of these is found: after 12 s, not after 6 on average."""
    whole = figures([scored(judged(100, 112), judged(300, 290), judged(500, None))])
    af = next(each for each in whole.kinds if each.kind is Kind.AF_60S)

    assert (af.episodes, af.found, af.warned, af.was_on) == (3, 2, 2, 1)
    assert (af.fresh, af.fresh_found, af.delay_median_s) == (2, 1, 12.0)
    assert af.bounds is not None
    assert af.bounds.low < 0.5 < af.bounds.high
    assert af.bounds_of_all is not None
    assert af.bounds_of_all.high > af.bounds.high
    assert af.missed_in[0].count == 1


def test_a_person_counts_once_however_many_episodes_there_are() -> None:
    """One with four found, one with one missed, in two pieces, and one whose only one was on before."""
    many = scored(*(judged(t, t + 5) for t in (100, 300, 500, 700)), name="a/01_100_af.csv")
    one = [scored(judged(100, None), name="a/02_5_af.csv"), scored(judged(100, None), name="a/02_9_af.csv")]
    before = scored(judged(100, 90), name="a/03_1_af.csv")
    whole = figures([many, *one, before])
    af = next(each for each in whole.kinds if each.kind is Kind.AF_60S)

    assert (af.people, af.person_mean, af.never) == (2, 0.5, 1)
    assert (af.fresh, af.fresh_found) == (6, 4)
    assert Figure("af_60s.person_mean_pct", 50.0) in named(whole)
    assert Figure("af_60s.never_people", 1) in named(whole)


def test_false_stops_are_counted_by_the_hour_in_calm_records_only() -> None:
    """Two in four hours are fifty in a hundred, between bounds."""
    whole = figures([scored(calm=True, stops=2, hours=3.0), scored(calm=True), scored(stops=5)])
    stops = whole.false_stops

    assert (stops.records, stops.hours, stops.stops, stops.per_100h) == (2, 4.0, 2, 50.0)
    assert stops.bounds is not None
    assert stops.bounds.low < 50 < stops.bounds.high
    assert Figure("false_stops.irregular.per_100h", 50.0) in named(whole)
    assert Figure("false_stops.pause.per_100h", 0.0) in named(whole)


def test_without_anything_to_take_it_from_a_figure_is_absent() -> None:
    """Not zero."""
    values = {figure.name: figure.value for figure in named(figures([]))}

    assert values["af_60s.found_pct"] is None
    assert values["false_stops.per_100h"] is None
    assert values["false_stops.irregular.per_100h"] is None
    assert values["af_60s.episodes"] == 0
