"""This person at rest, today: what every later number is compared with.

Today's few minutes are one noisy sample of a resting level that itself wanders from day to day. Where earlier sessions
are known, today's measurement is drawn towards them by as much as its own uncertainty warrants (normal prior, normal
likelihood), so one odd baseline does not make the whole session look like a shift.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from biofeedback.findings import BaselineTaken, Estimate
from biofeedback.signal.block_history import BlockMeans
from biofeedback.signal.clean_blocks import CleanBlock

BASELINE_S = 240.0
"""Time from which a baseline is taken where no protocol says: the first minutes are what later ones are compared with.
Seconds; the same as a protocol's."""

LEAST_BASELINE_S = 60.0
"""Seconds of clean beats below which no baseline is given: RMSSD over 60 s has a standard deviation of 0.14 in the
logarithm against 5 minutes (measured on 266 resting segments), over 30 s 0.21, half of the effect sought."""
MOST_EXCLUDED_IN_BASELINE = 0.10
"""Share of beats that may have been excluded in an honest baseline."""
TYPICAL_SD_LN_RMSSD = 0.33
"""Between-session sd of a person's resting lnRMSSD, where too few sessions tell (prior, in ln ms)."""
TYPICAL_SD_HR_BPM = 2.5
"""The same for heart rate, beats/min."""
PRIOR_SESSIONS = 3.0
"""How many sessions the two typical values weigh against the person's own spread."""
BLOCK_AUTOCORRELATION = 0.3
"""Lag-one autocorrelation of 10 s blocks of lnRMSSD at rest (0.24 to 0.34 measured)."""
Z95 = 1.96
"""Standard deviations on either side of a 95 % interval."""


@dataclass(frozen=True, slots=True, kw_only=True)
class History:
    """The person's earlier sessions: mean and sd over `n` sessions of resting lnRMSSD (ln ms) and heart rate (/min)."""

    n: int
    ln_rmssd_mean: float
    ln_rmssd_sd: float
    hr_mean_bpm: float
    hr_sd_bpm: float


def take_baseline(t: float, blocks: Sequence[CleanBlock], excluded: float) -> BaselineTaken:
    """The baseline from the blocks of its phase; None values where they hold too few clean beats.

    `excluded` is the share of beats that were not normal. The interval of RMSSD is a 95 % one, from the spread of the
    blocks and their autocorrelation.
    """
    coverage = 1.0 - excluded
    clean_s = math.fsum(block.clean_s for block in blocks)
    if clean_s < LEAST_BASELINE_S or excluded > MOST_EXCLUDED_IN_BASELINE or len(blocks) < 2:
        return BaselineTaken(t=t, hr_bpm=None, rmssd_ms=None, coverage=coverage)
    ln_rmssd, error = _ln_rmssd(blocks)
    rmssd = Estimate(
        value=math.exp(ln_rmssd), low=math.exp(ln_rmssd - Z95 * error), high=math.exp(ln_rmssd + Z95 * error)
    )
    return BaselineTaken(t=t, hr_bpm=_hr(blocks), rmssd_ms=rmssd, coverage=coverage)


def of_rest(blocks: Sequence[CleanBlock], still: Sequence[CleanBlock]) -> Sequence[CleanBlock]:
    """The `still` blocks, through which nobody moved, where they make a baseline of their own; else all `blocks`.

    A heart that moves is quicker, and a baseline taken from it would let a later rest count as calm too soon. But a
    restless person keeps the baseline they had: without one nothing is waited for at all.
    """
    enough = len(still) >= 2 and math.fsum(block.clean_s for block in still) >= LEAST_BASELINE_S
    return still if enough else blocks


def resting_level(
    taken: BaselineTaken, blocks: Sequence[CleanBlock], history: History | None = None
) -> BlockMeans | None:
    """What blocks are compared with to find a shift: their mean in the baseline, drawn towards the earlier sessions.

    Only shifts are judged against it. Whether a body has come back is asked of today's own numbers (`taken`), so that
    no earlier session lets a rest end that today's would have made longer.
    """
    if taken.hr_bpm is None or taken.rmssd_ms is None:
        return None
    n = len(blocks)
    ln_rr, ln_rmssd = (0.0, 0.0) if history is None else _drawn_by(blocks, taken.hr_bpm, history)
    return BlockMeans(
        math.fsum(block.ln_rr for block in blocks) / n + ln_rr,
        math.fsum(block.ln_rmssd for block in blocks) / n + ln_rmssd,
        math.fsum(block.ln_pace for block in blocks) / n,
    )


def _drawn_by(blocks: Sequence[CleanBlock], hr_bpm: float, history: History) -> tuple[float, float]:
    """How far the earlier sessions move today's level: of the interval (ln) and of RMSSD (ln)."""
    today, error = _ln_rmssd(blocks)
    spread = _pooled_sd(history.ln_rmssd_sd, TYPICAL_SD_LN_RMSSD, history.n)
    hr_spread = _pooled_sd(history.hr_sd_bpm, TYPICAL_SD_HR_BPM, history.n)
    hr = _drawn_to(hr_bpm, _hr_error(blocks), history.hr_mean_bpm, hr_spread)
    return math.log(hr_bpm / hr), _drawn_to(today, error, history.ln_rmssd_mean, spread) - today


def _ln_rmssd(blocks: Sequence[CleanBlock]) -> tuple[float, float]:
    """The logarithm of the whole phase's RMSSD (ms) and its standard error."""
    pairs = sum(block.pairs for block in blocks)
    mean_square = math.fsum(block.mean_square_ms2 * block.pairs for block in blocks) / pairs
    values = [block.ln_rmssd for block in blocks]
    return 0.5 * math.log(mean_square), _error_of_mean(values)


def _hr(blocks: Sequence[CleanBlock]) -> float:
    return 60.0 * sum(block.n for block in blocks) / math.fsum(block.clean_s for block in blocks)


def _hr_error(blocks: Sequence[CleanBlock]) -> float:
    return _error_of_mean([60.0 * block.n / block.clean_s for block in blocks])


def _error_of_mean(values: Sequence[float]) -> float:
    """Standard error of the mean of an autocorrelated series (variance inflated by (1+rho)/(1-rho))."""
    n = len(values)
    mean = math.fsum(values) / n
    variance = math.fsum((value - mean) ** 2 for value in values) / (n - 1)
    inflated = variance * (1 + BLOCK_AUTOCORRELATION) / (1 - BLOCK_AUTOCORRELATION)
    return math.sqrt(inflated / n)


def _pooled_sd(own: float, typical: float, n: int) -> float:
    weight = n - 1.0
    return math.sqrt((weight * own**2 + PRIOR_SESSIONS * typical**2) / (weight + PRIOR_SESSIONS))


def _drawn_to(value: float, error: float, mean: float, spread: float) -> float:
    """Posterior mean of a normal measurement under a normal prior."""
    weight = spread**2 / (spread**2 + error**2) if spread > 0 or error > 0 else 1.0
    return mean + weight * (value - mean)
