"""What happens when a person says that something feels wrong: let go first, then the table, with advice."""

from __future__ import annotations

from dataclasses import replace
from typing import Unpack

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.coach.engine import Engine
from biofeedback.coach.symptoms import MOST_REPORTS, Reports, Response, response_to
from biofeedback.coach.watching import Watching
from biofeedback.decisions import (
    Action,
    Advised,
    CueGiven,
    Decision,
    Finished,
    Outcome,
    Paused,
    Phase,
    PhaseBegan,
    Settling,
    Stopped,
)
from biofeedback.events import Event, Key, Pressed, Reported, SourceEnded, Symptom
from biofeedback.texts import Texts
from protocols.library import load
from tests.coach.streams import PlanChanges, began, cues, packets, phases, plan, played, protocol, steady

SYMPTOMS = pytest.mark.parametrize("symptom", Symptom)
ENDING = [symptom for symptom in Symptom if response_to(symptom) is Response.END]
GROUNDING = [symptom for symptom in Symptom if response_to(symptom) is Response.GROUND]
EASING = [symptom for symptom in Symptom if response_to(symptom) in (Response.EASE_OFF, Response.PASS_ON)]


def with_events(*extra: Event, until: float = 500, **changes: Unpack[PlanChanges]) -> list[Decision]:
    events = sorted([*packets(steady(), until), *extra], key=lambda e: e.t)
    return played(Engine(plan(**changes)), events)


def first(phase: Phase, **changes: Unpack[PlanChanges]) -> float:
    return began(with_events(**changes), phase)[0]


def answer_to(symptom: Symptom, t: float, **changes: Unpack[PlanChanges]) -> list[Decision]:
    """All that is decided in the very moment of the report."""
    engine = Engine(plan(**changes))
    events = sorted([*packets(steady(), 500), Reported(t=t, symptom=symptom)], key=lambda e: e.t)
    return [d for e in events for d in engine.step(e) if isinstance(e, Reported)]


@SYMPTOMS
def test_in_a_tension_the_release_comes_first_whatever_is_reported(symptom: Symptom) -> None:
    """Before any advice, and the tension does not go on."""
    t = first(Phase.TENSE) + 2.0
    said = answer_to(symptom, t)

    assert isinstance(said[0], CueGiven)
    assert said[0].action is Action.RELEASE
    assert Action.TENSE not in [d.action for d in said if isinstance(d, CueGiven)]


@SYMPTOMS
@pytest.mark.parametrize("t", [0.5, 30.0, 131.0, 138.0, 150.0, 235.0])
def test_every_report_is_met_with_its_advice_in_every_phase(symptom: Symptom, t: float) -> None:
    """Nobody who says that something is wrong is met with silence."""
    told = [d.why.code for d in answer_to(symptom, t) if isinstance(d, Advised | Paused | Stopped)]

    assert told == [f"symptoms.advice_{symptom.value}"]


@pytest.mark.parametrize("symptom", ENDING)
@pytest.mark.parametrize("t", [0.5, 30.0, 138.0, 150.0])
def test_a_heart_or_a_breath_that_feels_wrong_ends_the_session_at_once(symptom: Symptom, t: float) -> None:
    """Nothing is cued after it but the release, and the last word says why."""
    decisions = with_events(Reported(t=t, symptom=symptom))

    stopped = next(d for d in decisions if isinstance(d, Stopped))
    last = decisions[-1]
    assert stopped.t == t
    assert not [d for d in decisions[decisions.index(stopped) :] if isinstance(d, CueGiven)]
    assert isinstance(last, Finished)
    assert (last.outcome, last.rule, last.why) == (Outcome.ENDED_EARLY, None, stopped.why)


@pytest.mark.parametrize("symptom", GROUNDING)
def test_what_needs_the_ground_waits_for_the_person(symptom: Symptom) -> None:
    """Good beats alone do not go on; the person does, from the start of the group."""
    t = first(Phase.TENSE) + 2.0
    waiting = with_events(Reported(t=t, symptom=symptom))
    resumed = with_events(Reported(t=t, symptom=symptom), Pressed(t=t + 40, key=Key.RESUME))

    assert phases(waiting)[-2:] == [Phase.PAUSED, Phase.FINISHED]
    assert phases(resumed)[4:7] == [Phase.PAUSED, Phase.PREPARE, Phase.TENSE]
    assert [c.group for c in cues(resumed, Action.TENSE)][:2] == ["feet", "feet"]


