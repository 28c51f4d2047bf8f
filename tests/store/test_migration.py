"""Stores that older versions wrote: they open, nothing of them is lost, and what is new is told from what is there."""

from __future__ import annotations

import signal
import sqlite3
import stat
import subprocess
import sys
from collections.abc import Callable, Generator, Iterable
from contextlib import AbstractContextManager, contextmanager
from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback import journal
from biofeedback.decisions import BaselineSet, Decision, Paused, Phase, PhaseBegan
from biofeedback.errors import StoreError
from biofeedback.events import EcgChunk, Event, HeartRate, Reported, Symptom, Tick
from biofeedback.store import database, migrating, private, schema
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Kind, Sessions, SourceKind
from biofeedback.store.transactions import transaction
from biofeedback.why import why

ROOT = Path(__file__).resolve().parents[2]
EVENTS = (HeartRate(t=1.0, hr_bpm=60, rr_ticks=(1000,)), Reported(t=2.0, symptom=Symptom.PAIN), Tick(t=3.0))
DECISIONS = (
    PhaseBegan(t=2.0, phase=Phase.REST),
    Paused(t=2.5, why=why("coach.link_lost")),
    BaselineSet(t=3.0, hr_bpm=61.5, rmssd_ms=30.0),
)
SESSION = """INSERT INTO sessions (id, started, version, protocol, digest, source, settings, lang)
             VALUES (?, '2026-01-02T03:04:05+00:00', '0.1', 'desk', 'ab', ?, '{"protocol": "desk"}', 'en')"""
FOLDED = 4  # the version from which beats are folded into blocks
ENTRY = "INSERT INTO entries (session, seq, kind, t, line) VALUES (?, ?, ?, ?, ?)"


def old_store(folder: Path, sources: Iterable[str], *, version: int = 2, damaged: str | None = None) -> None:
    """A store as version 1 or 2 of it was: a session of each source, with the same lines and a damaged one."""
    folder.mkdir(parents=True)
    connection = sqlite3.connect(folder / database.FILE_NAME)
    for statements in schema.MIGRATIONS[:version]:
        for statement in statements:
            connection.execute(statement)
    for session, source in enumerate(sources, 1):
        connection.execute(SESSION, (session, source))
        items: tuple[Event | Decision, ...] = (*EVENTS, *DECISIONS)
        for seq, item in enumerate(items):
            kind = "event" if isinstance(item, Event) else "decision"
            connection.execute(ENTRY, (session, seq, kind, item.t, journal.to_line(item)))
        if damaged is not None:
            connection.execute(ENTRY, (session, len(items), "decision", 9.0, damaged))
    connection.execute(f"PRAGMA user_version = {version}")
    connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")
    connection.commit()
    connection.close()


@pytest.mark.parametrize("version", [1, 2])
def test_an_old_store_opens_and_nothing_is_lost(folder: Path, version: int) -> None:
    """Every event and decision is as it was."""
    old_store(folder, ["ble"], version=version)

    with Sessions(folder) as sessions:
        (session,) = sessions.all()
        assert sessions.events(session.id) == EVENTS
        assert sessions.decisions(session.id) == DECISIONS
        assert session.about.digest == "ab"
        assert session.about.settings == '{"protocol": "desk"}'
        assert sessions.practised(session.id) is None


def test_whose_heart_it_was_is_told_from_the_old_name(folder: Path) -> None:
    """Of a strap at any address; a name that only looks like one is still what it was taken for."""
    kinds = {
        "ble": SourceKind.STRAP,
        "ble:00:11:22:33:44:55": SourceKind.STRAP,
        "replay:ble.csv@2": SourceKind.RECORDING,
        "person:ble": SourceKind.PARTICIPANT,
        "session:3": SourceKind.PAST,
        "another": SourceKind.RECORDING,
    }
    old_store(folder, kinds)

    with Sessions(folder) as sessions:
        assert {each.about.source: each.about.source_kind for each in sessions.all()} == kinds


