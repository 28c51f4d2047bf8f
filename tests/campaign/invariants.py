"""What must hold in every session, whatever the strap, the heart and the person do.

Each invariant is a pure function of a story (events and decisions). They know nothing of how the engine works: what is
stale or poor is judged anew here, from the packets alone and more leniently, so that what is found is a fault.
"""

from __future__ import annotations

import math
from bisect import bisect_right
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import pairwise, zip_longest

from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import (
    Action,
    Adapted,
    BaselineSet,
    BreathPaced,
    CueGiven,
    Finished,
    GoesOn,
    Monitoring,
    Paused,
    Phase,
    PhaseBegan,
    ShiftTold,
    Stopped,
    Warned,
)
from biofeedback.events import EcgChunk, HeartRate, Key, Pressed, Reported, SourceEnded, Suspended, Symptom
from biofeedback.findings import Rule, Severity
from protocols import limits
from protocols.restrictions import UNRESTRICTED
from protocols.training import Effort
from tests.campaign.story import LONGEST_MS, SHORTEST_MS, Story, heard, links, tensions, told_story

EPSILON_S = 1e-6
MINE_WITHIN_S = 2.0  # of a pause of the guard's own the key means: it is mine
OFF_SKIN_PACKETS = 3
STALE_TENSING_S = 4.0  # muscles are never held on older data than this
LOOKED_BACK_S = 30.0  # what "poor" is judged on
LEAST_COVERED = 0.5  # of that time by plausible intervals; the guard asks for 0.7 of normal ones
MOST_IMPLAUSIBLE = 0.35  # share of intervals; the guard asks for 0.2 at most
SHIFT_LOOKED_BACK_S = 60.0
CUE_STEP_BPM, CUE_EVERY_S = 0.1, 120.0  # how fast the breathing cue may move
SHIFT_MOST_IMPLAUSIBLE = 0.15  # the shift detector asks for 0.05 of its own minute, which may reach further back


@dataclass(frozen=True, slots=True)
class Violation:
    """What did not hold, and when."""

    invariant: str
    t: float
    what: str


Found = Iterator[Violation]
Invariant = Callable[[Story], Found]


def nothing_after_the_end(story: Story) -> Found:
    """After a stop no cue ever; after the last word not a word; and time never goes back."""
    name, stopped, finished, last = "nothing_after_the_end", False, False, 0.0
    for event, decision in story.told():
        if finished:
            yield Violation(name, decision.t, f"{decision} after the last word")
        if stopped and isinstance(decision, CueGiven | PhaseBegan):
            yield Violation(name, decision.t, f"{decision} after a stop")
        if stopped and isinstance(decision, BreathPaced) and decision.breaths_per_min is not None:
            yield Violation(name, decision.t, "a breathing cue after a stop")
        if decision.t < last or decision.t > event.t + EPSILON_S:
            yield Violation(name, decision.t, f"decided after {last} on an event at {event.t}")
        stopped = stopped or isinstance(decision, Stopped)
        stopped = stopped or (isinstance(decision, PhaseBegan) and decision.phase is Phase.STOPPED)
        finished = finished or isinstance(decision, Finished)
        last = decision.t


def no_tension_on_stale_data(story: Story) -> Found:
    """While muscles are tense, beats have come within four seconds, and the link has not gone."""
    name, came, downs = "no_tension_on_stale_data", [h.t for h in heard(story)], _downs(story)
    end = story.taken[-1].event.t if story.taken else 0.0
    for tension in tensions(story):
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


def _downs(story: Story) -> list[tuple[float, float]]:
    found: list[tuple[float, float]] = []
    down: float | None = None
    for link in links(story):
        if not link.up and down is None:
            down = link.t
        elif link.up and down is not None:
            found.append((down, link.t))
            down = None
    return found if down is None else [*found, (down, float("inf"))]


def no_tension_on_poor_data(story: Story) -> Found:
    """At a cue to tense, the last half minute is mostly plausible intervals."""
    packets = heard(story)
    times = [h.t for h in packets]
    for tension in tensions(story):
        t = tension.cue.t
        recent = packets[bisect_right(times, t - LOOKED_BACK_S) : bisect_right(times, t)]
        rr_ms = [rr for packet in recent for rr in packet.rr_ms]
        good = [rr for rr in rr_ms if SHORTEST_MS <= rr <= LONGEST_MS]
        covered = sum(good) / 1000 / min(LOOKED_BACK_S, max(t - times[0], 1.0)) if times else 0.0
        bad = 1 - len(good) / len(rr_ms) if rr_ms else 1.0
        if covered < LEAST_COVERED or bad > MOST_IMPLAUSIBLE:
            yield Violation("no_tension_on_poor_data", t, f"{covered:.2f} covered, {bad:.2f} implausible")