def test_a_pause_of_the_strap_becomes_the_persons_once_they_report() -> None:
    """The strap comes back, the dizziness has not gone: it stays paused."""
    t = first(Phase.TENSE)
    events = packets(steady(), 400, silent=(t, t + 20))
    reported = Reported(t=t + 15, symptom=Symptom.DIZZINESS)
    decisions = played(Engine(plan()), sorted([*events, reported], key=lambda e: e.t))

    assert phases(decisions)[-2:] == [Phase.PAUSED, Phase.FINISHED]
    assert [d.why.code for d in decisions if isinstance(d, Advised)] == ["symptoms.advice_dizziness"]


@pytest.mark.parametrize("symptom", EASING)
def test_easing_off_leaves_the_group_and_goes_on(symptom: Symptom) -> None:
    """The next group is announced; the one that was left is not counted as done."""
    t = first(Phase.TENSE) + 2.0
    decisions = with_events(Reported(t=t, symptom=symptom))

    assert [c.group for c in cues(decisions, Action.TENSE)] == ["feet", "lower_legs", "upper_legs"]
    last = decisions[-1]
    assert isinstance(last, Finished)
    assert last.groups_done == 2


@pytest.mark.parametrize(
    ("symptom", "spared"), [(Symptom.PAIN, True), (Symptom.TINGLING, True), (Symptom.SLEEPY, False)]
)
def test_where_it_hurts_nothing_is_tensed_again(symptom: Symptom, spared: bool) -> None:
    """Each hand comes twice in the classical round: after pain the right one does not come again, the left one does."""
    whole = load("sixteen_groups")
    hands = [step for step in whole.steps if step.group.id.endswith("hand")]
    steps = tuple(replace(step, lead_in_s=9.0, rest_s=16.0) for step in hands)
    short = replace(whole, steps=steps, baseline_s=120.0, closing_s=30.0)
    t = first(Phase.TENSE, protocol=short) + 2.0
    decisions = with_events(Reported(t=t, symptom=symptom), protocol=short)

    tensed = [c.group for c in cues(decisions, Action.TENSE)]
    assert tensed == (["right_hand", "left_hand", "left_hand"] if spared else ["right_hand"] * 2 + ["left_hand"] * 2)


def test_pain_that_is_reported_in_a_pause_is_not_tensed_when_it_goes_on() -> None:
    """Going on begins a group again, but not this one."""
    t = first(Phase.TENSE) + 2.0
    decisions = with_events(
        Pressed(t=t, key=Key.PAUSE), Reported(t=t + 5, symptom=Symptom.PAIN), Pressed(t=t + 30, key=Key.RESUME)
    )

    assert [c.group for c in cues(decisions, Action.TENSE)] == ["feet", "lower_legs", "upper_legs"]


def test_pain_in_the_last_group_leads_to_the_closing() -> None:
    """In the tension, and in a pause after it."""
    alone = protocol(groups=1)
    t = first(Phase.TENSE, protocol=alone) + 2.0
    at_once = with_events(Reported(t=t, symptom=Symptom.PAIN), protocol=alone)
    paused = with_events(
        Pressed(t=t, key=Key.PAUSE),
        Reported(t=t + 5, symptom=Symptom.PAIN),
        Pressed(t=t + 30, key=Key.RESUME),
        protocol=alone,
    )

    assert phases(at_once)[4:] == [Phase.CLOSING, Phase.FINISHED]
    assert phases(paused)[4:] == [Phase.PAUSED, Phase.CLOSING, Phase.FINISHED]


def test_a_settle_pause_that_is_left_is_said_to_be_over() -> None:
    """Begun and ended, as a pair."""
    t = first(Phase.TENSE)

    def rate(s: float) -> float:
        return 64.0 if s < t else 84.0

    events = packets(rate, 400)
    settle = began(played(Engine(plan()), events), Phase.SETTLE)[0]
    report = Reported(t=settle + 3, symptom=Symptom.PAIN)
    decisions = played(Engine(plan()), sorted([*events, report], key=lambda e: e.t))

    told = [d.begun for d in decisions if isinstance(d, Settling)][:2]
    assert told == [True, False]


