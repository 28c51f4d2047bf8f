"""What a slow breath does to successive intervals: it steps up at once, stays up, falls by degrees, and does it again.

All intervals in one unit. A step up is known by what follows it: after a beat that was missed, or a pause, the rhythm
goes on from where it was; a breath's interval is followed by more like it. Once breaths are heard (see `breath_wave`),
each is expected to go where the last one went.
"""

from __future__ import annotations

from math import log

from msgspec import Struct

STEP_RATIO = 1.1
"""A step up is by a tenth at least: less is told by the model of natural change."""
MOST_STEP_RATIO = 2.3
"""The greatest step that is believed of a person who has not been heard to breathe so: 650 ms from 700 were seen."""
STAY_SHARE = 0.4
"""The interval after a step up keeps at least this share of it: 0.45 in the quickest decay of true breathers."""
STAY_LATER_SHARE = 0.2
"""And the one after that, this share."""
STAY_LATER_UNHEARD_SHARE = 0.35
"""The same in a person who has not been heard to breathe so: movement makes rows of long intervals, too."""
STAY_FORESEEN_SHARE = 0.65
"""Where a step is only foreseen and no breath was heard, the interval after it keeps this share: after an early beat
the pause is followed by half of its step."""
RISE_ON_RATIO = 2.0
"""A breath may step up twice: the second step is no greater than this times the first."""
OVERSHOOT_RATIO = 1.1
"""The third interval of a step is no longer than this, against the longest of the two before."""
PEAK_RATIO = 1.3
"""A breath's peak differs from the last one's: no step goes higher than this times it."""
BEYOND_SHARE = 0.45
"""A step beyond the last peak by this share of the swing is looked at twice: depths vary by a fifth."""
FALL_BACK_SHARE = 0.35
"""And it is none where so much of it is lost again with the next interval: 0.31 in the quickest decay of true ones."""
VALLEY_SHARE = 0.4
"""A step up begins in the lowest part of the breath, this share of the swing above its trough."""
FALL_SHARE = 0.65
"""A step down is no more than this share of the swing, as in `breath_wave`."""
BELOW_SHARE = 1.15
"""A breath falls no lower than this times the swing of the last one, from its peak."""
LEAST_FALL_RATIO = 0.55
"""Nor within two intervals below this share of where it was."""
DEGREES_SHARE = 0.75
"""A fall by degrees takes no more than this share of its way in the first step."""
SPREAD_SHARE = 0.35
"""A step may go anywhere within this share of the level, as disturbances may."""
PENALTY_BREATH_NATS = 4.5
"""Of a step, in a person who was not heard to breathe so: one beat in ninety."""
PENALTY_BREATHING_NATS = 2.3
"""Of a step while breathing: one beat in ten."""
PENALTY_UNSEEN_NATS = 1.0
"""Of a step up of which it is not known what followed it."""
EARLY_AFTER_RATIO = 0.85
"""An early beat after a step ends before this share of it."""


class Breath(Struct, frozen=True):
    """The last whole breath: whether others alike came before it, its longest interval, and its swing (0: none)."""

    breathing: bool
    peak: float
    swing: float

    def in_valley(self, interval: float) -> bool:
        """Whether this is where a step up begins."""
        return interval < self.peak - (1 - VALLEY_SHARE) * self.swing

    def has_step(self, before: float, after: float) -> bool:
        """Whether a change is a step of this breath: up from its valley, or down by a part of its swing."""
        if after > before:
            return self.in_valley(before) and STEP_RATIO * before < after < PEAK_RATIO * self.peak
        return before - after < FALL_SHARE * self.swing and after > self.peak - BELOW_SHARE * self.swing

    def overshoots(self, base: float, top: float, after: float) -> bool:
        """Whether a step goes far beyond the peak of this breath and falls back at once: no breath, but a beat that was
        missed or misplaced at its step.
        """
        beyond = self.swing and top > self.peak + BEYOND_SHARE * self.swing
        return bool(beyond) and top - after > FALL_BACK_SHARE * (top - base)

    def penalty(self, level: float, scale: float) -> float:
        """The cost of a step at this level against a change of no size, in nats."""
        rarity = PENALTY_BREATHING_NATS if self.breathing else PENALTY_BREATH_NATS
        return log(SPREAD_SHARE * level / scale) + rarity


def steps_up(breath: Breath, base: float, x: float, y: float, z: float | None) -> bool:
    """Whether a breath steps up from `base` with `x`: what follows stays up, may rise on, and falls by degrees."""
    step = x - base
    if not base + STAY_SHARE * step <= y <= x + RISE_ON_RATIO * step:
        return False
    top, share = max(x, y), STAY_LATER_SHARE if breath.swing else STAY_LATER_UNHEARD_SHARE
    if z is not None and not base + share * (top - base) <= z <= OVERSHOOT_RATIO * top:
        return False
    after = z if y > x else y
    return after is None or not breath.overshoots(base, top, after)


def step_foreseen(breath: Breath, before: float, step: float, after: float) -> bool:
    """Whether the interval `step` after `before` is a breath's step up, by the one after it; a breath was heard."""
    share = STAY_SHARE if breath.breathing else STAY_FORESEEN_SHARE
    return step > STEP_RATIO * before and before + share * (step - before) <= after <= OVERSHOOT_RATIO * step


def steps_up_and_is_disturbed(breath: Breath, level: float, x: float, y: float, z: float) -> bool:
    """Whether `x` is a breath's step, and the next beat an early or a false one: `y` and `z` make up for each other."""
    if not breath.breathing or not breath.in_valley(level) or x >= PEAK_RATIO * breath.peak:
        return False
    if y >= EARLY_AFTER_RATIO * x:
        return False
    both = (y + z) / x
    return 1.6 < both < 2.1 or 0.8 < both < 1.05 or 0.7 * x < z < 1.15 * x


def falls_by_degrees(breath: Breath, level: float, x: float, y: float, z: float) -> bool:
    """Whether a fall that is under way goes on with `x` as far as the last breath fell."""
    low = min(y, z)
    floor = max(LEAST_FALL_RATIO * level, breath.peak - BELOW_SHARE * breath.swing)
    return floor < low < x < level and z < x and level - x < DEGREES_SHARE * (level - low)
