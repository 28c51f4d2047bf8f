"""All beats of a long watch, in little memory: any stretch of it beat by beat, or as the spans of a chart.

Intervals are kept in ticks, 14 bytes a beat. Above them stand blocks of 16, of 256 and so on beats with their shortest
and longest interval, so that the span of a stretch costs no more than its logarithm, however long it is.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left, bisect_right
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from biofeedback.findings import Beat, BeatClass

MOST_BEATS = 1 << 17
"""A day and more at 80 a minute, in 2 MB. At that many the older half is let go of. Count."""

_FAN = 16
"""Beats in a block, and blocks in a larger one. Count."""

_NONE = 1 << 30
"""The shortest interval of a block without a normal beat. Ticks."""


@dataclass(frozen=True, slots=True)
class Extent:
    """The shortest and longest normal interval of a stretch, in ticks (None: there is none), and whether there are
    beats in it that do not count.
    """

    ticks: tuple[int, int] | None
    odd: bool


class _Blocks:
    def __init__(self) -> None:
        self.shortest = array("i")
        self.longest = array("i")
        self.odd = bytearray()

    def take(self, place: int, shortest: int, longest: int, odd: bool) -> None:
        if place == len(self.odd):
            self.shortest.append(shortest)
            self.longest.append(longest)
            self.odd.append(odd)
            return
        self.shortest[place] = min(self.shortest[place], shortest)
        self.longest[place] = max(self.longest[place], longest)
        self.odd[place] |= odd


class BeatHistory:
    """Beats are given in order; those that it has already are left out."""

    def __init__(self, most: int = MOST_BEATS) -> None:
        self._most = most
        self._t = array("d")
        self._apart = bytearray()  # 1: time was lost before it
        self._levels = [_Blocks()]

    @property
    def span_s(self) -> tuple[float, float] | None:
        """The times of the first and the last beat; None before there is one."""
        return (self._t[0], self._t[-1]) if self._t else None

    def push(self, beats: Iterable[Beat]) -> None:
        """Take those that are new: later than the last one."""
        last = self._t[-1] if self._t else float("-inf")
        for beat in beats:
            if beat.t > last and beat.rr_ticks > 0:
                last = beat.t
                self._push(beat)

    def _push(self, beat: Beat) -> None:
        if len(self._t) >= self._most:
            self._forget_half()
        normal = beat.kind is BeatClass.NORMAL
        self._append(beat.t, beat.rr_ticks if normal else 0, beat.gap)

    def _append(self, t: float, ticks: int, apart: bool) -> None:
        place = len(self._t)
        self._t.append(t)
        self._apart.append(apart)
        for level in range(len(self._levels)):
            self._levels[level].take(place, ticks or _NONE, ticks, not ticks)
            place //= _FAN
        if len(self._levels[-1].odd) > _FAN:
            below, above = self._levels[-1], _Blocks()
            for k in range(len(below.odd)):
                above.take(k // _FAN, below.shortest[k], below.longest[k], bool(below.odd[k]))
            self._levels.append(above)

    def _forget_half(self) -> None:
        first = len(self._t) // 2
        kept = zip(self._t[first:], self._levels[0].longest[first:], self._apart[first:], strict=True)
        self._t, self._apart, self._levels = array("d"), bytearray(), [_Blocks()]
        for t, ticks, apart in list(kept):
            self._append(t, ticks, bool(apart))

    def stretch(self, begin_s: float, end_s: float) -> tuple[Beat, ...]:
        """The beats of a stretch, both ends with it; of those that do not count only that they do not is known."""
        first, after = bisect_left(self._t, begin_s), bisect_right(self._t, end_s)
        return tuple(
            Beat(
                index=k,
                t=self._t[k],
                rr_ticks=self._levels[0].longest[k] or 1,
                kind=BeatClass.NORMAL if self._levels[0].longest[k] else BeatClass.ECTOPIC,
                normality=float(self._levels[0].longest[k] > 0),
                gap=bool(self._apart[k]),
            )
            for k in range(first, after)
        )

    def extents(self, begin_s: float, step_s: float, many: int) -> tuple[Extent | None, ...]:
        """The span of each of `many` columns of `step_s` from `begin_s` on; None: no beat is in it."""
        found: list[Extent | None] = []
        first = bisect_left(self._t, begin_s)
        for k in range(1, many + 1):
            after = bisect_left(self._t, begin_s + k * step_s, first)
            found.append(self._extent(first, after) if after > first else None)
            first = after
        return tuple(found)

    def _extent(self, first: int, after: int) -> Extent:
        shortest, longest, odd = _NONE, 0, False
        for level, place in self._blocks(first, after):
            blocks = self._levels[level]
            shortest = min(shortest, blocks.shortest[place])
            longest = max(longest, blocks.longest[place])
            odd = odd or bool(blocks.odd[place])
        return Extent((shortest, longest) if longest else None, odd)

    def _blocks(self, first: int, after: int) -> Iterator[tuple[int, int]]:
        """The fewest blocks that are these beats together: level and place."""
        level = 0
        while first < after:
            top = level + 1 == len(self._levels)
            while first < after and (top or first % _FAN):
                yield level, first
                first += 1
            while first < after and after % _FAN:
                after -= 1
                yield level, after
            first, after, level = first // _FAN, after // _FAN, level + 1
