"""Movement in real chests that coughed, laughed and were startled: how much of it is found, and how soon."""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from pathlib import Path

import pytest

from biofeedback.events import MotionChunk
from biofeedback.signal.motion import MotionWatch

COUGHS, LAUGHS, STARTLES = {"0", "1", "2", "3"}, {"4"}, {"5"}
RATE_HZ = 25.0
EARLY_S, LATE_S = 0.7, 1.5  # of a mark: they were set by hand, some a little late


def stirs(file: Path) -> list[tuple[float, float]]:
    """Begin and end of each movement, by the recording's own time."""
    watch, found = MotionWatch(), list[tuple[float, float]]()
    for chunk in played(file):
        watch.push(chunk)
        for stir in watch._stirs:
            if stir[1] < chunk.t - 5.0 and (not found or stir[0] > found[-1][1]):
                found.append(stir)
    return found


def played(file: Path) -> Iterator[MotionChunk]:
    with gzip.open(file, "rt") as rows:
        axes = [tuple(int(float(row[key])) for key in ("x_mg", "y_mg", "z_mg")) for row in csv.DictReader(rows)]
    for at in range(0, len(axes) - 25, 25):
        x, y, z = zip(*axes[at : at + 25], strict=True)
        yield MotionChunk(t=(at + 24) / RATE_HZ, rate_hz=RATE_HZ, x_mg=x, y_mg=y, z_mg=z)


@pytest.fixture
def folder(recordings: Path) -> Path:
    folder = recordings / "breathing"
    if not (folder / "cough_annotation.csv").exists():
        pytest.skip("the recordings of breathing and movement are not there")
    return folder


def test_coughs_laughs_and_startles_are_found(folder: Path) -> None:
    """Four people, sitting and standing: at least 95 % of all of them together, and 90 % of the slightest coughs."""
    marks: dict[str, list[tuple[str, float]]] = {}
    with (folder / "cough_annotation.csv").open() as table:
        for kind, record, seconds in csv.reader(line for line in table if not line.startswith("#")):
            marks.setdefault(record, []).append((kind, float(seconds)))
    found, there = dict.fromkeys("012345", 0), dict.fromkeys("012345", 0)
    for record, marked in marks.items():
        moved = stirs(folder / f"cough{record}.acc25.csv.gz")
        for kind, t in marked:
            if kind in there:
                there[kind] += 1
                found[kind] += any(began <= t + LATE_S and ended >= t - EARLY_S for began, ended in moved)
    print({kind: (found[kind], there[kind]) for kind in there})
    assert sum(found.values()) >= 0.95 * sum(there.values())
    for kinds, least in ((COUGHS, 0.9), (LAUGHS, 0.95), (STARTLES, 0.95)):
        assert sum(found[kind] for kind in kinds) >= least * sum(there[kind] for kind in kinds)


def test_a_shirt_that_nobody_wears_hardly_moves_and_breathes_not(folder: Path) -> None:
    """Twenty minutes of it."""
    moved = stirs(folder / "offbody_har013.acc25.csv.gz")
    print(moved)
    assert len(moved) <= 2
