"""Made intervals and what the classifier says of them, shared by the tests of this room."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence

import numpy as np
from numpy.typing import NDArray

from biofeedback.findings import Beat, BeatClass, RawBeat
from biofeedback.signal.classifier import BeatClassifier
from biofeedback.ticks import from_ms, to_ms, to_s


def raw_beats(rr_ms: Iterable[float], gaps: frozenset[int] = frozenset()) -> list[RawBeat]:
    """Intervals end to end from time 0; those whose place is in `gaps` follow lost time."""
    beats: list[RawBeat] = []
    clock = 0
    for k, ms in enumerate(rr_ms):
        ticks = from_ms(ms)
        clock += ticks
        beats.append(RawBeat(t=to_s(clock), rr_ticks=ticks, gap=k in gaps))
    return beats


def classified(rr_ms: Iterable[float], gaps: frozenset[int] = frozenset()) -> list[Beat]:
    """What the classifier makes of intervals."""
    classifier = BeatClassifier()
    beats = [beat for raw in raw_beats(rr_ms, gaps) for beat in classifier.push(raw)]
    return [*beats, *classifier.flush()]


def kinds(rr_ms: Iterable[float], gaps: frozenset[int] = frozenset()) -> list[BeatClass]:
    """The classes alone."""
    return [beat.kind for beat in classified(rr_ms, gaps)]


def normal_beats(rr_ms: Sequence[float]) -> list[Beat]:
    """Intervals taken as normal without asking."""
    return [
        Beat(index=k, t=raw.t, rr_ticks=raw.rr_ticks, kind=BeatClass.NORMAL, normality=1.0)
        for k, raw in enumerate(raw_beats(rr_ms))
    ]


def lengths_ms(beats: Iterable[Beat]) -> NDArray[np.float64]:
    """Lengths of the normal ones."""
    return np.array([to_ms(b.rr_ticks) for b in beats if b.kind is BeatClass.NORMAL])


def breathing_heart(
    seconds: float,
    *,
    mean_ms: float = 900,
    swing_ms: float = 60,
    breaths_per_min: float = 14,
    noise_ms: float = 8,
    seed: int = 1,
) -> list[float]:
    """Intervals of a heart that swings with breathing, `swing_ms` from trough to peak."""
    rng = np.random.default_rng(seed)
    rr: list[float] = []
    clock = 0.0
    while clock < seconds:
        wave = swing_ms / 2 * math.sin(2 * math.pi * breaths_per_min / 60 * clock)
        rr.append(mean_ms + wave + float(rng.normal(0, noise_ms)))
        clock += rr[-1] / 1000
    return rr
