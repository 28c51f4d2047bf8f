"""What was decided, in a sentence each: the same in a report and in `sessions show`."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace
from typing import assert_never

from biofeedback.decisions import (
    Adapted,
    Advised,
    BaselineSet,
    BreathPaced,
    CueGiven,
    Decision,
    Finished,
    GoesOn,
    Monitoring,
    Offered,
    Paused,
    PhaseBegan,
    ResonanceFound,
    Responded,
    Settling,
    ShiftTold,
    Stopped,
    Warned,
    WarningOver,
)
from biofeedback.events import Reported, Symptom
from biofeedback.findings import Rule, Severity
from biofeedback.review.marks import Mark
from biofeedback.review.record import SessionRecord
from biofeedback.texts import Texts
from biofeedback.why import Why

_CHANGES = frozenset({"rest_s", "hold_s", "lead_in_s", "breaths_per_min", "times", "words"})
"""Changes of the plan that have words of their own."""

Reason = Callable[[Why], str]
"""How a reason is said."""


@dataclass(frozen=True, slots=True)
class Told:
    """One decision in words, at its time (s); `grave`: a pause, a stop, a warning, or trouble that was felt."""

    t: float
    said: str
    grave: bool = False


def told(record: SessionRecord, texts: Texts, *, numbers: bool = True) -> tuple[Told, ...]:
    """Every act that changed what was asked of the body, with its reason. Cues and phases are not among them.

    Without `numbers`, a reason that holds some is left unsaid.
    """
    return told_of(record.decisions, texts, numbers=numbers)


def told_of(decisions: Sequence[Decision], texts: Texts, *, numbers: bool = True) -> tuple[Told, ...]:
    """The same of decisions that belong to no record."""
    reason: Reason = texts.why if numbers else lambda why: "" if why.values else texts.why(why)
    found: list[Told] = []
    stops = [each.why for each in decisions if isinstance(each, Stopped)]
    ends = {each.t for each in decisions if isinstance(each, Paused | Stopped | Finished)}
    for decision in decisions:
        if isinstance(decision, Settling) and not decision.begun and decision.t in ends:
            continue  # it was cut short: what did so says why
        if isinstance(decision, Finished) and decision.why in stops:
            continue  # the stop has said it
        said = _said(decision, texts, reason).strip()
        if said:
            found.append(Told(decision.t, said, _is_grave(decision)))
    return tuple(found)


def told_with_marks(record: SessionRecord, texts: Texts, *, numbers: bool = True) -> tuple[Told, ...]:
    """The same, and among it by time what the person said felt wrong, before what it led to, and the moments marked."""
    marked = [Told(each.t, mark_said(each, texts)) for each in record.marks]
    said = [*reported(record, texts), *told(record, texts, numbers=numbers), *marked]
    return tuple(sorted(said, key=lambda each: each.t))


def reported(record: SessionRecord, texts: Texts) -> tuple[Told, ...]:
    """What the person said felt wrong: a reason to stop that no interval shows. Being sleepy is nothing grave."""
    return tuple(
        Told(each.t, texts.say("review.reported", what=symptom_said(each.symptom, texts)), is_adverse(each.symptom))
        for each in record.events
        if isinstance(each, Reported)
    )


def symptom_said(symptom: Symptom, texts: Texts) -> str:
    """A symptom as it is named to the person."""
    return texts.say(f"symptoms.name_{symptom.value}")


def is_adverse(symptom: Symptom) -> bool:
    """Whether it is a trouble: all but being sleepy are."""
    return symptom is not Symptom.SLEEPY


def mark_said(mark: Mark, texts: Texts) -> str:
    """A mark in words."""
    code = "review.mark_named" if mark.words else "review.mark"
    return texts.say(code, number=mark.number, words=mark.words)


def _said(decision: Decision, texts: Texts, why: Reason) -> str:
    say = texts.say
    match decision:
        case Adapted():
            return _adapted(decision, texts, why(decision.why))
        case Settling(begun=True):
            return say("plain.settling", why=why(decision.why))
        case Paused():
            return say("plain.held", why=why(decision.why))
        case GoesOn():
            return say("plain.goes_on", why=why(decision.why))
        case Settling() | Advised():
            return why(decision.why)
        case Monitoring(on=on):
            return why(decision.why) if on else ""  # the reason of going on says it
        case Warned():
            return say(f"plain.warned_{decision.severity.value}", why=why(decision.why))
        case WarningOver():
            return say("plain.warning_over")
        case ShiftTold(found=found, direction=direction):
            return say(f"plain.shift_{'found' if found else 'lost'}_{direction.value}", why=why(decision.why))
        case Stopped():
            return say("review.stopped", why=why(decision.why))
        case Finished():
            said = say(f"review.ended_{decision.outcome.value}", why=why(decision.why))
            return said if decision.rule is None else ""  # the stop has said it
        case PhaseBegan() | CueGiven() | BreathPaced() | BaselineSet() | Responded() | ResonanceFound() | Offered():
            return ""
        case _:
            assert_never(decision)


def _adapted(adapted: Adapted, texts: Texts, why: str) -> str:
    code = adapted.what if adapted.what in _CHANGES else "plan"
    how = "adapted" if adapted.carried_out else "proposed"
    return texts.say(f"plain.{how}_{code}", before=adapted.before, after=adapted.after, why=why)


def _is_grave(decision: Decision) -> bool:
    match decision:
        case Stopped() | Paused():
            return True
        case Warned(severity=severity):
            return severity is not Severity.NOTE
        case _:
            return False


@dataclass(frozen=True, slots=True, kw_only=True)
class SeenPattern:
    """A warning: when the pattern began, when that was told, and when it was over (None: not before the end); s."""

    rule: Rule
    severity: Severity
    begin_s: float
    told_s: float
    over_s: float | None
    why: Why


def seen_patterns(decisions: Iterable[Decision]) -> tuple[SeenPattern, ...]:
    """All warnings in order. One that is raised again at another severity ends the one before."""
    found: list[SeenPattern] = []
    for decision in decisions:
        if isinstance(decision, Warned | WarningOver):
            for place, each in enumerate(found):
                if each.rule is decision.rule and each.over_s is None:
                    found[place] = replace(each, over_s=decision.t)
        if isinstance(decision, Warned):
            found.append(
                SeenPattern(
                    rule=decision.rule,
                    severity=decision.severity,
                    begin_s=decision.start_s,
                    told_s=decision.t,
                    over_s=None,
                    why=decision.why,
                )
            )
    return tuple(found)


def resonance(decisions: Iterable[Decision]) -> ResonanceFound | None:
    """What the compared paces of breathing came to, where they were."""
    return next((each for each in decisions if isinstance(each, ResonanceFound)), None)
