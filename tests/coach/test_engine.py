"""What a guided session does, in sentences; most of them about not going on."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import pytest

from biofeedback.coach import guard
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import (
    Action,
    Adapted,
    BaselineSet,
    CueGiven,
    Decision,
    EndCause,
    Finished,
    GoesOn,
    Outcome,
    Paused,
    Phase,
    Settling,
    Stopped,
)
from biofeedback.events import Event, HeartRate, Key, LinkBack, LinkLost, Pressed, Rated, SourceEnded, Tick
from biofeedback.findings import Rule
from tests.coach.streams import PlanChanges, Rate, began, cues, packets, phases, plan, played, protocol, steady


def finished(decisions: list[Decision]) -> Finished:
    last = decisions[-1]
    assert isinstance(last, Finished)
    return last


def with_event(events: list[Event], extra: Event) -> list[Event]:
    return sorted([*events, extra], key=lambda e: e.t)


def run(events: list[Event], **changes: Unpack[PlanChanges]) -> list[Decision]:
    return played(Engine(plan(**changes)), events)


def first_tension() -> float:
    """When the first tension begins on a calm heart."""
    return began(run(packets(steady(), 400)), Phase.TENSE)[0]


def test_a_calm_session_completes_every_group_in_order() -> None:
    """Waiting, baseline, three groups, closing: and the last word says so."""
    decisions = run(packets(steady(), 400))

    group = [Phase.PREPARE, Phase.TENSE, Phase.REST]
    assert phases(decisions) == [Phase.WAITING, Phase.BASELINE, *group * 3, Phase.CLOSING, Phase.FINISHED]
    assert finished(decisions).outcome is Outcome.COMPLETED
    assert finished(decisions).groups_done == finished(decisions).groups_planned == 3


def test_every_tension_is_followed_by_its_release_when_the_hold_is_over() -> None:
    """The release comes exactly at the end of the hold, without waiting for a beat."""
    decisions = run(packets(steady(), 400))

    tensions, releases = cues(decisions, Action.TENSE), cues(decisions, Action.RELEASE)
    assert [(c.group, c.t + (c.hold_s or 0)) for c in tensions] == [(c.group, c.t) for c in releases]


def test_the_person_is_asked_before_and_after() -> None:
    """Both ratings end in the last word; an impossible one is no answer."""
    events = [Rated(t=5.0, tension=7), *packets(steady(), 300), Rated(t=301.0, tension=11)]
    events = [e for e in events if not isinstance(e, SourceEnded)]
    decisions = run(events, ask_ratings=True)

    assert finished(decisions).tension_before == 7
    assert finished(decisions).tension_after is None
    assert finished(decisions).outcome is Outcome.COMPLETED


def test_a_rating_nobody_gives_does_not_hold_the_session_for_ever() -> None:
    """After two minutes without an answer it begins."""
    decisions = run(packets(steady(), 200), ask_ratings=True)

    assert began(decisions, Phase.WAITING) == [120.0]


def test_the_baseline_is_told_before_the_first_group() -> None:
    """Rate and variation at rest are what later numbers are compared with."""
    told = [d for d in run(packets(steady(64), 400)) if isinstance(d, BaselineSet)]

    assert len(told) == 1
    assert told[0].hr_bpm == pytest.approx(64, abs=1)


@pytest.mark.parametrize("key", [Key.PAUSE, Key.STOP, Key.SKIP])
def test_leaving_a_tension_by_a_key_calls_the_release_first(key: Key) -> None:
    """Whatever the person presses in a tension, the first thing said is to let go."""
    pressed = first_tension() + 2.0
    engine = Engine(plan())
    events = with_event(packets(steady(), 400), Pressed(t=pressed, key=key))
    at = [d for e in events for d in engine.step(e) if isinstance(e, Pressed)]

    assert isinstance(at[0], CueGiven)
    assert at[0].action is Action.RELEASE


def test_after_a_pause_the_group_is_begun_again() -> None:
    """Resuming never lands in the middle of a hold."""
    t = first_tension() + 2.0
    events = packets(steady(), 500)
    for extra in (Pressed(t=t, key=Key.PAUSE), Pressed(t=t + 30, key=Key.RESUME)):
        events = with_event(events, extra)
    decisions = run(events)

    group = [Phase.PREPARE, Phase.TENSE, Phase.REST]
    again = [Phase.PREPARE, Phase.TENSE, Phase.PAUSED, *group]
    assert phases(decisions)[2:8] == again
    assert [c.group for c in cues(decisions, Action.TENSE)[:2]] == ["feet", "feet"]
    assert finished(decisions).groups_done == 3


def test_a_pause_of_the_person_lasts_until_the_person_ends_it() -> None:
    """Good beats alone do not end it."""
    t = first_tension() + 2.0
    decisions = run(with_event(packets(steady(), 300), Pressed(t=t, key=Key.PAUSE)))

    assert not [d for d in decisions if isinstance(d, GoesOn)]
    assert finished(decisions).outcome is Outcome.ENDED_EARLY


@pytest.mark.parametrize("seconds", [1.0, 30.0, 75.0, 90.0, 130.0])
def test_one_key_stops_at_once_from_anywhere_and_nothing_is_cued_after_it(seconds: float) -> None:
    """The stop is the last thing that happens."""
    engine = Engine(plan())
    events = with_event(packets(steady(), 400), Pressed(t=seconds, key=Key.STOP))
    decisions = played(engine, events)

    stopped = next(d for d in decisions if isinstance(d, Stopped))
    assert stopped.t == seconds
    assert stopped.rule is None
    assert not [d for d in decisions[decisions.index(stopped) :] if isinstance(d, CueGiven)]
    assert finished(decisions).outcome is Outcome.ENDED_EARLY
    assert engine.over
    assert engine.deadline is None
    assert engine.step(Tick(t=1000.0)) == ()


def test_a_dropout_in_a_tension_releases_within_the_stale_limit_and_pauses() -> None:
    """No muscle is held on news older than four seconds."""
    t = int(first_tension())
    one = replace(protocol().steps[2], hold_s=7.0)
    long_holds = replace(protocol(), steps=(one,) * 3)
    decisions = run(packets(steady(), 400, silent=(t + 1, t + 20)), protocol=long_holds)

    released = cues(decisions, Action.RELEASE)[0].t
    held = next(d for d in decisions if isinstance(d, Paused))
    assert released <= t + 1 + guard.STALE_TENSING_S
    assert held.t == released
    assert held.why.code == "coach.no_beats"


def test_nothing_is_tensed_while_no_beats_come() -> None:
    """From the drop-out until ten good beats are back there is no tension."""
    decisions = run(packets(steady(), 600, silent=(100, 160)))

    assert not [c for c in cues(decisions, Action.TENSE) if 104 < c.t < 168]
    assert finished(decisions).outcome is Outcome.COMPLETED


def test_a_lost_link_pauses_at_once_and_good_beats_end_the_pause() -> None:
    """The guard's own pauses end by themselves, after at least ten seconds of confirmation."""
    events = packets(steady(), 500, silent=(120, 131))
    for extra in (LinkLost(t=120.0, cause="disconnected"), LinkBack(t=131.0)):
        events = with_event(events, extra)
    decisions = run(events)

    assert [d.t for d in decisions if isinstance(d, Paused)] == [120.0]
    goes_on = [d.t for d in decisions if isinstance(d, GoesOn)]
    assert len(goes_on) == 1
    assert goes_on[0] > 131 + 8
    assert finished(decisions).outcome is Outcome.COMPLETED


