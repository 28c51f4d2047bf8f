"""How this person's intervals change from beat to beat by nature: how much, and how much one change predicts the next.

Changes are an autoregression of second order with Student t innovations: breathing slower than about six beats a breath
makes changes run on (`phi1` above 0), faster breathing makes them turn, at once or one beat later (`phi1` or `phi2`
below 0). The scale is the median of the last absolute innovations of accepted intervals. It begins with a few
pseudo-observations of an adult at rest, which real ones soon outnumber; until then tails are heavier, for the scale
itself is uncertain.
"""

from __future__ import annotations

from collections.abc import Iterable
from math import log1p

from biofeedback.signal.running_median import RunningMedian
from biofeedback.ticks import TICKS_PER_MS

SCALE_MEMORY = 48
"""Innovations whose median is the scale: about four breaths in rest, short enough to follow tension and release."""
PRIOR_SHARES = (0.008, 0.015, 0.025, 0.04, 0.07)
"""Pseudo-observations of innovations at the start, in shares of the interval."""
SCALE_FLOOR_TICKS = 3.8 * TICKS_PER_MS
"""Added to the median: a strap's 1 ms steps and its detector's jitter are never less."""
MEDIAN_TO_SCALE = 0.85
"""About the median of |Student t|: turns the median and its floor into a scale."""
FIRST_DF = 0.6
"""Degrees of freedom while the scale is not known."""
DF = 5.3
"""Degrees of freedom of natural change: real rest has tails as heavy as this."""
KNOWN_AFTER_BEATS = 20
"""Accepted beats after which the scale is known, and tails are those of natural change."""
FORGETTING_FACTOR = 1 - 1 / 64
"""Share of the sums behind `phi1` and `phi2` that is kept, a beat."""
RIDGE_PRIOR = 11.0
"""Pseudo-observations of `phi1` and `phi2` being 0, in squared scales."""
LEAST_PHI1 = -0.6
"""Lower bound of the coefficient of the change before."""
MOST_PHI1 = 0.8
"""Upper bound of the coefficient of the change before."""
LEAST_PHI2 = -0.6
"""Lower bound of the coefficient of the one before that."""
MOST_PHI2 = 0.4
"""Upper bound of the coefficient of the one before that."""
PREDICT_SCALES = 4.0
"""A larger change foretells no more than one of this size: a breath's step of 500 ms is not followed by another of its
kind, and `phi1` was learnt from small ones. At 3 misplaced beats hide in quick deep breathing, at 6 the intervals after
steps are refused. Scales."""
CLIP_SCALES = 3.0
"""Larger changes teach `phi1` and `phi2` no more than this. Scales."""


class Ar2Innovations:
    """Running model of beat-to-beat change, in ticks. O(log n) a beat, bounded memory."""

    def __init__(self, level: float) -> None:
        self._innovations = RunningMedian(SCALE_MEMORY, [round(share * level) for share in PRIOR_SHARES])
        self._known_beats = 0
        self.df = FIRST_DF
        self.scale = 1.0
        self.most_telling = 1  # a larger change foretells no more than this one
        self.forget_coefficients()
        self._update_scale()

    def forget_coefficients(self) -> None:
        """Expect no change to follow from those before it."""
        self.phi1 = 0.0
        self.phi2 = 0.0
        # Faded sums of products of a change (d) and the two before it (a, b).
        self._aa = 0.0
        self._ab = 0.0
        self._bb = 0.0
        self._da = 0.0
        self._db = 0.0

    def predict(self, before: float, earlier: float) -> float:
        """The change to expect after the change `before`, which followed `earlier` (0 where not known)."""
        most = self.most_telling
        before = most if before > most else -most if before < -most else before
        earlier = most if earlier > most else -most if earlier < -most else earlier
        return self.phi1 * before + self.phi2 * earlier

    def learn(self, change: int, before: int | None, earlier: int | None) -> None:
        """Learn from the change to an accepted interval, and the two before it (None: not known)."""
        predicted = self.phi1 * (before or 0) + self.phi2 * (earlier or 0)
        if before is not None and earlier is not None:
            self._fit_coefficients(change, before, earlier)
        self._innovations.push(round(abs(change - predicted)))
        if self._known_beats < KNOWN_AFTER_BEATS:
            self._known_beats += 1
            self.df = FIRST_DF + (DF - FIRST_DF) * self._known_beats / KNOWN_AFTER_BEATS
        self._update_scale()

    def _fit_coefficients(self, change: int, before: int, earlier: int) -> None:
        """Least squares with a ridge towards 0, on clipped changes; old ones fade."""
        most = CLIP_SCALES * self.scale
        d = most if change > most else -most if change < -most else change
        a = most if before > most else -most if before < -most else before
        b = most if earlier > most else -most if earlier < -most else earlier
        self._aa = aa = FORGETTING_FACTOR * self._aa + a * a
        self._ab = ab = FORGETTING_FACTOR * self._ab + a * b
        self._bb = bb = FORGETTING_FACTOR * self._bb + b * b
        self._da = da = FORGETTING_FACTOR * self._da + d * a
        self._db = db = FORGETTING_FACTOR * self._db + d * b
        ridge = RIDGE_PRIOR * self.scale * self.scale
        aa += ridge
        bb += ridge
        determinant = aa * bb - ab * ab
        phi1, phi2 = (da * bb - db * ab) / determinant, (db * aa - da * ab) / determinant
        self.phi1 = LEAST_PHI1 if phi1 < LEAST_PHI1 else MOST_PHI1 if phi1 > MOST_PHI1 else phi1
        self.phi2 = LEAST_PHI2 if phi2 < LEAST_PHI2 else MOST_PHI2 if phi2 > MOST_PHI2 else phi2

    def learn_refused(self, size: int) -> None:
        """Learn from a slight change that was refused: a few do not move the median, many mean it was natural."""
        self._innovations.push(size)
        self._update_scale()

    def reinitialise(self, changes: Iterable[int]) -> None:
        """Forget, and take the scale from these absolute changes."""
        self._innovations.reset(changes)
        self.forget_coefficients()
        self._update_scale()

    def neg_log_likelihood(self, innovation: float, widening: float = 1.0) -> float:
        """How unlikely an innovation is, in nats above that of 0; `widening` scales the model for less certain ones."""
        u = innovation / (self.scale * widening)
        return (self.df + 1) / 2 * log1p(u * u / self.df)

    def _update_scale(self) -> None:
        self.scale = (self._innovations.high + SCALE_FLOOR_TICKS) / MEDIAN_TO_SCALE
        self.most_telling = round(PREDICT_SCALES * self.scale)
