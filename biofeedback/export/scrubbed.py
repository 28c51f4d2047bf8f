"""A session for whoever mends the program: all that is needed to decide again as then, and nothing that names anybody.

No note, no words of a mark, no name of a strap or a file, no address, no words of a protocol of one's own, and no date:
it begins at the turn of the year 2000. What it does hold is told: a heart and its decisions belong to somebody, named
or not.
"""

from __future__ import annotations

import json
from dataclasses import replace
from typing import Any

import msgspec

from biofeedback.events import Event, LinkLost, Marked
from biofeedback.export.rows import ExportFile
from biofeedback.export.tables import journal_lines
from biofeedback.review.record import SessionRecord
from protocols.training import TrainingProtocol, Words

SCHEMA = "biofeedback.bug/1"
"""The name and version of the first line, for programs that read it."""

SHIFTED = "2000-01-01T00:00:00+00:00"
"""When every scrubbed session began."""

_NO_WORDS = Words("", "")
_OWN = "own"
_SETTINGS_KEPT = frozenset(
    {"protocol", "adaptation", "ask_ratings", "profile", "history", "own_breaths_per_min", "terms"}
)
_LONGEST_CAUSE = 24
"""Of a short code why the link was lost; what is longer may be a sentence of the system's, with names. Characters."""


def bug_report(record: SessionRecord, name: str) -> tuple[ExportFile, ...]:
    """NDJSON: what it is, what it was set to, and the journal."""
    bare = replace(
        record,
        number=None,
        began=SHIFTED,
        note=None,
        source="",
        protocol_name=_name(record.protocol_name),
        events=tuple(_bare(event) for event in record.events),
    )
    (lines,) = journal_lines(bare, name)
    head = {
        "type": "BugReport",
        "schema": SCHEMA,
        "version": record.version,
        "settings": _settings(record.settings),
        "practised": None if record.protocol is None else msgspec.to_builtins(_without_words(record.protocol)),
    }
    first = (json.dumps(head, ensure_ascii=False) + "\n").encode()
    return (ExportFile(f"{name}-bug-report.ndjson", first + lines.content),)


def _name(protocol: str | None) -> str | None:
    """A shipped name; a path of one's own could tell who it is."""
    return protocol if protocol is None or protocol.isidentifier() else _OWN


def _settings(text: str) -> dict[str, Any]:
    try:
        found: dict[str, Any] = json.loads(text)
    except ValueError:
        return {}
    kept = {key: value for key, value in found.items() if key in _SETTINGS_KEPT}
    if isinstance(kept.get("protocol"), str):
        kept["protocol"] = _name(kept["protocol"])
    return kept


def _bare(event: Event) -> Event:
    if isinstance(event, LinkLost) and not (event.cause.isidentifier() and len(event.cause) <= _LONGEST_CAUSE):
        return replace(event, cause="other")
    return replace(event, words="") if isinstance(event, Marked) else event


def _without_words(protocol: TrainingProtocol) -> TrainingProtocol:
    """What it asks for, without what it says: names of muscle groups are kept by their ids alone."""
    steps = tuple(
        replace(
            step,
            group=replace(
                step.group, name=_NO_WORDS, notice=_NO_WORDS, tense=_NO_WORDS, release=_NO_WORDS, rest=_NO_WORDS
            ),
        )
        for step in protocol.steps
    )
    return replace(
        protocol,
        name=_name(protocol.name) or _OWN,
        title=_NO_WORDS,
        summary=_NO_WORDS,
        steps=steps,
        baseline_words=_NO_WORDS,
        settle_words=_NO_WORDS,
        closing=_NO_WORDS,
        reflection=_NO_WORDS,
        sources=(),
        text="",
    )
