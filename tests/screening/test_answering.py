"""A screening that was left: no answer is lost, it is gone on with, and until it is whole it lets nobody through."""

from __future__ import annotations

import stat
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.app import answering, screening
from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.cli import screening as command
from biofeedback.clock import wall_time
from biofeedback.errors import StoreError, UsageError
from biofeedback.plain.interview import Interview
from biofeedback.store import answering as stored
from biofeedback.store import erasing, person
from biofeedback.texts import Texts
from protocols.library import load, names
from protocols.screening.personal import plan_for
from protocols.screening.questionnaire import Answer, Answers, Reply, unanswered
from protocols.screening.terms import counsel
from tests.screening.answering import yes
from tests.screening.test_sheet import whole

STANDING = unanswered((), today=False)
DUE = "screening.due_unfinished"


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    return tmp_path


def asked_in_lines(*typed: str) -> tuple[Interview, list[str]]:
    said, lines = list[str](), [line + "\n" for line in typed]
    return Interview(said.append, lambda: lines.pop(0) if lines else "", Texts("en")), said


def keep(*given_: Answer, answered: str | None = None, adverse: str | None = None) -> None:
    yeses = {answer.question: answer for answer in given_}
    nos = tuple(yeses.get(q.id, Answer(question=q.id, reply=Reply.NO)) for q in STANDING)
    person.keep(person.Person(answers=nos, answered=answered or wall_time(), adverse=adverse))


async def left_after(*typed: str) -> None:
    asks, _ = asked_in_lines(*typed)
    due = screening.why_due()
    assert due is not None
    with pytest.raises(UsageError, match="kept"):
        await screening.ask(asks, due)


async def test_what_is_left_is_kept_privately_and_gone_on_with_another_day(data: Path) -> None:
    """In lines, by the end of what is typed: as after a crash, nothing more than each answer was ever written."""
    await left_after("y", "n", "d")
    file = data / stored.FILE_NAME
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert not (data / person.FILE_NAME).exists()
    due = screening.why_due()
    assert due is not None
    assert due.code == DUE

    asks, said = asked_in_lines(*["n"] * (len(STANDING) - 3), "")
    await screening.ask(asks, due)
    assert any(line.startswith("4/22") for line in said)
    assert not any(line.startswith(("1/22", "3/22")) for line in said)
    known = person.recall()
    assert known is not None
    assert [a.reply for a in known.answers[:3]] == [Reply.YES, Reply.NO, Reply.AGREED]
    assert not file.exists()
    assert screening.why_due() is None


