"""Whose pause it is: what holds before the first group, what a key means in a pause, and who may end it."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.coach.guard import LEAST_PAUSE_S
from biofeedback.coach.watching import Watching
from biofeedback.decisions import Action, Advised, CueGiven, Decision, GoesOn, Paused, Phase
from biofeedback.events import (
    Event,
    HeartRate,
    Key,
    LinkBack,
    LinkLost,
    Pressed,
    Rated,
    Reported,
    SourceEnded,
    Suspended,
    Symptom,
)
from tests.coach.streams import PlanChanges, began, cues, packets, phases, plan, played, steady

CALM: list[Event] = [e for e in packets(steady(), 400) if not isinstance(e, SourceEnded)]


def guided(*extra: Event, heard: list[Event] = CALM, **changes: Unpack[PlanChanges]) -> list[Decision]:
    return played(Engine(plan(**changes)), sorted([*heard, *extra], key=lambda e: e.t))


def first(phase: Phase, **changes: Unpack[PlanChanges]) -> float:
    return began(guided(**changes), phase)[0]


HOLDS: dict[str, Event] = {
    "pause": Pressed(t=0.0, key=Key.PAUSE),
    "panic": Reported(t=0.0, symptom=Symptom.PANIC),
    "dizziness": Reported(t=0.0, symptom=Symptom.DIZZINESS),
    "unease": Reported(t=0.0, symptom=Symptom.UNEASE),
    "stood still": Suspended(t=0.0, seconds=20.0),
}


@pytest.mark.parametrize("phase", [Phase.ASK_BEFORE, Phase.WAITING, Phase.BASELINE])
@pytest.mark.parametrize("name", HOLDS)
def test_what_holds_a_session_holds_it_before_the_first_group_too(name: str, phase: Phase) -> None:
    """And it goes on only by the person's key, where it was held."""
    asks = phase is Phase.ASK_BEFORE
    rating = () if asks else (Rated(t=1.0, tension=5),)
    t = first(phase, ask_ratings=asks) + 0.5
    held = guided(replace(HOLDS[name], t=t), *rating, ask_ratings=asks)
    went_on = guided(replace(HOLDS[name], t=t), Pressed(t=t + 60, key=Key.RESUME), *rating, ask_ratings=asks)

    assert phases(held)[-1] is Phase.PAUSED
    assert not cues(held, Action.TENSE)
    assert began(went_on, phase) == [pytest.approx(t - 0.5), t + 60]
    assert [d.why.code for d in went_on if isinstance(d, GoesOn)] == ["coach.person_goes_on"]


def test_before_the_first_beats_a_pause_is_ended_by_the_key_though_nothing_is_heard() -> None:
    """Nothing stands against waiting for beats: that is what it goes on with."""
    decisions = guided(Pressed(t=3.0, key=Key.PAUSE), Pressed(t=6.0, key=Key.RESUME), heard=[])

    assert phases(decisions) == [Phase.WAITING, Phase.PAUSED, Phase.WAITING]


def lost_link(length_s: float = 1.0) -> tuple[float, list[Event]]:
    """A link lost in the first tension, and what is heard otherwise."""
    t = first(Phase.TENSE) + 2.0
    heard = [e for e in CALM if not (isinstance(e, HeartRate) and t <= e.t <= t + length_s)]
    return t, [*heard, LinkLost(t=t, cause="disconnected"), LinkBack(t=t + length_s)]


@pytest.mark.parametrize("after_s", [0.0, 0.2, 1.9])
@pytest.mark.parametrize("key", [Key.RESUME, Key.PAUSE])
def test_a_key_right_after_the_guards_pause_means_mine(key: Key, after_s: float) -> None:
    """It was on its way before the pause was heard: it asked for a pause. Good beats alone do not end that one."""
    t, heard = lost_link()
    decisions = guided(Pressed(t=t + after_s, key=key), heard=sorted(heard, key=lambda e: e.t))

    assert not [d for d in decisions if isinstance(d, GoesOn)]
    assert [d.why.code for d in decisions if isinstance(d, Advised)] == ["coach.pause_is_yours"]


