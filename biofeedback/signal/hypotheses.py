"""What could explain an interval: a normal beat, or one of the known faults and early beats.

Each hypothesis says what the undisturbed intervals would have been; these are scored under one model of natural
beat-to-beat change (a Student t with this person's scale), plus a penalty for the disturbance. The cheapest wins.
Patterns: Lipponen & Tarvainen 2019 (10.1080/03091902.2019.1640306) name missed, extra, long, short and ectopic;
here they are judged by likelihood, causally, with two beats of look-ahead, and nothing is ever interpolated.

The penalties are in nats on top of the context's own (the rarity of disturbances, and their spread against natural
change). They were searched on half of the subjects (of real clean rest with injected faults, and of annotated ectopy),
with deep slow breathing kept free of any flag, and rounded; the optimum is flat.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from biofeedback.findings import BeatClass
from biofeedback.signal.change_model import Ar2Innovations

PENALTY_PAIR_NATS = 0.0
"""An early beat and its full pause: two intervals trade time; the commonest disturbance by far."""
PENALTY_EARLY_NATS = 1.2
"""An early beat after which the rhythm starts anew."""
PENALTY_RUN_NATS = 1.5
"""Two early beats and a full pause."""
PENALTY_RUN_RESET_NATS = 3.4
"""Two early beats after which the rhythm starts anew."""
PENALTY_LATE_NATS = 3.0
"""One long interval: a pause, or a beat missed out of step."""
PENALTY_MISSED_NATS = 0.0
"""Beats that were not detected: whole numbers of intervals hardly come by chance."""
PENALTY_EXTRA_NATS = -1.1
"""A beat that was none: two parts hardly sum to an interval by chance."""
PENALTY_MISPLACED_NATS = 2.0
"""A beat found too early or too late by a little: most like natural change."""
PENALTY_UNKNOWN_NATS = 1.6
"""Anything else."""
PENALTY_NEAR_NATS = 1.0
"""Of one interval alone that is late or unknown, but close to the level: sighs do that, faults hardly."""
PENALTY_RETURN_NATS = 3.8
"""Of coming back to the median rather than going on from the interval before."""
NEAR_SHARE = 0.2
"""What lies within this share of the level is close to it."""
MOST_NEXT_NATS = 6.4
"""What a later interval can cost at most: it may be disturbed itself."""
MOST_AFTER_NEXT_NATS = 3.0
"""And what the one after it can cost then: hardly anything is known of where that should be."""
SPLIT_WEIGHT = 0.8
"""Weight of how a time is split between two intervals: the split that fits best is taken, which flatters it."""
LEAP_SHARE = 0.32
"""A greater change, as a share of the level, is penalised: swings of 300 ms at 15 breaths a minute change one interval
by up to 0.24."""
NATS_PER_LEVEL = 50.0
"""For each whole level of a change beyond `LEAP_SHARE` or `MISPLACED_SHARE`: two thirds of a level is out of the
question."""
MEDIAN_WIDENING = 1.5
"""Intervals lie about their median this much wider than about the one before."""
LATE_RATIO = 1.5
"""An interval longer than this, against the level, may hide a beat."""
MOST_JOINED = 4
"""Intervals in one with missed beats between; longer is a gap."""
EARLY_RATIO = 0.9
"""An early beat ends before this share of the level."""
RESET_RATIO = 1.12
"""After an early beat from above the ventricles, the next interval is 1 to this times the level."""
UNDISTURBED_SCALES = 1.0
"""An interval after such a beat that differs by more from the level is still disturbed. Scales."""
ECTOPIC_SHARE = 0.125
"""A displaced beat this early, in shares of the level, is a ventricular pattern."""
MISPLACED_SHARE = 0.25
"""A beat that is merely misplaced is not farther from where it belongs. Share of the level."""


class Context(NamedTuple):
    """Interval `x` with what came before and comes after it, in ticks (None: not known, or across a gap).

    `level` is the interval before, or where it would have been, `last_change` the change that led to it and
    `earlier_change` the one before that; `widening` scales what is natural after it. `median` is that of the intervals
    before. `fault_penalty` is that of any fault, `early_penalty` that of any early beat, in nats.
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