@pytest.mark.parametrize("damaged", [None, "", "not JSON", '{"type":"Baseline', '{"t": 1}'])
def test_lines_are_found_by_their_kind_and_a_damaged_one_keeps_nobody_out(folder: Path, damaged: str | None) -> None:
    """The kinds of old lines are known; a line that has none is found only where all are read."""
    old_store(folder, ["ble", "person:calm"], damaged=damaged)

    with Sessions(folder) as sessions:
        assert sessions.of_kind(1, Reported) == (EVENTS[1],)
        assert sessions.of_kind(2, PhaseBegan) == (DECISIONS[0],)
        assert sessions.of_kind(2, Paused) == (DECISIONS[1],)  # whose name in a line is an older one


def test_old_and_new_sessions_stand_in_one_store(folder: Path, about: About) -> None:
    """One that is begun after it was brought up to date is found in the same ways."""
    old_store(folder, ["ble"])
    log = SessionLog(about, folder)
    log.on_step(Tick(t=3.0), (DECISIONS[2],))
    log.close()

    with Sessions(folder) as sessions:
        assert [each.about.source_kind for each in sessions.all()] == [SourceKind.PARTICIPANT, SourceKind.STRAP]
        assert sessions.of_kind(log.id, BaselineSet) == sessions.of_kind(1, BaselineSet) == (DECISIONS[2],)


def test_a_file_that_only_sounds_like_a_strap_is_none(folder: Path, about: About) -> None:
    """A name for people decides nothing."""
    SessionLog(replace(about, source="ble.csv"), folder).close()

    with Sessions(folder) as sessions:
        assert sessions.all()[0].about.source_kind is SourceKind.PARTICIPANT


def mixed_store(folder: Path, version: int, sessions: int, packets: int) -> dict[int, tuple[Event, ...]]:
    """A store of an older version with beats and an ECG in it; what was in each session."""
    items: tuple[Event, ...] = tuple(
        EcgChunk(t=n / 2, rate_hz=130.0, microvolts=(n, -n)) if n % 5 == 0 else
        HeartRate(t=n / 2 + 0.1234567, hr_bpm=60, rr_ticks=(100_000 + n,), payload=bytes([n % 256])) if n % 7 else
        Tick(t=n / 2)
        for n in range(packets)
    )  # fmt: skip
    old_store(folder, [], version=version)
    connection = sqlite3.connect(folder / database.FILE_NAME, isolation_level=None)
    connection.execute("BEGIN")
    for session in range(1, sessions + 1):
        connection.execute(SESSION, (session, "ble"))
        for seq, item in enumerate(items):
            row = (session, seq, "event", item.t, journal.to_line(item))
            connection.execute(ENTRY, row)
            if version >= 3:
                connection.execute(
                    "UPDATE entries SET type = ? WHERE session = ? AND seq = ?", (journal.tag(type(item)), session, seq)
                )
    connection.execute("COMMIT")
    connection.close()
    return dict.fromkeys(range(1, sessions + 1), items)


@pytest.mark.parametrize("version", range(1, len(schema.MIGRATIONS)))
def test_a_store_of_every_earlier_version_is_led_to_this_one(folder: Path, version: int) -> None:
    """Every event is as it was, a copy of before stands beside it, and what was not folded yet takes less room."""
    kept = mixed_store(folder, version, 2, 1500)
    before = (folder / database.FILE_NAME).read_bytes()

    with Sessions(folder) as sessions:
        assert {number: sessions.events(number) for number in kept} == kept
        assert [each.kind for each in sessions.all()] == [Kind.SESSION] * 2

    (copy,) = migrating.backups(folder / database.FILE_NAME)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    old, new = sqlite3.connect(copy), sqlite3.connect(folder / database.FILE_NAME)
    assert old.execute("PRAGMA user_version").fetchone() == (version,)
    assert old.execute("SELECT count(*) FROM entries").fetchone() == (3000,)
    if version < FOLDED:
        assert new.execute("SELECT count(*) FROM entries").fetchone() == (0,)
        assert new.execute("SELECT sum(length(lines)) FROM blocks").fetchone()[0] * 3 < len(before)
    assert new.execute("SELECT rated_later FROM sessions").fetchall() == [(None,), (None,)]
    old.close()
    new.close()


LEADS = """
import os, sys
from pathlib import Path
from biofeedback.store import blocks, database, migrating
place, folder = int(sys.argv[1]), Path(sys.argv[2])
seen = 0
def dies(connection, session):
    global seen
    seen += 1
    if seen > place:
        os.kill(os.getpid(), 9)
    FOLD(connection, session)
FOLD, blocks.fold = blocks.fold, dies
if place == 0:
    migrating.private.replace = lambda copy, named: os.kill(os.getpid(), 9)
database.connect(folder)
"""


