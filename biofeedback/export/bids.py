"""A folder as BIDS has it: beats and events as tables that are described beside them, the ECG as a physiological file.

Source: the Brain Imaging Data Structure, 1.10: `_physio` are evenly sampled signals, `_events` are what happens at
their own times. So intervals stand in a table of events of their own, and not as if they had been sampled. It is packed
and says its columns in a header, which goes beyond the letter of BIDS: hence "as BIDS has it".
"""

from __future__ import annotations

import gzip
import json
from typing import Any

from biofeedback.export.rows import ExportFile, exact_ms, rows, seconds
from biofeedback.export.signals import joined
from biofeedback.export.tables import COLUMNS, about
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import segments
from biofeedback.review.told import seen_patterns

_SUBJECT = "sub-01"


def bids(record: SessionRecord, name: str) -> tuple[ExportFile, ...]:
    """The files of one session; several sessions go into one folder."""
    session = f"ses-{record.number or 0:03d}"
    stem = f"{_SUBJECT}/{session}/beh/{_SUBJECT}_{session}_task-relaxation"
    return (
        ExportFile("bids/dataset_description.json", _json(_DATASET)),
        ExportFile("bids/participants.tsv", b"participant_id\nsub-01\n"),
        *_beats(record, f"bids/{stem}_desc-beats_events"),
        *_events(record, f"bids/{stem}_events"),
        *_ecg(record, f"bids/{stem}_recording-ecg_physio"),
    )


_DATASET: dict[str, Any] = {
    "Name": "Relaxation sessions",
    "BIDSVersion": "1.10.0",
    "DatasetType": "raw",
    "GeneratedBy": [{"Name": "biofeedback"}],
}


def _beats(record: SessionRecord, stem: str) -> tuple[ExportFile, ...]:
    lines = ["onset\tduration\trr_ms\tclass\tgap"]
    lines += [f"{seconds(row.t_s)}\t0\t{exact_ms(row.rr_ticks)}\t{row.kind}\t{int(row.gap)}" for row in rows(record)]
    described = {name: {"Description": said, **({"Units": unit} if unit else {})} for name, unit, said in COLUMNS[:4]}
    table = {"onset": described.pop("t_s"), **described}
    packed = gzip.compress(("\n".join(lines) + "\n").encode(), mtime=0)
    return ExportFile(f"{stem}.tsv.gz", packed), ExportFile(f"{stem}.json", _json(table))


def _events(record: SessionRecord, stem: str) -> tuple[ExportFile, ...]:
    found = [
        (part.begin_s, part.end_s - part.begin_s, part.phase.value, part.group or "n/a") for part in segments(record)
    ]
    found += [(each.told_s, 0.0, f"warning_{each.rule.value}", "n/a") for each in seen_patterns(record.decisions)]
    found += [(each.t, 0.0, f"mark_{each.number}", "n/a") for each in record.marks]
    lines = ["onset\tduration\ttrial_type\tmuscle_group"]
    lines += [f"{seconds(t)}\t{seconds(length)}\t{what}\t{group}" for t, length, what, group in sorted(found)]
    table = {
        "trial_type": {"Description": "phase of the session, a warning, or a mark that the person set"},
        "muscle_group": {"Description": "what is tensed and let go of"},
        "Session": about(record),
    }
    return ExportFile(f"{stem}.tsv", ("\n".join(lines) + "\n").encode()), ExportFile(f"{stem}.json", _json(table))


def _ecg(record: SessionRecord, stem: str) -> tuple[ExportFile, ...]:
    found = joined(record.ecg)
    if found is None:
        return ()
    table = {
        "SamplingFrequency": found.rate_hz,
        "StartTime": round(found.begin_s, 6),
        "Columns": ["cardiac"],
        "cardiac": {"Description": "ECG; 0 where samples are missing", "Units": "uV"},
        "Missing": [{"onset": t, "duration": length} for t, length in found.missing],
    }
    packed = gzip.compress(("\n".join(f"{value:g}" for value in found.microvolts) + "\n").encode(), mtime=0)
    return ExportFile(f"{stem}.tsv.gz", packed), ExportFile(f"{stem}.json", _json(table))


def _json(table: dict[str, Any]) -> bytes:
    return (json.dumps(table, ensure_ascii=False, allow_nan=False, indent=1) + "\n").encode()
