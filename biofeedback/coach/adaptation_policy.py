"""What the body's answer changes in a session, within what adaptation may do: carried out, only proposed, or not asked.

Every act is at a border between steps or at the end of a breath, is bounded, and is told with its reason. The policy
knows the settings and hears the heart; what it has learnt is in the state it gives back.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from enum import Enum

from biofeedback.coach import adapter, rest_policy
from biofeedback.coach.adapter import Arousal
from biofeedback.coach.pacing import LEAST_CUE_S, PaceChange, Pacing
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.coach.session_state import SessionState, Update
from biofeedback.decisions import Adapted, Phase
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.signal.spectrum import BREATHING_SPAN_S
from biofeedback.why import Why, why
from protocols import limits
from protocols.restrictions import UNRESTRICTED
from protocols.training import Kind

BETWEEN_GROUPS = frozenset({Kind.TENSION, Kind.RELEASE})
"""Where a rest is a rest between groups. Elsewhere it is the practice itself: nobody's breathing is shortened."""


class AfterRest(Enum):
    """What follows the planned end of a rest."""

    LONGER = "longer"
    SETTLE = "settle"
    GO_ON = "go_on"


@dataclass(frozen=True, slots=True)
class RestOver:
    """The planned rest is over: what follows, for which reason, and what the session is then."""

    follows: AfterRest
    why: Why
    update: Update


