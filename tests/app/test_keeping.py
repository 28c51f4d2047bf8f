"""Where a session cannot be kept, a person may still practise: asked first, told what is then not known, nothing lost.

Through the session factory as both faces use it, with a person who answers at once; the strap is never connected.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import pytest

from biofeedback.app import keeping, screening
from biofeedback.app.interview import CannotKeep, Checked, Instead, Interviewer, ToAnswer
from biofeedback.app.past_sessions import past_sessions
from biofeedback.app.ports import Activity
from biofeedback.app.running_session import RunningSession
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.suggestion import line
from biofeedback.clock import wall_time
from biofeedback.decisions import BaselineSet, EndCause, Finished, Outcome, Phase, PhaseBegan
from biofeedback.errors import BiofeedbackError, NotAStore, StoreError, UsageError
from biofeedback.events import Reported, Symptom, Tick
from biofeedback.plain.interview import Interview
from biofeedback.source_news import SourceNews, Topic
from biofeedback.store import database, person, remembered
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions, SourceKind
from biofeedback.texts import Texts
from biofeedback.texts.plan import plan_lines
from biofeedback.why import Why, why
from protocols.library import load
from protocols.restrictions import Place
from protocols.screening.proposal import Proposal
from protocols.screening.questionnaire import Answer, Answers, Reply, unanswered
from protocols.training import Region
from tests.cli.program import run
from tests.cli.test_contract import one_clear_line, table
from tests.screening.answering import yes
from tests.tui.fake_strap import PutsItOn, in_reach

STRAP = "ble:00:11:22:33:44:55"
NOS = tuple(Answer(question=each.id, reply=Reply.NO) for each in unanswered((), today=False))
CHECKED = Checked(answers=tuple(Answer(question=each.id, reply=Reply.NO) for each in unanswered((), today=True)))
FEET = Place(region=Region.FEET)
NO_DATABASE = b"no database" * 100


@dataclass
class Answering(PutsItOn):
    """A person who answers at once, and what they were asked and told."""

    way: Instead | None = Instead.UNKEPT
    given: Answers = NOS
    troubles: list[CannotKeep] = field(default_factory=list)
    reasons: list[str] = field(default_factory=list)
    plans: list[str] = field(default_factory=list)
    asked_afterwards: list[bool] = field(default_factory=list)

    async def standing(self, asked: ToAnswer) -> Answers:
        self.reasons.append(asked.reason.code)
        return self.given

    async def today(self, *, afterwards: bool) -> Checked:
        self.asked_afterwards.append(afterwards)
        return CHECKED

    async def begins(self, proposal: Proposal, sound: object = None) -> str | None:
        await self.shows(proposal)
        return proposal.protocol.name

    async def shows(self, proposal: Proposal) -> None:
        self.plans += plan_lines(proposal, Texts("en"))

    async def cannot_keep(self, trouble: CannotKeep) -> Instead:
        self.troubles.append(trouble)
        if self.way is None:
            raise UsageError("left")
        return self.way


async def opened(
    person: Interviewer, activity: Activity = Activity.PRACTISE, **request: str | tuple[Why, ...]
) -> RunningSession:
    wished = SessionRequest(**{"source": STRAP, "protocol": "seven_groups", **request})  # type: ignore[arg-type]
    factory = LiveSessionFactory(wished, in_reach)
    session = await factory.open(activity, person)
    assert isinstance(session, RunningSession)
    return session


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "data"
    folder.mkdir()
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(folder))
    monkeypatch.setattr(database, "BUSY_S", 0.01)
    return folder


def keep_answers(*given: Answer) -> None:
    yeses = {answer.question: answer for answer in given}
    person.keep(person.Person(answers=tuple(yeses.get(no.question, no) for no in NOS), answered=wall_time()))


def hurt_in_feet() -> None:
    """A session with a strap in which the feet hurt."""
    log = SessionLog.begin(
        protocol=load("seven_groups"),
        source_kind=SourceKind.STRAP,
        source=STRAP,
        seed=None,
        lang="en",
        settings={"protocol": "seven_groups"},
    )
    log.on_step(Tick(t=9.0), (PhaseBegan(t=9.0, phase=Phase.TENSE, group="right_foot"),))
    log.on_step(Reported(t=10.0, symptom=Symptom.PAIN), ())
    log.close()


# ---------------------------------------------------------------------------------------- what a store can be like


def damaged(folder: Path) -> None:
    (folder / database.FILE_NAME).write_bytes(NO_DATABASE)


def foreign(folder: Path) -> None:
    with sqlite3.connect(folder / database.FILE_NAME) as theirs:
        theirs.execute("CREATE TABLE theirs (x)")
    theirs.close()


def newer(folder: Path) -> None:
    Sessions().close()
    connection = sqlite3.connect(folder / database.FILE_NAME)
    connection.execute("PRAGMA user_version = 99")
    connection.close()


def with_a_spoilt_line(folder: Path) -> None:
    hurt_in_feet()
    connection, _ = database.connect()
    connection.execute("UPDATE entries SET line = replace(line, '\"t\"', '\"t') WHERE kind = 'event'")
    connection.close()


def with_a_spoilt_baseline(folder: Path) -> None:
    log = SessionLog.begin(
        protocol=load("seven_groups"), source_kind=SourceKind.STRAP, source=STRAP, seed=None, lang="en", settings={}
    )
    end = Finished(
        t=300.0,
        outcome=Outcome.COMPLETED,
        rule=None,
        groups_done=7,
        groups_planned=7,
        settle_pauses=0,
        tension_before=None,
        tension_after=None,
        why=why("coach.completed"),
        cause=EndCause.COMPLETED,
    )
    log.on_step(Tick(t=240.0), (BaselineSet(t=240.0, hr_bpm=60.0, rmssd_ms=30.0),))
    log.on_step(Tick(t=300.0), (end,))
    log.close()
    connection, _ = database.connect()
    connection.execute("UPDATE entries SET line = replace(line, '\"t\"', '\"t') WHERE type = 'BaselineSet'")
    connection.close()


def no_folder(folder: Path) -> None:
    folder.rmdir()
    folder.write_text("a file")


@contextmanager
def locked(folder: Path) -> Generator[None]:
    Sessions().close()
    other = sqlite3.connect(folder / database.FILE_NAME, isolation_level=None)
    other.execute("BEGIN IMMEDIATE")
    try:
        yield
    finally:
        other.close()


# ------------------------------------------------------------------------------------------------ what is offered


@pytest.mark.parametrize(
    ("spoil", "ways"),
    [
        (damaged, tuple(Instead)),
        (foreign, tuple(Instead)),
        (newer, (Instead.UNKEPT,)),
        (with_a_spoilt_line, (Instead.UNKEPT,)),
        (with_a_spoilt_baseline, (Instead.UNKEPT,)),
        (no_folder, (Instead.UNKEPT,)),
    ],
)
async def test_a_store_that_cannot_be_used_does_not_refuse_practice(
    data: Path, spoil: Callable[[Path], None], ways: tuple[Instead, ...]
) -> None:
    """It is said what is then not known, nothing is written or changed, and it is as in a first session."""
    spoil(data)
    before = _content(data)
    asked = Answering()
    session = await opened(asked)
    await session.close()

    (trouble,) = asked.troubles
    assert trouble.ways == ways
    assert trouble.unknown == (why("keeping.unread"),)
    assert session.unkept[0] == why("keeping.not_kept")
    after = _content(data)
    assert set(after) <= {*before, person.FILE_NAME}
    if spoil not in (
        with_a_spoilt_line,
        with_a_spoilt_baseline,
    ):  # those are stores, and whether they can be written to was tried
        assert {name: after[name] for name in before} == before
    with pytest.raises(StoreError):
        session.keep_note("warm hands")


def _content(folder: Path) -> dict[str, bytes | None]:
    """The files that matter: SQLite's own two beside a store come and go."""
    if not folder.is_dir():
        return {"": folder.read_bytes()}
    return {file.name: file.read_bytes() for file in folder.iterdir() if not file.name.endswith(("-wal", "-shm"))}


