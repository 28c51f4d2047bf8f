"""What counts as trouble for the next time: after it the questions before practice are asked anew.

Trouble is a stop by a rule of the rhythm watch, and a report of something that the cautions of the practice name as a
sign to stop (S0, "When to stop"). No trouble: a signal that could not be trusted, a lost link, the person's own stop,
being sleepy or uneasy at being calm. Those say something about the strap, about the moment or about a habit, and
nothing that the answers before practice would have to be looked at again for.
"""

from __future__ import annotations

from typing import assert_never

from biofeedback.decisions import Decision, Stopped
from biofeedback.events import Event, Reported, Symptom
from biofeedback.findings import Rule


def is_adverse(event: Event, decisions: tuple[Decision, ...]) -> bool:
    """Whether this event, or what was decided on it, is trouble."""
    felt = isinstance(event, Reported) and is_adverse_symptom(event.symptom)
    return felt or any(isinstance(each, Stopped) and is_adverse_stop(each.rule) for each in decisions)


def is_adverse_stop(rule: Rule | None) -> bool:
    """Whether a stop by this rule is trouble. None: the person stopped, or the link was lost."""
    return rule is not None and rule is not Rule.SIGNAL


def is_adverse_symptom(symptom: Symptom) -> bool:
    """Whether feeling this is trouble."""
    match symptom:
        case (
            Symptom.HEART | Symptom.BREATHLESSNESS | Symptom.PAIN | Symptom.TINGLING | Symptom.DIZZINESS | Symptom.PANIC
        ):
            return True
        case Symptom.UNEASE | Symptom.SLEEPY:
            return False
        case _:
            assert_never(symptom)