def every_tension_is_released(story: Story) -> Found:
    """The next cue after one to tense is the release, no later than the hold it named, on every path."""
    name, end = "every_tension_is_released", story.taken[-1].event.t if story.taken else 0.0
    for tension in tensions(story):
        hold_s = tension.cue.hold_s
        due = tension.cue.t + (hold_s or 0.0)
        if hold_s is None:
            yield Violation(name, tension.cue.t, "no length told")
        elif tension.ended is None:
            if end > due + EPSILON_S:
                yield Violation(name, tension.cue.t, f"due at {due}, never released by {end}")
        elif not tension.released or tension.ended > due + EPSILON_S:
            yield Violation(name, tension.cue.t, f"due at {due}, but at {tension.ended}: release {tension.released}")


def within_hard_limits(story: Story) -> Found:
    """Hold, effort and warning time of every tension, and how often each region is tensed."""
    name = "within_hard_limits"
    groups = {step.group.id: step.group for step in story.protocol.steps}
    tensed: Counter[tuple[object, object]] = Counter()
    announced: CueGiven | None = None
    for decision in story.decisions():
        if not isinstance(decision, CueGiven):
            continue
        if decision.action is Action.TENSE:
            group = groups[decision.group or ""]
            effort, hold_s = decision.effort or Effort.MODERATE, decision.hold_s or 0.0
            ways = {step.breathing for step in story.protocol.steps if step.group.id == group.id}
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


def within_this_persons_limits(story: Story) -> Found:
    """No tension that this body may not be asked for, none longer or stronger, no breathing cue where there is none."""
    name, held = "within_this_persons_limits", story.plan.restrictions
    groups = {step.group.id: step.group for step in story.protocol.steps}
    for decision in story.decisions():
        match decision:
            case CueGiven(action=Action.TENSE):
                too_long = held.max_hold_s is not None and (decision.hold_s or 0.0) > held.max_hold_s
                too_strong = held.mild_only and decision.effort is not Effort.MILD
                if held.forbids(groups[decision.group or ""]) or too_long or too_strong:
                    yield Violation(name, decision.t, f"{decision} under {held}")
            case BreathPaced(breaths_per_min=float()) if held.no_breath_cue:
                yield Violation(name, decision.t, "breathing is paced")
            case _:
                pass


def a_symptom_lets_go_at_once(story: Story) -> Found:
    """Whatever is reported, nothing is tense any more in that very moment, and some answer is given."""
    over = False
    spans = [(tension.cue.t, tension.ended) for tension in tensions(story)]
    for each in story.taken:
        ends = any(isinstance(decision, Finished) for decision in each.decisions)
        if isinstance(each.event, Reported) and not over:
            t = each.event.t
            if any(begin < t and (end is None or end > t + EPSILON_S) for begin, end in spans):
                yield Violation("a_symptom_lets_go_at_once", t, f"still tense after {each.event.symptom}")
            if not each.decisions:
                yield Violation("a_symptom_lets_go_at_once", t, f"{each.event.symptom} was not answered")
        over = over or ends


def rest_after_every_tension(story: Story) -> Found:
    """Whatever lay between two tensions, of whichever muscles: the rest that everybody must have, and this person."""
    own = story.plan.restrictions.min_rest_s
    for before, after in pairwise(tensions(story)):
        if before.ended is None:
            continue
        least = max(limits.MIN_REST_S, limits.min_rest_s(before.ended - before.cue.t), own)
        if after.cue.t - before.ended < least - EPSILON_S:
            yield Violation("rest_after_every_tension", after.cue.t, f"{after.cue.t - before.ended:.1f} s of rest")


def never_too_much_in_all(story: Story) -> Found:
    """The seconds of tension of a session, interrupted and repeated ones with it."""
    held_s = sum((tension.ended or tension.cue.t) - tension.cue.t for tension in tensions(story))
    if held_s > limits.MAX_TENSION_S + EPSILON_S:
        yield Violation("never_too_much_in_all", story.taken[-1].event.t, f"{held_s:.1f} s of tension")


