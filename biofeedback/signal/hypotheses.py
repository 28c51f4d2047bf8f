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

from msgspec import Struct

from biofeedback.findings import BeatClass
from biofeedback.signal.breath_steps import PENALTY_UNSEEN_NATS
from biofeedback.signal.natural import (
    MOST_NEXT_NATS,
    NATS_PER_LEVEL,
    Context,
    cost_of_interval,
    cost_of_next,
    cost_of_step,
)

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
PENALTY_LATE_COUPLED_NATS = 2.0
"""A slightly early beat and its full pause."""
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
NEAR_SHARE = 0.2
"""What lies within this share of the level is close to it."""
SPLIT_WEIGHT = 0.8
"""Weight of how a time is split between two intervals: the split that fits best is taken, which flatters it."""
LATE_RATIO = 1.5
"""An interval longer than this, against the level, may hide a beat."""
MOST_JOINED = 4
"""Intervals in one with missed beats between; longer is a gap."""
NOT_EARLY_RATIO = 0.95
"""An early beat before a pause is early against the interval before it as well: from this share of the level on it
costs more, for a breath that steps up by two beats looks like it."""
EARLY_RATIO = 0.9
"""An early beat ends before this share of the level."""
RESET_RATIO = 1.12
"""After an early beat from above the ventricles, the next interval is 1 to this times the level."""
UNDISTURBED_SCALES = 1.0
"""An interval after such a beat that differs by more from the level is still disturbed. Scales."""
ECTOPIC_SHARE = 0.125
"""A displaced beat this early, in shares of the level, is a ventricular pattern."""
SLIGHTLY_EARLY_RATIO = 0.95
"""Two beats up to this share of the level may be early, where a full pause follows: late-coupled ventricular beats, of
which dense ectopy has many."""
SLIGHTLY_EARLY_SCALES = 2.5
"""So slightly early beats are shorter than the level by this much: less is natural change. Scales."""
FULL_ROW_SHARE = 0.06
"""Two slightly early beats and their pause take three levels, to within this share of one."""
FULL_PAIR_SHARE = 0.04
"""A slightly early beat and its pause take two levels, to within this share of one."""
STEP_WIDENING = 2.0
"""After a breath's step an interval may be lower than it by this much more than natural change."""
MISPLACED_SHARE = 0.25
"""A beat that is merely misplaced is not farther from where it belongs. Share of the level."""


class Explanation(Struct, frozen=True):
    """One hypothesis: what it costs in nats, its class, how many intervals it claims, and the level it implies."""

    cost: float
    kind: BeatClass
    claims: int
    level: float


def least_penalty(context: Context) -> float:
    """No disturbance costs less than this."""
    extra = context.fault_penalty + (PENALTY_EXTRA_NATS if context.x < context.level else 0.0)
    return min(extra, context.early_penalty)


def cheapest_disturbance(context: Context) -> Explanation:
    """The cheapest explanation of `x` as something other than a normal interval."""
    return min(_hypotheses(context), key=lambda found: found.cost)


def _hypotheses(context: Context) -> Iterator[Explanation]:
    level, penalty, x, y = context.level, context.fault_penalty, context.x, context.y
    near = PENALTY_NEAR_NATS if abs(x - level) < NEAR_SHARE * level else 0.0
    unknown = penalty + PENALTY_UNKNOWN_NATS + near + cost_of_next(context, x)
    yield Explanation(unknown, BeatClass.MISPLACED, 1, level)
    if x > LATE_RATIO * level:
        for k in range(2, MOST_JOINED + 1):
            part = x / k
            cost = penalty + PENALTY_MISSED_NATS + cost_of_interval(context, part) + cost_of_next(context, part)
            yield Explanation(cost, BeatClass.MISSED, 1, part)
    if y is None:
        return
    if x > level:
        late = penalty + PENALTY_LATE_NATS + near + cost_of_next(context, level)
        yield Explanation(late, _late_class(x / level), 1, level)
    elif x < EARLY_RATIO * level:
        yield from _early_beats(context, y)
    z = context.z
    if z is not None and _is_row(context, y, z):
        mean = (x + y + z) / 3
        cost = context.early_penalty + PENALTY_RUN_NATS + cost_of_interval(context, mean)
        yield Explanation(cost, BeatClass.ECTOPIC, 3, mean)
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
        if context.settled and (late := x - NOT_EARLY_RATIO * level) > 0:
            cost += NATS_PER_LEVEL * late / level
        return Explanation(context.early_penalty + cost + PENALTY_PAIR_NATS, BeatClass.ECTOPIC, 2, x + y - first)
    if (far := abs(x - first) - MISPLACED_SHARE * level) > 0:
        cost += NATS_PER_LEVEL * far / level
    fault, early = context.fault_penalty + PENALTY_MISPLACED_NATS, context.early_penalty + PENALTY_LATE_COUPLED_NATS
    slightly_early = x < level - SLIGHTLY_EARLY_SCALES * context.model.scale
    if early < fault and slightly_early and abs(x + y - 2 * level) < FULL_PAIR_SHARE * level:
        return Explanation(early + cost, BeatClass.ECTOPIC, 2, x + y - first)
    return Explanation(fault + cost, BeatClass.MISPLACED, 2, x + y - first)


