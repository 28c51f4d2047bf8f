"""XML: the beats in an Apple Health export, and intervals that other programs (Suunto) write between tags.

Apple keeps the beats of a minute, each by its time to 10 ms, inside every record of heart rate variability; between
records hours may pass. The file (often gigabytes) is gone through once, and no entity that it defines is expanded.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import pairwise
from math import inf, isnan
from typing import Any

from biofeedback.why import why
from simulators.recordings.asked import Asked
from simulators.recordings.formats import apple_records
from simulators.recordings.formats.apple_records import AppleRecord
from simulators.recordings.formats.form import Format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.formats.xml_rows import XmlRows
from simulators.recordings.opened import OpenFile
from simulators.recordings.recording import Recording
from simulators.recordings.tables import cells, moments
from simulators.recordings.tables.intervals import put
from simulators.recordings.tables.names import column_name
from simulators.recordings.tables.rows import MOST
from simulators.refusal import refused

APPLE = "apple-health"
"""Name of the format of Apple Health."""

XML = "xml-intervals"
"""Name of the format of intervals between tags."""

_BEAT = "InstantaneousBeatsPerMinute"
_PIECE = 1 << 20
"""Bytes read at a time."""

_MOST_BYTES = 3_000_000_000
"""Of a whole export: ten years of a watch."""

_MOST_TEXT = 8_000_000
"""Characters of intervals between two tags."""

_MOST_DEPTH = 200
"""Tags in each other."""

_LONGER = 1.5
"""Of the interval that the rate of a beat says: a longer one has lost beats within."""


@dataclass(slots=True)
class _Found:
    """What has been met so far."""

    path: list[str] = field(default_factory=list[str])
    text: list[str] = field(default_factory=list[str])
    size: int = 0
    rows: XmlRows = field(default_factory=XmlRows)
    rates: bool = False


def _is(file: OpenFile, _asked: Asked) -> bool:
    first = next((text for _, text in file.head if text), "")
    return first.startswith("<")


def _read(file: OpenFile, asked: Asked) -> Recording:
    if apple_records.ROOT in file.beginning:
        return _read_apple(file)
    from xml.parsers import expat  # loaded only for such a file

    found = _Found()
    parser = expat.ParserCreate()
    parser.buffer_text = True
    parser.EntityDeclHandler = _no_entities
    parser.StartElementHandler = lambda name, attributes: _start(found, name, attributes, parser.CurrentLineNumber)
    parser.EndElementHandler = lambda name: _end(found, name, parser.CurrentLineNumber)
    parser.CharacterDataHandler = lambda text: _characters(found, text)
    _go_through(file, parser)
    tape = Tape()
    rows = found.rows.rows
    if rows.values:
        put(rows, asked, tape)
        return tape.recording(file.path, XML)
    raise refused("only_summaries", names="XML") if found.rates else refused("xml_no_intervals")


def _read_apple(file: OpenFile) -> Recording:
    if b"<!ENTITY" in file.beginning:
        raise refused("xml_entities")
    kept, older = _newest(apple_records.records(_bounded(file)))
    beats = list(_beats(kept))
    if not beats:
        raise refused("only_summaries", names="XML")
    tape = Tape()
    if older:
        tape.tell(why("remarks.older", kept=len(beats), left=older))
    _put_beats(beats, tape)
    tape.tell_clock(_BEAT)
    return tape.recording(file.path, APPLE)


def _newest(records: Iterable[AppleRecord]) -> tuple[deque[AppleRecord], int]:
    """The newest records that together hold no more beats than are read, and how many older beats were let go."""
    kept: deque[AppleRecord] = deque()
    count = older = 0
    for record in records:
        kept.append(record)
        count += record.count
        while count > MOST and len(kept) > 1:  # years of a watch
            left = kept.popleft().count
            count, older = count - left, older + left
    return kept, older


def _beats(records: Iterable[AppleRecord]) -> Iterator[tuple[float, float, int]]:
    """Time, rate and number of the record of each beat; its time of day goes on past midnight."""
    time_of_day = moments.quickly((moments.TIME_OF_DAY,))
    for number, record in enumerate(records):
        day_s, before = _day_s(record.start_date), -inf
        for rate, time in record.beats:
            bpm, (t,) = cells.number(rate, comma=True), time_of_day(time)
            if bpm is None or isnan(t):
                continue
            t += day_s
            if before - t > moments.DAY_S / 2:
                t += moments.DAY_S
            before = t
            yield t, bpm, number


def _bounded(file: OpenFile) -> Iterator[bytes]:
    total = 0
    for piece in file.pieces(_PIECE):
        total += len(piece)
        if total > _MOST_BYTES:
            raise refused("too_large", most=_MOST_BYTES // 1_000_000)
        yield piece


def _go_through(file: OpenFile, parser: Any) -> None:
    from xml.parsers import expat

    try:
        for piece in _bounded(file):
            parser.Parse(piece, False)
        parser.Parse(b"", True)
    except expat.ExpatError as problem:
        raise refused("bad_xml", line=problem.lineno, reason=expat.ErrorString(problem.code)) from problem


def _no_entities(*_: object) -> None:
    raise refused("xml_entities")


def _start(found: _Found, name: str, attributes: dict[str, str], line: int) -> None:
    name = name.rpartition(":")[2]
    if len(found.path) >= _MOST_DEPTH:
        raise refused("bad_xml", reason="depth")
    found.path.append(name)
    found.text.clear()
    found.size = 0
    if "heartrate" in name.lower() or name.lower() in ("hr", "bpm", "trackpoint"):
        found.rates = True
    elif attributes:
        found.rows.take_attributes(attributes, line)


def _characters(found: _Found, text: str) -> None:
    if found.path and (_names_time(found.path[-1]) or any(_names_intervals(name) for name in found.path[-2:])):
        found.size += len(text)
        if found.size > _MOST_TEXT:
            raise refused("too_large", most=_MOST_TEXT // 1_000_000)
        found.text.append(text)


@lru_cache(maxsize=1000)
def _names_intervals(tag: str) -> bool:
    return column_name(tag).is_intervals


@lru_cache(maxsize=1000)
def _names_time(tag: str) -> bool:
    name = column_name(tag)
    return name.is_time and not name.is_intervals


def _end(found: _Found, name: str, line: int) -> None:
    del name
    if found.text:
        within, text = found.path[-1], "".join(found.text)
        if _names_time(within):
            found.rows.take_time(within, text.strip()[:100])
        elif values := cells.numbers_in(text):
            found.rows.take_values(within, values, line)
        found.text.clear()
    found.path.pop()


def _day_s(date: str) -> float:
    """Midnight of the day that a record began, in seconds."""
    found = moments.readings(date)
    seconds = found[0].seconds(date) if found else None
    return 0.0 if seconds is None else seconds // moments.DAY_S * moments.DAY_S


def _put_beats(beats: list[tuple[float, float, int]], tape: Tape) -> None:
    """The intervals inside each record, at their times; those of several records that overlap are in order of time."""
    beats.sort(key=lambda each: (each[0], each[2]))
    begin = beats[0][0]
    for place, (before, now) in enumerate(pairwise(beats), start=1):
        rr = now[0] - before[0]
        whole = now[1] > 0 and rr <= _LONGER * 60 / now[1]
        if now[2] == before[2] and rr > 0 and whole:
            tape.add_at(rr * 1000, now[0] - begin, place)


FORMAT = Format(_is, _read, heeds_unit=True)
"""XML files."""
