"""What is told is kept, word for word, on a real SQLite file."""

from __future__ import annotations

import tempfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.decisions import Decision, EndCause, Finished, Outcome, Stopped
from biofeedback.errors import StoreError, UsageError
from biofeedback.events import Event, HeartRate, Rated, Tick
from biofeedback.store import database
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions, SourceKind
from biofeedback.why import why
from tests.values import decisions, events

FINISHED = Finished(
    t=12.5,
    outcome=Outcome.COMPLETED,
    rule=None,
    groups_done=7,
    groups_planned=7,
    settle_pauses=1,
    tension_before=6,
    tension_after=None,
    why=why("coach.completed"),
    cause=EndCause.COMPLETED,
)


@settings(max_examples=25)  # each is a store of its own on the disk
@given(told=st.lists(st.tuples(events, st.lists(decisions, max_size=3).map(tuple)), max_size=12))
def test_what_was_told_is_read_back_word_for_word(told: list[tuple[Event, tuple[Decision, ...]]]) -> None:
    """Any events and decisions come back the same and in the same order."""
    about = About(
        started="",
        version="",
        protocol=None,
        digest=None,
        source_kind=SourceKind.STRAP,
        source="ble",
        seed=None,
        settings="{}",
        lang="zh",
    )
    with tempfile.TemporaryDirectory() as name:
        log = SessionLog(about, Path(name))
        for event, decided in told:
            log.on_step(event, decided)
        log.close()
        with Sessions(Path(name)) as sessions:
            assert sessions.events(log.id) == tuple(event for event, _ in told)
            assert sessions.decisions(log.id) == tuple(each for _, decided in told for each in decided)
            assert sessions.get(log.id).about == about


def test_of_one_kind_only_its_own_lines_are_read(folder: Path, about: About) -> None:
    """In order, of events and of decisions; a line of a kind that this version does not know hurts nobody."""
    log = SessionLog(about, folder)
    log.on_step(Rated(t=1.0, tension=3), (FINISHED,))
    log.on_step(Rated(t=2.0, tension=None), ())
    log.close()
    connection, _ = database.connect(folder)
    connection.execute(
        "UPDATE entries SET line = replace(line, 'Finished', 'Danced'), type = 'Danced' WHERE kind = 'decision'"
    )
    connection.close()

    with Sessions(folder) as sessions:
        assert sessions.of_kind(log.id, Rated) == (Rated(t=1.0, tension=3), Rated(t=2.0, tension=None))
        assert sessions.of_kind(log.id, Finished) == ()
        with pytest.raises(StoreError):
            sessions.decisions(log.id)


def test_a_finished_session_knows_its_last_word(folder: Path, about: About) -> None:
    """The list shows how a session ended without reading it all."""
    log = SessionLog(about, folder)
    log.on_step(Rated(t=12.5, tension=None), (FINISHED,))
    log.close()

    with Sessions(folder) as sessions:
        (session,) = sessions.all()

    assert session.finished == FINISHED
    assert session.duration_s == 12.5
    assert session.ended is not None


def test_a_last_word_is_on_the_disk_before_the_session_is_closed(folder: Path, about: About) -> None:
    """Once the writer has had its turn another window can read the end of a session that is still open."""
    log = SessionLog(about, folder)
    log.on_step(Tick(t=12.5), (Stopped(t=12.5, rule=None, why=why("coach.person_stopped")), FINISHED))
    log.flush()

    with Sessions(folder) as sessions:
        assert sessions.get(log.id).finished == FINISHED
    log.close()


def test_a_session_that_nobody_closed_is_recognised(folder: Path, about: About) -> None:
    """A killed session is told apart from one that was left early and closed."""
    left, killed = SessionLog(about, folder), SessionLog(about, folder)
    killed.on_step(Tick(t=1.0), ())
    killed.flush()
    left.close()

    with Sessions(folder) as sessions:
        assert [session.id for session in sessions.all() if session.ended is None] == [killed.id]
        assert sessions.get(left.id).finished is None
        assert sessions.get(left.id).ended is not None
    killed.close()


