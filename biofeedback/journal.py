"""Events and decisions as JSON lines, and back. The stored session *is* its event lines; no file is opened here.

A line is `{"type": "HeartRate", ...fields}`. Version 1. Bytes are base64, enums their values, absent numbers null.
"""

from __future__ import annotations

from typing import Any, get_args

import msgspec

from biofeedback import decisions, events

VERSION = 1

_EVENTS = {kind.__name__: kind for kind in get_args(events.Event)}
_DECISIONS = {kind.__name__: kind for kind in get_args(decisions.Decision)}


def to_line(item: events.Event | decisions.Decision) -> str:
    """One line for an event or a decision: the same value gives the same bytes."""
    fields: dict[str, Any] = msgspec.to_builtins(item)
    return msgspec.json.encode({"type": type(item).__name__, **fields}).decode()


def event_from_line(line: str) -> events.Event:
    """The event of a line. Raises ValueError on anything else."""
    found: events.Event = _from_line(line, _EVENTS)
    return found


def decision_from_line(line: str) -> decisions.Decision:
    """The decision of a line. Raises ValueError on anything else."""
    found: decisions.Decision = _from_line(line, _DECISIONS)
    return found


def _from_line(line: str, kinds: dict[str, Any]) -> Any:
    try:
        table = msgspec.json.decode(line, type=dict[str, Any])
        return msgspec.convert(table, kinds[str(table.pop("type"))])
    except (msgspec.MsgspecError, KeyError, RecursionError) as problem:
        raise ValueError(f"not a line of the journal: {problem}") from problem
