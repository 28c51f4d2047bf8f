"""The ladder: down when rating and body both say so, back up after trouble, a pause after more of it; it never nags."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols.library import load, names
from protocols.programme import GENTLE, GOOD_SESSIONS, HARD, STAGES, Advice, Afterwards, Practised, suggest

TODAY = "2026-03-10"
GOOD = Practised(
    day="2026-03-01",
    protocol=STAGES[0],
    completed=True,
    trouble=False,
    settle_pauses=0,
    tension_before=6,
    tension_after=3,
)
TROUBLE = replace(GOOD, completed=False, trouble=True, tension_after=None)


def climbed(stage: int) -> list[Practised]:
    """Good sessions up to the beginning of a stage."""
    return [replace(GOOD, protocol=name) for name in STAGES[:stage] for _ in range(GOOD_SESSIONS)]


def test_the_ladder_is_made_of_shipped_protocols_with_ever_less_tension() -> None:
    """And so is what is gentle; on the way down nobody is tensed more than before."""
    tension = [sum(step.hold_s for step in load(name).steps) for name in STAGES]

    assert {*STAGES, *GENTLE} <= set(names())
    assert tension == sorted(tension, reverse=True)
    assert all(step.hold_s == 0 for name in GENTLE for step in load(name).steps)


def test_it_begins_at_the_beginning() -> None:
    """Without a past."""
    first = suggest([], TODAY)

    assert (first.advice, first.protocol) == (Advice.BEGIN, "sixteen_groups")


@pytest.mark.parametrize("stage", range(len(STAGES)))
def test_three_good_sessions_lead_to_the_next_stage_and_two_do_not(stage: int) -> None:
    """At every stage but the last, where one stays."""
    here = replace(GOOD, protocol=STAGES[stage])
    two, three = suggest([*climbed(stage), here, here], TODAY), suggest([*climbed(stage), here, here, here], TODAY)

    assert (two.advice, two.stage) == (Advice.STAY, stage)
    last = stage == len(STAGES) - 1
    assert (three.advice, three.stage) == ((Advice.STAY, stage) if last else (Advice.NEXT_STAGE, stage + 1))


@pytest.mark.parametrize(
    "session",
    [
        replace(GOOD, tension_after=5),  # the rating says no
        replace(GOOD, settle_pauses=2),  # the body says no
        replace(GOOD, completed=False),
        replace(GOOD, tension_before=1, tension_after=2),  # calm, but less so than before
    ],
)
def test_one_that_did_not_work_breaks_the_row(session: Practised) -> None:
    """Rating and body must both say so, three times in a row."""
    assert suggest([GOOD, GOOD, session, GOOD, GOOD], TODAY).stage == 0
    assert suggest([GOOD, GOOD, session, GOOD, GOOD, GOOD], TODAY).stage == 1


@pytest.mark.parametrize("unsaid", [replace(GOOD, tension_after=None), replace(GOOD, tension_before=None)])
def test_what_was_not_said_speaks_neither_for_it_nor_against_it(unsaid: Practised) -> None:
    """Whoever drifts off before the last question climbs as well, only not by that session."""
    assert suggest([GOOD, GOOD, unsaid], TODAY).stage == 0
    assert suggest([GOOD, GOOD, unsaid, GOOD], TODAY).stage == 1


def test_calm_before_and_after_is_good_too() -> None:
    """Nobody has to come tense."""
    assert suggest([replace(GOOD, tension_before=2, tension_after=2)] * 3, TODAY).stage == 1


def test_other_practice_neither_helps_nor_harms() -> None:
    """A midday round leaves the ladder as it is."""
    other = replace(GOOD, protocol="midday")

    assert suggest([GOOD, other, GOOD, other, GOOD, other], TODAY).stage == 1
    assert suggest([other] * 9, TODAY).stage == 0


def test_trouble_leads_one_stage_back() -> None:
    """Whatever was practised then; not below the first."""
    back = suggest([*climbed(3), TROUBLE], TODAY)

    assert (back.advice, back.stage) == (Advice.STAGE_BACK, 2)
    assert suggest([TROUBLE], TODAY).stage == 0


@pytest.mark.parametrize("bad", [TROUBLE, replace(GOOD, tension_before=3, tension_after=5)])
def test_trouble_that_stays_suggests_a_pause_and_something_gentle(bad: Practised) -> None:
    """Twice among the last three, the last one included; after a better one the ladder is open again."""
    paused = suggest([GOOD, bad, GOOD, bad], TODAY)

    assert (paused.advice, paused.protocol) == (Advice.PAUSE, GENTLE[0])
    assert suggest([GOOD, bad, bad, replace(GOOD, protocol="grounding")], TODAY).advice is not Advice.PAUSE


def test_once_a_day_is_enough() -> None:
    """Who has practised today is not asked for more; who broke off may try again."""
    assert suggest([replace(GOOD, day=TODAY)], TODAY).advice is Advice.DONE_TODAY
    assert suggest([replace(GOOD, day=TODAY, completed=False)], TODAY).advice is Advice.STAY


sessions = st.builds(
    Practised,
    day=st.just("2026-03-01"),
    protocol=st.sampled_from([*STAGES, "midday"]),
    completed=st.booleans(),
    trouble=st.booleans(),
    settle_pauses=st.integers(0, 3),
    tension_before=st.none() | st.integers(0, 10),
    tension_after=st.none() | st.integers(0, 10),
)


@given(st.lists(sessions, max_size=40), st.integers(0, 400))
def test_missed_days_change_nothing(past: list[Practised], days: int) -> None:
    """No suggestion ever depends on how long ago the last session was: it never nags."""
    late = f"20{27 + days // 300:02d}-01-01"

    assert suggest(past, TODAY) == suggest(past, late)
    assert abs(suggest([*past, GOOD], TODAY).stage - suggest(past, TODAY).stage) <= 1


def by_name(answers: Iterable[Afterwards]) -> list[Afterwards]:
    return sorted(answers, key=lambda each: each.value)


@pytest.mark.parametrize("felt", by_name(HARD))
def test_a_session_that_felt_wrong_afterwards_is_a_troubled_one(felt: Afterwards) -> None:
    """Once leads a stage back, twice in three suggests a pause and something gentle."""
    hard = replace(GOOD, afterwards=felt)
    once = suggest([*climbed(1), replace(hard, protocol=STAGES[1])], TODAY)
    assert (once.advice, once.stage) == (Advice.STAGE_BACK, 0)

    twice = suggest([hard, GOOD, hard], TODAY)
    assert (twice.advice, twice.protocol) == (Advice.PAUSE, GENTLE[0])
    assert suggest([hard, hard, GOOD], TODAY).advice is not Advice.PAUSE  # it is better now
    assert suggest([hard, GOOD, GOOD, hard], TODAY).advice is not Advice.PAUSE  # one of the last three


@pytest.mark.parametrize("felt", [None, *by_name(set(Afterwards) - HARD)])
def test_what_was_well_or_left_unsaid_changes_nothing(felt: Afterwards | None) -> None:
    """Nobody is held back for not answering."""
    assert suggest([replace(GOOD, afterwards=felt)] * 3, TODAY) == suggest([GOOD] * 3, TODAY)


@given(st.lists(st.sampled_from(["2020-01-01", "2026-01-01", "2026-03-09"]), min_size=3, max_size=3).map(sorted))
def test_days_without_practice_are_never_counted(days: list[str]) -> None:
    """Years between two sessions make no difference."""
    assert suggest([replace(GOOD, day=day) for day in days], TODAY) == suggest([GOOD] * 3, TODAY)