class Explanation(NamedTuple):
    """One hypothesis: what it costs in nats, its class, how many intervals it claims, and the level it implies."""

    cost: float
    kind: BeatClass
    claims: int
    level: float


def normal_cost(context: Context) -> float:
    """The cost of taking `x` as it is."""
    return _cost_of_interval(context, context.x) + _cost_of_next(context, context.x)


def cheapest_disturbance(context: Context) -> Explanation:
    """The cheapest explanation of `x` as something other than a normal interval."""
    return min(_hypotheses(context), key=lambda found: found.cost)


def _cost_of_interval(context: Context, value: float) -> float:
    """The cost of a true interval of length `value`, from the one before or from the median of those before.

    No heart leaps by much more than the deepest breathing does.
    """
    model = context.model
    change = value - context.level
    predicted = model.predict(context.last_change, context.earlier_change)
    cost = model.neg_log_likelihood(change - predicted, context.widening)
    if (leap := abs(change) - LEAP_SHARE * context.level) > 0:
        cost += NATS_PER_LEVEL * leap / context.level
    if context.widening <= 1.0:
        return cost
    from_median = value - context.median
    of_return = PENALTY_RETURN_NATS + model.neg_log_likelihood(from_median, MEDIAN_WIDENING)
    if (leap := abs(from_median) - LEAP_SHARE * context.median) > 0:
        of_return += NATS_PER_LEVEL * leap / context.median
    return min(cost, of_return)


def _cost_of_next(context: Context, before: float) -> float:
    """The cost of the intervals after `x`, if they follow a true interval of length `before`.

    The next one may be disturbed; then the one after it goes on from `before`, as far as it can tell.
    """
    y, z = context.y, context.z
    if y is None:
        return 0.0
    model = context.model
    change = before - context.level
    follows = model.neg_log_likelihood(y - before - model.predict(change, context.last_change))
    if z is None:
        return min(MOST_NEXT_NATS, follows)
    straight = follows + min(MOST_NEXT_NATS, model.neg_log_likelihood(z - y - model.predict(y - before, change)))
    over_y = min(MOST_AFTER_NEXT_NATS, model.neg_log_likelihood(z - before, MEDIAN_WIDENING))
    return min(straight, MOST_NEXT_NATS + over_y)


def _cost_of_step(context: Context, earlier: float, change: float, before: float, after: int | None) -> float:
    """The cost of `after` following `before` and the changes to it; bounded, for it may be disturbed itself."""
    if after is None:
        return 0.0
    model = context.model
    return min(MOST_NEXT_NATS, model.neg_log_likelihood(after - before - model.predict(change, earlier)))


def _hypotheses(context: Context) -> Iterator[Explanation]:
    level, penalty, x, y = context.level, context.fault_penalty, context.x, context.y
    near = PENALTY_NEAR_NATS if abs(x - level) < NEAR_SHARE * level else 0.0
    unknown = penalty + PENALTY_UNKNOWN_NATS + near + _cost_of_next(context, x)
    yield Explanation(unknown, BeatClass.MISPLACED, 1, level)
    if x > LATE_RATIO * level:
        for k in range(2, MOST_JOINED + 1):
            part = x / k
            cost = penalty + PENALTY_MISSED_NATS + _cost_of_interval(context, part) + _cost_of_next(context, part)
            yield Explanation(cost, BeatClass.MISSED, 1, part)
    if y is None:
        return
    if x > level:
        late = penalty + PENALTY_LATE_NATS + near + _cost_of_next(context, level)
        yield Explanation(late, _late_class(x / level), 1, level)
    elif x < EARLY_RATIO * level:
        yield from _early_beats(context, y)
    yield _displaced_beat(context, y)


