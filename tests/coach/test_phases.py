"""The transition table against every trigger in every phase."""

from __future__ import annotations

from itertools import product

import pytest

from biofeedback.coach.phases import TABLE, TERMINAL, Trigger, after
from biofeedback.decisions import Phase

LIVE = [phase for phase in Phase if phase not in TERMINAL]


def test_every_phase_has_its_row() -> None:
    """No phase is forgotten."""
    assert set(TABLE) == set(Phase)


@pytest.mark.parametrize(("phase", "trigger"), list(product(Phase, Trigger)))
def test_every_trigger_in_every_phase_leads_somewhere_known_or_nowhere(phase: Phase, trigger: Trigger) -> None:
    """And the invariants of the table hold for each pair."""
    new = after(phase, trigger)

    assert new is None or new in TABLE
    if phase in TERMINAL:
        assert new is None
    if new is Phase.TENSE:
        assert (phase, trigger) == (Phase.PREPARE, Trigger.TIME_UP)
    if phase is Phase.PAUSED:
        assert new not in (Phase.TENSE, Phase.REST, Phase.SETTLE)
    if trigger is Trigger.SAFETY_STOP and phase in LIVE:
        assert new is Phase.STOPPED
    if trigger is Trigger.USER_STOP and phase in LIVE:
        assert new in TERMINAL


@pytest.mark.parametrize("phase", LIVE)
def test_after_an_end_no_second_trigger_means_anything(phase: Phase) -> None:
    """Every order of two: once an end is reached, it stays."""
    ends = [middle for first in Trigger if (middle := after(phase, first)) in TERMINAL]

    assert ends
    assert all(after(middle, second) is None for middle, second in product(ends, Trigger))


def test_every_phase_can_be_reached_and_every_phase_can_end() -> None:
    """From the first question on."""
    reached, edge = {Phase.ASK_BEFORE}, [Phase.ASK_BEFORE]
    while edge:
        for new in TABLE[edge.pop()].values():
            if new not in reached:
                reached.add(new)
                edge.append(new)
    assert reached == set(Phase)
    assert all(set(TABLE[phase].values()) & TERMINAL for phase in LIVE)


ENDS = {"source_ended": "finished", "user_stop": "stopped", "safety_stop": "stopped"}
IN_A_GROUP = {"hold": "paused", "next_group": "prepare", "groups_done": "closing", **ENDS}
WAYS = {  # written down a second time, row by row
    "rating_before": {"rated": "waiting", "hold": "paused", **ENDS},
    "waiting": {"signal_ready": "baseline", "hold": "paused", **ENDS},
    "baseline": {"time_up": "prepare", "hold": "paused", **ENDS},
    "prepare": {"time_up": "tense", "no_tension": "rest", **IN_A_GROUP},
    "tense": {"time_up": "rest", **IN_A_GROUP},
    "rest": {"unsettled": "settle", **IN_A_GROUP},
    "settle": IN_A_GROUP,
    "paused": {
        "go_on_rating": "rating_before",
        "go_on_waiting": "waiting",
        "go_on_baseline": "baseline",
        "go_on_group": "prepare",
        "go_on_unmonitored": "prepare",
        "go_on_closing": "closing",
        **ENDS,
    },
    "closing": {"time_up": "rating_after", "practice_over": "finished", "hold": "paused", **ENDS},
    "rating_after": {
        "rated": "finished",
        "source_ended": "finished",
        "user_stop": "finished",
        "safety_stop": "stopped",
    },
    "finished": {},
    "stopped": {},
}


@pytest.mark.parametrize("phase", Phase)
def test_the_ways_out_of_a_phase_are_those_of_a_second_writing(phase: Phase) -> None:
    """All of them, and no other."""
    ways = {trigger.value: new.value for trigger in Trigger if (new := after(phase, trigger)) is not None}
    assert ways == WAYS[phase.value]


def test_only_the_two_ends_have_no_way_out() -> None:
    """The set that everybody asks."""
    assert {phase.value for phase in TERMINAL} == {"finished", "stopped"}
