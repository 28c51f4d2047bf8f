"""The one engine of a guided session: live practice, simulation, tests and replays all use it.

Pure and deterministic. Every event carries its time; whatever fell due before it is decided first, at the time it fell
due. So late, early or missing ticks change nothing, and a replay is `for event in events: engine.step(event)`.

At each event the order is fixed: link, quality, rhythm (the guard), then the person, then adaptation.
"""

from __future__ import annotations

from enum import Enum
from typing import assert_never

from biofeedback.coach import guard, telling
from biofeedback.coach.adapter import LARGE_RISE_BPM, REST_STEP_S, Adapter, Arousal, Judgement, softer
from biofeedback.coach.course import Course
from biofeedback.coach.phases import TERMINAL, Trigger
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.coach.stage import Stage
from biofeedback.decisions import (
    Action,
    Adapted,
    CueGiven,
    Decision,
    Finished,
    GoesOn,
    Held,
    Outcome,
    Phase,
    Settling,
    Stopped,
)
from biofeedback.events import Event, HeartRate, Key, LinkBack, LinkLost, Pressed, Rated, SourceEnded, Tick
from biofeedback.findings import Activity, Finding, Rule
from biofeedback.signal.listening import Listening
from biofeedback.view import SessionView
from biofeedback.why import Why, why

# Heart rate rebounds for some seconds after a release; they are judged as part of the tension. Seconds.
REBOUND_S = 8.0


class Cause(Enum):
    """Who holds the session."""

    PERSON = "person"
    GUARD = "guard"


