"""What the body has been through in this session: how often which muscles were tensed, how long in all, and since when
it rests. An interrupted tension counts like any other: it is the body that is to rest, not the plan that was cut short.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace

from protocols import limits
from protocols.training import MuscleGroup, Region, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Strain:
    """What stands against tensing a group now."""

    times: int = 0  # tensions of the most tensed of its regions
    total_s: float = 0.0  # seconds of tension of all muscles
    rest_s: float = 0.0  # seconds that are still missing of the rest after the last tension, whatever muscles it was of


FRESH = Strain()
"""Nothing was tensed yet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Muscles:
    """The tensions so far. Times are counted for each region of each side, whichever groups they are in."""

    own_rest_s: float = 0.0  # this person's least rest after a tension
    counts: Mapping[tuple[Region, Side], int] = field(default_factory=Counter[tuple[Region, Side]])
    tense_since: float | None = None
    total_s: float = 0.0
    rested_at: float = 0.0

    def tensed(self, t: float, group: MuscleGroup) -> Muscles:
        """A tension of this group begins."""
        counts = Counter(self.counts)
        counts.update(_places(group))
        return replace(self, counts=counts, tense_since=t)

    def released(self, t: float) -> Muscles:
        """And ends, whatever ended it."""
        if self.tense_since is None:
            return self
        held_s = t - self.tense_since
        rest_s = max(limits.MIN_REST_S, limits.min_rest_s(held_s), self.own_rest_s)
        return replace(self, tense_since=None, total_s=self.total_s + held_s, rested_at=t + rest_s)

    def times(self, group: MuscleGroup) -> int:
        """How often the most tensed region of this group has been tensed."""
        return max((self.counts.get(place, 0) for place in _places(group)), default=0)

    def strain(self, t: float, group: MuscleGroup) -> Strain:
        """What stands against tensing this group at time `t`."""
        return Strain(times=self.times(group), total_s=self.total_s, rest_s=max(0.0, self.rested_at - t))


def _places(group: MuscleGroup) -> tuple[tuple[Region, Side], ...]:
    return tuple((region, side) for region in dict.fromkeys(group.regions) for side in limits.sides_of(group.side))