@pytest.mark.parametrize(
    ("lang", "kept", "not_kept"), [("en", "are kept", "could not be kept"), ("zh", "都保存了", "没能保存")]
)
async def test_what_becomes_of_the_answers_is_told_as_it_is(
    lang: str, kept: str, not_kept: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nothing of them where nothing was answered; not that they are kept where they could not be."""
    due = screening.why_due()
    assert due is not None

    async def told(*typed: str) -> str:
        lines = [line + "\n" for line in typed]
        asks = Interview(lambda _: None, lambda: lines.pop(0) if lines else "", Texts(lang))
        with pytest.raises(UsageError) as left:
            await screening.ask(asks, due)
        return left.value.message

    def full(_: stored.Answering) -> None:
        raise StoreError("the disk is full")

    first = await told()
    assert kept not in first
    assert not_kept not in first
    with monkeypatch.context() as patched:
        patched.setattr(stored, "keep", full)
        assert not_kept in await told("y", "n")
        assert not_kept in await told(*["n"] * len(STANDING))
    assert kept in await told("y", "n")
    assert kept in await told()  # those of the last time


async def test_all_answered_and_not_yet_said_to_be_right_counts_as_unfinished() -> None:
    """The next time only the review is left."""
    await left_after(*["n"] * len(STANDING))
    assert person.recall() is None
    asks, said = asked_in_lines("")
    await screening.ask(asks, screening.why_due() or pytest.fail("due"))
    assert not any("/22" in line for line in said)
    assert screening.why_due() is None


async def test_an_unfinished_screening_lets_no_session_through(data: Path) -> None:
    """Neither with nothing kept before, nor over older answers that would still hold."""
    today = SessionRequest(today=())
    await left_after("y")
    with pytest.raises(UsageError, match="biofeedback screening"):
        open_session(Activity.PRACTISE, today)
    stored.forget()

    keep()
    await open_session(Activity.PRACTISE, today).close()
    stored.keep(stored.Answering(answers=(yes("chest_pain"),), begun=wall_time()))
    due = screening.why_due()
    assert due is not None
    assert due.code == DUE
    with pytest.raises(UsageError, match="biofeedback screening"):
        open_session(Activity.PRACTISE, today)


def test_what_it_says_already_narrows_what_needs_no_answers() -> None:
    """A simulated session and a suggestion go by it too; a no that is not finished takes nothing back."""
    keep(yes("lungs"))
    more = (yes("worry"), Answer(question="lungs", reply=Reply.NO))
    stored.keep(stored.Answering(answers=more, begun=wall_time()))
    said = {answer.question for answer in screening.standing() if answer.reply is not Reply.NO}
    assert said == {"lungs", "worry"}


@given(whole, whole, st.integers(0, len(STANDING)))
def test_an_unfinished_screening_never_allows_more_than_the_answers_before_it(
    before: Answers, after: Answers, so_far: int
) -> None:
    """What was refused is refused, what was left out is left out."""
    with pytest.MonkeyPatch.context() as patched:
        known = person.Person(answers=before, answered="2026-01-01T00:00:00+00:00")
        left = stored.Answering(answers=after[:so_far], begun="2026-01-02T00:00:00+00:00")
        patched.setattr(stored, "recall", lambda: left)
        more = (*before, *answering.narrowing(known))
    held, ours = counsel(before).terms, counsel(more).terms
    assert set(held.refused) <= set(ours.refused)
    assert set(held.restrictions.never_tensed) <= set(ours.restrictions.never_tensed)
    assert held.restrictions.no_tensing <= ours.restrictions.no_tensing
    assert held.restrictions.mild_only <= ours.restrictions.mild_only
    for name in ("feet_to_forehead", "body_scan", "diaphragm_breathing"):
        if plan_for(before, load(name)).protocol is None:
            assert plan_for(more, load(name)).protocol is None


@pytest.mark.parametrize(
    ("begun", "adverse", "version"),
    [
        ("2020-01-01T00:00:00+00:00", None, None),  # a season ago: a body has changed since
        ("2999-01-01T00:00:00+00:00", None, None),  # the clock was set back
        (None, "2998-01-01T00:00:00+00:00", None),  # trouble since then
        (None, None, -1),  # other questions
    ],
)
async def test_answers_of_an_unfinished_screening_that_no_longer_hold_are_asked_again(
    begun: str | None, adverse: str | None, version: int | None
) -> None:
    """And nobody is let through by dropping them."""
    keep(answered="2019-01-01T00:00:00+00:00", adverse=adverse)
    left = stored.Answering(answers=(yes("pressure"),), begun=begun or wall_time())
    stored.keep(left if version is None else replace(left, version=version))
    due = screening.why_due()
    assert due is not None
    assert due.code != DUE
    asks, said = asked_in_lines(*["n"] * len(STANDING), "")
    await screening.ask(asks, due)
    assert any(line.startswith("1/22") for line in said)


def test_what_was_left_before_all_was_answered_otherwise_is_over() -> None:
    """As when the program is killed between the two writes at the end."""
    stored.keep(stored.Answering(answers=(yes("pressure"),), begun="2026-01-01T00:00:00+00:00"))
    keep()
    assert screening.why_due() is None
    assert all(answer.reply is Reply.NO for answer in screening.standing())


@pytest.mark.parametrize("content", ["{", '{"answers": 3, "begun": "x"}', '{"answers": [], "begun": "yesterday"}'])
def test_what_cannot_be_read_is_asked_anew(content: str, data: Path) -> None:
    keep()
    (data / stored.FILE_NAME).write_text(content)
    due = screening.why_due()
    assert due is not None
    assert due.code == "screening.due_unreadable"


async def test_where_nothing_can_be_written_it_is_asked_all_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    def full(*_: object) -> None:
        raise StoreError("no space left")

    monkeypatch.setattr(stored, "keep", full)
    asks, _ = asked_in_lines(*["n"] * len(STANDING), "")
    await screening.ask(asks, screening.why_due() or pytest.fail("due"))
    assert screening.why_due() is None


# ------------------------------------------------------------------------------------------------ the kept answers


async def test_single_answers_are_changed_in_lines_and_what_follows_is_said() -> None:
    """When all were given stays as it was: one answer does not make the others younger, nor trouble undone."""
    keep(answered="2026-11-01T08:00:00+00:00")
    before = person.recall()
    assert before is not None
    with pytest.MonkeyPatch.context() as patched:
        patched.setattr(screening, "why_due", lambda: None)
        asks, said = asked_in_lines("9", "?", "y", "30", "")
        assert await screening.look_over(asks)
    known = person.recall()
    assert known is not None
    assert (known.answered, known.adverse, known.version) == (before.answered, before.adverse, before.version)
    changed = [new for new, old in zip(known.answers, before.answers, strict=True) if new != old]
    assert changed == [yes(STANDING[8].id)]
    assert any("What follows" in line for line in said)
    assert any("PRACTICE.md" in line for line in said)
    assert any("1 to 22" in line for line in said)


async def test_all_can_be_answered_anew_from_there_and_looking_changes_nothing() -> None:
    keep(yes("worry"))
    asks, _ = asked_in_lines("")
    assert not await screening.look_over(asks)
    asks, said = asked_in_lines("a", *["n"] * len(STANDING), "")
    assert await screening.look_over(asks)
    assert any(line.startswith("1/22") for line in said)
    known = person.recall()
    assert known is not None
    assert {answer.reply for answer in known.answers} == {Reply.NO}


def test_what_was_left_is_deleted_with_everything(data: Path) -> None:
    stored.keep(stored.Answering(answers=(), begun=wall_time()))
    assert stored.FILE_NAME in {kept.path.name for kept in erasing.kept_files(data)}


def test_the_command_goes_through_the_kept_answers(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(yes("worry"))
    lines = ["18\n", "n\n", "\n"]
    monkeypatch.setattr("sys.stdin.readline", lambda: lines.pop(0) if lines else "")
    command.run("en", show=False)
    out = capsys.readouterr().out
    assert Texts("en").say("screening.kept_brief") in out
    assert lines == []
    assert len(names()) > 20
