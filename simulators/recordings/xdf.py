"""XDF files of the Lab Streaming Layer: their streams, one by one.

Source: the XDF specification 1.0 (github.com/sccn/xdf/wiki). Own and small: pyxdf, against which the tests hold it,
reads a file whole into memory and trusts the sizes that it states. Streams are not brought to one clock: only one is
read.
"""

from __future__ import annotations

import struct
from array import array
from collections.abc import Iterator
from dataclasses import dataclass, field

from simulators.refusal import refused

MARK = b"XDF:"
"""The first bytes."""

_STREAM_HEADER = 2
"""Tag of a chunk."""

_SAMPLES = 3
"""Tag of a chunk."""

_FORMATS = {"float32": "f", "double64": "d", "int8": "b", "int16": "h", "int32": "i", "int64": "q"}
_MOST_HEADER = 1_000_000
"""Bytes of a stream's description."""

_MOST_CHANNELS = 4096
"""Of one stream."""

_NO_BEATS_HZ = 20.0
"""A stream of more a second is a signal; one of intervals may state a rate, too."""

MOST_TIMES = 3_000_000
"""Of one stream that is no signal: weeks of beats."""

MOST_STREAMS = 200
"""Of one file."""


@dataclass(slots=True, kw_only=True)
class Stream:
    """One stream: what it says of itself, its samples one after the other (all channels), and the times that are given.

    `times[k]` is that of sample `timed[k]`; of a signal only the first and the last are kept.
    """

    name: str
    kind: str
    rate_hz: float
    labels: tuple[str, ...]
    units: tuple[str, ...]
    channels: int
    code: str | None  # None: words
    values: array[float] = field(default_factory=lambda: array("d"))
    times: array[float] = field(default_factory=lambda: array("d"))
    timed: array[int] = field(default_factory=lambda: array("q"))

    @property
    def count(self) -> int:
        """Samples of each channel."""
        return len(self.values) // self.channels


def streams(data: bytes, most: int) -> list[Stream]:
    """The streams of a file, of at most so many numbers each. Raises InputError (bad_xdf, too_large)."""
    found: dict[int, Stream] = {}
    try:
        for tag, content in _chunks(data):
            if tag == _STREAM_HEADER:
                if len(found) >= MOST_STREAMS:
                    raise refused("bad_xdf")
                found[int.from_bytes(content[:4], "little")] = _stream(bytes(content[4:]))
            elif tag == _SAMPLES:
                stream = found.get(int.from_bytes(content[:4], "little"))
                if stream is not None and stream.code is not None:
                    _take(content[4:], stream, most)
    except (struct.error, IndexError, ValueError) as problem:
        raise refused("bad_xdf") from problem
    return list(found.values())


def _chunks(data: bytes) -> Iterator[tuple[int, memoryview]]:
    """Tag and content of each chunk. A last one that is cut off is left out: recorders are killed."""
    view, at = memoryview(data), len(MARK)
    while at + 3 <= len(data):
        size, at = _length(view, at)
        if size < 2 or at + size > len(data):
            return
        yield int.from_bytes(view[at : at + 2], "little"), view[at + 2 : at + size]
        at += size


def _length(view: memoryview, at: int) -> tuple[int, int]:
    width = view[at]
    if width not in (1, 4, 8):
        raise refused("bad_xdf")
    return int.from_bytes(view[at + 1 : at + 1 + width], "little"), at + 1 + width


def _stream(xml: bytes) -> Stream:
    if len(xml) > _MOST_HEADER or b"<!DOCTYPE" in xml or b"<!ENTITY" in xml:
        raise refused("bad_xdf")
    from xml.etree import ElementTree as ET

    try:
        root = ET.fromstring(xml)
    except ET.ParseError as problem:
        raise refused("bad_xdf") from problem
    channels = int(root.findtext("channel_count") or 1)
    if not 0 < channels <= _MOST_CHANNELS:
        raise refused("bad_xdf")
    described = root.findall("./desc/channels/channel")[:channels]
    return Stream(
        name=(root.findtext("name") or "").strip(),
        kind=(root.findtext("type") or "").strip(),
        rate_hz=float(root.findtext("nominal_srate") or 0),
        labels=tuple((each.findtext("label") or "").strip() for each in described),
        units=tuple((each.findtext("unit") or "").strip() for each in described),
        channels=channels,
        code=_FORMATS.get((root.findtext("channel_format") or "").strip()),
    )


def _take(view: memoryview, stream: Stream, most: int) -> None:
    """The samples of one chunk."""
    count, at = _length(view, 0)
    row = struct.Struct(f"<{stream.channels}{stream.code}")
    if count * (row.size + 1) > len(view) or len(stream.values) + count * stream.channels > most:
        raise refused("bad_xdf") if count * (row.size + 1) > len(view) else refused("too_large", most=most // 1_000_000)
    for _ in range(count):
        if view[at] == 8:
            (t,) = struct.unpack_from("<d", view, at + 1)
            if stream.rate_hz > _NO_BEATS_HZ and len(stream.times) > 1:  # they tell nothing but its rate
                stream.times.pop()
                stream.timed.pop()
            elif len(stream.times) >= MOST_TIMES:
                raise refused("too_large", most=MOST_TIMES // 1_000_000)
            stream.times.append(t)
            stream.timed.append(stream.count)
            at += 8
        elif view[at]:
            raise refused("bad_xdf")
        stream.values.extend(row.unpack_from(view, at + 1))
        at += 1 + row.size
