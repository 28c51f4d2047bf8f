"""The breathing cue: drawn towards the person's own breathing, then slowly back to the protocol's pace if they follow.

Breathing is heard in the intervals only. Slower breathing alone makes its wave in them larger, whatever the body feels;
so following is judged by the rate of the wave, never by its size. A breath near 6/min cannot be told from the wave of
0.1 Hz that blood pressure has of itself: such a rate is not taken for somebody's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from biofeedback.why import Why, why
from protocols.training import Pace

if TYPE_CHECKING:
    from biofeedback.signal.breathing import Breathing

# Share of the power at the breathing peak. White noise reaches 0.3, and a rate is shown from 0.45; acted upon later.
SURE = 0.6
SLOWEST_OWN_BPM = 7.5  # the 0.1 Hz wave and the width of its peak in a minute. Breaths a minute
DRAWN_SHARE = 0.5  # the cue begins half way between the protocol's pace and the person's own
# And stays slow breathing, which the literature takes to be below 10/min (Zaccaro 2018, 10.3389/fnhum.2018.00353).
MOST_DRAWN_BPM = 9.0
LEAST_DRAWN_BPM = 0.5  # less is not worth a word. Breaths a minute
STEP_BPM, EVERY_S = 0.1, 120.0  # the cue never moves faster than this. Breaths a minute; seconds
FOLLOWS_WITHIN = 0.08  # of the cue's rate: about the width of a peak in a minute, at 8/min. Ratio
LOOKS = 2  # in a row that must agree
LEAST_CUE_S = 30.0  # the cue must have run for half of the minute that is looked at. Seconds


@dataclass(frozen=True, slots=True)
class Change:
    """The cue moves, breaths a minute."""

    before: float
    after: float
    why: Why


class Pacing:
    """Where the cue is, where it should come to, and whether it is followed. `moves` False: it is only proposed to."""

    def __init__(self, pace: Pace, *, moves: bool = True) -> None:
        self.pace = pace
        self._moves = moves
        self._goal = self._highest = pace.breaths_per_min
        self._moved_at = 0.0
        self._followed = self._missed = 0

    def begin(self, t: float, own: Breathing | None) -> Change | None:
        """The baseline is over: where the cue begins, by how the person breathes of themselves."""
        self._moved_at = t
        if own is None or own.confidence < SURE or own.rate_bpm < SLOWEST_OWN_BPM:
            return None
        drawn = self._goal + DRAWN_SHARE * (own.rate_bpm - self._goal)
        self._highest = max(self._goal, round(min(MOST_DRAWN_BPM, drawn), 1))
        if self._highest - self._goal < LEAST_DRAWN_BPM:
            self._highest = self._goal
            return None
        reason = why("coach.own_breath", own_bpm=round(own.rate_bpm, 1), cue_bpm=self._highest)
        return self._to(t, self._highest, reason)

    def look(self, t: float, cue_s: float, heard: Breathing | None) -> Change | None:
        """At the end of a breath: is the cue, which has run for `cue_s`, followed? What is unsure changes nothing."""
        if heard is None or heard.confidence < SURE or cue_s < LEAST_CUE_S:
            return None
        rate = self.pace.breaths_per_min
        follows = abs(heard.rate_bpm - rate) <= FOLLOWS_WITHIN * rate
        self._followed = self._followed + 1 if follows else 0
        self._missed = 0 if follows else self._missed + 1
        if t - self._moved_at < EVERY_S:
            return None
        if self._followed >= LOOKS and rate > self._goal:
            slower = max(self._goal, round(rate - STEP_BPM, 1))
            return self._to(t, slower, why("coach.breath_followed", cue_bpm=slower))
        if self._missed >= LOOKS and rate < self._highest:
            faster = min(self._highest, round(rate + STEP_BPM, 1))
            return self._to(t, faster, why("coach.breath_not_followed", heard_bpm=round(heard.rate_bpm, 1)))
        return None

    def _to(self, t: float, rate: float, reason: Why) -> Change:
        before, self._moved_at = self.pace.breaths_per_min, t
        self._followed = self._missed = 0
        if self._moves:
            self.pace = replace(self.pace, breaths_per_min=rate)
        return Change(before, rate, reason)
