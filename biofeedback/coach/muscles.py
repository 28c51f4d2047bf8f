"""What the body has been through in this session: how often which muscles were tensed, how long in all, and since when
it rests. An interrupted tension counts like any other: it is the body that is to rest, not the plan that was cut short.
"""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass

from protocols import limits
from protocols.restrictions import UNRESTRICTED, Restrictions
from protocols.training import MuscleGroup, Region, Side


@dataclass(frozen=True, slots=True, kw_only=True)
class Strain:
    """What stands against tensing a group now."""

    times: int = 0  # tensions of the most tensed of its regions
    total_s: float = 0.0  # seconds of tension of all muscles
    rest_s: float = 0.0  # seconds that are still missing of the rest after the last tension, whatever muscles it was of


FRESH = Strain()


class Muscles:
    """The tensions of one session. Times are counted for each region of each side, whichever groups they are in."""

    def __init__(self, restrictions: Restrictions = UNRESTRICTED) -> None:
        self._own_rest_s = restrictions.min_rest_s
        self._times: Counter[tuple[Region, Side]] = Counter()
        self._tense_since: float | None = None
        self._total_s = 0.0
        self._rested_at = 0.0

    def tensed(self, t: float, group: MuscleGroup) -> None:
        """A tension of this group begins."""
        self._tense_since = t
        self._times.update(_places(group))

    def released(self, t: float) -> None:
        """And ends, whatever ended it."""
        if self._tense_since is None:
            return
        held_s, self._tense_since = t - self._tense_since, None
        self._total_s += held_s
        self._rested_at = t + max(limits.MIN_REST_S, limits.min_rest_s(held_s), self._own_rest_s)

    def times(self, group: MuscleGroup) -> int:
        """How often the most tensed region of this group has been tensed."""
        return max((self._times[place] for place in _places(group)), default=0)

    def strain(self, t: float, group: MuscleGroup) -> Strain:
        """What stands against tensing this group at time `t`."""
        return Strain(times=self.times(group), total_s=self._total_s, rest_s=max(0.0, self._rested_at - t))


def _places(group: MuscleGroup) -> tuple[tuple[Region, Side], ...]:
    return tuple((region, side) for region in dict.fromkeys(group.regions) for side in limits.sides_of(group.side))
