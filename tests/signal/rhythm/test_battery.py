"""One battery for all detectors: silent on healthy hearts, in time on their own pattern, over when it is over."""

from __future__ import annotations

import math
import random
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.findings import Activity, Rule, Severity, WarningEnded, WarningRaised
from biofeedback.languages import LANGUAGES
from biofeedback.signal.rhythm import RhythmWatch
from biofeedback.texts import Texts

from . import hearts
from .test_ecg_corroboration import Told

HEALTHY: dict[str, Callable[[int], list[float]]] = {
    "calm": hearts.calm,
    "athlete": hearts.athlete,
    "deep breathing": hearts.deep_breathing,
    "steep breathing": hearts.steep_breathing,
    "tension cycles": hearts.tension_cycles,
    "speeding up": hearts.speeding_up,
}

# rule, the pattern, and the beats of it within which it must be told
PATTERNS: dict[str, tuple[Rule, list[float], int]] = {
    "irregular": (Rule.IRREGULAR, hearts.patternless(90), 45),
    "run": (Rule.ECTOPIC_RUN, hearts.fast_run(30), 5),
    "bigeminy": (Rule.ECTOPIC_BURDEN, hearts.bigeminy(40), 11),
    "trigeminy": (Rule.ECTOPIC_BURDEN, hearts.early_beats(90, 3), 45),
    "one in six": (Rule.ECTOPIC_BURDEN, hearts.early_beats(150, 6), 90),
    "jump": (Rule.FAST_ONSET, hearts.fast_run(30, ms=560), 8),
    "fainting": (Rule.DROP, hearts.fainting(60), 30),
    "slow": (Rule.TOO_SLOW, hearts.calm(30, ms=1560), 12),
}
GOOD = hearts.calm(120, seed=21)


@pytest.mark.parametrize("name", HEALTHY)
@pytest.mark.parametrize("activity", list(Activity))
def test_healthy_hearts_raise_nothing(name: str, activity: Activity) -> None:
    """Nothing at all is said about twenty minutes of a healthy heart, whatever the person is doing."""
    assert hearts.watch(hearts.raw_beats(HEALTHY[name](1200)), activity) == []


@pytest.mark.parametrize("share", [0.1, 0.3, 0.6])
@pytest.mark.parametrize("seed", range(4))
def test_a_beat_heard_twice_is_the_straps_and_no_rhythms(share: float, seed: int) -> None:
    """Whatever the share of the beats, a minute of them is told as the strap's and stops nobody."""
    beats = hearts.raw_beats(GOOD + hearts.heard_twice(75, share, seed) + hearts.calm(60, seed=23))
    changes = hearts.watch(beats)
    assert hearts.stops(changes) == []
    assert share < 0.3 or [w.rule for w in hearts.raised(changes, Severity.CAUTION)][:1] == [Rule.SIGNAL]


@pytest.mark.parametrize("seed", range(8))
def test_a_loose_strap_is_the_straps_and_no_rhythms(seed: int) -> None:
    """A minute of beats in two parts, joined and cut short: it is told as the strap's first, and stops nobody."""
    beats = hearts.raw_beats(GOOD + hearts.loose(hearts.calm(75, seed=24), seed) + hearts.calm(60, seed=23))
    changes = hearts.watch(beats)
    assert hearts.stops(changes) == []
    assert [w.rule for w in hearts.raised(changes, Severity.CAUTION)][:1] == [Rule.SIGNAL]


@pytest.mark.parametrize("name", ["irregular", "bigeminy", "trigeminy", "one in six"])
@pytest.mark.parametrize("seed", range(2))
def test_a_rhythm_under_a_strap_that_doubles_some_beats_is_still_told(name: str, seed: int) -> None:
    """One in ten of its beats heard again 330 ms later hides it from nobody."""
    rule, pattern, _ = PATTERNS[name]
    chance = random.Random(seed)
    heard = [part for ms in pattern for part in ([330.0, ms - 330] if ms > 700 and chance.random() < 0.1 else [ms])]
    assert rule in hearts.stops(hearts.watch(hearts.raw_beats(GOOD + heard)))


@pytest.mark.parametrize("name", ["irregular", "bigeminy", "trigeminy", "one in six"])
def test_a_pattern_of_many_beats_under_an_ecg_of_noise_is_the_signals(name: str) -> None:
    """An ECG that cannot be read doubts it: nobody is stopped for a rhythm, and the signal is told."""
    beats = hearts.raw_beats(GOOD + PATTERNS[name][1])
    changes = hearts.watch(beats, evidence=Told((), legible=False))
    assert hearts.stops(changes) == []
    assert Rule.SIGNAL in [w.rule for w in hearts.raised(changes, Severity.CAUTION)]


@pytest.mark.parametrize("seed", range(8))
def test_swings_of_an_electrode_that_are_taken_for_beats_are_the_signals(seed: int) -> None:
    """Twenty seconds of them amid a calm heart are no pattern of many beats, and told as the signal's first."""
    beats = hearts.raw_beats(GOOD + hearts.swings(20, seed) + hearts.calm(60, seed=23))
    changes = hearts.watch(beats, evidence=Told((), legible=False))
    assert not {Rule.IRREGULAR, Rule.ECTOPIC_BURDEN} & set(hearts.stops(changes))
    assert [w.rule for w in hearts.raised(changes, Severity.CAUTION)][:1] == [Rule.SIGNAL]


def test_early_beats_in_a_slow_breather_still_stop() -> None:
    """Every fifth to seventh beat early, in a breath or on its crest: the breath hides them from nobody."""
    breath = hearts.steep_breathing(400)
    for k in range(200, 400, 6):
        early = 0.6 * min(breath[k - 1], breath[k])
        breath[k], breath[k + 1] = early, breath[k] + breath[k + 1] - early
    assert Rule.ECTOPIC_BURDEN in hearts.stops(hearts.watch(hearts.raw_beats(breath)))


