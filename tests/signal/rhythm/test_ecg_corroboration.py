"""What an ECG may say of a sign: it agrees, it does not, or nothing. Never silence; never more than it has heard."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import pytest

from biofeedback.findings import Activity, Beat, EcgState, Missing, RawBeat, RPeak, Rule, Severity, WarningRaised
from biofeedback.signal.rhythm import RhythmWatch
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.ecg_corroboration import corroborate, even_and_usual
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.ticks import from_ms
from biofeedback.why import why

from . import hearts

BEGAN_S = 100.0


def peaks(intervals: Sequence[float], *, first_s: float = 0.0, odd: Sequence[int] = ()) -> tuple[RPeak, ...]:
    """R peaks at these intervals in ms; those in `odd` of another form."""
    t, found = first_s, []
    for place, ms in enumerate(intervals):
        t += ms / 1000
        found.append(
            RPeak(
                t=t,
                amplitude_uv=1000.0,
                rr_ticks=from_ms(ms),
                gap=False,
                qrs_ms=90.0,
                correlation=0.79 if place in odd else 0.8,
                familiar=True,
                noise=0.05,
                state=EcgState.GOOD,
            )
        )
    return tuple(found)


class Told:
    """An ECG that was heard from one time to another."""

    def __init__(
        self,
        beats: Sequence[RPeak],
        *,
        begin: float = 0.0,
        end: float | None = 1e6,
        flat: bool | None = None,
        legible: bool | None = True,
    ) -> None:
        self.beats, self.begin, self.decided_to, self.flat, self.legible = tuple(beats), begin, end, flat, legible

    def clear_beats(self, t0: float, t1: float) -> tuple[RPeak, ...] | None:
        known = self.decided_to is not None and self.begin <= t0 <= t1 <= self.decided_to
        return tuple(peak for peak in self.beats if t0 <= peak.t <= t1) if known else None

    def says_flat(self, t: float) -> bool | None:
        return self.flat

    def is_legible(self, t0: float, t1: float) -> bool | None:
        return self.legible

    def bears_out(self, beat: Beat) -> bool | None:
        return self.legible


def buffer_of(intervals: Sequence[float], contact: bool | None = None) -> RrBuffer:
    rr, t = RrBuffer(), 0.0
    for ms in intervals:
        t += ms / 1000
        rr.push(RawBeat(t=t, rr_ticks=from_ms(ms), contact=contact), Activity.REST)
    return rr


def stop(severity: Severity = Severity.STOP, start_s: float = BEGAN_S) -> Detection:
    return Detection(severity=severity, start_s=start_s, why=why("rhythm.bigeminy", beats=10))


def asked(
    rule: Rule,
    beats: Sequence[RPeak],
    rr: RrBuffer | None = None,
    detection: Detection | None = None,
    *,
    begin: float = 0.0,
    end: float | None = 1e6,
) -> Detection:
    """What becomes of a stop that began at 100 s in beats of 800 ms up to 110 s."""
    return corroborate(rule, detection or stop(), rr or buffer_of([800.0] * 138), Told(beats, begin=begin, end=end))


EVEN = peaks([800.0] * 140)
REFUTABLE = [Rule.IRREGULAR, Rule.ECTOPIC_RUN, Rule.ECTOPIC_BURDEN, Rule.FAST_ONSET]


@pytest.mark.parametrize("rule", REFUTABLE)
def test_even_beats_of_the_usual_form_make_a_stop_a_caution_with_their_numbers(rule: Rule) -> None:
    """Never silence."""
    detection = asked(rule, EVEN)

    assert detection.severity is Severity.CAUTION
    assert detection.start_s == BEGAN_S
    assert detection.why.code == "rhythm.ecg_disagrees"
    assert dict(detection.why.values)["hr_bpm"] == pytest.approx(75.0)


@pytest.mark.parametrize("rule", [Rule.TOO_FAST, Rule.SIGNAL])
def test_a_fast_heart_and_a_bad_signal_are_never_refuted(rule: Rule) -> None:
    """An ECG that finds fewer beats may have missed some."""
    assert asked(rule, EVEN) == stop()


@pytest.mark.parametrize("severity", [Severity.CAUTION, Severity.NOTE])
def test_a_lesser_sign_is_left_as_it_is(severity: Severity) -> None:
    """There is nothing to soften."""
    assert asked(Rule.IRREGULAR, EVEN, detection=stop(severity)) == stop(severity)


@pytest.mark.parametrize(("begin", "end", "refuted"), [(92.0, 110.0, True), (92.1, 110.0, False), (0.0, 102.5, True)])
def test_the_ecg_must_have_heard_what_was_before_and_enough_of_the_sign(
    begin: float, end: float, refuted: bool
) -> None:
    """Eight seconds before it and two and a half of it."""
    assert (asked(Rule.IRREGULAR, EVEN, begin=begin, end=end).severity is Severity.CAUTION) is refuted


def test_less_than_two_and_a_half_seconds_of_the_sign_are_not_enough() -> None:
    """So a run of five fast beats is never refuted in time."""
    assert asked(Rule.ECTOPIC_RUN, EVEN, end=102.49) == stop()
    assert corroborate(Rule.IRREGULAR, stop(), buffer_of([800.0] * 138), Told(EVEN, end=None)) == stop()


@pytest.mark.parametrize(("ecg_ms", "refuted"), [(1140.0, True), (1145.0, False)])
def test_an_ecg_with_fewer_beats_refutes_nothing(ecg_ms: float, refuted: bool) -> None:
    """It may have missed the very beats that the strap tells of: seven in ten is the least."""
    even = peaks([ecg_ms] * 140)
    assert (asked(Rule.ECTOPIC_BURDEN, even).severity is Severity.CAUTION) is refuted


@pytest.mark.parametrize("rule", [Rule.TOO_SLOW, Rule.DROP])
@pytest.mark.parametrize(("ecg_ms", "refuted"), [(1272.0, True), (1288.0, False)])
def test_a_slow_heart_is_refuted_by_a_quarter_more_beats_only(rule: Rule, ecg_ms: float, refuted: bool) -> None:
    """Intervals of 1600 ms against an ECG in which it beats a quarter faster."""
    slow = buffer_of([1600.0] * 80)
    detection = asked(rule, peaks([ecg_ms] * 100), rr=slow, detection=stop(start_s=110.0))
    assert (detection.severity is Severity.CAUTION) is refuted


@pytest.mark.parametrize(("step", "even"), [(79.9, True), (81.0, False)])
def test_even_means_no_step_of_a_tenth(step: float, even: bool) -> None:
    """One is enough to be uneven."""
    assert even_and_usual(peaks([*[800.0] * 8, 800.0 + step])) is even
    assert even_and_usual(peaks([*[800.0 + step] * 8, 800.0])) is even


@pytest.mark.parametrize(("beats", "even"), [(60, True), (59, False)])
def test_one_early_beat_a_minute_is_still_even_where_the_sign_is_of_many(beats: int, even: bool) -> None:
    """Three steps of sixty beats are a twentieth; an onset is one step, and allows none."""
    one = [*[800.0] * 30, 600.0, 1000.0, *[800.0] * (beats - 32)]
    assert even_and_usual(peaks(one), 0.05) is even
    assert not even_and_usual(peaks(one))


@pytest.mark.parametrize(("odd", "refuted"), [((120, 130), True), ((110, 120, 130), False)])
def test_a_burden_is_refuted_where_the_ecg_shows_two_others_at_the_most(odd: tuple[int, ...], refuted: bool) -> None:
    """In all of its time; three leave the sign as it is."""
    detection = asked(Rule.ECTOPIC_BURDEN, peaks([800.0] * 140, odd=odd), detection=stop(start_s=60.0))
    assert (detection.severity is Severity.CAUTION) is refuted


@pytest.mark.parametrize(
    ("rule", "refuted"), [(Rule.IRREGULAR, True), (Rule.ECTOPIC_BURDEN, True), (Rule.FAST_ONSET, False)]
)
def test_an_early_beat_of_the_ecg_counts_against_an_onset_only(rule: Rule, refuted: bool) -> None:
    """One in a minute and a half."""
    one = [*[800.0] * 120, 600.0, 1000.0, *[800.0] * 18]
    detection = asked(rule, peaks(one), detection=stop(start_s=20.0))
    assert (detection.severity is Severity.CAUTION) is refuted


@pytest.mark.parametrize(("beats", "enough"), [(8, True), (7, False)])
def test_few_beats_say_nothing(beats: int, enough: bool) -> None:
    """Eight are the least."""
    assert even_and_usual(peaks([800.0] * beats)) is enough


@pytest.mark.parametrize(("odd", "usual"), [((3, 9), True), ((3, 9, 12), False)])
def test_one_beat_in_ten_may_be_of_another_form(odd: tuple[int, ...], usual: bool) -> None:
    """Of twenty, two."""
    assert even_and_usual(peaks([800.0] * 20, odd=odd)) is usual


def test_a_gap_in_the_ecg_says_nothing() -> None:
    """Nor does an interval that is not known."""
    beats = peaks([800.0] * 20)
    broken = RPeak(
        t=beats[5].t,
        amplitude_uv=1.0,
        rr_ticks=None,
        gap=False,
        qrs_ms=None,
        correlation=0.9,
        familiar=True,
        noise=0.05,
        state=EcgState.GOOD,
    )
    assert even_and_usual(beats)
    assert not even_and_usual([*beats[:5], broken, *beats[6:]])


@pytest.mark.parametrize(("odd", "stops"), [(7, True), (6, False)])
def test_more_than_six_odd_beats_a_minute_make_a_caution_a_stop(odd: int, stops: bool) -> None:
    """Those of the last minute, with their number told."""
    beats = peaks([800.0] * 140, odd=[130 - 5 * k for k in range(odd)])
    detection = asked(Rule.ECTOPIC_BURDEN, beats, detection=stop(Severity.CAUTION))

    assert (detection.severity is Severity.STOP) is stops
    if stops:
        assert (detection.why.code, dict(detection.why.values)["count"]) == ("rhythm.ectopic_burden_ecg", 7)


@pytest.mark.parametrize(("ms", "early"), [(668.0, True), (676.0, False)])
def test_early_beats_of_the_usual_form_count_too(ms: float, early: bool) -> None:
    """Below 84 % of the median, as those that the upper chambers give."""
    intervals = [ms if k % 8 == 0 else 800.0 for k in range(140)]
    detection = asked(Rule.ECTOPIC_BURDEN, peaks(intervals), detection=stop(Severity.CAUTION))
    assert (detection.severity is Severity.STOP) is early


@pytest.mark.parametrize(("row", "agrees"), [(3, True), (2, False)])
def test_a_run_of_odd_beats_agrees_with_a_run(row: int, agrees: bool) -> None:
    """Three in a row."""
    run = Detection(severity=Severity.STOP, start_s=BEGAN_S, why=why("rhythm.ectopic_run", beats=5, hr_bpm=150.0))
    beats = peaks([*[800.0] * 130, *[560.0] * 20], odd=range(131, 131 + row))
    detection = asked(Rule.ECTOPIC_RUN, beats, detection=run)

    assert detection.severity is Severity.STOP
    assert (dict(detection.why.values).get("odd") == row) is agrees


@pytest.mark.parametrize(("step", "agrees"), [(43.0, True), (41.0, False)])
def test_uneven_beats_agree_with_irregularity(step: float, agrees: bool) -> None:
    """Half of the steps above a twentieth of the interval."""
    beats = peaks([800.0 + step * (k % 2) for k in range(140)])
    detection = asked(Rule.IRREGULAR, beats)
    assert (detection.why.code == "rhythm.irregular_ecg") is agrees
    assert (detection.severity is Severity.STOP) is agrees


# ---------------------------------------------------------------------------------------------------- pauses

BEFORE = [800.0] * 40  # up to 32 s


def long_interval(ms: float, beats: Sequence[RPeak], *, contact: bool | None = None) -> Detection:
    """A long interval after 32 s, judged without the ECG first."""
    detection = Detection(
        severity=Severity.STOP if contact else Severity.CAUTION,
        start_s=32.0,
        why=why("rhythm.pause" if contact else "rhythm.pause_unsure", seconds=ms / 1000),
        missing=None if contact else Missing.BEATS,
    )
    return corroborate(Rule.PAUSE, detection, buffer_of([*BEFORE, ms], contact), Told(beats))


@pytest.mark.parametrize(("ecg_ms", "agrees"), [(2704.0, True), (2696.0, False)])
def test_an_interval_as_long_in_the_ecg_makes_a_pause_sure(ecg_ms: float, agrees: bool) -> None:
    """Nine tenths of three seconds; the clocks may differ."""
    detection = long_interval(3004.0, peaks([*BEFORE, ecg_ms, 800.0]))
    assert (detection.severity is Severity.STOP) is agrees


@pytest.mark.parametrize(("ms", "severity"), [(3000.0, Severity.STOP), (2999.0, Severity.CAUTION)])
def test_a_pause_of_the_ecg_stops_from_three_seconds_on(ms: float, severity: Severity) -> None:
    """And not where the strap says that it has let go of the skin."""
    beats = peaks([*BEFORE, ms, 800.0])
    assert long_interval(ms, beats).severity is severity
    assert long_interval(ms, beats, contact=False).severity is Severity.CAUTION


@pytest.mark.parametrize(("inside", "refuted"), [(2, True), (1, False)])
def test_beats_of_the_ecg_within_a_pause_make_it_a_word_about_the_strap(inside: int, refuted: bool) -> None:
    """Two of the usual form; with contact told it would have been a stop."""
    intervals = [*BEFORE, 1000.0, 1100.0, 1100.0] if inside == 2 else [*BEFORE, 1600.0, 1600.0]
    detection = long_interval(3200.0, peaks(intervals), contact=True)

    assert detection.severity is (Severity.CAUTION if refuted else Severity.STOP)
    assert (detection.why.code == "rhythm.signal_silent_ecg") is refuted
    assert detection.missing is None


def test_a_pause_that_only_the_intervals_have_says_no_more_than_that_beats_are_missing() -> None:
    """An ECG that agrees, or that has beats in it, says more."""
    assert long_interval(3200.0, ()).missing is Missing.BEATS
    assert long_interval(3200.0, peaks([*BEFORE, 3000.0, 800.0])).missing is None
    assert long_interval(3200.0, peaks([*BEFORE, 1000.0, 1100.0, 1100.0])).missing is None


def test_odd_peaks_within_a_pause_refute_nothing() -> None:
    """Ripples of a still heart, or an electrode."""
    beats = peaks([*BEFORE, 1000.0, 1100.0, 1100.0], odd=(40, 41, 42))
    assert long_interval(3200.0, beats, contact=True).severity is Severity.STOP


def waiting(contact: bool | None = None) -> RhythmWatch:
    """A calm heart, and then nothing."""
    watch = RhythmWatch()
    for beat in hearts.raw_beats(hearts.calm(50), contact=contact):
        watch.push(beat, Activity.REST)
    return watch


def test_a_flat_ecg_makes_a_silence_a_pause_without_any_contact() -> None:
    """At the silence's own time."""
    watch = waiting()
    due = watch.deadline
    assert due is not None
    (told,) = watch.silence(due, evidence=Told((), flat=True))
    assert isinstance(told, WarningRaised)
    assert (told.rule, told.why.code) == (Rule.PAUSE, "rhythm.pause_ecg")


