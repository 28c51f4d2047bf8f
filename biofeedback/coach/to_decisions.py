"""Findings and the state of a session, as decisions and as the view a screen may ask for."""

from __future__ import annotations

from typing import assert_never

from biofeedback.coach.plan import Plan
from biofeedback.coach.response_recorder import responses
from biofeedback.coach.session_state import IN_GROUP, End, SessionState, Update
from biofeedback.decisions import (
    BaselineSet,
    Decision,
    EndCause,
    Finished,
    Outcome,
    Phase,
    ResonanceFound,
    ShiftTold,
    Stopped,
    Warned,
    WarningOver,
)
from biofeedback.findings import BaselineTaken, Finding, Rule, ShiftFound, ShiftLost, WarningEnded, WarningRaised
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.view import SessionView
from biofeedback.why import why
from protocols.training import MuscleGroup, TrainingProtocol, Words


def of_finding(t: float, finding: Finding) -> Decision:
    """A finding, told at time `t` (a beat is known a little after it happened)."""
    match finding:
        case WarningRaised():
            return Warned(
                t=t,
                start_s=finding.start_s,
                rule=finding.rule,
                severity=finding.severity,
                why=finding.why,
                missing=finding.missing,
            )
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


def last_words(
    t: float, state: SessionState, plan: Plan, heart: HeartMonitor, end: End | None, *, completed: bool
) -> Update:
    """What is said at the end. `completed`: gone through to its end; else `end` says it, or the state."""
    rule = None if end is None else end.rule
    through = End(cause=EndCause.COMPLETED, why=why("coach.completed"))
    last = through if completed else end or state.end or through
    said: list[Decision] = []
    if rule is None and not plan.restrictions.rhythm_unjudged:  # else what the beats say is not to be trusted
        said += responses(heart.response, t)
        if (found := heart.resonance.found(t)) is not None:
            said.append(ResonanceFound(t=t, breaths_per_min=found.breaths_per_min, why=found.why))
    if state.phase is Phase.STOPPED:
        said.append(Stopped(t=t, rule=rule, why=last.why))
    finished = Finished(
        t=t,
        outcome=_outcome(rule, completed=completed),
        rule=rule,
        groups_done=state.groups_done,
        groups_planned=len(state.cursor),
        settle_pauses=state.settle_pauses,
        tension_before=state.tension_before,
        tension_after=state.tension_after,
        why=last.why,
        cause=last.cause,
    )
    return Update(state, (*said, finished), last.why)


def _outcome(rule: Rule | None, *, completed: bool) -> Outcome:
    if rule is not None:
        return Outcome.STOPPED
    return Outcome.COMPLETED if completed else Outcome.ENDED_EARLY


def session_view(t: float, state: SessionState, plan: Plan, heart: HeartMonitor) -> SessionView:
    """What can be shown at time `t`."""
    phase = state.phase or Phase.WAITING
    paused_in_group = phase is Phase.PAUSED and state.pause.back is None
    step = state.step if phase in IN_GROUP or paused_in_group else None
    return SessionView(
        t=t,
        phase=phase,
        began=state.began,
        until=state.until,
        step=None if step is None else state.cursor.place,
        steps=len(state.cursor),
        group=None if step is None else step.group,
        next_group=_next_group(state),
        pace=None if state.cue_began is None else state.pace,
        pace_began=state.cue_began or 0.0,
        last_why=state.last_why(t),
        link_up=state.link_up,
        vitals=heart.vitals(t),
        brief=state.brief,
        unmonitored=state.unmonitored.chosen,
        may_go_unmonitored=state.unmonitored.may_begin(t, state.phase, heart),
        effort=None if step is None or step.hold_s <= 0 else step.effort,
        words=_words(phase, plan.protocol),
    )


def _words(phase: Phase, protocol: TrainingProtocol) -> Words | None:
    """What the protocol says itself: how to sit or lie, how to wait, how to get up."""
    return {
        Phase.BASELINE: protocol.baseline_words,
        Phase.SETTLE: protocol.settle_words,
        Phase.CLOSING: protocol.closing,
    }.get(phase)


def _next_group(state: SessionState) -> MuscleGroup | None:
    cursor = state.cursor
    if cursor.place is None:
        return cursor.steps[0].group if cursor.steps else None
    return None if cursor.upcoming is None else cursor.upcoming.group
