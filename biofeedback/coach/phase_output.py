"""What is said and cued when a session moves from phase to phase. It judges nothing: the engine says which trigger.

Its one promise: however a tension is left, its release is the first thing said.
"""

from __future__ import annotations

import math
from dataclasses import replace
from typing import assert_never

from biofeedback.coach.cued_step import cued_step
from biofeedback.coach.plan import Plan
from biofeedback.coach.session_state import IN_GROUP, SessionState, Update
from biofeedback.decisions import Action, BreathPaced, CueGiven, Decision, Phase, PhaseBegan
from protocols.training import Ending

RATING_WAIT_S = 120.0
"""Without an answer in this time a session begins unrated: eyes may be closed already. At its end the question waits.
Our choice. Seconds."""
LONGEST_PAUSE_S = 600.0
"""A pause longer than this ends the session; all that was recorded is kept. Seconds."""


def leave(state: SessionState, t: float, new: Phase) -> Update:
    """Leave the phase for a new one."""
    said: list[Decision] = []
    left = replace(state, breath_at=None)
    if state.phase is Phase.TENSE:
        left = replace(left, muscles=state.muscles.released(t))
        said.append(_cue(state, t, Action.RELEASE))
    if state.cue_began is not None and not (state.phase is Phase.REST and new is Phase.SETTLE):
        left = replace(left, cue_began=None)
        said.append(BreathPaced(t=t, breaths_per_min=None))
    return Update(left, tuple(said))


def enter(state: SessionState, t: float, phase: Phase, plan: Plan) -> Update:
    """Begin a phase, with what is cued in it."""
    protocol, entered = plan.protocol, replace(state, phase=phase, began=t)
    match phase:
        case Phase.ASK_BEFORE:
            return _begin(entered, RATING_WAIT_S, Action.RATE)
        case Phase.ASK_AFTER:
            return _begin(entered, None, Action.RATE)  # whoever drifts off is not hurried: it waits
        case Phase.BASELINE:
            return _begin(entered, protocol.baseline_s, Action.SIT_QUIETLY)
        case Phase.PREPARE:
            return _prepare(entered, t, plan)
        case Phase.TENSE:
            return _tense(entered, t)
        case Phase.REST:
            return _rest(entered, t, released=state.phase is Phase.TENSE)
        case Phase.SETTLE:
            begun = _begin(entered, protocol.settle_max_s, Action.SETTLE)
            return begun if state.cue_began is not None else _both(begun, breathe(begun.state, t, plan))
        case Phase.CLOSING:
            return _begin(entered, protocol.closing_s, Action.CLOSE)
        case Phase.PAUSED:
            return _begin(entered, LONGEST_PAUSE_S)
        case Phase.FINISHED:
            return _begin(entered, None, None if protocol.ending is Ending.SILENT else Action.END)
        case Phase.WAITING:
            return _begin(entered, 0.0 if plan.strapless else None)
        case Phase.STOPPED:
            return _begin(entered, None)
        case _:
            assert_never(phase)


def breathe(state: SessionState, t: float, plan: Plan) -> Update:
    """Begin the breathing cue, with an in-breath; not where breathing is left alone."""
    waiting = replace(state, breath_at=None)
    if not plan.breath_cue:
        return Update(waiting)
    pace = state.pace
    paced = BreathPaced(t=t, breaths_per_min=pace.breaths_per_min, inhale_share=pace.inhale_share)
    return Update(replace(waiting, cue_began=t), (paced,))


def breath_end(state: SessionState, after_s: float) -> float | None:
    """When the breath ends that is under way so long after the cue began; None where the phase ends first."""
    if state.cue_began is None or state.until is None:
        return None
    breath_s = 60.0 / state.pace.breaths_per_min
    at = state.cue_began + math.ceil(after_s / breath_s) * breath_s
    return at if at < state.until else None


def _prepare(state: SessionState, t: float, plan: Plan) -> Update:
    cued = cued_step(state, t, plan)
    pace = state.pace
    if cued.step.breaths_per_min is not None:
        pace = replace(pace, breaths_per_min=cued.step.breaths_per_min)
    prepared = replace(state, step=cued.step, lead_in_why=cued.lead_in_why, pace=pace)
    return _both(Update(prepared, cued.changes), _begin(prepared, cued.step.lead_in_s, Action.PREPARE))


def _tense(state: SessionState, t: float) -> Update:
    step = state.step_in_hand
    begun = _begin(replace(state, muscles=state.muscles.tensed(t, step.group)), step.hold_s)
    cue = CueGiven(t=t, action=Action.TENSE, group=step.group.id, hold_s=step.hold_s, effort=step.effort)
    return replace(begun, said=(*begun.said, cue))


def _rest(state: SessionState, t: float, *, released: bool) -> Update:
    """The release goes with an out-breath; then the cue begins with an in-breath."""
    exhale_s = 60.0 / state.pace.breaths_per_min * (1 - state.pace.inhale_share)
    begun = _begin(replace(state, breath_at=t + exhale_s), state.step_in_hand.rest_s)
    # After a step without tension: let go of what is there.
    return begun if released else replace(begun, said=(_cue(state, t, Action.RELEASE), *begun.said))


def _begin(state: SessionState, length_s: float | None, action: Action | None = None) -> Update:
    assert state.phase is not None
    begun = replace(state, until=None if length_s is None else state.began + length_s)
    in_group = state.phase in IN_GROUP
    began = PhaseBegan(
        t=state.began,
        phase=state.phase,
        until=begun.until,
        step=state.cursor.place if in_group else None,
        group=state.step_in_hand.group.id if in_group else None,
    )
    return Update(begun, (began,) if action is None else (began, _cue(begun, state.began, action)))


def _cue(state: SessionState, t: float, action: Action) -> CueGiven:
    about_group = action in (Action.PREPARE, Action.RELEASE)
    group = state.step_in_hand.group.id if about_group else None
    return CueGiven(t=t, action=action, group=group, brief=about_group and state.brief)


def _both(first: Update, second: Update) -> Update:
    return replace(second, said=first.said + second.said)
