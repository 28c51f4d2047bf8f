"""The step in hand as it will be cued: softened where the body called for that, then within the hard limits."""

from __future__ import annotations

from dataclasses import dataclass, replace

from biofeedback.coach import adapter, guard, rest_policy
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.coach.session_state import SessionState
from biofeedback.decisions import Adapted
from biofeedback.why import Why, why
from protocols.training import Effort, Step


@dataclass(frozen=True, slots=True)
class CuedStep:
    """A step, what was changed in it, and why its announcement is longer than planned."""

    step: Step
    changes: tuple[Adapted, ...]
    lead_in_why: Why | None


def cued_step(state: SessionState, t: float, plan: Plan) -> CuedStep:
    """The step at the cursor, for this moment."""
    written = state.cursor.written
    step = adapter.softer(written, state.large_rises) if plan.steering is Adaptation.ON else written
    if state.cursor.is_repeat and step.effort is Effort.MODERATE:
        step = replace(step, effort=Effort.MILD)
    changes: list[guard.StepChange] = []
    longer = rest_policy.longer(step) if state.brief else step.rest_s
    if longer != step.rest_s:
        changes.append(guard.StepChange("rest_s", step.rest_s, longer, why("coach.settled_rest")))
        step = replace(step, rest_s=longer)
    strain = state.muscles.strain(t, written.group)
    step, limited = guard.limited(step, plan.restrictions, strain, unmonitored=state.unmonitored.chosen)
    return CuedStep(
        step=step,
        changes=tuple(
            Adapted(t=t, what=what, before=before, after=after, why=reason)
            for what, before, after, reason in (*changes, *limited)
        ),
        lead_in_why=next((change.why for change in limited if change.what == "lead_in_s"), None),
    )