@pytest.mark.parametrize("contact", [None, True, False])
def test_an_ecg_with_beats_makes_a_silence_a_word_about_the_strap(contact: bool | None) -> None:
    """Contact or not: never a stop, never nothing."""
    watch = waiting(contact)
    due = watch.deadline
    assert due is not None
    (told,) = watch.silence(due, contact=contact, evidence=Told((), flat=False))
    assert isinstance(told, WarningRaised)
    assert (told.rule, told.why.code) == (Rule.SIGNAL, "rhythm.signal_silent_ecg")


@pytest.mark.parametrize(("early", "told"), [(1.0, True), (1.01, False)])
def test_a_flat_ecg_tells_a_pause_as_soon_as_it_is_one(early: float, told: bool) -> None:
    """Three seconds after the last beat; once."""
    watch = waiting()
    due = watch.deadline
    assert due is not None
    assert bool(watch.recheck_silence(due - early, evidence=Told((), flat=True))) is told
    assert watch.recheck_silence(due, evidence=Told((), flat=True)) == () or not told
    assert (watch.deadline is None) is True


def test_an_ecg_or_a_packet_that_comes_late_still_makes_a_silence_a_pause() -> None:
    """The strap was doubted first; then the ECG is flat, or a packet says that the skin is touched."""
    for flat, contact in ((True, None), (None, True)):
        watch = waiting()
        due = watch.deadline
        assert due is not None
        (first,) = watch.silence(due)
        assert first.rule is Rule.SIGNAL
        assert watch.recheck_silence(due + 0.1, evidence=Told((), flat=None)) == ()
        late = Told((), flat=flat)
        (then,) = watch.recheck_silence(due + 0.3, contact=contact, evidence=late)
        assert isinstance(then, WarningRaised)
        assert (then.rule, then.severity) == (Rule.PAUSE, Severity.STOP)
        assert watch.recheck_silence(due + 0.5, contact=contact, evidence=late) == ()