def test_a_group_interrupted_three_times_is_left() -> None:
    """More tension of the same muscles is strain, not practice."""
    engine, events = Engine(plan()), packets(steady(), 900)
    decisions: list[Decision] = []
    for event in events:
        new = engine.step(event)
        decisions += new
        for cue in new:
            tensed = [c for c in cues(decisions, Action.TENSE) if c.group == "feet"]
            if isinstance(cue, CueGiven) and cue.action is Action.TENSE and cue.group == "feet" and len(tensed) <= 5:
                decisions += engine.step(Pressed(t=event.t, key=Key.PAUSE))
                decisions += engine.step(Pressed(t=event.t, key=Key.RESUME))

    assert len([c for c in cues(decisions, Action.TENSE) if c.group == "feet"]) == guard.MOST_TENSIONS_OF_A_GROUP
    assert finished(decisions).outcome is Outcome.COMPLETED


def up_after(t: float, back: float) -> Rate:
    """A heart that goes up by 16/min within 20 s of `t`, and comes back within 20 s of `back`."""
    return lambda now: 64.0 + 16.0 * (min(max(now - t, 0), 20) - min(max(now - back, 0), 20)) / 20


def test_a_rest_is_lengthened_and_then_a_settle_pause_waits_for_the_heart() -> None:
    """Arousal that stays up is first given ten seconds, then a pause that ends when the rate is back."""
    t = first_tension()
    decisions = run(packets(up_after(t + 2, t + 90), 700))

    lengthened = next(d for d in decisions if isinstance(d, Adapted) and d.what == "rest_s")
    settling = [d for d in decisions if isinstance(d, Settling)]
    assert lengthened.carried_out
    assert lengthened.after == lengthened.before + 10
    assert [d.begun for d in settling[:2]] == [True, False]
    assert settling[0].t == lengthened.t + 10
    assert t + 90 < settling[1].t < t + 125
    assert finished(decisions).outcome is Outcome.COMPLETED