class AdaptationPolicy:
    """What may be changed in the sessions of one plan, by what this heart says."""

    def __init__(self, plan: Plan, heart: HeartMonitor) -> None:
        self._plan = plan
        self._kind = plan.protocol.kind
        self._heart = heart
        self._off = plan.steering is Adaptation.OFF
        self._on = plan.steering is Adaptation.ON  # else what is told is only proposed

    def _adapted(self, t: float, what: str, before: float, after: float, reason: Why) -> Adapted:
        return Adapted(t=t, what=what, before=before, after=after, why=reason, carried_out=self._on)

    # ------------------------------------------------------------------------------------------------ a group

    def group_begins(self, state: SessionState, t: float) -> SessionState:
        """Its announcement is over."""
        arousal, rests = state.arousal.tension_begins(t, self._heart), state.rests.rest_begins()
        return replace(state, arousal=arousal, rests=rests, early_proposed=False, settle_helped=False)

    def beat(self, state: SessionState, t: float) -> Update:
        """New beats in a tension or its rest. With a reason: the rest ends now."""
        arousal = state.arousal.with_rate(self._heart.rate(t))
        if arousal is not state.arousal:
            state = replace(state, arousal=arousal)
        if self._off or not self._may_be_shortened(state):
            return Update(state)
        rests = state.rests.resting(t, state.began, self._heart, arousal.above_bpm(t, self._heart))
        if rests is not state.rests:
            state = replace(state, rests=rests)
        reason, rested_s = rests.early(t, self._heart, arousal.rise_bpm), t - state.began
        if reason is None or state.early_proposed:
            return Update(state)
        if rested_s < max(rest_policy.least_rest_s(state.step_in_hand), self._plan.restrictions.min_rest_s):
            return Update(state)
        adapted = self._adapted(t, "rest_s", state.planned_s, rested_s, reason)
        return Update(replace(state, early_proposed=True), (adapted,), reason if self._on else None)

    def _may_be_shortened(self, state: SessionState) -> bool:
        between = self._kind in BETWEEN_GROUPS and state.tenses and state.cursor.has_next
        return between and state.phase is Phase.REST and not state.arousal.waited

    def rest_over(self, state: SessionState, t: float) -> RestOver:
        """Does the body need more rest, a pause to settle, or neither?"""
        judgement = state.arousal.judge(t, self._heart)
        if self._off or judgement.arousal is not Arousal.UP:
            return RestOver(AfterRest.GO_ON, judgement.why, Update(state))
        asked = state.arousal.asked_to_wait(judgement)
        longer, adapted = asked.waits > state.arousal.waits, list[Adapted]()
        state = replace(state, arousal=asked)
        if longer:
            planned_s = state.planned_s
            adapted.append(self._adapted(t, "rest_s", planned_s, planned_s + adapter.REST_STEP_S, judgement.why))
        if longer and self._on and state.until is not None:
            state = replace(state, until=state.until + adapter.REST_STEP_S)
            return RestOver(AfterRest.LONGER, judgement.why, Update(state, tuple(adapted), judgement.why))
        if self._plan.protocol.settle_max_s == 0:
            return RestOver(AfterRest.GO_ON, judgement.why, Update(state, tuple(adapted)))
        state = replace(state, arousal=asked.settle_begins(), rests=state.rests.settle_begins())
        return RestOver(AfterRest.SETTLE, judgement.why, Update(state, tuple(adapted), judgement.why))

    # ------------------------------------------------------------------------------------------------ between groups

    def ask_again(self, state: SessionState, t: float) -> Update:
        """It held on to tension, and the body is settled again. With a reason: this group is led through once more."""
        if self._off or not (state.settle_helped and state.arousal.held_on and self._may_ask_again(state)):
            return Update(state)
        adapted = self._adapted(t, "times", 1, 2, why("coach.held_on"))
        state = replace(state, settle_helped=False)
        if not self._on:
            return Update(state, (adapted,))
        return Update(replace(state, cursor=state.cursor.repeating()), (adapted,), adapted.why)

    def _may_ask_again(self, state: SessionState) -> bool:
        """Whether this group may be asked for once more than planned: a body without a restriction, all well so far,
        a group that does not come again by itself, and within all limits on tension.
        """
        cursor, step, upcoming = state.cursor, state.step, state.cursor.upcoming
        if step is None or cursor.is_repeat or len(cursor.repeated) >= adapter.MOST_GROUPS_AGAIN:
            return False
        well = self._plan.restrictions == UNRESTRICTED and not state.trouble and state.tenses and state.may_repeat
        follows = upcoming is not None and upcoming.group.id == step.group.id
        # The muscles rest meanwhile: what counts here is how much was tensed in all, and it is asked for at the end.
        return well and not follows and state.muscles.total_s + step.hold_s <= limits.MAX_TENSION_S

    def group_over(self, state: SessionState, t: float) -> Update:
        """The border to the next group, with the reason of what changes there."""
        if self._off:
            return Update(state)
        spoken = self._speak(state, t)
        softened = self._soften(spoken.state, t)
        return replace(softened, said=spoken.said + softened.said, why=softened.why or spoken.why)

    def _speak(self, state: SessionState, t: float) -> Update:
        """Fewer words and longer rests for a body that has settled, for as long as it has."""
        rests = state.rests.after_group(self._heart, waited=state.arousal.waited)
        settled, changes = rests.settled, rests.settled != state.rests.settled
        state = replace(state, rests=rests)
        if not changes or self._kind not in BETWEEN_GROUPS:
            return Update(state)
        if settled:
            adapted = self._adapted(t, "words", 1.0, 0.0, why("coach.few_words"))
        else:
            adapted = self._adapted(t, "words", 0.0, 1.0, why("coach.all_words"))
        return Update(replace(state, brief=settled and self._on), (adapted,), adapted.why)

    def _soften(self, state: SessionState, t: float) -> Update:
        """A tension that cost a large rise makes the next ones softer."""
        rise, upcoming = state.arousal.rise_bpm, state.cursor.upcoming
        if rise is None or rise <= adapter.LARGE_RISE_BPM or upcoming is None:
            return Update(state)
        state = replace(state, large_rises=state.large_rises + 1)
        reason = why("coach.large_rise", rise_bpm=round(rise))
        before, after = upcoming.hold_s, adapter.softer(upcoming, state.large_rises).hold_s
        return Update(state, () if after == before else (self._adapted(t, "hold_s", before, after, reason),), reason)

    # ------------------------------------------------------------------------------------------------ breathing

    def baseline_over(self, state: SessionState, t: float) -> Update:
        """The cue begins at the person's resonance, where the protocol asks for that, or where their breath draws it.

        The reason is of the first: that is the protocol as written, carried out whatever adaptation may do.
        """
        own, rate = self._plan.own_breaths_per_min, state.pace.breaths_per_min
        if not self._plan.breath_cue:
            return Update(state)
        if self._plan.protocol.pace.personal and own is not None and own != rate:
            own = min(max(own, limits.MIN_RESONANCE_BREATHS_PER_MIN), limits.MAX_RESONANCE_BREATHS_PER_MIN)
            adapted = Adapted(
                t=t, what="breaths_per_min", before=rate, after=own, why=why("resonance.own_pace", pace=own)
            )
            pace = replace(state.pace, breaths_per_min=own)
            return Update(replace(state, pace=pace, pacing=Pacing.towards(own)), (adapted,), adapted.why)
        if not self._paces:
            return Update(state)
        return self._repaced(state, t, state.pacing.begin(t, self._heart.breath(t)))

    def breath_over(self, state: SessionState, t: float) -> Update:
        """The cue may change here: at the end of a breath, or of the cue."""
        if state.cue_began is None or not self._paces or t - state.cue_began < LEAST_CUE_S:
            return Update(state)
        rate, cue_s = state.pace.breaths_per_min, t - state.cue_began
        if not state.pacing.may_move(rate):  # then nothing hangs on how the person breathes, and to hear it costs most
            return Update(state)
        heard = self._heart.breath(t, rate if cue_s >= BREATHING_SPAN_S else None)
        return self._repaced(state, t, state.pacing.look(t, rate, heard))

    @property
    def _paces(self) -> bool:
        """In a practice of breathing the pace is the practice, and stays as written."""
        return not self._off and self._kind is not Kind.BREATHING

    def _repaced(self, state: SessionState, t: float, looked: tuple[Pacing, PaceChange | None]) -> Update:
        pacing, change = looked
        state = replace(state, pacing=pacing)
        if change is None:
            return Update(state)
        adapted = self._adapted(t, "breaths_per_min", change.before, change.after, change.why)
        if not self._on:
            return Update(state, (adapted,))
        return Update(replace(state, pace=replace(state.pace, breaths_per_min=change.after)), (adapted,))


PolicyOf = Callable[[Plan, HeartMonitor], AdaptationPolicy]
"""Makes the policy of one session."""
