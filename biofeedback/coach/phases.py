"""The one transition table of a session.

Rule 1: whatever moves a session from phase to phase is a trigger, and every move is in this table. A pair that is
not in it changes nothing.

Rule 2: tension is entered only from PREPARE, and left by time, by any hold, by a skip and by any stop: each of those
calls the release.

Rule 3: FINISHED and STOPPED have no way out. A stop latches: a new session must be begun deliberately.

Rule 4: out of PAUSED a muscle group is begun again from its announcement, never in the middle of a hold.

Rule 5: GO_ON_UNMONITORED is the person's only. After it every group is let go of without a tension (NO_TENSION), until
the beats are good again (`unmonitored.py`); the guard sees to it.
"""

from __future__ import annotations

from enum import Enum

from biofeedback.decisions import Phase


class Trigger(Enum):
    """What can move a session."""

    RATED = "rated"  # or the person would rather not rate
    SIGNAL_READY = "signal_ready"  # a few seconds of good beats
    TIME_UP = "time_up"  # the phase has run its planned time
    NO_TENSION = "no_tension"  # this step asks only for letting go
    UNSETTLED = "unsettled"  # the rest is over but the body has not come back
    NEXT_GROUP = "next_group"
    GROUPS_DONE = "groups_done"  # no group is left, or it is time to end gently
    HOLD = "hold"  # pause: by the person, the strap or a caution
    GO_ON_RATING = "go_on_rating"
    GO_ON_WAITING = "go_on_waiting"
    GO_ON_BASELINE = "go_on_baseline"
    GO_ON_GROUP = "go_on_group"
    GO_ON_UNMONITORED = "go_on_unmonitored"  # the same without the strap: nothing is tensed
    GO_ON_CLOSING = "go_on_closing"
    PRACTICE_OVER = "practice_over"  # the closing is over and nobody is there to rate
    SOURCE_ENDED = "source_ended"  # the recording is over, or the strap stayed away too long
    USER_STOP = "user_stop"
    SAFETY_STOP = "safety_stop"


_ENDS = {
    Trigger.SOURCE_ENDED: Phase.FINISHED,
    Trigger.USER_STOP: Phase.STOPPED,
    Trigger.SAFETY_STOP: Phase.STOPPED,
}
"""What ends a session in every phase but the last."""
_GROUP = {Trigger.HOLD: Phase.PAUSED, Trigger.NEXT_GROUP: Phase.PREPARE, Trigger.GROUPS_DONE: Phase.CLOSING}
"""What leads out of a muscle group at any moment."""

TABLE: dict[Phase, dict[Trigger, Phase]] = {
    Phase.ASK_BEFORE: {Trigger.RATED: Phase.WAITING, Trigger.HOLD: Phase.PAUSED, **_ENDS},
    Phase.WAITING: {Trigger.SIGNAL_READY: Phase.BASELINE, Trigger.HOLD: Phase.PAUSED, **_ENDS},
    Phase.BASELINE: {Trigger.TIME_UP: Phase.PREPARE, Trigger.HOLD: Phase.PAUSED, **_ENDS},
    Phase.PREPARE: {Trigger.TIME_UP: Phase.TENSE, Trigger.NO_TENSION: Phase.REST, **_GROUP, **_ENDS},
    Phase.TENSE: {Trigger.TIME_UP: Phase.REST, **_GROUP, **_ENDS},
    Phase.REST: {Trigger.UNSETTLED: Phase.SETTLE, **_GROUP, **_ENDS},
    Phase.SETTLE: {**_GROUP, **_ENDS},
    Phase.PAUSED: {
        Trigger.GO_ON_RATING: Phase.ASK_BEFORE,
        Trigger.GO_ON_WAITING: Phase.WAITING,
        Trigger.GO_ON_BASELINE: Phase.BASELINE,
        Trigger.GO_ON_GROUP: Phase.PREPARE,
        Trigger.GO_ON_UNMONITORED: Phase.PREPARE,
        Trigger.GO_ON_CLOSING: Phase.CLOSING,
        **_ENDS,
    },
    Phase.CLOSING: {
        Trigger.TIME_UP: Phase.ASK_AFTER,
        Trigger.PRACTICE_OVER: Phase.FINISHED,
        Trigger.HOLD: Phase.PAUSED,
        **_ENDS,
    },
    # The practice is over: ending now, in whatever way but a warning, is completing it.
    Phase.ASK_AFTER: {
        Trigger.RATED: Phase.FINISHED,
        Trigger.SOURCE_ENDED: Phase.FINISHED,
        Trigger.USER_STOP: Phase.FINISHED,
        Trigger.SAFETY_STOP: Phase.STOPPED,
    },
    Phase.FINISHED: {},
    Phase.STOPPED: {},
}
"""Where each trigger leads from each phase. A pair that is not here means nothing."""

TERMINAL = frozenset(phase for phase, moves in TABLE.items() if not moves)
"""The phases without a way out."""


def after(phase: Phase, trigger: Trigger) -> Phase | None:
    """The next phase, or None where the trigger means nothing."""
    return TABLE[phase].get(trigger)
