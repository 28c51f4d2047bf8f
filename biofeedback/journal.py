"""Events and decisions as JSON lines, and back. The stored session *is* its event lines; no file is opened here.

A line is `{"type": "HeartRate", ...fields}`. Version 1. Bytes are base64, enums their values, absent numbers null.
Samples of ECG and acceleration are packed, since they are many a second: each as its difference from the one before,
folded so that small ones of either sign are small (0, -1, 1, -2: 0, 1, 2, 3), in groups of seven bits, lowest first,
the eighth bit saying that more follow; then base64. That takes about 1.6 characters a sample instead of 4.5.
"""

from __future__ import annotations

from base64 import b64decode, b64encode
from collections.abc import Iterable, Sequence
from contextlib import suppress
from typing import Any, get_args

import msgspec

from biofeedback import decisions, events, older_lines

_PACKED: dict[type[Any], tuple[str, ...]] = {
    events.EcgChunk: ("microvolts",),
    events.MotionChunk: ("x_mg", "y_mg", "z_mg"),
}
"""The fields that are packed."""

_MOST_BITS = 63
"""Longest folded difference that is read; those of a strap have 25. Bits."""

_TAGS: dict[type[Any], str] = {decisions.Paused: "Held"}
"""Types whose tag in a line is not their name: lines written before they were renamed are still read."""


def tag(kind: type[Any]) -> str:
    """What a line calls an event or a decision of this kind."""
    return _TAGS.get(kind, kind.__name__)


_PACKET = b'{"type":"HeartRate",'
"""How the line of a packet begins. Such lines have never changed, so they are read without looking at each."""

_EVENTS = {tag(kind): kind for kind in get_args(events.Event)}
_DECISIONS = {tag(kind): kind for kind in get_args(decisions.Decision)}


def to_line(item: events.Event | decisions.Decision) -> str:
    """One line for an event or a decision: the same value gives the same bytes."""
    fields: dict[str, Any] = msgspec.to_builtins(item)
    for field in _PACKED.get(type(item), ()):
        fields[field] = b64encode(_pack(fields[field])).decode()
    return msgspec.json.encode({"type": tag(type(item)), **fields}).decode()


def event_from_line(line: str) -> events.Event:
    """The event of a line. Raises ValueError on anything else."""
    found: events.Event = _from_line(line, _EVENTS)
    return found


def events_from_lines(lines: Sequence[bytes]) -> tuple[events.Event, ...]:
    """The events of many lines of one kind, in order: the same as each read alone, and fast where they are packets.

    Raises ValueError on anything else.
    """
    if lines and all(line.startswith(_PACKET) for line in lines):
        with suppress(msgspec.MsgspecError, UnicodeError):  # read alone, the line that is damaged is found
            return tuple(msgspec.json.decode(b"[%s]" % b",".join(lines), type=list[events.HeartRate]))
    return tuple(event_from_line(line.decode()) for line in lines)


def decision_from_line(line: str) -> decisions.Decision:
    """The decision of a line. Raises ValueError on anything else."""
    found: decisions.Decision = _from_line(line, _DECISIONS)
    return found


def _from_line(line: str, kinds: dict[str, Any]) -> Any:
    try:
        table = msgspec.json.decode(line, type=dict[str, Any])
        kind = kinds[str(table.pop("type"))]
        for field in _PACKED.get(kind, ()):
            table[field] = _unpack(b64decode(table[field], validate=True))
        if kind is decisions.Finished and "cause" not in table:
            table["cause"] = older_lines.end_cause(table)
        elif kind is decisions.Responded and "meaning" not in table:
            table["meaning"] = older_lines.meaning(table)
        elif kind in (decisions.Paused, decisions.Warned) and "missing" not in table:
            table["missing"] = older_lines.missing(table)
        return msgspec.convert(table, kind)
    except (msgspec.MsgspecError, KeyError, RecursionError, TypeError, ValueError) as problem:
        raise ValueError(f"not a line of the journal: {problem}") from problem


def _pack(numbers: Iterable[int]) -> bytes:
    packed = bytearray()
    before = 0
    for number in numbers:
        step, before = number - before, number
        left = 2 * step if step >= 0 else -2 * step - 1
        while left > 127:
            packed.append(left & 127 | 128)
            left >>= 7
        packed.append(left)
    return bytes(packed)


def _unpack(packed: bytes) -> tuple[int, ...]:
    numbers: list[int] = []
    number = folded = shift = 0
    for byte in packed:
        folded |= (byte & 127) << shift
        shift += 7
        if byte < 128:
            number += -(folded + 1 >> 1) if folded & 1 else folded >> 1
            numbers.append(number)
            folded = shift = 0
        elif shift > _MOST_BITS:
            raise ValueError("a sample that is far too large")
    if shift:
        raise ValueError("samples that are cut off")
    return tuple(numbers)
