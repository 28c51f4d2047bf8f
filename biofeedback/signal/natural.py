"""What it costs to take an interval as a natural one: how unlikely it is after those before, and those after it."""

from __future__ import annotations

from msgspec import Struct

from biofeedback.signal.breath_steps import (
    MOST_STEP_RATIO,
    PENALTY_BREATHING_NATS,
    PENALTY_UNSEEN_NATS,
    STEP_RATIO,
    Breath,
    falls_by_degrees,
    step_foreseen,
    steps_up,
    steps_up_and_is_disturbed,
)
from biofeedback.signal.change_model import Ar2Innovations

PENALTY_RETURN_NATS = 3.8
"""Of coming back to the median rather than going on from the interval before."""
MOST_NEXT_NATS = 6.4
"""What a later interval can cost at most: it may be disturbed itself."""
MOST_AFTER_NEXT_NATS = 3.0
"""And what the one after it can cost then: hardly anything is known of where that should be."""
LEAP_SHARE = 0.32
"""A greater change, as a share of the level, is penalised: swings of 300 ms at 15 breaths a minute change one interval
by up to 0.24."""
NATS_PER_LEVEL = 50.0
"""For each whole level of a change beyond `LEAP_SHARE`, or of a misplacement beyond its share: two thirds of a level is
out of the question."""
MEDIAN_WIDENING = 1.5
"""Intervals lie about their median this much wider than about the one before."""
NOT_EARLY_RATIO = 0.95
"""A step up that is foreseen begins no lower than this, against the level: else `x` is early, and its pause follows."""


class Context(Struct, frozen=True):
    """Interval `x` with what came before and comes after it, in ticks (None: not known, or across a gap).

    `level` is the interval before, or where it would have been, `last_change` the change that led to it and
    `earlier_change` the one before that; `widening` scales what is natural after it. `median` is that of the intervals
    before. `fault_penalty` is that of any fault, `early_penalty` that of any early beat, in nats. `breath` is the last
    one heard; `settled`: the three intervals before were normal.
    """

    model: Ar2Innovations
    level: float
    last_change: float
    earlier_change: float
    widening: float
    median: float
    fault_penalty: float
    early_penalty: float
    x: int
    y: int | None
    z: int | None
    breath: Breath
    settled: bool

    @property
    def step_penalty(self) -> float:
        """The cost of a breath's step here, in nats."""
        return self.breath.penalty(self.level, self.model.scale)


def normal_cost(context: Context) -> float:
    """The cost of taking `x` as it is."""
    cost = cost_of_interval(context, context.x) + cost_of_next(context, context.x)
    if cost <= PENALTY_BREATHING_NATS:  # no step costs less
        return cost
    step = _cost_of_breath(context)
    return cost if step is None else min(cost, step)


def _cost_of_breath(context: Context) -> float | None:
    """The cost of `x` being a step of a slow breath, judged by what follows it; None where it is none."""
    level, x, y, z, breath = context.level, context.x, context.y, context.z, context.breath
    if y is None:
        return None
    if x > STEP_RATIO * level:
        if not (breath.breathing or (context.settled and x <= MOST_STEP_RATIO * level)):
            return None
        if steps_up(breath, level - max(0.0, context.last_change), x, y, z):
            return context.step_penalty
        if z is not None and steps_up_and_is_disturbed(breath, level, x, y, z):
            return context.step_penalty + MOST_NEXT_NATS
        return None
    falling = breath.swing and context.settled and context.last_change < 0 and z is not None
    return context.step_penalty if falling and z and falls_by_degrees(breath, level, x, y, z) else None


def cost_of_interval(context: Context, value: float) -> float:
    """The cost of a true interval of length `value`, from the one before or from the median of those before.

    No heart leaps by much more than the deepest breathing does.
    """
    model, level, breath = context.model, context.level, context.breath
    change = value - level
    predicted = model.predict(context.last_change, context.earlier_change)
    cost = model.neg_log_likelihood(change - predicted, context.widening)
    if (leap := abs(change) - LEAP_SHARE * level) > 0:
        cost += NATS_PER_LEVEL * leap / level
    if breath.breathing and breath.has_step(level, value):
        cost = min(cost, context.step_penalty + (PENALTY_UNSEEN_NATS if change > 0 else 0.0))
    if context.widening <= 1.0:
        return cost
    from_median = value - context.median
    of_return = PENALTY_RETURN_NATS + model.neg_log_likelihood(from_median, MEDIAN_WIDENING)
    if (leap := abs(from_median) - LEAP_SHARE * context.median) > 0:
        of_return += NATS_PER_LEVEL * leap / context.median
    return min(cost, of_return)


def cost_of_next(context: Context, before: float) -> float:
    """The cost of the intervals after `x`, if they follow a true interval of length `before`.

    The next one may be disturbed; then the one after it goes on from `before`, as far as it can tell.
    """
    y, z = context.y, context.z
    if y is None:
        return 0.0
    model, breath = context.model, context.breath
    change = before - context.level
    follows = model.neg_log_likelihood(y - before - model.predict(change, context.last_change))
    if z is None:
        return min(MOST_NEXT_NATS, follows)
    after = min(MOST_NEXT_NATS, model.neg_log_likelihood(z - y - model.predict(y - before, change)))
    if breath.breathing:
        if breath.has_step(before, y):
            follows = min(follows, context.step_penalty)
        if breath.has_step(y, z):
            after = min(after, context.step_penalty + (PENALTY_UNSEEN_NATS if z > y else 0.0))
    straight = follows + after
    if breath.swing and before > NOT_EARLY_RATIO * context.level and step_foreseen(breath, before, y, z):
        straight = min(straight, context.step_penalty)
    over_y = min(MOST_AFTER_NEXT_NATS, model.neg_log_likelihood(z - before, MEDIAN_WIDENING))
    return min(straight, MOST_NEXT_NATS + over_y)


def cost_of_step(context: Context, earlier: float, change: float, before: float, after: int | None) -> float:
    """The cost of `after` following `before` and the changes to it; bounded, for it may be disturbed itself."""
    if after is None:
        return 0.0
    model = context.model
    return min(MOST_NEXT_NATS, model.neg_log_likelihood(after - before - model.predict(change, earlier)))
