"""The invariants hold in sessions that Hypothesis makes up step by step, and they do catch what they are for."""

from __future__ import annotations

import math
from collections import Counter
from dataclasses import replace
from random import Random
from typing import Any

import pytest
from hypothesis import settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.decisions import (
    Action,
    Adapted,
    BaselineSet,
    BreathPaced,
    CueGiven,
    Decision,
    EndCause,
    Finished,
    GoesOn,
    Monitoring,
    Outcome,
    Paused,
    Phase,
    PhaseBegan,
    ShiftTold,
    Stopped,
    Warned,
)
from biofeedback.events import (
    EcgChunk,
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
    Tick,
)
from biofeedback.findings import Direction, Rule, Severity
from biofeedback.ticks import TICKS_PER_S, TICKS_PER_STRAP_UNIT
from biofeedback.why import why
from protocols.library import DEFAULT, load
from protocols.restrictions import Restrictions
from protocols.training import Effort, TrainingProtocol
from simulators.lab.campaign.invariants import INVARIANTS, violations
from simulators.lab.campaign.tally import check_sessions
from simulators.lab.campaign.trace import Trace, TraceStep, tensions, trace_of
from simulators.lab.campaign.violation import Invariant

REASON = why("coach.completed")
PLAN = Plan(protocol=load(DEFAULT))
reached: Counter[str] = Counter()


def short_protocol(lawless: bool) -> TrainingProtocol:
    """Two groups, each twice, after half a minute; and one that no check of files would let pass."""
    whole = load(DEFAULT)
    steps = tuple(replace(step, lead_in_s=5.0, rest_s=15.0) for step in whole.steps[:2] for _ in range(2))
    if lawless:
        steps = tuple(replace(step, lead_in_s=0.0, hold_s=60.0, rest_s=0.0) for step in steps)
    return replace(whole, steps=steps, baseline_s=30.0, closing_s=20.0, settle_max_s=20.0)


class Sessions(RuleBasedStateMachine):
    """A strap, a heart and a person who do what they like."""

    @initialize(lawless=st.booleans(), adaptation=st.sampled_from(Adaptation), asks=st.booleans())
    def begin(self, lawless: bool, adaptation: Adaptation, asks: bool) -> None:
        self.plan = Plan(protocol=short_protocol(lawless), adaptation=adaptation, ask_ratings=asks)
        self.engine = Engine(self.plan)
        self.steps: list[TraceStep] = []
        self.t = 0.0
        self.chance = Random(0)
        self.take(Tick(t=0.0))
        if asks:
            self.take(Rated(t=0.5, tension=6))
        self.beat(50)

    def take(self, event: Event) -> None:
        self.t = event.t
        self.steps.append(TraceStep(event, self.engine.step(event)))

    def beat(self, packets: int, rate: float = 70.0, spread: float = 0.01) -> None:
        for _ in range(packets):
            rr_s = 60 / rate * (1 + 0.03 * math.sin(self.t) + self.chance.gauss(0, spread))
            ticks = round(rr_s * TICKS_PER_S / TICKS_PER_STRAP_UNIT) * TICKS_PER_STRAP_UNIT
            self.take(HeartRate(t=self.t + rr_s, hr_bpm=round(rate), rr_ticks=(ticks,)))

    @rule(packets=st.integers(5, 60))
    def heart_beats(self, packets: int) -> None:
        self.beat(packets)

    @rule(packets=st.integers(1, 30), rate=st.sampled_from((35.0, 85.0, 110.0, 180.0)))
    def heart_changes_its_rate(self, packets: int, rate: float) -> None:
        self.beat(packets, rate)

    @rule(packets=st.integers(1, 40))
    def heart_is_irregular(self, packets: int) -> None:
        self.beat(packets, spread=0.2)

    @rule(packets=st.integers(1, 10), ticks=st.lists(st.integers(0, 65535 * TICKS_PER_STRAP_UNIT), max_size=4))
    def strap_sends_nonsense(self, packets: int, ticks: list[int]) -> None:
        for _ in range(packets):
            self.take(HeartRate(t=self.t + 1, hr_bpm=None, rr_ticks=tuple(ticks)))

    @rule(packets=st.integers(1, 15), contact=st.sampled_from((None, True, False)))
    def strap_hears_nothing(self, packets: int, contact: bool | None) -> None:
        for _ in range(packets):
            self.take(HeartRate(t=self.t + 1, hr_bpm=None, rr_ticks=(), contact=contact))

    @rule(seconds=st.floats(0.1, 20.0))
    def time_passes(self, seconds: float) -> None:
        self.take(Tick(t=self.t + seconds))

    @rule()
    def something_falls_due(self) -> None:
        if (due := self.engine.deadline) is not None:
            self.take(Tick(t=max(self.t, due)))

    @rule(seconds=st.sampled_from((3.0, 4000.0)))
    def computer_sleeps(self, seconds: float) -> None:
        self.take(Suspended(t=self.t, seconds=seconds))

    @rule(said=st.lists(st.sampled_from((None, True, False)), min_size=1, max_size=8))
    def strap_tells_of_the_skin(self, said: list[bool | None]) -> None:
        for contact in said:
            self.take(HeartRate(t=self.t + 0.9, hr_bpm=66, rr_ticks=(round(0.9 * TICKS_PER_S),), contact=contact))

    @rule()
    def link_goes(self) -> None:
        self.take(LinkLost(t=self.t, cause="disconnected"))

    @rule()
    def link_comes(self) -> None:
        self.take(LinkBack(t=self.t))
        self.beat(12)

    @rule(key=st.sampled_from((Key.PAUSE, Key.RESUME, Key.SKIP, Key.UNMONITORED)))
    def person_asks(self, key: Key) -> None:
        self.take(Pressed(t=self.t, key=key))

    @rule(symptom=st.sampled_from((Symptom.PAIN, Symptom.UNEASE, Symptom.SLEEPY, Symptom.TINGLING)))
    def person_reports(self, symptom: Symptom) -> None:
        self.take(Reported(t=self.t, symptom=symptom))

    @precondition(lambda self: len(self.steps) > 150)
    @rule()
    def person_stops(self) -> None:
        self.take(Pressed(t=self.t, key=Key.STOP))
        assert self.engine.over

    @invariant()
    def all_invariants_hold(self) -> None:
        assert violations(self.trace()) == []

    def trace(self) -> Trace:
        return Trace(self.plan if hasattr(self, "plan") else PLAN, tuple(getattr(self, "steps", ())))

    def teardown(self) -> None:
        if not hasattr(self, "plan"):
            return
        reached["tensions"] += len(tensions(self.trace()))
        self.take(SourceEnded(t=self.t + 1))
        assert self.engine.over
        trace = self.trace()
        assert violations(trace) == []
        without_ticks = [each.event for each in self.steps if not isinstance(each.event, Tick)]
        assert trace_of(self.plan, without_ticks).decisions() == trace.decisions()


