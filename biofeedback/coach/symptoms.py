"""What is done when a person says that something feels wrong: one table, and the count of how often it was said.

Three answers, from the cautions of the practice ("When to stop" of Neuromuscular Progressive Relaxation): ease off and
leave this part of the body alone, turn outwards and wait, or end at once. In doubt the stronger one. Each comes with a
word of advice; none says what somebody has.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from biofeedback.events import Symptom
from biofeedback.why import Why, why

MOST_REPORTS = 3
"""So many reports in one session end it: what keeps coming back is no practice for today. Times."""


class Response(Enum):
    """What the session does."""

    EASE_OFF = "ease_off"  # let go, leave this muscle group and all that works there, go on
    PASS_ON = "pass_on"  # let go, leave this muscle group, go on
    GROUND = "ground"  # let go, turn outwards, wait until the person goes on
    END = "end"  # let go and end


@dataclass(frozen=True, slots=True)
class Answered:
    """The response to a report, with the advice that goes with it."""

    response: Response
    advice: Why


def response_to(symptom: Symptom) -> Response:
    """What a symptom asks for when it is reported the first time."""
    match symptom:
        case Symptom.PAIN | Symptom.TINGLING:
            return Response.EASE_OFF
        case Symptom.DIZZINESS | Symptom.PANIC | Symptom.UNEASE:
            return Response.GROUND
        case Symptom.HEART | Symptom.BREATHLESSNESS:
            return Response.END
        case Symptom.SLEEPY:
            return Response.PASS_ON
        case _:
            assert_never(symptom)


@dataclass(frozen=True, slots=True)
class Reports:
    """The reports of one session."""

    times: int = 0

    def after(self, symptom: Symptom) -> Reports:
        """With this one. Being sleepy is no trouble and is not counted."""
        return self if response_to(symptom) is Response.PASS_ON else Reports(self.times + 1)

    def answer(self, symptom: Symptom) -> Answered:
        """What to do about this report, which has been counted."""
        response = response_to(symptom)
        if self.times >= MOST_REPORTS and response in (Response.EASE_OFF, Response.GROUND):
            return Answered(Response.END, why("symptoms.advice_again"))
        return Answered(response, why(f"symptoms.advice_{symptom.value}"))