async def test_a_locked_store_is_offered_too_and_what_can_be_read_still_restricts(data: Path) -> None:
    """Another program writes: nothing can be kept, but what hurt is known."""
    keep_answers()
    hurt_in_feet()
    asked = Answering()
    with locked(data):
        session = await opened(asked)
        await session.close()

    (trouble,) = asked.troubles
    assert (trouble.ways, trouble.unknown) == ((Instead.UNKEPT,), ())
    assert any("tingling there lately" in line for line in asked.plans)
    assert asked.asked_afterwards == [False]  # nobody is asked for what cannot be kept


async def test_whoever_leaves_begins_nothing(data: Path) -> None:
    """The question is one: the default is no session."""
    damaged(data)
    with pytest.raises(UsageError):
        await opened(Answering(way=None))
    assert _content(data) == {database.FILE_NAME: NO_DATABASE}


async def test_a_new_file_is_begun_beside_and_the_old_one_stays_as_it_is(data: Path) -> None:
    """From then on it is used, without asking again; the list says where the rest is."""
    damaged(data)
    keep_answers()
    asked = Answering(way=Instead.NEW_FILE)
    for _ in range(2):
        session = await opened(asked)
        session._begun.on_step(Reported(t=0.0, symptom=Symptom.SLEEPY), ())  # else nothing would have begun
        await session.close()

    assert [trouble.new_file for trouble in asked.troubles] == ["sessions-2.sqlite3"]
    assert (data / database.FILE_NAME).read_bytes() == NO_DATABASE
    assert oct((data / "sessions-2.sqlite3").stat().st_mode)[-3:] == "600"
    assert len(past_sessions()) == 2
    listed = run("sessions", "list", "--json", data=data)
    assert (listed.code, len(listed.lines)) == (0, 2)
    assert listed.err == f"biofeedback: {Texts('en').say('keeping.earlier', file=str(data / database.FILE_NAME))}\n"


