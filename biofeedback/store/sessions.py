"""The sessions kept on this machine: listed, read back word for word, deleted for good."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from operator import itemgetter
from pathlib import Path
from types import TracebackType
from typing import Any, Self, TypeVar, get_args

import msgspec

from biofeedback import journal
from biofeedback.decisions import Decision, Finished
from biofeedback.errors import StoreError, UsageError
from biofeedback.events import Event
from biofeedback.store import blocks, database, migrating, private, schema
from biofeedback.store.transactions import transaction
from biofeedback.why import why
from protocols.training import TrainingProtocol

_Item = TypeVar("_Item")
_SESSION = """SELECT id, kind, started, version, protocol, digest, source_kind, source, seed, settings, lang, ended,
              summary,
              coalesce((SELECT duration_s FROM recordings WHERE session = id),
                  max(coalesce((SELECT max(t) FROM entries WHERE session = id), 0.0),
                      coalesce((SELECT max(last_t) FROM blocks WHERE session = id), 0.0))),
              (SELECT text FROM notes WHERE session = id AND kind = 'free'),
              (SELECT text FROM notes WHERE session = id AND kind = 'afterwards'), rated_later FROM sessions"""
_NOTE = "INSERT INTO notes (session, kind, text) VALUES (?, ?, ?) ON CONFLICT DO UPDATE SET text = excluded.text"
_LINES = "SELECT seq, CAST(line AS BLOB) FROM entries WHERE session = ? AND kind = ?"
_OF_KIND = "SELECT seq, CAST(line AS BLOB) FROM entries WHERE session = ? AND type = ?"
_BLOCKS = "SELECT lines FROM blocks WHERE session = ?"
_BLOCKS_OF_KIND = "SELECT lines FROM blocks WHERE session = ? AND type = ?"


UNSAID = "unsaid"
"""Stands where a rating was asked for later and not given."""


class Kind(Enum):
    """What is kept under a number."""

    SESSION = "session"  # practised or watched here
    RECORDING = "recording"  # taken elsewhere, and imported


class SourceKind(Enum):
    """Whose heart it was."""

    STRAP = "strap"  # a real body's, now; where the source is `none`, it practised without a strap
    RECORDING = "recording"
    PARTICIPANT = "participant"  # a simulated one's
    PAST = "past"  # that of a session kept before, heard again


@dataclass(frozen=True, slots=True, kw_only=True)
class About:
    """What a session is begun with: all that a replay needs beside the events."""

    started: str  # wall time, UTC, ISO 8601
    version: str  # of the program
    protocol: str | None  # None: the heart was only watched
    digest: str | None  # of all that the protocol said and asked, as it was written
    source_kind: SourceKind
    source: str
    seed: int | None
    settings: str  # a JSON object, of whoever puts the parts together
    lang: str


@dataclass(frozen=True, slots=True, kw_only=True)
class StoredSession:
    """One session that is kept."""

    id: int
    kind: Kind
    about: About
    ended: str | None  # wall time; None: it is running in another window, or was cut off
    finished: Finished | None  # its last word; None: it has none
    duration_s: float
    note: str | None = None  # the person's own words about it
    afterwards: str | None = None  # how they said it felt afterwards; None: not asked yet
    asked_later: bool = False  # whether the tension after it was asked for at a later start
    rated_later: int | None = None  # what was said then, 0 to 10

    @property
    def tension_before(self) -> int | None:
        """The own tension before it; None: not said."""
        return None if self.finished is None else self.finished.tension_before

    @property
    def tension_after(self) -> int | None:
        """The own tension after it, as it was said then, else later; None: not said."""
        said = None if self.finished is None else self.finished.tension_after
        return self.rated_later if said is None else said


class Sessions:
    """The store as a whole. Raises StoreError where it cannot be used; close it, or use it in a `with`."""

    def __init__(self, folder: Path | None = None) -> None:
        self._connection, self._path = database.connect(folder)

    def __enter__(self) -> Self:
        """It itself."""
        return self

    def __exit__(
        self, kind: type[BaseException] | None, problem: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the file."""
        self._connection.close()

    def try_to_write(self) -> None:
        """Write what stands there already, down to the disk. Raises StoreError where no session could be kept now."""
        with database.translate_errors(self._path), transaction(self._connection):
            self._connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS)}")

    @property
    def left_before(self) -> tuple[Path, ...]:
        """The files of sessions that could not be used, and beside which this one was begun."""
        return database.files(self._path.parent)[:-1]

    def all(self) -> tuple[StoredSession, ...]:
        """All sessions, newest first."""
        return tuple(self._stored(row) for row in self._rows(f"{_SESSION} ORDER BY id DESC"))

    def get(self, session: int) -> StoredSession:
        """One session. Raises UsageError where there is none of this number."""
        _must_be_a_number(session)
        rows = self._rows(f"{_SESSION} WHERE id = ?", session)
        if not rows:
            raise _none(session)
        return self._stored(rows[0])

    def events(self, session: int) -> tuple[Event, ...]:
        """What happened, in order: enough to replay the session."""
        self.get(session)
        rows = [
            (seq, self._read(session, line, journal.event_from_line)) for seq, line in self._lines(session, "event")
        ]
        return _in_order(rows + self._folded(session, _BLOCKS))

    def decisions(self, session: int) -> tuple[Decision, ...]:
        """What was decided then, in order."""
        self.get(session)
        lines = sorted(self._lines(session, "decision"))
        return tuple(self._read(session, line, journal.decision_from_line) for _, line in lines)

    def practised(self, session: int) -> TrainingProtocol | None:
        """The protocol as it was practised then; None: only watched, or kept by a version that kept its name alone."""
        self.get(session)
        ((text,),) = self._rows("SELECT practised FROM sessions WHERE id = ?", session)
        return None if text is None else self._read(session, text.encode(), _protocol)

    def of_kind(self, session: int, kind: type[_Item]) -> tuple[_Item, ...]:
        """The events or decisions of one kind, in order. Others are not read, so they may be of any version."""
        tag, of_events = journal.tag(kind), kind in get_args(Event)
        read: Callable[[str], Event | Decision] = journal.event_from_line if of_events else journal.decision_from_line
        rows: list[tuple[int, Any]] = [
            (seq, self._read(session, line, read)) for seq, line in self._rows(_OF_KIND, session, tag)
        ]
        items = _in_order(rows + self._folded(session, _BLOCKS_OF_KIND, tag) if of_events else rows)
        return tuple(each for each in items if isinstance(each, kind))

    def keep_note(self, session: int, text: str) -> None:
        """Keep the person's own words about a session in place of those before; an empty text takes them away."""
        self.get(session)
        with database.translate_errors(self._path), transaction(self._connection):
            if text:
                self._connection.execute(_NOTE, (session, "free", text))
            else:
                self._connection.execute("DELETE FROM notes WHERE session = ? AND kind = 'free'", (session,))

    def keep_afterwards(self, session: int, feeling: str) -> None:
        """Keep how a session felt afterwards."""
        self.get(session)
        with database.translate_errors(self._path), transaction(self._connection):
            self._connection.execute(_NOTE, (session, "afterwards", feeling))

    def keep_rating(self, session: int, tension: int | None) -> None:
        """Keep the tension after a session, said later; None: they were asked, and would rather not say."""
        self.get(session)
        said = UNSAID if tension is None else str(tension)
        with database.translate_errors(self._path), transaction(self._connection):
            self._connection.execute("UPDATE sessions SET rated_later = ? WHERE id = ?", (said, session))

    def delete(self, session: int) -> bool:
        """Delete a session or a recording. True: nothing of it is left in any file. False: another program is reading.

        Then the log of recent writes keeps the lines until that program has closed it and this one has begun again.
        A session with lines that cannot be read goes too. Raises UsageError where there is none of this number.
        """
        _must_be_a_number(session)
        with database.translate_errors(self._path):
            with transaction(self._connection):
                gone = self._connection.execute("DELETE FROM sessions WHERE id = ?", (session,)).rowcount
            if gone:
                for copy in migrating.backups(self._path):  # it is in there, too
                    private.erase(copy)
                return database.overwritten(self._connection)
        raise _none(session)

    def _rows(self, query: str, *values: int | str) -> list[tuple[Any, ...]]:
        with database.translate_errors(self._path):
            return self._connection.execute(query, values).fetchall()

    def _lines(self, session: int, kind: str) -> list[tuple[int, bytes]]:
        return self._rows(_LINES, session, kind)

    def _folded(self, session: int, query: str, *values: str) -> list[tuple[int, Event]]:
        """The events in the blocks that a query finds, with their places."""
        found = list[tuple[int, Event]]()
        try:
            for (block,) in self._rows(query, session, *values):
                lines = blocks.unpacked(block)
                events = journal.events_from_lines([line for _, line in lines])
                found += zip((seq for seq, _ in lines), events, strict=True)
        except ValueError as problem:
            raise self._unreadable(session, problem) from problem
        return found

    def _read(self, session: int, line: bytes, read: Callable[[str], _Item]) -> _Item:
        try:
            return read(line.decode())
        except ValueError as problem:
            raise self._unreadable(session, problem) from problem

    def _unreadable(self, session: int, problem: ValueError) -> StoreError:
        return StoreError(
            f"{self._path}: session {session} has a line that cannot be read ({problem})",
            reasons=(why("store.bad_line", session=session),),
        )

    def _stored(self, row: tuple[Any, ...]) -> StoredSession:
        number, what, started, version, protocol, digest, kind, source, seed, settings, lang, *rest = row
        ended, summary, length, note, afterwards, later = rest
        last = None if summary is None else self._read(number, summary.encode(), journal.decision_from_line)
        return StoredSession(
            id=number,
            kind=Kind(what),
            about=About(
                started=started,
                version=version,
                protocol=protocol,
                digest=digest,
                source_kind=SourceKind(kind),
                source=source,
                seed=seed,
                settings=settings,
                lang=lang,
            ),
            ended=ended,
            finished=last if isinstance(last, Finished) else None,
            duration_s=length,
            note=note,
            afterwards=afterwards,
            asked_later=later is not None,
            rated_later=int(later) if later is not None and later.isdecimal() else None,
        )


def _in_order(items: list[tuple[int, _Item]]) -> tuple[_Item, ...]:
    """Without their places, by which they are put in order."""
    return tuple(item for _, item in sorted(items, key=itemgetter(0)))


def _protocol(text: str) -> TrainingProtocol:
    return msgspec.json.decode(text, type=TrainingProtocol)


def _must_be_a_number(session: int) -> None:
    """SQLite's numbers have 64 bits: a larger one is no session's."""
    if session.bit_length() >= 64:
        raise _none(session)


def _none(session: int) -> UsageError:
    return UsageError(
        f"there is no session {session}: `biofeedback sessions list` names those there are",
        reasons=(why("store.no_session", session=session),),
    )
