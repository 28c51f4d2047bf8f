"""Annotated recordings made with the simulators: a quiet heart, with an episode of what is asked for in its middle."""

from __future__ import annotations

import gzip
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path
from random import Random

from biofeedback.events import HeartRate
from biofeedback.ticks import to_ms
from biofeedback.validation.record import AnnotatedRecord
from simulators.participants.participant import person
from simulators.rhythms import PREMATURE, Fast, Irregular


@dataclass(frozen=True, slots=True)
class Marked:
    """One interval in ms with its marks."""

    rr_ms: float
    label: str = "N"
    rhythm: str = "(N"


def quiet(seed: int, seconds: float) -> Iterator[Marked]:
    """A calm participant whom nobody guides, as a strap hears them."""
    body = person("calm", seed)
    while (due := body.due) is not None and due <= seconds:
        event = body.next_event()
        if isinstance(event, HeartRate):
            yield from (Marked(to_ms(ticks)) for ticks in event.rr_ticks)


def fibrillation(seed: int, seconds: float) -> Iterator[Marked]:
    """Intervals as in atrial fibrillation."""
    rhythm, spent = Irregular(Random(seed)), 0.0
    while spent < seconds:
        interval = rhythm.interval()
        spent += interval
        yield Marked(1000 * interval, "N", "(AFIB")


def bigeminy(seed: int, beats: int) -> Iterator[Marked]:
    """Every second beat comes early, with a full pause after it."""
    chance = Random(seed)
    for k in range(beats):
        share, label = (PREMATURE, "V") if k % 2 == 0 else (2 - PREMATURE, "N")
        yield Marked(860 * share * chance.uniform(0.98, 1.02), label, "(B")


def fast_run(seed: int, beats: int) -> Iterator[Marked]:
    """Ventricular beats in a row, fast and regular."""
    rhythm = Fast(Random(seed))
    for _ in range(beats):
        yield Marked(1000 * rhythm.interval(), "V", "(VT")


def record(rows: Iterable[Marked], name: str = "made") -> AnnotatedRecord:
    """The rows as a record."""
    kept, times, t = list(rows), list[float](), 0.0
    for row in kept:
        t += row.rr_ms / 1000
        times.append(t)
    return AnnotatedRecord(
        name=name,
        t_s=times,
        rr_ms=[row.rr_ms for row in kept],
        gaps=[False] * len(kept),
        labels=[row.label for row in kept],
        rhythms=[row.rhythm for row in kept],
    )


def write(path: Path, rows: Iterable[Marked]) -> Path:
    """The rows as a table, packed where the name says so."""
    lines, t = ["t_s,rr_ms,label,rhythm"], 0.0
    for row in rows:
        t += row.rr_ms / 1000
        lines.append(f"{t:.4f},{row.rr_ms:.4f},{row.label},{row.rhythm}")
    data = ("\n".join(lines) + "\n").encode()
    path.write_bytes(gzip.compress(data) if path.suffix == ".gz" else data)
    return path


def folder(place: Path, hearts: int = 4) -> Path:
    """A folder of recordings: quiet ones, and as many with each kind of episode in ten quiet minutes."""
    place.mkdir()
    for seed in range(hearts):
        begin, end = list(quiet(seed, 300)), list(quiet(seed + 100, 120))
        write(place / f"quiet{seed}.csv.gz", quiet(seed + 200, 1200))
        write(place / f"af{seed}.csv", [*begin, *fibrillation(seed, 90), *end])
        write(place / f"bigeminy{seed}.csv", [*begin, *bigeminy(seed, 40), *end])
        write(place / f"run{seed}.csv", [*begin, *fast_run(seed, 14), *end])
    (place / "records.csv").write_text("record,beats\nquiet0,800\n")
    (place / "af0.marks.csv").write_text("t_s,symbol,aux\n1.0,+,(N\n")
    return place