STEPS = settings(max_examples=(settings.default or settings()).max_examples, stateful_step_count=30, deadline=None)


def test_sessions_made_up_step_by_step() -> None:
    """Whatever happens in whatever order, all invariants hold; and the sessions get as far as tensing."""
    reached.clear()
    run_state_machine_as_test(Sessions, settings=STEPS)

    assert reached["tensions"] > 0


def test_a_few_sessions_of_the_campaign_hold_all() -> None:
    """Sixteen of its thousands; `make campaign` runs them all."""
    tally = check_sessions(range(16))

    assert tally.wrong == []
    assert tally.replayed_same == tally.sessions == 16


# --------------------------------------------------------------------------------- each invariant catches its fault


GROUP = load(DEFAULT).steps[0].group.id
BASELINE = BaselineSet(t=60.0, hr_bpm=70.0, rmssd_ms=40.0)


def packets(begin: int, end: int) -> list[TraceStep]:
    return [
        TraceStep(HeartRate(t=float(t), hr_bpm=60, rr_ticks=(TICKS_PER_S,)), ()) for t in range(begin, end)
    ]  # one beat a second


def cue(t: float, action: Action, hold_s: float | None = None, effort: Effort = Effort.MILD) -> CueGiven:
    tense = action is Action.TENSE
    return CueGiven(t=t, action=action, group=GROUP, hold_s=hold_s, effort=effort if tense else None)


def finished(t: float) -> Finished:
    return Finished(
        t=t,
        outcome=Outcome.STOPPED,
        rule=None,
        groups_done=0,
        groups_planned=1,
        settle_pauses=0,
        tension_before=None,
        tension_after=None,
        why=REASON,
        cause=EndCause.PERSON,
    )


def stopped(t: float) -> Stopped:
    return Stopped(t=t, rule=None, why=REASON)


def warned(t: float, severity: Severity) -> Warned:
    return Warned(t=t, start_s=t, rule=Rule.IRREGULAR, severity=severity, why=REASON)


def unwatched(t: float) -> Monitoring:
    return Monitoring(t=t, on=False, why=REASON)


def shift(t: float) -> ShiftTold:
    return ShiftTold(t=t, direction=Direction.PARASYMPATHETIC, found=True, strength=1.0, why=REASON)


def again(t: float) -> Adapted:
    return Adapted(t=t, what="times", before=1, after=2, why=REASON)


def restricted(**limits: Any) -> Plan:
    return replace(PLAN, restrictions=Restrictions(**limits))