def test_nothing_is_said_of_a_flat_ecg_where_the_skin_is_not_touched() -> None:
    """A strap that hangs loose is flat."""
    watch = waiting()
    due = watch.deadline
    assert due is not None
    assert watch.recheck_silence(due - 0.5, contact=False, evidence=Told((), flat=True)) == ()
    (told,) = watch.silence(due, contact=False, evidence=Told((), flat=True))
    assert told.rule is Rule.SIGNAL


def test_a_packet_alone_does_not_tell_a_pause_before_four_seconds() -> None:
    """Only an ECG may."""
    watch = waiting(True)
    due = watch.deadline
    assert due is not None
    assert watch.recheck_silence(due - 0.1, contact=True) == ()
    assert watch.deadline == due


@pytest.mark.parametrize("place", [1, 10, 19])
def test_a_beat_whose_interval_is_not_known_or_lost_is_not_even(place: int) -> None:
    """Anywhere but at the first one, before which nothing is asked."""
    even = peaks([800.0] * 20)
    for spoilt in (replace(even[place], rr_ticks=None), replace(even[place], gap=True)):
        assert not even_and_usual((*even[:place], spoilt, *even[place + 1 :]))
    assert even_and_usual((replace(even[0], rr_ticks=None, gap=True), *even[1:]))