class Engine:
    """A guided session, from its first second to its last word."""

    def __init__(self, plan: Plan) -> None:
        self._plan = plan
        self._heart = Listening(plan.profile, plan.history)
        self._adapter = Adapter()
        self._course = Course(plan.protocol)
        self._stage = Stage(plan.protocol, self._course, plan.adaptation is Adaptation.ON)
        self._t = 0.0
        self._link_up = True
        self._cause: Cause | None = None
        self._held_from = Phase.PREPARE
        self._extended = False
        self._settle_pauses = 0
        self._ratings: dict[Phase, int | None] = {}
        self._last_why: Why | None = None
        self._ending: Why | None = None  # set once the session is to end before its last group
        self._over = False

    # ------------------------------------------------------------------------------------------------ as a Guide

    @property
    def over(self) -> bool:
        """True once nothing more will be decided."""
        return self._over

    @property
    def deadline(self) -> float | None:
        """When something falls due without an event."""
        if self._over:
            return None
        phase = self._stage.phase
        stale = guard.stale_at(phase, self._heart) if phase is not None else None
        dues = [d for d in (self._stage.until, self._stage.breath_at, self._heart.deadline, stale) if d is not None]
        return max(self._t, min(dues)) if dues else None

    def step(self, event: Event) -> tuple[Decision, ...]:
        """Take one event. Time that goes back is read as no time having passed."""
        self._stage.said = []
        while (due := self.deadline) is not None and due <= event.t:
            self._t = due
            self._fall_due(due)
        self._t = max(self._t, event.t)
        if not self._over:
            self._take(self._t, event)
        return tuple(self._stage.said)

    def view(self, t: float) -> SessionView:
        """What can be shown at time `t`."""
        return telling.session_view(
            t, self._stage, self._course, self._plan.protocol, self._heart, self._link_up, self._last_why
        )

    # ------------------------------------------------------------------------------------------------ what happens

    def _take(self, t: float, event: Event) -> None:
        match event:
            case HeartRate():
                self._hear(t, self._heart.take(event, self._activity(t)))
                self._follow(t)
            case LinkLost():
                self._link_up = False
                self._heart.lose()
                self._obey_guard(t)
            case LinkBack():
                self._link_up = True
            case Pressed():
                self._press(t, event.key)
            case Rated():
                self._rate(t, event.tension)
            case SourceEnded():
                self._move(t, Trigger.SOURCE_ENDED, why("coach.source_ended"))
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
            self._hear(t, self._heart.silence(t, self._activity(t)))
        self._obey_guard(t)
        if not self._over and stage.breath_at is not None and stage.breath_at <= t:
            stage.breathe(t)
        if not self._over and stage.until is not None and stage.until <= t:
            self._time_up(t, stage.phase)

    def _hear(self, t: float, findings: tuple[Finding, ...]) -> None:
        for finding in findings:
            self._stage.said.append(telling.of(t, finding))
        self._obey_guard(t)

    def _activity(self, t: float) -> Activity:
        phase, since = self._stage.phase, t - self._stage.began
        match phase:
            case Phase.BASELINE:
                return Activity.BASELINE
            case Phase.TENSE:
                return Activity.TENSION
            case Phase.REST if since < REBOUND_S and self._course.step is not None and self._course.step.hold_s > 0:
                return Activity.TENSION
            case Phase.PREPARE | Phase.REST | Phase.SETTLE | Phase.CLOSING:
                return Activity.REST
            case _:
                return Activity.FREE

    # ------------------------------------------------------------------------------------------------ the guard

    def _obey_guard(self, t: float) -> None:
        phase = self._stage.phase
        if phase is None or phase in TERMINAL:
            return
        verdict = guard.judge(t, phase, self._link_up, self._heart)
        match verdict:
            case guard.StopNow():
                self._move(t, Trigger.SAFETY_STOP, verdict.why, verdict.rule)
            case guard.HoldNow():
                self._hold(t, Cause.GUARD, verdict.why, strap=verdict.strap)
            case guard.Clear():
                pass
            case _:
                assert_never(verdict)

    def _hold(self, t: float, cause: Cause, reason: Why, *, strap: bool = False) -> None:
        phase = self._stage.phase
        if phase is None or phase not in guard.MOVING:
            return
        self._held_from, self._cause, self._last_why = phase, cause, reason
        self._end_settling(t, reason)
        self._stage.move(t, Trigger.HOLD)
        self._stage.said.append(Held(t=t, why=reason))
        if strap:
            self._stage.said.append(CueGiven(t=t, action=Action.CHECK_STRAP))

    def _follow(self, t: float) -> None:
        """After new beats: begin, go on or settle, where the guard has nothing against it."""
        if self._over or not guard.ready(t, self._link_up, self._heart):
            return
        match self._stage.phase:
            case Phase.WAITING:
                self._move(t, Trigger.SIGNAL_READY)
            case Phase.PAUSED if self._cause is Cause.GUARD and t - self._stage.began >= guard.LEAST_HOLD_S:
                self._go_on(t, why("coach.signal_good"))
            case Phase.SETTLE:
                judgement = self._adapter.arousal(t, self._heart)
                if self._adapter.stays_back(t, self._stage.began, judgement):
                    self._end_settling(t, judgement.why, helped=True)
                    self._next(t)
            case Phase.TENSE | Phase.REST:
                self._adapter.watch_rise(self._heart.rate(t))
            case _:
                pass

    def _go_on(self, t: float, reason: Why) -> None:
        self._cause, self._last_why = None, reason
        self._stage.said.append(GoesOn(t=t, why=reason))
        if self._held_from is Phase.BASELINE:
            self._move(t, Trigger.GO_ON_BASELINE)
        elif self._held_from is Phase.CLOSING or not (self._course.may_repeat or self._course.has_next):
            self._move(t, Trigger.GO_ON_CLOSING)
        else:
            if not self._course.may_repeat:
                self._course.advance()
            self._move(t, Trigger.GO_ON_GROUP)

    # ------------------------------------------------------------------------------------------------ the person

    def _press(self, t: float, key: Key) -> None:
        match key:
            case Key.STOP:
                self._move(t, Trigger.USER_STOP, why("coach.person_stopped"))
            case Key.PAUSE if self._stage.phase is Phase.PAUSED:
                self._cause = Cause.PERSON
            case Key.PAUSE:
                self._hold(t, Cause.PERSON, why("coach.person_paused"))
            case Key.RESUME if self._stage.phase is Phase.PAUSED:
                if guard.ready(t, self._link_up, self._heart) and not self._heart.warnings:
                    self._go_on(t, why("coach.person_resumed"))
                else:
                    self._cause, self._last_why = Cause.GUARD, why("coach.not_ready")
            case Key.RESUME:
                pass
            case Key.SKIP:
                if self._stage.phase in (Phase.PREPARE, Phase.TENSE, Phase.REST, Phase.SETTLE):
                    self._end_settling(t, why("coach.person_skipped"))
                    self._next(t, done=False)
            case _:
                assert_never(key)

    def _rate(self, t: float, tension: int | None) -> None:
        phase = self._stage.phase
        if phase in (Phase.ASK_BEFORE, Phase.ASK_AFTER):
            self._ratings[phase] = tension if tension is not None and 0 <= tension <= 10 else None
            self._move(t, Trigger.RATED)

    # ------------------------------------------------------------------------------------------------ the course

    def _time_up(self, t: float, phase: Phase) -> None:
        match phase:
            case Phase.ASK_BEFORE | Phase.ASK_AFTER:
                self._move(t, Trigger.RATED)
            case Phase.BASELINE:
                self._stage.said.append(telling.baseline(t, self._heart.end_baseline(t)))
                self._course.advance()
                self._move(t, Trigger.TIME_UP)
            case Phase.PREPARE:
                self._adapter.tension_begins(t, self._heart)
                self._extended = False
                tenses = self._course.step is not None and self._course.step.hold_s > 0
                self._move(t, Trigger.TIME_UP if tenses else Trigger.NO_TENSION)
            case Phase.TENSE:
                self._move(t, Trigger.TIME_UP)
            case Phase.REST:
                self._rest_over(t)
            case Phase.SETTLE:
                self._end_settling(t, self._adapter.arousal(t, self._heart).why, helped=False)
                self._next(t)
            case Phase.CLOSING:
                self._move(t, Trigger.TIME_UP if self._plan.ask_ratings else Trigger.PRACTICE_OVER)
            case Phase.PAUSED:
                self._move(t, Trigger.SOURCE_ENDED, why("coach.held_too_long"))
            case Phase.WAITING | Phase.FINISHED | Phase.STOPPED:
                pass
            case _:
                assert_never(phase)

    def _rest_over(self, t: float) -> None:
        judgement = self._adapter.arousal(t, self._heart)
        if self._plan.adaptation is Adaptation.OFF or judgement.arousal is not Arousal.UP:
            self._next(t)
        elif not self._extended:
            self._extended = True
            self._lengthen_rest(t, judgement)
        else:
            self._settle_pauses += 1
            self._last_why = judgement.why
            self._adapter.settle_begins()
            self._stage.said.append(Settling(t=t, begun=True, why=judgement.why))
            self._stage.move(t, Trigger.UNSETTLED)

    def _lengthen_rest(self, t: float, judgement: Judgement) -> None:
        on = self._plan.adaptation is Adaptation.ON
        before = (self._stage.until or t) - self._stage.began
        told = Adapted(
            t=t, what="rest_s", before=before, after=before + REST_STEP_S, why=judgement.why, carried_out=on
        )
        self._stage.said.append(told)
        self._last_why = judgement.why
        if on:
            self._stage.extend(REST_STEP_S)
        else:
            self._rest_over(t)

    def _end_settling(self, t: float, reason: Why, *, helped: bool | None = None) -> None:
        if self._stage.phase is not Phase.SETTLE:
            return
        self._stage.said.append(Settling(t=t, begun=False, why=reason))
        if helped is not None:
            self._adapter.settle_ended(helped)

    def _next(self, t: float, *, done: bool = True) -> None:
        """On to the next group, or to the closing."""
        if done:
            self._course.done += 1
            self._note_rise(t)
        if self._adapter.give_up:
            self._ending = self._last_why = why("coach.settling_not_helping")
            self._stage.move(t, Trigger.GROUPS_DONE)
        elif self._course.has_next:
            self._course.advance()
            self._stage.move(t, Trigger.NEXT_GROUP)
        else:
            self._stage.move(t, Trigger.GROUPS_DONE)

    def _note_rise(self, t: float) -> None:
        """A tension that cost a large rise makes the next ones softer (in shadow mode this is only proposed)."""
        rise, upcoming = self._adapter.rise(), self._course.upcoming()
        if rise is None or rise <= LARGE_RISE_BPM or upcoming is None or self._plan.adaptation is Adaptation.OFF:
            return
        self._course.large_rises += 1
        self._last_why = why("coach.large_rise", rise_bpm=round(rise))
        before, after = upcoming.hold_s, softer(upcoming, self._course.large_rises).hold_s
        if after != before:
            on = self._plan.adaptation is Adaptation.ON
            told = Adapted(t=t, what="hold_s", before=before, after=after, why=self._last_why, carried_out=on)
            self._stage.said.append(told)

    def _move(self, t: float, trigger: Trigger, reason: Why | None = None, rule: Rule | None = None) -> None:
        """Follow the table, and say the last word where it leads to an end."""
        came_from = self._stage.phase
        if came_from is Phase.SETTLE and reason is not None:
            self._end_settling(t, reason)
        if not self._stage.move(t, trigger):
            return
        phase = self._stage.phase
        if phase is Phase.BASELINE:
            self._heart.begin_baseline(t)
        if phase in TERMINAL:
            through = trigger in (Trigger.RATED, Trigger.PRACTICE_OVER) or came_from is Phase.ASK_AFTER
            self._finish(t, through and self._ending is None, reason, rule)

    def _finish(self, t: float, completed: bool, reason: Why | None, rule: Rule | None) -> None:
        last = why("coach.completed") if completed else reason or self._ending or why("coach.completed")
        if self._stage.phase is Phase.STOPPED:
            self._stage.said.append(Stopped(t=t, rule=rule, why=last))
            completed = False
        outcome = Outcome.STOPPED if rule is not None else Outcome.COMPLETED if completed else Outcome.ENDED_EARLY
        self._last_why, self._over = last, True
        self._stage.said.append(
            Finished(
                t=t,
                outcome=outcome,
                rule=rule,
                groups_done=self._course.done,
                groups_planned=len(self._course),
                settle_pauses=self._settle_pauses,
                tension_before=self._ratings.get(Phase.ASK_BEFORE),
                tension_after=self._ratings.get(Phase.ASK_AFTER),
                why=last,
            )
        )
