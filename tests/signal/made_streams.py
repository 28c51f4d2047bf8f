"""Streams of intervals whose truth is known: hearts of many kinds, and faults put into them.

A heart gives clean intervals; a fault takes some of them away and puts others in their place, with what each of these
is. Everything follows from names and numbers, so a stream is the same on every machine.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from random import Random

from biofeedback.findings import BeatClass, RawBeat
from biofeedback.ticks import TICKS_PER_STRAP_UNIT, to_s

UNIT_MS = 1000 / 1024
"""A strap's count of an interval."""
ECTOPIC, MISSED, EXTRA = (BeatClass.ECTOPIC,), (BeatClass.MISSED,), (BeatClass.EXTRA,)
MISPLACED, GAP = (BeatClass.MISPLACED,), (BeatClass.GAP,)
DISTURBED = tuple(kind for kind in BeatClass if kind is not BeatClass.NORMAL)
"""Of no one class: whatever it is called, it is not a normal interval."""
NORMAL = (BeatClass.NORMAL,)
EITHER = tuple(BeatClass)
"""A true interval beside an early beat: it may be left out or kept."""


@dataclass(frozen=True, slots=True)
class Interval:
    """One interval as the strap gives it, what it may be called, and whether time was lost before it."""

    ms: float
    kinds: tuple[BeatClass, ...] = NORMAL
    gap: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class Heart:
    """Intervals in ms: a mean, a wave from breathing (trough to peak), slow wander and noise from beat to beat."""

    mean_ms: float = 880.0
    swing_ms: float = 50.0
    breaths_per_min: float = 14.0
    wander_ms: float = 15.0
    noise_ms: float = 7.0
    alternans_ms: float = 0.0
    """Every second interval is longer by so much."""
    steep: bool = False
    """The wave steps up within one beat, decays, and falls over a quarter of the breath, as in slow deep breathing."""
    tense_bpm: float = 0.0
    """Added to the rate through the first eight of every 24 seconds."""

    def intervals(self, count: int, chance: Random) -> list[float]:
        """So many of them, from the first on."""
        found, t, slow, angle = list[float](), chance.uniform(0, 60), 0.0, chance.uniform(0, math.tau)
        rate = 0.0
        for number in range(count):
            slow = 0.93 * slow + 0.37 * self.wander_ms * chance.gauss(0, 1)
            tense = self.tense_bpm if t % 24 < 8 else 0.0
            rate += 0.35 * (tense - rate)
            mean = 60_000 / (60_000 / self.mean_ms + rate)
            shape = steep_breath(angle) if self.steep else math.sin(angle)
            wave = self.swing_ms / 2 * (1 - 0.5 * (rate > 2)) * shape
            wave += self.alternans_ms * (number % 2 - 0.5)
            ms = max(330.0, mean + wave + slow + self.noise_ms * chance.gauss(0, 1))
            angle += math.tau * self.breaths_per_min / 60 * ms / 1000 * chance.uniform(0.92, 1.08)
            t += ms / 1000
            found.append(ms)
        return found


STEEP_BREATH = ((0.0, -1.0), (0.04, 1.0), (0.48, 0.7), (0.72, -0.85), (1.0, -1.0))
"""Place in the breath, and height of its wave there."""


def steep_breath(angle: float) -> float:
    """The wave of a slow breath at this angle, from -1 to 1."""
    at = angle / math.tau % 1
    for (a, low), (b, high) in pairwise(STEEP_BREATH):
        if at <= b:
            return low + (high - low) * (at - a) / (b - a)
    return -1.0


HEARTS: dict[str, Heart] = {
    "calm": Heart(),
    "still": Heart(mean_ms=820, swing_ms=6, wander_ms=3, noise_ms=1.5),
    "variable": Heart(mean_ms=960, swing_ms=130, breaths_per_min=13, wander_ms=30, noise_ms=14),
    "deep and slow breath": Heart(mean_ms=1000, swing_ms=300, breaths_per_min=6, wander_ms=15, noise_ms=9),
    "steep and slow breath": Heart(mean_ms=880, swing_ms=450, breaths_per_min=6, wander_ms=15, noise_ms=12, steep=True),
    "deep and quick breath": Heart(mean_ms=800, swing_ms=190, breaths_per_min=15, wander_ms=10, noise_ms=8),
    "two beats a breath": Heart(mean_ms=1300, swing_ms=150, breaths_per_min=20, wander_ms=15, noise_ms=9),
    "fast": Heart(mean_ms=470, swing_ms=10, breaths_per_min=24, wander_ms=6, noise_ms=3),
    "slow": Heart(mean_ms=1450, swing_ms=180, breaths_per_min=9, wander_ms=35, noise_ms=14),
    "alternating": Heart(mean_ms=1050, swing_ms=0, wander_ms=10, noise_ms=4, alternans_ms=70),
    "tense and let go": Heart(mean_ms=850, swing_ms=60, breaths_per_min=15, wander_ms=15, noise_ms=7, tense_bpm=18),
}

Fault = Callable[[Sequence[float], Random], list[Interval]]
"""What becomes of a few intervals."""


