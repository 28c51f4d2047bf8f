"""The proof that an ECG and a strap's intervals are of one time: the same intervals at the same times, no others."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import pairwise

import numpy as np
import pytest

from biofeedback.findings import EcgState, RawBeat, RPeak
from biofeedback.signal.ecg.synchrony import Synchrony
from biofeedback.ticks import TICKS_PER_S
from tests.signal.ecg.synthetic import Samples, rhythm

REACHES_S = 3.0  # so much more of the ECG than of the intervals has come
JUST_HOLDS_S = 119.99  # a proof is good for two minutes


def beats(seconds: Samples) -> list[float]:
    return [float(t) for t in np.cumsum(seconds)]


def intervals(t_s: Sequence[float], gaps: Sequence[int] = ()) -> list[RawBeat]:
    return [
        RawBeat(t=b, rr_ticks=round((b - a) * TICKS_PER_S), gap=k in gaps) for k, (a, b) in enumerate(pairwise(t_s))
    ]


def peaks(t_s: Sequence[float], late_s: float = 0.0, gaps: Sequence[int] = ()) -> list[RPeak]:
    return [
        RPeak(
            t=b + late_s,
            amplitude_uv=1000.0,
            rr_ticks=round((b - a) * TICKS_PER_S),
            gap=k in gaps,
            qrs_ms=90.0,
            correlation=0.95,
            familiar=True,
            noise=0.05,
            state=EcgState.GOOD,
        )
        for k, (a, b) in enumerate(pairwise(t_s))
    ]


def proofs(strap: Sequence[RawBeat], ecg: Sequence[RPeak], restart_at: int | None = None) -> list[float]:
    """The times of the strap's beats at which it was proved, as both streams come."""
    synchrony, found, left = Synchrony(), list[float](), list(ecg)
    for k, raw in enumerate(strap):
        if k == restart_at:
            synchrony.restart()
        synchrony.push_interval(raw)
        come = [peak for peak in left if peak.t <= raw.t + REACHES_S]
        left = left[len(come) :]
        synchrony.push_peaks(come, raw.t + REACHES_S)
        if synchrony.proved(raw.t + JUST_HOLDS_S, raw.t + JUST_HOLDS_S):  # by no beat before this one
            found.append(raw.t)
    return found


CALM = beats(rhythm(120))


def test_the_same_beats_are_proved_after_forty_five() -> None:
    """Before, nobody can say how even the heart is."""
    found = proofs(intervals(CALM), peaks(CALM))
    assert found[0] == CALM[45]
    assert len(found) == 119 - 44


@pytest.mark.parametrize(
    ("late_s", "proved"), [(-0.99, True), (-1.01, False), (0.0, True), (1.59, True), (1.61, False)]
)
def test_the_same_beats_at_other_times_prove_nothing(late_s: float, proved: bool) -> None:
    """The clocks of the two streams may lie a second and a half apart, and no more."""
    assert bool(proofs(intervals(CALM), peaks(CALM, late_s))) is proved


@pytest.mark.parametrize("beats_late", [2, 5, 25, 26, 60])
def test_another_part_of_the_same_heart_proves_nothing(beats_late: int) -> None:
    """Also a whole number of breaths ago, where the waves lie on one another (25 beats)."""
    long = beats(rhythm(300))
    ago = [t + long[100 + beats_late] - long[100] for t in long[:-beats_late]]
    assert proofs(intervals(long), peaks(ago)) == []


def test_in_a_heart_without_any_variation_nothing_is_proved() -> None:
    """Nor in one that breathes like a clock and does nothing else: what was a breath ago is as now."""
    even = beats(np.full(200, 0.8))
    clockwork = beats(0.8 + 0.05 * np.tile(np.sin(np.arange(8) * np.pi / 4), 25))
    assert proofs(intervals(even), peaks(even)) == []
    assert proofs(intervals(clockwork), peaks(clockwork)) == []


