"""Answers are kept privately and word for word, and are asked anew in time."""

from __future__ import annotations

import stat
import tempfile
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.errors import StoreError
from biofeedback.store.person import ASK_ANEW_DAYS, FILE_NAME, Person, keep, note_adverse, recall, why_due
from protocols.screening.questionnaire import Answer, Answers, Reply, questions
from tests.screening.answering import answers

DAY = date(2026, 3, 1)
ALL = tuple(Answer(question=question.id, reply=Reply.NO) for question in questions() if not question.today)
PERSON = Person(answers=ALL, answered="2026-03-01T08:00:00+00:00")


@given(answers())
def test_what_was_answered_is_recalled(given_answers: Answers) -> None:
    """Any answers come back the same."""
    person = replace(PERSON, answers=given_answers)
    with tempfile.TemporaryDirectory() as name:
        keep(person, Path(name))
        assert recall(Path(name)) == person


def test_nobody_was_asked_at_first(folder: Path) -> None:
    """And that is no fault; but it is time to ask."""
    assert recall(folder) is None
    assert why_due(None, DAY)


def test_nobody_else_can_read_it(folder: Path) -> None:
    """What a body has is nobody else's business; a file that was made too open is closed again."""
    keep(PERSON, folder)
    assert stat.S_IMODE((folder / FILE_NAME).stat().st_mode) == 0o600

    (folder / FILE_NAME).chmod(0o644)
    recall(folder)
    assert stat.S_IMODE((folder / FILE_NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@given(st.integers(-400, 400))
def test_answers_are_asked_anew_after_ninety_days(days: int) -> None:
    """Not before, and not on the word of a clock that runs backwards."""
    assert (why_due(PERSON, DAY + timedelta(days=days)) is None) is (0 <= days < ASK_ANEW_DAYS)


def test_answers_are_asked_anew_after_an_adverse_note(folder: Path) -> None:
    """Something went wrong: what was answered before may no longer hold. Answering clears it."""
    keep(PERSON, folder)
    assert not why_due(recall(folder), DAY)

    note_adverse("2026-03-01T09:00:00+00:00", folder)
    assert why_due(recall(folder), DAY)
    keep(PERSON, folder)
    assert not why_due(recall(folder), DAY)


def test_an_adverse_note_about_nobody_changes_nothing(folder: Path) -> None:
    """Who was never asked will be asked anyway."""
    note_adverse("2026-03-01T09:00:00+00:00", folder)

    assert recall(folder) is None


def test_answers_to_other_questions_are_asked_anew() -> None:
    """An older version of the questions, or one that was never answered."""
    assert why_due(replace(PERSON, version=PERSON.version - 1), DAY)
    assert why_due(replace(PERSON, answers=ALL[1:]), DAY)


@pytest.mark.parametrize(
    "content",
    [b"", b"{", b"[]", b'{"answers": [], "answered": "yesterday"}', b'{"answers": 5}', b"\xff", b"[" * 100_000],
)
def test_a_spoilt_file_is_told_and_nothing_is_guessed(folder: Path, content: bytes) -> None:
    """Nobody is practised with on answers that cannot be read."""
    folder.mkdir(parents=True)
    (folder / FILE_NAME).write_bytes(content)

    with pytest.raises(StoreError, match="biofeedback screening"):
        recall(folder)
