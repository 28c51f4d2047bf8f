"""How the engine tells: findings as decisions, and the view a screen may ask for."""

from __future__ import annotations

from typing import assert_never

from biofeedback.coach.phase_output import PhaseOutput
from biofeedback.coach.step_cursor import StepCursor
from biofeedback.decisions import BaselineSet, Decision, Phase, ShiftTold, Warned, WarningOver
from biofeedback.findings import BaselineTaken, Finding, ShiftFound, ShiftLost, WarningEnded, WarningRaised
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.view import SessionView
from biofeedback.why import Why
from protocols.training import MuscleGroup, TrainingProtocol, Words

_IN_GROUP = (Phase.PREPARE, Phase.TENSE, Phase.REST, Phase.SETTLE)


def of_finding(t: float, finding: Finding) -> Decision:
    """A finding, told at time `t` (a beat is known a little after it happened)."""
    match finding:
        case WarningRaised():
            return Warned(t=t, start_s=finding.start_s, rule=finding.rule, severity=finding.severity, why=finding.why)
        case WarningEnded():
            return WarningOver(t=t, rule=finding.rule)
        case ShiftFound():
            return ShiftTold(t=t, direction=finding.direction, found=True, strength=finding.strength, why=finding.why)
        case ShiftLost():
            return ShiftTold(t=t, direction=finding.direction, found=False, strength=0.0, why=finding.why)
        case BaselineTaken():
            return baseline(t, finding)
        case _:
            assert_never(finding)


def baseline(t: float, taken: BaselineTaken) -> BaselineSet:
    """The baseline of today."""
    return BaselineSet(t=t, hr_bpm=taken.hr_bpm, rmssd_ms=None if taken.rmssd_ms is None else taken.rmssd_ms.value)


def session_view(
    t: float,
    stage: PhaseOutput,
    course: StepCursor,
    protocol: TrainingProtocol,
    heart: HeartMonitor,
    link_up: bool,
    last_why: Why | None,
    *,
    held_in_group: bool,
) -> SessionView:
    """What can be shown at time `t`. `held_in_group`: a pause, if one is on, began in a muscle group."""
    phase = stage.phase or Phase.WAITING
    step = course.step if phase in _IN_GROUP or (phase is Phase.PAUSED and held_in_group) else None
    return SessionView(
        t=t,
        phase=phase,
        began=stage.began,
        until=stage.until,
        step=course.place if step is not None else None,
        steps=len(course),
        group=None if step is None else step.group,
        next_group=_next_group(course, protocol),
        effort_hold_s=None if step is None else step.hold_s,
        pace=stage.pace if stage.pace_began is not None else None,
        pace_began=stage.pace_began or 0.0,
        last_why=last_why,
        link_up=link_up,
        vitals=heart.vitals(t),
        brief=course.brief,
        unmonitored=course.unmonitored,
        effort=None if step is None or step.hold_s <= 0 else step.effort,
        words=_words(phase, protocol),
    )


def _words(phase: Phase, protocol: TrainingProtocol) -> Words | None:
    """What the protocol says itself: how to sit or lie, how to wait, how to get up."""
    return {
        Phase.BASELINE: protocol.baseline_words,
        Phase.SETTLE: protocol.settle_words,
        Phase.CLOSING: protocol.closing,
    }.get(phase)


def _next_group(course: StepCursor, protocol: TrainingProtocol) -> MuscleGroup | None:
    if course.place is None:
        return protocol.steps[0].group if protocol.steps else None
    upcoming = course.upcoming()
    return None if upcoming is None else upcoming.group
