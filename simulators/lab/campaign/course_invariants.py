"""What must hold of a session's course: how it ends and pauses, and who is obeyed at once."""

from __future__ import annotations

import math

from biofeedback.decisions import (
    Action,
    BreathPaced,
    CueGiven,
    Finished,
    GoesOn,
    Monitoring,
    Paused,
    Phase,
    PhaseBegan,
    Stopped,
    Warned,
)
from biofeedback.events import Key, Pressed, Reported, SourceEnded, Suspended, Symptom
from biofeedback.findings import Rule, Severity
from simulators.lab.campaign.trace import Trace, tensions
from simulators.lab.campaign.violation import EPSILON_S, Found, Violation

MINE_WITHIN_S = 2.0
"""A key that comes within so many seconds of a pause of the guard's own means: this pause is mine."""


def nothing_after_the_end(trace: Trace) -> Found:
    """After a stop no cue ever; after the last word not a word; and time never goes back."""
    name, stopped, finished, last = "nothing_after_the_end", False, False, 0.0
    for event, decision in trace.decided():
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


def every_session_ends(trace: Trace) -> Found:
    """Once the source has ended there is a last word, and only one."""
    last_words = sum(isinstance(decision, Finished) for decision in trace.decisions())
    ended = any(isinstance(each.event, SourceEnded) for each in trace.steps)
    if last_words > 1 or (ended and last_words == 0):
        t = trace.steps[-1].event.t if trace.steps else 0.0
        yield Violation("every_session_ends", t, f"{last_words} last words")


def the_persons_stop_outranks_all(trace: Trace) -> Found:
    """Whatever goes on, a stop by the person is the end, in that very moment."""
    over = False
    for each in trace.steps:
        ends = any(isinstance(decision, Finished) for decision in each.decisions)
        if isinstance(each.event, Pressed) and each.event.key is Key.STOP and not (over or ends):
            yield Violation("the_persons_stop_outranks_all", each.event.t, "the session goes on")
        over = over or ends


def warnings_are_obeyed_at_once(trace: Trace) -> Found:
    """A stop ends the session and a caution ends a tension, in the very moment they are told."""
    name = "warnings_are_obeyed_at_once"
    for each in trace.steps:
        for k, decision in enumerate(each.decisions):
            if not isinstance(decision, Warned):
                continue
            now = [d for d in each.decisions[k:] if d.t == decision.t]
            if decision.severity is Severity.STOP and not any(isinstance(d, Finished) for d in now):
                yield Violation(name, decision.t, f"{decision.rule} did not end the session")
    for tension in tensions(trace):
        until = tension.ended if tension.ended is not None else float("inf")
        for decision in trace.decisions():
            grave = isinstance(decision, Warned) and decision.severity is not Severity.NOTE
            if grave and tension.cue.t < decision.t < until - EPSILON_S:
                yield Violation(name, decision.t, f"a tension went on until {until} after {decision}")


def a_symptom_lets_go_at_once(trace: Trace) -> Found:
    """Whatever is reported, nothing is tense any more in that very moment, and some answer is given."""
    over = False
    spans = [(tension.cue.t, tension.ended) for tension in tensions(trace)]
    for each in trace.steps:
        ends = any(isinstance(decision, Finished) for decision in each.decisions)
        if isinstance(each.event, Reported) and not over:
            t = each.event.t
            if any(begin < t and (end is None or end > t + EPSILON_S) for begin, end in spans):
                yield Violation("a_symptom_lets_go_at_once", t, f"still tense after {each.event.symptom}")
            if not each.decisions:
                yield Violation("a_symptom_lets_go_at_once", t, f"{each.event.symptom} was not answered")
        over = over or ends


def a_pause_of_the_person_is_ended_by_the_person(trace: Trace) -> Found:
    """A key, a report that asks for a pause, or time that stood still: from then on only the person's key goes on.

    A key within two seconds of a pause of the guard's own asks for a pause as well.
    """
    name, mine, held_t = "a_pause_of_the_person_is_ended_by_the_person", False, -math.inf
    for each in trace.steps:
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


def unmonitored_only_by_choice_and_without_tension(trace: Trace) -> Found:
    """The watch is left off by the person's key only, never after a warning or a report, never for a heart that is to
    be watched; and until it is on again, or a pause, nothing is tensed.
    """
    name, restrictions = "unmonitored_only_by_choice_and_without_tension", trace.plan.restrictions
    refused, off = restrictions.stay_watched or restrictions.rhythm_unjudged, False
    for each in trace.steps:
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
