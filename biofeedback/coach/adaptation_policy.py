"""What the body's answer changes in a session, within what adaptation may do: carried out, only proposed, or not asked.

Every act is at a border between steps or at the end of a breath, is bounded, and is told with its reason.
"""

from __future__ import annotations

from dataclasses import replace
from enum import Enum

from biofeedback.coach import adapter, rest_policy
from biofeedback.coach.adapter import Adapter, Arousal
from biofeedback.coach.pacing import Change, Pacing
from biofeedback.coach.phase_output import PhaseOutput
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.coach.rest_policy import RestPolicy
from biofeedback.coach.step_cursor import StepCursor
from biofeedback.decisions import Adapted, Phase
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.why import Why, why
from protocols import limits
from protocols.training import Kind

# Where a rest is a rest between groups. Elsewhere it is the practice itself: nobody's breathing is shortened.
_BETWEEN_GROUPS = frozenset({Kind.TENSION, Kind.RELEASE})


class RestOver(Enum):
    """What follows the planned end of a rest."""

    LONGER = "longer"
    SETTLE = "settle"
    GO_ON = "go_on"


class AdaptationPolicy:
    """The adapter, the rest policy and the breathing cue of one session, and what they may do."""

    def __init__(self, plan: Plan, heart: HeartMonitor, stage: PhaseOutput, course: StepCursor) -> None:
        self._mode = plan.steering
        self._protocol = plan.protocol
        self._least_rest_s = plan.restrictions.min_rest_s
        self._heart = heart
        self._stage = stage
        self._course = course
        self.adapter = Adapter()
        self._tempo = RestPolicy()
        self._own_bpm = plan.own_breaths_per_min
        self._pacing = Pacing(stage.pace, moves=self._on)
        self._early_proposed = False
        self._helped = False  # a settle pause after this group brought the body back

    @property
    def _on(self) -> bool:
        return self._mode is Adaptation.ON

    def _tell(self, t: float, what: str, before: float, after: float, reason: Why) -> Why:
        told = Adapted(t=t, what=what, before=before, after=after, why=reason, carried_out=self._on)
        self._stage.said.append(told)
        return reason

    # ------------------------------------------------------------------------------------------------ a group

    def group_begins(self, t: float) -> None:
        """Its announcement is over."""
        self.adapter.tension_begins(t, self._heart)
        self._tempo.rest_begins()
        self._early_proposed = self._helped = False

    def beat(self, t: float) -> Why | None:
        """New beats in a tension or its rest: why the rest ends now, if it does."""
        self.adapter.watch_rise(self._heart.rate(t))
        between = self._protocol.kind in _BETWEEN_GROUPS and self._course.tenses and self._course.has_next
        resting = self._stage.phase is Phase.REST and not self.adapter.waited
        if self._mode is Adaptation.OFF or not (between and resting):
            return None
        stage, step = self._stage, self._course.step
        before = self.adapter.arousal(t, self._heart)
        reason = self._tempo.early(t, stage.began, self._heart, before, self.adapter.rise())
        rested, planned = t - stage.began, (stage.until or t) - stage.began
        if (
            reason is None
            or self._early_proposed
            or step is None
            or rested < max(rest_policy.least_rest_s(step), self._least_rest_s)
        ):
            return None
        self._early_proposed = True
        self._tell(t, "rest_s", planned, rested, reason)
        return reason if self._on else None

    def rest_over(self, t: float) -> tuple[RestOver, Why]:
        """The planned rest is over: does the body need more of it, a pause to settle, or neither?"""
        judgement = self.adapter.arousal(t, self._heart)
        if self._mode is Adaptation.OFF or judgement.arousal is not Arousal.UP:
            return RestOver.GO_ON, judgement.why
        if self.adapter.waits_longer(judgement):
            before = (self._stage.until or t) - self._stage.began
            self._tell(t, "rest_s", before, before + adapter.REST_STEP_S, judgement.why)
            if self._on:
                self._stage.extend(adapter.REST_STEP_S)
                return RestOver.LONGER, judgement.why
        if self._protocol.settle_max_s == 0:
            return RestOver.GO_ON, judgement.why
        self.adapter.settle_begins()
        self._tempo.settle_pause()
        return RestOver.SETTLE, judgement.why

    def settle_ended(self, helped: bool) -> None:
        """A settle pause has run its course."""
        self.adapter.settle_ended(helped)
        self._helped = helped

    def again(self, t: float) -> Why | None:
        """Why this group is led through once more, if it is: it held on to tension, and the body is settled again."""
        if self._mode is Adaptation.OFF or not (self._helped and self.adapter.held_on and self._course.may_ask_again):
            return None
        reason = self._tell(t, "times", 1, 2, why("coach.held_on"))
        self._helped = False
        if not self._on:
            return None
        self._course.ask_again()
        return reason

    def group_over(self, t: float) -> Why | None:
        """The border to the next group; the reason of what changes there."""
        if self._mode is Adaptation.OFF:
            return None
        spoken, softened = self._speak(t), self._soften(t)
        return softened or spoken

    def _speak(self, t: float) -> Why | None:
        """Fewer words and longer rests for a body that has settled, for as long as it has."""
        if not self._tempo.border(self._heart, waited=self.adapter.waited):
            return None
        if self._protocol.kind not in _BETWEEN_GROUPS:
            return None
        settled = self._tempo.settled
        reason = why("coach.few_words" if settled else "coach.all_words")
        self._tell(t, "words", 1.0 if settled else 0.0, 0.0 if settled else 1.0, reason)
        self._course.brief = settled and self._on
        return reason

    def _soften(self, t: float) -> Why | None:
        """A tension that cost a large rise makes the next ones softer."""
        rise, upcoming = self.adapter.rise(), self._course.upcoming()
        if rise is None or rise <= adapter.LARGE_RISE_BPM or upcoming is None:
            return None
        self._course.large_rises += 1
        reason = why("coach.large_rise", rise_bpm=round(rise))
        before, after = upcoming.hold_s, adapter.softer(upcoming, self._course.large_rises).hold_s
        if after != before:
            self._tell(t, "hold_s", before, after, reason)
        return reason

    # ------------------------------------------------------------------------------------------------ breathing

    @property
    def _paces(self) -> bool:
        """In a practice of breathing the pace is the practice, and stays as written."""
        return self._mode is not Adaptation.OFF and self._protocol.kind is not Kind.BREATHING

    def baseline_over(self, t: float) -> Why | None:
        """The cue begins at the person's resonance, where the protocol asks for that, or where their breath draws it.

        The reason of the first: that is the protocol as written, carried out whatever adaptation may do.
        """
        own, pace = self._own_bpm, self._stage.pace
        if self._protocol.pace.personal and self._stage.has_cue and own is not None and own != pace.breaths_per_min:
            own = min(max(own, limits.MIN_RESONANCE_BREATHS_PER_MIN), limits.MAX_RESONANCE_BREATHS_PER_MIN)
            reason = why("resonance.own_pace", pace=own)
            self._stage.said.append(
                Adapted(t=t, what="breaths_per_min", before=pace.breaths_per_min, after=own, why=reason)
            )
            self._stage.pace = replace(pace, breaths_per_min=own)
            self._pacing = Pacing(self._stage.pace, moves=self._on)
            return reason
        if self._paces and self._stage.has_cue:
            self._repace(t, self._pacing.begin(t, self._heart.breathing(t)))
        return None

    def breath_over(self, t: float) -> bool:
        """The cue may change here: at the end of a breath, or of the cue. Whether it does."""
        began = self._stage.pace_began
        if began is None or not self._paces:
            return False
        return self._repace(t, self._pacing.look(t, t - began, self._heart.breathing(t)))

    def _repace(self, t: float, change: Change | None) -> bool:
        if change is None:
            return False
        self._tell(t, "breaths_per_min", change.before, change.after, change.why)
        if self._on:
            self._stage.pace = self._pacing.pace
        return self._on
