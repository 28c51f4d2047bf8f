"""A recording that holds an ECG is judged as the same heart would have been live."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from biofeedback.events import EcgChunk, Event, HeartRate
from biofeedback.findings import RawBeat, Rule, Severity, WarningRaised
from biofeedback.signal.analysis import analyse
from biofeedback.ticks import TICKS_PER_S
from tests.cli.program import run
from tests.signal.ecg.synthetic import Samples, SyntheticEcg, ecg, rhythm
from tests.signal.ecg.test_agreement import alternating, events, stops, unheard, warned
from tests.simulators.recordings.test_ecg import edf


def recorded(heard: list[Event], told_s: Samples, *, with_ecg: bool = True) -> list[WarningRaised]:
    """What the analysis says of the intervals between these beats, and of the ECG that a strap would have sent."""
    raws = [
        RawBeat(t=float(told_s[k]), rr_ticks=round((told_s[k] - told_s[k - 1]) * TICKS_PER_S))
        for k in range(1, len(told_s))
    ]
    chunks = [event for event in heard if isinstance(event, EcgChunk)]
    return [told.raised for told in analyse(raws, baseline_s=0.0, ecg=chunks if with_ecg else ()).warnings]


def paused() -> SyntheticEcg:
    rr = rhythm(110)
    rr[60] = 5.0
    return ecg(rr)


def bigeminy() -> SyntheticEcg:
    rr = rhythm(140)
    rr[70:110:2] *= 0.62
    rr[71:110:2] *= 1.38
    return ecg(rr, ectopic=range(70, 110, 2))


def as_they_are(told_s: Samples) -> Samples:
    return told_s


@pytest.mark.parametrize(
    ("synthetic", "strap"),
    [
        (paused(), as_they_are),
        (bigeminy(), as_they_are),
        (ecg(rhythm(200)), as_they_are),
        (ecg(rhythm(200)), alternating),
        (ecg(rhythm(200)), unheard),
        (ecg(rhythm(200), noise_uv=300.0), alternating),
    ],
    ids=["pause", "bigeminy", "calm", "alternating", "unheard", "noise"],
)
def test_it_says_what_was_said_live(synthetic: SyntheticEcg, strap: Callable[[Samples], Samples]) -> None:
    """The same warnings for the same reasons in the same order, and no later than a packet comes after its beat."""
    told_s = strap(synthetic.r_s)
    heard = events(synthetic.uv, told_s)
    live, found = warned(heard), recorded(heard, told_s)

    assert [(w.rule, w.severity, w.why.code) for w in found] == [(w.rule, w.severity, w.why.code) for w in live]
    assert np.allclose([w.t for w in found], [w.t for w in live], atol=1.0)


def test_what_the_ecg_contradicts_is_no_stop_and_without_it_is_one() -> None:
    """So it is heard at all."""
    synthetic = ecg(rhythm(200))
    told_s = alternating(synthetic.r_s)
    heard = events(synthetic.uv, told_s)

    assert stops(recorded(heard, told_s)) == []
    assert stops(recorded(heard, told_s, with_ecg=False)) == [Rule.ECTOPIC_BURDEN]


def test_nothing_of_what_comes_later_is_heard() -> None:
    """Cut anywhere, what was said before stays as it was."""
    synthetic = bigeminy()
    heard = events(synthetic.uv, synthetic.r_s)
    whole = recorded(heard, synthetic.r_s)
    for end_s in (60.0, 75.0, 90.0):
        cut = [event for event in heard if event.t <= end_s or isinstance(event, HeartRate)]
        until = synthetic.r_s[synthetic.r_s <= end_s - 1.0]
        assert recorded(cut, until) == [w for w in whole if w.t <= until[-1]]


def test_a_file_with_an_ecg_is_analysed_with_it(tmp_path: Path) -> None:
    """A pause that its intervals alone could not tell from a loose strap."""
    path = edf(tmp_path, paused().uv)
    (told,) = run("analyse", str(path), "--json", data=tmp_path).lines
    (stop,) = [w for w in told["warnings"] if w["severity"] == Severity.STOP.value]

    assert stop["rule"] == Rule.PAUSE.value
    assert "ECG" in stop["why"]
