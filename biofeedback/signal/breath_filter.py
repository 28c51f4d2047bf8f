"""The rate of breathing from several witnesses, look by look: a forgetting Bayes filter over rates. Loads numpy.

What each witness sees at each rate (`breath_evidence`) is added to what was believed before; between two looks a rate
wanders a little, and now and then it changes altogether. The wave of blood pressure near 0.1 Hz is in the intervals of
everybody, so below 8 a minute the intervals only count for as much as another witness bears out.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from math import exp, log

import numpy as np

from biofeedback.signal.breath_change import DOUBTED, BreathChange, Looked
from biofeedback.signal.breath_evidence import BPM, LEAST, LN_BPM, NEAR, RATES
from biofeedback.signal.periodogram import Floats

SLOW_BELOW_BPM = 8.4
"""Below it a wave of the intervals needs a second witness: as in `breathing`, breaths a minute."""
INTERVALS_WEIGHT = 0.7
"""Of the intervals, beside another witness."""
HARMONIC_SHARE = 0.5
"""A wave at twice a rate is its harmonic as far as there is one at the rate itself: this share of it counts for both.
Without, a person who breathed at 6.5 was told 13 a minute."""
A_LOOK = 0.2
"""Share of its evidence that a look counts for: sixteen overlap."""
WANDER = 0.025
"""By how much a rate wanders between two looks: standard deviation of its logarithm."""
CHANGES = 0.1
"""Chance that it changes altogether, between two looks. With 0.01, and 0.3 for a look, 2.3 instead of 1.7 % of what was
told of 80 made hearts that nothing was fitted on was wrong; a change was found as soon."""
FORGETS = 0.3
"""Of what was believed, where a look shows nothing."""
BESIDE = 0.5
"""A peak of a look is so wide (ln): what lies beside a higher one within this is its flank, and bears nothing out."""
FLANK = 2.0
"""How many times over what it lies lower by is taken from it. With a flank taken for a peak, the wave of blood pressure
at 5.6 was told of a chest that moved at 8 a minute."""
ABLE = 1.0
"""Other witnesses can tell where something stands out in them by a factor of e, on average of late. 0.5 held back the
same rates of the intervals on made hearts; 1.5 fewer of the false ones."""
SMOOTH = 0.2
"""Weight of each look in the evidence that is remembered for the chance of being right."""
_CHANCE = -3.46
"""Log odds of being right where nothing stands out."""
_BELIEVED = 2.06
"""Log odds for each log odd of the filter's own belief."""
_SEEN = 1.51
"""Log odds for each factor of e by which other witnesses stand out there, on average of late."""
_SEEN_IN_INTERVALS = 0.42
"""And the intervals. All fitted on 157 made hearts, 37 of which show no breath; tried on as many others and on four
recorded people: of rates stated with 0.85 to 0.95, 91 % were right (DECISIONS say more)."""

_APART = LN_BPM[:, None] - LN_BPM[None, :]


def _wandering() -> Floats:
    chances: Floats = np.exp(-0.5 * (_APART / WANDER) ** 2)
    even: Floats = chances / chances.sum(0)
    return even


_WANDERS = _wandering()
"""From each rate (column) to each: how it wanders between two looks."""
_SLOW = BPM < SLOW_BELOW_BPM
_OCTAVE = round(log(2) / float(LN_BPM[1] - LN_BPM[0]))
"""Places between a rate and twice it."""
_NEIGHBOURS = np.ones(9)
"""Belief is looked for among so many places together: 16 % of the rate."""
_BESIDE = np.abs(_APART) < BESIDE


@dataclass(frozen=True, slots=True)
class Best:
    """The rate that is believed in most: its place among the rates, mean, spread and mass (below 1) of what is near."""

    place: int
    rate_bpm: float
    sd_bpm: float
    mass: float


def likely(evidence: Floats) -> Floats:
    """Evidence (ln) at each rate, a look a row or of one look, against the rate where it is highest."""
    chances: Floats = np.exp(evidence - evidence.max(-1, keepdims=True))
    return chances


class Rates:
    """What is believed of each rate. `changes`: the chance that it changes altogether between two looks."""

    def __init__(self, changes: float = CHANGES) -> None:
        self._belief: Floats = np.full(RATES, 1 / RATES)
        self._changes = changes

    def blind(self) -> None:
        """A look that showed nothing: what was believed is forgotten by degrees."""
        self._belief = (1 - FORGETS) * self._belief + FORGETS / RATES

    def push(self, likely: Floats) -> None:
        """How likely the next look is at each rate, against where it is most likely."""
        belief = ((1 - self._changes) * (_WANDERS @ self._belief) + self._changes / RATES) * likely
        self._belief = belief / belief.sum()

    def best(self) -> Best:
        """The rate that is believed in most."""
        place = int(np.argmax(np.convolve(self._belief, _NEIGHBOURS, "same")))
        near = np.abs(LN_BPM - LN_BPM[place]) < NEAR
        mass = float(self._belief[near].sum())
        mean = float(self._belief[near] @ LN_BPM[near]) / mass
        spread = float(self._belief[near] @ (LN_BPM[near] - mean) ** 2) / mass
        return Best(place, exp(mean), exp(mean) * spread**0.5, min(max(mass, 1e-9), 1 - 1e-9))


