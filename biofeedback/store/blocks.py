"""The many small events of a session in compact blocks: the same lines, word for word, packed some hundred at a time.

A day of beats is a hundred thousand lines that say nearly the same. They are written as they happen, each a row, so
that a killed process loses none; once enough have gathered they are folded into one block, rows out and block in, in
one transaction. A line that is not understood is packed as it is: nothing here reads what it says.
"""

from __future__ import annotations

import sqlite3
import zlib
from collections.abc import Iterator

FOLDED_TYPES = ("HeartRate", "EcgChunk", "MotionChunk", "SamplesHeard", "Tick")
"""Types of lines that are folded: those that come with every beat, packet or wake-up. All others stay rows, to be found
by their type alone."""

FOLDED_AT = 512
"""Rows of these types that gather before they are folded: nine minutes of packets, so blocks pack well (a fifth of
their size), and what a fold moves at a time is under 100 kB."""

MOST_UNPACKED = 256_000_000
"""A block that claims to be larger is not ours: two million intervals of a recording with their words, the most that
are read, are under 100 MB. Bytes."""

_ROWS = """SELECT seq, t, CAST(line AS BLOB) FROM entries
           WHERE session = ? AND type = ? AND kind = 'event' ORDER BY seq LIMIT ?"""
_OUT = "DELETE FROM entries WHERE session = ? AND type = ? AND kind = 'event' AND seq BETWEEN ? AND ?"
_IN = "INSERT INTO blocks (session, type, first_seq, last_t, lines) VALUES (?, ?, ?, ?, ?)"


def fold(connection: sqlite3.Connection, session: int) -> None:
    """Put the rows of a session into blocks. To be called in a transaction."""
    for kind in FOLDED_TYPES:
        while rows := connection.execute(_ROWS, (session, kind, FOLDED_AT)).fetchall():
            lines = [(seq, line) for seq, _, line in rows]
            packed = pack(lines)
            if unpacked(packed) != lines:  # a line that holds an end of line: somebody has written here
                break
            connection.execute(_OUT, (session, kind, rows[0][0], rows[-1][0]))
            connection.execute(_IN, (session, kind, rows[0][0], max(t for _, t, _ in rows), packed))


def fold_all(connection: sqlite3.Connection) -> None:
    """The same for every session, where a store of an earlier version is brought up to date."""
    for (session,) in connection.execute("SELECT id FROM sessions ORDER BY id").fetchall():
        fold(connection, session)


def pack(lines: list[tuple[int, bytes]]) -> bytes:
    """Lines with their places in the session, rising, as one block: a zlib stream of text.

    Each line is its distance from the place before, a space, and the line of the journal.
    """
    before, texts = 0, list[bytes]()
    for seq, line in lines:
        texts.append(b"%d %s" % (seq - before, line))
        before = seq
    return zlib.compress(b"\n".join(texts))


def unpacked(block: bytes) -> list[tuple[int, bytes]]:
    """The lines of a block with their places. Raises ValueError where it is damaged."""
    return list(_lines(unzipped(block)))


def unzipped(block: bytes) -> bytes:
    """What was packed; bounded, whatever a damaged block claims. Raises ValueError."""
    unpacker = zlib.decompressobj()
    try:
        text = unpacker.decompress(block, MOST_UNPACKED)
    except zlib.error as problem:
        raise ValueError(f"a damaged block: {problem}") from problem
    if not unpacker.eof:
        raise ValueError("a block that is cut off or far too large")
    return text


def _lines(text: bytes) -> Iterator[tuple[int, bytes]]:
    seq = 0
    for each in text.split(b"\n") if text else ():
        step, _, line = each.partition(b" ")
        seq += int(step)
        yield seq, line
