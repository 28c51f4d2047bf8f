"""A pause: whose it is, and so who may let the session go on, and where it then goes on."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from biofeedback.coach.phases import Trigger
from biofeedback.decisions import Phase

MINE_WITHIN_S = 2.0
"""A key within this time of a pause of the guard's own was on its way before the pause was seen or heard: it asked for
a pause, and got one. Choosing between two keys takes 0.3 to 0.6 s (Hick 1952, 10.1080/17470215208416600); with closed
eyes the reason must be heard first, which takes a second or two. Seconds."""


class PausedBy(Enum):
    """Whose pause it is."""

    PERSON = "person"
    GUARD = "guard"


@dataclass(frozen=True, slots=True, kw_only=True)
class Pause:
    """The pause that is on, or the one before."""

    by: PausedBy | None = None  # None: none is on
    begun_in: Phase = Phase.PREPARE
    guards_since: float | None = None  # when the guard began this pause; None: the person did

    def takes_as_mine(self, t: float) -> bool:
        """Whether the key that pauses and goes on means, at time `t`, that this pause is the person's own."""
        return self.by is PausedBy.GUARD and self.guards_since is not None and t - self.guards_since < MINE_WITHIN_S

    @property
    def before_the_start(self) -> bool:
        """Whether nothing had been asked of the body yet: then nothing stands against going on."""
        return self.begun_in in (Phase.ASK_BEFORE, Phase.WAITING)

    @property
    def back(self) -> Trigger | None:
        """The trigger that leads back to where it was begun; None: that was in a muscle group."""
        return {
            Phase.ASK_BEFORE: Trigger.GO_ON_RATING,
            Phase.WAITING: Trigger.GO_ON_WAITING,
            Phase.BASELINE: Trigger.GO_ON_BASELINE,
            Phase.CLOSING: Trigger.GO_ON_CLOSING,
        }.get(self.begun_in)
