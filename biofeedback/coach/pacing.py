"""The breathing cue: drawn towards the person's own breathing, then slowly back to the protocol's pace if they follow.

Breathing is heard in the intervals only. Slower breathing alone makes its wave in them larger, whatever the body feels;
so following is judged by the rate of the wave, never by its size. A breath near 6/min cannot be told from the wave of
0.1 Hz that blood pressure has of itself: such a rate is not taken for somebody's own.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from biofeedback.signal.resonance import FOLLOWS_WITHIN
from biofeedback.why import Why, why

if TYPE_CHECKING:
    from biofeedback.findings import Breath

SLOWEST_OWN_BPM = 7.5
"""The 0.1 Hz wave and the width of its peak in a minute. Breaths a minute."""
DRAWN_SHARE = 0.5
"""The cue begins half way between the protocol's pace and the person's own. Share."""
MOST_DRAWN_BPM = 9.0
"""And stays slow breathing, which the literature takes to be below 10/min (Zaccaro 2018, 10.3389/fnhum.2018.00353).
Breaths a minute."""
LEAST_DRAWN_BPM = 0.5
"""Less is not worth a word. Breaths a minute."""
STEP_BPM = 0.1
"""The cue moves by this much at a time. Breaths a minute."""
EVERY_S = 120.0
"""And no sooner than this after the last time. Seconds."""
LOOKS = 2
"""In a row that must agree. Times."""
LEAST_CUE_S = 30.0
"""The cue must have run for half of the minute that is looked at. Seconds."""


@dataclass(frozen=True, slots=True)
class PaceChange:
    """The cue moves, breaths a minute."""

    before: float
    after: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Pacing:
    """Where the cue should come to, and whether it is followed. Breaths a minute; the cue's own rate is an argument."""

    goal_bpm: float
    highest_bpm: float
    moved_at: float = 0.0
    followed: int = 0
    missed: int = 0

    @classmethod
    def towards(cls, goal_bpm: float) -> Pacing:
        """A cue that begins where it should be."""
        return cls(goal_bpm=goal_bpm, highest_bpm=goal_bpm)

    def begin(self, t: float, own: Breath | None) -> tuple[Pacing, PaceChange | None]:
        """The baseline is over: where the cue begins, by how the person breathes of themselves."""
        begun = replace(self, moved_at=t)
        if own is None or own.rate_bpm < SLOWEST_OWN_BPM:
            return begun, None
        drawn = self.goal_bpm + DRAWN_SHARE * (own.rate_bpm - self.goal_bpm)
        highest = max(self.goal_bpm, round(min(MOST_DRAWN_BPM, drawn), 1))
        if highest - self.goal_bpm < LEAST_DRAWN_BPM:
            return replace(begun, highest_bpm=self.goal_bpm), None
        reason = why("coach.own_breath", own_bpm=round(own.rate_bpm, 1), cue_bpm=highest)
        return replace(begun, highest_bpm=highest)._moved(t, PaceChange(self.goal_bpm, highest, reason))

    def may_move(self, rate: float) -> bool:
        """Whether a look could move a cue at `rate` at all: not one that is at its goal and was never drawn from it."""
        return rate > self.goal_bpm or rate < self.highest_bpm

    def look(self, t: float, rate: float, heard: Breath | None) -> tuple[Pacing, PaceChange | None]:
        """At the end of a breath: is the cue at `rate`, which has run for `LEAST_CUE_S` at least, followed? Unsure
        changes nothing.
        """
        if heard is None:
            return self, None
        follows = abs(heard.rate_bpm - rate) <= FOLLOWS_WITHIN * rate
        if follows:
            looked = replace(self, followed=self.followed + 1, missed=0)
        else:
            looked = replace(self, followed=0, missed=self.missed + 1)
        if t - self.moved_at < EVERY_S:
            return looked, None
        if looked.followed >= LOOKS and rate > self.goal_bpm:
            slower = max(self.goal_bpm, round(rate - STEP_BPM, 1))
            return looked._moved(t, PaceChange(rate, slower, why("coach.breath_followed", cue_bpm=slower)))
        if looked.missed >= LOOKS and rate < self.highest_bpm:
            faster = min(self.highest_bpm, round(rate + STEP_BPM, 1))
            reason = why("coach.breath_not_followed", heard_bpm=round(heard.rate_bpm, 1))
            return looked._moved(t, PaceChange(rate, faster, reason))
        return looked, None

    def _moved(self, t: float, change: PaceChange) -> tuple[Pacing, PaceChange | None]:
        return replace(self, moved_at=t, followed=0, missed=0), change
