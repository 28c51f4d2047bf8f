"""The one engine of a guided session: live practice, simulation, tests and replays all use it.

Pure and deterministic. Every event carries its time; whatever fell due before it is decided first, at the time it fell
due. So late, early or missing ticks change nothing, and a replay is `for event in events: engine.step(event)`.

At each event the order is fixed: link, quality, rhythm (the guard), then the person, then adaptation.
"""

from __future__ import annotations

from typing import assert_never

from biofeedback.coach import guard, to_decisions
from biofeedback.coach.adaptation_policy import AdaptationPolicy, PolicyOf
from biofeedback.coach.pausing import PausedBy
from biofeedback.coach.phases import Trigger
from biofeedback.coach.plan import Plan
from biofeedback.coach.session_flow import SessionFlow
from biofeedback.coach.session_state import End, SessionState
from biofeedback.coach.symptoms import Response
from biofeedback.decisions import Advised, Decision, EndCause, Phase
from biofeedback.events import (
    EcgChunk,
    Event,
    HeartRate,
    Key,
    LinkBack,
    LinkLost,
    Marked,
    MotionChunk,
    Pressed,
    Rated,
    Reported,
    SamplesHeard,
    SourceEnded,
    Suspended,
    Symptom,
    Tick,
)
from biofeedback.findings import Finding
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.view import HeartFigures, SessionView
from biofeedback.why import Why, why

MOST_TURNS = 20
"""A deadline that does not move on would hang a session in the middle of a tension. A phase, a breath and a silence can
fall due at one moment, each leading to the next; so many in a row at one moment are a fault, and time goes on.
Count."""