def test_a_quiet_heart_is_told_by_the_finer_of_two_measures() -> None:
    """Its intervals differ by some milliseconds only; of ten milliseconds all would be the same."""
    quiet = beats(0.8 + np.random.default_rng(1).normal(0.0, 0.008, 150))
    assert proofs(intervals(quiet), peaks(quiet))


@pytest.mark.parametrize(("off", "proved"), [(0.0049, True), (0.0099, True), (0.0101, False)])
def test_intervals_are_the_same_within_ten_milliseconds(off: float, proved: bool) -> None:
    """A poor ECG times its beats less well."""
    wavering = [t + off / 2 * (-1) ** k for k, t in enumerate(CALM)]
    assert bool(proofs(intervals(CALM), peaks(wavering))) is proved


@pytest.mark.parametrize(("every", "proved"), [(5, True), (4, False)])
def test_some_beats_that_a_strap_has_lost_are_borne(every: int, proved: bool) -> None:
    """Of thirty intervals twenty-one must be right: one beat lost in five spoils seven or eight of them, in four 10."""
    told = [t for k, t in enumerate(CALM) if k % every]
    assert bool(proofs(intervals(told), peaks(CALM))) is proved


def test_lost_samples_begin_the_proof_anew() -> None:
    """Thirty beats later it holds again, at the soonest when twenty-one of them are the same."""
    found = proofs(intervals(CALM), peaks(CALM), restart_at=70)
    again = [t for t in found if t > CALM[70]]
    assert CALM[70 + 20] <= again[0] <= CALM[70 + 25]


def test_a_proof_holds_for_two_minutes_before_and_at_any_time_within_what_is_asked() -> None:
    """And says nothing of the time before it."""
    synchrony = Synchrony()
    for raw, peak in zip(intervals(CALM[:60]), peaks(CALM[:60]), strict=True):
        synchrony.push_interval(raw)
        synchrony.push_peaks((peak,), raw.t + REACHES_S)
    last = CALM[59]

    assert synchrony.proved(last, last)
    assert synchrony.proved(last - 60.0, last)
    assert synchrony.proved(last + 119.9, last + 130.0)
    assert not synchrony.proved(last + 120.1, last + 130.0)
    assert not synchrony.proved(0.0, CALM[44])


def test_intervals_and_peaks_that_stand_after_a_loss_are_no_ones() -> None:
    """How long they were is not known."""
    every = range(len(CALM))
    assert proofs(intervals(CALM, gaps=every), peaks(CALM)) == []
    assert proofs(intervals(CALM), peaks(CALM, gaps=every)) == []


def test_what_waits_and_what_is_remembered_is_bounded() -> None:
    """An hour of either stream without the other."""
    hour = beats(rhythm(4000))
    alone = Synchrony()
    for raw in intervals(hour):
        alone.push_interval(raw)
    alone.push_peaks(peaks(CALM), CALM[-1])
    ecg_only = Synchrony()
    for peak in peaks(hour):
        ecg_only.push_peaks((peak,), peak.t)

    assert len(alone._waiting) < 20
    assert len(alone._proofs) == 0
    assert len(ecg_only._peaks) < 40


@pytest.mark.parametrize("begins_at", [20, 60, 200, 390])
def test_intervals_from_before_the_ecg_count_as_if_it_had_been_there(begins_at: int) -> None:
    """They are compared with one another only once there is an ECG, and then all that still say something."""
    heart = beats(rhythm(450))
    waited, compared = Synchrony(), Synchrony()
    compared.push_peaks((), 0.0)
    found: list[list[float]] = [[], []]
    for k, (raw, peak) in enumerate(zip(intervals(heart), peaks(heart), strict=True)):
        for synchrony, at in zip((waited, compared), found, strict=True):
            synchrony.push_interval(raw)
            if k >= begins_at:
                synchrony.push_peaks((peak,), raw.t + REACHES_S)
            if synchrony.proved(raw.t + JUST_HOLDS_S, raw.t + JUST_HOLDS_S):
                at.append(raw.t)
    assert found[0] == found[1]
    assert found[0]
