"""What must hold of all that follows the heart: shifts, repeated groups, adaptation and the breathing cue."""

from __future__ import annotations

from bisect import bisect_right
from collections import Counter
from itertools import product, zip_longest

from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.decisions import Action, Adapted, BaselineSet, BreathPaced, CueGiven, ShiftTold
from biofeedback.events import EcgChunk, HeartRate, Reported
from protocols import limits
from protocols.restrictions import UNRESTRICTED
from protocols.training import Breathing, Effort
from simulators.lab.campaign.trace import LONGEST_MS, SHORTEST_MS, Trace, beat_packets, trace_of
from simulators.lab.campaign.violation import EPSILON_S, Found, Violation

SHIFT_LOOKED_BACK_S = 60.0
"""What "bad data" is judged on, s before a shift is told."""

SHIFT_MOST_IMPLAUSIBLE = 0.15
"""Share of those intervals; the shift detector asks for 0.05 of its own minute, which may reach further back."""

CUE_STEP_BPM = 0.1
"""How far the breathing cue may move at a time, breaths a minute."""

CUE_EVERY_S = 120.0
"""How often it may, s."""


def no_shift_from_bad_data(trace: Trace) -> Found:
    """A shift is told on fresh, mostly plausible beats, after a baseline that has numbers; never on silence."""
    name, packets, baseline = "no_shift_from_bad_data", beat_packets(trace), False
    times = [h.t for h in packets]
    for event, decision in trace.decided():
        if isinstance(decision, BaselineSet):
            baseline = decision.hr_bpm is not None and decision.rmssd_ms is not None
        if not (isinstance(decision, ShiftTold) and decision.found):
            continue
        t = decision.t
        recent = packets[bisect_right(times, t - SHIFT_LOOKED_BACK_S) : bisect_right(times, t)]
        rr_ms = [rr for packet in recent for rr in packet.rr_ms]
        bad = sum(not SHORTEST_MS <= rr <= LONGEST_MS for rr in rr_ms) / len(rr_ms) if rr_ms else 1.0
        if not baseline or not isinstance(event, HeartRate) or bad > SHIFT_MOST_IMPLAUSIBLE:
            yield Violation(name, t, f"baseline {baseline}, on {type(event).__name__}, {bad:.2f} implausible")


def a_late_ecg_changes_nothing(trace: Trace) -> Found:
    """Beats of long ago neither take a warning back nor make one: all is decided as if they had not come.

    Only of a session whose whole ECG is late may this be asked: of those that the campaign plays, all are.
    """
    if not any(isinstance(each.event, EcgChunk) for each in trace.steps):
        return
    without = trace_of(trace.plan, [e.event for e in trace.steps if not isinstance(e.event, EcgChunk)]).decisions()
    for decision, other in zip_longest(trace.decisions(), without):
        if decision != other:
            found = decision if decision is not None else other
            yield Violation("a_late_ecg_changes_nothing", found.t if found else 0.0, f"{decision}, not {other}")
            return


def nobody_is_asked_twice_who_should_not_be(trace: Trace) -> Found:
    """A group is asked for once more only once, only of a body without a restriction, and never after a report."""
    name, asked = "nobody_is_asked_twice_who_should_not_be", Counter[str | None]()
    reported = min((each.event.t for each in trace.steps if isinstance(each.event, Reported)), default=float("inf"))
    group: str | None = None
    for decision in trace.decisions():
        if isinstance(decision, CueGiven) and decision.action is Action.TENSE:
            group = decision.group
        if isinstance(decision, Adapted) and decision.what == "times" and decision.carried_out:
            asked[group] += 1
            planned = sum(step.group.id == group for step in trace.protocol.steps)
            if reported < decision.t or trace.plan.restrictions != UNRESTRICTED or asked[group] > planned:
                yield Violation(name, decision.t, f"{group} once more, {asked[group]} times")


def nothing_is_adapted_without_leave(trace: Trace) -> Found:
    """What is only proposed or not asked for is not carried out; limits are no adaptation."""
    on = trace.plan.steering is Adaptation.ON
    for decision in trace.decisions():
        if isinstance(decision, Adapted) and decision.carried_out and not on and not _is_a_limit(decision, trace.plan):
            yield Violation("nothing_is_adapted_without_leave", decision.t, f"{decision}")


def _is_a_limit(change: Adapted, plan: Plan) -> bool:
    """Whether a limit asks for it: a tension cut to what is allowed, an announcement that lasts until muscles have
    rested, or a rest of exactly the shortest length.
    """
    allowed = {0.0}
    for step in plan.protocol.steps:
        allowed.add(plan.restrictions.longest_hold_s(step))
        allowed |= {limits.max_hold_s(step.group.regions, *manner) for manner in product(Effort, Breathing)}
    match change.what:
        case "hold_s":
            return change.after < change.before and change.after in allowed
        case "lead_in_s":
            return change.after > change.before
        case "rest_s":
            holds = allowed | {step.hold_s for step in plan.protocol.steps}
            least = {limits.min_rest_s(hold_s) for hold_s in holds} | {plan.restrictions.min_rest_s}
            return change.after > change.before and change.after in least
        case _:
            return False


def the_breathing_cue_moves_slowly(trace: Trace) -> Found:
    """After its first word, by a tenth in two minutes at most, and never below the protocol's pace; but for steps that
    compare paces, which have one of their own each.
    """
    name, last = "the_breathing_cue_moves_slowly", None
    if any(step.breaths_per_min is not None for step in trace.protocol.steps):
        return
    for decision in trace.decisions():
        if not isinstance(decision, BreathPaced) or decision.breaths_per_min is None:
            continue
        rate = decision.breaths_per_min
        if rate < trace.protocol.pace.breaths_per_min:
            yield Violation(name, decision.t, f"{rate} a minute")
        if last is not None and last.breaths_per_min is not None:
            many = (decision.t - last.t) // CUE_EVERY_S + 1
            if abs(rate - last.breaths_per_min) > many * CUE_STEP_BPM + EPSILON_S:
                yield Violation(
                    name, decision.t, f"from {last.breaths_per_min} to {rate} after {decision.t - last.t} s"
                )
        last = decision