def _best_split(context: Context, both: float) -> tuple[float, float]:
    """The most natural first part of two intervals that take `both` together, and what they cost.

    Least squares of the innovations of both parts and of the interval after them; that may be disturbed itself. Or a
    breath's step, after which both are alike.
    """
    model, level, last_change, z = context.model, context.level, context.last_change, context.z
    phi1, phi2 = model.phi1, model.phi2
    first = level + model.predict(last_change, context.earlier_change)
    pull = 2 + phi1
    second = both + phi1 * level - phi2 * last_change
    up, down = first + pull * second, 1 + pull * pull
    part = up / down
    cost = cost_of_interval(context, part) + SPLIT_WEIGHT * model.neg_log_likelihood(second - pull * part)
    best = part, cost + (0.0 if z is None else MOST_NEXT_NATS)
    half = both / 2
    breath = context.breath
    if breath.breathing and half > level and breath.has_step(level, half):
        lower = 0.0 if z is None else min(MOST_NEXT_NATS, model.neg_log_likelihood(min(0.0, z - half), STEP_WIDENING))
        best = min(best, (half, context.step_penalty + PENALTY_UNSEEN_NATS + lower), key=_cost)
    if z is None:
        return best
    lift = 1 + 2 * phi1 - phi2
    third = both - z + phi1 * both - phi2 * level
    part = (up + lift * third) / (down + lift * lift)
    cost = cost_of_interval(context, part) + SPLIT_WEIGHT * model.neg_log_likelihood(second - pull * part)
    cost += min(MOST_NEXT_NATS, model.neg_log_likelihood(lift * part - third))
    return min(best, (part, cost), key=_cost)


def _cost(split: tuple[float, float]) -> float:
    return split[1]


def _early_beats(context: Context, y: int) -> Iterator[Explanation]:
    """What ends an interval early: an atrial beat, a false one, or two ventricular ones with a pause after them."""
    level, penalty, x, z = context.level, context.early_penalty, context.x, context.z
    yield Explanation(
        penalty + PENALTY_EARLY_NATS + _cost_of_reset(context, y) + cost_of_step(context, 0.0, 0.0, level, z),
        BeatClass.ECTOPIC,
        1 if _is_undisturbed(context, y) else 2,
        level,
    )
    both = x + y
    cost = context.fault_penalty + PENALTY_EXTRA_NATS + cost_of_interval(context, both)
    cost += cost_of_step(context, context.last_change, both - level, both, z)
    yield Explanation(cost, BeatClass.EXTRA, 2, both)
    if z is not None and y < EARLY_RATIO * level < z:
        cost = penalty + PENALTY_RUN_RESET_NATS + _cost_of_reset(context, z)
        yield Explanation(cost, BeatClass.ECTOPIC, 2 if _is_undisturbed(context, z) else 3, level)


def _is_row(context: Context, y: int, z: int) -> bool:
    """Whether `x` and `y` are early and `z` makes up for both: clearly, or slightly and to the full.

    A fall that is under way and goes on as the last breath did is none: a row of early beats begins at once.
    """
    level, x, breath = context.level, context.x, context.breath
    latest = max(x, y)
    falling = breath.breathing and (context.last_change < 0 or breath.in_valley(level))
    if falling and breath.has_step(level, x) and breath.has_step(y, z):
        return False
    if latest < EARLY_RATIO * level:
        return z > level
    slight = min(SLIGHTLY_EARLY_RATIO * level, level - SLIGHTLY_EARLY_SCALES * context.model.scale)
    return latest < slight and abs(x + y + z - 3 * level) < FULL_ROW_SHARE * level


def _is_undisturbed(context: Context, after: int) -> bool:
    """Whether the interval after an early beat is an ordinary one already."""
    return abs(after - context.level) < UNDISTURBED_SCALES * context.model.scale


def _cost_of_reset(context: Context, after: int) -> float:
    """The cost of the interval after an early beat lying outside 1 to `RESET_RATIO` times the level."""
    level = context.level
    outside = after - level if after < level else max(0.0, after - RESET_RATIO * level)
    return min(MOST_NEXT_NATS, context.model.neg_log_likelihood(outside))
