"""What a session changes by another's choice instead of the body's answer, within the same bounds.

For those who research adaptation. The guard is not asked here and cannot be: it stands in the engine, above every
policy, and so do the hard limits on each step as it is cued.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from biofeedback.coach import adapter
from biofeedback.coach.adaptation_policy import AdaptationPolicy, AfterRest, RestOver
from biofeedback.coach.session_state import SessionState, Update
from biofeedback.why import why


@dataclass(frozen=True, slots=True, kw_only=True)
class Choice:
    """What is chosen at the end of a rest. `softer`: the tensions from here on are mild and a second shorter."""

    after_rest: AfterRest = AfterRest.GO_ON
    softer: bool = False


class ChosenPolicy(AdaptationPolicy):
    """Changes what is chosen, and nothing else in the rests and tensions; breathing is paced as ever."""

    choice = Choice()
    """What is done at the end of the rest in hand."""

    def beat(self, state: SessionState, t: float) -> Update:
        """The rate is followed; no rest ends before its time."""
        return Update(replace(state, arousal=state.arousal.with_rate(self._heart.rate(t))))

    def may(self, state: SessionState, after: AfterRest) -> bool:
        """Whether that can follow now: a rest is lengthened a few times, and a protocol may have no settle pause."""
        match after:
            case AfterRest.LONGER:
                return state.arousal.waits < adapter.MOST_REST_STEPS and state.until is not None
            case AfterRest.SETTLE:
                return self._plan.protocol.settle_max_s > 0
            case AfterRest.GO_ON:
                return True

    def rest_over(self, state: SessionState, t: float) -> RestOver:
        """As chosen; what cannot follow becomes going on."""
        reason, after = why("coach.chosen"), self.choice.after_rest
        if not self.may(state, after) or after is AfterRest.GO_ON:
            return RestOver(AfterRest.GO_ON, reason, Update(state))
        if after is AfterRest.SETTLE:
            settling = replace(state, arousal=state.arousal.settle_begins(), rests=state.rests.settle_begins())
            return RestOver(after, reason, Update(settling, why=reason))
        adapted = self._adapted(t, "rest_s", state.planned_s, state.planned_s + adapter.REST_STEP_S, reason)
        waited = replace(state.arousal, waits=state.arousal.waits + 1)
        assert state.until is not None
        longer = replace(state, arousal=waited, until=state.until + adapter.REST_STEP_S)
        return RestOver(after, reason, Update(longer, (adapted,), reason))

    def ask_again(self, state: SessionState, t: float) -> Update:
        """No group is asked for once more than planned."""
        return Update(state)

    def group_over(self, state: SessionState, t: float) -> Update:
        """Softer from here on, where that is chosen: never harder, never back."""
        upcoming = state.cursor.upcoming
        if not self.choice.softer or upcoming is None:
            return Update(state)
        softer, reason = replace(state, large_rises=state.large_rises + 1), why("coach.chosen")
        before, after = upcoming.hold_s, adapter.softer(upcoming, softer.large_rises).hold_s
        return Update(softer, () if after == before else (self._adapted(t, "hold_s", before, after, reason),), reason)