@pytest.mark.parametrize("place", [0, 1, 2])
def test_a_kill_in_the_middle_loses_nothing(folder: Path, place: int) -> None:
    """Before the copy is named, and while sessions are being folded: the next start begins anew and finds it all."""
    kept = mixed_store(folder, 3, 3, 700)
    died = subprocess.run([sys.executable, "-c", LEADS, str(place), str(folder)], cwd=ROOT, check=False)
    assert died.returncode == -signal.SIGKILL

    with Sessions(folder) as sessions:
        assert {number: sessions.events(number) for number in kept} == kept
    assert [copy.name for copy in migrating.backups(folder / database.FILE_NAME)] == [
        f"sessions.sqlite3.before-{len(schema.MIGRATIONS)}"
    ]


@pytest.mark.parametrize("room", [0, 40, 200])
def test_a_full_disk_leaves_the_old_store_as_it_was(folder: Path, room: int, monkeypatch: pytest.MonkeyPatch) -> None:
    """No room for the copy, or not enough for the new store: one clear line, and with room it is led on."""
    kept = mixed_store(folder, 3, 2, 1500)
    file = folder / database.FILE_NAME
    before = sqlite3.connect(file).execute("SELECT count(*), sum(length(line)) FROM entries").fetchone()
    with monkeypatch.context() as patched:
        patched.setattr(migrating, "transaction", _with_room(room))
        if room == 0:
            patched.setattr(private, "replace", _no_room)
        with pytest.raises(StoreError, match=r"full|written"):
            Sessions(folder)
    reader = sqlite3.connect(file)
    assert reader.execute("PRAGMA user_version").fetchone() == (3,)
    assert reader.execute("SELECT count(*), sum(length(line)) FROM entries").fetchone() == before
    reader.close()

    with Sessions(folder) as sessions:
        assert {number: sessions.events(number) for number in kept} == kept


def _no_room(copy: Path, named: Path) -> None:
    raise StoreError(f"{named}: cannot be written (No space left on device)")


def _with_room(pages: int) -> Callable[[sqlite3.Connection], AbstractContextManager[None]]:
    """A transaction in which the file may grow by so many pages and no more, as on a disk that is nearly full."""

    @contextmanager
    def limited(connection: sqlite3.Connection) -> Generator[None]:
        (now,) = connection.execute("PRAGMA page_count").fetchone()
        connection.execute(f"PRAGMA max_page_count = {now + 1 + pages // 100}")
        with transaction(connection):
            yield

    return limited


def test_two_that_begin_at_once_lead_it_once(folder: Path) -> None:
    """Neither finds half of it, and the copy is of the version before."""
    kept = mixed_store(folder, 3, 2, 700)
    code = "import sys, pathlib, biofeedback.store.database as store; store.connect(pathlib.Path(sys.argv[1]))"
    three = [subprocess.Popen([sys.executable, "-c", code, str(folder)], cwd=ROOT) for _ in range(3)]
    assert [each.wait() for each in three] == [0, 0, 0]

    with Sessions(folder) as sessions:
        assert {number: sessions.events(number) for number in kept} == kept
    (copy,) = migrating.backups(folder / database.FILE_NAME)
    assert sqlite3.connect(copy).execute("PRAGMA user_version").fetchone() == (3,)


def test_whoever_waits_to_write_leaves_anothers_unfinished_copy_alone(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It was erased, and the other one took its store for damaged."""
    mixed_store(folder, 3, 1, 10)
    file = folder / database.FILE_NAME
    other = sqlite3.connect(file, isolation_level=None)
    other.execute("PRAGMA journal_mode = WAL")
    other.execute("BEGIN IMMEDIATE")
    unfinished = file.with_name(f"{file.name}.before-{len(schema.MIGRATIONS)}.theirs")
    unfinished.write_bytes(b"half of it")
    monkeypatch.setattr(database, "BUSY_S", 0.01)

    with pytest.raises(StoreError):
        database.connect(folder)

    other.close()
    assert unfinished.read_bytes() == b"half of it"
    assert migrating.backups(file) == (unfinished,)
