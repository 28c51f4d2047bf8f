"""Clean minutes of RR intervals whose true RMSSD is known: synthetic ones, and recorded ones where there are any."""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator
from pathlib import Path
from random import Random
from statistics import median

from biofeedback.errors import InputError
from biofeedback.ticks import to_ms
from simulators.participants.participant import person
from simulators.recordings.reading import read

UNIT_MS = 1000 / 1024
"""In which a strap counts, ms."""

CALM_DATABASES = ("rr_healthy", "nsr2db", "meditation")
"""Folders of recordings of healthy hearts, mostly at rest."""

CLEAN = ("calm", "restless", "palpitations", "athlete", "fast")
"""Participants whose straps and hearts make no artefacts in the first minutes."""

LEAST_BEATS = 25
"""Intervals of a segment of which an RMSSD is taken."""

LARGEST_STEP_MS = 60.0
"""A change from one interval to the next is clean up to this, ms, or up to LARGEST_STEPS usual ones."""

LARGEST_STEPS = 6.5
"""Usual changes (median change and STEP_FLOOR_MS) up to which a change is clean."""

STEP_FLOOR_MS = 4.0
"""Added to the median change, ms: a strap counts no finer."""

FAR_SHARE = 0.28
"""Of the local median: an interval farther from it is no clean one."""

SHORTEST_MS = 400.0
"""Nor is one that is shorter than this: no heart at rest beats 150 times a minute."""

LONGEST_MS = 1800.0
"""Nor one that is longer."""

STEEP_RISE = (0.01, 0.08)
"""Share of a slow breath within which the intervals rise to their longest: as in real ones, one to three beats."""

LEAD_IN_S = 60.0
"""Beginning of a simulated session that is left out, s."""

TRIES = 200
"""Places looked at in a recording for clean segments."""

LEAST_RECORDING_BEATS = 1000
"""A recording with fewer intervals is left out."""

MOST_SEGMENT_BEATS = 700
"""More than a segment can have."""


def rmssd(rr_ms: list[float]) -> float:
    """Root mean square of successive differences."""
    steps = [b - a for a, b in itertools.pairwise(rr_ms)]
    return math.sqrt(math.fsum(step * step for step in steps) / len(steps))


def quantised(rr_ms: list[float]) -> list[float]:
    """As a strap counts."""
    return [round(rr / UNIT_MS) * UNIT_MS for rr in rr_ms]


def is_clean(rr_ms: list[float]) -> bool:
    """Sinus rhythm without early beats, to the eye of simple statistics."""
    if len(rr_ms) < LEAST_BEATS or min(rr_ms) < SHORTEST_MS or max(rr_ms) > LONGEST_MS:
        return False
    steps = [abs(b - a) for a, b in itertools.pairwise(rr_ms)]
    middles = [median(rr_ms[max(0, k - 5) : k + 6]) for k in range(len(rr_ms))]
    largest = max(LARGEST_STEP_MS, LARGEST_STEPS * (median(steps) + STEP_FLOOR_MS))
    return max(steps) <= largest and all(abs(rr - m) <= FAR_SHARE * m for rr, m in zip(rr_ms, middles, strict=True))


def synthetic(count: int, seconds: float) -> Iterator[list[float]]:
    """From simulated participants of different bodies, whom nobody guides, with beats that none was lost of."""
    number = 0
    while count > 0:
        body, rr_ms = person(CLEAN[number % len(CLEAN)], 1000 + number), list[float]()
        number += 1
        while (due := body.due) is not None and due <= LEAD_IN_S + seconds:
            rr_ms += [to_ms(ticks) for ticks in getattr(body.next_event(), "rr_ticks", ()) if due > LEAD_IN_S]
        if is_clean(rr_ms):
            count -= 1
            yield rr_ms


def breathing_slowly(count: int, seconds: float) -> Iterator[list[float]]:
    """Healthy hearts in slow, deep breathing: intervals rise within a few beats as the breath turns, fall away and stay
    low, by 300 to 600 ms, 3.5 to 8 times a minute; length and depth vary from breath to breath.
    """
    for number in range(count):
        chance, rr_ms = Random(f"slow/{number}"), list[float]()
        rate, depth_ms, low_ms = chance.uniform(3.5, 8.0), chance.uniform(300.0, 600.0), chance.uniform(700.0, 900.0)
        rise, spent_s, begins_s = chance.uniform(*STEEP_RISE), 0.0, 0.0
        length_s, swing_ms = 60.0 / rate, depth_ms
        while spent_s < seconds:
            if spent_s - begins_s >= length_s:
                begins_s += length_s
                length_s = 60.0 / rate * max(0.6, chance.gauss(1.0, 0.07))
                swing_ms = depth_ms * max(0.4, chance.gauss(1.0, 0.18))
            place = (spent_s - begins_s) / length_s
            wave = place / rise if place < rise else math.exp(-3.0 * (place - rise) / (1.0 - rise))
            rr_ms.append(low_ms + swing_ms * wave + chance.gauss(0.0, 10.0))
            spent_s += rr_ms[-1] / 1000
        yield quantised(rr_ms)


def recorded(folder: Path, count: int, seconds: float) -> Iterator[list[float]]:
    """From recordings of healthy hearts, an equal share of each at random places, always the same."""
    for number, database in enumerate(CALM_DATABASES):
        paths = sorted(path for path in (folder / database).glob("*.csv*") if ".marks." not in path.name)
        share = math.ceil(count / len(CALM_DATABASES) / max(1, len(paths)))
        for path in paths[: math.ceil(count / len(CALM_DATABASES) / share)]:
            try:
                recording = read(path)
            except InputError:
                continue
            rr_ms = [to_ms(ticks) for ticks in recording.rr_ticks]
            yield from _clean_pieces(rr_ms, seconds, share, Random(f"{number}/{len(rr_ms)}"))


def _clean_pieces(rr_ms: list[float], seconds: float, share: int, chance: Random) -> Iterator[list[float]]:
    for _ in range(TRIES):
        if share == 0 or len(rr_ms) < LEAST_RECORDING_BEATS:
            return
        begin = end = chance.randrange(len(rr_ms) - MOST_SEGMENT_BEATS)
        spent = 0.0
        while end < len(rr_ms) and spent < seconds:
            spent += rr_ms[end] / 1000
            end += 1
        if is_clean(piece := quantised(rr_ms[begin:end])):
            share -= 1
            yield piece
