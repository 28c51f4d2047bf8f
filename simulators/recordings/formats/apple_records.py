"""The records of heart rate variability in an Apple Health export, found by their name in gigabytes of others.

They are a thousandth of the file, so the rest is passed over unread: taken apart as XML it took 85 s a gigabyte.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulators.refusal import refused

ROOT = b"<HealthData"
"""How the first element begins."""

_NAME = b"HeartRateVariabilitySDNN"
_BEGIN = b"<Record"
_END = b"</Record>"
_CLOSED = b"</HealthData>"
_MOST_RECORD = 4_000_000
"""Bytes of one record, a minute long: more is damage."""

_TAIL = 64
"""Bytes at the end in which the last element is closed."""

_DATE = re.compile(rb"""\sstartDate\s*=\s*["']([^"']{0,40})["']""")
_BEAT = re.compile(rb"""<InstantaneousBeatsPerMinute\s[^>]{0,200}>""")
_READ = re.compile(r"""<\w+\s(?:bpm="([^"']{0,40})" time="([^"']{0,40})"/?>|([^>]{0,200})>)""", re.ASCII)
"""A beat as Apple writes it, or with its values in any order."""

_VALUE = re.compile(r"""(?:^|\s)(bpm|time)\s*=\s*["']([^"']{0,40})["']""", re.ASCII)


@dataclass(frozen=True, slots=True)
class AppleRecord:
    """One record: when it began, and its beats as they are written. They are read when it is known which are kept."""

    start_date: str
    written: bytes
    count: int

    @property
    def beats(self) -> Iterator[tuple[str, str]]:
        """Rate and time of day of each, as texts."""
        for bpm, time, other in _READ.findall(self.written.decode("utf-8", "replace")):
            if other:
                values = dict(_VALUE.findall(other))
                yield values.get("bpm", ""), values.get("time", "")
            else:
                yield bpm, time


def records(pieces: Iterator[bytes]) -> Iterator[AppleRecord]:
    """All of them that hold beats. Raises InputError (bad_xml) where a record, or the file, has no end."""
    rest = b""
    for piece in pieces:
        data, at = rest + piece, 0
        kept = max(0, data.rfind(b"<"))
        while (name := data.find(_NAME, at)) >= 0:
            begin, tag_end = max(0, data.rfind(b"<", 0, name)), data.find(b">", name)
            alone = tag_end >= 0 and data[tag_end - 1 : tag_end] == b"/"
            end = tag_end if alone or not data.startswith(_BEGIN, begin) else data.find(_END, name)
            if tag_end < 0 or end < 0:
                kept = begin
                break
            if data.startswith(_BEGIN, begin) and not alone:
                yield _record(data[begin:tag_end], data[tag_end:end])
            at = end
        rest = data[min(kept, max(0, len(data) - _TAIL)) :]
        if len(rest) > _MOST_RECORD:
            raise refused("bad_xml", reason="unclosed token")
    if _CLOSED not in rest:
        raise refused("bad_xml", reason="no element found")


def _record(tag: bytes, content: bytes) -> AppleRecord:
    date, beats = _DATE.search(tag), _BEAT.findall(content)
    return AppleRecord(date[1].decode("utf-8", "replace") if date else "", b"".join(beats), len(beats))
