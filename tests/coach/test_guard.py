"""The guard only shortens, softens, pauses and stops, whatever a protocol says."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from biofeedback.coach.guard import limited
from protocols import limits
from protocols.library import load, names
from protocols.training import Breathing, Effort, Step

STEPS = [step for name in names() for step in load(name).steps]


@given(
    st.sampled_from(STEPS),
    st.floats(0, 1000),
    st.floats(0, 1000),
    st.floats(0, 100),
    st.sampled_from(Effort),
    st.sampled_from(Breathing),
)
def test_no_step_passes_the_guard_outside_the_limits(
    step: Step, hold_s: float, rest_s: float, lead_in_s: float, effort: Effort, breathing: Breathing
) -> None:
    """For any numbers: the hold is never longer than asked and never beyond the limit, the rest never too short."""
    asked = replace(step, hold_s=hold_s, rest_s=rest_s, lead_in_s=lead_in_s, effort=effort, breathing=breathing)
    given_step, changes = limited(asked)

    regions = step.group.regions
    assert given_step.hold_s <= asked.hold_s
    assert given_step.hold_s <= limits.max_hold_s(regions, given_step.effort, breathing)
    assert given_step.rest_s >= limits.min_rest_s(given_step.hold_s)
    assert not (given_step.effort is Effort.MODERATE and limits.max_effort(regions) is Effort.MILD)
    assert given_step.hold_s == 0 or given_step.lead_in_s >= limits.MIN_LEAD_IN_S
    assert limited(given_step) == (given_step, ())
    assert all(before != after and why.code.startswith("coach.limit_") for _, before, after, why in changes)


def test_shipped_steps_pass_unchanged() -> None:
    """What is shipped was already within the limits."""
    assert all(limited(step) == (step, ()) for step in STEPS)
