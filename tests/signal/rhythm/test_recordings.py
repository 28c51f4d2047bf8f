"""Floors on real hearts, where their recordings are present (they are not part of the project)."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from itertools import groupby
from pathlib import Path
from typing import NamedTuple

import pytest

from biofeedback.findings import Activity, RawBeat, Rule, Severity, WarningRaised
from biofeedback.signal.rhythm import RhythmWatch
from biofeedback.ticks import from_ms

GRACE_S = 5.0


class Row(NamedTuple):
    t: float
    ms: float
    rhythm: str


class Stop(NamedTuple):
    rule: Rule
    told: float
    over: float


def rows(path: Path) -> list[Row]:
    with gzip.open(path, "rt") if path.suffix == ".gz" else path.open() as lines:
        return [Row(float(row["t_s"]), float(row["rr_ms"]), row.get("rhythm") or "") for row in csv.DictReader(lines)]


def stops(beats: list[Row]) -> list[Stop]:
    watch, found = RhythmWatch(), list[Stop]()
    on: dict[Rule, WarningRaised] = {}
    for beat in beats:
        for change in watch.push(RawBeat(t=beat.t, rr_ticks=from_ms(beat.ms)), Activity.FREE):
            if isinstance(change, WarningRaised):
                on[change.rule] = change
            elif (begun := on.pop(change.rule)).severity is Severity.STOP:
                found.append(Stop(change.rule, begun.t, change.t))
    return found + [Stop(w.rule, w.t, float("inf")) for w in on.values() if w.severity is Severity.STOP]


def episodes(beats: list[Row], rhythm: str) -> Iterator[list[Row]]:
    return (list(run) for name, run in groupby(beats, key=lambda row: row.rhythm) if name == rhythm)


def tables(folder: Path) -> list[Path]:
    found = [path for path in sorted(folder.glob("*.csv*")) if ".marks." not in path.name]
    if not found:
        pytest.skip(f"no {folder.name} among the recordings")
    return found


def test_bigeminy_and_fibrillation_of_real_hearts_are_found(recordings: Path) -> None:
    """Of the annotated rows of bigeminy (ten beats) and of fibrillation (a minute), nineteen in twenty are found."""
    of = found = 0
    for path in tables(recordings / "mitdb"):
        beats = rows(path)
        told = stops(beats)
        wanted = [e for e in episodes(beats, "(B") if len(e) >= 10]
        wanted += [e for e in episodes(beats, "(AFIB") if e[-1].t - e[0].t >= 60]
        of += len(wanted)
        found += sum(any(s.told <= e[-1].t + GRACE_S and s.over >= e[0].t for s in told) for e in wanted)
    assert of > 0
    assert found >= 0.95 * of


@pytest.mark.parametrize("folder", ["meditation", "gudb"])
def test_sitting_hearts_are_not_stopped(recordings: Path, folder: str) -> None:
    """Hours of quiet sitting, meditation and sleep, and of sums done in the head: not one stop."""
    quiet = [
        p for p in tables(recordings / folder) if folder == "meditation" or "sitting" in p.name or "math" in p.name
    ]
    assert {path.name: told for path in quiet if (told := stops(rows(path)))} == {}
