"""Do made hearts wander as real ones do at rest? One table, measured in one run.

Twenty minutes each, cut into blocks of ten seconds. A heart that is steadier than real ones flatters every detector
that is tried on it; so is the other way round a harder heart no honest one.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, pairwise
from pathlib import Path
from random import Random
from statistics import correlation, fmean, median, pstdev

from biofeedback.errors import InputError
from biofeedback.ticks import TICKS_PER_S
from biofeedback.validation.statistics import quantile
from simulators.lab.benchmark import rest_alarms
from simulators.lab.benchmark.segments import CALM_DATABASES
from simulators.participants.heart import Heart
from simulators.participants.population import profile
from simulators.recordings.reading import read

STRETCH_S = 1200.0
"""Length of a stretch of rest, s."""

BLOCK_S = 10.0
"""Length of a block, s."""

LEAD_IN_S = 60.0
"""Beginning of a simulated heart that is left out, s."""

STEADY_BPM = 2.0
"""Rest: the first six minutes' rates differ by less than this (sd), beats a minute."""

FAR_BPM = 10.0
"""And no later minute's is this far from their mean, beats a minute."""

QUIET = ("calm", "varied", "restless", "athlete")
"""Made hearts that are compared with real rest."""

ALIKE = ("varied", "varied_breather")
"""Made hearts whose rest is to be as real rest in what detectors say of it, too."""

ALIKE_TIMES = 10
"""Times as many seeds of them."""

HALVES = ("one half", "the other half")
"""Of the people, every other one: the made rest is fitted to the first."""

SLOW = ("deep_breather", "varied_breather")
"""Made hearts that are compared with people who breathe slowly."""

SLOW_ALARMS_S = 600.0
"""Length of stretches of slow breathing of which detectors are asked: few recordings are longer. Seconds."""

Rests = tuple[str, Iterable[Sequence[float]]]
"""A name, and stretches of rest, each as its intervals in seconds."""

SLOW_BREATHERS = ("paced/*.csv*", "physio_resp/*.csv*", "meditation/[CY]*med.csv*")
"""Recordings of those: metronome, of themselves at six a minute, meditation with slow breathing."""

SLOW_S = 120.0
"""Length of their stretches: many recordings are no longer. Seconds."""

SLOW_OUTLIER_SHARE = 0.6
"""Of the local median: an interval of a slow breather farther from it is left out."""

OUTLIER_SHARE = 0.25
"""Of the local median: an interval farther from it is left out."""

MOST_OUTLIERS = 0.02
"""Share of the intervals; a stretch with more is no clean rest."""

LEAST_BEATS = 5
"""Intervals in a block of which an RMSSD is taken."""


@dataclass(frozen=True, slots=True)
class RestingVariability:
    """How one stretch wanders: ln RMSSD and heart rate of its blocks."""

    rmssd_sd: float
    rmssd_rho: float  # from one block to the next
    rate_sd: float  # beats a minute
    rate_rho: float
    together: float  # correlation of the two
    highest: float  # of the rate over its median
    lowest: float


COLUMNS = ("ln RMSSD sd", "its autocorrelation", "rate sd", "its autocorrelation", "correlation", "highest", "lowest")
"""Heads of the table, in the order of the fields."""


def resting_variability(rr_s: Sequence[float]) -> RestingVariability:
    """Of a stretch of clean intervals in seconds."""
    waves, rates = list[float](), list[float]()
    for block in blocks(rr_s, BLOCK_S):
        steps = [b - a for a, b in pairwise(block)]
        if len(block) >= LEAST_BEATS and any(steps):
            waves.append(math.log(math.sqrt(fmean(d * d for d in steps))))
            rates.append(60 / fmean(block))
    usual = median(rates)
    return RestingVariability(
        pstdev(waves),
        _lag_one(waves),
        pstdev(rates),
        _lag_one(rates),
        correlation(waves, rates),
        max(rates) - usual,
        usual - min(rates),
    )


def synthetic(name: str, seed: int) -> RestingVariability:
    """A simulated heart that nobody guides."""
    return resting_variability(synthetic_rest(name, seed))


def synthetic_rest(name: str, seed: int) -> list[float]:
    """Its intervals in seconds."""
    heart, beats = Heart(profile(name), Random(seed)), list[float]()
    while heart.t < LEAD_IN_S + STRETCH_S:
        beat = heart.step()
        if beat is not None and heart.t > LEAD_IN_S:
            beats.append(beat)
    return [b - a for a, b in pairwise(beats)]


def stretches(folder: Path, every: int = 1, first: int = 0) -> Iterator[tuple[str, list[float]]]:
    """Stretches of twenty minutes of rest, clean intervals in seconds, each with the name of its recording.

    Of every so many recordings of a database, from the `first` on.
    """
    for database in CALM_DATABASES:
        tables = sorted(path for path in folder.glob(f"{database}/*.csv*") if ".marks." not in path.name)
        for path in tables[first::every]:
            try:
                ticks = read(path).rr_ticks
            except InputError:
                continue
            for stretch in blocks([each / TICKS_PER_S for each in ticks], STRETCH_S):
                if (kept := _at_rest(stretch)) is not None:
                    yield path.name, kept


