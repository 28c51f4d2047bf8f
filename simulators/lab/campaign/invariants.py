"""What must hold in every session, whatever the strap, the heart and the person do.

Each invariant is a pure function of a trace (events and decisions). They know nothing of how the engine works.
"""

from __future__ import annotations

from simulators.lab.campaign import adaptation_invariants, course_invariants, tension_invariants
from simulators.lab.campaign.trace import Trace
from simulators.lab.campaign.violation import Invariant, Violation

INVARIANTS: tuple[Invariant, ...] = (
    course_invariants.nothing_after_the_end,
    tension_invariants.no_tension_on_stale_data,
    tension_invariants.no_tension_on_poor_data,
    tension_invariants.every_tension_is_released,
    tension_invariants.within_hard_limits,
    tension_invariants.within_this_persons_limits,
    course_invariants.a_symptom_lets_go_at_once,
    tension_invariants.rest_after_every_tension,
    tension_invariants.never_too_much_in_all,
    course_invariants.a_pause_of_the_person_is_ended_by_the_person,
    tension_invariants.nothing_is_tensed_off_the_skin,
    adaptation_invariants.a_late_ecg_changes_nothing,
    tension_invariants.nothing_is_tensed_before_the_baseline_or_while_held,
    course_invariants.warnings_are_obeyed_at_once,
    course_invariants.the_persons_stop_outranks_all,
    course_invariants.every_session_ends,
    course_invariants.unmonitored_only_by_choice_and_without_tension,
    adaptation_invariants.no_shift_from_bad_data,
    adaptation_invariants.nobody_is_asked_twice_who_should_not_be,
    adaptation_invariants.nothing_is_adapted_without_leave,
    adaptation_invariants.the_breathing_cue_moves_slowly,
)
"""All there are: every trace is held to each of them."""


def violations(trace: Trace) -> list[Violation]:
    """Everything in a trace that must not be."""
    return [violation for invariant in INVARIANTS for violation in invariant(trace)]
