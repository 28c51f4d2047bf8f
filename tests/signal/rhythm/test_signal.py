"""Lost time, movement and marks that cannot be beats never become a statement about a heart."""

from __future__ import annotations

import random

import pytest

from biofeedback.findings import Activity, RawBeat, Rule, Severity, WarningEnded
from biofeedback.signal.rhythm import RhythmProfile, RhythmWatch
from biofeedback.signal.rhythm.alarm_state import Change

from . import hearts


def test_missed_beats_are_not_a_slow_heart() -> None:
    """A strap that misses every third beat, and then every other one for a while, stops nothing."""
    lost = [ms * (1 + (k % 2 == 0)) for k, ms in enumerate(hearts.calm(20, seed=31))]
    lost += [2 * ms for ms in hearts.calm(6, seed=33)]
    assert hearts.stops(hearts.watch(hearts.raw_beats(hearts.calm(200) + lost + hearts.calm(60)))) == []


def test_extra_marks_are_not_a_fast_heart() -> None:
    """Each of eight intervals cut in two unequal parts stops nothing."""
    cut = [part for ms in hearts.calm(8, seed=32) for part in (0.4 * ms, 0.6 * ms)]
    assert hearts.stops(hearts.watch(hearts.raw_beats(hearts.calm(200) + cut + hearts.calm(60)))) == []


def test_a_flagged_gap_is_only_a_word_about_the_strap() -> None:
    """Time that was lost is a caution about the signal, never about the heart."""
    beats = hearts.raw_beats(hearts.calm(100), contact=True)
    after = RawBeat(t=beats[-1].t + 9, rr_ticks=128 * 850, gap=True, contact=True)
    (told,) = hearts.raised(hearts.watch([*beats, after]))
    assert (told.rule, told.severity) == (Rule.SIGNAL, Severity.CAUTION)


def test_an_interval_longer_than_the_time_that_passed_is_no_pause() -> None:
    """Nine seconds said to have passed within one second of the clock are lost time, contact or not."""
    beats = hearts.raw_beats(hearts.calm(100), contact=True)
    after = RawBeat(t=beats[-1].t + 1, rr_ticks=128 * 9000, contact=True)
    (told,) = hearts.raised(hearts.watch([*beats, after]))
    assert (told.rule, told.severity) == (Rule.SIGNAL, Severity.CAUTION)


@pytest.mark.parametrize("seed", range(8))
def test_bursts_of_movement_accuse_no_heart(seed: int) -> None:
    """A dozen beats of which half are cut in two and a quarter are lost leave no stop behind."""
    chance, noisy, lost = random.Random(seed), list[float](), 0.0
    for ms in hearts.calm(14, seed=seed):
        kind = chance.random()
        if kind < 0.25:
            lost += ms
        elif kind < 0.75:
            part = chance.uniform(0.25, 0.75)
            noisy += [lost + part * ms, (1 - part) * ms]
            lost = 0.0
        else:
            noisy.append(lost + ms)
            lost = 0.0
    after = hearts.calm(80, seed=seed + 50)
    assert hearts.stops(hearts.watch(hearts.raw_beats(hearts.calm(100, seed=seed) + noisy + after))) == []


@pytest.mark.parametrize("contact", [None, False])
def test_a_long_interval_without_contact_is_no_pause(contact: bool | None) -> None:
    """Three and a half seconds without a beat are a caution as long as the strap does not vouch for them."""
    beats = hearts.raw_beats([*hearts.calm(100), 3500], contact=contact)
    (told,) = hearts.raised(hearts.watch(beats))
    assert (told.rule, told.severity, told.t) == (Rule.PAUSE, Severity.CAUTION, beats[-1].t)


def test_a_long_interval_with_contact_is_a_stop() -> None:
    """The same interval with the strap in place is a pause of the heart."""
    beats = hearts.raw_beats([*hearts.calm(100), 3500], contact=True)
    assert hearts.stops(hearts.watch(beats)) == [Rule.PAUSE]


