"""A run of early beats: five or more in a row, much faster than before, and begun from one beat to the next.

Two kinds are told: regular ones out of any rhythm, and ragged ones out of a steady rhythm, where movement is unlikely.
A ragged run out of an unsteady rhythm cannot be told from movement by its intervals; that takes the ECG.

The ceiling: of 50 annotated fast ventricular runs of five beats and more (MIT-BIH, VitalDB), 17 show no five fast
intervals in a row out of a known level, and 11 are ragged out of an unsteady rhythm. The other 22 can be told: of 17
even ones 16 are (10 of 11 with intervals below 270 ms: an even row of such is no movement), of 5 ragged ones 2.
"""

from __future__ import annotations

from itertools import pairwise

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.onset import SAME_RUN_RATIO, hurried
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.why import why

RUN_BEATS = 5
"""Intervals in a row that make a run."""
RUN_SHARE = 0.68
"""Each of them is at most this share of the level before."""
LONGEST_RUN_MS = 522.0
"""At least 115/min, as monitors ask of a ventricular run (100 to 130/min)."""
RUN_SPREAD = 0.16
"""Range of their lengths over their mean, up to which a run is regular."""
EVEN_RUN_SHARE = 0.72
"""So even a run as EVEN_RUN_SPREAD has it is told at a lesser leap: nothing but a tachycardia leaps and runs like a
clock."""
EVEN_RUN_SPREAD = 0.08
"""Range of its lengths over their mean."""
ABRUPT_SHARE = 0.78
"""The onset is abrupt when the first interval of the run is below this share of the median of `ONSET_BEATS` before it
(Swerdlow et al. 1994: sudden onset tells a tachycardia from an effort)."""
ONSET_BEATS = 4
"""Intervals before a run whose median its onset is compared with."""

RAGGED_RUN_SHARE = 0.65
"""All of a ragged run is shorter than this share of the steady interval before it."""
RAGGED_RUN_SPREAD = 0.6
"""Range of its lengths over their mean, below which it may still be a run."""
SPLIT_TOLERANCE = 0.1
"""How near to the steady interval two neighbours come together where one beat was marked twice."""
RAGGED_LEAST_MS = 240.0
"""A mean below it (250/min) is noise."""
STEADY_BEATS = 8
"""Intervals before the run that must have been steady."""
KNOWN_BEATS = 16
"""Beats since time was lost: before, the level is not known."""
MOST_RUN_BEATS = KNOWN_BEATS - ONSET_BEATS
"""So far back the beginning of a run is looked for."""
STEADY_TOLERANCE = 0.06
"""Steady: all but one of those eight within this share of their median."""

FALL_BEATS = 5
"""Steps in a row by which a deep breath falls, the last into the run, where such a breath was heard lately."""
FALL_STEP = 0.72
"""None of them is greater: each interval is at least this share of the one before, as a run's first beat is not."""
MOST_BEFORE = 2
"""So many beats before the five that are told may be as fast as they are: with three the five would begin nothing. A
made deep breather came from 50 to 118/min in five steps, and was stopped as the next beat was 5 ms longer."""


class EctopicRun:
    """Stop at the fifth beat, or as soon as five are even."""

    rule = Rule.ECTOPIC_RUN
    recovery_beats = 15

    def judge(self, rr: RrBuffer) -> Detection | None:
        """What is detected at the newest beat."""
        ms = rr.ms
        if ms[-1] > LONGEST_RUN_MS or ms[-1] > EVEN_RUN_SHARE * rr.previous_level or rr.run < KNOWN_BEATS:
            return None
        run = ms[-RUN_BEATS:]
        slowest, mean = max(run), sum(run) / RUN_BEATS
        spread = (slowest - min(run)) / mean
        fast = min(LONGEST_RUN_MS, (EVEN_RUN_SHARE if spread < EVEN_RUN_SPREAD else RUN_SHARE) * rr.previous_level)
        if slowest > fast:
            return None
        beats = RUN_BEATS if _abrupt(ms, RUN_BEATS) else _length(ms, fast)
        if not _abrupt(ms, beats) or hurried(ms, RUN_BEATS):
            return None
        if spread > RUN_SPREAD and not (
            spread < RAGGED_RUN_SPREAD and mean > RAGGED_LEAST_MS and _out_of_steady(ms, slowest)
        ):
            return None
        if rr.twice.explains(ms[-beats:]) or (rr.wave.period_ms and _fell_by_degrees(ms, beats)):
            return None
        return Detection(
            severity=Severity.STOP,
            start_s=rr.start_of(beats),
            why=why("rhythm.ectopic_run", beats=beats, hr_bpm=60_000 / mean),
        )


def _abrupt(ms: list[float], beats: int) -> bool:
    """Whether the run of so many beats began from one beat to the next."""
    return ms[-beats] <= ABRUPT_SHARE * sorted(ms[-beats - ONSET_BEATS : -beats])[ONSET_BEATS // 2]


def _fell_by_degrees(ms: list[float], beats: int) -> bool:
    """Whether the heart came down to the run step by step, as with a deep breath in, and did not leap: to the first of
    so many beats, or to one before it that was as fast.
    """
    as_fast = SAME_RUN_RATIO * sum(ms[-beats:]) / beats
    for first in range(beats, beats + MOST_BEFORE + 1):
        if _falls_to(ms, first):
            return True
        if ms[-first - 1] > as_fast:
            return False
    return False


def _falls_to(ms: list[float], beats: int) -> bool:
    """Whether the last `FALL_BEATS` steps to the first of so many beats go down, none by a leap."""
    fall = ms[-beats - FALL_BEATS : 1 - beats]
    return all(FALL_STEP * a <= b < a for a, b in pairwise(fall))


def _length(ms: list[float], fast: float) -> int:
    """Beats of the run so far: it may have begun raggedly, some beats before the five that are even."""
    beats = RUN_BEATS
    while beats < MOST_RUN_BEATS and ms[-beats - 1] <= fast:
        beats += 1
    return beats


def _out_of_steady(ms: list[float], slowest: float) -> bool:
    """Whether the rhythm before the run was steady, and all of the run far faster than it: not that rhythm itself with
    two of its beats marked twice.
    """
    before = ms[-RUN_BEATS - STEADY_BEATS : -RUN_BEATS]
    middle = sorted(before)[STEADY_BEATS // 2]
    steady = sum([abs(x - middle) < STEADY_TOLERANCE * middle for x in before])
    if steady < STEADY_BEATS - 1 or slowest >= RAGGED_RUN_SHARE * middle:
        return False
    split = [abs(a + b - middle) < SPLIT_TOLERANCE * middle for a, b in pairwise(ms[-RUN_BEATS:])]
    return not any(one and any(split[k + 2 :]) for k, one in enumerate(split))
