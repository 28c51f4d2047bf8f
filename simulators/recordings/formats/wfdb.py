"""WFDB records: a header with what is beside it, or one annotation file with its header.

What experts marked is better than what a program finds: beats are looked for in the signal only where nobody marked
any. Annotation files have no mark of their own: one is known by its marks of beats, or by its name where it is no text.
"""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from biofeedback.errors import InputError
from biofeedback.why import Why, why
from simulators.recordings.asked import Asked
from simulators.recordings.formats.form import Format
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import OpenFile, opened
from simulators.recordings.recording import Recording
from simulators.recordings.wfdb_annotations import (
    BEATS,
    MOST_BYTES,
    RHYTHM,
    Mark,
    looks_like_annotations,
    marks,
)
from simulators.recordings.wfdb_header import ANNOTATORS, HEADER, Header, annotation_files, is_header, read_header
from simulators.refusal import refused

if TYPE_CHECKING:
    from simulators.recordings.ecg_signal import Signal

ANNOTATED = "wfdb"
"""Name of the format of beats that were marked."""

FROM_SIGNAL = "wfdb-ecg"
"""Name of the format of beats found in a signal."""


def _from_header(file: OpenFile, asked: Asked) -> Recording:
    header = read_header(file.path, file.lines)
    beside = annotation_files(file.path)
    if not beside or asked.signal is not None:
        return _unmarked(header, asked)
    found = _all_marks(beside, header)
    if not any(mark.symbol in BEATS for mark in found.marks) and len(header.lines) > 1:
        return _unmarked(header, asked, (why("remarks.not_marked"),))
    read = _annotated(file.path, found.marks, header, asked)
    told = why("remarks.annotator", name=found.name)
    return read if len(beside) == 1 else replace(read, remarks=(*read.remarks, told))


def _from_signal(file: OpenFile, asked: Asked) -> Recording:
    """The record whose samples a file holds, by the header beside it. Raises InputError where there is none."""
    path = file.path.with_suffix(HEADER)
    if not os.path.isfile(path):  # noqa: PTH113 - never raises
        raise refused("signal_alone", name=path.name)
    with opened(path) as header:
        return _from_header(header, asked)


def _from_annotations(file: OpenFile, asked: Asked) -> Recording:
    data = file.data(MOST_BYTES)
    path = file.path.with_suffix(HEADER)
    if not os.path.isfile(path):  # noqa: PTH113 - never raises
        return _annotated(file.path, marks(data, None), None, asked)
    with opened(path) as beside:
        header = read_header(path, beside.lines)
    return _annotated(file.path, marks(data, header.rate_hz), header, asked)


@dataclass(frozen=True, slots=True)
class _Marked:
    """Annotations, and the name of the file whose beats they are."""

    marks: tuple[Mark, ...]
    name: str


def _all_marks(files: tuple[Path, ...], header: Header) -> _Marked:
    """The best marks there are, with beats from the next file where the best holds none.

    Some databases (afdb) keep rhythms in one file and beats, found by a program, in another.
    """
    found: list[Mark] = []
    for path in files:
        with opened(path) as file:
            read = marks(file.data(MOST_BYTES), header.rate_hz)
        found += read if not found else [mark for mark in read if mark.symbol in BEATS]
        if any(mark.symbol in BEATS for mark in read):
            return _Marked(tuple(sorted(found, key=lambda mark: mark.t_s)), path.name)
    if not found:
        raise _no_annotations()
    return _Marked(tuple(found), files[0].name)


def _annotated(path: Path, found: tuple[Mark, ...], header: Header | None, asked: Asked) -> Recording:
    """The intervals between marked beats, and the ECG beside them. Two marks on one sample are one beat."""
    ecg, remarks = (None, ()) if header is None or not asked.with_ecg else _ecg_beside(header)
    beats: list[Mark] = []
    in_force: list[str] = []
    rhythm = ""
    for mark in found:
        if mark.symbol == RHYTHM:
            rhythm = mark.text
        elif mark.symbol in BEATS and not (beats and mark.t_s <= beats[-1].t_s):
            beats.append(mark)
            in_force.append(rhythm)
    tape = Tape()
    for place, (before, now) in enumerate(pairwise(beats), start=1):
        tape.add_at((now.t_s - before.t_s) * 1000, now.t_s, place)
        tape.annotate(now.symbol, in_force[place])
    return tape.recording(path, ANNOTATED, ecg=ecg, remarks=remarks)


def _ecg_beside(header: Header) -> tuple[Signal | None, tuple[Why, ...]]:
    """The ECG of an annotated record. Its beats are read without one that is damaged, and that is told."""
    from simulators.recordings.beats_in_ecg import is_listenable  # which needs numerics
    from simulators.recordings.wfdb_signal import read_signal

    try:
        found = read_signal(header)
    except InputError as problem:
        if problem.kind == "signal_not_there":
            return None, ()  # annotations are often given without the signal
        return None, (why("recordings.ecg_left_out"), *problem.reasons)
    return (found[0], ()) if found is not None and is_listenable(found[0]) else (None, ())


def _unmarked(header: Header, asked: Asked, told: tuple[Why, ...] = ()) -> Recording:
    from simulators.recordings.beats_in_ecg import beats_in  # which needs numerics
    from simulators.recordings.wfdb_signal import read_signal

    found = read_signal(header, asked)
    if found is None:
        raise _no_annotations()
    signal, remarks = found
    return beats_in(signal).recording(header.path, FROM_SIGNAL, ecg=signal, remarks=(*told, *remarks))


def _no_annotations() -> InputError:
    return refused("no_annotations", names=", ".join(ANNOTATORS))


HEADER_FORMAT = Format(lambda file, _: is_header(file.path, file.head), _from_header, frozenset({HEADER}))
"""Records that are given by their header."""


def _is_annotations(file: OpenFile, _asked: Asked) -> bool:
    if file.head:
        return False
    return file.path.suffix.lower() in ANNOTATORS or looks_like_annotations(file.beginning)


ANNOTATION_FORMAT = Format(_is_annotations, _from_annotations, frozenset(ANNOTATORS))
"""Records that are given by one of their annotation files."""

SIGNAL_FORMAT = Format(lambda _file, _asked: False, _from_signal, frozenset({".dat"}))
"""Records that are given by their samples, which have no mark of their own: by the name alone."""