def missed(rr: Sequence[float], chance: Random) -> list[Interval]:
    """Beats that were not heard: all intervals in one."""
    return [Interval(math.fsum(rr), MISSED)]


def extra(rr: Sequence[float], chance: Random) -> list[Interval]:
    """A beat that was none."""
    part = rr[0] * chance.uniform(0.3, 0.7)
    return [Interval(part, EXTRA), Interval(rr[0] - part, EXTRA)]


def doubled(rr: Sequence[float], chance: Random) -> list[Interval]:
    """The same beat heard twice: no heart is ready so soon."""
    part = chance.uniform(120, 235)
    return [Interval(part, EXTRA), Interval(rr[0] - part, DISTURBED)]


def echoes(rr: Sequence[float], chance: Random) -> list[Interval]:
    """A loose strap hears each beat again, always as long after it."""
    lag = chance.uniform(280, 400)
    found = list[Interval]()
    for ms in rr:
        second = lag + chance.gauss(0, 12)
        if ms > second + 240:
            found += [Interval(second, EXTRA), Interval(ms - second, EXTRA)]
        else:
            found.append(Interval(ms, EITHER))
    return found


def ventricular(rr: Sequence[float], chance: Random) -> list[Interval]:
    """An early beat with its full pause."""
    early = rr[0] * chance.uniform(0.5, 0.8)
    return [Interval(early, ECTOPIC), Interval(rr[0] + rr[1] - early, ECTOPIC)]


def atrial(rr: Sequence[float], chance: Random) -> list[Interval]:
    """An early beat that the rhythm begins anew from."""
    return [
        Interval(rr[0] * chance.uniform(0.5, 0.8), ECTOPIC),
        Interval(rr[1] * chance.uniform(1.0, 1.12), EITHER),
    ]


def couplet(rr: Sequence[float], chance: Random) -> list[Interval]:
    """Two early beats with a full pause."""
    first, second = rr[0] * chance.uniform(0.5, 0.7), rr[1] * chance.uniform(0.45, 0.65)
    return [
        Interval(first, ECTOPIC),
        Interval(second, ECTOPIC),
        Interval(math.fsum(rr) - first - second, ECTOPIC),
    ]


def atrial_couplet(rr: Sequence[float], chance: Random) -> list[Interval]:
    """Two early beats that the rhythm begins anew from."""
    first, second = rr[0] * chance.uniform(0.5, 0.7), rr[1] * chance.uniform(0.5, 0.7)
    return [
        Interval(first, ECTOPIC),
        Interval(second, ECTOPIC),
        Interval(rr[2] * chance.uniform(1.0, 1.12), EITHER),
    ]


def misplaced(rr: Sequence[float], chance: Random) -> list[Interval]:
    """A beat found too early or too late."""
    by = chance.choice((-1, 1)) * chance.uniform(60, 140)
    return [Interval(rr[0] + by, MISPLACED), Interval(rr[1] - by, MISPLACED)]


def slightly_misplaced(rr: Sequence[float], chance: Random) -> list[Interval]:
    """By as little as can be seen in a quiet heart."""
    by = chance.choice((-1, 1)) * chance.uniform(30, 60)
    return [Interval(rr[0] + by, MISPLACED), Interval(rr[1] - by, MISPLACED)]


def late(rr: Sequence[float], chance: Random) -> list[Interval]:
    """One beat late, and the rhythm goes on from it."""
    return [Interval(rr[0] * chance.uniform(1.3, 1.75), DISTURBED)]


def sigh(rr: Sequence[float], chance: Random) -> list[Interval]:
    """One interval longer or shorter by a little: natural."""
    return [Interval(rr[0] * (1 + chance.choice((-1, 1)) * chance.uniform(0.04, 0.08)))]


def burst(rr: Sequence[float], chance: Random) -> list[Interval]:
    """Movement: intervals that have nothing to do with the heart, over the same time."""
    left, found = math.fsum(rr), list[Interval]()
    while left > 700:
        found.append(Interval(ms := chance.uniform(260, min(2000, left)), DISTURBED))
        left -= ms
    return [*found, Interval(left, DISTURBED)] if left > 1 else found


def silence(rr: Sequence[float], chance: Random) -> list[Interval]:
    """Seconds without a beat, and nobody says that time was lost."""
    return [Interval(math.fsum(rr) * chance.uniform(1.0, 1.3) + 6000, GAP)]


def lost_time(rr: Sequence[float], chance: Random) -> list[Interval]:
    """Beats that were lost, and the strap says so: the next interval is a true one."""
    return [Interval(rr[-1], gap=True)]


def quicker(rr: Sequence[float], chance: Random) -> list[Interval]:
    """Movement too: merged, split or left, one after the other."""
    found, k = list[Interval](), 0
    while k < len(rr):
        match chance.choice(("missed", "extra", "")):
            case "missed" if k + 1 < len(rr):
                found.append(Interval(rr[k] + rr[k + 1], DISTURBED))
                k += 1
            case "extra":
                found += [Interval(each.ms, DISTURBED) for each in extra(rr[k:], chance)]
            case _:
                found.append(Interval(rr[k], EITHER))
        k += 1
    return found


