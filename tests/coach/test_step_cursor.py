"""The place in a protocol: what comes next, what is led through again, and what is never tensed after it hurt."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biofeedback.coach.step_cursor import StepCursor
from protocols.restrictions import Place
from protocols.training import Side, Step
from tests.coach.streams import protocol

FEET, LOWER_LEGS, UPPER_LEGS = protocol().steps
WHOLE = StepCursor(steps=(FEET, LOWER_LEGS, UPPER_LEGS))


def of_side(side: Side) -> Step:
    return replace(FEET, group=replace(FEET.group, id=side.value, side=side))


def visited(cursor: StepCursor) -> list[str]:
    """The groups from here to the last."""
    found = list[str]()
    while cursor.has_next:
        cursor = cursor.advanced()
        found.append(cursor.written.group.id)
    return found


def test_before_the_first_step_nothing_has_been_done() -> None:
    """None is in hand, none was left, none comes again."""
    assert (WHOLE.place, WHOLE.left, WHOLE.is_repeat, WHOLE.spared) == (None, False, False, ())
    assert WHOLE.upcoming is None
    assert len(WHOLE) == 3
    with pytest.raises(AssertionError):
        _ = WHOLE.written
    with pytest.raises(AssertionError):
        WHOLE.repeating()


def test_the_steps_come_in_order_each_once() -> None:
    """And the one that follows is known."""
    assert visited(WHOLE) == ["feet", "lower_legs", "upper_legs"]
    first = WHOLE.advanced()
    assert (first.place, first.written, first.upcoming) == (0, FEET, LOWER_LEGS)
    last = first.advanced().advanced()
    assert (last.written, last.has_next, last.upcoming) == (UPPER_LEGS, False, None)
    assert last.advanced().place is None
    assert not StepCursor(steps=()).has_next


def test_a_group_is_led_through_again_where_it_was_asked_for_only() -> None:
    """Here, and not at the next; the places add up."""
    first = WHOLE.advanced()
    again = first.repeating()
    assert (first.is_repeat, again.is_repeat, again.place) == (False, True, 0)
    second = again.advanced()
    assert not second.is_repeat
    assert second.repeating().repeated == frozenset({0, 1})


def test_a_group_that_was_left_is_left_until_the_next() -> None:
    """Without sparing anything, where nothing hurt."""
    left = WHOLE.advanced().leaving(spare=False)
    assert (left.left, left.spared, left.place) == (True, (), 0)
    assert visited(left) == ["lower_legs", "upper_legs"]
    assert not left.advanced().left


def test_before_the_first_step_there_is_nothing_to_spare() -> None:
    """It is left, as asked."""
    left = WHOLE.leaving(spare=True)
    assert (left.left, left.spared) == (True, ())
    assert visited(left) == ["feet", "lower_legs", "upper_legs"]


def test_where_it_hurt_nothing_is_tensed_again() -> None:
    """On that side, and with what works on both; what was spared before stays so, and letting go there may come."""
    left, right, both = of_side(Side.LEFT), of_side(Side.RIGHT), of_side(Side.BOTH)
    resting = replace(left, hold_s=0.0, group=replace(left.group, id="left, at rest"))
    short = replace(left, hold_s=0.5, group=replace(left.group, id="left, shortly"))
    cursor = StepCursor(steps=(left, LOWER_LEGS, right, left, both, resting, short)).advanced().leaving(spare=True)

    assert cursor.left
    assert cursor.spared == tuple(Place(region=region, side=Side.LEFT) for region in FEET.group.regions)
    assert cursor.upcoming == LOWER_LEGS
    assert visited(cursor) == ["lower_legs", "right", "left, at rest"]
    more = cursor.advanced().leaving(spare=True)
    assert {place.region for place in more.spared} == {*FEET.group.regions, *LOWER_LEGS.group.regions}
    assert visited(more) == ["right", "left, at rest"]
