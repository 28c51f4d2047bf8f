"""A stretch of intervals as it would be if the strap had heard every beat once: second marks are taken away, and beats
put back that were taken for one.

Each interval is one beat's, or a part of one heard twice, or two in one. Of all ways to read the stretch so, the one is
taken whose intervals follow each other most smoothly (dynamic programming over the intervals; Viterbi 1967, doi
10.1109/TIT.1967.1054010), at a price for each that is put right: what is even as it is stays as it is.

Where what is left is smooth, the strap made the pattern and not the heart. Of 1400 stops in patients (long-term
fibrillation and ectopy) 4 leave a fifth of rough steps or fewer; of 38 that made straps caused nearly all, where the
level is known.
"""

from __future__ import annotations

from itertools import pairwise
from math import inf
from typing import NamedTuple

from biofeedback.findings import Rule

STEP_SHARE = 0.1
"""A step that is greater than that by this share of the level costs one."""
FREE_STEP_SHARE = 0.06
"""So great a step costs nothing: beats at rest differ by as much, and a fast rhythm whose intervals are by turns a
little longer and shorter is none heard twice."""
MOST_STEP_COST = 2.5
"""No step costs more: a true early beat stays what it is."""
TWICE_COST = 0.3
"""The price of two intervals that are one."""
TWICE_COST_IN_RUN = 0.7
"""The same where the question is whether this is a run: even at twice the rate before it is smooth both ways; for some
seven beats it is then read as beats heard twice, from there on as the run it is."""
MERGED_COST = 0.7
"""The price of an interval that is two."""
LEAST_WHOLE = 0.55
"""What is put right is no shorter than this share of the level before: a heart may have sped up since."""
LEAST_MERGED = 0.8
"""Two beats taken for one are each no shorter than this share of it: half of a pause in bigeminy may be as long as the
early beat before it."""
MOST_WHOLE = 1.4
"""Nor longer than this: in bigeminy two intervals are two levels."""
ROUGH_STEP = 0.12
"""A greater step between two intervals, as a share of the longer, is rough: breathing asleep makes few."""


class Smooth(NamedTuple):
    """What it takes: so many beats are put right at least, of the steps that are left at most this share is rough, and
    they are at most this share of those that were rough before.
    """

    put_right: int
    rough_share: float
    rough_kept: float


SURE = (Smooth(3, 0.2, 0.5), Smooth(3, 0.6, 0.42))
"""Either will do: where breaths are deep more steps are rough, but few of those that were are left. Of 1500 stops in
patients 10 are explained so (4 of trigeminy, 2 of fibrillation), most for some beats only."""
IN_RUN = (Smooth(2, 0.2, 0.5),)
"""Five beats of a run are two pairs."""
DOUBTED = (*SURE, Smooth(3, 0.5, 0.55))
"""Where the strap is known to hear beats twice: then they are misplaced, too, which nothing puts right."""
EARLY_RULES = frozenset({Rule.ECTOPIC_BURDEN, Rule.ECTOPIC_RUN})
"""The rules that tell of early beats."""
LEAST_MERGED_ALONE = 2
"""Two early beats and their full pause look like a beat heard twice and two taken for one. Where early beats are told
and most that were heard twice are followed so, so many others at least, that follow none, were taken for one."""


class Folded(NamedTuple):
    """The intervals that are left, how many of them were heard twice, how many times two were taken for one, and how
    many of those came right after one heard twice.
    """

    whole: list[float]
    twice: int
    merged: int
    rests: int


class Way(NamedTuple):
    """One way to read the intervals so far: what it costs, the interval it ends with, of how many it was made (0: it is
    half of one), and which of the ways before it goes on from.
    """

    cost: float
    value: float
    made_of: int
    before: int


def fold(ms: list[float], level: float, twice_cost: float = TWICE_COST) -> Folded:
    """The smoothest reading of these intervals (ms) after ones of length `level`.

    The last may be the first part of one whose second has not come, and is left out then.
    """
    lowest, highest, scale = LEAST_WHOLE * level, MOST_WHOLE * level, 1 / (STEP_SHARE * level)
    ways = [[Way(0.0, level, 0, 0)]]  # after each interval
    for end, x in enumerate(ms):
        here = [_next_way(ways[end], x, 1, 0.0, scale)]
        if end and lowest <= (both := x + ms[end - 1]) <= highest:
            here.append(_next_way(ways[end - 1], both, 2, twice_cost, scale))
        if LEAST_MERGED * level <= (half := x / 2) <= highest:
            here.append(_next_way(ways[end], half, 0, MERGED_COST, scale))
        ways.append(here)
    whole, part = min(ways[-1]), min(ways[-2])
    return _read(ways[:-1], part) if ms[-1] < level and part.cost + twice_cost < whole.cost else _read(ways, whole)


def _next_way(before: list[Way], value: float, made_of: int, price: float, scale: float) -> Way:
    """The cheapest way on from those before it to an interval of that length."""
    best, place = inf, 0
    for k, way in enumerate(before):
        step = abs(value - way.value) * scale - FREE_STEP_SHARE / STEP_SHARE
        total = way.cost + min(MOST_STEP_COST, max(0.0, step))
        if total < best:
            best, place = total, k
    return Way(best + price, value, made_of, place)


def _read(ways: list[list[Way]], way: Way) -> Folded:
    """The way back from the last interval to the first."""
    whole, twice, merged, rests, end = list[float](), 0, 0, 0, len(ways) - 1
    while end > 0:
        whole.append(way.value)
        twice += way.made_of == 2
        if way.made_of == 0:
            merged += 1
            whole.append(way.value)
        end, after = end - (way.made_of or 1), way
        way = ways[end][way.before]
        rests += after.made_of == 0 and way.made_of == 2
    whole.reverse()
    return Folded(whole, twice, merged, rests)


def rough_steps(ms: list[float]) -> int:
    """How many of the steps between these intervals are rough."""
    return sum([abs(b - a) > ROUGH_STEP * max(a, b) for a, b in pairwise(ms)])


def heard_wrongly(ms: list[float], level: float, rule: Rule, *, doubted: bool = False) -> Folded | None:
    """The stretch put right, where the strap explains what that rule would tell of it; else None.

    `doubted`: the strap is known to hear beats twice.
    """
    if level <= 0:
        return None
    run = rule is Rule.ECTOPIC_RUN
    found = fold(ms, level, TWICE_COST_IN_RUN if run else TWICE_COST)
    alone = found.merged - found.rests
    if rule in EARLY_RULES and 2 * found.rests > found.twice and alone < LEAST_MERGED_ALONE:
        return None
    explaining = IN_RUN if run else DOUBTED if doubted else SURE
    return found if any(_is_smooth(found, ms, least) for least in explaining) else None


def _is_smooth(found: Folded, ms: list[float], least: Smooth) -> bool:
    rough = rough_steps(found.whole)
    few = rough <= least.rough_share * (len(found.whole) - 1) and rough <= least.rough_kept * rough_steps(ms)
    return few and found.twice + found.merged >= least.put_right
