"""What makes the questions come again, and what does not: every symptom and every rule by name."""

from __future__ import annotations

import pytest

from biofeedback.coach.adverse import is_adverse
from biofeedback.decisions import EndCause, Finished, Outcome, Paused, Stopped
from biofeedback.events import Key, LinkLost, Pressed, Reported, Symptom, Tick
from biofeedback.findings import Rule
from biofeedback.why import why

REASON = why("coach.person_stopped")

FELT = {
    Symptom.PAIN: True,
    Symptom.TINGLING: True,
    Symptom.DIZZINESS: True,
    Symptom.HEART: True,
    Symptom.BREATHLESSNESS: True,
    Symptom.PANIC: True,
    Symptom.UNEASE: False,
    Symptom.SLEEPY: False,
}
STOPS = {
    Rule.IRREGULAR: True,
    Rule.ECTOPIC_RUN: True,
    Rule.ECTOPIC_BURDEN: True,
    Rule.FAST_ONSET: True,
    Rule.TOO_FAST: True,
    Rule.TOO_SLOW: True,
    Rule.DROP: True,
    Rule.PAUSE: True,
    Rule.SIGNAL: False,
}


@pytest.mark.parametrize("symptom", Symptom)
def test_a_reported_symptom(symptom: Symptom) -> None:
    """Whatever was decided on it."""
    assert is_adverse(Reported(t=1.0, symptom=symptom), ()) is FELT[symptom]


@pytest.mark.parametrize("rule", Rule)
def test_a_stop_by_a_rule(rule: Rule) -> None:
    """The rhythm is trouble; a signal that cannot be trusted is none."""
    assert is_adverse(Tick(t=1.0), (Stopped(t=1.0, rule=rule, why=REASON),)) is STOPS[rule]


def test_the_own_stop_a_lost_link_and_a_pause_are_no_trouble() -> None:
    """They say something about the strap or the moment."""
    end = Finished(
        t=1.0,
        outcome=Outcome.ENDED_EARLY,
        rule=None,
        groups_done=0,
        groups_planned=4,
        settle_pauses=0,
        tension_before=None,
        tension_after=None,
        why=REASON,
        cause=EndCause.PERSON,
    )
    assert not is_adverse(Pressed(t=1.0, key=Key.STOP), (Stopped(t=1.0, rule=None, why=REASON), end))
    assert not is_adverse(LinkLost(t=1.0, cause="disconnected"), (Paused(t=1.0, why=REASON),))
    assert not is_adverse(LinkLost(t=1.0, cause="disconnected"), (Stopped(t=1.0, rule=None, why=REASON), end))
