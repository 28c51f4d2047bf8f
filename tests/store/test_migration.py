"""Stores that older versions wrote: they open, nothing of them is lost, and what is new is told from what is there."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback import journal
from biofeedback.decisions import BaselineSet, Decision, Paused, Phase, PhaseBegan
from biofeedback.events import Event, HeartRate, Reported, Symptom, Tick
from biofeedback.store import database, schema
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions, SourceKind
from biofeedback.why import why

EVENTS = (HeartRate(t=1.0, hr_bpm=60, rr_ticks=(1000,)), Reported(t=2.0, symptom=Symptom.PAIN), Tick(t=3.0))
DECISIONS = (
    PhaseBegan(t=2.0, phase=Phase.REST),
    Paused(t=2.5, why=why("coach.link_lost")),
    BaselineSet(t=3.0, hr_bpm=61.5, rmssd_ms=30.0),
)
ENTRY = "INSERT INTO entries (session, seq, kind, t, line) VALUES (?, ?, ?, ?, ?)"


def old_store(folder: Path, sources: Iterable[str], *, version: int = 2, damaged: str | None = None) -> None:
    """A store as version 1 or 2 of it was: a session of each source, with the same lines and a damaged one."""
    folder.mkdir(parents=True)
    connection = sqlite3.connect(folder / database.FILE_NAME)
    for statements in schema.MIGRATIONS[:version]:
        for statement in statements:
            connection.execute(statement)
    for session, source in enumerate(sources, 1):
        connection.execute(
            "INSERT INTO sessions (started, version, protocol, digest, source, settings, lang) "
            "VALUES ('2026-01-02T03:04:05+00:00', '0.1', 'desk', 'ab', ?, '{\"protocol\": \"desk\"}', 'en')",
            (source,),
        )
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
