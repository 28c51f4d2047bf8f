"""What a silence says, and what an ECG is asked: the numbers of the watch that its rules do not tell."""

from __future__ import annotations

from collections.abc import Sequence

import pytest

from biofeedback.findings import Activity, Beat, Missing, RawBeat, RPeak, Rule, Severity, WarningEnded, WarningRaised
from biofeedback.signal.rhythm import RhythmWatch
from biofeedback.signal.rhythm.alarm_state import Change
from biofeedback.ticks import from_ms, to_s
from tests.signal.rhythm import hearts
from tests.signal.rhythm.test_ecg_corroboration import Told, peaks


class Ecg:
    """An ECG that says only whether it is flat."""

    decided_to: float | None = None

    def __init__(self, flat: bool | None) -> None:
        self.flat = flat

    def clear_beats(self, t0: float, t1: float) -> tuple[RPeak, ...] | None:
        return None

    def says_flat(self, t: float) -> bool | None:
        return self.flat

    def is_legible(self, t0: float, t1: float) -> bool | None:
        return None

    def bears_out(self, beat: Beat) -> bool | None:
        return None


def heard(intervals: Sequence[float]) -> tuple[RhythmWatch, float]:
    watch, t = RhythmWatch(), 0.0
    for ms in intervals:
        t += ms / 1000
        watch.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST)
    return watch, t


def only(changes: tuple[Change, ...]) -> WarningRaised:
    (change,) = changes
    assert isinstance(change, WarningRaised)
    return change


@pytest.mark.parametrize(
    ("contact", "flat", "code"),
    [
        (None, None, "rhythm.signal_silent"),
        (False, None, "rhythm.signal_silent"),
        (None, False, "rhythm.signal_silent_ecg"),
        (True, False, "rhythm.signal_silent_ecg"),
        (True, None, "rhythm.pause"),
        (None, True, "rhythm.pause_ecg"),
    ],
)
def test_a_silence_of_four_seconds(contact: bool | None, flat: bool | None, code: str) -> None:
    """How long it has lasted, since when, and what it is taken for."""
    watch, t = heard([800.0] * 40)
    change = only(watch.silence(t + 4.0, contact=contact, evidence=Ecg(flat)))
    stops = "pause" in code
    assert change.why.code == code
    assert change.missing is (Missing.BEATS if code == "rhythm.signal_silent" else None)
    assert dict(change.why.values)["seconds"] == pytest.approx(4.0)
    assert change.start_s == pytest.approx(t)
    assert change.severity is (Severity.STOP if stops else Severity.CAUTION)
    assert change.rule is (Rule.PAUSE if stops else Rule.SIGNAL)


@pytest.mark.parametrize(("doubtful", "code"), [(0, "rhythm.pause"), (1, "rhythm.signal_silent")])
def test_contact_is_not_believed_on_a_line_that_has_just_lost_a_beat(doubtful: int, code: str) -> None:
    """One within half a minute is enough."""
    watch, t = heard([*[800.0] * 40, *[1600.0] * doubtful, *[800.0] * 4])
    assert only(watch.silence(t + 4.0, contact=True)).why.code == code


@pytest.mark.parametrize(("ms", "seconds", "told"), [(2200.0, 3.2, False), (2200.0, 3.3125, True), (900.0, 3.0, True)])
def test_a_flat_ecg_waits_for_half_as_long_again_as_this_heart_does(ms: float, seconds: float, told: bool) -> None:
    """And for three seconds."""
    watch, t = heard([ms] * 40)
    assert bool(watch.recheck_silence(t + seconds, evidence=Ecg(True))) is told


TWICE = [*hearts.calm(60, seed=21), *hearts.heard_twice(75, 0.3, seed=1)]
"""A strap that hears one beat in three twice, for a minute."""


def test_what_follows_no_pattern_is_the_straps_for_a_while_after_it_heard_beats_twice() -> None:
    """It also puts beats in wrong places then; so long it is told as a matter of the signal."""
    changes = hearts.watch(hearts.raw_beats([*TWICE, *hearts.patternless(60), *hearts.calm(60)]))
    assert Rule.IRREGULAR not in hearts.stops(changes)
    over = next(c.t for c in changes if isinstance(c, WarningEnded) and c.rule is Rule.SIGNAL)
    assert over > to_s(sum(from_ms(ms) for ms in TWICE)) + 50


