"""Beats in compact blocks: the same lines, word for word, in a fraction of the space, whatever happens meanwhile."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.decisions import BaselineSet
from biofeedback.events import EcgChunk, HeartRate, Rated, Tick
from biofeedback.store import blocks, database
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions

LINES = st.lists(st.binary(max_size=30).filter(lambda line: b"\n" not in line), max_size=20)


@given(lines=LINES, steps=st.lists(st.integers(0, 1000), min_size=20, max_size=20))
def test_what_is_packed_is_unpacked_word_for_word(lines: list[bytes], steps: list[int]) -> None:
    """Any line, also one that is no text, at any rising places."""
    placed = [(sum(steps[: n + 1]), line) for n, line in enumerate(lines)]

    assert blocks.unpacked(blocks.pack(placed)) == placed


@pytest.mark.parametrize("damaged", [b"", b"x", blocks.pack([(1, b"a" * 100)])[:-5], blocks.pack([(1, b"a")])[:-1]])
def test_a_damaged_block_is_refused(damaged: bytes) -> None:
    """Cut off or no block at all: never a part of it for the whole."""
    with pytest.raises(ValueError, match="block"):
        blocks.unpacked(damaged)


def _day(log: SessionLog, packets: int) -> None:
    for n in range(packets):
        rr = 100_000 + n * 7919 % 30_000
        packet = HeartRate(t=n + n * 0.001234567, hr_bpm=60, rr_ticks=(rr,), payload=bytes([16, 60, n % 251, 3]))
        log.on_step(packet, (BaselineSet(t=packet.t, hr_bpm=None, rmssd_ms=None),) if n % 100 == 0 else ())


def test_rows_are_folded_while_the_session_runs_and_at_its_end(folder: Path, about: About) -> None:
    """No more than a few hundred stay rows; what is read is in its old order, of all kinds and of one."""
    log = SessionLog(about, folder)
    _day(log, 1300)
    log.flush()
    connection, _ = database.connect(folder)
    running = connection.execute("SELECT count(*) FROM entries WHERE type = 'HeartRate'").fetchone()[0]
    log.on_step(Rated(t=9999.0, tension=3), ())
    log.close()
    left = connection.execute("SELECT type, count(*) FROM entries GROUP BY type").fetchall()
    connection.close()

    with Sessions(folder) as sessions:
        events, packets = sessions.events(log.id), sessions.of_kind(log.id, HeartRate)
        assert [event.t for event in events] == sorted(event.t for event in events)
        assert packets == events[:-1]
        assert [packet.t for packet in packets] == [n + n * 0.001234567 for n in range(1300)]
        assert sessions.get(log.id).duration_s == 9999.0
    assert running < 1300
    assert left == [("BaselineSet", 13), ("Rated", 1)]


def test_an_ecg_is_folded_as_beats_are(folder: Path, about: About) -> None:
    """Each sample comes back, and takes less than two bytes."""
    chunk = [EcgChunk(t=n * 0.56, rate_hz=130.0, microvolts=tuple(n * k % 900 for k in range(73))) for n in range(1000)]
    log = SessionLog(about, folder)
    for each in chunk:
        log.on_step(each, ())
    log.close()

    connection, _ = database.connect(folder)
    (size,) = connection.execute("SELECT sum(length(lines)) FROM blocks WHERE type = 'EcgChunk'").fetchone()
    connection.close()
    with Sessions(folder) as sessions:
        assert sessions.events(log.id) == tuple(chunk)
    assert size < 2 * 73 * len(chunk)


def test_a_fold_that_fails_loses_nothing(folder: Path, about: About, monkeypatch: pytest.MonkeyPatch) -> None:
    """Rows that could not be packed are rows, and are packed with the next."""

    def full(connection: sqlite3.Connection, session: int) -> None:
        raise sqlite3.OperationalError("database or disk is full")

    log = SessionLog(about, folder)
    with monkeypatch.context() as patched:
        patched.setattr("biofeedback.store.log.fold", full)
        _day(log, 700)
        log.flush()
        with Sessions(folder) as sessions:
            assert len(sessions.of_kind(log.id, HeartRate)) == 700
    log.on_step(Tick(t=701.0), ())
    log.close()

    with Sessions(folder) as sessions:
        assert len(sessions.of_kind(log.id, HeartRate)) == 700
    connection, _ = database.connect(folder)
    assert connection.execute("SELECT count(*) FROM entries WHERE type = 'HeartRate'").fetchone() == (0,)
    connection.close()
