"""What could explain an interval: a normal beat, or one of the known faults and early beats.

Each hypothesis says what the undisturbed intervals would have been; these are scored under one model of natural
beat-to-beat change (a Student t with this person's scale), plus a price for the disturbance. The cheapest wins.
Patterns: Lipponen & Tarvainen 2019 (10.1080/03091902.2019.1640306) name missed, extra, long, short and ectopic;
here they are judged by likelihood, causally, with two beats of look-ahead, and nothing is ever interpolated.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from biofeedback.findings import BeatClass
from biofeedback.signal.scale import NaturalChange

# Prices are in nats on top of the scene's own (the rarity of disturbances, and their spread against natural change).
# They were searched on half of the subjects (of real clean rest with injected faults, and of annotated ectopy), with
# deep slow breathing kept free of any flag, and rounded; the optimum is flat.
PRICE_PAIR = 0.0  # an early beat and its full pause: two intervals trade time; the commonest disturbance by far
PRICE_EARLY = 1.2  # an early beat after which the rhythm starts anew
PRICE_RUN = 1.5  # two early beats and a full pause
PRICE_RUN_ANEW = 3.4  # two early beats after which the rhythm starts anew
PRICE_LATE = 3.0  # one long interval: a pause, or a beat missed out of step
PRICE_MISSED = 0.0  # beats that were not heard: whole numbers of intervals hardly come by chance
PRICE_EXTRA = -1.1  # a beat that was none: two parts hardly sum to an interval by chance
PRICE_MISPLACED = 2.0  # a beat found too early or too late by a little: most like natural change
PRICE_UNKNOWN = 1.6  # anything else
PRICE_NEAR = 1.0  # of one interval alone that is late or unknown, but close to the level: sighs do that, faults hardly
PRICE_AGAIN = 3.8  # of coming back to the middle rather than going on from the interval before
NEAR = 0.2  # share of the level: what lies within is close to it
CAP = 6.4  # nats, what a later interval can cost at most: it may be disturbed itself,
CAP_LATER = 3.0  # and what the one after it can cost then: hardly anything is known of where that should be
PART = 0.8  # weight of how a time is split between two intervals: the split that fits best is taken, which flatters it
LEAP = 0.32  # share of the level: swings of 300 ms at 15 breaths a minute change one interval by up to 0.24
BEYOND = 50.0  # nats for each whole level of a change beyond that: two thirds of a level is out of the question
ABOUT = 1.5  # intervals lie about their middle this much wider than about the one before
LATE = 1.5  # shares of the level: a longer interval may hide a beat
MOST_MISSED = 4  # intervals in one; longer is a gap
EARLY = 0.9  # an early beat ends before this share of the level
RESET = 1.12  # after an early beat from above the ventricles, the next interval is 1 to this times the level
PAUSE = 1.0  # scales: an interval after such a beat that differs by more is still disturbed
ECTOPIC_SHARE = 0.125  # a displaced beat this early, in shares of the level, is a ventricular pattern
FARTHEST = 0.25  # share of the level: a beat that is merely misplaced is not farther from where it belongs


class Scene(NamedTuple):
    """Interval `x` with what came before and comes after it, in ticks (None: not known, or across a gap).

    `level` is the interval before, or where it would have been, `slope` the change that led to it and `earlier` the one
    before that; `trust` widens what is natural after it. `middle` is the median of the intervals before. `price` is
    that of a fault, `early_price` that of an early beat.
    """

    natural: NaturalChange
    level: float
    slope: float
    earlier: float
    trust: float
    middle: float
    price: float
    early_price: float
    x: int
    y: int | None
    z: int | None


class Explanation(NamedTuple):
    """One hypothesis: what it costs in nats, its class, how many intervals it claims, and the level it implies."""

    cost: float
    kind: BeatClass
    claims: int
    level: float


def normal_cost(scene: Scene) -> float:
    """The cost of taking `x` as it is."""
    return _reach(scene, scene.x) + _onward(scene, scene.x)


def disturbed(scene: Scene) -> Explanation:
    """The cheapest explanation of `x` as something other than a normal interval."""
    return min(_hypotheses(scene), key=lambda found: found.cost)


def _reach(scene: Scene, value: float) -> float:
    """The cost of a true interval of length `value`, from the one before or from the middle of those before.

    No heart leaps by much more than the deepest breathing does.
    """
    natural = scene.natural
    change = value - scene.level
    cost = natural.surprise(change - natural.foretold(scene.slope, scene.earlier), scene.trust)
    if (leap := abs(change) - LEAP * scene.level) > 0:
        cost += BEYOND * leap / scene.level
    if scene.trust <= 1.0:
        return cost
    back = value - scene.middle
    again = PRICE_AGAIN + natural.surprise(back, ABOUT)
    if (leap := abs(back) - LEAP * scene.middle) > 0:
        again += BEYOND * leap / scene.middle
    return min(cost, again)


def _onward(scene: Scene, before: float) -> float:
    """The cost of the intervals after `x`, if they follow a true interval of length `before`.

    The next one may be disturbed; then the one after it goes on from `before`, as far as it can tell.
    """
    y, z = scene.y, scene.z
    if y is None:
        return 0.0
    natural = scene.natural
    change = before - scene.level
    follows = natural.surprise(y - before - natural.foretold(change, scene.slope))
    if z is None:
        return min(CAP, follows)
    straight = follows + min(CAP, natural.surprise(z - y - natural.foretold(y - before, change)))
    return min(straight, CAP + min(CAP_LATER, natural.surprise(z - before, ABOUT)))


def _step(scene: Scene, earlier: float, slope: float, before: float, after: int | None) -> float:
    """The cost of `after` following `before` and the changes to it; bounded, for it may be disturbed itself."""
    if after is None:
        return 0.0
    natural = scene.natural
    return min(CAP, natural.surprise(after - before - natural.foretold(slope, earlier)))


def _hypotheses(scene: Scene) -> Iterator[Explanation]:
    level, price, x, y = scene.level, scene.price, scene.x, scene.y
    near = PRICE_NEAR if abs(x - level) < NEAR * level else 0.0
    yield Explanation(price + PRICE_UNKNOWN + near + _onward(scene, x), BeatClass.MISPLACED, 1, level)
    if x > LATE * level:
        for k in range(2, MOST_MISSED + 1):
            cost = price + PRICE_MISSED + _reach(scene, x / k) + _onward(scene, x / k)
            yield Explanation(cost, BeatClass.MISSED, 1, x / k)
    if y is None:
        return
    if x > level:
        times = x / level
        kind = BeatClass.ECTOPIC if times < LATE else BeatClass.MISSED if times < MOST_MISSED + 0.5 else BeatClass.GAP
        yield Explanation(price + PRICE_LATE + near + _onward(scene, level), kind, 1, level)
    elif x < EARLY * level:
        yield from _early(scene, y)
    early, cost = _split(scene, x + y)
    if y - x > ECTOPIC_SHARE * (x + y):
        yield Explanation(scene.early_price + cost + PRICE_PAIR, BeatClass.ECTOPIC, 2, x + y - early)
    else:
        if (far := abs(x - early) - FARTHEST * level) > 0:
            cost += BEYOND * far / level
        yield Explanation(price + cost + PRICE_MISPLACED, BeatClass.MISPLACED, 2, x + y - early)


def _split(scene: Scene, both: float) -> tuple[float, float]:
    """The most natural first part of two intervals that take `both` together, and what they cost.

    Least squares of the innovations of both parts and of the interval after them; that may be disturbed itself.
    """
    natural, level, slope, z = scene.natural, scene.level, scene.slope, scene.z
    again, turn = natural.again, natural.turn
    first = level + natural.foretold(slope, scene.earlier)
    pull = 2 + again
    second = both + again * level - turn * slope
    up, down = first + pull * second, 1 + pull * pull
    part = up / down
    cost = _reach(scene, part) + PART * natural.surprise(second - pull * part)
    if z is None:
        return part, cost
    best = part, cost + CAP
    lift = 1 + 2 * again - turn
    third = both - z + again * both - turn * level
    part = (up + lift * third) / (down + lift * lift)
    cost = _reach(scene, part) + PART * natural.surprise(second - pull * part)
    cost += min(CAP, natural.surprise(lift * part - third))
    return min(best, (part, cost), key=lambda each: each[1])


def _early(scene: Scene, y: int) -> Iterator[Explanation]:
    """What ends an interval early: an atrial beat, a false one, or two ventricular ones with a pause after them."""
    level, price, x, z = scene.level, scene.early_price, scene.x, scene.z
    natural = scene.natural
    cost = price + PRICE_EARLY + min(CAP, natural.surprise(_over(level, y))) + _step(scene, 0.0, 0.0, level, z)
    claims = 1 if abs(y - level) < PAUSE * natural.scale else 2
    yield Explanation(cost, BeatClass.ECTOPIC, claims, level)
    both = x + y
    cost = scene.price + PRICE_EXTRA + _reach(scene, both) + _step(scene, scene.slope, both - level, both, z)
    yield Explanation(cost, BeatClass.EXTRA, 2, both)
    if z is not None and y < EARLY * level < z:
        mean = (both + z) / 3
        yield Explanation(price + PRICE_RUN + _reach(scene, mean), BeatClass.ECTOPIC, 3, mean)
        claims = 2 if abs(z - level) < PAUSE * natural.scale else 3
        cost = price + PRICE_RUN_ANEW + min(CAP, natural.surprise(_over(level, z)))
        yield Explanation(cost, BeatClass.ECTOPIC, claims, level)


def _over(level: float, after: int) -> float:
    """How far the interval after an early beat lies outside 1 to `RESET` times the level."""
    return after - level if after < level else max(0.0, after - RESET * level)
