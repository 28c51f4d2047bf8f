"""Beats of a time in which the ECG shows movement are none to take indices from, unless both tell the same interval."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec import structs

from biofeedback.findings import Activity, Beat, BeatClass, RawBeat
from biofeedback.signal.ecg import SynchronisedEcg
from biofeedback.signal.pipeline import SignalPipeline
from biofeedback.ticks import TICKS_PER_S
from tests.signal.ecg.movement import moving
from tests.signal.ecg.synthetic import SyntheticEcg, ecg, rhythm
from tests.signal.ecg.test_legible import RATE, chunks
from tests.signal.rhythm.test_ecg_corroboration import Told


def raws(synthetic: SyntheticEcg) -> list[RawBeat]:
    r = synthetic.r_s
    return [RawBeat(t=float(r[k]), rr_ticks=round(float(r[k] - r[k - 1]) * TICKS_PER_S)) for k in range(1, len(r))]


@pytest.mark.parametrize(("legible", "kind"), [(True, "normal"), (None, "normal"), (False, "burst")])
def test_a_normal_beat_that_is_not_borne_out_is_one_of_a_burst(legible: bool | None, kind: str) -> None:
    """Whatever its interval; without a word of the ECG it stays what it was."""
    monitor = SignalPipeline()
    beats = [
        beat
        for raw in raws(ecg(rhythm(60)))
        for beat in monitor.push(raw, Activity.FREE, Told((), legible=legible)).beats
    ]

    assert {beat.kind for beat in beats[5:]} == {BeatClass(kind)}


def listened(synthetic: SyntheticEcg, moved_s: tuple[float, float], size_uv: float) -> tuple[SynchronisedEcg, RawBeat]:
    """An ECG that was moved for a while, up to half a second after the last interval, and that interval."""
    uv = synthetic.uv.copy()
    at = slice(round(moved_s[0] * RATE), round(moved_s[1] * RATE))
    if at.stop > at.start:
        uv[at] += moving(at.stop - at.start, RATE, size_uv)
    evidence, intervals = SynchronisedEcg(), raws(synthetic)
    sent = [(chunk.t, chunk) for chunk in chunks(np.round(uv))]
    for raw in intervals:
        while sent and sent[0][0] <= raw.t + 1.0:
            evidence.push(sent.pop(0)[1])
        evidence.push_interval(raw)
    return evidence, intervals[-1]


def heard(raw: RawBeat, longer_s: float = 0.0) -> Beat:
    ticks = raw.rr_ticks + round(longer_s * TICKS_PER_S)
    return Beat(index=1, t=raw.t, rr_ticks=ticks, kind=BeatClass.NORMAL, normality=1.0, gap=False)


def test_on_a_clean_line_every_beat_is_borne_out() -> None:
    """And also one whose interval differs: the strap's word stands where the ECG is a heart's."""
    evidence, last = listened(ecg(rhythm(90)), (0.0, 0.0), 0.0)

    assert evidence.bears_out(heard(last)) is True
    assert evidence.bears_out(heard(last, 0.1)) is True


def test_under_movement_only_an_interval_that_both_tell() -> None:
    """The last seconds are quiet again: the last interval is the ECG's too, and one that is 30 ms longer is not."""
    synthetic = ecg(rhythm(90))
    evidence, last = listened(synthetic, (45.0, synthetic.r_s[-1] - 2.2), 1500.0)

    assert evidence.is_legible(last.t - 12.0, last.t) is False
    assert evidence.bears_out(heard(last)) is True
    assert evidence.bears_out(heard(last, 0.03)) is False


def test_without_an_ecg_of_that_time_it_cannot_tell() -> None:
    """None has come, or the samples before now were lost."""
    assert SynchronisedEcg().bears_out(heard(RawBeat(t=50.0, rr_ticks=100_000))) is None
    evidence, last = listened(ecg(rhythm(90)), (0.0, 0.0), 0.0)
    evidence.reset_stretch()
    assert evidence.bears_out(heard(last)) is None
    assert evidence.bears_out(structs.replace(heard(last), t=3.0)) is None
