"""Where an ECG shows movement, no rhythm is told from it; where it shows a heart, however ill, the rhythm is told."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from biofeedback.events import EcgChunk
from biofeedback.findings import EcgState, RawBeat, RPeak, Rule, Severity
from biofeedback.signal.analysis import Analysis, analyse
from biofeedback.signal.ecg.legible import agreement, is_legible
from biofeedback.ticks import TICKS_PER_S, from_ms
from tests.signal.ecg.late import bigeminy, fibrillation
from tests.signal.ecg.movement import moving
from tests.signal.ecg.synthetic import Samples, SyntheticEcg, ecg, found, rhythm, times

RATE, PORTION = 130.0, 73


def chunks(uv: Samples) -> list[EcgChunk]:
    return [
        EcgChunk(t=end / RATE, rate_hz=RATE, microvolts=tuple(int(x) for x in uv[end - PORTION : end]))
        for end in range(PORTION, len(uv) + 1, PORTION)
    ]


def analysed(uv: Samples, *, with_ecg: bool = True, heard_s: Samples | None = None) -> Analysis:
    """The ECG with beats as another program finds them in it, or with those that a strap told."""
    from simulators.recordings.beats_in_ecg import r_peaks
    from simulators.recordings.ecg_signal import Signal

    signal = Signal(name="II", rate_hz=RATE, samples=uv, missing=np.zeros(len(uv), np.bool_))
    beats = r_peaks(signal) / RATE if heard_s is None else heard_s
    raws = [RawBeat(t=float(b), rr_ticks=round(float(b - a) * TICKS_PER_S)) for a, b in pairwise(beats)]
    return analyse(raws, baseline_s=0.0, ecg=chunks(uv) if with_ecg else ())


def stops(analysis: Analysis) -> set[Rule]:
    return {span.raised.rule for span in analysis.warnings if span.raised.severity is Severity.STOP}


def noted(analysis: Analysis) -> set[str]:
    return {span.raised.why.code for span in analysis.warnings}


@pytest.mark.parametrize(("size_uv", "seed"), [(800.0, 0), (800.0, 1), (1600.0, 3)])
def test_movement_in_a_calm_heart_is_no_rhythm(size_uv: float, seed: int) -> None:
    """By the intervals alone it is; with the ECG the signal is told instead, and little of it is used."""
    calm = ecg(rhythm(280, seed)).uv
    uv = np.round(calm + moving(len(calm), RATE, size_uv, seed))
    heard = analysed(uv)

    assert stops(analysed(uv, with_ecg=False))
    assert stops(heard) == set()
    assert "rhythm.signal_ecg" in noted(heard)
    assert heard.usable_s < 0.5 * analysed(calm).usable_s


@pytest.mark.parametrize("noise_uv", [5.0, 70.0])
@pytest.mark.parametrize(("made", "rule"), [(fibrillation, Rule.IRREGULAR), (bigeminy, Rule.ECTOPIC_BURDEN)])
def test_a_sick_heart_on_a_clean_line_is_told(made: object, rule: Rule, noise_uv: float) -> None:
    """With the even noise of muscles and of an amplifier too."""
    synthetic = made(1)  # type: ignore[operator]
    assert isinstance(synthetic, SyntheticEcg)
    uv = np.round(synthetic.uv + np.random.default_rng(2).normal(0.0, noise_uv, len(synthetic.uv)))

    assert rule in stops(analysed(uv))
    assert "rhythm.signal_ecg" not in noted(analysed(uv))


def test_fibrillation_under_movement_waits_for_a_signal_and_is_told_when_there_is_one() -> None:
    """It is lost to movement while that lasts, said as such, and not a beat longer than it takes to see it again."""
    synthetic = fibrillation(1)
    uv, quiet = synthetic.uv.copy(), round(195.0 * RATE)
    uv[:quiet] += np.round(moving(quiet, RATE, 800.0))
    told = [s.raised for s in analysed(uv, heard_s=synthetic.r_s).warnings if s.raised.t > 160.0]

    assert [w.why.code for w in told if w.t < 195.0][:1] == ["rhythm.signal_ecg"]
    assert all(w.severity is not Severity.STOP for w in told if w.t < 195.0)
    assert any(w.rule is Rule.IRREGULAR and w.severity is Severity.STOP for w in told)


def beats(seconds: Sequence[float], begin: float = 0.0) -> list[RawBeat]:
    return [
        RawBeat(t=begin + t, rr_ticks=round(rr * TICKS_PER_S))
        for t, rr in zip(np.cumsum(seconds).tolist(), seconds, strict=True)
    ]


def peaks(strap: Sequence[RawBeat], later_s: float = 0.0, *, noise: float = 0.05, strange: int = 0) -> list[RPeak]:
    """The same beats in an ECG; the first so many of no known form."""
    return [
        RPeak(
            t=raw.t + later_s,
            amplitude_uv=1000.0,
            rr_ticks=raw.rr_ticks,
            gap=False,
            qrs_ms=90.0,
            correlation=0.95,
            familiar=k >= strange,
            noise=noise,
            state=EcgState.GOOD,
        )
        for k, raw in enumerate(strap)
    ]


UNEVEN = beats(np.random.default_rng(5).uniform(0.5, 1.1, 40).tolist())
END = UNEVEN[-1].t + 3.0


@pytest.mark.parametrize("later_s", [-0.8, 0.0, 0.5, 1.4])
def test_agreement_finds_the_distance_of_the_clocks(later_s: float) -> None:
    """All beats and all intervals are the same."""
    both = agreement(peaks(UNEVEN, later_s), UNEVEN, END)

    assert both.beats == both.intervals == 1.0
    assert both.offset_s == pytest.approx(later_s, abs=0.1)


def test_agreement_counts_beats_that_one_of_them_does_not_hear() -> None:
    """Ten of forty fewer on either side: three in four; intervals by the strap's."""
    heard = peaks(UNEVEN)
    fewer = [peak for k, peak in enumerate(heard) if k % 4]

    assert agreement(fewer, UNEVEN, END).beats == pytest.approx(0.75)
    assert agreement(heard, [raw for k, raw in enumerate(UNEVEN) if k % 4], END).beats == pytest.approx(0.75, abs=0.02)
    assert agreement([replace(p, rr_ticks=(p.rr_ticks or 0) + from_ms(21)) for p in heard], UNEVEN, END).intervals < 0.2


