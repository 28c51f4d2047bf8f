"""The program's own table: a row an interval, and beside it a file that says what the columns are and what happened."""

from __future__ import annotations

import json
from typing import Any

import msgspec

from biofeedback import journal
from biofeedback.errors import UsageError
from biofeedback.events import EcgChunk, HeartRate, MotionChunk, SamplesHeard, Tick
from biofeedback.export.rows import ExportFile, exact_ms, rows, seconds
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import segments
from biofeedback.review.told import told
from biofeedback.texts import Texts
from biofeedback.why import why

SCHEMA = "biofeedback.export/1"
"""The name and version of the file beside the table, for programs that read it."""

COLUMNS: tuple[tuple[str, str, str], ...] = (
    ("t_s", "s", "time of the beat that ends the interval, from the beginning of the session"),
    ("rr_ms", "ms", "the interval between two beats as it was measured, exact (the strap counts in 1/1024 s)"),
    ("class", "", "normal, ectopic, missed, extra, misplaced, burst or gap: the class that the live monitor gave it"),
    ("gap", "", "1 where time was lost before the interval: no difference is to be taken across it"),
    ("phase", "", "what the session was doing when the interval ended; empty where nothing was led"),
    ("group", "", "the muscle group it was about; empty: none"),
)
"""Each column of the table with its unit and what it says."""


RATINGS: tuple[tuple[str, str], ...] = (
    ("tension_before", "the person's own tension before it, 0 to 10; null: not said"),
    ("tension_after", "the same after it, said at its end; null: not said then"),
    (
        "tension_after_said_later",
        "the same, asked for at a later start of the program because it was not said at the end; null: not asked or "
        "not said",
    ),
    ("afterwards", "how it felt afterwards, asked before the next session; null: not asked yet"),
)
"""What the person said of a session, beside its other facts."""


def own_table(record: SessionRecord, name: str) -> tuple[ExportFile, ...]:
    """CSV, and its JSON beside it."""
    lines = [",".join(column for column, _, _ in COLUMNS)]
    lines += [
        f"{seconds(row.t_s)},{exact_ms(row.rr_ticks)},{row.kind},{int(row.gap)},{row.phase},{row.group}"
        for row in rows(record)
    ]
    return (
        ExportFile(f"{name}.csv", ("\n".join(lines) + "\n").encode()),
        ExportFile(f"{name}.json", _json(sidecar(record, f"{name}.csv"))),
    )


def sidecar(record: SessionRecord, beats: str) -> dict[str, Any]:
    """What a table of beats cannot hold. `beats`: the name of that table's file."""
    return {
        "schema": SCHEMA,
        "session": about(record),
        "ratings": dict(RATINGS),
        "beats": {
            "file": beats,
            "columns": {
                name: {"unit": unit or None, "description": description} for name, unit, description in COLUMNS
            },
        },
        "phases": [
            {"begin_s": part.begin_s, "end_s": part.end_s, "phase": part.phase.value, "group": part.group}
            for part in segments(record)
        ],
        "decisions": [msgspec.json.decode(journal.to_line(each)) for each in record.decisions],
        "decisions_in_words": [{"t_s": each.t, "text": each.said} for each in told(record, Texts("en"))],
        "marks": [
            msgspec.json.decode(journal.to_line(each))
            for each in record.events
            if not isinstance(each, HeartRate | EcgChunk | MotionChunk | SamplesHeard | Tick)
        ],
    }


def about(record: SessionRecord) -> dict[str, Any]:
    """Whose session it was and how it ended, with what the person said of it. Times are UTC."""
    end = record.finished
    return {
        "number": record.number,
        "began": record.began,
        "duration_s": round(record.ends - record.begins, 3),
        "program": "biofeedback",
        "version": record.version,
        "protocol": record.protocol_name,
        "protocol_digest": None if record.protocol is None else record.protocol.digest,
        "source_kind": record.source_kind,
        "outcome": None if end is None else end.outcome.value,
        "rule": None if end is None or end.rule is None else end.rule.value,
        "groups_done": None if end is None else end.groups_done,
        "groups_planned": None if end is None else end.groups_planned,
        "settle_pauses": None if end is None else end.settle_pauses,
        "tension_before": None if end is None else end.tension_before,
        "tension_after": None if end is None else end.tension_after,
        "tension_after_said_later": record.rated_later,
        "afterwards": record.afterwards,
        "note": record.note,
    }


def _json(table: dict[str, Any]) -> bytes:
    return (json.dumps(table, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()


def journal_lines(record: SessionRecord, name: str) -> tuple[ExportFile, ...]:
    """Everything that happened and was decided, a JSON object a line, by time; the first says what it is.

    What fell due before an event is told at its own time, so it stands before it; at the same time the event is first.
    """
    head = {"type": "Journal", "schema": "biofeedback.journal/1", "session": about(record)}
    events = [(event.t, 0, place, event) for place, event in enumerate(record.events)]
    decisions = [(decision.t, 1, place, decision) for place, decision in enumerate(record.decisions)]
    ordered = sorted([*events, *decisions], key=lambda each: each[:3])
    lines = [json.dumps(head, ensure_ascii=False), *(journal.to_line(item) for *_, item in ordered)]
    return (ExportFile(f"{name}.ndjson", ("\n".join(lines) + "\n").encode()),)


def parquet(record: SessionRecord, name: str) -> tuple[ExportFile, ...]:
    """The table's columns in Apache Parquet, with what stands beside it in the file's own description.

    Raises UsageError where the extra is not installed.
    """
    try:
        import pyarrow
        from pyarrow import parquet as writer
    except ImportError:
        raise UsageError(
            "Parquet needs an extra: install biofeedback[parquet]", reasons=(why("export.needs_parquet"),)
        ) from None
    found = list(rows(record))
    table = pyarrow.table(
        {
            "t_s": pyarrow.array([row.t_s for row in found], pyarrow.float64()),
            "rr_ms": pyarrow.array([row.rr_ticks / 128 for row in found], pyarrow.float64()),
            "class": pyarrow.array([row.kind for row in found], pyarrow.string()),
            "gap": pyarrow.array([row.gap for row in found], pyarrow.bool_()),
            "phase": pyarrow.array([row.phase for row in found], pyarrow.string()),
            "group": pyarrow.array([row.group for row in found], pyarrow.string()),
        }
    ).replace_schema_metadata({"biofeedback": _json(sidecar(record, f"{name}.parquet"))})
    sink = pyarrow.BufferOutputStream()
    writer.write_table(table, sink)
    return (ExportFile(f"{name}.parquet", sink.getvalue().to_pybytes()),)
