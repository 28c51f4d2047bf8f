"""What the guard makes of a step beyond the limits: each limit at its border, each change with its reason."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biofeedback.coach.guard import limited
from biofeedback.coach.muscles import Strain
from protocols.library import load
from protocols.restrictions import UNRESTRICTED, Place, Restrictions
from protocols.training import Breathing, Effort, Region, Step

PLAIN = load("feet_to_forehead").steps[0]


def step(
    hold_s: float = 5.0,
    rest_s: float = 30.0,
    lead_in_s: float = 6.0,
    *,
    region: Region | None = Region.CHEST,
    effort: Effort = Effort.MILD,
    breathing: Breathing = Breathing.FREE,
) -> Step:
    """A tension of one region, or of none that is known."""
    group = replace(PLAIN.group, regions=() if region is None else (region,))
    return replace(
        PLAIN, group=group, hold_s=hold_s, rest_s=rest_s, lead_in_s=lead_in_s, effort=effort, breathing=breathing
    )


def changes(
    asked: Step, restrictions: Restrictions = UNRESTRICTED, tensed: int = 0, *, unmonitored: bool = False
) -> list[tuple[str, float, float, str, dict[str, object]]]:
    """What was changed, with the code and the numbers of the reason."""
    given, made = limited(asked, restrictions, Strain(times=tensed), unmonitored=unmonitored)
    last = {what: after for what, _, after, _ in made}
    assert all(getattr(given, what) == after for what, after in last.items())
    return [(what, before, after, said.code, dict(said.values)) for what, before, after, said in made]


@pytest.mark.parametrize(
    ("region", "effort", "breathing", "longest"),
    [
        (Region.CHEST, Effort.MILD, Breathing.FREE, 10.0),
        (Region.CHEST, Effort.MODERATE, Breathing.FREE, 7.0),
        (Region.CHEST, Effort.MILD, Breathing.WITH_TENSION, 6.0),
        (Region.FEET, Effort.MILD, Breathing.FREE, 5.0),
        (Region.NECK, Effort.MILD, Breathing.FREE, 4.0),
    ],
)
def test_the_longest_hold_of_each_kind(region: Region, effort: Effort, breathing: Breathing, longest: float) -> None:
    """Exactly the limit is allowed; what is beyond is cut to it, and the rest it is given stays."""
    asked = step(longest, region=region, effort=effort, breathing=breathing)
    assert limited(asked) == (asked, ())
    over = replace(asked, hold_s=longest + 0.5)
    assert limited(over)[0] == asked
    assert changes(over) == [("hold_s", longest + 0.5, longest, "coach.limit_hold", {"limit": longest})]


def test_a_region_that_is_only_tensed_mildly_is_tensed_mildly() -> None:
    """And as long as was written, up to what was allowed as it was written: 7 s, not the 10 s of a mild tension."""
    jaw = step(7.0, region=Region.JAW, effort=Effort.MODERATE)
    assert limited(jaw)[0] == replace(jaw, effort=Effort.MILD)
    assert limited(replace(jaw, hold_s=9.0))[0] == replace(jaw, effort=Effort.MILD)
    for effort in (Effort.MILD, Effort.MODERATE):
        chest = step(5.0, effort=effort)
        assert limited(chest)[0] == chest
    resting = step(0.0, effort=Effort.NONE, region=Region.JAW)
    assert limited(resting)[0] == resting


def test_a_gentler_manner_buys_no_longer_hold() -> None:
    """Free breath allows ten seconds; the step as written allowed six. A mild one ten; as written seven."""
    breath = step(9.0, breathing=Breathing.WITH_TENSION)
    assert limited(breath, Restrictions(unbound_breath=True))[0] == replace(
        breath, hold_s=6.0, breathing=Breathing.FREE
    )
    moderate = step(9.0, effort=Effort.MODERATE)
    assert limited(moderate, Restrictions(mild_only=True))[0] == replace(moderate, hold_s=7.0, effort=Effort.MILD)


def test_what_is_of_no_known_region_is_not_tensed() -> None:
    """It could be of a forbidden one."""
    given, _ = limited(step(region=None))
    assert (given.hold_s, given.effort) == (0.0, Effort.NONE)
    assert changes(step(region=None)) == [("hold_s", 5.0, 0.0, "coach.limit_hold", {"limit": 0.0})]


def test_a_persons_own_longest_hold() -> None:
    """With its own reason; a step within it stays as it is."""
    short = Restrictions(max_hold_s=4.0)
    assert limited(step(4.0), short) == (step(4.0), ())
    assert limited(step(5.0), short)[0] == step(4.0)
    assert changes(step(5.0), short) == [("hold_s", 5.0, 4.0, "screening.limit_hold", {"limit": 4.0})]
    half_a_second = Restrictions(max_hold_s=0.5)
    assert limited(step(5.0), half_a_second)[0] == step(0.5)
    assert changes(step(5.0), half_a_second) == [("hold_s", 5.0, 0.5, "screening.limit_hold", {"limit": 0.5})]


def test_what_a_person_never_tenses_is_only_let_go_of() -> None:
    """No hold, no effort; its rest and its announcement need no limit then."""
    never = Restrictions(never_tensed=(Place(region=Region.CHEST),), min_rest_s=60.0)
    asked = step(5.0, rest_s=1.0, lead_in_s=1.0)
    assert limited(asked, never)[0] == replace(asked, hold_s=0.0, effort=Effort.NONE)
    assert changes(asked, never) == [("hold_s", 5.0, 0.0, "screening.limit_never_tensed", {})]


@pytest.mark.parametrize(("tensed", "again"), [(0, True), (2, True), (3, False), (4, False)])
def test_no_group_is_tensed_a_fourth_time(tensed: int, again: bool) -> None:
    """Interrupted tensions count."""
    asked = step()
    wanted = asked if again else replace(asked, hold_s=0.0, effort=Effort.NONE)
    assert limited(asked, strain=Strain(times=tensed))[0] == wanted
    if not again:
        assert changes(asked, tensed=tensed) == [("hold_s", 5.0, 0.0, "coach.limit_repeats", {"times": 3})]


def test_unmonitored_nothing_is_tensed() -> None:
    """Nothing watches this heart."""
    asked = step()
    assert limited(asked, unmonitored=True)[0] == replace(asked, hold_s=0.0, effort=Effort.NONE)
    assert changes(asked, unmonitored=True) == [("hold_s", 5.0, 0.0, "coach.limit_unmonitored", {})]


@pytest.mark.parametrize(("hold_s", "least"), [(4.0, 10.0), (5.0, 10.0), (6.0, 12.0)])
def test_the_shortest_rest_of_everybody(hold_s: float, least: float) -> None:
    """Ten seconds, or twice the hold."""
    enough = step(hold_s, rest_s=least)
    assert limited(enough) == (enough, ())
    short = replace(enough, rest_s=least - 0.5)
    assert limited(short)[0] == enough
    assert changes(short) == [("rest_s", least - 0.5, least, "coach.limit_rest", {"limit": least})]


def test_the_shortest_rest_of_this_person() -> None:
    """After a tension only; it never shortens the rest of everybody."""
    long = Restrictions(min_rest_s=40.0)
    assert limited(step(rest_s=40.0), long) == (step(rest_s=40.0), ())
    assert limited(step(), long)[0] == step(rest_s=40.0)
    assert changes(step(), long) == [("rest_s", 30.0, 40.0, "screening.limit_rest", {"limit": 40.0})]
    resting = step(0.0, rest_s=1.0, effort=Effort.NONE)
    assert limited(resting, long) == (resting, ())
    assert limited(step(0.5), long)[0] == step(0.5, rest_s=40.0)
    assert [change[:3] for change in changes(step(rest_s=5.0), long)] == [("rest_s", 5.0, 10.0), ("rest_s", 10.0, 40.0)]
    assert limited(step(rest_s=5.0), Restrictions(min_rest_s=4.0))[0] == step(rest_s=10.0)


def test_a_tension_is_announced_for_three_seconds() -> None:
    """What is not tensed needs no announcement."""
    assert limited(step(lead_in_s=3.0)) == (step(lead_in_s=3.0), ())
    assert limited(step(lead_in_s=2.9))[0] == step(lead_in_s=3.0)
    assert changes(step(lead_in_s=2.9)) == [("lead_in_s", 2.9, 3.0, "coach.limit_lead_in", {"limit": 3.0})]
    assert limited(step(0.5, lead_in_s=2.9))[0] == step(0.5, lead_in_s=3.0)
    resting = step(0.0, lead_in_s=0.0, effort=Effort.NONE)
    assert limited(resting) == (resting, ())


def test_each_layer_is_told_in_turn() -> None:
    """Each cut that changes something, from the hard limit on."""
    asked = step(12.0, rest_s=0.0)
    made = changes(asked, Restrictions(max_hold_s=8.0), 3, unmonitored=True)
    assert [(what, before, after) for what, before, after, _, _ in made] == [
        ("hold_s", 12.0, 10.0),
        ("hold_s", 10.0, 8.0),
        ("hold_s", 8.0, 0.0),
    ]