def test_beats_that_no_ecg_has_reached_count_for_nothing() -> None:
    """The ECG is half a second behind."""
    heard = [peak for peak in peaks(UNEVEN) if peak.t <= UNEVEN[-1].t - 1.0]
    assert agreement(heard, UNEVEN, UNEVEN[-1].t - 1.0).beats == 1.0


@pytest.mark.parametrize(
    ("noise", "strange", "legible"),
    [(0.05, 8, True), (0.05, 9, False), (0.13, 8, True), (0.14, 8, False), (0.14, 4, True), (0.14, 5, False)],
)
def test_forms_and_noise_decide_where_both_hear_the_same(noise: float, strange: int, legible: bool) -> None:
    """Four in five of known form on a quiet line; nine in ten on another, where every interval is the same."""
    assert is_legible(peaks(UNEVEN, noise=noise, strange=strange), UNEVEN, END, same_time=True) is legible


@pytest.mark.parametrize("same_time", [True, False])
def test_that_they_do_not_agree_counts_only_for_an_ecg_of_the_same_time(same_time: bool) -> None:
    """A clean ECG of a minute ago has other beats."""
    other = beats(np.random.default_rng(6).uniform(0.5, 1.1, 40).tolist())
    assert is_legible(peaks(other), UNEVEN, END, same_time=same_time) is (False if same_time else None)
    assert is_legible(peaks(other, noise=0.2), UNEVEN, END, same_time=same_time) is False


def test_few_beats_say_nothing_and_none_beside_many_say_much() -> None:
    """Seven are too few; where the strap counts eight and the ECG shows none, one of them is wrong."""
    assert is_legible(peaks(UNEVEN[:7]), UNEVEN[:7], END, same_time=True) is None
    assert is_legible(peaks(UNEVEN[:8]), UNEVEN[:8], END, same_time=True) is True
    assert is_legible([], UNEVEN[:8], END, same_time=True) is False


def test_forms_that_come_again_are_known_and_swings_are_not() -> None:
    """Two forms by turns are known from the third beat on; of swings without a heart two in three are."""
    rr = rhythm(60)
    heard = found(ecg(rr, ectopic=range(0, 60, 2)).uv, RATE)
    moved = found(moving(round(60 * RATE), RATE, 800.0), RATE)

    assert [beat.familiar for beat in heard] == [False, False] + [True] * 58
    assert np.mean([beat.familiar for beat in moved]) < 0.7


def test_the_usual_form_outlasts_movement() -> None:
    """A minute of swings teaches nothing: the first beats after it are compared with those before it."""
    uv = ecg(rhythm(160)).uv
    at = slice(round(40 * RATE), round(100 * RATE))
    uv[at] += np.round(moving(at.stop - at.start, RATE, 600.0))
    heard = found(uv, RATE)
    after = [b.correlation or 0.0 for b, t in zip(heard, times(heard, RATE), strict=True) if 102.0 < t < 106.0]

    assert min(after) > 0.9
