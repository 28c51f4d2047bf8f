"""Recordings with what experts said of them: a label for the beat that ends each interval, and the rhythm in force."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path

from simulators.recordings import wfdb
from simulators.recordings.formats import table
from simulators.recordings.formats.form import cells, contents, separator
from simulators.recordings.formats.tape import Tape
from simulators.recordings.lines import numbered_lines
from simulators.recordings.recording import Recording, naming, read

LABEL, RHYTHM = "label", "rhythm"


@dataclass(frozen=True, slots=True, kw_only=True)
class Annotated:
    """A recording, and for each interval the WFDB symbol of its last beat and its rhythm ("(AFIB"); "" is unknown."""

    recording: Recording
    labels: tuple[str, ...]
    rhythms: tuple[str, ...]


def read_annotated(path: Path) -> Annotated:
    """A plain table with its `label` and `rhythm` columns, or a WFDB header or annotation file with what is beside it.

    Raises InputError.
    """
    return _from_wfdb(path) if path.suffix in wfdb.SUFFIXES else _from_table(path)


def _from_table(path: Path) -> Annotated:
    recording = read(path)
    labels, rhythms = [""] * len(recording), [""] * len(recording)
    if recording.format == table.FORM.name:
        rows = contents(numbered_lines(path))
        _, header = next(rows)
        mark, names = separator(header), [cell.lower() for cell in cells(header, separator(header))]
        wanted = [(names.index(n), column) for n, column in ((LABEL, labels), (RHYTHM, rhythms)) if n in names]
        for place, (_, text) in enumerate(rows):
            row = cells(text, mark)
            for at, column in wanted:
                column[place] = row[at] if at < len(row) else ""
    return Annotated(recording=recording, labels=tuple(labels), rhythms=tuple(rhythms))


def _from_wfdb(path: Path) -> Annotated:
    with naming(path):
        return _beats(path, _all_marks(path))


def _all_marks(path: Path) -> tuple[wfdb.Mark, ...]:
    """The marks of an annotation file; of a header the best there are, with beats from the next where they have none.

    Some databases (afdb) keep rhythms in one file and beats, found by a program, in another.
    """
    hz = wfdb.sampling_rate(path.with_suffix(wfdb.HEADER))
    if path.suffix != wfdb.HEADER:
        return wfdb.marks(path, hz)
    found: list[wfdb.Mark] = []
    for file in wfdb.annotation_files(path):
        marks = wfdb.marks(file, hz)
        found += marks if not found else [mark for mark in marks if mark.symbol in wfdb.BEATS]
        if any(mark.symbol in wfdb.BEATS for mark in marks):
            return tuple(sorted(found, key=lambda mark: mark.t_s))
    if not found:
        raise wfdb.no_annotations()
    return tuple(found)


def _beats(path: Path, marks: tuple[wfdb.Mark, ...]) -> Annotated:
    """The intervals between marked beats. Two marks on one sample are one beat."""
    beats: list[wfdb.Mark] = []
    in_force: list[str] = []
    rhythm = ""
    for mark in marks:
        if mark.symbol == wfdb.RHYTHM:
            rhythm = mark.text
        elif mark.symbol in wfdb.BEATS and not (beats and mark.t_s <= beats[-1].t_s):
            beats.append(mark)
            in_force.append(rhythm)
    tape = Tape()
    for place, (before, now) in enumerate(pairwise(beats)):
        tape.add_at((now.t_s - before.t_s) * 1000, now.t_s, place + 1)
    t_s, rr_ticks, gaps = tape.finished()
    recording = Recording(path=str(path), format="wfdb", t_s=array("d", t_s), rr_ticks=array("q", rr_ticks), gaps=gaps)
    return Annotated(recording=recording, labels=tuple(beat.symbol for beat in beats[1:]), rhythms=tuple(in_force[1:]))
