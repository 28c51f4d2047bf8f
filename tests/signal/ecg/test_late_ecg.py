"""An ECG that is seconds or minutes behind the intervals takes no stop away and makes none: it is of another time."""

from __future__ import annotations

from collections.abc import Callable

import numpy as np
import pytest

from biofeedback.coach.watching import Watching
from biofeedback.decisions import Stopped
from biofeedback.events import EcgChunk, Event, SourceEnded
from biofeedback.findings import Rule, Severity, WarningRaised
from tests.principles.streams import decided, engine, in_order
from tests.signal.ecg.late import bigeminy, bursts, constant, delayed, fibrillation, growing, pause
from tests.signal.ecg.synthetic import SyntheticEcg, ecg, rhythm
from tests.signal.ecg.test_agreement import alternating, events, stops, warned

DELAYS = {
    "2 s": constant(2.0),
    "5 s": constant(5.0),
    "20 s": constant(20.0),
    "60 s": constant(60.0),
    "120 s": constant(120.0),
    "0.2 s/s": growing(0.2),
    "1 s/s": growing(1.0),
    "bursts": bursts(40.0),
}
SOME = ("2 s", "60 s", "0.2 s/s", "bursts")


def without(heard: list[Event]) -> list[Event]:
    return [event for event in heard if not isinstance(event, EcgChunk)]


def stopped(told: list[WarningRaised]) -> list[tuple[Rule, float]]:
    """The stops and when each came."""
    return [(warning.rule, warning.t) for warning in told if warning.severity is Severity.STOP]


@pytest.mark.parametrize(
    ("heart", "delay"), [*((bigeminy, delay) for delay in DELAYS), *((fibrillation, delay) for delay in SOME)]
)
def test_a_late_ecg_takes_no_stop_away(heart: Callable[[int], SyntheticEcg], delay: str) -> None:
    """From before the sign it is even and usual; the stop is told when it would be without it."""
    synthetic = heart(1)
    heard = events(synthetic.uv, synthetic.r_s)
    alone = stopped(warned(without(heard)))

    assert alone
    assert stopped(warned(delayed(heard, DELAYS[delay]))) == alone


@pytest.mark.parametrize("delay", SOME)
def test_a_late_ecg_with_beats_makes_no_pause_a_word_about_the_strap(delay: str) -> None:
    """The strap touches the skin, packets come, and no beat: a stop, though beats of a minute ago come in."""
    synthetic = pause(1)
    heard = events(synthetic.uv, synthetic.r_s, contact=True)

    assert Rule.PAUSE in stops(warned(without(heard)))
    assert Rule.PAUSE in stops(warned(delayed(heard, DELAYS[delay])))


@pytest.mark.parametrize("late_s", [5.0, 60.0])
def test_a_late_flat_line_makes_no_stop(late_s: float) -> None:
    """The heart stood still a while ago, and was told; what the strap loses now is a word about the strap."""
    synthetic = pause(1)
    told_s = np.concatenate([synthetic.r_s, synthetic.r_s[-1] + np.cumsum(rhythm(120))])
    uv = np.concatenate([synthetic.uv, np.zeros(int(110 * synthetic.rate_hz))])
    stood = float(synthetic.r_s[180 - 1])
    lost = (told_s > stood + late_s + 1.0) & (told_s < stood + late_s + 7.0)
    heard = delayed(events(uv, told_s[~lost]), constant(late_s))

    assert stops(warned(heard)) == stops(warned(without(heard)))


@pytest.mark.parametrize("late_s", [60.0])
def test_a_late_burden_makes_no_caution_a_stop(late_s: float) -> None:
    """Ectopic beats of an ECG that were, and are no more, speak for nothing that the strap's artefacts seem to be."""
    synthetic = bigeminy(2)
    calm = synthetic.r_s[-1] + np.cumsum(rhythm(160))
    told_s = np.concatenate([synthetic.r_s, calm])
    made_up = calm[20:100:12] - 0.4
    heard = delayed(
        events(np.concatenate([synthetic.uv, ecg(rhythm(160)).uv]), np.sort(np.concatenate([told_s, made_up]))),
        constant(late_s),
    )
    begin = float(synthetic.r_s[-1]) + 15.0

    def after(found: list[Event]) -> list[tuple[Rule, float]]:
        return [(rule, t) for rule, t in stopped(warned(found)) if t > begin]

    assert after(heard) == after(without(heard))


def test_in_time_it_still_says_what_it_sees() -> None:
    """The same strap, whose intervals are wrong, with the ECG in time and late: a caution, and a stop."""
    synthetic = ecg(rhythm(200))
    heard = events(synthetic.uv, alternating(synthetic.r_s))

    assert stops(warned(heard)) == []
    assert stops(warned(delayed(heard, constant(20.0)))) == [Rule.ECTOPIC_BURDEN]


@pytest.mark.parametrize("late_s", [20.0, 120.0])
def test_a_session_ends_as_it_would_without_the_ecg(late_s: float) -> None:
    """Through the engine and while watching: every decision at its time."""
    synthetic = bigeminy(1)
    heard = [*events(synthetic.uv, synthetic.r_s, contact=True)]
    whole = in_order([*delayed(heard, constant(late_s)), SourceEnded(t=heard[-1].t)])
    alone = without(whole)

    decisions = decided(engine(), whole)
    assert decisions == decided(engine(), alone)
    assert any(isinstance(decision, Stopped) for decision in decisions)
    beside, only = Watching(), Watching()
    assert [d for e in whole for d in beside.step(e)] == [d for e in alone for d in only.step(e)]
