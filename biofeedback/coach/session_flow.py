"""How a session moves on: from rest to the next group, to a settle pause, to its closing and its last word.

Only what happens at the borders between steps is decided here. The guard, which may cut in at any moment, is obeyed in
`engine.py`.
"""

from __future__ import annotations

from typing import assert_never

from biofeedback.coach import to_decisions
from biofeedback.coach.adaptation_policy import AdaptationPolicy, RestOver
from biofeedback.coach.adapter import Adapter
from biofeedback.coach.pacing import EVERY_S
from biofeedback.coach.phase_output import PhaseOutput
from biofeedback.coach.phases import TERMINAL, Trigger
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.coach.response_recorder import ResponseRecorder
from biofeedback.coach.step_cursor import StepCursor
from biofeedback.decisions import Finished, Outcome, Phase, PhaseBegan, ResonanceFound, Settling, Stopped
from biofeedback.findings import Rule
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.why import Why, why
from protocols.training import Ending

# A reason that stays on the screen long after its act is read as being about the present. Seconds.
REASON_SHOWN_S = 30.0


class SessionFlow:
    """The stage, the course and the steering of one session."""

    def __init__(self, plan: Plan, heart: HeartMonitor) -> None:
        self._plan = plan
        self._heart = heart
        self.course = StepCursor(plan.protocol, plan.restrictions)
        breathes = plan.restrictions.of_breath(plan.protocol)
        self._answers = ResponseRecorder(heart.response, paced=breathes.breath_cue)
        self.stage = PhaseOutput(breathes, self.course, plan.steering is Adaptation.ON, self._phase_begins)
        self.steering = AdaptationPolicy(plan, heart, self.stage, self.course)
        self._told: tuple[float, Why] | None = None  # the latest automatic act's time and reason
        self.over = False
        self._settle_pauses = 0
        self._ratings: dict[Phase, int | None] = {}
        self._ending: Why | None = None  # set once the session is to end before its last group

    @property
    def adapter(self) -> Adapter:
        """What judges whether the body has come back."""
        return self.steering.adapter

    def explain(self, t: float, reason: Why) -> None:
        """An automatic act has this reason."""
        self._told = (t, reason)

    def last_why(self, t: float) -> Why | None:
        """The reason of the latest automatic act, as long as the act lasts and a little longer."""
        if self.stage.phase is Phase.PREPARE and self.course.waits is not None:
            return self.course.waits
        if self._told is None:
            return None
        told_at, reason = self._told
        lasts = self.stage.phase in TERMINAL or self.stage.phase in (Phase.PAUSED, Phase.SETTLE)
        return reason if lasts or t - told_at < REASON_SHOWN_S else None

    def time_up(self, t: float, phase: Phase) -> None:
        """The phase has run its planned time."""
        match phase:
            case Phase.ASK_BEFORE | Phase.ASK_AFTER:
                self.move(t, Trigger.RATED)
            case Phase.BASELINE:
                self.stage.said.append(to_decisions.baseline(t, self._heart.end_baseline(t)))
                if (reason := self.steering.baseline_over(t)) is not None:
                    self.explain(t, reason)
                self.course.advance()
                self.move(t, Trigger.TIME_UP)
            case Phase.PREPARE:
                self.steering.group_begins(t)
                self.move(t, Trigger.TIME_UP if self.course.tenses else Trigger.NO_TENSION)
            case Phase.TENSE:
                self.move(t, Trigger.TIME_UP)
            case Phase.REST:
                self._rest_over(t)
            case Phase.SETTLE:
                self.end_settling(t, self.adapter.arousal(t, self._heart).why, helped=False)
                self.next(t)
            case Phase.CLOSING:
                asks = self._plan.ask_ratings and self._plan.protocol.ending is not Ending.SILENT
                self.move(t, Trigger.TIME_UP if asks else Trigger.PRACTICE_OVER)
            case Phase.PAUSED:
                self.move(t, Trigger.SOURCE_ENDED, why("coach.held_too_long"))
            case Phase.WAITING | Phase.FINISHED | Phase.STOPPED:
                pass
            case _:
                assert_never(phase)

    def _rest_over(self, t: float) -> None:
        follows, reason = self.steering.rest_over(t)
        match follows:
            case RestOver.LONGER:
                self.explain(t, reason)
            case RestOver.SETTLE:
                self._settle_pauses += 1
                self.explain(t, reason)
                self.stage.said.append(Settling(t=t, begun=True, why=reason))
                self.stage.move(t, Trigger.UNSETTLED)
            case RestOver.GO_ON:
                self.next(t)
            case _:
                assert_never(follows)

    def beat(self, t: float) -> None:
        """New beats in a tension or a rest: a rest may end early, on lasting evidence."""
        reason = self.steering.beat(t)
        if reason is not None:
            self.explain(t, reason)
            self.next(t)

    def breathe(self, t: float) -> None:
        """The end of a breath, or the first one of a cue."""
        if self.stage.pace_began is None or self.steering.breath_over(t):
            self.stage.breathe(t)
            self._compare_pace(t)
        self.stage.look_again(t - (self.stage.pace_began or t) + EVERY_S)

    def _phase_begins(self, began: PhaseBegan) -> None:
        self._answers.begins(began)
        self._heart.resonance.end(began.t)

    def _compare_pace(self, t: float) -> None:
        """A pace of the step's own has begun: it is compared with the others."""
        step = self.course.step
        if self.stage.pace_began == t and step is not None and step.breaths_per_min is not None:
            self._heart.resonance.paced(t, self.stage.pace.breaths_per_min)

    def end_settling(self, t: float, reason: Why, *, helped: bool | None = None) -> None:
        """Say that a settle pause is over, if one is on; `helped` None: it was cut short."""
        if self.stage.phase is not Phase.SETTLE:
            return
        self.stage.said.append(Settling(t=t, begun=False, why=reason))
        if helped is not None:
            self.steering.settle_ended(helped)

    def next(self, t: float, *, done: bool = True) -> None:
        """On to the next group, to this one once more, or to the closing."""
        if done:
            self.steering.breath_over(t)
        if done and (reason := self.steering.again(t)) is not None:
            self.explain(t, reason)
            self.stage.move(t, Trigger.NEXT_GROUP)
            return
        if done:
            self.course.done += 1
            if (reason := self.steering.group_over(t)) is not None:
                self.explain(t, reason)
        if self.adapter.give_up:
            self._ending = why("coach.settling_not_helping")
            self.explain(t, self._ending)
            self.stage.move(t, Trigger.GROUPS_DONE)
        elif self.course.has_next:
            self.course.advance()
            self.stage.move(t, Trigger.NEXT_GROUP)
        else:
            self.stage.move(t, Trigger.GROUPS_DONE)

    def leave_group(self, t: float, reason: Why, *, spare: bool = False, in_pause: bool = False) -> None:
        """Leave the muscle group in hand; with `spare`, everything else that works there as well.

        `in_pause`: leave it in a pause too, so that going on begins the next one.
        """
        if self.stage.phase in (Phase.PREPARE, Phase.TENSE, Phase.REST, Phase.SETTLE):
            self.course.leave(spare=spare)
            self.end_settling(t, reason)
            self.next(t, done=False)
        elif self.stage.phase is Phase.PAUSED and in_pause:
            self.course.leave(spare=spare)

    def move(self, t: float, trigger: Trigger, reason: Why | None = None, rule: Rule | None = None) -> None:
        """Follow the table, and say the last word where it leads to an end."""
        came_from = self.stage.phase
        if came_from is Phase.SETTLE and reason is not None:
            self.end_settling(t, reason)
        if not self.stage.move(t, trigger):
            return
        phase = self.stage.phase
        if phase is Phase.BASELINE:
            self._heart.begin_baseline(t)
        if phase in TERMINAL:
            through = trigger in (Trigger.RATED, Trigger.PRACTICE_OVER) or came_from is Phase.ASK_AFTER
            self._finish(t, through and self._ending is None, reason, rule)

    def _finish(self, t: float, completed: bool, reason: Why | None, rule: Rule | None) -> None:
        if rule is None and not self._plan.restrictions.rhythm_unjudged:  # else what the beats say is not to be trusted
            self.stage.said += self._answers.told(t)
            if (found := self._heart.resonance.found(t)) is not None:
                self.stage.said.append(ResonanceFound(t=t, breaths_per_min=found.breaths_per_min, why=found.why))
        last = why("coach.completed") if completed else reason or self._ending or why("coach.completed")
        if self.stage.phase is Phase.STOPPED:
            self.stage.said.append(Stopped(t=t, rule=rule, why=last))
            completed = False
        outcome = Outcome.STOPPED if rule is not None else Outcome.COMPLETED if completed else Outcome.ENDED_EARLY
        self.explain(t, last)
        self.over = True
        self.stage.said.append(
            Finished(
                t=t,
                outcome=outcome,
                rule=rule,
                groups_done=self.course.done,
                groups_planned=len(self.course),
                settle_pauses=self._settle_pauses,
                tension_before=self._ratings.get(Phase.ASK_BEFORE),
                tension_after=self._ratings.get(Phase.ASK_AFTER),
                why=last,
            )
        )

    def rate(self, t: float, tension: int | None) -> None:
        """The person rated their tension; anything but 0 to 10 is no answer."""
        phase = self.stage.phase
        if phase in (Phase.ASK_BEFORE, Phase.ASK_AFTER):
            self._ratings[phase] = tension if tension is not None and 0 <= tension <= 10 else None
            self.move(t, Trigger.RATED)