def slow_breathers(folder: Path, seconds: float, least: float = 0.9) -> Iterator[list[float]]:
    """Stretches of people who breathe slowly: by a cue, in meditation, or of themselves. Intervals in seconds.

    Their heart steps by a third and more from beat to beat, so that only what no breath can do is left out.
    """
    for pattern in SLOW_BREATHERS:
        for path in sorted(path for path in folder.glob(pattern) if ".breaths." not in path.name):
            try:
                ticks = read(path).rr_ticks
            except InputError:
                continue
            for stretch in blocks([each / TICKS_PER_S for each in ticks], seconds):
                kept = _near(stretch, SLOW_OUTLIER_SHARE)
                if len(kept) >= (1 - MOST_OUTLIERS) * len(stretch) and sum(kept) > least * seconds:
                    yield kept


def _near(stretch: list[float], share: float) -> list[float]:
    middles = [median(stretch[max(0, k - 5) : k + 6]) for k in range(len(stretch))]
    return [rr for rr, middle in zip(stretch, middles, strict=True) if abs(rr - middle) <= share * middle]


def rest_in(folder: Path) -> list[tuple[str, list[float]]]:
    """All stretches of the folder.

    Raises
    ------
    InputError
        Where there is none.
    """
    if not (found := list(stretches(folder))):
        databases = ", ".join(CALM_DATABASES)
        raise InputError(f"{folder}: no twenty minutes of rest in it; looked for tables in {databases}")
    return found


def _at_rest(stretch: list[float]) -> list[float] | None:
    kept = _near(stretch, OUTLIER_SHARE)
    if len(kept) < (1 - MOST_OUTLIERS) * len(stretch) or sum(kept) < 0.9 * STRETCH_S:
        return None
    minutes = [60 / fmean(minute) for minute in blocks(kept, 60.0) if minute]
    first = minutes[:6]
    steady = pstdev(first) < STEADY_BPM and max(abs(m - fmean(first)) for m in minutes) < FAR_BPM
    return kept if steady else None


def blocks(rr_s: Sequence[float], seconds: float) -> Iterator[list[float]]:
    """Cut by time; whole blocks only."""
    block, spent, number = list[float](), 0.0, 0
    for rr in rr_s:
        spent += rr
        if spent // seconds > number:
            yield block
            block, number = [], int(spent // seconds)
        block.append(rr)


def _lag_one(values: Sequence[float]) -> float:
    middle = fmean(values)
    return fmean((a - middle) * (b - middle) for a, b in pairwise(values)) / pstdev(values) ** 2


def rows(who: str, found: Sequence[RestingVariability]) -> str:
    """Medians, with the range that holds the middle eight in ten."""
    cells = []
    for field in RestingVariability.__slots__:
        values = [getattr(each, field) for each in found]
        low, middle, high = (quantile(values, share) or 0.0 for share in (0.1, 0.5, 0.9))
        cells.append(f"{middle:.2f} ({low:.2f} to {high:.2f})")
    return f"| {who} ({len(found)}) | {' | '.join(cells)} |"


def table(recordings: Path | None, seeds: int) -> Iterator[str]:
    """In Markdown."""
    yield f"| stretches of {STRETCH_S / 60:.0f} min | {' | '.join(COLUMNS)} |"
    yield "|---" * (len(COLUMNS) + 1) + "|"
    real = [] if recordings is None else halves(recordings)
    wandered = [list(map(resting_variability, half)) for half in real]
    yield from (rows(f"real rest, {half}", found) for half, found in zip(HALVES, wandered, strict=False) if found)
    if any(wandered):
        yield rows("real rest, all", list(chain(*wandered)))
    for name in QUIET:
        yield rows(f"made: {name}", [synthetic(name, seed) for seed in _seeds(name, seeds)])
    yield ""
    yield f"| slow breathing, {SLOW_S / 60:.0f} min | {' | '.join(COLUMNS)} |"
    yield "|---" * (len(COLUMNS) + 1) + "|"
    if recordings is not None and (slow := list(slow_breathers(recordings, SLOW_S))):
        yield rows("real", [resting_variability(rr_s) for rr_s in slow])
    for name in SLOW:
        made = [piece for seed in range(seeds) for piece in blocks(synthetic_rest(name, seed), SLOW_S)]
        yield rows(f"made: {name}", [resting_variability(rr_s) for rr_s in made])
    yield ""
    yield from rest_alarms.table(_rests(real, seeds))
    yield ""
    yield from rest_alarms.table(_slow_rests(recordings, seeds), SLOW_ALARMS_S)


def halves(recordings: Path) -> list[list[list[float]]]:
    """The stretches of every other recording, and those of the others: fitted to the first, checked on the second."""
    return [[rr_s for _, rr_s in stretches(recordings, 2, first)] for first in (0, 1)]


def _rests(real: Sequence[Sequence[Sequence[float]]], seeds: int) -> Iterator[Rests]:
    yield from ((f"real rest, {half}", stretches_) for half, stretches_ in zip(HALVES, real, strict=False))
    for name in QUIET:
        yield f"made: {name}", (synthetic_rest(name, seed) for seed in _seeds(name, seeds))


def _slow_rests(recordings: Path | None, seeds: int) -> Iterator[Rests]:
    if recordings is not None:
        yield "real, slow breathing", slow_breathers(recordings, SLOW_ALARMS_S)
    for name in SLOW:
        rests = (synthetic_rest(name, seed) for seed in _seeds(name, seeds))
        yield f"made: {name}", (half for rest in rests for half in blocks(rest, SLOW_ALARMS_S))


def _seeds(name: str, seeds: int) -> range:
    """A share of a tenth is not told by twenty."""
    return range(seeds * ALIKE_TIMES if name in ALIKE else seeds)
