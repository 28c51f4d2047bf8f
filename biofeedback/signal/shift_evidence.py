"""Evidence that arousal has moved, at one block: did rate and fast variability both step, together, and away from rest?

A statistic over candidate ages of the change. For each age, four contrasts are asked for: the mean interval and RMSSD,
each since the change against the minutes just before it, and against the baseline. Each is divided by what it usually
is at rest (table below) and by this person's own unrest, and turned into the logarithm of a probability by a logistic
curve; the four logarithms are added, so one that is missing cannot be made up for by the others ("and", softly), and a
change larger than asked for never counts against itself. Ages are joined by the logarithm of the sum. RMSSD is first
freed of what a change of breathing pace explains. DECISIONS holds the model, its fit and its operating curve.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import NamedTuple

from biofeedback.signal.block_history import BaselineVariability, BlockHistory, BlockMeans

BLOCKS_BEFORE = 24
"""Blocks (4 minutes) before a change that it is compared with."""
BLOCKS_SKIPPED = 2
"""Blocks (20 s) after the onset that are left out: a body takes about 25 s to move (20 to 60 s)."""


class Age(NamedTuple):
    """A candidate age of the change, in blocks, and the sd of its contrasts on real rest (ln units; 38 people)."""

    blocks: int
    rr_recent: float
    rr_rest: float
    rmssd_recent: float
    rmssd_rest: float


AGES = (
    Age(4, 0.044, 0.050, 0.257, 0.291),
    Age(6, 0.036, 0.042, 0.205, 0.244),
    Age(9, 0.031, 0.037, 0.177, 0.216),
    Age(12, 0.028, 0.034, 0.165, 0.202),
    Age(16, 0.027, 0.032, 0.156, 0.190),
    Age(20, 0.026, 0.030, 0.153, 0.180),
    Age(25, 0.025, 0.029, 0.151, 0.171),
    Age(30, 0.025, 0.027, 0.151, 0.163),
)
"""The candidate ages of a change, from 40 s to 5 minutes."""


class Demand(NamedTuple):
    """A logistic curve: how much of a contrast (in its own sd) is asked for, and how steeply."""

    slope: float
    centre: float


RR_RECENT = Demand(1.05, 1.16)
"""Of the mean interval, against just before the change; fitted, as the three below, on real rest with made shifts (see
DECISIONS)."""
RR_REST = Demand(0.53, 0.47)
"""Of the mean interval, against the baseline."""
RMSSD_RECENT = Demand(1.22, 1.63)
"""Of RMSSD, against just before the change."""
RMSSD_REST = Demand(0.93, -0.21)
"""Of RMSSD, against the baseline."""
RR_VARIABILITY_POWER = 0.93
"""How far the person's own slow unrest of the mean interval replaces the usual one (0: not at all, 1: wholly)."""
USUAL_RR_SLOW = 0.0230
"""Median over people of the slow unrest of the mean interval (ln units) on real rest."""
LEAST_SCALE = 0.4
"""However restless a heart, a change of 2.5 times what is usually asked for is enough. Factor on the change."""
MOST_SCALE = 2.0
"""However quiet a heart, a change must be half of what is usually asked for. Factor on the change."""
PACE_SHARE = -0.79
"""How much of a rise of the pace index is taken off a rise of ln RMSSD, since slower breathing alone raises it at rest.
Only towards the parasympathetic side; the other way the same step would take slower breathing for activation."""
AGE_TILT = 1.13
"""The weight of an age is tilt x ln(age/12) + bend x ln(age/12)^2."""
AGE_BEND = -2.07
"""The bend in the weight of an age: see `AGE_TILT`."""
AGE_WEIGHTS = tuple(AGE_TILT * math.log(age.blocks / 12) + AGE_BEND * math.log(age.blocks / 12) ** 2 for age in AGES)
"""Of each of AGES."""
MOST_LOGIT = 60.0
"""A logistic curve is cut here, so that no odd value overflows."""


@dataclass(frozen=True, slots=True)
class Verdict:
    """The evidence, and the age of the change (in blocks) that bears most of it."""

    score: float
    age: int


def weigh(blocks: BlockHistory, rest: BlockMeans, sign: int) -> Verdict:
    """Evidence at the newest block for a change towards the parasympathetic (`sign` 1) or sympathetic (-1) side."""
    pace = PACE_SHARE if sign > 0 else 0.0
    rr_scale = sign * _rr_scale(blocks.baseline_variability())
    best, age_of_best, total = -math.inf, 0, 0.0
    for age, weight in zip(AGES, AGE_WEIGHTS, strict=True):
        if len(blocks) < age.blocks + BLOCKS_SKIPPED + 4:
            break
        after = blocks.mean(age.blocks - BLOCKS_SKIPPED, 0)
        before = blocks.mean(min(age.blocks + BLOCKS_BEFORE, len(blocks)), age.blocks)
        rr, amplitude = after.ln_rr, after.ln_rmssd + pace * after.ln_pace
        score = weight + _log_all(
            RR_RECENT.slope * (rr_scale * (rr - before.ln_rr) / age.rr_recent - RR_RECENT.centre),
            RR_REST.slope * (rr_scale * (rr - rest.ln_rr) / age.rr_rest - RR_REST.centre),
            RMSSD_RECENT.slope
            * (sign * (amplitude - before.ln_rmssd - pace * before.ln_pace) / age.rmssd_recent - RMSSD_RECENT.centre),
            RMSSD_REST.slope
            * (sign * (amplitude - rest.ln_rmssd - pace * rest.ln_pace) / age.rmssd_rest - RMSSD_REST.centre),
        )
        total += math.exp(score)
        if score > best:
            best, age_of_best = score, age.blocks
    return Verdict(math.log(total) if total > 0.0 else -math.inf, age_of_best)


def _rr_scale(baseline_variability: BaselineVariability) -> float:
    """Factor of the contrasts of the interval: the usual unrest over this person's own. (RMSSD's tells nothing.)"""
    if baseline_variability.rr_slow <= 0.0:
        return 1.0
    return max(
        LEAST_SCALE, min(MOST_SCALE, math.pow(USUAL_RR_SLOW / baseline_variability.rr_slow, RR_VARIABILITY_POWER))
    )


def _log_all(*logits: float) -> float:
    """Logarithm of the product of logistic probabilities."""
    product = 1.0
    for logit in logits:
        product *= 1.0 + math.exp(-logit if logit > -MOST_LOGIT else MOST_LOGIT)
    return -math.log(product)
