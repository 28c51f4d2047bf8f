"""What in an annotated recording must be found: episodes, read from the experts' words alone.

Short events have some seconds of grace after their end, since a pattern can only be told once it has been seen.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from enum import Enum
from statistics import fmean, median

from biofeedback.validation.record import A_TYPE, FLUTTER, NOISE, UNSURE_TYPE, V_TYPE, AnnotatedRecord, runs

EPISODE_GRACE_S = 5.0
"""After the end of a short event; a warning within it is still in time to be of use."""
LEAST_BIGEMINY = 10
"""Beats of bigeminy; shorter stretches come and go in healthy hearts."""
FAST_RUN_MS = 500.0
"""Mean interval of a fast run: 120/min."""
FAST_RUN_SHARE = 0.7
"""And it is this much shorter than the median of the intervals before."""
FAST_RUN_BEFORE = 30
"""Intervals that median is of."""
LEAST_RUN_BEFORE = 12
"""The fewest intervals it can be taken from."""
PAUSE_MS = 2500.0
"""A pause is longer than this."""
MOST_PAUSE_MS = 5000.0
"""A longer one is a hole in the annotations, or flutter, in which no beat is marked."""
PAUSE_RATIO = 1.5
"""And longer than this many times the median of the intervals before."""
PAUSE_BEFORE = 8
"""Intervals that median is of."""
DENSE_PER_MIN = 6
"""Ectopy is dense where at every beat for `DENSE_S` there were more ectopic beats than this in the minute before."""
DENSE_S = 120.0
"""For so long ectopic beats must come that often. Seconds."""


class Kind(Enum):
    """What must be found."""

    AF_60S = "af_60s"
    AF_30S = "af_30s"
    BIGEMINY = "bigeminy"
    DENSE_ECTOPY = "dense_ectopy"
    V_RUN_3 = "v_run_3"
    V_RUN_5 = "v_run_5"
    V_RUN_FAST = "v_run_fast"
    SVT = "svt"
    SVT_10S = "svt_10s"
    PAUSE = "pause"


@dataclass(frozen=True, slots=True, kw_only=True)
class Episode:
    """Something that must be found from `onset_s` on, and not later than `until_s` (with the grace)."""

    kind: Kind
    onset_s: float
    until_s: float


def episodes(record: AnnotatedRecord) -> tuple[Episode, ...]:
    """All episodes of a recording, kind by kind.

    AF: runs of the rhythm "(AFIB" of 60 s and more, and of 30 s. Bigeminy: runs of "(B" of ten beats and more. V run:
    three (five) and more beats V in a row; fast where it runs at 120/min and more and by a third faster than before.
    SVT: "(SVTA", of any length and of 10 s. Dense ectopy: more than six ectopic beats in the trailing minute, for two
    minutes. Pause: an interval of 2.5 to 5 s and over 1.5 times those before it, between beats that are sure.
    """
    return (
        *_of_rhythm(record, "(AFIB", Kind.AF_60S, least_s=60.0),
        *_of_rhythm(record, "(AFIB", Kind.AF_30S, least_s=30.0),
        *_of_rhythm(record, "(B", Kind.BIGEMINY, least_beats=LEAST_BIGEMINY, grace_s=EPISODE_GRACE_S),
        *_dense_ectopy(record),
        *_ventricular_runs(record),
        *_of_rhythm(record, "(SVTA", Kind.SVT, grace_s=EPISODE_GRACE_S),
        *_of_rhythm(record, "(SVTA", Kind.SVT_10S, least_s=10.0, grace_s=EPISODE_GRACE_S),
        *_pauses(record),
    )


def _of_rhythm(
    record: AnnotatedRecord,
    rhythm: str,
    kind: Kind,
    *,
    least_s: float = 0.0,
    least_beats: int = 1,
    grace_s: float = 0.0,
) -> Iterator[Episode]:
    last = len(record) - 1
    for a, b in runs([each == rhythm for each in record.rhythms]):
        onset_s, end_s = record.t_s[a], record.t_s[min(b, last)]
        if end_s - onset_s >= least_s and b - a >= least_beats:
            yield Episode(kind=kind, onset_s=onset_s, until_s=end_s + grace_s)


def _ventricular_runs(record: AnnotatedRecord) -> Iterator[Episode]:
    for a, b in runs([label == "V" for label in record.labels]):
        kinds = [kind for kind, least in ((Kind.V_RUN_3, 3), (Kind.V_RUN_5, 5)) if b - a >= least]
        if kinds and _is_fast(record, a, b):
            kinds.append(Kind.V_RUN_FAST)
        for kind in kinds:
            yield Episode(kind=kind, onset_s=record.t_s[a], until_s=record.t_s[b - 1] + EPISODE_GRACE_S)


def _is_fast(record: AnnotatedRecord, a: int, b: int) -> bool:
    if a < LEAST_RUN_BEFORE:
        return False
    inside, before = fmean(record.rr_ms[a + 1 : b]), median(record.rr_ms[max(0, a - FAST_RUN_BEFORE) : a])
    return inside <= FAST_RUN_MS and inside < FAST_RUN_SHARE * before


def _pauses(record: AnnotatedRecord) -> Iterator[Episode]:
    for k in range(PAUSE_BEFORE, len(record)):
        rr = record.rr_ms[k]
        sure = all(label and label not in UNSURE_TYPE for label in record.labels[k - 1 : k + 1])
        if not PAUSE_MS < rr <= MOST_PAUSE_MS or record.gaps[k] or not sure or record.rhythms[k] in (FLUTTER, NOISE):
            continue
        if rr > PAUSE_RATIO * median(record.rr_ms[k - PAUSE_BEFORE : k]):
            end_s = record.t_s[k]
            yield Episode(kind=Kind.PAUSE, onset_s=end_s - rr / 1000, until_s=end_s + EPISODE_GRACE_S)


def _dense_ectopy(record: AnnotatedRecord) -> Iterator[Episode]:
    """Not with a pacemaker, nor where there is flutter: there the labels do not say what was early."""
    if record.is_paced or FLUTTER in record.rhythms:
        return
    dense: list[bool] = []
    ectopic: list[float] = []
    first = 0
    for t, label, rhythm in zip(record.t_s, record.labels, record.rhythms, strict=True):
        # In atrial fibrillation "early" means nothing for beats from above; some experts label all of them so.
        if label and (label in V_TYPE or (label in A_TYPE and rhythm != "(AFIB")):
            ectopic.append(t)
        while first < len(ectopic) and ectopic[first] <= t - 60.0:
            first += 1
        dense.append(len(ectopic) - first > DENSE_PER_MIN)
    for a, b in runs(dense):
        if record.t_s[b - 1] - record.t_s[a] >= DENSE_S:
            yield Episode(kind=Kind.DENSE_ECTOPY, onset_s=record.t_s[a], until_s=record.t_s[b - 1])