@dataclass(frozen=True, slots=True)
class Look:
    """The evidence of one look: of the intervals, if there were enough, and of each other witness the mean over its
    waves.
    """

    intervals: Floats | None
    others: Sequence[Floats]


class BreathFilter:
    """Takes a look every two seconds. 0.2 ms a look, memory of a few hundred numbers."""

    def __init__(self) -> None:
        self._rates = Rates()
        self._seen: Floats = np.zeros(RATES)
        self._seen_in_intervals: Floats = np.zeros(RATES)
        self._looks = 0
        self._change = BreathChange()
        self.rate_bpm = 0.0
        self.sd_bpm = 0.0
        self.confidence = 0.0

    def blind(self) -> None:
        """A look that showed nothing: what was believed is forgotten by degrees."""
        self._rates.blind()
        self._change.blind()
        self._looks = 0
        self.confidence = 0.0

    def push(self, look: Look, short: Look | None = None) -> None:
        """The next look, of one witness or more beside the intervals; `short`: of its last `breath_change.SPAN_S`."""
        seen: Floats = sum(look.others, np.zeros(RATES))
        kept = look.intervals if look.intervals is not None else np.full(RATES, LEAST / 2)
        self._looks += 1
        share = max(SMOOTH, 1 / self._looks)
        self._seen = self._seen + share * (seen - self._seen)
        self._seen_in_intervals = self._seen_in_intervals + share * (kept - self._seen_in_intervals)
        long = Looked(_joint(look.intervals, look.others), seen)
        self._rates.push(likely(A_LOOK * long.joint))
        self._conclude()
        if short is None:
            self._change.blind()
        else:
            lately = Looked(_joint(short.intervals, short.others), sum(short.others, np.zeros(RATES)))
            self._change.push(long, lately, self.rate_bpm, self.confidence)
        if self._change.chance >= DOUBTED:
            self.rate_bpm, self.sd_bpm = self._change.rate_bpm, self._change.sd_bpm
            self.confidence = self._change.chance

    def denies(self, rate_bpm: float) -> bool:
        """Whether the other witnesses saw something of late, and nothing of their own at this rate: a flank is not. Or
        whether a change of pace is likely, of which a minute and a half of intervals knows nothing yet.
        """
        if self._change.chance >= DOUBTED:
            return True
        if float(self._seen.max()) < ABLE:
            return False
        return float(_sharpened(self._seen)[np.abs(LN_BPM - log(rate_bpm)) < NEAR].max()) <= 0.0

    def _conclude(self) -> None:
        best = self._rates.best()
        self.rate_bpm, self.sd_bpm = best.rate_bpm, best.sd_bpm
        odds = _CHANCE + _BELIEVED * log(best.mass / (1 - best.mass))
        odds += _SEEN * float(self._seen[best.place]) + _SEEN_IN_INTERVALS * float(self._seen_in_intervals[best.place])
        self.confidence = 1 / (1 + exp(-max(-50.0, min(50.0, odds))))


def _joint(intervals: Floats | None, others: Sequence[Floats]) -> Floats:
    """The evidence of all, with that of harmonics counted for their rate."""
    joint: Floats = sum(others, np.zeros(RATES))
    if intervals is not None:
        borne_out = np.maximum(np.max([_sharpened(each) for each in others], axis=0), 0.0)
        joint = joint + INTERVALS_WEIGHT * np.where(_SLOW, np.minimum(intervals, borne_out), intervals)
    twice = np.concatenate((np.maximum(joint[_OCTAVE:], 0.0), np.zeros(_OCTAVE)))
    twice[1:-1] = np.maximum(twice[1:-1], np.maximum(twice[:-2], twice[2:]))
    with_harmonics: Floats = joint + HARMONIC_SHARE * np.minimum(np.maximum(joint, 0.0), twice)
    return with_harmonics


def _sharpened(seen: Floats) -> Floats:
    """Without the flanks of its peaks."""
    top = np.where(_BESIDE, seen[None, :], -np.inf).max(1)
    sharp: Floats = seen - FLANK * (top - seen)
    return sharp
