"""Whether arousal has moved away from the person's own baseline: the parasympathetic and the sympathetic shift.

Streaming and causal: a shift is told at the beat at which it was decided. Beats under tension are stepped over, beats
that are not normal are never used, and without an honest baseline nothing is ever told.
"""

from __future__ import annotations

import math
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass

from biofeedback.findings import Activity, BaselineTaken, Beat, BeatClass, Direction, ShiftFound, ShiftLost
from biofeedback.signal.baseline import History, of_rest, resting_level, take_baseline
from biofeedback.signal.block_history import MINUTE_BLOCKS, BlockHistory, BlockMeans
from biofeedback.signal.clean_blocks import CleanBlock, CleanBlocks
from biofeedback.signal.shift_evidence import weigh
from biofeedback.why import why

__all__ = ["History", "ShiftWatch"]

THRESHOLDS = {Direction.PARASYMPATHETIC: -0.27, Direction.SYMPATHETIC: 0.0}
"""Evidence at which a shift is told. Aimed at a false alarm in one of ten sessions (16 minutes after a 240 s baseline)
of real rest: 10.0 % (95 % interval 6.9 to 13.0, bootstrap over people) and 8.6 % (6.4 to 10.8) on 700 stretches of 38
people. The same people served for fit and threshold, so expect somewhat more on new ones: fitted on one half of them,
an earlier form gave 8 and 12 % on the other. Real rest also holds real shifts, which count here as false."""
SD_MINUTE_LN_RMSSD = 0.25
"""Sd of a minute's lnRMSSD against the baseline on real rest (measured): a unit of strength, which is the mean of two,
this and that of lnRR."""
SD_MINUTE_LN_RR = 0.035
"""Sd of a minute's lnRR against the baseline on real rest (measured): the other unit of strength."""
LEAST_STRENGTH = 0.4
"""A shift counts as at least this strong when it is asked whether it is over."""
LOST_SHARE = 0.25
"""A shift is over when its strength has fallen below this share of what it was."""
MOST_EXCLUDED_IN_WINDOW = 0.05
"""Share of excluded beats in the judging window above which no shift is told: at 5 % even what is left may hold
artefacts that passed."""
MOST_BASELINE_BLOCKS = 90
"""15 minutes: a longer baseline forgets its beginning."""


@dataclass(frozen=True, slots=True)
class _Shifted:
    direction: Direction
    strength: float


def always_quiet(began: float, ended: float) -> bool:
    """What is known of movement where no sensor tells it: nothing against any stretch."""
    return False


class ShiftWatch:
    """Takes the baseline and watches for shifts against it.

    `unquiet` (begin and end, seconds): whether the body moved through such a stretch.
    """

    def __init__(self, history: History | None = None, unquiet: Callable[[float, float], bool] = always_quiet) -> None:
        self._history = history
        self._unquiet = unquiet
        self._blocks = CleanBlocks()
        self._baseline: BaselineTaken | None = None
        self._taking: deque[CleanBlock] | None = None
        self._still: deque[CleanBlock] = deque(maxlen=MOST_BASELINE_BLOCKS)  # of these, those of a body at rest
        self._seen = 0
        self._excluded = 0
        self._rest: BlockMeans | None = None
        self._recent_blocks = BlockHistory()
        self._shifted: _Shifted | None = None

    @property
    def baseline(self) -> BaselineTaken | None:
        """The baseline last taken; its values are None if too few clean beats came."""
        return self._baseline

    def begin_baseline(self, t: float) -> None:
        """Take the baseline from the beats from now on; what was known before is forgotten."""
        self._blocks.interrupt()
        self._taking = deque(maxlen=MOST_BASELINE_BLOCKS)
        self._still.clear()
        self._seen = self._excluded = 0
        self._baseline = self._rest = self._shifted = None
        self._recent_blocks = BlockHistory()

    def end_baseline(self, t: float) -> BaselineTaken:
        """The baseline of the beats since `begin_baseline`."""
        blocks = of_rest(self._taking or (), self._still)
        excluded = self._excluded / self._seen if self._seen else 1.0
        self._taking = None
        self._baseline = taken = take_baseline(t, blocks, excluded)
        self._rest = resting_level(taken, blocks, self._history)
        return taken

    def push(self, beat: Beat, activity: Activity) -> tuple[ShiftFound | ShiftLost, ...]:
        """What the next final beat lets us tell. Beats come in order."""
        taking = self._taking
        if taking is not None:
            self._seen += 1
            self._excluded += beat.kind is not BeatClass.NORMAL
        block = self._blocks.push(beat, activity)
        if block is None:
            return ()
        if taking is not None:
            taking.append(block)
            if not self._unquiet(block.start_s, block.end_s):  # asked now: movement is not remembered for ever
                self._still.append(block)
        self._recent_blocks.push(block, taking is not None)
        return () if self._rest is None else self._judge(block.end_s, self._rest)

    def _judge(self, t: float, rest: BlockMeans) -> tuple[ShiftFound | ShiftLost, ...]:
        minute = self._recent_blocks.mean(min(MINUTE_BLOCKS, len(self._recent_blocks)), 0)
        strength = 0.5 * (
            (minute.ln_rmssd - rest.ln_rmssd) / SD_MINUTE_LN_RMSSD + (minute.ln_rr - rest.ln_rr) / SD_MINUTE_LN_RR
        )
        if self._shifted is not None:
            return self._over(t, self._shifted, strength)
        direction, sign = (Direction.PARASYMPATHETIC, 1) if minute.ln_rr > rest.ln_rr else (Direction.SYMPATHETIC, -1)
        verdict = weigh(self._recent_blocks, rest, sign)
        if (
            verdict.score <= THRESHOLDS[direction]
            or self._recent_blocks.excluded(max(MINUTE_BLOCKS, verdict.age)) > MOST_EXCLUDED_IN_WINDOW
        ):
            return ()
        self._shifted = _Shifted(direction, sign * max(LEAST_STRENGTH, sign * strength))
        rmssd_ms, hr_bpm = math.exp(minute.ln_rmssd), 60.0 * math.exp(-minute.ln_rr)
        if self._history is None:
            reason = why(f"shift.{direction.value}", rmssd_ms=rmssd_ms, hr_bpm=hr_bpm)
        else:
            code = f"shift.{direction.value}_of_sessions"
            reason = why(code, rmssd_ms=rmssd_ms, hr_bpm=hr_bpm, sessions=self._history.n)
        start = self._recent_blocks.block(verdict.age).start_s
        return (ShiftFound(t=t, start_s=start, direction=direction, strength=sign * strength, why=reason),)

    def _over(self, t: float, shifted: _Shifted, strength: float) -> tuple[ShiftLost, ...]:
        if strength / shifted.strength > LOST_SHARE:
            return ()
        self._shifted = None
        direction = shifted.direction
        return (ShiftLost(t=t, direction=direction, why=why(f"shift.{direction.value}_over")),)
