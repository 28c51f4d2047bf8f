"""How somebody likes to practise: the position and the side that comes first, within what their body allows."""

from __future__ import annotations

from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.texts import Texts
from biofeedback.texts.plan import plan_lines
from protocols.library import load, names
from protocols.screening.personal import plan_for
from protocols.screening.proposal import propose
from protocols.screening.questionnaire import Answer, Answers
from protocols.screening.terms import counsel
from protocols.sides import left_first
from protocols.training import Side, TrainingProtocol
from tests.screening.answering import answers, chose, yes

PROTOCOLS = [load(name) for name in names()]
DEFAULT = load("feet_to_forehead")
SIXTEEN = load("sixteen_groups")
POSITIONS = ("seated", "reclined", "lying", "side")
SEATED = ("chest_pain", "dizziness")
UPRIGHT_WORDS = ("Sit", "Lean back")


def first_words(*given: Answer) -> str:
    ours = plan_for(given, DEFAULT).protocol
    assert ours is not None
    return ours.baseline_words.en


@pytest.mark.parametrize(
    ("position", "said"),
    [("seated", "Sit "), ("reclined", "half upright"), ("lying", "on your back"), ("side", "on your side")],
)
def test_the_chosen_position_is_said_at_the_beginning(position: str, said: str) -> None:
    """And told in the plan."""
    choice = chose("position", position)
    assert said in first_words(choice)
    assert [note.effect.value for note in plan_for((choice,), DEFAULT).notes] == ["position"]


@pytest.mark.parametrize("position", POSITIONS)
def test_pregnancy_never_lies_flat_and_may_lie_on_the_side(position: str) -> None:
    """What was chosen is kept where it may be, else every position that suits is named."""
    said = first_words(yes("pregnancy"), chose("position", position))
    assert "on your back" not in said
    assert ("on your side" in said) is (position in ("side", "lying"))


@pytest.mark.parametrize("position", POSITIONS)
def test_dizziness_sits_or_leans_back(position: str) -> None:
    """Nothing else is said, whatever was chosen; and the plan does not promise it."""
    given_answers = (yes("dizziness"), chose("position", position))
    assert first_words(*given_answers).startswith(UPRIGHT_WORDS)
    promised = "position" in {note.effect.value for note in plan_for(given_answers, DEFAULT).notes}
    assert promised is (position in ("seated", "reclined"))


@given(answers(), st.sampled_from(PROTOCOLS))
def test_no_plan_says_to_lie_as_the_answers_forbid(given_answers: Answers, protocol: TrainingProtocol) -> None:
    """In both languages, in every protocol, for every mixture of answers."""
    ours = plan_for(given_answers, protocol).protocol
    terms = counsel(given_answers).terms
    if ours is None:
        return
    yeses = {answer.question for answer in given_answers if answer.reply.value != "no"}
    if yeses & {*SEATED, "pregnancy"}:
        assert "on your back" not in ours.baseline_words.en
        assert "平躺" not in ours.baseline_words.zh
        assert "sit up first" in ours.closing.en
    if yeses & set(SEATED):
        assert ours.baseline_words.en.startswith(UPRIGHT_WORDS)
        assert "躺好" not in ours.baseline_words.zh
        assert "侧躺" not in ours.baseline_words.zh
    assert ours.eyes_open or not terms.eyes_open


def test_a_protocol_with_a_place_of_its_own_keeps_it() -> None:
    """Nobody at a desk is told to lie down because they like to."""
    lying = (chose("position", "lying"),)
    assert plan_for(lying, load("desk")).protocol == load("desk")
    assert plan_for(lying, load("desk")).notes == ()


def test_the_left_hand_comes_first_for_whoever_leads_with_it() -> None:
    """The order of the sides changes, and nothing else: each step is there as often as before."""
    plan = plan_for((chose("handedness", "left"),), SIXTEEN)
    assert plan.protocol is not None
    ids = [step.group.id for step in plan.protocol.steps]
    assert ids[:8] == [
        "left_hand", "left_hand", "left_upper_arm", "left_upper_arm",
        "right_hand", "right_hand", "right_upper_arm", "right_upper_arm",
    ]  # fmt: skip
    assert Counter(plan.protocol.steps) == Counter(SIXTEEN.steps)
    assert [note.effect.value for note in plan.notes] == ["left_first"]
    assert [c.group for c in plan.changes] == []


def test_the_right_hand_first_is_as_written() -> None:
    """Nothing to say about it."""
    plan = plan_for((chose("handedness", "right"),), SIXTEEN)
    assert (plan.protocol, plan.notes) == (SIXTEEN, ())


def test_where_no_side_comes_before_the_other_nothing_is_said_about_it() -> None:
    """A wish that changes nothing is not promised."""
    plan = plan_for((chose("handedness", "left"),), DEFAULT)
    assert (plan.protocol, plan.notes) == (DEFAULT, ())


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda p: p.name)
def test_sides_change_places_once_and_lose_nothing(protocol: TrainingProtocol) -> None:
    """The first step of one side is of the left; what is done with both sides stays where it was."""
    swapped = left_first(protocol.steps)
    sided = [step for step in swapped if step.group.side is not Side.BOTH]
    assert Counter(swapped) == Counter(protocol.steps)
    assert not sided or sided[0].group.side is Side.LEFT
    assert left_first(swapped) == swapped
    for before, after in zip(protocol.steps, swapped, strict=True):
        assert (before.group.side is Side.BOTH) is (after.group.side is Side.BOTH)


def test_a_side_without_its_counterpart_is_left_alone() -> None:
    """Somebody wrote it so for one arm."""
    one_arm = tuple(step for step in SIXTEEN.steps if step.group.id != "left_hand")
    assert left_first(one_arm) == one_arm


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_an_age_changes_nothing_of_the_practice_and_is_told_with_the_plan(lang: str) -> None:
    """So it alone is no reason to show a plan before each practice; the oldest of the span is what counts."""
    asked = (chose("age", "50_to_59"),)
    proposal = propose(asked, DEFAULT)
    assert proposal.changes_nothing
    assert proposal.plan.protocol == DEFAULT
    assert counsel(asked).terms.age_years == 59
    told = " ".join(plan_lines(proposal, Texts(lang)))
    assert Texts(lang).say("screening.effect_rate_limit") in told
    assert not propose((*asked, yes("worry")), DEFAULT).changes_nothing
