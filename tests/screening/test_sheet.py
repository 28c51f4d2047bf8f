"""Page by page or one by one, with or without leaving in between: the same answers come out, and so the same plan."""

from __future__ import annotations

from itertools import chain
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from protocols.library import load
from protocols.screening.proposal import propose
from protocols.screening.questionnaire import Answer, Answers, Question, Reply, ReplyForm, unanswered
from protocols.screening.sheet import WITH_PLACES, Sheet, can_have, fitting, parts, turned
from tests.house.tree import ROOT
from tests.screening.answering import answers as some_answers
from tests.screening.answering import places, replies

STANDING = unanswered((), today=False)
PROTOCOLS = ("feet_to_forehead", "sixteen_groups", "release_only", "body_scan", "diaphragm_breathing", "after_surgery")


def one_answer(question: Question) -> st.SearchStrategy[Answer]:
    """Any way in which this question can be answered."""
    ways: list[st.SearchStrategy[Answer]] = [st.just(Answer(question=question.id, reply=Reply.NO))]
    for reply in replies(question)[1:]:
        if question.choices:
            ways += [st.just(Answer(question=question.id, reply=reply, choice=each.id)) for each in question.choices]
        elif question.reply in WITH_PLACES:
            named = st.lists(places, max_size=3, unique_by=lambda place: place.region)
            ways.append(named.map(lambda p, r=reply: Answer(question=question.id, reply=r, places=tuple(p))))  # type: ignore[misc]
        else:
            ways.append(st.just(Answer(question=question.id, reply=reply)))
    return st.one_of(ways)


whole = st.tuples(*map(one_answer, STANDING))
"""What the questions gave when they were asked one by one: an answer to each, in the order of the table."""


def by_pages(wanted: Answers, turns: int = 0) -> Answers:
    """The same person on the pages: marks what is so, goes on, and never says no to a question by itself."""
    sheet = Sheet()
    by_id = {answer.question: answer for answer in wanted}
    for part in parts():
        for question in part.questions:
            answer = by_id[question.id]
            for _ in range(turns):  # there and back
                marked = turned(question, sheet.of(question))
                sheet = sheet.without(question) if marked is None else sheet.with_(marked)
            sheet = sheet.without(question)
            if answer.reply is not Reply.NO:
                sheet = sheet.with_(answer if answer.places else reached(question, answer))
        sheet = sheet.with_rest_no(part.questions)
    assert sheet.open_part() is None
    return sheet.answers()


def reached(question: Question, wanted: Answer) -> Answer:
    """By turning the mark alone."""
    answer = turned(question, None)
    while answer is not None and (answer.reply, answer.choice) != (wanted.reply, wanted.choice):
        answer = turned(question, answer)
    assert answer is not None
    return answer


@given(whole, st.integers(0, 3))
def test_by_pages_the_answers_and_their_plans_are_those_of_one_by_one(one_by_one: Answers, turns: int) -> None:
    paged = by_pages(one_by_one, turns)
    assert paged == one_by_one
    for name in PROTOCOLS:
        assert propose(paged, load(name)) == propose(one_by_one, load(name))


@given(whole, st.randoms(use_true_random=False))
def test_in_whatever_order_they_are_given_they_come_out_in_one(one_by_one: Answers, random: object) -> None:
    """Single answers are changed in a review, and pages are gone back to."""
    shuffled = list(one_by_one)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    sheet = Sheet()
    for answer in shuffled:
        sheet = sheet.with_(answer)
    assert sheet.answers() == one_by_one


@given(whole, st.integers(0, len(STANDING)))
def test_what_was_left_is_gone_on_with(one_by_one: Answers, so_far: int) -> None:
    """Nothing that was answered is asked again, and nothing that was not is passed over."""
    sheet = Sheet(fitting(one_by_one[:so_far]))
    assert sheet.answers() == one_by_one[:so_far]
    open_ = [question for question in STANDING if sheet.of(question) is None]
    assert [question.id for question in open_] == [answer.question for answer in one_by_one[so_far:]]
    assert (sheet.open_part() is None) is (open_ == [])
    if open_:
        place = sheet.open_part()
        assert place is not None
        assert any(question in open_ for question in parts()[place].questions)


@given(some_answers())
@settings(max_examples=30)
def test_only_what_the_questions_can_have_is_gone_on_with(kept: Answers) -> None:
    for answer in fitting(kept):
        question = next(each for each in STANDING if each.id == answer.question)
        assert can_have(question, answer)
    assert fitting((Answer(question="pressure", reply=Reply.NO, choice="x"),)) == ()
    assert fitting((Answer(question="mobility", reply=Reply.AGREED),)) == ()
    assert fitting((Answer(question="age", reply=Reply.YES, choice="110"),)) == ()
    assert fitting((Answer(question="nothing", reply=Reply.NO),)) == ()


def test_every_standing_question_is_in_one_part_and_a_part_is_one_page() -> None:
    """Few enough that a number marks each."""
    assert sorted(q.id for q in chain.from_iterable(part.questions for part in parts())) == sorted(
        q.id for q in STANDING
    )
    assert all(1 <= len(part.questions) <= 9 and part.id for part in parts())


@pytest.mark.parametrize("question", STANDING, ids=lambda question: question.id)
def test_a_mark_turns_through_every_answer_and_back_to_none(question: Question) -> None:
    seen: list[Answer] = []
    answer = turned(question, None)
    while answer is not None:
        assert can_have(question, answer)
        seen.append(answer)
        answer = turned(question, answer)
    assert len(seen) == len(set(seen)) == (len(question.choices) or len(replies(question)) - 1)
    assert turned(question, None, back=True) == seen[-1]
    assert question.reply is not ReplyForm.AGREED or [each.reply for each in seen] == [Reply.YES, Reply.AGREED]


def test_every_source_of_a_question_is_a_statement_of_the_practice() -> None:
    """As it is told to whoever asks why."""
    practice = Path(ROOT, "PRACTICE.md").read_text(encoding="utf-8")
    sources = {question.source for question in (*STANDING, *unanswered((), today=True)) if question.source}
    assert len(sources) > 15
    assert [source for source in sources if f"| {source} |" not in practice] == []