def test_sessions_are_listed_newest_first(folder: Path, about: About) -> None:
    """Two sessions, the later one above."""
    first, second = SessionLog(about, folder), SessionLog(about, folder)
    first.close()
    second.close()

    with Sessions(folder) as sessions:
        assert [session.id for session in sessions.all()] == [second.id, first.id]


def test_a_deleted_session_is_gone_from_the_disk(folder: Path, about: About) -> None:
    """Nothing of it can be found in any file any more, and the others are untouched."""
    mark = b"a-very-private-payload-of-a-heart"
    log, other = SessionLog(about, folder), SessionLog(about, folder)
    for n in range(50):
        log.on_step(HeartRate(t=float(n), hr_bpm=60, rr_ticks=(), payload=b""), ())
        log.on_step(Tick(t=float(n)), (Stopped(t=float(n), rule=None, why=why(mark.decode())),))
    other.on_step(Tick(t=1.0), ())
    log.close()
    other.close()
    assert any(mark in file.read_bytes() for file in folder.iterdir())

    with Sessions(folder) as sessions:
        sessions.delete(log.id)

        assert [session.id for session in sessions.all()] == [other.id]
        assert sessions.events(other.id) == (Tick(t=1.0),)
        assert not any(mark in file.read_bytes() for file in folder.iterdir())


def test_a_note_stays_with_its_session_and_goes_with_it(folder: Path, about: About) -> None:
    """The person's own words, and how it felt afterwards: each once, the later in place of the earlier."""
    log, other = SessionLog(about, folder), SessionLog(about, folder)
    log.close()
    other.close()
    with Sessions(folder) as sessions:
        for text in ("first thoughts", "手心很暖"):
            sessions.keep_note(log.id, text)
        sessions.keep_afterwards(log.id, "dread")
        sessions.keep_note(other.id, "mine")
        assert (sessions.get(log.id).note, sessions.get(log.id).afterwards) == ("手心很暖", "dread")
        assert [session.note for session in sessions.all()] == ["mine", "手心很暖"]

        sessions.keep_note(other.id, "")
        assert sessions.get(other.id).note is None
        sessions.delete(log.id)
        assert not any("手心很暖".encode() in file.read_bytes() for file in folder.iterdir())
        with pytest.raises(UsageError):
            sessions.keep_note(log.id, "too late")


def test_the_number_of_a_deleted_session_is_not_given_again(folder: Path, about: About) -> None:
    """A number in somebody's notes never comes to mean another session."""
    first = SessionLog(about, folder)
    first.close()
    with Sessions(folder) as sessions:
        sessions.delete(first.id)
    second = SessionLog(about, folder)
    second.close()

    assert second.id > first.id


def test_a_session_that_is_not_there_is_a_question_of_usage(folder: Path) -> None:
    """Reading and deleting say so in one line."""
    with Sessions(folder) as sessions:
        for ask in (sessions.get, sessions.events, sessions.decisions, sessions.delete):
            with pytest.raises(UsageError, match="no session 3"):
                ask(3)


@pytest.mark.parametrize("spoil", ["UPDATE entries SET line = 'spoilt'", "UPDATE blocks SET lines = x'78da00'"])
def test_a_line_that_cannot_be_read_names_its_session(folder: Path, about: About, spoil: str) -> None:
    """A line somebody has written over is told, not guessed at: one that stands alone, and a block of them."""
    log = SessionLog(about, folder)
    log.on_step(Rated(t=1.0, tension=3), ())
    log.on_step(Tick(t=1.0), ())
    log.close()
    connection, _ = database.connect(folder)
    connection.execute(spoil)
    connection.close()

    with Sessions(folder) as sessions, pytest.raises(StoreError, match=f"session {log.id} has a line"):
        sessions.events(log.id)
