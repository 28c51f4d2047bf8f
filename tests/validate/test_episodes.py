"""Which episodes experts' marks make, by hand."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biofeedback.validation.episodes import Episode, Kind, episodes
from biofeedback.validation.record import AnnotatedRecord, runs
from tests.validate.annotated import Marked, record


def kinds(of: AnnotatedRecord) -> list[Kind]:
    return [each.kind for each in episodes(of)]


def normal(beats: int, rr_ms: float = 1000.0) -> list[Marked]:
    return [Marked(rr_ms)] * beats


def test_fibrillation_of_a_minute_is_both_kinds_and_of_half_a_minute_one() -> None:
    """From the beat it begins with to the first beat after it, without grace."""
    af = [Marked(1000, "N", "(AFIB")]
    found = episodes(record([*normal(10), *af * 60, *normal(10)]))

    assert found[0] == Episode(kind=Kind.AF_60S, onset_s=11.0, until_s=71.0)
    assert [each.kind for each in found] == [Kind.AF_60S, Kind.AF_30S]
    assert kinds(record([*normal(10), *af * 59, *normal(10)])) == [Kind.AF_30S]
    assert kinds(record([*normal(10), *af * 29, *normal(10)])) == []


def test_bigeminy_counts_from_ten_beats_on() -> None:
    """And may be told five seconds after its end."""
    b = [Marked(1000, "N", "(B")]
    assert episodes(record([*normal(5), *b * 10, *normal(5)])) == (
        Episode(kind=Kind.BIGEMINY, onset_s=6.0, until_s=21.0),
    )
    assert kinds(record([*normal(5), *b * 9, *normal(5)])) == []


def test_ventricular_runs_by_length_and_rate() -> None:
    """Three and five beats; fast only where much faster than before, with enough before to compare with."""
    fast, slow = [Marked(400, "V")], [Marked(900, "V")]
    assert kinds(record([*normal(20), *fast * 3, *normal(5)])) == [Kind.V_RUN_3, Kind.V_RUN_FAST]
    assert kinds(record([*normal(20), *slow * 5, *normal(5)])) == [Kind.V_RUN_3, Kind.V_RUN_5]
    assert kinds(record([*normal(20), *fast * 2, *normal(5)])) == []
    assert kinds(record([*normal(11), *fast * 3, *normal(5)])) == [Kind.V_RUN_3]
    assert kinds(record([*normal(20, 550), *fast * 3, *normal(5)])) == [Kind.V_RUN_3]


def test_a_pause_is_between_sure_beats_in_an_unbroken_recording() -> None:
    """Not a gap, not at a beat of doubt, not in noise, not what is long in a slow heart or beyond all hearts."""
    paused = [*normal(10), Marked(3000), *normal(5)]
    whole = record(paused)
    gap = [k == 10 for k in range(len(whole))]

    assert episodes(whole) == (Episode(kind=Kind.PAUSE, onset_s=10.0, until_s=18.0),)
    assert kinds(replace(whole, gaps=gap)) == []
    assert kinds(record([*normal(10), Marked(3000, "Q"), *normal(5)])) == []
    assert kinds(record([*normal(10), Marked(3000, "N", "(NOISE"), *normal(5)])) == []
    assert kinds(record([*normal(10, 2000), Marked(2900), *normal(5)])) == []
    assert kinds(record([*normal(10), Marked(6000), *normal(5)])) == []
    assert kinds(record([*normal(7), Marked(3000), *normal(5)])) == []


@pytest.mark.parametrize(("every", "dense"), [(8, True), (9, False)])
def test_dense_ectopy_is_more_than_six_a_minute_for_two_minutes(every: int, dense: bool) -> None:
    """At one beat a second: every eighth beat makes seven or eight a minute, every ninth at times only six."""
    rows = [Marked(1000, "V" if k % every == 0 else "N") for k in range(300)]
    assert (Kind.DENSE_ECTOPY in kinds(record(rows))) is dense


def test_dense_ectopy_is_not_asked_of_pacemakers_flutter_and_fibrillation() -> None:
    """There the labels do not say what came early."""
    rows = [Marked(1000, "A" if k % 4 == 0 else "N") for k in range(300)]
    assert kinds(record(rows)) == [Kind.DENSE_ECTOPY]
    assert kinds(record([*rows, Marked(1000, "/")])) == []
    assert kinds(record([*rows, Marked(1000, "N", "(VFL")])) == []
    assert Kind.DENSE_ECTOPY not in kinds(record([replace(row, rhythm="(AFIB") for row in rows]))


def test_runs_are_unbroken_and_whole() -> None:
    """At both ends too."""
    assert list(runs([True, True, False, True])) == [(0, 2), (3, 4)]
    assert list(runs([False])) == list(runs([])) == []
