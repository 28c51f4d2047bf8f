"""What a session is begun with."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum

from biofeedback.signal.baseline import History
from biofeedback.signal.rhythm import UNKNOWN, RhythmProfile
from protocols.restrictions import UNRESTRICTED, Restrictions
from protocols.training import TrainingProtocol


class Adaptation(Enum):
    """How far the body may steer the pace. The guard is on in each of them."""

    ON = "on"
    SHADOW = "shadow"  # pacing is only proposed; settle pauses, cautions and stops are real
    OFF = "off"  # the protocol as written


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """One session: its protocol and its settings."""

    protocol: TrainingProtocol
    adaptation: Adaptation = Adaptation.ON
    ask_ratings: bool = True  # a recording cannot answer
    profile: RhythmProfile = UNKNOWN
    history: History | None = None
    own_breaths_per_min: float | None = None  # their resonance, where known: for a pace that is `personal`
    restrictions: Restrictions = UNRESTRICTED  # of this person; the protocol should keep to them, the guard does
    strapless: bool = False  # nobody wears a strap: nothing is tensed, from the first second to the last

    @property
    def steering(self) -> Adaptation:
        """How far the body does steer: not at all where its rhythm cannot be judged."""
        return Adaptation.OFF if self.restrictions.rhythm_unjudged else self.adaptation

    @property
    def breath_cue(self) -> bool:
        """Whether breathing is ever paced."""
        return self.restrictions.of_breath(self.protocol).breath_cue
