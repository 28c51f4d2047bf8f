"""Each interval against the one before it: the cloud of Poincare, with its width and its length.

Brennan, Palaniswami and Kamen (2001), doi:10.1109/10.959330: the width across the diagonal (SD1) is what changes from
one beat to the next, the length along it (SD2) is what changes over many. Definitions as in `sums.py`.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from biofeedback.findings import Beat, BeatClass
from biofeedback.signal.sums import Sums
from biofeedback.ticks import to_ms

LEAST_PAIRS = 60
"""Pairs below which no width and no length are told: a minute of a resting heart. Count."""

POINCARE_SPAN_S = 300.0
"""The standard short-term recording of the Task Force (10.1161/01.CIR.93.5.1043). Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Poincare:
    """Pairs of adjacent normal intervals (the one before, the one after), ms; width and length, None: too few."""

    pairs: tuple[tuple[float, float], ...]
    sd1_ms: float | None
    sd2_ms: float | None


def poincare(beats: Sequence[Beat]) -> Poincare:
    """Of beats in order. No pair reaches across a beat that does not count, or across lost time."""
    sums, pairs = Sums(), list[tuple[float, float]]()
    for before, beat in pairwise(beats):
        if before.kind is beat.kind is BeatClass.NORMAL and not beat.gap:
            sums.add_pair(before.rr_ticks, beat.rr_ticks)
            pairs.append((to_ms(before.rr_ticks), to_ms(beat.rr_ticks)))
    enough = len(pairs) >= LEAST_PAIRS
    return Poincare(pairs=tuple(pairs), sd1_ms=sums.sd1_ms if enough else None, sd2_ms=sums.sd2_ms if enough else None)