def tension(t: float, hold_s: float = 5.0, effort: Effort = Effort.MILD) -> list[Decision]:
    return [cue(t - 6, Action.PREPARE), cue(t, Action.TENSE, hold_s, effort), cue(t + hold_s, Action.RELEASE)]


def trace(
    *decisions: Decision,
    heard: tuple[int, int] = (1, 400),
    events: tuple[Event, ...] = (),
    plan: Plan | None = None,
    chosen: Monitoring | None = None,
) -> Trace:
    """Decisions each told on a tick of their own time, among packets of a steady heart; one on the person's key."""
    ticks = [TraceStep(Tick(t=d.t), (d,)) for d in decisions]
    if chosen is not None:
        ticks.append(TraceStep(Pressed(t=chosen.t, key=Key.UNMONITORED), (chosen,)))
    others = [TraceStep(event, ()) for event in events]
    return Trace(
        PLAN if plan is None else plan,
        tuple(sorted([*packets(*heard), *others, *ticks], key=lambda each: each.event.t)),
    )


FAULTS: dict[str, list[Trace]] = {
    "nothing_after_the_end": [
        trace(stopped(90), cue(91, Action.PREPARE)),
        trace(PhaseBegan(t=90, phase=Phase.STOPPED), cue(90, Action.END)),
        trace(finished(90), Paused(t=91, why=REASON)),
        Trace(PLAN, (TraceStep(Tick(t=5), (Paused(t=6, why=REASON),)),)),
    ],
    "no_tension_on_stale_data": [
        trace(BASELINE, *tension(100), heard=(1, 97)),
        trace(BASELINE, *tension(100, hold_s=5.0), heard=(1, 100)),
        trace(BASELINE, *tension(100), events=(LinkLost(t=98, cause="x"),)),
        trace(BASELINE, *tension(100), heard=(101, 110)),
    ],
    "no_tension_on_poor_data": [
        trace(BASELINE, *tension(100), heard=(96, 110), events=tuple(e.event for e in packets(1, 60)))
    ],
    "every_tension_is_released": [
        trace(BASELINE, cue(94, Action.PREPARE), cue(100, Action.TENSE, 5.0), cue(105.1, Action.RELEASE)),
        trace(BASELINE, cue(94, Action.PREPARE), cue(100, Action.TENSE, 5.0), cue(105, Action.SETTLE)),
        trace(BASELINE, cue(94, Action.PREPARE), cue(100, Action.TENSE, 5.0)),
        trace(BASELINE, cue(94, Action.PREPARE), cue(100, Action.TENSE)),
    ],
    "within_hard_limits": [
        trace(BASELINE, *tension(100, hold_s=11.0)),
        trace(BASELINE, cue(98, Action.PREPARE), cue(100, Action.TENSE, 5.0), cue(105, Action.RELEASE)),
        trace(BASELINE, cue(100, Action.TENSE, 5.0), cue(105, Action.RELEASE)),
        trace(BASELINE, *tension(100), *tension(150), *tension(200), *tension(250)),
    ],
    "within_this_persons_limits": [
        trace(BASELINE, *tension(100), plan=restricted(no_tensing=True)),
        trace(BASELINE, *tension(100), plan=restricted(max_hold_s=4.0)),
        trace(BASELINE, *tension(100, effort=Effort.MODERATE), plan=restricted(mild_only=True)),
        trace(BreathPaced(t=90, breaths_per_min=6.0), plan=restricted(no_breath_cue=True)),
    ],
    "a_symptom_lets_go_at_once": [
        trace(BASELINE, *tension(100), events=(Reported(t=102, symptom=Symptom.PAIN),)),
        trace(events=(Reported(t=102, symptom=Symptom.UNEASE),)),
    ],
    "rest_after_every_tension": [
        trace(BASELINE, *tension(100), *tension(112)),
        trace(BASELINE, *tension(100), *tension(112), events=(Pressed(t=106, key=Key.SKIP),)),
        trace(BASELINE, *tension(100), *tension(130), plan=restricted(min_rest_s=40.0)),
        trace(BASELINE, *tension(100, hold_s=10.0), *tension(125)),
    ],
    "never_too_much_in_all": [
        trace(BASELINE, *(each for k in range(25) for each in tension(100 + 20 * k, hold_s=10.0)))
    ],
    "a_pause_of_the_person_is_ended_by_the_person": [
        trace(Paused(t=80, why=REASON), GoesOn(t=120, why=REASON), events=(Pressed(t=80, key=Key.PAUSE),)),
        trace(Paused(t=80, why=REASON), GoesOn(t=120, why=REASON), events=(Pressed(t=81.5, key=Key.RESUME),)),
        trace(Paused(t=80, why=REASON), GoesOn(t=120, why=REASON), events=(Suspended(t=90, seconds=9),)),
        trace(Paused(t=80, why=REASON), GoesOn(t=99, why=REASON), events=(Reported(t=90, symptom=Symptom.PANIC),)),
    ],
    "a_late_ecg_changes_nothing": [trace(shift(100), events=(EcgChunk(t=50, rate_hz=130.0, microvolts=(1, 2)),))],
    "nothing_is_tensed_off_the_skin": [
        trace(
            BASELINE,
            *tension(100),
            events=(
                HeartRate(t=50, hr_bpm=60, rr_ticks=(), contact=True),
                *(HeartRate(t=95 + k, hr_bpm=60, rr_ticks=(), contact=False) for k in range(3)),
            ),
        )
    ],
    "nothing_is_tensed_before_the_baseline_or_while_held": [
        trace(*tension(100)),
        trace(BASELINE, Paused(t=80, why=REASON), *tension(100), GoesOn(t=120, why=REASON)),
    ],
    "warnings_are_obeyed_at_once": [
        trace(warned(90, Severity.STOP)),
        trace(BASELINE, *tension(100)[:2], warned(102, Severity.CAUTION), cue(105, Action.RELEASE)),
    ],
    "the_persons_stop_outranks_all": [trace(events=(Pressed(t=50, key=Key.STOP),))],
    "every_session_ends": [trace(events=(SourceEnded(t=400),)), trace(finished(90), finished(90))],
    "nobody_is_asked_twice_who_should_not_be": [
        trace(BASELINE, *tension(100), again(130), *tension(150), again(180)),
        trace(BASELINE, *tension(100), again(130), plan=restricted(mild_only=True)),
        trace(BASELINE, *tension(100), again(130), events=(Reported(t=90, symptom=Symptom.SLEEPY),)),
    ],
    "nothing_is_adapted_without_leave": [
        trace(change, plan=replace(PLAN, adaptation=Adaptation.SHADOW))
        for change in (
            again(130),
            Adapted(t=130, what="rest_s", before=20.0, after=35.5, why=REASON),
            Adapted(t=130, what="rest_s", before=40.0, after=20.0, why=REASON),
            Adapted(t=130, what="hold_s", before=7.0, after=3.7, why=REASON),
            Adapted(t=130, what="lead_in_s", before=6.0, after=5.0, why=REASON),
            Adapted(t=130, what="words", before=1.0, after=0.0, why=REASON),
        )
    ],
    "the_breathing_cue_moves_slowly": [
        trace(BreathPaced(t=90, breaths_per_min=7.0), BreathPaced(t=150, breaths_per_min=6.8)),
        trace(BreathPaced(t=90, breaths_per_min=5.0)),
    ],
    "unmonitored_only_by_choice_and_without_tension": [
        trace(BASELINE, unwatched(90)),
        trace(BASELINE, *tension(200), chosen=unwatched(90)),
        trace(BASELINE, warned(80, Severity.NOTE), chosen=unwatched(90)),
        trace(BASELINE, chosen=unwatched(90), events=(Reported(t=80, symptom=Symptom.PAIN),)),
        trace(BASELINE, chosen=unwatched(90), events=(Reported(t=95, symptom=Symptom.PAIN),)),
        trace(BASELINE, chosen=unwatched(90), plan=restricted(stay_watched=True)),
    ],
    "no_shift_from_bad_data": [
        trace(shift(100)),
        trace(BASELINE, shift(100)),  # on a tick: time alone shows no shift
    ],
}


@pytest.mark.parametrize("each", INVARIANTS, ids=lambda each: each.__name__)
def test_an_invariant_catches_its_faults(each: Invariant) -> None:
    """Each trace that has the fault is caught by the invariant that is meant for it."""
    for number, faulty in enumerate(FAULTS[each.__name__]):
        assert each.__name__ in {violation.invariant for violation in violations(faulty)}, number


def test_a_good_session_has_no_fault() -> None:
    """What the faulty ones were bent from."""
    end = (stopped(200), finished(200))
    good = trace(BASELINE, *tension(100), *tension(150), *end, events=(SourceEnded(t=300),))
    alone = trace(BASELINE, Paused(t=120, why=REASON), *end, events=(SourceEnded(t=300),), chosen=unwatched(90))
    assert violations(good) == violations(alone) == []


@pytest.mark.parametrize("number", [100_631, 105_059, 108_099])
def test_sessions_that_once_broke_an_invariant(number: int) -> None:
    """A heart whose rhythm is not judged was tensed on nonsense, and on what was left after two minutes of silence."""
    assert check_sessions(range(number, number + 1)).wrong == []
