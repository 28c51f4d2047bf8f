"""No plan holds what the answers forbid: every single answer, every pair of answers, and any mixture of them."""

from __future__ import annotations

from itertools import combinations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from protocols import limits, safety
from protocols.form import Draft
from protocols.library import load, names
from protocols.restrictions import Place
from protocols.screening.personal import Change, PersonalPlan, plan_for
from protocols.screening.questionnaire import Answer, Answers, Reply, questions, unanswered
from protocols.screening.terms import counsel
from protocols.training import Breathing, Effort, Kind, Region, Side, TrainingProtocol
from protocols.wording import speaking_s
from tests.screening.answering import AGREED, YES, answers, forbidden, single_answers, strains_forbidden_part, yes

PROTOCOLS = [load(name) for name in names()]
DEFAULT = load("feet_to_forehead")


def holds_nothing_forbidden(given_answers: Answers, protocol: TrainingProtocol) -> PersonalPlan:
    plan = plan_for(given_answers, protocol)
    ours = plan.protocol
    if ours is None:
        return plan
    assert not [step.group.id for step in ours.steps if strains_forbidden_part(step, given_answers)]
    tense = [step for step in ours.steps if step.hold_s > 0]
    for each in forbidden(given_answers):
        assert protocol.kind not in each.kinds
        assert not (each.breath_cue and ours.breath_cue)
        for step in tense:
            assert step.hold_s <= each.hold_over_s
            assert step.rest_s >= each.rest_under_s
            assert not (each.moderate and step.effort is Effort.MODERATE)
            assert not (each.breath_with_tension and step.breathing is Breathing.WITH_TENSION)
        if len(ours.steps) > 1:
            assert safety.guided_s(ours) <= each.longer_than_s
    return plan


def test_every_question_is_known_to_the_oracle() -> None:
    """A question that is added without a word on what it forbids fails here."""
    assert {question.id for question in questions()} == set(YES)
    assert set(AGREED) == {question.id for question in questions() if question.reply.value == "agreed"}


@pytest.mark.parametrize("answer", single_answers(), ids=lambda a: f"{a.question}-{a.reply.value}-{len(a.places)}")
def test_every_single_answer_is_kept_to_in_every_protocol(answer: Answer) -> None:
    """And the answer shows: something is said, and every alternative may be begun under the same answer."""
    for protocol in PROTOCOLS:
        plan = holds_nothing_forbidden((answer,), protocol)
        for name in plan.alternatives:
            assert plan_for((answer,), load(name)).protocol is not None
    assert counsel((answer,)).notes


def test_every_pair_of_answers_is_kept_to() -> None:
    """Pairwise over all questions and replies."""
    for pair in combinations(single_answers(), 2):
        if pair[0].question != pair[1].question:
            for protocol in (DEFAULT, load("seven_groups"), load("body_scan"), load("diaphragm_breathing")):
                holds_nothing_forbidden(pair, protocol)


@given(answers(), st.sampled_from(PROTOCOLS))
def test_any_mixture_of_answers_is_kept_to(given_answers: Answers, protocol: TrainingProtocol) -> None:
    """Whatever is answered, and however much of it."""
    holds_nothing_forbidden(given_answers, protocol)


@given(answers(), st.sampled_from(single_answers()), st.sampled_from(PROTOCOLS))
def test_one_answer_more_never_allows_more(given_answers: Answers, more: Answer, protocol: TrainingProtocol) -> None:
    """No tension comes back, gets longer or stronger because of something else that was said."""
    if more.question in {answer.question for answer in given_answers}:
        return
    before, after = plan_for(given_answers, protocol).protocol, plan_for((*given_answers, more), protocol).protocol
    if after is None:
        return
    assert before is not None
    allowed = {step.group.id: step.hold_s for step in before.steps}
    assert all(step.hold_s <= allowed.get(step.group.id, 0) for step in after.steps)


@given(answers(), st.sampled_from(PROTOCOLS))
def test_a_plan_is_as_safe_and_as_speakable_as_a_protocol_file(
    given_answers: Answers, protocol: TrainingProtocol
) -> None:
    """What is left is within every hard limit that a file is held to."""
    ours = plan_for(given_answers, protocol).protocol
    if ours is None:
        return
    origins = tuple(f"steps[{k}]" for k in range(len(ours.steps)))
    faults = safety.faults_of(Draft(protocol=ours, origins=origins, said=()))
    assert [str(fault) for fault in faults] == []
    for step in ours.steps:
        for lang in ("en", "zh"):
            assert speaking_s(step.group.notice.say(lang), lang) <= step.lead_in_s
            assert step.hold_s == 0 or speaking_s(step.group.tense.say(lang), lang) <= step.hold_s
            assert speaking_s(ours.closing.say(lang), lang) <= ours.closing_s


@pytest.mark.parametrize("protocol", PROTOCOLS, ids=lambda p: p.name)
def test_without_a_yes_a_protocol_is_practised_as_written(protocol: TrainingProtocol) -> None:
    """Nobody is restricted for nothing."""
    nos = tuple(Answer(question=question.id, reply=Reply.NO) for question in questions())
    plan = plan_for(nos, protocol)

    assert plan.protocol == protocol
    assert plan.notes == ()
    assert plan.changes == ()


