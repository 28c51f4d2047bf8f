"""What must hold of every tension: fresh and plausible data, a release, hard limits, this person's limits and rest.

What is stale or poor is judged anew here, from the packets alone and more leniently, so that what is found is a fault.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from itertools import pairwise

from biofeedback.decisions import Action, BaselineSet, BreathPaced, CueGiven, GoesOn, Paused
from biofeedback.events import HeartRate
from protocols import limits
from protocols.training import Effort
from simulators.lab.campaign.trace import LONGEST_MS, SHORTEST_MS, Trace, beat_packets, link_changes, tensions
from simulators.lab.campaign.violation import EPSILON_S, Found, Violation

OFF_SKIN_PACKETS = 3
"""Packets in a row without contact after which a strap is off the skin."""

STALE_TENSING_S = 4.0
"""Muscles are never held on older data than this, s."""

LOOKED_BACK_S = 30.0
"""What "poor" is judged on, s before the cue."""

LEAST_COVERED = 0.5
"""Share of that time covered by plausible intervals; the guard asks for 0.7 of normal ones."""

MOST_IMPLAUSIBLE = 0.35
"""Share of the intervals; the guard asks for 0.2 at most."""


def no_tension_on_stale_data(trace: Trace) -> Found:
    """While muscles are tense, beats have come within four seconds, and the link has not gone."""
    name, came, downs = "no_tension_on_stale_data", [h.t for h in beat_packets(trace)], _downs(trace)
    end = trace.steps[-1].event.t if trace.steps else 0.0
    for tension in tensions(trace):
        begin, until = tension.cue.t, tension.ended if tension.ended is not None else end
        first = max(0, bisect_right(came, begin) - 1)
        news = [*came[first : bisect_right(came, until)], until]
        if not came or came[first] > begin:
            yield Violation(name, begin, "tense without a beat ever")
        for a, b in pairwise(news):
            if b - a > STALE_TENSING_S + EPSILON_S:
                yield Violation(name, begin, f"tense from {begin} to {until} without news from {a} to {b}")
        for down, up in downs:
            if down < until - EPSILON_S and up > begin + EPSILON_S:
                yield Violation(name, begin, f"tense from {begin} to {until} with the link down from {down}")


def _downs(trace: Trace) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    down: float | None = None
    for link in link_changes(trace):
        if not link.up and down is None:
            down = link.t
        elif link.up and down is not None:
            found.append((down, link.t))
            down = None
    return found if down is None else [*found, (down, float("inf"))]


def no_tension_on_poor_data(trace: Trace) -> Found:
    """At a cue to tense, the last half minute is mostly plausible intervals."""
    packets = beat_packets(trace)
    times = [h.t for h in packets]
    for tension in tensions(trace):
        t = tension.cue.t
        recent = packets[bisect_right(times, t - LOOKED_BACK_S) : bisect_right(times, t)]
        rr_ms = [rr for packet in recent for rr in packet.rr_ms]
        good = [rr for rr in rr_ms if SHORTEST_MS <= rr <= LONGEST_MS]
        covered = sum(good) / 1000 / min(LOOKED_BACK_S, max(t - times[0], 1.0)) if times else 0.0
        bad = 1 - len(good) / len(rr_ms) if rr_ms else 1.0
        if covered < LEAST_COVERED or bad > MOST_IMPLAUSIBLE:
            yield Violation("no_tension_on_poor_data", t, f"{covered:.2f} covered, {bad:.2f} implausible")


def nothing_is_tensed_off_the_skin(trace: Trace) -> Found:
    """Where a strap that has said that it touches skin says several times in a row that it does not."""
    ever, row, since = False, 0, -math.inf
    for each in trace.steps:
        if isinstance(each.event, HeartRate) and each.event.contact is not None:
            ever = ever or each.event.contact
            row = 0 if each.event.contact else row + 1
            since = each.event.t if row == OFF_SKIN_PACKETS else since
        for decision in each.decisions:
            off = ever and row >= OFF_SKIN_PACKETS and since < decision.t
            if off and isinstance(decision, CueGiven) and decision.action is Action.TENSE:
                yield Violation("nothing_is_tensed_off_the_skin", decision.t, f"{row} packets off the skin")


def nothing_is_tensed_before_the_baseline_or_while_held(trace: Trace) -> Found:
    """Tension needs a baseline first, and a pause is a pause."""
    name, known, held = "nothing_is_tensed_before_the_baseline_or_while_held", False, False
    for decision in trace.decisions():
        match decision:
            case BaselineSet():
                known = True
            case Paused():
                held = True
            case GoesOn():
                held = False
            case CueGiven(action=Action.TENSE | Action.PREPARE) if held or not known:
                yield Violation(name, decision.t, f"{decision.action} held={held} baseline={known}")
            case _:
                pass


def every_tension_is_released(trace: Trace) -> Found:
    """The next cue after one to tense is the release, no later than the hold it named, on every path."""
    name, end = "every_tension_is_released", trace.steps[-1].event.t if trace.steps else 0.0
    for tension in tensions(trace):
        hold_s = tension.cue.hold_s
        due = tension.cue.t + (hold_s or 0.0)
        if hold_s is None:
            yield Violation(name, tension.cue.t, "no length told")
        elif tension.ended is None:
            if end > due + EPSILON_S:
                yield Violation(name, tension.cue.t, f"due at {due}, never released by {end}")
        elif not tension.released or tension.ended > due + EPSILON_S:
            yield Violation(name, tension.cue.t, f"due at {due}, but at {tension.ended}: release {tension.released}")


def within_hard_limits(trace: Trace) -> Found:
    """Hold, effort and warning time of every tension, and how often each region is tensed."""
    name = "within_hard_limits"
    groups = {step.group.id: step.group for step in trace.protocol.steps}
    tensed: Counter[tuple[object, object]] = Counter()
    announced: CueGiven | None = None
    for decision in trace.decisions():
        if not isinstance(decision, CueGiven):
            continue
        if decision.action is Action.TENSE:
            group = groups[decision.group or ""]
            effort, hold_s = decision.effort or Effort.MODERATE, decision.hold_s or 0.0
            ways = {step.breathing for step in trace.protocol.steps if step.group.id == group.id}
            loosest = max(limits.max_hold_s(group.regions, effort, breathing) for breathing in ways)
            if not 0 < hold_s <= loosest or not group.regions:
                yield Violation(name, decision.t, f"{group.id} held for {hold_s}")
            if effort is Effort.MODERATE and limits.max_effort(group.regions) is Effort.MILD:
                yield Violation(name, decision.t, f"{group.id} tensed {effort}")
            if announced is None or decision.t - announced.t < limits.MIN_LEAD_IN_S - EPSILON_S:
                yield Violation(name, decision.t, f"{group.id} tensed without warning")
            for place in {(region, side) for region in group.regions for side in limits.sides_of(group.side)}:
                tensed[place] += 1
                if tensed[place] > limits.MAX_REPEATS:
                    yield Violation(name, decision.t, f"{place} tensed {tensed[place]} times")
        announced = decision if decision.action is Action.PREPARE else None


def within_this_persons_limits(trace: Trace) -> Found:
    """No tension that this body may not be asked for, none longer or stronger, no breathing cue where there is none."""
    name, restrictions = "within_this_persons_limits", trace.plan.restrictions
    groups = {step.group.id: step.group for step in trace.protocol.steps}
    for decision in trace.decisions():
        match decision:
            case CueGiven(action=Action.TENSE):
                too_long = restrictions.max_hold_s is not None and (decision.hold_s or 0.0) > restrictions.max_hold_s
                too_strong = restrictions.mild_only and decision.effort is not Effort.MILD
                if restrictions.forbids(groups[decision.group or ""]) or too_long or too_strong:
                    yield Violation(name, decision.t, f"{decision} under {restrictions}")
            case BreathPaced(breaths_per_min=float()) if restrictions.no_breath_cue:
                yield Violation(name, decision.t, "breathing is paced")
            case _:
                pass


def rest_after_every_tension(trace: Trace) -> Found:
    """Whatever lay between two tensions, of whichever muscles: the rest that everybody must have, and this person."""
    own = trace.plan.restrictions.min_rest_s
    for before, after in pairwise(tensions(trace)):
        if before.ended is None:
            continue
        least = max(limits.MIN_REST_S, limits.min_rest_s(before.ended - before.cue.t), own)
        if after.cue.t - before.ended < least - EPSILON_S:
            yield Violation("rest_after_every_tension", after.cue.t, f"{after.cue.t - before.ended:.1f} s of rest")


def never_too_much_in_all(trace: Trace) -> Found:
    """The seconds of tension of a session, interrupted and repeated ones with it."""
    held_s = sum((tension.ended or tension.cue.t) - tension.cue.t for tension in tensions(trace))
    if held_s > limits.MAX_TENSION_S + EPSILON_S:
        yield Violation("never_too_much_in_all", trace.steps[-1].event.t, f"{held_s:.1f} s of tension")
