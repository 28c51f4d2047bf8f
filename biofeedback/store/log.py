"""Writes a session down as it happens. A listener: it never makes the guidance wait, and never fails it.

`on_step` only hands lines to a thread, which writes all it has been handed in one transaction at a time. So a slow disk
costs the guidance nothing, and a killed process loses only what was not yet handed over: far less than a second. Where
the file is locked or the disk is full, the lines are kept and tried again with the next; `trouble` says so meanwhile.
"""

from __future__ import annotations

import json
import sqlite3
import threading
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import astuple, dataclass
from pathlib import Path
from queue import Empty, SimpleQueue
from typing import Self, TypeAlias

import msgspec

from biofeedback import __version__, journal
from biofeedback.clock import wall_time
from biofeedback.decisions import Decision, Finished
from biofeedback.errors import StoreError
from biofeedback.events import Event
from biofeedback.store import database
from biofeedback.store.blocks import FOLDED_AT, FOLDED_TYPES, fold
from biofeedback.store.sessions import About, SourceKind
from biofeedback.store.transactions import transaction
from biofeedback.why import why
from protocols.training import TrainingProtocol

_ALIVE_CHECK_S = 0.5
"""How often a wait for the writer makes sure that it still lives. Seconds."""

_BEGIN = """INSERT INTO sessions (started, version, protocol, digest, source_kind, source, seed, settings, lang,
            practised) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?)"""
_ENTRY = "INSERT INTO entries (session, seq, kind, type, t, line) VALUES (?, ?, ?, ?, ?, ?)"
_DISCARD = "DELETE FROM sessions WHERE id = ?"
_END = "UPDATE sessions SET ended = ?, summary = coalesce(?, summary) WHERE id = ?"


@dataclass(frozen=True, slots=True)
class _Entry:
    session: int
    seq: int
    kind: str
    type: str
    t: float
    line: str


@dataclass(frozen=True, slots=True)
class _End:
    wall: str
    summary: str | None


@dataclass(frozen=True, slots=True)
class _Mark:
    """All before this has been tried once `tried` is set."""

    tried: threading.Event
    last: bool = False


_Write: TypeAlias = _Entry | _End


def _row(about: About, practised: TrainingProtocol | None) -> tuple[object, ...]:
    return (
        about.started,
        about.version,
        about.protocol,
        about.digest,
        about.source_kind.value,
        about.source,
        about.seed,
        about.settings,
        about.lang,
        None if practised is None else msgspec.json.encode(practised).decode(),
    )


class SessionLog:
    """One session's journal in the store. Raises StoreError where it cannot be begun; close it in any case."""

    def __init__(self, about: About, folder: Path | None = None, *, practised: TrainingProtocol | None = None) -> None:
        self._connection, self._path = database.connect(folder)
        try:
            with database.translate_errors(self._path), transaction(self._connection):
                begun = self._connection.execute(_BEGIN, _row(about, practised))
        except StoreError:
            self._connection.close()
            raise
        assert begun.lastrowid is not None
        self.id = begun.lastrowid
        self.trouble: StoreError | None = None
        self._seq = 0
        self._ended = False
        self._closed = False
        self._discarded = False
        self._handed: SimpleQueue[_Write | _Mark] = SimpleQueue()
        self._pending: list[_Write] = []
        self._unfolded = 0
        self._writer = threading.Thread(target=self._write_all, name="session log", daemon=True)
        self._writer.start()

    @classmethod
    def begin(
        cls,
        *,
        protocol: TrainingProtocol | None,
        source_kind: SourceKind,
        source: str,
        seed: int | None,
        lang: str,
        settings: Mapping[str, object],
        folder: Path | None = None,
    ) -> Self:
        """A session that begins now with this version of the program. `protocol`: as it is practised."""
        about = About(
            started=wall_time(),
            version=__version__,
            protocol=None if protocol is None else protocol.name,
            digest=None if protocol is None else protocol.digest,
            source_kind=source_kind,
            source=source,
            seed=seed,
            settings=json.dumps(dict(settings), ensure_ascii=False, allow_nan=False),
            lang=lang,
        )
        return cls(about, folder, practised=protocol)

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """One event that was taken and what was decided on it. Returns at once, whatever the disk does."""
        if self._closed:
            return
        self._hand("event", event)
        for decision in decisions:
            self._hand("decision", decision)
            if isinstance(decision, Finished):
                self._end(journal.to_line(decision))

    def flush(self) -> None:
        """Wait until all that was handed over is written. Raises StoreError where it is not."""
        self._wait(_Mark(threading.Event()))
        if self.trouble is not None:
            raise self.trouble

    def close(self) -> None:
        """Write what is left and let go of the file. Raises StoreError where lines could not be written."""
        if self._closed:
            return
        if not self._ended:
            self._end(None)
        self._closed = True
        self._wait(_Mark(threading.Event(), last=True))
        self._writer.join()
        self._connection.close()
        if self.trouble is not None:
            raise self.trouble

    def discard(self) -> None:
        """Let go of the file and leave nothing of this session in it: it ended before there was anything to keep.

        Raises StoreError where that could not be written.
        """
        self._discarded = True
        self.close()

    def _hand(self, kind: str, item: Event | Decision) -> None:
        self._handed.put(_Entry(self.id, self._seq, kind, journal.tag(type(item)), item.t, journal.to_line(item)))
        self._seq += 1

    def _end(self, summary: str | None) -> None:
        self._ended = True
        self._handed.put(_End(wall_time(), summary))

    def _wait(self, mark: _Mark) -> None:
        self._handed.put(mark)
        while not mark.tried.wait(_ALIVE_CHECK_S):
            if not self._writer.is_alive():
                return

    # ------------------------------------------------------------------------------------------- in the writer thread

    def _write_all(self) -> None:
        last = False
        while not last:
            marks = self._collect()
            last = any(mark.last for mark in marks)
            self._try(last=last)
            for mark in marks:
                mark.tried.set()

    def _collect(self) -> list[_Mark]:
        """Wait for something to do, then take all there is."""
        marks: list[_Mark] = []
        item: _Write | _Mark = self._handed.get()
        while True:
            if isinstance(item, _Mark):
                marks.append(item)
            else:
                self._pending.append(item)
            try:
                item = self._handed.get_nowait()
            except Empty:
                return marks

    def _try(self, *, last: bool) -> None:
        if not self._pending and not last:
            return
        try:
            with database.translate_errors(self._path), transaction(self._connection):
                for write in self._pending:
                    self._put(write)
                if last and self._discarded:
                    self._connection.execute(_DISCARD, (self.id,))
        except StoreError as problem:
            self.trouble = problem
        else:
            self.trouble = None
            self._unfolded += sum(isinstance(each, _Entry) and each.type in FOLDED_TYPES for each in self._pending)
            self._pending.clear()
            if self._unfolded >= FOLDED_AT or (last and not self._discarded):
                self._fold()

    def _fold(self) -> None:
        """Pack what has gathered. Where that cannot be, all is still there as it was written, and it is tried later."""
        with suppress(StoreError), database.translate_errors(self._path), transaction(self._connection):
            fold(self._connection, self.id)
        self._unfolded = 0

    def _put(self, write: _Write) -> None:
        try:
            if isinstance(write, _Entry):
                self._connection.execute(_ENTRY, astuple(write))
            elif self._connection.execute(_END, (write.wall, write.summary, self.id)).rowcount != 1:
                raise sqlite3.IntegrityError
        except sqlite3.IntegrityError as problem:
            raise StoreError(
                f"{self._path}: session {self.id} was deleted while it ran",
                reasons=(why("store.deleted", session=self.id),),
            ) from problem
