"""Whether arousal has moved away from the person's own baseline: the parasympathetic and the sympathetic shift.

Streaming and causal: a shift is told at the beat at which it was decided. Beats under tension are stepped over, beats
that are not normal are never used, and without an honest baseline nothing is ever told.
"""

from __future__ import annotations

import math
from collections import deque

from biofeedback.findings import Activity, BaselineTaken, Beat, BeatClass, Direction, ShiftFound, ShiftLost
from biofeedback.signal.baseline import History, take_baseline
from biofeedback.signal.shift_blocks import Block, Blocks
from biofeedback.signal.shift_evidence import SD_LN_RMSSD, Evidence, Level
from biofeedback.why import why

__all__ = ["History", "ShiftWatch"]

THRESHOLD = 6.0
"""Sum of evidence at which a shift is told."""
WINDOW_BLOCKS = 6
"""Blocks (10 clean seconds each) whose mean says how strong a shift is, and whether it is over."""
LOST_SHARE = 0.25
"""A shift is over when its strength has fallen below this share of what it was."""
MOST_EXCLUDED = 0.05
"""Share of excluded beats in the judging window above which no shift is told."""
MOST_BASELINE_BLOCKS = 90
"""15 minutes: a longer baseline forgets its beginning."""


class ShiftWatch:
    """Takes the baseline and watches for shifts against it."""

    def __init__(self, history: History | None = None) -> None:
        self._history = history
        self._blocks = Blocks()
        self._baseline: BaselineTaken | None = None
        self._taking: deque[Block] | None = None
        self._seen = 0
        self._excluded = 0
        self._level: Level | None = None
        self._evidence: dict[Direction, Evidence] = {}
        self._recent: deque[Block] = deque(maxlen=WINDOW_BLOCKS)
        self._found: tuple[Direction, float] | None = None

    @property
    def baseline(self) -> BaselineTaken | None:
        """The baseline last taken; its values are None if too few clean beats came."""
        return self._baseline

    def begin_baseline(self, t: float) -> None:
        """Take the baseline from the beats from now on; what was known before is forgotten."""
        self._blocks.interrupt()
        self._taking = deque(maxlen=MOST_BASELINE_BLOCKS)
        self._seen = self._excluded = 0
        self._baseline = self._level = self._found = None
        self._evidence = {}
        self._recent.clear()

    def end_baseline(self, t: float) -> BaselineTaken:
        """The baseline of the beats since `begin_baseline`, drawn towards the person's history."""
        blocks = self._taking or ()
        excluded = self._excluded / self._seen if self._seen else 1.0
        self._taking = None
        self._baseline = taken = take_baseline(t, tuple(blocks), excluded, self._history)
        if taken.hr_bpm is not None and taken.rmssd_ms is not None:
            self._level = Level(math.log(taken.rmssd_ms.value), math.log(60.0 / taken.hr_bpm))
            self._evidence = {
                Direction.PARASYMPATHETIC: Evidence(self._level, 1),
                Direction.SYMPATHETIC: Evidence(self._level, -1),
            }
        return taken

    def push(self, beat: Beat, activity: Activity) -> tuple[ShiftFound | ShiftLost, ...]:
        """What the next final beat lets us tell. Beats come in order."""
        if self._taking is not None:
            self._seen += 1
            self._excluded += beat.kind is not BeatClass.NORMAL
        block = self._blocks.push(beat, activity)
        if block is None:
            return ()
        if self._taking is not None:
            self._taking.append(block)
            return ()
        return () if self._level is None else self._judge(block, self._level)

    def _judge(self, block: Block, level: Level) -> tuple[ShiftFound | ShiftLost, ...]:
        self._recent.append(block)
        strength = sum(recent.ln_rmssd - level.ln_rmssd for recent in self._recent) / len(self._recent) / SD_LN_RMSSD
        if self._found is not None:
            return self._over(block, strength)
        sums = {direction: evidence.push(block) for direction, evidence in self._evidence.items()}
        excluded = sum(recent.excluded for recent in self._recent)
        if excluded > MOST_EXCLUDED * (excluded + sum(recent.n for recent in self._recent)):
            return ()
        for direction, total in sums.items():
            if total > THRESHOLD:
                return (self._tell(direction, block, strength),)
        return ()

    def _tell(self, direction: Direction, block: Block, strength: float) -> ShiftFound:
        self._found = direction, strength
        reason = why(
            f"shift.{direction.value}",
            rmssd_ms=math.exp(sum(recent.ln_rmssd for recent in self._recent) / len(self._recent)),
            hr_bpm=60.0 * sum(recent.n for recent in self._recent) / sum(recent.clean_s for recent in self._recent),
        )
        start = self._evidence[direction].start_s
        return ShiftFound(t=block.end_s, start_s=start, direction=direction, strength=abs(strength), why=reason)

    def _over(self, block: Block, strength: float) -> tuple[ShiftLost, ...]:
        assert self._found is not None
        direction, found = self._found
        if abs(strength) > LOST_SHARE * abs(found) and (strength > 0) == (found > 0):
            return ()
        self._found = None
        for evidence in self._evidence.values():
            evidence.sum = 0.0
        return (ShiftLost(t=block.end_s, direction=direction, why=why(f"shift.{direction.value}_over")),)