def test_a_new_file_that_spoils_too_is_followed_by_another(data: Path) -> None:
    """And one that can be used is gone on with, whoever asked at the same time."""
    damaged(data)
    database.begin_beside()
    database.begin_beside()
    assert [file.name for file in database.files(data)] == [database.FILE_NAME, "sessions-2.sqlite3"]

    (data / "sessions-2.sqlite3").write_bytes(NO_DATABASE)
    with pytest.raises(NotAStore):
        Sessions()
    database.begin_beside()
    Sessions().close()
    assert database.files(data)[-1].name == "sessions-3.sqlite3"


async def test_a_session_that_cannot_be_begun_after_all_is_offered_without_keeping(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The disk became full between the questions and the first line."""
    keep_answers()
    monkeypatch.setattr("biofeedback.store.log._BEGIN", "INSERT INTO nowhere VALUES (?, ?, ?, ?, ?, ?, ?, ?)")
    asked = Answering()
    session = await opened(asked)
    await session.close()

    assert len(asked.troubles) == 1
    assert session.unkept


# -------------------------------------------------------------------------------------------- what is then known


async def test_answers_that_cannot_be_read_are_asked_anew_and_kept(data: Path) -> None:
    """The reason is said, and the new answers take the place of what could not be read."""
    (data / person.FILE_NAME).write_text("{")
    asked = Answering()
    session = await opened(asked)
    await session.close()

    assert asked.reasons == ["screening.due_unreadable"]
    assert asked.troubles == []
    known = person.recall()
    assert known is not None
    assert known.answers == NOS


async def test_answers_that_cannot_be_kept_hold_for_the_session(data: Path) -> None:
    """They restrict it like any others, and the plan says that they are asked again."""
    (data / person.FILE_NAME).mkdir()
    asked = Answering(given=tuple(yes("injury", FEET) if no.question == "injury" else no for no in NOS))
    session = await opened(asked)

    assert not session.unkept
    await session.close()
    assert Texts("en").say("keeping.held") in asked.plans
    assert not _tenses_feet(session)


async def test_without_a_data_folder_the_answers_of_the_day_are_all_there_is_and_they_restrict(data: Path) -> None:
    """Nothing that restricts is lost because it cannot be written."""
    no_folder(data)
    asked = Answering(given=tuple(yes("injury", FEET) if no.question == "injury" else no for no in NOS))
    session = await opened(asked)
    await session.close()

    assert not _tenses_feet(session)


def _tenses_feet(session: RunningSession) -> bool:
    assert session.protocol is not None
    return any(Region.FEET in step.group.regions and step.hold_s > 0 for step in session.protocol.steps)


async def test_not_keeping_on_purpose_writes_nothing_and_forgets_nothing_that_restricts(data: Path) -> None:
    """`--no-keep` on a store in good order: what hurt still counts, and no file changes."""
    keep_answers()
    hurt_in_feet()
    Sessions().close()
    before = _content(data)
    asked = Answering()
    session = await opened(asked, unkept=keeping.NOT_KEPT)
    await session.close()

    assert asked.troubles == []
    assert any("tingling there lately" in line for line in asked.plans)
    assert _content(data) == before


async def test_an_unreadable_memory_of_the_strap_is_told_and_the_strap_in_reach_is_taken(data: Path) -> None:
    """Only where it is needed: whoever names a strap needs no memory of one."""
    keep_answers()
    (data / remembered.FILE_NAME).write_text("{")
    named, unnamed = Answering(), Answering()
    await (await opened(named)).close()
    await (await opened(unnamed, source="ble")).close()

    assert named.troubles == []
    assert [trouble.unknown for trouble in unnamed.troubles] == [(why("keeping.any_strap"),)]
    assert (data / remembered.FILE_NAME).read_text() == "{"


@pytest.mark.parametrize("activity", [Activity.WATCH, Activity.DEMO])
async def test_watching_goes_on_without_asking_and_says_so(data: Path, activity: Activity) -> None:
    """At its begin and at its end."""
    damaged(data)
    asked = Answering()
    session = await opened(asked, activity, source="person:calm")
    said = session.source_says()
    await session.close()

    assert asked.troubles == []
    assert said[0] == SourceNews(Topic.UNKEPT, why("keeping.not_kept"))
    assert session.unkept[0] == why("keeping.not_kept")


# ------------------------------------------------------------------------------------------------ the plain face


async def test_in_plain_lines_a_number_chooses_and_enter_alone_leaves() -> None:
    """The problem, what is not known, the ways and the hint."""
    trouble = CannotKeep(
        problem=NotAStore("sessions.sqlite3: spoilt"), unknown=(why("keeping.unread"),), new_file="sessions-2.sqlite3"
    )
    for typed, chosen in (("1", Instead.UNKEPT), ("2", Instead.NEW_FILE)):
        said: list[str] = []
        assert await Interview(said.append, partial(str, f"{typed}\n"), Texts("en")).cannot_keep(trouble) is chosen
        assert any("sessions.sqlite3: spoilt" in line for line in said)
        assert any("What hurt in earlier sessions" in line for line in said)
        assert any("sessions-2.sqlite3" in line for line in said)
    for typed in ("\n", "3\n", "x\n", ""):
        with pytest.raises(UsageError):
            await Interview(said.append, partial(str, typed), Texts("en")).cannot_keep(trouble)


def test_where_nobody_can_answer_practice_is_refused_in_one_line_that_names_the_option(
    data: Path, tmp_path: Path
) -> None:
    """With the option it goes on: it says at the begin why, at the end that it was not kept, and changes nothing."""
    damaged(data)
    call = ("practise", "--plain", "--source", f"replay:{table(tmp_path / 'strap.csv', beats=300)}@1000")
    refused, done = run(*call, data=data), run(*call, "--no-keep", data=data)

    one_clear_line(refused)
    assert "--no-keep" in refused.err
    assert done.code == 0
    assert len(done.err.splitlines()) == 1
    assert Texts("en").say("keeping.unread") in done.err
    assert done.out.splitlines()[-1] == Texts("en").say("keeping.not_kept")
    assert _content(data) == {database.FILE_NAME: NO_DATABASE}


def test_watching_in_plain_lines_says_why_it_is_not_kept(data: Path, tmp_path: Path) -> None:
    """On standard error, once, and goes on."""
    damaged(data)
    ran = run("watch", "--plain", "--source", f"replay:{table(tmp_path / 'strap.csv', beats=300)}@1000", data=data)

    assert ran.code == 0
    assert len(ran.err.splitlines()) == 1
    assert str(data / database.FILE_NAME) in ran.err
    assert Texts("en").say("keeping.not_kept") in ran.out


def test_only_the_way_to_a_session_reads_the_store(data: Path) -> None:
    """A suggestion, the list and the answers still say in one line what is wrong."""
    damaged(data)
    for read in (lambda: line(Texts("en")), past_sessions, screening.standing):
        with pytest.raises(BiofeedbackError, match="not a readable store"):
            read()