def test_an_ecg_that_was_not_heard_says_nothing_of_a_burden() -> None:
    """A caution stays what it was."""
    caution = stop(Severity.CAUTION)
    assert (
        asked(Rule.ECTOPIC_BURDEN, peaks([800.0] * 138, odd=range(80, 138)), detection=caution, begin=1000.0) == caution
    )


@pytest.mark.parametrize(("beats", "agrees"), [(8, True), (7, False)])
def test_uneven_beats_agree_from_eight_on_and_are_counted(beats: int, agrees: bool) -> None:
    """With how many of them are of the usual form."""
    uneven = peaks([800.0, 1000.0] * 4, first_s=BEGAN_S, odd=(2, 5))[:beats]
    said = asked(Rule.IRREGULAR, uneven).why
    assert (said.code == "rhythm.irregular_ecg") is agrees
    if agrees:
        assert dict(said.values) == {"usual": 6, "beats": 8}


def test_beats_without_any_known_interval_are_no_early_ones() -> None:
    """Nor do they end in a fault: nothing is said."""
    unknown = tuple(replace(peak, rr_ticks=None) for peak in peaks([800.0] * 138))
    caution = stop(Severity.CAUTION)
    assert asked(Rule.ECTOPIC_BURDEN, unknown, detection=caution) == caution
    assert asked(Rule.ECTOPIC_BURDEN, unknown) == stop()
    mixed = tuple(replace(peak, rr_ticks=None) if k % 2 else peak for k, peak in enumerate(peaks([800.0] * 138)))
    assert asked(Rule.ECTOPIC_BURDEN, mixed, detection=caution) == caution
