"""How a session moves on, from its first question to its last word: it keeps the state, and nobody else does.

Policies are asked with the state of now and answer with the next one; each move says what is to be said of it. What may
cut in at any moment, the guard and the person, is weighed in `engine.py`.
"""

from __future__ import annotations

from dataclasses import replace
from typing import assert_never

from biofeedback.coach import phase_output, response_recorder, to_decisions
from biofeedback.coach.adaptation_policy import AdaptationPolicy, AfterRest
from biofeedback.coach.pacing import EVERY_S
from biofeedback.coach.pausing import Pause, PausedBy
from biofeedback.coach.phases import TERMINAL, Trigger, after
from biofeedback.coach.plan import Plan
from biofeedback.coach.session_state import IN_GROUP, End, SessionState, Update
from biofeedback.decisions import (
    Action,
    CueGiven,
    Decision,
    EndCause,
    GoesOn,
    Monitoring,
    Offered,
    Paused,
    Phase,
    Settling,
)
from biofeedback.events import Symptom
from biofeedback.findings import Finding, Missing
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.why import Why, why
from protocols.training import Ending


class SessionFlow:
    """The state of one session, and every way in which it changes."""

    def __init__(self, plan: Plan, heart: HeartMonitor, policy: AdaptationPolicy) -> None:
        self._plan = plan
        self._heart = heart
        self._policy = policy
        self._state = SessionState.of(plan)
        self.t = 0.0  # beside the state: to copy that at every packet, for its time alone, took 4 % of a session

    @property
    def state(self) -> SessionState:
        """The session now."""
        return self._state

    # ------------------------------------------------------------------------------------------------ what is noted

    def pass_time(self, t: float) -> None:
        """It is this late now."""
        self.t = t

    def set_link(self, *, up: bool) -> None:
        """The strap's link is up, or gone."""
        self._state = replace(self._state, link_up=up)

    def note_findings(self, findings: tuple[Finding, ...]) -> None:
        """This was found in the heart."""
        self._state = replace(self._state, unmonitored=self._state.unmonitored.after_findings(findings))

    def note_report(self, symptom: Symptom) -> None:
        """The person said that this feels wrong."""
        state = self._state
        unmonitored, reports = state.unmonitored.after_report(symptom), state.reports.after(symptom)
        self._state = replace(state, trouble=True, reports=reports, unmonitored=unmonitored)

    def hand_pause_to(self, whose: PausedBy | None) -> None:
        """From now on the pause is theirs to end; None: it is over."""
        self._state = replace(self._state, pause=replace(self._state.pause, by=whose))

    def explain(self, t: float, reason: Why) -> None:
        """An automatic act has this reason."""
        self._state = replace(self._state, acted_at=t, acted_why=reason)

    # ------------------------------------------------------------------------------------------------ by the clock

    def open(self, t: float) -> list[Decision]:
        """Begin the session."""
        return self._enter(t, Phase.ASK_BEFORE if self._plan.ask_ratings else Phase.WAITING)

    def time_up(self, t: float, phase: Phase) -> list[Decision]:
        """The phase has run its planned time."""
        match phase:
            case Phase.ASK_BEFORE:
                return self.move(t, Trigger.RATED)
            case Phase.BASELINE:
                return self._baseline_over(t)
            case Phase.PREPARE:
                self._state = self._policy.group_begins(self._state, t)
                return self.move(t, Trigger.TIME_UP if self._state.tenses else Trigger.NO_TENSION)
            case Phase.TENSE:
                return self.move(t, Trigger.TIME_UP)
            case Phase.REST:
                return self._rest_over(t)
            case Phase.SETTLE:
                reason = self._state.arousal.judge(t, self._heart).why
                return self._end_settling(t, reason, helped=False) + self._next(t)
            case Phase.CLOSING:
                asks = self._plan.ask_ratings and self._plan.protocol.ending is not Ending.SILENT
                return self.move(t, Trigger.TIME_UP if asks else Trigger.PRACTICE_OVER)
            case Phase.PAUSED:
                end = End(cause=EndCause.PAUSED_TOO_LONG, why=why("coach.held_too_long"))
                return self.move(t, Trigger.SOURCE_ENDED, end)
            case Phase.WAITING:  # only where no strap is waited for
                return self.move(t, Trigger.SIGNAL_READY)
            case Phase.ASK_AFTER | Phase.FINISHED | Phase.STOPPED:
                return []
            case _:
                assert_never(phase)

    def breathe(self, t: float) -> list[Decision]:
        """The first breath of a cue, or the end of one at which it may change."""
        cued = self._state
        said: list[Decision] = []
        if cued.cue_began is not None:
            said += self._adopt(t, self._policy.breath_over(cued, t))
        if cued.cue_began is None or self._state.pace != cued.pace:
            said += self._adopt(t, phase_output.breathe(self._state, t, self._plan))
            response_recorder.cue_began(self._heart, self._state, t)
        cue_s = 0.0 if self._state.cue_began is None else t - self._state.cue_began
        self._state = replace(self._state, breath_at=phase_output.breath_end(self._state, cue_s + EVERY_S))
        return said

    def offer_unmonitored(self, t: float) -> list[Decision]:
        """The strap stays away: say that the person may go on without it."""
        offered = replace(self._state.unmonitored, offered_for=self._heart.last_beat_t)
        self._state = replace(self._state, unmonitored=offered)
        return [Offered(t=t, why=why("coach.unmonitored_offer"))]

    # ------------------------------------------------------------------------------------------------ by the heart

    def beat(self, t: float, phase: Phase) -> list[Decision]:
        """New beats: a rest may end early and a settle pause be over, on lasting evidence."""
        if phase is Phase.SETTLE:
            return self._settling_beat(t)
        if phase not in (Phase.TENSE, Phase.REST):
            return []
        judged = self._policy.beat(self._state, t)
        said = self._adopt(t, judged)
        return said if judged.why is None else said + self._next(t)

    def _settling_beat(self, t: float) -> list[Decision]:
        judgement = self._state.arousal.settled(t, self._heart)
        self._state = replace(
            self._state, arousal=self._state.arousal.settling(t, judgement, moved=self._heart.moved(t))
        )
        if not self._state.arousal.stays_back(t, self._state.began):
            return []
        return self._end_settling(t, judgement.why, helped=True) + self._next(t)

    # ------------------------------------------------------------------------------------------------ pauses

    def pause(
        self, t: float, by: PausedBy, reason: Why, *, strap: bool = False, missing: Missing | None = None
    ) -> list[Decision]:
        """Pause, where there can be a pause. `strap`: the person can help by looking at the strap."""
        phase = self._state.phase
        if phase is None or after(phase, Trigger.HOLD) is None:
            return []
        pause = Pause(by=by, begun_in=phase, guards_since=t if by is PausedBy.GUARD else None)
        self._state = replace(self._state, pause=pause, unmonitored=self._state.unmonitored.after_pause())
        self.explain(t, reason)
        said = self._end_settling(t, reason) + self.move(t, Trigger.HOLD)
        said.append(Paused(t=t, why=reason, missing=missing))
        return [*said, CueGiven(t=t, action=Action.CHECK_STRAP)] if strap else said

    def go_on(self, t: float, reason: Why) -> list[Decision]:
        """Go on where the pause was begun; a muscle group is begun again, unless it was tensed often enough."""
        paused = self._state
        self.hand_pause_to(None)
        self.explain(t, reason)
        said: list[Decision] = [GoesOn(t=t, why=reason)]
        back = paused.pause.back
        if back is None and not (paused.may_repeat or paused.cursor.has_next):
            back = Trigger.GO_ON_CLOSING
        if back is not None:
            return said + self.move(t, back)
        if not paused.may_repeat:
            self._state = replace(self._state, cursor=paused.cursor.advanced())
        chosen = paused.unmonitored.chosen
        return said + self.move(t, Trigger.GO_ON_UNMONITORED if chosen else Trigger.GO_ON_GROUP)

    def monitor(self, t: float, reason: Why, *, on: bool) -> list[Decision]:
        """Leave the rhythm watch off, or take it up again."""
        self._state = replace(self._state, unmonitored=replace(self._state.unmonitored, chosen=not on))
        self.explain(t, reason)
        return [Monitoring(t=t, on=on, why=reason)]

    # ---------------------------------------------------------------------------------------------- from phase to phase

    def leave_group(self, t: float, reason: Why, *, spare: bool = False, in_pause: bool = False) -> list[Decision]:
        """Leave the muscle group in hand; with `spare`, everything else that works there as well.

        `in_pause`: leave it in a pause too, so that going on begins the next one.
        """
        state = self._state
        if state.phase in IN_GROUP or (state.phase is Phase.PAUSED and in_pause):
            self._state = replace(state, cursor=state.cursor.leaving(spare=spare))
        if state.phase not in IN_GROUP:
            return []
        return self._end_settling(t, reason) + self._next(t, done=False)

    def move(self, t: float, trigger: Trigger, end: End | None = None) -> list[Decision]:
        """Follow the table, and say the last word where it leads to an end."""
        came_from = self._state.phase
        assert came_from is not None
        said = [] if end is None else self._end_settling(t, end.why)
        phase = after(came_from, trigger)
        if phase is None:
            return said
        said += self._adopt(t, phase_output.leave(self._state, t, phase))
        said += self._enter(t, phase)
        if phase is Phase.BASELINE:
            self._heart.begin_baseline(t)
        if phase in TERMINAL:
            through = trigger in (Trigger.RATED, Trigger.PRACTICE_OVER) or came_from is Phase.ASK_AFTER
            completed = through and self._state.end is None and phase is not Phase.STOPPED
            last = to_decisions.last_words(t, self._state, self._plan, self._heart, end, completed=completed)
            said += self._adopt(t, last)
        return said

    def rate(self, t: float, tension: int | None) -> list[Decision]:
        """The person rated their tension; anything but 0 to 10 is no answer."""
        known = tension if tension is not None and 0 <= tension <= 10 else None
        if self._state.phase is Phase.ASK_BEFORE:
            self._state = replace(self._state, tension_before=known)
        elif self._state.phase is Phase.ASK_AFTER:
            self._state = replace(self._state, tension_after=known)
        else:
            return []
        return self.move(t, Trigger.RATED)

    def _next(self, t: float, *, done: bool = True) -> list[Decision]:
        """On to the next group, to this one once more, or to the closing. `done`: this one was not left early."""
        said: list[Decision] = []
        if done:
            said += self._adopt(t, self._policy.breath_over(self._state, t))
            again = self._policy.ask_again(self._state, t)
            said += self._adopt(t, again)
            if again.why is not None:
                return said + self.move(t, Trigger.NEXT_GROUP)
            self._state = replace(self._state, groups_done=self._state.groups_done + 1)
            said += self._adopt(t, self._policy.group_over(self._state, t))
        if self._state.arousal.gives_up:
            end = End(cause=EndCause.NOT_SETTLING, why=why("coach.settling_not_helping"))
            self._state = replace(self._state, end=end)
            self.explain(t, end.why)
            return said + self.move(t, Trigger.GROUPS_DONE)
        if not self._state.cursor.has_next:
            return said + self.move(t, Trigger.GROUPS_DONE)
        self._state = replace(self._state, cursor=self._state.cursor.advanced())
        return said + self.move(t, Trigger.NEXT_GROUP)

    def _baseline_over(self, t: float) -> list[Decision]:
        said: list[Decision] = [to_decisions.baseline(t, self._heart.end_baseline(t))]
        said += self._adopt(t, self._policy.baseline_over(self._state, t))
        self._state = replace(self._state, cursor=self._state.cursor.advanced())
        return said + self.move(t, Trigger.TIME_UP)

    def _rest_over(self, t: float) -> list[Decision]:
        over = self._policy.rest_over(self._state, t)
        said = self._adopt(t, over.update)
        match over.follows:
            case AfterRest.LONGER:
                return said
            case AfterRest.SETTLE:
                self._state = replace(self._state, settle_pauses=self._state.settle_pauses + 1)
                said.append(Settling(t=t, begun=True, why=over.why))
                return said + self.move(t, Trigger.UNSETTLED)
            case AfterRest.GO_ON:
                return said + self._next(t)
            case _:
                assert_never(over.follows)

    def _end_settling(self, t: float, reason: Why, *, helped: bool | None = None) -> list[Decision]:
        """Say that a settle pause is over, if one is on; `helped` None: it was cut short."""
        if self._state.phase is not Phase.SETTLE:
            return []
        if helped is not None:
            arousal = self._state.arousal.settle_ended(helped=helped)
            self._state = replace(self._state, arousal=arousal, settle_helped=helped)
        return [Settling(t=t, begun=False, why=reason)]

    def _enter(self, t: float, phase: Phase) -> list[Decision]:
        came_from = self._state.phase
        said = self._adopt(t, phase_output.enter(self._state, t, phase, self._plan))
        response_recorder.phase_began(self._heart, self._state, came_from, paced=self._plan.breath_cue)
        return said

    def _adopt(self, t: float, update: Update) -> list[Decision]:
        self._state = update.state
        if update.why is not None:
            self.explain(t, update.why)
        return list(update.said)