@pytest.mark.parametrize("every", [2, 3, 4, 7])
def test_early_beats_from_the_first_beat_on_are_told_however_long_they_last(every: int) -> None:
    """Nothing learns from them what would hide them: the last five minutes are under a stop as the first are."""
    beats = hearts.raw_beats(hearts.early_beats(900, every))
    on = [w for w in hearts.watch(beats) if w.rule is Rule.ECTOPIC_BURDEN]
    assert isinstance(on[-1], WarningRaised)
    assert on[-1].severity is Severity.STOP


@pytest.mark.parametrize("ms", [520, 580, 640])
def test_a_slow_tachycardia_is_told_once_it_stays(ms: float) -> None:
    """From 62/min to 94 to 115/min from one beat to the next, opened by an early beat and even after four: within
    twenty-two beats.
    """
    run = [0.7 * ms, ms * 1.06, ms * 0.95, ms * 1.05, *hearts.fast_run(26, ms=ms)]
    beats = hearts.raw_beats(hearts.calm(120, ms=970, seed=21) + run)
    told = hearts.raised(hearts.watch(beats), Severity.STOP)
    assert told
    assert told[0].rule in (Rule.FAST_ONSET, Rule.ECTOPIC_RUN)
    assert beats[119].t < told[0].t <= beats[119 + 22].t


def test_a_jump_that_does_not_stay_is_none() -> None:
    """Eight beats a third faster at 90/min, and back, as a sleeper's arousal: nothing."""
    beats = hearts.raw_beats(hearts.calm(120, ms=1000) + hearts.fast_run(10, ms=680) + hearts.calm(60, ms=960))
    assert hearts.stops(hearts.watch(beats)) == []


@pytest.mark.parametrize("name", PATTERNS)
def test_each_pattern_is_told_in_time_and_by_its_own_rule(name: str) -> None:
    """A stop comes within the beats that the rule needs, by the rule that the pattern belongs to."""
    rule, pattern, within = PATTERNS[name]
    beats = hearts.raw_beats(GOOD + pattern)
    told = [w for w in hearts.raised(hearts.watch(beats), Severity.STOP) if w.rule is rule]
    assert told
    assert beats[len(GOOD) - 1].t < told[0].t <= beats[len(GOOD) + within - 1].t
    assert told[0].start_s <= told[0].t


@pytest.mark.parametrize("name", PATTERNS)
def test_every_warning_ends_after_recovery(name: str) -> None:
    """A minute and a half of good rhythm ends every warning, and each ends once."""
    beats = hearts.raw_beats(GOOD + PATTERNS[name][1] + hearts.calm(150, seed=22))
    on: dict[Rule, WarningRaised] = {}
    for change in hearts.watch(beats):
        if isinstance(change, WarningRaised):
            assert change.rule not in on
            on[change.rule] = change
        else:
            assert on.pop(change.rule).severity is change.severity
    assert on == {}


@pytest.mark.parametrize("name", PATTERNS)
def test_time_shift_changes_nothing_but_times(name: str) -> None:
    """The same heart an hour later is told of in the same words an hour later."""
    intervals = GOOD + PATTERNS[name][1] + GOOD
    early, late = (hearts.watch(hearts.raw_beats(intervals, start)) for start in (0.0, 3600.0))
    assert [(c.rule, c.severity, type(c)) for c in early] == [(c.rule, c.severity, type(c)) for c in late]
    assert all(b.t - a.t == pytest.approx(3600) for a, b in zip(early, late, strict=True))


@pytest.mark.parametrize("name", PATTERNS)
def test_what_was_told_does_not_depend_on_what_comes(name: str) -> None:
    """Whatever follows, the first changes are the same: nothing from the future is used."""
    start = GOOD + PATTERNS[name][1]
    alone = hearts.watch(hearts.raw_beats(start))
    for after in (hearts.patternless(60), hearts.calm(60)):
        assert hearts.watch(hearts.raw_beats(start + after))[: len(alone)] == alone


@pytest.mark.parametrize("name", PATTERNS)
@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_warning_can_be_said(name: str, lang: str) -> None:
    """Each warning has its words in both languages, with every number finite."""
    for warning in hearts.raised(hearts.watch(hearts.raw_beats(GOOD + PATTERNS[name][1]))):
        assert "{" not in Texts(lang).why(warning.why)
        assert all(math.isfinite(v) for _, v in warning.why.values if not isinstance(v, str))


@given(
    st.lists(st.tuples(st.integers(1, 128 * 20_000), st.booleans(), st.sampled_from([None, True, False])), max_size=400)
)
def test_any_intervals_at_all_are_judged_without_a_fault(rows: list[tuple[int, bool, bool | None]]) -> None:
    """Whatever the intervals, nothing is raised twice, no time is wrong and no number is not one."""
    watch, t = RhythmWatch(), 0.0
    on: set[Rule] = set()
    for ticks, gap, contact in rows:
        t += ticks / 128_000
        (beat,) = hearts.raw_beats([ticks / 128])
        beat = type(beat)(t=t, rr_ticks=beat.rr_ticks, gap=gap, contact=contact)
        for change in watch.push(beat, Activity.FREE):
            assert change.t == t
            if isinstance(change, WarningEnded):
                on.remove(change.rule)
            else:
                assert change.rule not in on
                assert change.start_s <= t
                assert all(math.isfinite(v) for _, v in change.why.values if not isinstance(v, str))
                on.add(change.rule)
        assert {w.rule for w in watch.on} == on
