"""At which pace of breathing the heart swings most: the person's resonance rate, or that it cannot be told.

Five paces of two minutes are compared by the swing of heart rate from trough to peak in each breath (Lehrer et al.
2000, doi 10.1023/A:1009554825745; Shaffer & Meehan 2020, doi 10.3389/fnins.2020.570400). Departure: they take the pace
of the largest swing. Breaths differ so much that the largest of five is often a chance one, so the curve of a damped
oscillator is laid through all of them: a closed loop such as the baroreflex has one (Vaschillo et al. 2002, doi
10.1023/A:1014587304314). The curve is uneven, slow paces being the stronger; a parabola would be drawn to them.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from biofeedback.findings import Beat, BeatClass, Breath, Estimate
from biofeedback.signal.window import LEAST_COVERAGE
from biofeedback.ticks import to_ms, to_s
from biofeedback.why import Why, why

SETTLING_S = 28.0
"""Seconds of a pace that are left out: two breaths to take it over, and one or two for the swing to build up."""
LEAST_BREATHS = 5
"""Clean breaths below which a pace is not judged: the slowest has seven, and a third may be lost."""
LEAST_BREATH_BEATS = 4
"""Normal intervals in a breath below which its peak and trough are chance ones."""
FOLLOWS_WITHIN = 0.08
"""How near, as a share of it, the breathing that is seen must be to a cue that is followed: about the width of a peak
in a minute, at 8/min."""
FOLLOWED_LOCK = 0.95
"""How well a wave that follows keeps its phase to the cue, over a minute and a half: six of six paces that were
followed 0.975 to 0.996; of 360 stretches of six people who breathed at 15/min, one passes with it, three without."""
MOST_OFF_BPM = 1.5
"""Another witness's rate may be so far from the cue's: it is given within 0.4 on average. Breaths a minute."""
OFF_SHARE = 0.5
"""Where another witness than the intervals heard other rates in more of its answers than this, no cue was followed."""
LEAST_PACES = 4
"""Judged paces below which there is no curve: three points lie on a parabola whatever they are."""
SWING_WANDER = 0.1
"""The swing wanders over minutes, whatever the pace: standard deviation of its logarithm over a minute and a half."""
CHI2_95_1DF = 3.84
"""A curve whose square misfit is larger than the best one's by less than this is no worse: 95 % of chi square, 1 df."""
RATES = tuple(round(4.0 + 0.1 * k, 1) for k in range(31))
"""Resonances that are tried, breaths a minute: beyond the paces too, since the true one may be there."""
QUALITY_FACTORS = (0.5, 0.7, 1.0, 1.4, 2.0, 2.8, 4.0, 5.6)
"""Quality factors that are tried: from no peak at all to a narrower one than paces half a breath apart can show."""
WIDEST_INTERVAL_BPM = 1.0
"""The interval may be as wide as twice the step from pace to pace, or nothing is told. Breaths a minute."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Swing:
    """The logarithms of the swing (in beats a minute) of each clean breath at one pace."""

    breaths_per_min: float
    ln_swings: tuple[float, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Resonance:
    """The pace of the largest swing with its 95 % interval, breaths a minute; None: cannot tell."""

    breaths_per_min: Estimate | None
    why: Why


class _PacedSegment:
    """The beats while one pace was cued, from an in-breath on."""

    def __init__(self, t: float, breaths_per_min: float) -> None:
        self.begun = t
        self.ended = math.inf
        self.breaths_per_min = breaths_per_min
        self.beats: list[Beat] = []
        self.off: list[bool] = []  # at each answer of another witness: was it not the cue's rate?

    def swing(self) -> Swing | None:
        """None where breathing cannot be seen to have followed, or too few breaths are clean."""
        breath_s = 60.0 / self.breaths_per_min
        first, last = math.ceil(SETTLING_S / breath_s), int((self.ended - self.begun) / breath_s + 1e-6)
        found = [self._of_breath(self.begun + k * breath_s, breath_s) for k in range(first, last)]
        clean = tuple(math.log(each) for each in found if each is not None)
        if len(clean) < max(LEAST_BREATHS, LEAST_COVERAGE * len(found)) or not self._followed(first * breath_s):
            return None
        return Swing(breaths_per_min=self.breaths_per_min, ln_swings=clean)

    def _of_breath(self, t: float, breath_s: float) -> float | None:
        beats = [beat for beat in self.beats if t < beat.t <= t + breath_s]
        if len(beats) < LEAST_BREATH_BEATS or any(beat.gap or beat.kind is not BeatClass.NORMAL for beat in beats):
            return None
        rates = [60.0 / to_s(beat.rr_ticks) for beat in beats]
        return max(rates) - min(rates) or None

    def _followed(self, after_s: float) -> bool:
        from biofeedback.signal.breathing import breathing, keeps_to_cue

        if self.off and sum(self.off) > OFF_SHARE * len(self.off):
            return False
        some = [beat for beat in self.beats if beat.kind is BeatClass.NORMAL and beat.t > self.begun + after_s]
        rr_ms = [to_ms(beat.rr_ticks) for beat in some]
        times = [beat.t for beat in some]
        if keeps_to_cue(times, rr_ms, self.breaths_per_min) < FOLLOWED_LOCK:
            return False
        heard = breathing(times, rr_ms, cued_bpm=self.breaths_per_min)
        return heard is not None and abs(heard.rate_bpm / self.breaths_per_min - 1) <= FOLLOWS_WITHIN


class ResonanceLog:
    """Told when each pace begins and ends, and given the final beats in order."""

    def __init__(self) -> None:
        self._segments: list[_PacedSegment] = []

    def paced(self, t: float, breaths_per_min: float) -> None:
        """A pace is cued from `t` on. One that is cued anew, after a pause, is judged anew."""
        self.end(t)
        self._segments = [each for each in self._segments if each.breaths_per_min != breaths_per_min]
        self._segments.append(_PacedSegment(t, breaths_per_min))

    def end(self, t: float) -> None:
        """The pace that is cued, if any, is over."""
        if self._segments:
            self._segments[-1].ended = min(self._segments[-1].ended, t)

    def push(self, beat: Beat) -> None:
        """The next final beat, which may belong to a pace that was over when it became final."""
        for each in self._segments[-2:]:
            if each.begun < beat.t <= each.ended and (not each.beats or beat.t > each.beats[-1].t):
                each.beats.append(beat)

    def heard(self, t: float, breath: Breath) -> None:
        """What other witnesses than the intervals tell of breathing at `t`."""
        for each in self._segments[-1:]:
            if each.begun + SETTLING_S < t <= each.ended:
                each.off.append(abs(breath.rate_bpm - each.breaths_per_min) > MOST_OFF_BPM)

    def found(self, t: float) -> Resonance | None:
        """What the paces come to, as known at `t`; None where none was cued."""
        self.end(t)
        if not self._segments:
            return None
        return judged([swing for each in self._segments if (swing := each.swing()) is not None])


def judged(swings: Sequence[Swing]) -> Resonance:
    """The resonance of the curve that fits the mean logarithms best, and all others that fit nearly as well."""
    if len(swings) < LEAST_PACES:
        return _untold("resonance.too_few", paces=len(swings))
    misfits = dict(zip(RATES, _misfits(swings), strict=True))
    rate = min(misfits, key=lambda each: misfits[each])
    near = [each for each, misfit in misfits.items() if misfit <= misfits[rate] + CHI2_95_1DF]
    rates = [swing.breaths_per_min for swing in swings]
    if not min(rates) <= rate <= max(rates) or near[-1] - near[0] > WIDEST_INTERVAL_BPM:
        return _untold("resonance.unsure")
    own = Estimate(value=rate, low=near[0], high=near[-1])
    return Resonance(breaths_per_min=own, why=why("resonance.found", pace=own.value, low=own.low, high=own.high))


def _untold(code: str, **values: int) -> Resonance:
    return Resonance(breaths_per_min=None, why=why(code, **values))


def _misfits(swings: Sequence[Swing]) -> Iterator[float]:
    """For each of RATES the weighted square misfit of the best curve with its resonance there.

    The spread from breath to breath is taken from all paces together.
    """
    means = [fmean(swing.ln_swings) for swing in swings]
    squares = sum((x - mean) ** 2 for swing, mean in zip(swings, means, strict=True) for x in swing.ln_swings)
    variance = squares / sum(len(swing.ln_swings) - 1 for swing in swings)
    weights = [1 / (SWING_WANDER**2 + variance / len(swing.ln_swings)) for swing in swings]
    for rate in RATES:
        yield min(_misfit(swings, means, weights, rate, sharpness) for sharpness in QUALITY_FACTORS)


def _misfit(
    swings: Sequence[Swing], means: Sequence[float], weights: Sequence[float], rate: float, sharpness: float
) -> float:
    above = [
        mean - _ln_gain(swing.breaths_per_min / rate, sharpness) for swing, mean in zip(swings, means, strict=True)
    ]
    level = sum(w * x for w, x in zip(weights, above, strict=True)) / sum(weights)
    return sum(w * (x - level) ** 2 for w, x in zip(weights, above, strict=True))


def _ln_gain(pace: float, sharpness: float) -> float:
    """Of a damped oscillator, at so many times its resonance."""
    return -0.5 * math.log((1 - pace * pace) ** 2 + (pace / sharpness) ** 2)