@dataclass(frozen=True, slots=True)
class Trouble:
    """A fault, how many intervals it takes, and how many are left between two of them (least and most)."""

    fault: Fault
    takes: int
    between: tuple[int, int] = (9, 24)


TROUBLES: dict[str, Trouble | None] = {
    "nothing": None,
    "sighs": Trouble(sigh, 1),
    "one missed": Trouble(missed, 2),
    "two missed": Trouble(missed, 3),
    "three missed": Trouble(missed, 4),
    "extra": Trouble(extra, 1),
    "doubled": Trouble(doubled, 1),
    "echoes": Trouble(echoes, 4),
    "ventricular": Trouble(ventricular, 2),
    "atrial": Trouble(atrial, 2),
    "couplet": Trouble(couplet, 3),
    "atrial couplet": Trouble(atrial_couplet, 3),
    "misplaced": Trouble(misplaced, 2),
    "slightly misplaced": Trouble(slightly_misplaced, 2),
    "late": Trouble(late, 1),
    "silence": Trouble(silence, 1, (12, 30)),
    "lost time": Trouble(lost_time, 6, (12, 30)),
    "burst": Trouble(burst, 8, (20, 45)),
    "movement": Trouble(quicker, 10, (15, 30)),
    "bigeminy": Trouble(ventricular, 2, (0, 1)),
    "quadrigeminy": Trouble(ventricular, 2, (2, 2)),
    "every second": Trouble(ventricular, 2, (0, 0)),
    "noise": Trouble(burst, 6, (0, 0)),
    "dense extra": Trouble(extra, 1, (2, 5)),
    "dense missed": Trouble(missed, 2, (2, 5)),
}

STILL, CALM, VARIABLE = HEARTS["still"], HEARTS["calm"], HEARTS["variable"]
EXERCISED, ASLEEP = Heart(mean_ms=520, swing_ms=15, noise_ms=4), Heart(mean_ms=1250, swing_ms=90, breaths_per_min=12)
TURNS: dict[str, tuple[tuple[Heart, str, int], ...]] = {
    "still, then deep breath": ((STILL, "nothing", 70), (HEARTS["deep and slow breath"], "nothing", 90)),
    "still, then variable": ((STILL, "nothing", 70), (VARIABLE, "nothing", 90)),
    "calm, then quick breath": ((CALM, "nothing", 60), (HEARTS["deep and quick breath"], "nothing", 90)),
    "fast, then slow": ((EXERCISED, "nothing", 50), (ASLEEP, "nothing", 60)),
    "slow, then fast": ((ASLEEP, "nothing", 50), (EXERCISED, "nothing", 70)),
    "noise, then calm": ((CALM, "noise", 40), (CALM, "nothing", 60)),
    "noise amid calm": ((CALM, "nothing", 40), (CALM, "noise", 25), (CALM, "nothing", 40)),
    "bigeminy, then variable": ((CALM, "nothing", 30), (CALM, "every second", 180), (VARIABLE, "misplaced", 70)),
    "bigeminy, then deep breath": ((STILL, "every second", 150), (HEARTS["deep and slow breath"], "nothing", 70)),
    "steep breath, misplaced": ((HEARTS["steep and slow breath"], "misplaced", 240),),
    "steep breath, ventricular": ((HEARTS["steep and slow breath"], "ventricular", 240),),
    "still, then steep breath": ((STILL, "nothing", 70), (HEARTS["steep and slow breath"], "nothing", 90)),
    "missed, then variable": ((CALM, "dense missed", 120), (VARIABLE, "nothing", 60)),
}
"""What turns into what: hearts with their troubles, one after the other, and how many intervals of each."""


def turning(parts: Sequence[tuple[Heart, str, int]], chance: Random) -> list[Interval]:
    """One stream of several hearts."""
    return [each for heart, trouble, count in parts for each in stream(heart, TROUBLES[trouble], count, chance)]


def stream(heart: Heart, trouble: Trouble | None, count: int, chance: Random) -> list[Interval]:
    """Intervals of a heart with a fault again and again."""
    rr = heart.intervals(count, chance)
    found, at = list[Interval](), 0
    while at < len(rr):
        quiet = len(rr) if trouble is None else 6 * (at == 0) + chance.randint(*trouble.between)
        found += [Interval(ms) for ms in rr[at : at + quiet]]
        at += quiet
        if trouble is None or at + trouble.takes > len(rr):
            return [*found, *(Interval(ms) for ms in rr[at:])]
        found += trouble.fault(rr[at : at + trouble.takes], chance)
        at += trouble.takes
    return found


def raw(intervals: Sequence[Interval]) -> Iterator[RawBeat]:
    """As a strap counts them and the classifier takes them."""
    clock = 0
    for each in intervals:
        ticks = round(each.ms / UNIT_MS) * TICKS_PER_STRAP_UNIT
        clock += ticks
        yield RawBeat(t=to_s(clock), rr_ticks=ticks, gap=each.gap)