def a_pause_of_the_person_is_ended_by_the_person(story: Story) -> Found:
    """A key, a report that asks for a pause, or time that stood still: from then on only the person's key goes on.

    A key within two seconds of a pause of the guard's own asks for a pause as well.
    """
    name, mine, held_t = "a_pause_of_the_person_is_ended_by_the_person", False, -math.inf
    for each in story.taken:
        event = each.event
        match event:
            case Pressed(key=Key.PAUSE) | Suspended():
                mine = True
            case Reported(symptom=Symptom.PANIC | Symptom.UNEASE | Symptom.DIZZINESS):
                mine = True
            case Pressed(key=Key.RESUME):
                mine = not mine and event.t - held_t < MINE_WITHIN_S
            case Pressed(key=Key.UNMONITORED):
                mine = False
            case _:
                pass
        for decision in each.decisions:
            if isinstance(decision, Paused):
                held_t = -math.inf if mine else decision.t
            elif isinstance(decision, GoesOn):
                if mine:
                    yield Violation(name, decision.t, f"{decision.why.code} on {type(event).__name__}")
                mine, held_t = False, -math.inf


def nothing_is_tensed_off_the_skin(story: Story) -> Found:
    """Where a strap that has said that it touches skin says several times in a row that it does not."""
    ever, row, since = False, 0, -math.inf
    for each in story.taken:
        if isinstance(each.event, HeartRate) and each.event.contact is not None:
            ever = ever or each.event.contact
            row = 0 if each.event.contact else row + 1
            since = each.event.t if row == OFF_SKIN_PACKETS else since
        for decision in each.decisions:
            off = ever and row >= OFF_SKIN_PACKETS and since < decision.t
            if off and isinstance(decision, CueGiven) and decision.action is Action.TENSE:
                yield Violation("nothing_is_tensed_off_the_skin", decision.t, f"{row} packets off the skin")


def a_late_ecg_changes_nothing(story: Story) -> Found:
    """Beats of long ago neither take a warning back nor make one: all is decided as if they had not come.

    Only of a session whose whole ECG is late may this be asked: of those that the campaign plays, all are.
    """
    if not any(isinstance(each.event, EcgChunk) for each in story.taken):
        return
    without = told_story(story.plan, [e.event for e in story.taken if not isinstance(e.event, EcgChunk)]).decisions()
    for decision, other in zip_longest(story.decisions(), without):
        if decision != other:
            found = decision if decision is not None else other
            yield Violation("a_late_ecg_changes_nothing", found.t if found else 0.0, f"{decision}, not {other}")
            return


def nothing_is_tensed_before_the_baseline_or_while_held(story: Story) -> Found:
    """Tension needs a baseline first, and a pause is a pause."""
    name, known, held = "nothing_is_tensed_before_the_baseline_or_while_held", False, False
    for decision in story.decisions():
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


def warnings_are_obeyed_at_once(story: Story) -> Found:
    """A stop ends the session and a caution ends a tension, in the very moment they are told."""
    name = "warnings_are_obeyed_at_once"
    for each in story.taken:
        for k, decision in enumerate(each.decisions):
            if not isinstance(decision, Warned):
                continue
            now = [d for d in each.decisions[k:] if d.t == decision.t]
            if decision.severity is Severity.STOP and not any(isinstance(d, Finished) for d in now):
                yield Violation(name, decision.t, f"{decision.rule} did not end the session")
    for tension in tensions(story):
        until = tension.ended if tension.ended is not None else float("inf")
        for decision in story.decisions():
            grave = isinstance(decision, Warned) and decision.severity is not Severity.NOTE
            if grave and tension.cue.t < decision.t < until - EPSILON_S:
                yield Violation(name, decision.t, f"a tension went on until {until} after {decision}")


def the_persons_stop_outranks_all(story: Story) -> Found:
    """Whatever goes on, a stop by the person is the end, in that very moment."""
    over = False
    for each in story.taken:
        ends = any(isinstance(decision, Finished) for decision in each.decisions)
        if isinstance(each.event, Pressed) and each.event.key is Key.STOP and not (over or ends):
            yield Violation("the_persons_stop_outranks_all", each.event.t, "the session goes on")
        over = over or ends


def every_session_ends(story: Story) -> Found:
    """Once the source has ended there is a last word, and only one."""
    last_words = sum(isinstance(decision, Finished) for decision in story.decisions())
    ended = any(isinstance(each.event, SourceEnded) for each in story.taken)
    if last_words > 1 or (ended and last_words == 0):
        t = story.taken[-1].event.t if story.taken else 0.0
        yield Violation("every_session_ends", t, f"{last_words} last words")


