"""What one person's body is never asked for. The plan keeps to it; the guard in `coach/` enforces it all the same.

Restrictions only ever narrow the limits of `limits.py`. The default restricts nothing.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from protocols.training import Breathing, Effort, MuscleGroup, Region, Side, Step, TrainingProtocol


@dataclass(frozen=True, slots=True, kw_only=True)
class Place:
    """A part of the body, on one side or on both."""

    region: Region
    side: Side = Side.BOTH

    def within(self, group: MuscleGroup) -> bool:
        """Whether `group` works there. What is done with both sides works on each of them."""
        same_side = Side.BOTH in (self.side, group.side) or self.side is group.side
        return same_side and self.region in group.regions


@dataclass(frozen=True, slots=True, kw_only=True)
class Restrictions:
    """What may never be asked of this body, whatever a protocol says. Times in seconds."""

    no_tensing: bool = False
    never_tensed: tuple[Place, ...] = ()
    mild_only: bool = False
    max_hold_s: float | None = None
    min_rest_s: float = 0.0  # after a tension
    unbound_breath: bool = False  # no breath goes with a tension: an in-breath under strain could turn into a held one
    no_breath_cue: bool = False  # breathing is never paced either
    stay_watched: bool = False  # nothing is practised while the rhythm watch hears nothing
    rhythm_unjudged: bool = False  # the rhythm watch cannot judge this heart: nothing is decided on its rhythm

    def forbids(self, group: MuscleGroup) -> bool:
        """Whether `group` may not be tensed at all."""
        return self.no_tensing or any(place.within(group) for place in self.never_tensed)

    def longest_hold_s(self, step: Step) -> float:
        """Longest tension this step may have, s; without a restriction its own."""
        if self.forbids(step.group):
            return 0.0
        return step.hold_s if self.max_hold_s is None else min(step.hold_s, self.max_hold_s)

    def of_breath(self, protocol: TrainingProtocol) -> TrainingProtocol:
        """The protocol without its breathing cue, where breathing must not be paced."""
        return replace(protocol, breath_cue=False) if self.no_breath_cue else protocol

    def of_manner(self, step: Step) -> Step:
        """The step with the effort and the breathing that are allowed."""
        if self.mild_only and step.effort is Effort.MODERATE:
            step = replace(step, effort=Effort.MILD)
        if (self.unbound_breath or self.no_breath_cue) and step.breathing is Breathing.WITH_TENSION:
            step = replace(step, breathing=Breathing.FREE)
        return step


UNRESTRICTED = Restrictions()
"""Nothing is left out."""
