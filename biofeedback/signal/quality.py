"""How far the last half minute of signal can be trusted, in three grades with the reason in words.

What counts is whether HRV can honestly be read from it: the share of intervals left out, and the share of time that
accepted intervals cover. Silence is time without intervals, so it counts against coverage by itself.
"""

from __future__ import annotations

from collections import deque

from biofeedback.findings import Beat, BeatClass, Grade, Quality
from biofeedback.signal.window import LEAST_COVERAGE
from biofeedback.ticks import TICKS_PER_MS, TICKS_PER_S
from biofeedback.why import Why, why

QUALITY_SPAN_S = 30.0
"""What is graded: the last half minute."""
SILENT_S = 5.0
"""Without a beat for so long the signal is lost: no heart that beats 12 a minute or more is silent for so long."""
LEAST_SPAN_S = 5.0
"""Before so much has come, there is too little to judge by."""
SHORTEST_POSSIBLE_TICKS = 300 * TICKS_PER_MS
"""The shortest beat of any rhythm at rest: 200 a minute. Ticks."""
LONGEST_POSSIBLE_TICKS = 2000 * TICKS_PER_MS
"""The longest one: 30 a minute. Up to 2.6 s, as the rhythm rules have it, two beats taken for one at 50 a minute
counted as covered time, and a tension followed a half minute of which half was lost. Ticks."""
GOOD_SHARE = 0.05
"""Share of intervals left out, for good quality: one in twenty costs RMSSD about a hundredth."""
FAIR_SHARE = 0.2
"""The same for fair quality: one in five costs too much."""
GOOD_COVERAGE = 0.9
"""Share of the time that accepted intervals cover, for good quality."""
FAIR_COVERAGE = LEAST_COVERAGE
"""The same for fair quality: what a window needs to give its indices."""


class QualityJudge:
    """Grades the last 30 s of beats."""

    def __init__(self) -> None:
        self._beats: deque[tuple[float, int, BeatClass]] = deque()
        self._began: float | None = None
        self._covered = 0  # ticks
        self._out = 0
        self._early = 0

    def push(self, beat: Beat) -> None:
        """Take the next beat, in order."""
        if self._began is None:
            self._began = beat.t - beat.rr_ticks / TICKS_PER_S
        self._beats.append((beat.t, beat.rr_ticks, beat.kind))
        self._count(beat.rr_ticks, beat.kind, 1)
        self._forget(beat.t)

    def quality(self, t: float, heard_t: float | None = None, *, any_rhythm: bool = False) -> Quality:
        """The grade at `t` (s, not before the last beat). `any_rhythm`: only the lengths of intervals count, whatever
        their class, for a heart that is never regular.

        `heard_t` is when the last interval came, whatever it was: classes are final up to two beats later, and at 40
        beats a minute that alone would look like silence. While intervals come, the last half minute ends with the
        last beat that has its class.
        """
        last = self._beats[-1][0] if self._beats else None
        silence = 0.0 if last is None else t - max(last, heard_t if heard_t is not None else last)
        end = t if last is None or silence >= SILENT_S else last
        self._forget(end)
        n = len(self._beats)
        out, covered = self._by_length() if any_rhythm else (self._out, self._covered)
        share = out / n if n else 0.0
        span = min(QUALITY_SPAN_S, max(end - self._began, 1e-3)) if self._began is not None else QUALITY_SPAN_S
        coverage = min(1.0, covered / TICKS_PER_S / span)
        grade, reason = self._judge(t, silence, share, coverage, span)
        return Quality(t=t, grade=grade, artefact_share=share, coverage=coverage, why=reason)

    def _by_length(self) -> tuple[int, int]:
        """How many intervals no heart gives, and the ticks covered by the others."""
        possible = [ticks for _, ticks, _ in self._beats if SHORTEST_POSSIBLE_TICKS <= ticks <= LONGEST_POSSIBLE_TICKS]
        return len(self._beats) - len(possible), sum(possible)

    def _judge(self, t: float, silence: float, share: float, coverage: float, span: float) -> tuple[Grade, Why]:
        if not self._beats:
            return Grade.POOR, why("quality.no_beats", seconds=round(min(t, QUALITY_SPAN_S)))
        if silence >= SILENT_S:
            return Grade.POOR, why("quality.silence", seconds=round(silence))
        if span < LEAST_SPAN_S:
            return Grade.FAIR, why("quality.starting")
        if share <= GOOD_SHARE and coverage >= GOOD_COVERAGE:
            return Grade.GOOD, why("quality.good", percent=round(100 * coverage))
        grade = Grade.FAIR if share <= FAIR_SHARE and coverage >= FAIR_COVERAGE else Grade.POOR
        return grade, self._reason(share, coverage)

    def _reason(self, share: float, coverage: float) -> Why:
        """What weighs most: lost time, early beats, or disturbed ones."""
        if 1 - coverage > 2 * share and share <= FAIR_SHARE:
            return why("quality.lost_time", percent=round(100 * (1 - coverage)))
        code = "quality.early_beats" if 2 * self._early > self._out else "quality.disturbed"
        return why(code, percent=round(100 * share))

    def _count(self, ticks: int, kind: BeatClass, sign: int) -> None:
        if kind is BeatClass.NORMAL:
            self._covered += sign * ticks
        else:
            self._out += sign
            if kind is BeatClass.ECTOPIC:
                self._early += sign

    def _forget(self, t: float) -> None:
        beats = self._beats
        while beats and beats[0][0] <= t - QUALITY_SPAN_S:
            _, ticks, kind = beats.popleft()
            self._count(ticks, kind, -1)
