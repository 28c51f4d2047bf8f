"""Hearts of known rhythm, as intervals in milliseconds: what the detectors are tried on."""

from __future__ import annotations

import math
import random
from collections.abc import Sequence

from biofeedback.findings import Activity, RawBeat, Rule, Severity, WarningEnded, WarningRaised
from biofeedback.signal.rhythm import UNKNOWN, RhythmProfile, RhythmWatch
from biofeedback.signal.rhythm.ecg_corroboration import EcgEvidence
from biofeedback.ticks import from_ms

Change = WarningRaised | WarningEnded


def calm(beats: int, ms: float = 850, seed: int = 1, breaths_per_min: float = 15, wave_ms: float = 30) -> list[float]:
    """Sinus rhythm: a breathing wave, a slow wave and some noise."""
    chance, t, found = random.Random(seed), 0.0, []
    for _ in range(beats):
        breath = wave_ms * math.sin(2 * math.pi * breaths_per_min / 60 * t)
        found.append(ms + breath + 0.4 * wave_ms * math.sin(2 * math.pi * 0.09 * t) + chance.gauss(0, 8))
        t += found[-1] / 1000
    return found


def athlete(beats: int, seed: int = 2) -> list[float]:
    """Forty a minute and deep breathing waves."""
    return calm(beats, ms=1500, seed=seed, breaths_per_min=10, wave_ms=110)


def deep_breathing(beats: int, seed: int = 3) -> list[float]:
    """Six breaths a minute that move the heart between 50 and 75 a minute."""
    return calm(beats, ms=1000, seed=seed, breaths_per_min=6, wave_ms=200)


def steep_breathing(beats: int, seed: int = 11) -> list[float]:
    """Six breaths a minute as true slow breathers draw them: up at once by half, a slow fall, a low stretch."""
    chance, t, found = random.Random(seed), 0.0, list[float]()
    while len(found) < beats:
        length, depth = chance.gauss(10, 0.6), chance.gauss(450, 50)
        until = t + length
        while t < until:
            phase = 1 - (until - t) / length
            wave = 1 - 0.25 * phase / 0.4 if phase < 0.4 else max(0.0, 0.75 - 0.75 * (phase - 0.4) / 0.25)
            found.append(800 + depth * wave + chance.gauss(0, 12))
            t += found[-1] / 1000
    return found[:beats]


def heard_twice(beats: int, share: float, seed: int = 12, lag_ms: float = 330) -> list[float]:
    """A calm heart of which a share of the beats is heard again as its T wave."""
    chance, found = random.Random(seed), list[float]()
    for ms in calm(beats, seed=seed):
        second = chance.gauss(lag_ms, 8)
        found += [second, ms - second] if chance.random() < share else [ms]
    return found


def loose(intervals: Sequence[float], seed: int) -> list[float]:
    """As a loose strap hears them: in two parts, joined with the next, cut to the shortest it sends, or as they are."""
    chance, found, k = random.Random(seed), list[float](), 0
    while k < len(intervals) - 1:
        ms, kind = intervals[k], chance.randrange(4)
        if kind == 0:
            found.append(ms + intervals[k + 1])
            k += 2
            continue
        part = {1: ms * chance.uniform(0.3, 0.7), 2: chance.uniform(250, 310)}.get(kind, 0.0)
        found += [part, ms - part] if part and ms > part + 200 else [ms]
        k += 1
    return found


def swings(seconds: float, seed: int) -> list[float]:
    """An electrode that moves on the skin: a detector takes each swing for a beat, as soon as it may and at random."""
    chance, found = random.Random(seed), list[float]()
    while sum(found) < 1000 * seconds:
        found.append(250 + chance.expovariate(1 / 250))
    return found


def tension_cycles(beats: int, seed: int = 4) -> list[float]:
    """Five seconds of tension in every twenty: 15 a minute faster within two seconds, and a rebound after it."""
    base, t, rate, found = calm(beats, seed=seed), 0.0, 0.0, []
    for ms in base:
        phase = t % 20
        goal = 15.0 if phase < 5 else (-3.0 if phase < 15 else 0.0)
        rate += (goal - rate) * min(1, ms / 1000 / 2)
        found.append(60_000 / (60_000 / ms + rate))
        t += found[-1] / 1000
    return found


def speeding_up(beats: int, seed: int = 5) -> list[float]:
    """A sinus rhythm that goes from 70 to 120 a minute and back, each within a minute."""
    noise = calm(beats, ms=0, seed=seed, wave_ms=10)
    return [60_000 / (95 - 25 * math.cos(2 * math.pi * k / 190)) + noise[k] for k in range(beats)]


def patternless(beats: int, seed: int = 6, ms: float = 700) -> list[float]:
    """No interval says anything about the next: a refractory time and a random wait, as in atrial fibrillation."""
    chance = random.Random(seed)
    return [0.45 * ms + chance.uniform(0.1, 0.4) * ms + chance.expovariate(1 / (0.3 * ms)) for _ in range(beats)]


def held_down(beats: int, seed: int) -> list[float]:
    """Fibrillation whose rate is held down: a floor at 820 ms, most not far above it, none telling of the next."""
    chance = random.Random(seed)
    return [820 + chance.uniform(0, 60) + chance.expovariate(1 / 120) for _ in range(beats)]


def bigeminy(beats: int, ms: float = 850, seed: int = 7) -> list[float]:
    """Every other beat early by 40 %, the next late by as much."""
    return [x * (0.6 if k % 2 == 0 else 1.4) for k, x in enumerate(calm(beats, ms, seed))]


def early_beats(beats: int, every: int, ms: float = 850, seed: int = 8) -> list[float]:
    """One early beat with its compensatory pause in every `every`."""
    share = {every - 2: 0.62, every - 1: 1.38}
    return [x * share.get(k % every, 1.0) for k, x in enumerate(calm(beats, ms, seed))]


def fast_run(beats: int, ms: float = 380, seed: int = 9) -> list[float]:
    """A regular fast rhythm; put after a calm one it begins from one beat to the next."""
    return calm(beats, ms, seed, wave_ms=3)


def fainting(beats: int, seed: int = 10) -> list[float]:
    """A rate that falls from 75 to 33 a minute within twenty beats and stays there."""
    noise = calm(beats, ms=0, seed=seed, wave_ms=5)
    return [60_000 / max(33.0, 75 - 2.1 * k) + noise[k] for k in range(beats)]


def raw_beats(intervals: Sequence[float], start_s: float = 0.0, contact: bool | None = None) -> list[RawBeat]:
    """The intervals as they would arrive, without lost time."""
    ticks, t, found = [from_ms(ms) for ms in intervals], start_s, []
    for rr in ticks:
        t += rr / 128_000
        found.append(RawBeat(t=t, rr_ticks=rr, contact=contact))
    return found


def watch(
    beats: Sequence[RawBeat],
    activity: Activity = Activity.FREE,
    profile: RhythmProfile = UNKNOWN,
    evidence: EcgEvidence | None = None,
) -> list[Change]:
    """All that a fresh watch says of these beats."""
    watch = RhythmWatch(profile)
    return [change for beat in beats for change in watch.push(beat, activity, evidence)]


def raised(changes: Sequence[Change], *severities: Severity) -> list[WarningRaised]:
    """The warnings that began, of these severities (none named: all)."""
    return [c for c in changes if isinstance(c, WarningRaised) and (not severities or c.severity in severities)]


def stops(changes: Sequence[Change]) -> list[Rule]:
    """The rules of the stops, in order."""
    return [c.rule for c in raised(changes, Severity.STOP)]