def test_two_seconds_later_the_key_asks_to_go_on() -> None:
    """The pause has been heard by then; it goes on as soon as the signal lets it."""
    t, heard = lost_link()
    decisions = guided(Pressed(t=t + 2.1, key=Key.RESUME), heard=sorted(heard, key=lambda e: e.t))

    assert [d.why.code for d in decisions if isinstance(d, Advised)] == ["coach.not_ready"]
    assert [d.why.code for d in decisions if isinstance(d, GoesOn)] == ["coach.signal_good"]


def said(decisions: list[Decision]) -> list[str]:
    return [d.why.code for d in decisions if isinstance(d, Advised)]


def test_at_two_seconds_exactly_and_at_the_second_key_it_asks_to_go_on() -> None:
    """The first key within them made it the person's; the next one is theirs to go on with."""
    t, heard = lost_link(length_s=30.0)
    in_time = sorted(heard, key=lambda e: e.t)

    assert said(guided(Pressed(t=t + 2.0, key=Key.RESUME), heard=in_time)) == ["coach.not_ready"]
    twice = (Pressed(t=t + 0.2, key=Key.RESUME), Pressed(t=t + 0.5, key=Key.RESUME))
    assert said(guided(*twice, heard=in_time)) == ["coach.pause_is_yours", "coach.not_ready"]


def test_a_pause_of_the_persons_own_is_never_taken_for_the_guards() -> None:
    """Gone on with too early it waits for the signal, and so it does at the next key."""
    t, heard = lost_link(length_s=30.0)
    keys = [Pressed(t=t - 0.5, key=Key.PAUSE), *(Pressed(t=t + s, key=Key.RESUME) for s in (0.1, 0.3))]

    assert said(guided(*keys, heard=sorted(heard, key=lambda e: e.t))) == ["coach.not_ready", "coach.not_ready"]


def test_gone_on_with_too_early_it_goes_on_by_itself_once_the_signal_is_back() -> None:
    """The person has asked for it; only the signal stood against it."""
    t, heard = lost_link()
    keys = [Pressed(t=t - 0.5, key=Key.PAUSE), Pressed(t=t + 0.5, key=Key.RESUME)]
    decisions = guided(*keys, heard=sorted(heard, key=lambda e: e.t))

    assert said(decisions) == ["coach.not_ready"]
    assert [d.why.code for d in decisions if isinstance(d, GoesOn)] == ["coach.signal_good"]


def test_a_pause_of_the_guards_lasts_ten_seconds_however_soon_ten_beats_are_back() -> None:
    """In a heart of 96 a minute they are there after six: a caution would not be confirmed by then."""
    quick: list[Event] = [e for e in packets(steady(96.0), 400) if not isinstance(e, SourceEnded)]
    t = began(guided(heard=quick), Phase.TENSE)[0] + 2.0
    lost: list[Event] = [LinkLost(t=t, cause="disconnected"), LinkBack(t=t + 0.2)]
    decisions = guided(*lost, heard=quick)

    (went_on,) = [d.t for d in decisions if isinstance(d, GoesOn)]
    assert began(decisions, Phase.PAUSED) == [t]
    assert LEAST_PAUSE_S <= went_on - t < LEAST_PAUSE_S + 2.0


def test_a_pause_that_became_the_persons_is_ended_by_their_key() -> None:
    """Whenever they like, with good beats."""
    t, heard = lost_link()
    keys = (Pressed(t=t + 0.2, key=Key.RESUME), Pressed(t=t + 40.0, key=Key.RESUME))
    decisions = guided(*keys, heard=sorted(heard, key=lambda e: e.t))

    assert [(d.t, d.why.code) for d in decisions if isinstance(d, GoesOn)] == [(t + 40.0, "coach.person_resumed")]