def test_and_is_told_as_it_is_once_that_while_is_over() -> None:
    """Half a minute until the doubled beats are out of sight, and a minute and a half."""
    beats = hearts.raw_beats([*TWICE, *hearts.patternless(240)])
    told = next(w for w in hearts.raised(hearts.watch(beats), Severity.STOP) if w.rule is Rule.IRREGULAR)
    begin = beats[len(TWICE) - 1].t
    assert begin + 30 < told.t < begin + 125


def test_without_such_a_strap_it_is_told_at_once() -> None:
    """And where an ECG can be asked, that is asked instead."""
    beats = hearts.raw_beats([*hearts.calm(135, seed=21), *hearts.patternless(60)])
    assert Rule.IRREGULAR in hearts.stops(hearts.watch(beats))
    for decided_to, is_told in ((None, False), (0.0, True)):
        ecg, watch = Ecg(None), RhythmWatch()
        ecg.decided_to = decided_to
        beats = hearts.raw_beats([*TWICE, *hearts.patternless(60)])
        changes = [change for beat in beats for change in watch.push(beat, Activity.REST, ecg)]
        assert (Rule.IRREGULAR in hearts.stops(changes)) is is_told


def test_for_that_while_only_intervals_without_a_pattern_are_the_straps() -> None:
    """A run is one."""
    beats = hearts.raw_beats([*TWICE, *hearts.calm(20, seed=22), *hearts.fast_run(20, ms=330)])
    assert Rule.ECTOPIC_RUN in hearts.stops(hearts.watch(beats))


def test_a_pattern_is_read_with_eight_intervals_before_it_and_no_longer_than_128(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """So that what it comes out of is known."""
    read = list[list[float]]()

    def heard_wrongly(ms: list[float], level: float, rule: Rule, *, doubted: bool) -> None:
        read.append(ms)

    monkeypatch.setattr("biofeedback.signal.rhythm.watch.heard_wrongly", heard_wrongly)
    trigeminy = [*[875.0] * 40, *[500.0, 1250.0, 875.0] * 5]  # of whole eighths of a second, so that times are exact
    hearts.watch(hearts.raw_beats(trigeminy))
    assert read == [trigeminy[-1 - 15 - 8 : -1]]
    read.clear()
    hearts.watch(hearts.raw_beats(hearts.held_down(300, 1)))
    assert len(read[0]) == 128


def test_an_even_ecg_makes_a_stop_a_caution_that_says_so() -> None:
    """Intervals without a pattern, and beats of the usual form at their rate."""
    intervals = [*hearts.calm(60, ms=800), *hearts.patternless(60, ms=800)]
    watch, evidence, t = RhythmWatch(), Told(peaks([800.0] * 140)), 0.0
    told = list[WarningRaised]()
    for ms in intervals:
        t += ms / 1000
        changes = watch.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST, evidence)
        told += [each for each in changes if isinstance(each, WarningRaised) and each.rule is Rule.IRREGULAR]
    assert [(each.severity, each.why.code) for each in told] == [(Severity.CAUTION, "rhythm.ecg_disagrees")]


def test_after_a_silence_was_told_as_the_signals_the_contact_makes_it_a_pause() -> None:
    """As soon as a packet without a beat vouches for the skin, and only then."""
    watch, t = heard([800.0] * 40)
    assert only(watch.silence(t + 4.0)).rule is Rule.SIGNAL
    assert watch.recheck_silence(t + 4.5) == ()
    told = only(watch.recheck_silence(t + 5.0, contact=True))
    assert (told.rule, told.severity, told.why.code) == (Rule.PAUSE, Severity.STOP, "rhythm.pause")
    assert watch.recheck_silence(t + 6.0, contact=True) == ()


def test_early_beats_that_only_keep_a_caution_are_put_to_no_ecg() -> None:
    """It could make a stop of them, or a word about the signal, and they begin nothing."""
    early = [*[750.0] * 40, *[500.0, 1000.0, *[750.0] * 13] * 20]
    ecg = peaks(early, odd=[42 + 5 * k for k in range(60)])
    for evidence in (Told(ecg), Told((), legible=False)):
        watch, t = RhythmWatch(), 0.0
        for ms in early:
            t += ms / 1000
            assert watch.push(RawBeat(t=t, rr_ticks=from_ms(ms)), Activity.REST, evidence) == ()
