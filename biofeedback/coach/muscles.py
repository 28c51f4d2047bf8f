"""What the muscles have been through in this session: how often, how long, and when they were let go last.

Kept for each region of each side, whichever groups they are in. An interrupted tension counts like any other: it is its
muscles that are to rest, not the plan that was not carried out.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from protocols import limits
from protocols.restrictions import UNRESTRICTED, Restrictions
from protocols.training import MuscleGroup, Region, Side

_Place = tuple[Region, Side]


@dataclass(frozen=True, slots=True, kw_only=True)
class Strain:
    """What stands against tensing a group now."""

    times: int = 0  # tensions of the most tensed of its regions
    total_s: float = 0.0  # seconds of tension of all muscles
    rest_s: float = 0.0  # seconds that the least rested of its regions must still rest


FRESH = Strain()


@dataclass(slots=True)
class _Past:
    times: int = 0
    held_s: float = 0.0  # of the last tension
    released: float | None = None  # None: never yet, or tense now


class Muscles:
    """The tensions of one session."""

    def __init__(self, held: Restrictions = UNRESTRICTED) -> None:
        self._own_rest_s = held.min_rest_s
        self._places: dict[_Place, _Past] = {}
        self._tense: tuple[float, MuscleGroup] | None = None
        self._total_s = 0.0

    def tensed(self, t: float, group: MuscleGroup) -> None:
        """A tension of this group begins."""
        self._tense = (t, group)
        for place in _places(group):
            past = self._places.setdefault(place, _Past())
            past.times, past.released = past.times + 1, None

    def released(self, t: float) -> None:
        """And ends, whatever ended it."""
        if self._tense is None:
            return
        began, group = self._tense
        self._tense = None
        self._total_s += t - began
        for place in _places(group):
            self._places[place].held_s, self._places[place].released = t - began, t

    def times(self, group: MuscleGroup) -> int:
        """How often the most tensed region of this group has been tensed."""
        return max((past.times for past in self._past(group)), default=0)

    def strain(self, t: float, group: MuscleGroup) -> Strain:
        """What stands against tensing this group at time `t`."""
        rest_s = max((self._rested_at(past) - t for past in self._past(group)), default=0.0)
        return Strain(times=self.times(group), total_s=self._total_s, rest_s=max(0.0, rest_s))

    def _rested_at(self, past: _Past) -> float:
        if past.released is None:
            return 0.0
        return past.released + max(limits.MIN_REST_S, limits.min_rest_s(past.held_s), self._own_rest_s)

    def _past(self, group: MuscleGroup) -> Iterator[_Past]:
        return (self._places[place] for place in _places(group) if place in self._places)


def _places(group: MuscleGroup) -> tuple[_Place, ...]:
    return tuple((region, side) for region in dict.fromkeys(group.regions) for side in limits.sides_of(group.side))
