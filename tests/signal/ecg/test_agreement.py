"""A strap that sends intervals and an ECG: where both tell the same, and where the intervals are wrong."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from biofeedback.events import EcgChunk, Event, HeartRate
from biofeedback.findings import Activity, Finding, Rule, Severity, WarningRaised
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.ticks import TICKS_PER_S
from tests.signal.ecg.synthetic import Samples, ecg, rhythm

RATE, PORTION = 130.0, 73
PAUSE = 60  # the beat after which the heart stands still


def events(
    uv: Samples,
    told_s: Samples,
    contact: bool | None = None,
    ecg_late_s: float = 0.1,
    lost: tuple[float, float] = (0, 0),
) -> list[Event]:
    """A packet a second with the intervals between the beats that the strap tells of, and the ECG in its portions."""
    found: list[Event] = []
    for end in range(1, int(len(uv) / RATE)):
        ends = [k for k in range(1, len(told_s)) if end - 1 < told_s[k] + 0.05 <= end]
        rr = tuple(round((told_s[k] - told_s[k - 1]) * TICKS_PER_S) for k in ends)
        if not lost[0] <= end < lost[1]:
            found.append(HeartRate(t=float(end), hr_bpm=70, rr_ticks=rr, contact=contact))
    for begin in range(0, len(uv) - PORTION, PORTION):
        cut = tuple(int(x) for x in uv[begin : begin + PORTION])
        found.append(EcgChunk(t=(begin + PORTION) / RATE + ecg_late_s, rate_hz=RATE, microvolts=cut))
    return sorted(found, key=lambda event: event.t)


def warned(found: list[Event], *, with_ecg: bool = True) -> list[WarningRaised]:
    """All warnings of a resting heart."""
    heart, told = HeartMonitor(), list[Finding]()
    for event in found:
        while (due := heart.deadline) is not None and due <= event.t:
            told += heart.silence(due)
        if isinstance(event, HeartRate):
            told += heart.push(event, Activity.REST)
        elif isinstance(event, EcgChunk) and with_ecg:
            told += heart.push_ecg(event)
    return [finding for finding in told if isinstance(finding, WarningRaised)]


def stops(told: list[WarningRaised]) -> list[Rule]:
    return [warning.rule for warning in told if warning.severity is Severity.STOP]


def standing_still(seconds: float) -> tuple[Samples, Samples, float]:
    """An ECG with a pause, the times of its beats, and the last of them before the pause."""
    rr = rhythm(110)
    rr[PAUSE] = seconds
    synthetic = ecg(rr)
    return synthetic.uv, synthetic.r_s, float(synthetic.r_s[PAUSE - 1])


@pytest.mark.parametrize("seconds", [3.6, 5.0, 8.0])
@pytest.mark.parametrize("late_s", [0.0, 0.3, 0.6])
def test_a_pause_is_told_by_the_ecg_within_four_and_a_half_seconds(seconds: float, late_s: float) -> None:
    """A strap that says nothing of contact; without the ECG it is a word about the strap."""
    uv, beats, last = standing_still(seconds)
    heard = events(uv, beats, ecg_late_s=late_s)
    told = [warning for warning in warned(heard) if warning.severity is Severity.STOP]

    assert [warning.rule for warning in told][:1] == [Rule.PAUSE]
    assert last + 3.0 - 0.6 <= told[0].t <= last + 4.5
    assert stops(warned(heard, with_ecg=False)) == []


@pytest.mark.parametrize("contact", [None, True, False])
def test_beats_that_the_strap_loses_are_no_pause_where_the_ecg_shows_them(contact: bool | None) -> None:
    """Six seconds without an interval, packets going on: with contact alone that is a stop."""
    synthetic = ecg(rhythm(110))
    told_s = np.concatenate((synthetic.r_s[:60], synthetic.r_s[67:]))
    heard = events(synthetic.uv, told_s, contact)

    assert stops(warned(heard)) == []
    assert any(warning.severity is Severity.CAUTION for warning in warned(heard))
    assert stops(warned(heard, with_ecg=False)) == ([Rule.PAUSE] if contact else [])


def unheard(told_s: Samples) -> Samples:
    """Every second beat is lost, for a while."""
    return np.concatenate((told_s[:90], told_s[90:130:2], told_s[130:]))


def alternating(told_s: Samples) -> Samples:
    """A strap that marks every second beat a third too early."""
    shifted = told_s.copy()
    shifted[60:100:2] -= 0.3
    return shifted


@pytest.mark.parametrize(("strap", "rule"), [(alternating, Rule.ECTOPIC_BURDEN), (unheard, Rule.TOO_SLOW)])
def test_intervals_that_the_ecg_contradicts_stop_nothing_and_are_said(
    strap: Callable[[Samples], Samples], rule: Rule
) -> None:
    """The ECG is even, usual and complete: the strap is wrong, and is to be looked at."""
    synthetic = ecg(rhythm(200))
    heard = events(synthetic.uv, strap(synthetic.r_s))

    told = warned(heard)

    assert rule in stops(warned(heard, with_ecg=False))
    assert stops(told) == []
    (said,) = [w for w in told if w.rule is rule]
    assert (said.severity, said.why.code) == (Severity.CAUTION, "rhythm.ecg_disagrees")


def test_a_true_bigeminy_stays_a_stop_with_the_ecg() -> None:
    """Every second beat early and of ventricular form, in both."""
    rr = rhythm(140)
    rr[70:110:2] *= 0.62
    rr[71:110:2] *= 1.38
    synthetic = ecg(rr, ectopic=range(70, 110, 2))
    heard = events(synthetic.uv, synthetic.r_s)

    assert Rule.ECTOPIC_BURDEN in stops(warned(heard))
    assert Rule.ECTOPIC_BURDEN in stops(warned(heard, with_ecg=False))


def test_a_pattern_under_an_ecg_that_cannot_be_read_is_said_of_the_signal() -> None:
    """What disturbs the ECG so much disturbs the strap: the session waits, and no rhythm is told."""
    synthetic = ecg(rhythm(200), noise_uv=300.0)
    heard = events(synthetic.uv, alternating(synthetic.r_s))

    assert stops(warned(heard, with_ecg=False)) == [Rule.ECTOPIC_BURDEN]
    assert [(w.rule, w.severity, w.why.code) for w in warned(heard)] == [
        (Rule.SIGNAL, Severity.CAUTION, "rhythm.signal_ecg")
    ]


def test_a_slow_heart_under_an_ecg_that_cannot_be_read_is_told_as_without_it() -> None:
    """Only patterns of many beats look like movement."""
    synthetic = ecg(rhythm(200), noise_uv=300.0)
    heard = events(synthetic.uv, unheard(synthetic.r_s))

    assert stops(warned(heard)) == stops(warned(heard, with_ecg=False))
    assert Rule.TOO_SLOW in stops(warned(heard))
