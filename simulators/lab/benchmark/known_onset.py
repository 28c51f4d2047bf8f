"""How well could a shift be found by who is told when it begins?

A bound for the detector of shifts, which is told nothing. Into real rest a change is put at eight minutes: differences
40 % larger, intervals 5 % longer, within some 25 s. Mean log interval and log RMSSD of the blocks since then are
compared with the four minutes before, with Fisher's weights fitted on other people, and judged once, at 120 s and at
300 s. The limit is set so that the same stretches, untouched, are called shifted in a stated share.
"""

from __future__ import annotations

import itertools
import math
from collections.abc import Iterator, Sequence
from pathlib import Path
from random import Random

import numpy as np
import numpy.typing as npt

from simulators.lab.benchmark.resting_variability import blocks, rest_in

GAIN = 1.40
"""Factor of the successive differences after the change."""

STRETCH = 1.05
"""Factor of the intervals after the change."""

TAU_S = 25.0
"""Time constant with which the change comes, s."""

ONSET_S = 480.0
"""When it begins, s into the stretch."""

JUDGED_S = (120.0, 300.0)
"""How long after it the one judgement is made, s."""

BLOCK_S = 10.0
"""Length of a block, s."""

BLOCKS_BEFORE = 24
"""Blocks before the change that are compared with."""

BLOCKS_SKIPPED = 2
"""Blocks after it that are left out: until the body has moved."""

TREND_BEATS = 15
"""Width of the moving mean, beats: what is slower is trend."""

GRID_S = 0.008
"""Resolution of the coarsest recordings, s: dithered by it, or the injection would show in the grid."""

FALSE_ALARMS = (0.10, 0.05, 0.025, 0.0125)
"""Shares of untouched stretches that may be called shifted."""

FOLDS = 8
"""Parts of the people; the weights for each are fitted on the other parts."""

Floats = npt.NDArray[np.float64]


def with_change(rr_s: Floats) -> Floats:
    """The stretch with the change put in."""
    slow: Floats = np.convolve(np.pad(rr_s, TREND_BEATS // 2, "edge"), np.full(TREND_BEATS, 1 / TREND_BEATS), "valid")
    since = np.cumsum(rr_s) - ONSET_S
    on = np.where(since > 0, 1 - np.exp(-np.maximum(since, 0) / TAU_S), 0.0)
    result: Floats = slow * (1 + (STRETCH - 1) * on) + (rr_s - slow) * (1 + (GAIN - 1) * on)
    return result


def contrast(rr_s: Sequence[float], judged_s: float) -> Floats | None:
    """Means of ln interval and ln RMSSD since the change against those before it; None of too short a stretch."""
    rows = []
    for block in blocks(rr_s, BLOCK_S):
        square = [(b - a) ** 2 for a, b in itertools.pairwise(block)]
        if len(block) < 3 or not any(square):
            return None
        rows.append((math.log(sum(block) / len(block)), 0.5 * math.log(sum(square) / len(square))))
    onset, end = int(ONSET_S / BLOCK_S), int((ONSET_S + judged_s) / BLOCK_S)
    if len(rows) < end:
        return None
    table = np.array(rows)
    difference: Floats = table[onset + BLOCKS_SKIPPED : end].mean(0) - table[onset - BLOCKS_BEFORE : onset].mean(0)
    return difference


def shares_found(people: Sequence[str], still: Floats, moved: Floats) -> tuple[float, ...]:
    """Shares found at each of FALSE_ALARMS; `still` and `moved` have a row for each stretch."""
    names, order = sorted(set(people)), Random(0)
    order.shuffle(names)
    scores = np.zeros((2, len(people)))
    for fold in range(FOLDS):
        out = np.isin(people, names[fold::FOLDS])
        weights = np.linalg.solve(np.cov(still[~out].T), (moved - still)[~out].mean(0))
        scale = (still[~out] @ weights).std()
        scores[:, out] = still[out] @ weights / scale, moved[out] @ weights / scale
    return tuple(float((scores[1] > np.quantile(scores[0], 1 - rate)).mean()) for rate in FALSE_ALARMS)


def table(folder: Path) -> Iterator[str]:
    """In Markdown."""
    dither, pieces = np.random.default_rng(1), []
    for name, rr in rest_in(folder):
        pieces.append((name, np.array(rr) + dither.uniform(-GRID_S / 2, GRID_S / 2, len(rr))))
    yield f"| judged once, after | {' | '.join(f'{rate:.1%} false' for rate in FALSE_ALARMS)} |"
    yield "|---" * (len(FALSE_ALARMS) + 1) + "|"
    for judged_s in JUDGED_S:
        rows = [
            (name, contrast(rr.tolist(), judged_s), contrast(with_change(rr).tolist(), judged_s)) for name, rr in pieces
        ]
        kept = [(name, a, b) for name, a, b in rows if a is not None and b is not None]
        people, still, moved = zip(*kept, strict=True)
        shares = shares_found(people, np.array(still), np.array(moved))
        yield f"| {judged_s:.0f} s ({len(kept)} stretches) | {' | '.join(f'{share:.0%}' for share in shares)} |"
