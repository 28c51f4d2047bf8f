"""A change of pace, told before half a minute has passed at the new one. Loads numpy.

The filter weighs looks of half a minute and clings to what it believed. Here rates are looked for in as short a time as
they can be told in: from ten a minute on in twenty seconds, slower ones in the half minute, so that an old, quick pace
is gone from the one while a new, slow one is there in the other. Where two looks in a row point to one far other rate,
in a heart whose breath was surely told a little before, that rate takes over as far as it is likely; where it is not
likely enough, but more likely than not, nothing is told.
"""

from __future__ import annotations

from dataclasses import dataclass
from math import exp, log

import numpy as np

from biofeedback.signal.breath_evidence import BPM, LN_BPM, NEAR
from biofeedback.signal.periodogram import Floats

SPAN_S = 20.0
"""Length of a short look. Of 20 made hearts that changed their pace the raw evidence of looks of 32, 20 and 16 s
pointed to the new one twice in a row after 24, 20 and 19 s (median); of hearts that did not, 1.4, 3.4 and 5.4 % of the
looks pointed elsewhere as often. Seconds."""
SLOW_BELOW_BPM = 10.0
"""Below it a rate is looked for in the long look: a short one holds three breaths of ten a minute, and of six it told
seven to eight and a half. Breaths a minute."""
FAR = 1.4
"""A far other rate is so many times another, or as many times less. With 1.2 a restless breather (`nk_rest8`) is
told at 82 instead of 85 % of the looks, and 1.3 instead of 0.6 % of it is wrong. Ratio."""
ALIKE_BPM = 2.0
"""Two looks point to one rate where theirs are no farther apart. Breaths a minute."""
REMEMBERED_LOOKS = 20
"""For so many looks (40 s) after a rate was sure its heart is one that shows its breath."""
SURE = 0.9
"""Chance from which a rate was sure: as it is told."""
DOUBTED = 0.5
"""Chance of a change from which the old rate is no longer told."""
_CHANCE = -4.19
"""Log odds of being right where nothing stands out."""
_LEADS = 1.18
"""Log odds for each factor of e by which the other rate stands out more than the old one, each in its look."""
_LEADS_IN_LONG = 0.47
"""And in the long look."""
_WITNESSED = 0.93
"""And by which witnesses other than the intervals show it. All fitted on 130 looks that pointed elsewhere, of 48 made
hearts of which 20 changed their pace; tried on as many others (DECISIONS say how it went)."""


_SLOW = BPM < SLOW_BELOW_BPM


@dataclass(frozen=True, slots=True)
class Looked:
    """The evidence of a look: of all witnesses together, and of those beside the intervals."""

    joint: Floats
    witnessed: Floats


class BreathChange:
    """Takes each look, long and short, and what the filter makes of the long ones."""

    def __init__(self) -> None:
        self._seen: Floats | None = None  # at the look before
        self._pointed_bpm: float | None = None  # where it pointed
        self._sure_bpm: float | None = None
        self._looks_since_sure = 0
        self.rate_bpm = 0.0
        self.sd_bpm = 0.0
        self.chance = 0.0  # that this other rate is right; 0 where nothing points elsewhere

    def blind(self) -> None:
        """A look is missing."""
        self._seen = self._pointed_bpm = None
        self._looks_since_sure += 1
        self.chance = 0.0

    def push(self, long: Looked, short: Looked, rate_bpm: float, confidence: float) -> None:
        """Both looks, and what the filter believes in."""
        if confidence >= SURE:
            self._sure_bpm, self._looks_since_sure = rate_bpm, 0
        else:
            self._looks_since_sure += 1
        joint = np.where(_SLOW, long.joint, short.joint)
        seen = joint if self._seen is None else (joint + self._seen) / 2
        self._seen = joint
        pointed, before = float(BPM[int(np.argmax(seen))]), self._pointed_bpm
        self._pointed_bpm = pointed
        known = self._sure_bpm if self._looks_since_sure <= REMEMBERED_LOOKS else None
        again = before is not None and abs(before - pointed) <= ALIKE_BPM
        if known is None or not again or not (_far(pointed, known) and _far(pointed, rate_bpm)):
            self.chance = 0.0
            return
        odds = _CHANCE + _LEADS * (_at(seen, pointed) - _at(seen, rate_bpm))
        odds += _LEADS_IN_LONG * (_at(long.joint, pointed) - _at(long.joint, rate_bpm))
        odds += _WITNESSED * _at(long.witnessed if pointed < SLOW_BELOW_BPM else short.witnessed, pointed)
        self.chance = 1 / (1 + exp(-max(-50.0, min(50.0, odds))))
        self._locate(seen, pointed)

    def _locate(self, seen: Floats, pointed: float) -> None:
        near = np.abs(LN_BPM - log(pointed)) < NEAR
        weight = np.exp(seen[near] - seen[near].max())
        mean = float(weight @ LN_BPM[near]) / float(weight.sum())
        spread = float(weight @ (LN_BPM[near] - mean) ** 2) / float(weight.sum())
        self.rate_bpm, self.sd_bpm = exp(mean), exp(mean) * spread**0.5


def _far(one_bpm: float, other_bpm: float) -> bool:
    return abs(log(one_bpm / other_bpm)) > log(FAR)


def _at(seen: Floats, bpm: float) -> float:
    return float(seen[np.abs(LN_BPM - log(bpm)) < NEAR].max())
