"""Whether an ECG can be read well enough for a sign of the intervals to be told from movement.

What looks like a rhythm without pattern may be a loose electrode: its swings are heard as beats by the strap and by any
detector. Three things set a heart apart. Its beats have few forms, which come again, whatever their order; the line
between them is quiet; and two detectors, the strap's (or a file's) and ours, hear the same beats (Behar et al. 2013,
doi:10.1109/TBME.2013.2240452, call the last one bSQI).

Chosen on eight records of the MIT-BIH database, made fibrillation and ectopy, and the electrode noise of one recording
put on three sinus rhythms at 24 to 0 dB: 104 of 104 signs on clean lines are borne out, 2 of 97 made by noise are. With
electrode noise of 24 dB true signs are nearly all lost to it, of 0.12 of a beat's height in white noise two in ten.
"""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Sequence
from dataclasses import dataclass
from statistics import median

from biofeedback.findings import RawBeat, RPeak
from biofeedback.signal.ecg.synchrony import MOST_EARLY_S, MOST_LATE_S
from biofeedback.ticks import from_ms

LEAST_BEATS = 8
"""Intervals of the strap beside which the ECG is judged, at least."""
LEAST_FAMILIAR = 0.8
"""Share of beats whose form came before: 0.86 and more in signs on a clean line."""
MOST_NOISE = 0.13
"""Median amplitude between beats over that of beats, in the QRS band: up to 0.12 in signs on a clean line."""
LEAST_AGREEMENT = 0.85
"""Beats heard by both over those heard by either: 0.9 and more in signs on a clean line."""
SURE_FAMILIAR = 0.9
"""On a line with more noise more is asked: even white noise as of muscles leaves forms and intervals as they are, while
moving electrodes do not. Share of beats whose form came before."""
SURE_AGREEMENT = 0.95
"""Likewise, beats heard by both over those heard by either."""
SURE_SAME = 0.85
"""Likewise, intervals of the strap that are those of the ECG too, as a share of all."""
SAME_BEAT_S = 0.1
"""Two detectors' marks of a beat lie within so much. Seconds."""
SAME_INTERVAL = from_ms(20)
"""Two detectors' intervals are the same within so much: early beats are timed by their highest point. Ticks."""


@dataclass(frozen=True, slots=True)
class Agreement:
    """Beats heard by both over those heard by either, the share of the strap's intervals that the ECG has too, and how
    much later its beats lie, s.
    """

    beats: float
    intervals: float
    offset_s: float


def agreement(peaks: Sequence[RPeak], strap: Sequence[RawBeat], decided_to: float) -> Agreement:
    """How far two detectors hear the same, at the distance of their clocks at which they do most."""
    nearest = sorted(
        (peak.t - raw.t, is_same_interval(peak, raw.rr_ticks))
        for raw in strap
        for peak in peaks
        if -MOST_EARLY_S <= peak.t - raw.t <= MOST_LATE_S
    )
    apart = [offset for offset, _ in nearest]
    best, most = range(0), (0, 0)
    for k, offset in enumerate(apart):
        within = range(k, bisect_right(apart, offset + 2 * SAME_BEAT_S))
        figure = (len(within), sum(nearest[j][1] for j in within))
        if figure > most:
            best, most = within, figure
    if not best:
        return Agreement(0.0, 0.0, 0.0)
    between = (apart[best[0]] + apart[best[-1]]) / 2
    heard = sum(raw.t + between <= decided_to for raw in strap)
    times = [peak.t - between for peak in peaks]
    ours = bisect_right(times, strap[-1].t + SAME_BEAT_S) - bisect_left(times, strap[0].t - SAME_BEAT_S)
    either = heard + ours - most[0]
    beats = min(1.0, most[0] / either) if either > 0 else 0.0
    return Agreement(beats, min(1.0, most[1] / heard) if heard else 0.0, between)


def is_same_interval(peak: RPeak, rr_ticks: int) -> bool:
    """Whether a beat of the ECG ends an interval as long as that."""
    return peak.rr_ticks is not None and not peak.gap and abs(peak.rr_ticks - rr_ticks) <= SAME_INTERVAL


def is_legible(peaks: Sequence[RPeak], strap: Sequence[RawBeat], decided_to: float, *, same_time: bool) -> bool | None:
    """Whether these beats bear the intervals out as a heart's; None where they cannot tell.

    `same_time`: the ECG has proved to be of the time of the intervals. Where it has not, that the two do not agree says
    nothing, but a line on which no beat is like another does.
    """
    if len(strap) < LEAST_BEATS:
        return None
    if not peaks:
        return False
    familiar = sum(peak.familiar for peak in peaks) / len(peaks)
    both = agreement(peaks, strap, decided_to)
    if familiar >= LEAST_FAMILIAR and median(peak.noise for peak in peaks) <= MOST_NOISE:
        agreed = both.beats >= LEAST_AGREEMENT
        return True if agreed else False if same_time else None
    return familiar >= SURE_FAMILIAR and both.beats >= SURE_AGREEMENT and both.intervals >= SURE_SAME
