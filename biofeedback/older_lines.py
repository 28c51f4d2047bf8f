"""Fields that decisions have now and older lines of a journal lack, read off what those lines did say.

The codes here are those of the lines as they were written. What sentences are called today changes nothing in them.
"""

from __future__ import annotations

from typing import Any

from biofeedback.decisions import EndCause, Meaning, Outcome
from biofeedback.findings import Missing

_CAUSES = {
    "coach.completed": EndCause.COMPLETED,
    "coach.person_stopped": EndCause.PERSON,
    "coach.held_too_long": EndCause.PAUSED_TOO_LONG,
    "coach.settling_not_helping": EndCause.NOT_SETTLING,
}

_MEANINGS = {
    "response.slower": Meaning.SLOWER,
    "response.slower_varied": Meaning.SLOWER_VARIED,
    "response.varied": Meaning.VARIED,
    "response.quicker": Meaning.QUICKER,
    "response.rose": Meaning.ROSE,
    "response.group_slower": Meaning.SLOWER,
    "response.group_quicker": Meaning.QUICKER,
}

_MISSING = {
    "coach.link_lost": Missing.LINK,
    "coach.no_beats": Missing.BEATS,
    "coach.no_contact": Missing.CONTACT,
    "rhythm.signal_silent": Missing.BEATS,
    "rhythm.pause_unsure": Missing.BEATS,
}


def end_cause(finished: dict[str, Any]) -> str:
    """What ended a session whose last word did not say so by itself."""
    code = str(finished["why"]["code"])
    if finished["rule"] is not None:
        cause = EndCause.SAFETY_RULE
    elif code.startswith("symptoms."):
        cause = EndCause.SYMPTOM
    elif finished["outcome"] == Outcome.COMPLETED.value:
        cause = _CAUSES.get(code, EndCause.COMPLETED)
    else:
        cause = _CAUSES.get(code, EndCause.SOURCE_ENDED)
    return cause.value


def meaning(responded: dict[str, Any]) -> str:
    """What an answer came to that was told in a sentence only."""
    return _MEANINGS.get(str(responded["why"]["code"]), Meaning.CANNOT_TELL).value


def missing(told: dict[str, Any]) -> str | None:
    """What a pause or a warning said is not there, in a sentence only."""
    found = _MISSING.get(str(told["why"]["code"]))
    return None if found is None else found.value