def test_standing_still_in_a_tension_lets_go_first_and_then_waits() -> None:
    """Whatever time has passed meanwhile: nothing of it is made up for."""
    t = first(Phase.TENSE) + 1.0
    engine = Engine(plan())
    for event in (e for e in CALM if e.t <= t):
        engine.step(event)
    at = engine.step(Suspended(t=t, seconds=3000.0))
    later = [d for e in CALM if e.t > t + 30 for d in engine.step(e)]

    assert isinstance(at[0], CueGiven)
    assert at[0].action is Action.RELEASE
    assert [d.why.code for d in at if isinstance(d, Paused)] == ["coach.suspended"]
    assert not [d for d in later if isinstance(d, CueGiven | GoesOn)]


def test_standing_still_makes_a_pause_the_persons() -> None:
    """Also one that the guard began."""
    t, heard = lost_link()
    decisions = guided(Suspended(t=t + 3.0, seconds=60.0), heard=sorted(heard, key=lambda e: e.t))

    assert not [d for d in decisions if isinstance(d, GoesOn)]


def test_while_only_watching_nothing_is_held_and_a_new_stretch_begins() -> None:
    """The beats before and after are not neighbours."""
    watching = Watching()
    said = [d for e in CALM[:60] for d in watching.step(e)]
    at = watching.step(Suspended(t=60.5, seconds=60.0))

    assert said
    assert at == ()
    assert not watching.over


@pytest.mark.parametrize(("phase", "shown"), [(Phase.REST, True), (Phase.CLOSING, False), (Phase.BASELINE, False)])
def test_a_pause_shows_the_group_that_will_begin_anew_and_no_other(phase: Phase, shown: bool) -> None:
    """Out of the closing it goes on with the closing."""
    t = first(phase) + 1.0
    engine = Engine(plan())
    for event in (*(e for e in CALM if e.t <= t), Pressed(t=t, key=Key.PAUSE)):
        engine.step(event)

    assert (engine.view(t).group is not None) is shown


# ------------------------------------------------------------------------------------------------ off the skin


def worn(until_off: float, off_s: float) -> list[Event]:
    """A strap that tells of the skin, comes off it for a while, and goes on sending the same plausible beats."""
    return [
        HeartRate(t=e.t, hr_bpm=e.hr_bpm, rr_ticks=e.rr_ticks, contact=not until_off <= e.t < until_off + off_s)
        for e in CALM
        if isinstance(e, HeartRate)
    ]


def test_off_the_skin_nothing_new_is_tensed_and_it_is_told() -> None:
    """Its beats are plausible all the while. Back on the skin the group is begun anew."""
    t = first(Phase.PREPARE) + 1.0
    decisions = guided(heard=worn(t, 60.0))
    held = [d for d in decisions if isinstance(d, Paused)]

    assert held[0].why.code == "coach.no_contact"
    assert t <= held[0].t <= t + 4.0
    assert not [c for c in cues(decisions, Action.TENSE) if t + 4.0 <= c.t < t + 60.0]
    assert next(c.t for c in cues(decisions, Action.TENSE)) > t + 60.0


def test_off_the_skin_in_a_tension_lets_go() -> None:
    """As soon as several packets have said so."""
    t = first(Phase.TENSE)
    decisions = guided(heard=worn(t, 60.0))

    assert cues(decisions, Action.RELEASE)[0].t <= t + 4.0
    assert next(d for d in decisions if isinstance(d, Paused)).why.code == "coach.no_contact"


def test_a_strap_that_never_said_it_touches_skin_stays_as_it_is() -> None:
    """Its False may be all it ever says."""
    never = [
        HeartRate(t=e.t, hr_bpm=e.hr_bpm, rr_ticks=e.rr_ticks, contact=False) for e in CALM if isinstance(e, HeartRate)
    ]
    decisions = guided(heard=list(never))

    assert len(cues(decisions, Action.TENSE)) == 3
    assert not [d for d in decisions if isinstance(d, Paused)]


def test_at_rest_off_the_skin_nothing_is_held() -> None:
    """Resting harms nobody; the next announcement waits."""
    t = first(Phase.REST) + 1.0
    decisions = guided(heard=worn(t, 8.0))

    assert not [d for d in decisions if isinstance(d, Paused)]