def test_an_injured_side_spares_that_side_only() -> None:
    """The left hand hurts: the right one goes on, and what works with both does not."""
    hurt = (yes("injury", Place(region=Region.HANDS, side=Side.LEFT)),)
    sided = plan_for(hurt, load("sixteen_groups")).protocol
    both = plan_for(hurt, DEFAULT)

    assert sided is not None
    tensed = {step.group.id for step in sided.steps if step.hold_s > 0}
    assert {"right_hand", "left_upper_arm"} <= tensed
    assert "left_hand" not in tensed
    assert [(c.group.en, c.change) for c in both.changes] == [("Arms and hands", Change.IMAGINED)]


def test_a_yes_to_pain_that_names_no_part_tenses_nothing() -> None:
    """Where nobody knows, nobody is tensed: something else is offered."""
    plan = plan_for((yes("pain_today"),), DEFAULT)

    assert plan.protocol is None
    assert plan.alternatives


def test_an_imagined_group_is_said_so_in_both_languages_and_asks_for_nothing() -> None:
    """Its own words would announce a tension that does not come."""
    plan = plan_for((yes("spasm", Place(region=Region.NECK)),), DEFAULT)
    assert plan.protocol is not None
    neck = next(step for step in plan.protocol.steps if step.group.id == "neck")

    assert (neck.hold_s, neck.effort, neck.group.tense.en) == (0.0, Effort.NONE, "")
    assert "only in your mind" in neck.group.notice.en
    assert "只在心里" in neck.group.notice.zh
    assert neck.group.name.zh in neck.group.notice.zh


def test_panic_is_met_with_what_leads_outwards() -> None:
    """Not with a body scan: grounding comes first."""
    plan = plan_for((yes("panic_now"),), DEFAULT)

    assert plan.protocol is None
    assert plan.alternatives[0] == "grounding"
    assert plan_for((yes("panic_now"),), load("grounding")).protocol is not None


def test_leaving_one_group_out_lets_no_other_in() -> None:
    """A shortened practice stays as short as it was."""
    short = plan_for((yes("trauma"),), DEFAULT).protocol
    shorter = plan_for((yes("trauma"), yes("injury", Place(region=Region.FEET))), DEFAULT).protocol

    assert short is not None
    assert shorter is not None
    assert [step.group.id for step in shorter.steps] == [step.group.id for step in short.steps[1:]]


@pytest.mark.parametrize("question", ["psychosis", "alcohol_today", "hazard_today"])
def test_some_answers_leave_nothing_to_begin(question: str) -> None:
    """Neither this protocol nor another one."""
    for protocol in PROTOCOLS:
        plan = plan_for((yes(question),), protocol)
        assert plan.protocol is None
        assert plan.alternatives == ()


def test_an_answer_about_another_kind_of_practice_is_not_told_here() -> None:
    """`Not now` is about body scans; whoever tenses muscles need not read it."""
    assert {note.effect.value for note in plan_for((yes("inward"),), DEFAULT).notes} == {"professional"}
    assert plan_for((yes("inward"),), load("body_scan")).protocol is None


def test_eyes_and_seat_change_the_first_words() -> None:
    """Nobody who should sit with open eyes is told to lie down and close them."""
    plan = plan_for((yes("trauma"), yes("dizziness")), DEFAULT)
    assert plan.protocol is not None

    assert plan.protocol.eyes_open
    assert "lie" not in plan.protocol.baseline_words.en.lower().split()
    assert "open" in plan.protocol.baseline_words.en
    assert "闭上眼睛" not in plan.protocol.baseline_words.zh
    assert plan_for((yes("dizziness"),), load("desk")).protocol.eyes_open  # type: ignore[union-attr]


def test_the_daily_questions_are_few_enough_for_twenty_seconds() -> None:
    """Read at 4 words a second or 6 characters a second, with a second to answer all of them at once."""
    today = unanswered((), today=True)

    assert {question.id for question in today} == {
        "pain_today", "ill_today", "alcohol_today", "hazard_today", "panic_now",
    }  # fmt: skip
    assert sum(len(question.ask.en.split()) for question in today) / 4 + 1 < 20
    assert sum(len(question.ask.zh) for question in today) / 6 + 1 < 20


def test_what_is_answered_is_not_asked_again() -> None:
    """Only the rest is."""
    left = unanswered((Answer(question="pressure", reply=Reply.NO),), today=False)

    assert "pressure" not in {question.id for question in left}
    assert len(left) == len([q for q in questions() if not (q.today or q.remembered)]) - 1


def test_every_offer_is_a_shipped_protocol_and_no_tension_is_offered_against_no_tensing() -> None:
    """An alternative that cannot be begun would be no help."""
    for question in questions():
        assert set(question.offer) <= set(names())
        if any(each.effect.value == "no_tensing" for each in question.then):
            assert all(load(name).kind is not Kind.TENSION for name in question.offer)


def test_limits_know_the_trunk_as_the_oracle_does() -> None:
    """The oracle and the limits mean the same part of the body."""
    assert YES["lungs"].regions == limits.TRUNK
