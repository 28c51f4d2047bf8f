"""After surgery only what a doctor has cleared is tensed, and nothing is begun before that is known."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.clock import wall_time
from biofeedback.errors import UsageError
from biofeedback.store import person
from biofeedback.texts import Texts
from protocols.library import load
from protocols.limits import sides_of
from protocols.restrictions import Place
from protocols.screening.personal import plan_for
from protocols.screening.questionnaire import Answer, Reply, questions
from protocols.training import Effort, Region, Side
from tests.screening.answering import yes

PROTOCOL = load("after_surgery")
PLACES = st.lists(st.builds(Place, region=st.sampled_from(Region), side=st.sampled_from(Side)), max_size=8)


def test_every_part_of_the_body_can_be_cleared_by_itself() -> None:
    """Arms and legs even one side at a time, and all of it mildly."""
    assert {region for step in PROTOCOL.steps for region in step.group.regions} == set(Region)
    assert {step.effort for step in PROTOCOL.steps} == {Effort.MILD}
    arms_and_legs = [step.group for step in PROTOCOL.steps if {Region.HANDS, Region.FEET} & set(step.group.regions)]
    assert {group.side for group in arms_and_legs} == {Side.LEFT, Side.RIGHT}


@given(PLACES)
def test_only_what_is_cleared_is_practised(places: list[Place]) -> None:
    """Each side of each part of each step is among those that were named; the rest is not even imagined."""
    ours = plan_for((yes("surgery", *places),), PROTOCOL).protocol
    cleared = {(place.region, side) for place in places for side in sides_of(place.side)}
    worked = [
        {(region, side) for region in step.group.regions for side in sides_of(step.group.side)}
        for step in PROTOCOL.steps
    ]
    suiting = [step for step, works in zip(PROTOCOL.steps, worked, strict=True) if works <= cleared]

    assert [step.group.id for step in ours.steps if step.hold_s > 0] == [s.group.id for s in suiting] if ours else True
    assert (ours is None) == (not suiting)
    assert ours is None or len(ours.steps) == len(suiting)


def test_where_nothing_is_cleared_something_without_tension_is_offered() -> None:
    """Enter alone to the question: none."""
    plan = plan_for((yes("surgery"),), PROTOCOL)

    assert plan.protocol is None
    assert plan.alternatives[0] == "release_only"


@pytest.fixture
def answered(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Somebody who said no to everything."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    keep()


def keep(*given: Answer) -> None:
    """These answers, and no to everything else."""
    known = {answer.question: answer for answer in given}
    standing = (question.id for question in questions() if not question.today)
    answers = tuple(known.get(name, Answer(question=name, reply=Reply.NO)) for name in standing)
    person.keep(person.Person(answers=answers, answered=wall_time()))


@pytest.mark.usefixtures("answered")
async def test_whoever_said_which_parts_practises_those() -> None:
    """The kept answer to the question about surgery is all it takes."""
    places = (Place(region=Region.FEET, side=Side.RIGHT), Place(region=Region.FOREHEAD))
    keep(yes("surgery", *places))
    session = open_session(Activity.PRACTISE, SessionRequest(protocol="after_surgery", source="ble", today=()))
    await session.close()

    assert session.protocol is not None
    assert [step.group.id for step in session.protocol.steps] == ["forehead", "right_foot"]


@pytest.mark.usefixtures("answered")
@pytest.mark.parametrize("asks", [True, False])
def test_with_a_strap_it_is_not_begun_before_that_is_said(asks: bool) -> None:
    """Whether or not anybody sits at the keyboard."""
    for lang in ("en", "zh"):
        with pytest.raises(UsageError) as caught:
            open_session(
                Activity.PRACTISE, SessionRequest(protocol="after_surgery", source="ble", lang=lang), asks=asks
            )
        assert caught.value.message == Texts(lang).say("screening.say_cleared")