@given(st.lists(st.sampled_from(Symptom), max_size=8))
def test_what_keeps_coming_back_ends_the_session(symptoms: list[Symptom]) -> None:
    """At the third report at the latest; being sleepy is no trouble."""
    reports, answers = Reports(), list[Response]()
    for symptom in symptoms:
        reports = reports.after(symptom)
        answers.append(reports.answer(symptom).response)
    troubles = [answer for answer, symptom in zip(answers, symptoms, strict=True) if symptom is not Symptom.SLEEPY]

    assert all(answer is Response.END for answer in troubles[MOST_REPORTS - 1 :])
    assert all(
        answer is response_to(symptom) or answer is Response.END
        for answer, symptom in zip(answers, symptoms, strict=True)
    )


def test_the_third_report_is_the_last_and_the_second_is_not() -> None:
    """Whatever they were; being sleepy stays what it is even then, and a heart that feels wrong has its own advice."""
    told = [Symptom.PAIN, Symptom.SLEEPY, Symptom.DIZZINESS, Symptom.TINGLING, Symptom.SLEEPY, Symptom.HEART]
    reports, answers = Reports(), list[tuple[Response, str]]()
    for symptom in told:
        reports = reports.after(symptom)
        answered = reports.answer(symptom)
        answers.append((answered.response, answered.advice.code))

    assert answers == [
        (Response.EASE_OFF, "symptoms.advice_pain"),
        (Response.PASS_ON, "symptoms.advice_sleepy"),
        (Response.GROUND, "symptoms.advice_dizziness"),
        (Response.END, "symptoms.advice_again"),
        (Response.PASS_ON, "symptoms.advice_sleepy"),
        (Response.END, "symptoms.advice_heart"),
    ]


def test_while_the_end_is_rated_a_report_is_still_answered() -> None:
    """The practice is over; the advice is told all the same, and the rating stays open."""
    calm: list[Event] = [event for event in packets(steady(), 500) if not isinstance(event, SourceEnded)]
    engine = Engine(plan(ask_ratings=True))
    decisions = played(engine, calm)
    asked = began(decisions, Phase.ASK_AFTER)[0]
    engine = Engine(plan(ask_ratings=True))
    events = sorted([*calm, Reported(t=asked + 5, symptom=Symptom.HEART)], key=lambda e: e.t)
    decisions = played(engine, [event for event in events if event.t <= asked + 5])

    assert isinstance(decisions[-1], Advised)
    assert phases(decisions)[-1] is Phase.ASK_AFTER


@SYMPTOMS
def test_while_only_watching_a_report_is_answered_with_advice(symptom: Symptom) -> None:
    """Nothing is asked of the body there, so nothing has to be ended."""
    watching = Watching()
    said = [d for e in [*packets(steady(), 20)[:10], Reported(t=10.5, symptom=symptom)] for d in watching.step(e)]

    assert said[-1] == Advised(t=10.5, why=said[-1].why)  # type: ignore[union-attr]
    assert not watching.over


@SYMPTOMS
@pytest.mark.parametrize("lang", ["en", "zh"])
def test_advice_in_a_pause_fits_beside_its_hint(symptom: Symptom, lang: str) -> None:
    """Two lines of 76 columns, with `Space goes on` behind it."""
    if response_to(symptom) is Response.END:
        return
    texts = Texts(lang)
    said = texts.say(f"symptoms.advice_{symptom.value}") + " " + texts.say("cues.go_on_hint_group")
    assert sum(2 if sign > "\u2e80" else 1 for sign in said) <= 2 * 76


def test_nothing_but_reports_is_new_in_a_session_without_them() -> None:
    """No phase begins and no advice is told by itself."""
    decisions = with_events()

    assert not [d for d in decisions if isinstance(d, Advised | Paused | Stopped)]
    assert len([d for d in decisions if isinstance(d, PhaseBegan)]) == 13
