"""What happens in a session, in the words a scenario uses: each decision, and the begin of each fault."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum
from typing import assert_never

from biofeedback.decisions import (
    Action,
    Adapted,
    Advised,
    BaselineSet,
    BreathPaced,
    CueGiven,
    Decision,
    EndCause,
    Finished,
    GoesOn,
    Monitoring,
    Offered,
    Outcome,
    Paused,
    Phase,
    PhaseBegan,
    ResonanceFound,
    Responded,
    Settling,
    ShiftTold,
    Stopped,
    Warned,
    WarningOver,
)
from biofeedback.findings import Direction, Missing, Rule, Severity
from biofeedback.view import HeartFigures
from protocols.training import Effort
from simulators.faults.injection import fault_names


class Happens(Enum):
    """What can happen. A pattern begins with one of these words."""

    PHASE = "phase"
    CUE = "cue"
    BREATH = "breath"
    ADAPT = "adapt"
    SETTLE = "settle"
    PAUSE = "pause"
    GOES_ON = "goes_on"
    OFFER = "offer"
    MONITORING = "monitoring"
    ADVICE = "advice"
    WARNING = "warning"
    WARNING_OVER = "warning_over"
    BASELINE = "baseline"
    SHIFT = "shift"
    RESPONSE = "response"
    RESONANCE = "resonance"
    STOP = "stop"
    END = "end"
    FAULT = "fault"
    JOINT = "joint"  # of two recordings that are played one after the other


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a happening, by its name in the lines of `simulate --json`. None: not known."""

    name: str
    value: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Happening:
    """One thing that happened: its kind, the words it can be told apart by, its numbers, and the decision it is."""

    t: float
    kind: Happens
    words: tuple[str, ...] = ()
    numbers: tuple[Number, ...] = ()
    decision: Decision | None = None  # None: it was not decided, such as a fault

    def number(self, name: str) -> float | None:
        """The number of this name; None: not known, or it has none."""
        return next((each.value for each in self.numbers if each.name == name), None)


def _values(kind: type[Enum]) -> tuple[str, ...]:
    return tuple(str(each.value) for each in kind)


BEGIN_END = ("begin", "end")
"""For what goes on for a while."""

ON_OFF = ("on", "off")
"""For what is switched."""

PERSON = "person"
"""Who stopped, where no rule did."""

PROPOSED = "proposed"
"""An adaptation that was not carried out: it was only proposed."""

ADAPTED = ("rest_s", "hold_s", "lead_in_s", "breaths_per_min", "times", "words", PROPOSED)
"""What is adapted, as `decisions.Adapted` names it."""

WORDS: dict[Happens, tuple[str, ...]] = {
    Happens.PHASE: _values(Phase),
    Happens.CUE: (*_values(Action), *_values(Effort)),
    Happens.BREATH: BEGIN_END,
    Happens.ADAPT: ADAPTED,
    Happens.SETTLE: BEGIN_END,
    Happens.PAUSE: _values(Missing),
    Happens.GOES_ON: (),
    Happens.OFFER: (),
    Happens.MONITORING: ON_OFF,
    Happens.ADVICE: (),
    Happens.WARNING: (*_values(Rule), *_values(Severity)),
    Happens.WARNING_OVER: _values(Rule),
    Happens.BASELINE: (),
    Happens.SHIFT: (*_values(Direction), *BEGIN_END),
    Happens.RESPONSE: (),
    Happens.RESONANCE: (),
    Happens.STOP: (*_values(Rule), PERSON),
    Happens.END: (*_values(Outcome), *_values(EndCause)),
    Happens.FAULT: fault_names(),
    Happens.JOINT: (),
}
"""The words by which happenings of a kind are told apart; those of a muscle group have its id, too."""

GROUPED = frozenset({Happens.PHASE, Happens.CUE, Happens.RESPONSE})
"""Kinds that may be about a muscle group."""

NUMBERS: dict[Happens, tuple[str, ...]] = {
    Happens.PHASE: ("hr_bpm", "rmssd_ms"),
    Happens.CUE: ("hold_s",),
    Happens.BREATH: ("breaths_per_min",),
    Happens.ADAPT: ("from", "to"),
    Happens.BASELINE: ("hr_bpm", "rmssd_ms"),
    Happens.SHIFT: ("strength",),
    Happens.RESPONSE: ("rise_bpm", "fall_bpm", "rmssd_gain"),
    Happens.RESONANCE: ("breaths_per_min",),
}
"""The numbers that happenings of a kind have."""


def happening(decision: Decision, heart: HeartFigures | None = None) -> Happening:
    """A decision as a happening; `heart`: as it was then, of a phase."""
    kind, words, numbers = _told(decision, heart)
    known = tuple(Number(name, value) for name, value in zip(NUMBERS.get(kind, ()), numbers, strict=True))
    return Happening(t=decision.t, kind=kind, words=_there(words), numbers=known, decision=decision)


def _there(words: Iterable[str | None]) -> tuple[str, ...]:
    return tuple(word for word in words if word is not None)


_Told = tuple[Happens, tuple[str | None, ...], tuple[float | None, ...]]


def _told(decision: Decision, heart: HeartFigures | None) -> _Told:
    match decision:
        case PhaseBegan(phase=phase, group=group):
            figures = (None, None) if heart is None else (heart.hr_bpm, heart.rmssd_ms)
            return Happens.PHASE, (phase.value, group), figures
        case CueGiven(action=action, group=group, effort=effort, hold_s=hold_s):
            return Happens.CUE, (action.value, group, None if effort is None else effort.value), (hold_s,)
        case BreathPaced(breaths_per_min=rate):
            return Happens.BREATH, ("end" if rate is None else "begin",), (rate,)
        case Adapted(what=what, before=before, after=after, carried_out=done):
            return Happens.ADAPT, (what, None if done else PROPOSED), (before, after)
        case Settling(begun=begun):
            return Happens.SETTLE, ("begin" if begun else "end",), ()
        case Paused(missing=missing):
            return Happens.PAUSE, (None if missing is None else missing.value,), ()
        case Monitoring(on=on):
            return Happens.MONITORING, ("on" if on else "off",), ()
        case Warned(rule=rule, severity=severity):
            return Happens.WARNING, (rule.value, severity.value), ()
        case WarningOver(rule=rule):
            return Happens.WARNING_OVER, (rule.value,), ()
        case _:
            return _told_else(decision)


def _told_else(
    decision: GoesOn | Offered | Advised | BaselineSet | ShiftTold | Responded | ResonanceFound | Stopped | Finished,
) -> _Told:
    match decision:
        case GoesOn():
            return Happens.GOES_ON, (), ()
        case Offered():
            return Happens.OFFER, (), ()
        case Advised():
            return Happens.ADVICE, (), ()
        case BaselineSet(hr_bpm=rate, rmssd_ms=rmssd):
            return Happens.BASELINE, (), (rate, rmssd)
        case ShiftTold(direction=direction, found=found, strength=strength):
            return Happens.SHIFT, (direction.value, "begin" if found else "end"), (strength,)
        case Responded(group=group, rise_bpm=rise, fall_bpm=fall, rmssd_gain=gain):
            each = tuple(None if one is None else one.value for one in (rise, fall, gain))
            return Happens.RESPONSE, (group,), each
        case ResonanceFound(breaths_per_min=rate):
            return Happens.RESONANCE, (), (None if rate is None else rate.value,)
        case Stopped(rule=rule):
            return Happens.STOP, (PERSON if rule is None else rule.value,), ()
        case Finished(outcome=outcome, cause=cause):
            return Happens.END, (outcome.value, cause.value), ()
        case _:
            assert_never(decision)
