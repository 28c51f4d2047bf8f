"""A pause: who holds the session, and so who may let it go on."""

from __future__ import annotations

from enum import Enum

from biofeedback.coach.phases import Trigger, after
from biofeedback.coach.session_flow import SessionFlow
from biofeedback.decisions import Action, CueGiven, GoesOn, Paused, Phase
from biofeedback.why import Why

# A key within this time of a pause of the guard's own was on its way before the pause was seen or heard: it asked for a
# pause, and got one. Choosing between two keys takes 0.3 to 0.6 s (Hick 1952, 10.1080/17470215208416600); with closed
# eyes the reason must be heard first, which takes a second or two. Seconds.
MINE_WITHIN_S = 2.0


class PausedBy(Enum):
    """Who holds the session."""

    PERSON = "person"
    GUARD = "guard"


class Pausing:
    """The pause that is on, or the one before: how it is begun, and how it is ended."""

    def __init__(self, progress: SessionFlow) -> None:
        self._progress = progress
        self.cause: PausedBy | None = None  # None: nobody holds it
        self.paused_from = Phase.PREPARE
        self._guards_since: float | None = None  # when the guard began this pause; None: the person did

    def pause(self, t: float, cause: PausedBy, reason: Why, *, strap: bool = False) -> None:
        """Hold the session, where it can be held. `strap`: the person can help by looking at the strap."""
        progress, stage = self._progress, self._progress.stage
        if stage.phase is None or after(stage.phase, Trigger.HOLD) is None:
            return
        self.cause, self.paused_from = cause, stage.phase
        self._guards_since = t if cause is PausedBy.GUARD else None
        progress.course.unmonitored = False  # going on without the strap is chosen anew after every pause
        progress.explain(t, reason)
        progress.end_settling(t, reason)
        stage.move(t, Trigger.HOLD)
        stage.said.append(Paused(t=t, why=reason))
        if strap:
            stage.said.append(CueGiven(t=t, action=Action.CHECK_STRAP))

    def go_on(self, t: float, reason: Why) -> None:
        """Go on where the session was held; a muscle group is begun again, unless it has been tensed often enough."""
        course, back, self.cause = self._progress.course, self.back(), None
        self._progress.explain(t, reason)
        self._progress.stage.said.append(GoesOn(t=t, why=reason))
        if back is None and not (course.may_repeat or course.has_next):
            back = Trigger.GO_ON_CLOSING
        if back is not None:
            self._progress.move(t, back)
            return
        if not course.may_repeat:
            course.advance()
        self._progress.move(t, Trigger.GO_ON_UNMONITORED if course.unmonitored else Trigger.GO_ON_GROUP)

    def takes_as_mine(self, t: float) -> bool:
        """Whether the key that pauses and goes on means, at time `t`, that this pause is the person's own."""
        since = self._guards_since
        return self.cause is PausedBy.GUARD and since is not None and t - since < MINE_WITHIN_S

    @property
    def before_the_start(self) -> bool:
        """Whether nothing had been asked of the body yet: then nothing stands against going on."""
        return self.paused_from in (Phase.ASK_BEFORE, Phase.WAITING)

    def back(self) -> Trigger | None:
        """The trigger that leads back to where it was held; None: it was held in a muscle group."""
        return {
            Phase.ASK_BEFORE: Trigger.GO_ON_RATING,
            Phase.WAITING: Trigger.GO_ON_WAITING,
            Phase.BASELINE: Trigger.GO_ON_BASELINE,
            Phase.CLOSING: Trigger.GO_ON_CLOSING,
        }.get(self.paused_from)