def _late_class(times: float) -> BeatClass:
    """What one interval of so many levels is, where nothing else explains it."""
    if times < LATE_RATIO:
        return BeatClass.ECTOPIC
    return BeatClass.MISSED if times < MOST_JOINED + 0.5 else BeatClass.GAP


def _displaced_beat(context: Context, y: int) -> Explanation:
    """The beat between `x` and `y` lies where it should not: an early beat with a full pause, or a misplaced one."""
    level, x = context.level, context.x
    first, cost = _best_split(context, x + y)
    if y - x > ECTOPIC_SHARE * (x + y):
        return Explanation(context.early_penalty + cost + PENALTY_PAIR_NATS, BeatClass.ECTOPIC, 2, x + y - first)
    if (far := abs(x - first) - MISPLACED_SHARE * level) > 0:
        cost += NATS_PER_LEVEL * far / level
    return Explanation(context.fault_penalty + cost + PENALTY_MISPLACED_NATS, BeatClass.MISPLACED, 2, x + y - first)


def _best_split(context: Context, both: float) -> tuple[float, float]:
    """The most natural first part of two intervals that take `both` together, and what they cost.

    Least squares of the innovations of both parts and of the interval after them; that may be disturbed itself.
    """
    model, level, last_change, z = context.model, context.level, context.last_change, context.z
    phi1, phi2 = model.phi1, model.phi2
    first = level + model.predict(last_change, context.earlier_change)
    pull = 2 + phi1
    second = both + phi1 * level - phi2 * last_change
    up, down = first + pull * second, 1 + pull * pull
    part = up / down
    cost = _cost_of_interval(context, part) + SPLIT_WEIGHT * model.neg_log_likelihood(second - pull * part)
    if z is None:
        return part, cost
    best = part, cost + MOST_NEXT_NATS
    lift = 1 + 2 * phi1 - phi2
    third = both - z + phi1 * both - phi2 * level
    part = (up + lift * third) / (down + lift * lift)
    cost = _cost_of_interval(context, part) + SPLIT_WEIGHT * model.neg_log_likelihood(second - pull * part)
    cost += min(MOST_NEXT_NATS, model.neg_log_likelihood(lift * part - third))
    return min(best, (part, cost), key=lambda each: each[1])


def _early_beats(context: Context, y: int) -> Iterator[Explanation]:
    """What ends an interval early: an atrial beat, a false one, or two ventricular ones with a pause after them."""
    level, penalty, x, z = context.level, context.early_penalty, context.x, context.z
    yield Explanation(
        penalty + PENALTY_EARLY_NATS + _cost_of_reset(context, y) + _cost_of_step(context, 0.0, 0.0, level, z),
        BeatClass.ECTOPIC,
        1 if _is_undisturbed(context, y) else 2,
        level,
    )
    both = x + y
    cost = context.fault_penalty + PENALTY_EXTRA_NATS + _cost_of_interval(context, both)
    cost += _cost_of_step(context, context.last_change, both - level, both, z)
    yield Explanation(cost, BeatClass.EXTRA, 2, both)
    if z is not None and y < EARLY_RATIO * level < z:
        mean = (both + z) / 3
        yield Explanation(penalty + PENALTY_RUN_NATS + _cost_of_interval(context, mean), BeatClass.ECTOPIC, 3, mean)
        cost = penalty + PENALTY_RUN_RESET_NATS + _cost_of_reset(context, z)
        yield Explanation(cost, BeatClass.ECTOPIC, 2 if _is_undisturbed(context, z) else 3, level)


def _is_undisturbed(context: Context, after: int) -> bool:
    """Whether the interval after an early beat is an ordinary one already."""
    return abs(after - context.level) < UNDISTURBED_SCALES * context.model.scale


def _cost_of_reset(context: Context, after: int) -> float:
    """The cost of the interval after an early beat lying outside 1 to `RESET_RATIO` times the level."""
    level = context.level
    outside = after - level if after < level else max(0.0, after - RESET_RATIO * level)
    return min(MOST_NEXT_NATS, context.model.neg_log_likelihood(outside))
