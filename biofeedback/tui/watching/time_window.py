"""Which stretch of time a chart shows: so long, up to now or up to a moment of the past. It is moved by keys."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil

LENGTHS_S: tuple[float | None, ...] = (30.0, 60.0, 120.0, 300.0, 900.0, None)
"""Lengths that are chosen from; None: all there is. Seconds."""

LEAST_ALL_S = 60.0
"""All there is, at the beginning: a shorter stretch would magnify nothing. Seconds."""

STEPS_S = (5.0, 10.0, 15.0, 30.0, 60.0, 120.0, 300.0, 600.0, 900.0, 1800.0, 3600.0, 7200.0, 14_400.0, 28_800.0)
"""Between two moments that are named on the axis. Seconds."""

NAMED = 4
"""About so many moments have a name. Count."""


@dataclass(frozen=True, slots=True)
class TimeWindow:
    """`place` among the lengths; `end_s`: the moment at the right edge, None: now, which moves on."""

    place: int = 2
    end_s: float | None = None

    def length_s(self, t: float) -> float:
        """Seconds across at time `t`."""
        length = LENGTHS_S[self.place]
        return _all_of(t) if length is None else length

    @property
    def whole(self) -> bool:
        """Whether all there is is shown."""
        return LENGTHS_S[self.place] is None

    def shows_to(self, t: float) -> float:
        """The time at the right edge, at time `t`."""
        return t if self.end_s is None else min(self.end_s, t)

    def longer(self) -> TimeWindow:
        """The next longer one; of all there is the end is now."""
        place = min(self.place + 1, len(LENGTHS_S) - 1)
        return TimeWindow(place, None if LENGTHS_S[place] is None else self.end_s)

    def shorter(self) -> TimeWindow:
        """The next shorter one, with the same end."""
        return replace(self, place=max(0, self.place - 1))

    def back(self, t: float) -> TimeWindow:
        """Half a window towards the beginning, and no further than it."""
        length = self.length_s(t)
        if self.whole or t <= length:
            return self
        return replace(self, end_s=max(length, self.shows_to(t) - length / 2))

    def forth(self, t: float) -> TimeWindow:
        """Half a window towards now, and then with it."""
        if self.end_s is None:
            return self
        end = self.end_s + self.length_s(t) / 2
        return replace(self, end_s=None if end >= t else end)

    def at_now(self) -> TimeWindow:
        """The same length, up to now."""
        return replace(self, end_s=None)


def _all_of(t: float) -> float:
    """A little more than `t`, in steps of an eighth at most: a picture that is drawn anew all the time shimmers."""
    step = LEAST_ALL_S
    while 16 * step <= t:
        step *= 2
    return max(1, ceil(t / step)) * step


def named_every(length_s: float) -> float:
    """Seconds between two moments that are named on an axis of that length."""
    return next((step for step in STEPS_S if length_s / step <= NAMED), STEPS_S[-1])
