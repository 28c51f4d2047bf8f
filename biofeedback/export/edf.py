"""EDF+: every beat and every phase as an annotation, and the ECG as a signal where there is one.

Source: the EDF+ specification of 2003 (Kemp and Olivan, doi:10.1016/s1388-2457(03)00123-8). Written by edfio.
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from datetime import datetime
from typing import TYPE_CHECKING

from biofeedback.export.rows import ExportFile, peaks
from biofeedback.export.signals import Ecg, joined
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import segments
from biofeedback.review.told import seen_patterns

if TYPE_CHECKING:
    from edfio import EdfAnnotation, EdfSignal

PEAK = "R-peak"
"""The annotation of a beat."""

LOST = "Time lost"
"""The annotation that spans lost time; a beat after it begins anew."""

_LEAST_RANGE_UV = 5000.0
"""Physical range at least, so that a quiet ECG is not blown up. Microvolts."""


def edf_plus(record: SessionRecord, name: str) -> tuple[ExportFile, ...]:
    """One file, from the beginning of the session on; it names nobody."""
    from edfio import Edf, Recording

    found = joined(record.ecg)
    began = None if record.began is None else datetime.fromisoformat(record.began)
    begin = min(0.0, record.begins) if found is None else found.begin_s
    edf = Edf(
        [] if found is None else [_signal(found)],
        recording=Recording(startdate=None if began is None else began.date(), equipment_code="biofeedback"),
        starttime=None if began is None else began.time().replace(microsecond=0),
        annotations=sorted(_annotations(record, begin, found), key=lambda each: each.onset),
    )
    return (ExportFile(f"{name}.edf", edf.to_bytes()),)


def _signal(found: Ecg) -> EdfSignal:
    import numpy as np
    from edfio import EdfSignal

    highest = max(_LEAST_RANGE_UV, math.ceil(float(np.abs(found.microvolts).max())))
    whole = math.ceil(len(found.microvolts) / found.rate_hz) * found.rate_hz  # data records last a second
    data = np.zeros(round(whole))
    data[: len(found.microvolts)] = found.microvolts
    return EdfSignal(
        data, found.rate_hz, label="ECG", physical_dimension="uV", physical_range=(-float(highest), float(highest))
    )


def _annotations(record: SessionRecord, begin: float, found: Ecg | None) -> Iterator[EdfAnnotation]:
    from edfio import EdfAnnotation

    before = None
    for t, lost in peaks(record):
        if lost and before is not None:
            yield EdfAnnotation(before - begin, t - before, LOST)
        yield EdfAnnotation(t - begin, None, PEAK)
        before = t
    for part in segments(record):
        said = part.phase.value if part.group is None else f"{part.phase.value} {part.group}"
        yield EdfAnnotation(max(0.0, part.begin_s - begin), part.end_s - part.begin_s, said)
    for seen in seen_patterns(record.decisions):
        yield EdfAnnotation(max(0.0, seen.told_s - begin), None, f"warning {seen.rule.value} {seen.severity.value}")
    for mark in record.marks:
        yield EdfAnnotation(max(0.0, mark.t - begin), None, f"mark {mark.number} {mark.words}".rstrip())
    for start, length in () if found is None else found.missing:
        yield EdfAnnotation(start - begin, length, "ECG missing")