class Engine:
    """A guided session, from its first second to its last word."""

    def __init__(self, plan: Plan, policy: PolicyOf = AdaptationPolicy) -> None:
        self._plan = plan
        self._heart = HeartMonitor(plan.profile, plan.history)
        self._flow = SessionFlow(plan, self._heart, policy(plan, self._heart))
        self._due = self._next_due()  # only a step changes it, and it is asked for several times between two

    @property
    def _state(self) -> SessionState:
        return self._flow.state

    # ------------------------------------------------------------------------------------------------ as a Guide

    @property
    def over(self) -> bool:
        """True once nothing more will be decided."""
        return self._state.over

    @property
    def deadline(self) -> float | None:
        """When something falls due without an event."""
        return self._due

    def _next_due(self) -> float | None:
        state, heart, first = self._flow.state, self._heart, None
        if state.over:
            return None
        offer_at = state.unmonitored.offer_at(state.phase, heart)
        for due in (state.until, state.breath_at, heart.deadline, self._stale_at(state), offer_at):
            if due is not None and (first is None or due < first):
                first = due
        return None if first is None else max(self._flow.t, first)

    def step(self, event: Event) -> tuple[Decision, ...]:
        """Take one event. Time that goes back is read as no time having passed."""
        flow, said = self._flow, list[Decision]()
        now = max(flow.t, event.t)
        turns, due = 0, self._due
        while due is not None and due <= now and turns < MOST_TURNS:
            turns = turns + 1 if due == flow.t else 0
            flow.pass_time(due)
            said += self._fall_due(due)
            due = self._next_due()
        flow.pass_time(now)
        if not flow.state.over:
            said += self._take(now, event)
        self._due = self._next_due()
        return tuple(said)

    def view(self, t: float) -> SessionView:
        """What can be shown at time `t`, but not beyond what is due: a look must not be ahead of what is decided."""
        return to_decisions.session_view(self._not_ahead(t), self._state, self._plan, self._heart)

    def figures(self, t: float) -> HeartFigures:
        """Heart rate and RMSSD of that view."""
        return self._heart.figures(self._not_ahead(t))

    def _not_ahead(self, t: float) -> float:
        return max(self._flow.t, t if self.deadline is None else min(t, self.deadline))

    # ------------------------------------------------------------------------------------------------ what happens

    def _take(self, t: float, event: Event) -> list[Decision]:
        match event:
            case HeartRate():
                return self._hear(t, self._heart.push(event, self._state.activity(t))) + self._follow(t)
            case EcgChunk():
                findings = self._heart.push_ecg(event)
                return self._hear(t, findings) if findings else []
            case SamplesHeard():
                self._heart.push_samples(event)
                return []
            case MotionChunk():
                self._heart.push_motion(event)
                return []
            case LinkLost():
                self._flow.set_link(up=False)
                self._heart.reset_stretch()
                return self._obey_guard(t)
            case LinkBack():
                self._flow.set_link(up=True)
                return []
            case Pressed():
                return self._press(t, event.key)
            case Rated():
                return self._flow.rate(t, event.tension)
            case Reported():
                return self._report(t, event.symptom)
            case SourceEnded():
                end = End(cause=EndCause.SOURCE_ENDED, why=why("coach.source_ended"))
                return self._flow.move(t, Trigger.SOURCE_ENDED, end)
            case Suspended():
                self._heart.reset_stretch()
                return self._pause_for_person(t, why("coach.suspended", seconds=round(event.seconds)))
            case Marked() | Tick():
                return []
            case _:
                assert_never(event)

    def _fall_due(self, t: float) -> list[Decision]:
        """What is due at `t`, in the order of the engine: the heart and the guard, then what was planned."""
        if self._state.phase is None:
            return self._flow.open(t)
        said: list[Decision] = []
        if (due := self._heart.deadline) is not None and due <= t:
            said += self._hear(t, self._heart.silence(t))
        said += self._obey_guard(t)
        if (offer := self._state.unmonitored.offer_at(self._state.phase, self._heart)) is not None and offer <= t:
            said += self._flow.offer_unmonitored(t)
        if not self.over and (breath := self._state.breath_at) is not None and breath <= t:
            said += self._flow.breathe(t)
        if not self.over and (until := self._state.until) is not None and until <= t:
            said += self._flow.time_up(t, self._state.phase)
        return said

    def _hear(self, t: float, findings: tuple[Finding, ...]) -> list[Decision]:
        if findings:
            self._flow.note_findings(findings)
        heeded = [finding for finding in findings if guard.heeds(finding, self._plan.restrictions)]
        return [to_decisions.of_finding(t, finding) for finding in heeded] + self._obey_guard(t)

    # ------------------------------------------------------------------------------------------------ the guard

    def _situation(self, t: float, phase: Phase, *, unmonitored: bool = False) -> guard.Situation:
        return guard.Situation(
            t=t,
            phase=phase,
            heart=self._heart,
            link_up=self._state.link_up,
            tenses=self._state.tenses,
            restrictions=self._plan.restrictions,
            unmonitored=unmonitored,
        )

    def _stale_at(self, state: SessionState) -> float | None:
        """When the news of the heart is too old, if no beat comes."""
        phase = state.phase
        return None if phase is None or state.unmonitored.chosen else guard.stale_at(phase, self._heart)

    def _obey_guard(self, t: float) -> list[Decision]:
        phase = self._state.phase
        if phase is None or self.over:
            return []
        match verdict := self._judge(t, phase):
            case guard.StopNow():
                end = End(cause=EndCause.SAFETY_RULE, why=verdict.why, rule=verdict.rule)
                return self._flow.move(t, Trigger.SAFETY_STOP, end)
            case guard.PauseNow() if phase in guard.MOVING:
                return self._flow.pause(t, PausedBy.GUARD, verdict.why, strap=verdict.strap, missing=verdict.missing)
            case guard.PauseNow() | guard.Clear():
                return []
            case _:
                assert_never(verdict)

    def _judge(self, t: float, phase: Phase) -> guard.Verdict:
        unmonitored = self._state.unmonitored
        judged = guard.judge(self._situation(t, phase, unmonitored=unmonitored.chosen))
        if unmonitored.chosen and unmonitored.refused and isinstance(judged, guard.Clear):
            return guard.PauseNow(why("coach.unmonitored_over"), strap=True)
        return judged

    def _may_go_on(self, t: float) -> bool:
        """Whether the guard would let the session go on, in the phase it would go on in."""
        there = self._situation(t, self._state.pause.begun_in)
        return isinstance(guard.judge(there), guard.Clear) and guard.ready_to_tense(there)

    def _follow(self, t: float) -> list[Decision]:
        """After new beats: begin, go on or settle, where the guard has nothing against it."""
        phase, said = self._state.phase, list[Decision]()
        if phase is None or self.over or not guard.ready(self._situation(t, phase)):
            return said
        if self._state.unmonitored.chosen and self._may_go_on(t):
            said += self._flow.monitor(t, why("coach.monitored"), on=True)
        if phase is Phase.WAITING:
            return said + self._flow.move(t, Trigger.SIGNAL_READY)
        if phase is not Phase.PAUSED:
            return said + self._flow.beat(t, phase)
        lasted = t - self._state.began >= guard.LEAST_PAUSE_S
        if lasted and self._state.pause.by is PausedBy.GUARD and self._may_go_on(t):
            said += self._flow.go_on(t, why("coach.signal_good"))
        return said

    # ------------------------------------------------------------------------------------------------ the person

    def _press(self, t: float, key: Key) -> list[Decision]:
        match key:
            case Key.STOP:
                end = End(cause=EndCause.PERSON, why=why("coach.person_stopped"))
                return self._flow.move(t, Trigger.USER_STOP, end)
            case Key.PAUSE | Key.RESUME if self._state.phase is Phase.PAUSED:
                return self._press_in_pause(t, key)
            case Key.PAUSE:
                return self._flow.pause(t, PausedBy.PERSON, why("coach.person_paused"))
            case Key.SKIP:
                return self._flow.leave_group(t, why("coach.person_skipped"))
            case Key.UNMONITORED if self._state.unmonitored.may_begin(t, self._state.phase, self._heart):
                reason = why("coach.unmonitored")
                return self._flow.monitor(t, reason, on=False) + self._flow.go_on(t, reason)
            case Key.RESUME | Key.UNMONITORED:
                return []
            case _:
                assert_never(key)

    def _press_in_pause(self, t: float, key: Key) -> list[Decision]:
        """Pause and go on are one key to the person: which of them was meant depends on whose pause it is."""
        pause = self._state.pause
        if key is Key.PAUSE or pause.takes_as_mine(t):
            self._flow.hand_pause_to(PausedBy.PERSON)
            return self._advise(t, why("coach.pause_is_yours")) if pause.by is PausedBy.GUARD else []
        if not (pause.before_the_start or self._plan.strapless or self._may_go_on(t)):
            self._flow.hand_pause_to(PausedBy.GUARD)
            return self._advise(t, why("coach.not_ready"))
        return self._flow.go_on(t, why("coach.person_resumed" if pause.back is None else "coach.person_goes_on"))

    def _pause_for_person(self, t: float, reason: Why) -> list[Decision]:
        """Pause until the person goes on. A pause that was on already is now theirs to end."""
        said = self._flow.pause(t, PausedBy.PERSON, reason)
        self._flow.hand_pause_to(PausedBy.PERSON)
        return said

    def _advise(self, t: float, advice: Why) -> list[Decision]:
        self._flow.explain(t, advice)
        return [Advised(t=t, why=advice)]

    def _report(self, t: float, symptom: Symptom) -> list[Decision]:
        """Something feels wrong: whatever follows, a tension is let go first, and the advice is told."""
        was_paused = self._state.phase is Phase.PAUSED
        self._flow.note_report(symptom)
        answered = self._state.reports.answer(symptom)
        said: list[Decision] = []
        match answered.response:
            case Response.EASE_OFF | Response.PASS_ON:
                spare = answered.response is Response.EASE_OFF
                said += self._flow.leave_group(t, answered.advice, spare=spare, in_pause=True)
            case Response.GROUND:
                said += self._pause_for_person(t, answered.advice)
            case Response.END if self._state.phase is not Phase.ASK_AFTER:
                end = End(cause=EndCause.SYMPTOM, why=answered.advice)
                return self._flow.move(t, Trigger.USER_STOP, end)
            case Response.END:
                pass
            case _:
                assert_never(answered.response)
        if was_paused or self._state.phase is not Phase.PAUSED:
            said += self._advise(t, answered.advice)  # else it was said as the reason of the pause
        else:
            self._flow.explain(t, answered.advice)
        return said + self._obey_guard(t) if self._state.unmonitored.chosen else said
