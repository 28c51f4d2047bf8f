"""Many early beats: every other one, or more than a handful in a minute."""

from __future__ import annotations

import itertools
from collections import deque

from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm.sign import Sign
from biofeedback.signal.rhythm.strip import Strip
from biofeedback.why import why

ALTERNATING = 10
STEP = 0.24
RETURN = 0.33
NOT_EARLY = 0.9
"""Short ones of the usual length are the normal beats, and the long ones hold a beat that was not seen."""
EARLY = 0.82
LATE = 1.12
PER_MINUTE = 6
MINUTE_S = 60.0


class EctopicBurden:
    """Stop on alternating beats (bigeminy), or on too many early beats within a minute."""

    rule = Rule.ECTOPIC_BURDEN
    recovery_beats = 15

    def __init__(self) -> None:
        self._early: deque[float] = deque()

    def judge(self, strip: Strip) -> Sign | None:
        """The sign at the newest beat: an early beat is told by the longer one that follows it."""
        self._count(strip)
        ms = strip.ms
        if strip.run < ALTERNATING or strip.rough > 2:
            return None
        if abs(ms[-1] - ms[-2]) > STEP * strip.level and (sign := self._alternating(strip)):
            return sign
        early = self._early
        if len(early) > PER_MINUTE and strip.t - early[-1] < 20:
            return Sign(
                severity=Severity.STOP,
                start_s=early[0],
                why=why("rhythm.ectopic_burden", count=len(early), per_minute=PER_MINUTE),
            )
        return None

    def _count(self, strip: Strip) -> None:
        early, ms = self._early, strip.ms
        while early and strip.t - early[0] > MINUTE_S:
            early.popleft()
        if strip.run < 4 or not strip.before:
            return
        level = strip.before
        if ms[-2] < EARLY * level and ms[-1] > LATE * level and ms[-3] > 0.9 * level and ms[-1] + ms[-2] < 2.25 * level:
            early.append(strip.t - ms[-1] / 1000)

    def _alternating(self, strip: Strip) -> Sign | None:
        x = strip.ms[-ALTERNATING:]
        steps = [b - a for a, b in itertools.pairwise(x)]
        if any(a * b >= 0 for a, b in itertools.pairwise(steps)):
            return None
        typical = sorted(map(abs, steps))[len(steps) // 2]
        returns = sorted(abs(c - a) for a, c in zip(x, x[2:], strict=False))[(len(x) - 2) // 2]
        if typical <= STEP * strip.level or returns >= RETURN * typical:
            return None
        shorts = x[1::2] if x[1] < x[0] else x[::2]
        if sum(shorts) / len(shorts) > NOT_EARLY * strip.usual:
            return None
        return Sign(
            severity=Severity.STOP, start_s=strip.began(ALTERNATING), why=why("rhythm.bigeminy", beats=ALTERNATING)
        )
