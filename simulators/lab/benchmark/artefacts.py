"""Artefacts put into clean intervals. All but a beat that resets the rhythm leave the whole time as it was."""

from __future__ import annotations

from random import Random

from simulators.lab.benchmark.segments import quantised

KINDS = {
    "none": 0,
    "1 missed": 1,
    "1 extra": 1,
    "1 ventricular": 1,
    "1 atrial": 1,
    "1 misplaced": 1,
    "3 missed": 3,
    "3 ventricular": 3,
    "5 mixed": 5,
    "5 heard as two": 5,
    "burst of 8": 0,
}
"""Kinds of artefact, by the words of the table, each with the beats it is put at (a burst draws its own)."""

EDGE_BEATS = 5
"""Intervals at either end that are left as they are."""

BURST_BEATS = 8
"""Length of a burst of movement, beats."""


def injected(rr_ms: list[float], kind: str, chance: Random) -> list[float]:
    """The intervals with artefacts of a kind at random places, as a strap would count them."""
    if kind == "none":
        return rr_ms
    if kind == "burst of 8":
        return quantised(_burst(rr_ms, chance))
    places = sorted(chance.sample(range(EDGE_BEATS, len(rr_ms) - EDGE_BEATS), KINDS[kind]), reverse=True)
    for place in places:
        rr_ms = _one(rr_ms, kind.split(" ", 1)[1], place, chance)
    return quantised(rr_ms)


def _one(rr_ms: list[float], what: str, i: int, chance: Random) -> list[float]:
    if what == "mixed":
        what = chance.choice(("missed", "extra", "ventricular", "misplaced"))
    here, after = rr_ms[i], rr_ms[i + 1]
    match what:
        case "missed":
            return [*rr_ms[:i], here + after, *rr_ms[i + 2 :]]
        case "extra":
            part = here * chance.uniform(0.25, 0.75)
            return [*rr_ms[:i], part, here - part, *rr_ms[i + 1 :]]
        case "heard as two":  # by a loose strap: a second mark in the same beat
            part = min(chance.uniform(280.0, 400.0), 0.6 * here)
            return [*rr_ms[:i], part, here - part, *rr_ms[i + 1 :]]
        case "ventricular":  # early, and the pause after it makes up for that
            early = here * chance.uniform(0.5, 0.8)
            return [*rr_ms[:i], early, here + after - early, *rr_ms[i + 2 :]]
        case "atrial":  # early, and the rhythm begins anew from it
            return [*rr_ms[:i], here * chance.uniform(0.5, 0.8), after * chance.uniform(1.0, 1.12), *rr_ms[i + 2 :]]
        case "misplaced":
            by = chance.choice((-1, 1)) * chance.uniform(60, 140)
            return [*rr_ms[:i], here + by, after - by, *rr_ms[i + 2 :]]
        case _:
            raise ValueError(what)


def _burst(rr_ms: list[float], chance: Random) -> list[float]:
    """Beats of movement: each interval merged with the next, split in two, or left."""
    begin = chance.randrange(EDGE_BEATS, len(rr_ms) - EDGE_BEATS - BURST_BEATS - 2)
    for i in range(begin + BURST_BEATS, begin, -1):
        rr_ms = _one(rr_ms, what, i, chance) if (what := chance.choice(("missed", "extra", ""))) else rr_ms
    return rr_ms