def unmonitored_only_by_choice_and_without_tension(story: Story) -> Found:
    """The watch is left off by the person's key only, never after a warning or a report, never for a heart that is to
    be watched; and until it is on again, or a pause, nothing is tensed.
    """
    name, held = "unmonitored_only_by_choice_and_without_tension", story.plan.restrictions
    refused, off = held.stay_watched or held.rhythm_unjudged, False
    for each in story.taken:
        event = each.event
        refused = refused or (isinstance(event, Reported) and event.symptom is not Symptom.SLEEPY)
        for decision in each.decisions:
            match decision:
                case Monitoring(on=False):
                    off = True
                    if refused or not (isinstance(event, Pressed) and event.key is Key.UNMONITORED):
                        yield Violation(name, decision.t, f"unmonitored on {event}, refused {refused}")
                case Monitoring() | Paused() | Finished():
                    off = False
                case Warned(rule=rule):
                    refused = refused or rule is not Rule.SIGNAL
                case CueGiven(action=Action.TENSE) if off:
                    yield Violation(name, decision.t, "tensed while nothing watches")
                case _:
                    pass
        if off and refused:
            yield Violation(name, event.t, "unmonitored after a warning or a report")


def no_shift_from_bad_data(story: Story) -> Found:
    """A shift is told on fresh, mostly plausible beats, after a baseline that has numbers; never on silence."""
    name, packets, baseline = "no_shift_from_bad_data", heard(story), False
    times = [h.t for h in packets]
    for event, decision in story.told():
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


def nobody_is_asked_twice_who_should_not_be(story: Story) -> Found:
    """A group is asked for once more only once, only of a body without a restriction, and never after a report."""
    name, asked = "nobody_is_asked_twice_who_should_not_be", Counter[str | None]()
    reported = min((each.event.t for each in story.taken if isinstance(each.event, Reported)), default=float("inf"))
    group: str | None = None
    for decision in story.decisions():
        if isinstance(decision, CueGiven) and decision.action is Action.TENSE:
            group = decision.group
        if isinstance(decision, Adapted) and decision.what == "times" and decision.carried_out:
            asked[group] += 1
            planned = sum(step.group.id == group for step in story.protocol.steps)
            if reported < decision.t or story.plan.restrictions != UNRESTRICTED or asked[group] > planned:
                yield Violation(name, decision.t, f"{group} once more, {asked[group]} times")


def nothing_is_adapted_without_leave(story: Story) -> Found:
    """What is only proposed or not asked for is not carried out; limits are no adaptation."""
    on = story.plan.steering is Adaptation.ON
    for decision in story.decisions():
        limit = isinstance(decision, Adapted) and ".limit_" in decision.why.code
        if isinstance(decision, Adapted) and decision.carried_out and not on and not limit:
            yield Violation("nothing_is_adapted_without_leave", decision.t, f"{decision}")


def the_breathing_cue_moves_slowly(story: Story) -> Found:
    """After its first word, by a tenth in two minutes at most, and never below the protocol's pace; but for steps that
    compare paces, which have one of their own each.
    """
    name, last = "the_breathing_cue_moves_slowly", None
    if any(step.breaths_per_min is not None for step in story.protocol.steps):
        return
    for decision in story.decisions():
        if not isinstance(decision, BreathPaced) or decision.breaths_per_min is None:
            continue
        rate = decision.breaths_per_min
        if rate < story.protocol.pace.breaths_per_min:
            yield Violation(name, decision.t, f"{rate} a minute")
        if last is not None and last.breaths_per_min is not None:
            many = (decision.t - last.t) // CUE_EVERY_S + 1
            if abs(rate - last.breaths_per_min) > many * CUE_STEP_BPM + EPSILON_S:
                yield Violation(
                    name, decision.t, f"from {last.breaths_per_min} to {rate} after {decision.t - last.t} s"
                )
        last = decision


INVARIANTS: tuple[Invariant, ...] = (
    nothing_after_the_end,
    no_tension_on_stale_data,
    no_tension_on_poor_data,
    every_tension_is_released,
    within_hard_limits,
    within_this_persons_limits,
    a_symptom_lets_go_at_once,
    rest_after_every_tension,
    never_too_much_in_all,
    a_pause_of_the_person_is_ended_by_the_person,
    nothing_is_tensed_off_the_skin,
    a_late_ecg_changes_nothing,
    nothing_is_tensed_before_the_baseline_or_while_held,
    warnings_are_obeyed_at_once,
    the_persons_stop_outranks_all,
    every_session_ends,
    unmonitored_only_by_choice_and_without_tension,
    no_shift_from_bad_data,
    nobody_is_asked_twice_who_should_not_be,
    nothing_is_adapted_without_leave,
    the_breathing_cue_moves_slowly,
)


def violations(story: Story) -> list[Violation]:
    """Everything in a story that must not be."""
    return [violation for invariant in INVARIANTS for violation in invariant(story)]