def test_silence_is_told_once_and_ends_with_good_beats() -> None:
    """Four seconds without a beat are told at their deadline, not again, and end with a few good beats."""
    watch, beats = RhythmWatch(), hearts.raw_beats(hearts.calm(50))
    assert watch.deadline is None
    for beat in beats:
        watch.push(beat, Activity.REST)
    due = watch.deadline
    assert due is not None
    assert due == beats[-1].t + 4
    assert watch.silence(due - 0.5) == ()
    (told,) = watch.silence(due)
    assert (told.rule, told.severity, told.t) == (Rule.SIGNAL, Severity.CAUTION, due)
    assert watch.deadline is None
    assert watch.silence(due + 10) == ()
    changes = [c for b in hearts.raw_beats(hearts.calm(30), due + 10) for c in watch.push(b, Activity.REST)]
    assert [type(c) for c in changes] == [WarningEnded]


def test_silence_with_contact_and_packets_is_a_pause() -> None:
    """Notifications that come without a beat, with skin contact, make the silence a stop within 4.5 s."""
    watch, beats = RhythmWatch(), hearts.raw_beats(hearts.calm(50), contact=True)
    for beat in beats:
        watch.push(beat, Activity.REST)
    due = watch.deadline
    assert due is not None
    assert due - beats[-1].t <= 4.5
    (told,) = watch.silence(due, contact=True)
    assert (told.rule, told.severity) == (Rule.PAUSE, Severity.STOP)


def test_a_line_that_repeats_itself_is_no_heart() -> None:
    """A minute of equal intervals is a caution about the signal."""
    told = hearts.raised(hearts.watch(hearts.raw_beats([800.0] * 100)))
    assert [(w.rule, w.severity) for w in told] == [(Rule.SIGNAL, Severity.CAUTION)]


def test_irregularity_while_tensing_does_not_stop() -> None:
    """Muscle noise makes marks that follow no pattern: while tensing that is not held against the heart."""
    beats = hearts.raw_beats(hearts.calm(60) + hearts.patternless(60))
    assert Rule.IRREGULAR not in hearts.stops(hearts.watch(beats, Activity.TENSION))


def test_irregularity_between_short_tensions_is_still_found() -> None:
    """With rests of ten seconds no rest is long enough alone: the rests together are."""
    watch, told = RhythmWatch(), list[Change]()
    for beat in hearts.raw_beats(hearts.calm(60) + hearts.patternless(200)):
        activity = Activity.TENSION if beat.t % 18 < 8 else Activity.REST
        told += watch.push(beat, activity)
    assert Rule.IRREGULAR in hearts.stops(told)


def test_the_limits_of_a_person_are_lower_than_those_of_nobody() -> None:
    """At 150 a minute in a tension a person of 60 is stopped, and one who rests at 55; who has told nothing is not."""
    beats = hearts.raw_beats([60_000 / 150.0 + (k % 3) for k in range(60)])
    for profile in (RhythmProfile(age_years=60), RhythmProfile(resting_hr_bpm=55)):
        assert Rule.TOO_FAST in hearts.stops(hearts.watch(beats, Activity.TENSION, profile))
    assert Rule.TOO_FAST not in hearts.stops(hearts.watch(beats, Activity.TENSION))


@pytest.mark.parametrize(
    ("activity", "severities"),
    [(Activity.REST, [Severity.STOP]), (Activity.BASELINE, [Severity.CAUTION]), (Activity.TENSION, [])],
)
def test_a_resting_heart_has_a_lower_limit(activity: Activity, severities: list[Severity]) -> None:
    """135 a minute for half a minute is too fast for a rest, and something to wait for before the baseline."""
    beats = hearts.raw_beats([60_000 / 135.0 + (k % 3) for k in range(90)])
    told = [w.severity for w in hearts.raised(hearts.watch(beats, activity)) if w.rule is Rule.TOO_FAST]
    assert told == severities
