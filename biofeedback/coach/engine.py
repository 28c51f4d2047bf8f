"""The one engine of a guided session: live practice, simulation, tests and replays all use it.

Pure and deterministic. Every event carries its time; whatever fell due before it is decided first, at the time it fell
due. So late, early or missing ticks change nothing, and a replay is `for event in events: engine.step(event)`.

At each event the order is fixed: link, quality, rhythm (the guard), then the person, then adaptation.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from biofeedback.coach import guard, to_decisions
from biofeedback.coach.pausing import PausedBy, Pausing
from biofeedback.coach.phases import TERMINAL, Trigger
from biofeedback.coach.plan import Plan
from biofeedback.coach.session_flow import SessionFlow
from biofeedback.coach.symptoms import Reports, Response
from biofeedback.coach.unmonitored import Unmonitored
from biofeedback.decisions import Advised, Decision, Monitoring, Offered, Phase
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
from biofeedback.findings import Finding
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.view import SessionView
from biofeedback.why import Why, why

# A deadline that does not move on would hang a session in the middle of a tension. A phase, a breath and a silence can
# fall due at one moment, each leading to the next; twenty in a row at one moment are a fault, and time goes on. Count.
MOST_TURNS = 20


class Engine:
    """A guided session, from its first second to its last word."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._limits = plan.restrictions
        self._heart = HeartMonitor(plan.profile, plan.history)
        self._progress = SessionFlow(plan, self._heart)
        self._stage = self._progress.stage
        self._reports = Reports()
        self._unmonitored = Unmonitored(plan.restrictions, self._heart)
        self._t = 0.0
        self._link_up = True
        self._pausing = Pausing(self._progress)

    # ------------------------------------------------------------------------------------------------ as a Guide

    @property
    def over(self) -> bool:
        """True once nothing more will be decided."""
        return self._progress.over

    @property
    def deadline(self) -> float | None:
        """When something falls due without an event."""
        if self._progress.over:
            return None
        phase = self._stage.phase
        watched = phase is not None and not self._progress.course.unmonitored
        stale = guard.stale_at(phase, self._heart) if phase is not None and watched else None
        offer = self._unmonitored.offer_at(phase)
        known = (self._stage.until, self._stage.breath_at, self._heart.deadline, stale, offer)
        dues = [due for due in known if due is not None]
        return max(self._t, min(dues)) if dues else None

    def step(self, event: Event) -> tuple[Decision, ...]:
        """Take one event. Time that goes back is read as no time having passed."""
        self._stage.said = []
        now = max(self._t, event.t)
        turns = 0
        while (due := self.deadline) is not None and due <= now and turns < MOST_TURNS:
            turns = turns + 1 if due == self._t else 0
            self._t = due
            self._fall_due(due)
        self._t = now
        if not self._progress.over:
            self._take(self._t, event)
        return tuple(self._stage.said)

    def view(self, t: float) -> SessionView:
        """What can be shown at time `t`, but not beyond what is due: a look must not be ahead of what is decided."""
        t = max(self._t, t if self.deadline is None else min(t, self.deadline))
        shown = to_decisions.session_view(
            t,
            self._stage,
            self._progress.course,
            self._plan.protocol,
            self._heart,
            self._link_up,
            self._progress.last_why(t),
            held_in_group=self._pausing.back() is None,
        )
        return replace(shown, may_go_unmonitored=self._unmonitored.may(t, self._stage.phase))

    # ------------------------------------------------------------------------------------------------ what happens

    def _take(self, t: float, event: Event) -> None:
        match event:
            case HeartRate():
                self._hear(t, self._heart.push(event, self._stage.activity(t)))
                self._follow(t)
            case EcgChunk():
                if findings := self._heart.push_ecg(event):
                    self._hear(t, findings)
            case LinkLost():
                self._link_up = False
                self._heart.reset_stretch()
                self._obey_guard(t)
            case LinkBack():
                self._link_up = True
            case Pressed():
                self._press(t, event.key)
            case Rated():
                self._progress.rate(t, event.tension)
            case Reported():
                self._report(t, event.symptom)
            case SourceEnded():
                self._progress.move(t, Trigger.SOURCE_ENDED, why("coach.source_ended"))
            case Suspended():
                self._heart.reset_stretch()
                self._pausing.pause(t, PausedBy.PERSON, why("coach.suspended", seconds=round(event.seconds)))
                self._pausing.cause = PausedBy.PERSON  # a pause that was on already is now the person's to end
            case Tick():
                pass
            case _:
                assert_never(event)

    def _fall_due(self, t: float) -> None:
        stage = self._stage
        if stage.phase is None:
            stage.open(t, Phase.ASK_BEFORE if self._plan.ask_ratings else Phase.WAITING)
            return
        if (due := self._heart.deadline) is not None and due <= t:
            self._hear(t, self._heart.silence(t, self._stage.activity(t)))
        self._obey_guard(t)
        if (offer := self._unmonitored.offer_at(stage.phase)) is not None and offer <= t:
            self._unmonitored.offered()
            stage.said.append(Offered(t=t, why=why("coach.unmonitored_offer")))
        if not self._progress.over and stage.breath_at is not None and stage.breath_at <= t:
            self._progress.breathe(t)
        if not self._progress.over and stage.until is not None and stage.until <= t:
            self._progress.time_up(t, stage.phase)

    def _hear(self, t: float, findings: tuple[Finding, ...]) -> None:
        self._unmonitored.heed(findings)
        self._stage.said += [
            to_decisions.of_finding(t, finding) for finding in findings if guard.heeds(finding, self._limits)
        ]
        self._obey_guard(t)

    # ------------------------------------------------------------------------------------------------ the guard

    def _obey_guard(self, t: float) -> None:
        phase = self._stage.phase
        if phase is None or phase in TERMINAL:
            return
        match verdict := self._judge(t, phase, unmonitored=self._progress.course.unmonitored):
            case guard.StopNow():
                self._progress.move(t, Trigger.SAFETY_STOP, verdict.why, verdict.rule)
            case guard.PauseNow() if phase not in guard.MOVING:
                pass
            case guard.PauseNow():
                self._pausing.pause(t, PausedBy.GUARD, verdict.why, strap=verdict.strap)
            case guard.Clear():
                pass
            case _:
                assert_never(verdict)

    def _judge(self, t: float, phase: Phase, *, unmonitored: bool = False) -> guard.Verdict:
        tenses = self._progress.course.tenses
        judged = guard.judge(t, phase, tenses, self._link_up, self._heart, self._limits, unmonitored=unmonitored)
        if unmonitored and self._unmonitored.refused and isinstance(judged, guard.Clear):
            return guard.PauseNow(why("coach.unmonitored_over"), strap=True)
        return judged

    def _follow(self, t: float) -> None:
        """After new beats: begin, go on or settle, where the guard has nothing against it."""
        if self._progress.over or not guard.ready(t, self._link_up, self._heart, self._limits):
            return
        if self._progress.course.unmonitored and self._may_go_on(t):
            self._monitor(t, why("coach.monitored"), on=True)
        match self._stage.phase:
            case Phase.WAITING:
                self._progress.move(t, Trigger.SIGNAL_READY)
            case Phase.PAUSED if self._pausing.cause is PausedBy.GUARD and t - self._stage.began >= guard.LEAST_PAUSE_S:
                if self._may_go_on(t):
                    self._pausing.go_on(t, why("coach.signal_good"))
            case Phase.SETTLE:
                judgement = self._progress.adapter.arousal(t, self._heart)
                if self._progress.adapter.stays_back(t, self._stage.began, judgement):
                    self._progress.end_settling(t, judgement.why, helped=True)
                    self._progress.next(t)
            case Phase.TENSE | Phase.REST:
                self._progress.beat(t)
            case _:
                pass

    def _may_go_on(self, t: float) -> bool:
        """Whether the guard would let the session go on, in the phase it would go on in."""
        quiet = isinstance(self._judge(t, self._pausing.paused_from), guard.Clear)
        return quiet and guard.ready_to_tense(t, self._link_up, self._heart, self._limits)

    def _monitor(self, t: float, reason: Why, *, on: bool) -> None:
        self._progress.course.unmonitored = not on
        self._progress.explain(t, reason)
        self._stage.said.append(Monitoring(t=t, on=on, why=reason))

    # ------------------------------------------------------------------------------------------------ the person

    def _press(self, t: float, key: Key) -> None:
        match key:
            case Key.STOP:
                self._progress.move(t, Trigger.USER_STOP, why("coach.person_stopped"))
            case Key.PAUSE | Key.RESUME if self._stage.phase is Phase.PAUSED:
                self._press_in_pause(t, key)
            case Key.PAUSE:
                self._pausing.pause(t, PausedBy.PERSON, why("coach.person_paused"))
            case Key.RESUME:
                pass
            case Key.SKIP:
                self._progress.leave_group(t, why("coach.person_skipped"))
            case Key.UNMONITORED if self._unmonitored.may(t, self._stage.phase):
                self._monitor(t, why("coach.unmonitored"), on=False)
                self._pausing.go_on(t, why("coach.unmonitored"))
            case Key.UNMONITORED:
                pass
            case _:
                assert_never(key)

    def _press_in_pause(self, t: float, key: Key) -> None:
        """Pause and go on are one key to the person: which of them was meant depends on whose pause it is."""
        pausing = self._pausing
        if key is Key.PAUSE or pausing.takes_as_mine(t):
            if pausing.cause is PausedBy.GUARD:
                self._advise(t, why("coach.pause_is_yours"))
            pausing.cause = PausedBy.PERSON
        elif pausing.before_the_start or self._may_go_on(t):
            in_group = pausing.back() is None
            self._pausing.go_on(t, why("coach.person_resumed" if in_group else "coach.person_goes_on"))
        else:
            pausing.cause = PausedBy.GUARD
            self._advise(t, why("coach.not_ready"))

    def _advise(self, t: float, advice: Why) -> None:
        self._progress.explain(t, advice)
        self._stage.said.append(Advised(t=t, why=advice))

    def _report(self, t: float, symptom: Symptom) -> None:
        """Something feels wrong: whatever follows, a tension is let go first, and the advice is told."""
        answered, paused = self._reports.answer(symptom), self._stage.phase is Phase.PAUSED
        reason, self._progress.course.trouble = answered.advice, True
        self._unmonitored.report(symptom)
        match answered.response:
            case Response.EASE_OFF | Response.PASS_ON:
                spare = answered.response is Response.EASE_OFF
                self._progress.leave_group(t, reason, spare=spare, in_pause=True)
            case Response.GROUND:
                self._pausing.pause(t, PausedBy.PERSON, reason)
                self._pausing.cause = PausedBy.PERSON  # a pause that was on already is now the person's to end
            case Response.END if self._stage.phase is not Phase.ASK_AFTER:
                self._progress.move(t, Trigger.USER_STOP, reason)
                return
            case Response.END:
                pass
            case _:
                assert_never(answered.response)
        self._progress.explain(t, reason)
        if paused or self._stage.phase is not Phase.PAUSED:
            self._stage.said.append(Advised(t=t, why=reason))
        if self._progress.course.unmonitored:
            self._obey_guard(t)