def test_in_shadow_mode_pacing_is_proposed_and_settling_is_real() -> None:
    """The rest keeps its length, the pause comes all the same."""
    t = first_tension()
    decisions = run(packets(up_after(t + 2, t + 90), 700), adaptation=Adaptation.SHADOW)

    lengthened = next(d for d in decisions if isinstance(d, Adapted) and d.what == "rest_s")
    settling = next(d for d in decisions if isinstance(d, Settling))
    assert not lengthened.carried_out
    assert settling.t == lengthened.t


def test_without_adaptation_the_protocol_runs_as_written() -> None:
    """No proposal, no settle pause; the guard is still on."""
    t = first_tension()
    decisions = run(packets(up_after(t + 2, t + 90), 700), adaptation=Adaptation.OFF)

    assert not [d for d in decisions if isinstance(d, Adapted | Settling)]


def test_two_pauses_that_do_not_help_end_the_session_gently() -> None:
    """Not an error and not a stop: a closing, and the reason."""
    engine = Engine(plan())
    decisions = played(engine, packets(up_after(first_tension(), 2000), 1500))

    assert Phase.CLOSING in phases(decisions)
    assert finished(decisions).outcome is Outcome.ENDED_EARLY
    assert finished(decisions).why.code == "coach.settling_not_helping"


def test_a_recording_that_ends_first_ends_the_session_early() -> None:
    """And says so."""
    decisions = run(packets(steady(), 120))

    assert finished(decisions).outcome is Outcome.ENDED_EARLY
    assert finished(decisions).why.code == "coach.source_ended"


def test_no_session_begins_without_good_beats() -> None:
    """Packets without intervals are no reason to begin."""
    silent = [replace(e, rr_ticks=()) if isinstance(e, HeartRate) else e for e in packets(steady(), 200)]
    decisions = run(silent)

    assert phases(decisions) == [Phase.WAITING, Phase.FINISHED]


def test_the_same_muscles_are_tensed_three_times_in_a_session_whatever_interrupts() -> None:
    """A group planned twice and interrupted twice has had its three: what is left of the plan only lets go of it."""
    once = protocol(groups=1)
    engine = Engine(plan(protocol=replace(once, steps=once.steps * 2)))
    decisions: list[Decision] = []
    for event in packets(steady(), 600):
        new = engine.step(event)
        decisions += new
        tensed = cues(decisions, Action.TENSE)
        if len(tensed) <= 2 and any(isinstance(cue, CueGiven) and cue.action is Action.TENSE for cue in new):
            decisions += engine.step(Pressed(t=event.t, key=Key.PAUSE))
            decisions += engine.step(Pressed(t=event.t, key=Key.RESUME))

    told = [d for d in decisions if isinstance(d, Adapted) and d.why.code == "coach.limit_repeats"]
    assert len(cues(decisions, Action.TENSE)) == 3
    assert len(cues(decisions, Action.RELEASE)) == 4
    assert [(d.what, d.after) for d in told] == [("hold_s", 0.0)]
    assert finished(decisions).outcome is Outcome.COMPLETED


def test_a_stop_while_the_end_is_rated_says_what_was_seen() -> None:
    """The practice is over, and what is told last is the pattern, not that all is done."""
    asked = began(played(Engine(plan(ask_ratings=True)), packets(steady(), 500)), Phase.ASK_AFTER)[0]
    decisions = played(Engine(plan(ask_ratings=True)), packets(lambda t: 64.0 if t < asked + 5 else 200.0, 500))

    (stopped,) = [d for d in decisions if isinstance(d, Stopped)]
    assert stopped.t > asked
    assert stopped.rule is Rule.ECTOPIC_RUN
    assert stopped.why.code == "rhythm.ectopic_run"
    assert finished(decisions).why == stopped.why
    assert (finished(decisions).outcome, finished(decisions).cause) == (Outcome.STOPPED, EndCause.SAFETY_RULE)
