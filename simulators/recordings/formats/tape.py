"""The intervals of a file as they are read: every value is checked here, whatever file it came from."""

from __future__ import annotations

import math
from array import array
from pathlib import Path
from sys import intern
from typing import TYPE_CHECKING

from biofeedback.ticks import TICKS_PER_MS, TICKS_PER_S
from biofeedback.why import Why, why
from simulators.recordings.recording import Recording
from simulators.refusal import refused

if TYPE_CHECKING:
    from simulators.recordings.ecg_signal import Signal

SHORTEST_MS = 1.0
"""Detectors do fire twice within a few ms (annotated files have 2-9 ms); less is another unit (seconds)."""

LONGEST_MS = 86_400_000.0
"""A day: recordings write the hours without a strap as one interval; more is a mistake."""

LONGEST_GAP_S = 31_622_400.0
"""A leap year: no recording goes on after that. Seconds."""

GAP_S = 0.2
"""A clock ahead of the intervals by more than rounding (<= 0.1 s) and by less than any beat lasts."""

_MISFIT_SHARE = 0.5
"""Of the intervals: where the clock fits fewer than this it does not tell when the beats were."""

_MISFIT_LEAST = 8
"""Intervals before a clock is judged."""


class Tape:
    """Takes intervals one by one, with the time of the beat that ends each where the file has it."""

    def __init__(self) -> None:
        self.t_s = array("d")
        self.rr_ticks = array("q")
        self.gaps: list[bool] = []
        self._labels: list[str] = []
        self._rhythms: list[str] = []
        self._ticks = 0  # sum of the intervals, for files without a clock
        self._lost_s = 0.0
        self._lost_now = False
        self._ahead = 0
        self._behind = 0
        self._in_gaps_s = 0.0
        self._remarks: list[Why] = []
        self._clock: str | None = None

    def __len__(self) -> int:
        return len(self.rr_ticks)

    def add(self, rr_ms: float, line: int) -> None:
        """One more interval that began when the last one ended."""
        if not SHORTEST_MS <= rr_ms <= LONGEST_MS:
            raise not_an_interval(rr_ms, line)
        ticks = round(rr_ms * TICKS_PER_MS)
        self._ticks += ticks
        self.rr_ticks.append(ticks)
        self.t_s.append(self._ticks / TICKS_PER_S + self._lost_s)
        self.gaps.append(self._lost_now)
        self._lost_now = False

    def lose(self, seconds: float) -> None:
        """Time passed before the next interval that no interval tells of (for files without times of beats)."""
        self._lost_s += seconds
        self._in_gaps_s += seconds
        self._lost_now = True

    def add_at(self, rr_ms: float, t_s: float, line: int) -> None:
        """One more interval, ended by a beat at `t_s`. Raises InputError (bad_cell, bad_time)."""
        if not SHORTEST_MS <= rr_ms <= LONGEST_MS:
            raise not_an_interval(rr_ms, line)
        if not math.isfinite(t_s):
            raise refused("bad_time", line=line, found=f"{t_s}", say="time_not_a_number")
        gap = False
        if self.t_s:
            before = self.t_s[-1]
            if t_s <= before:
                say = "time_repeats" if t_s == before else "time_goes_back"
                raise refused("bad_time", line=line, say=say, found=f"{t_s:g}", before=f"{before:g}")
            ahead = t_s - before - rr_ms / 1000
            gap = ahead > GAP_S
            self._in_gaps_s += ahead if gap else 0.0
            self._ahead += gap
            self._behind += ahead < -GAP_S
            if ahead > LONGEST_GAP_S:
                raise refused("bad_time", line=line, say="time_jumps", found=f"{t_s:g}", before=f"{before:g}")
        self.t_s.append(t_s)
        self.rr_ticks.append(round(rr_ms * TICKS_PER_MS))
        self.gaps.append(gap)

    def tell(self, remark: Why) -> None:
        """What was understood of the file that its reader should know."""
        self._remarks.append(remark)

    def tell_clock(self, name: str) -> None:
        """Which clock was believed; gaps and lost time are told with it."""
        self._clock = name

    def annotate(self, label: str, rhythm: str) -> None:
        """What experts said of the interval that was added last; of all intervals or of none."""
        self._labels.append(intern(label))
        self._rhythms.append(intern(rhythm))

    def recording(
        self, path: Path, form: str, *, ecg: Signal | None = None, remarks: tuple[Why, ...] = ()
    ) -> Recording:
        """All of it. Raises InputError (no_beats, or bad_time where the clock does not fit)."""
        if not self.rr_ticks:
            raise refused("no_beats")
        misfits = max(self._ahead, self._behind)
        if len(self) >= _MISFIT_LEAST and misfits > _MISFIT_SHARE * len(self):
            raise refused("bad_time", say="clock_misfits", misfits=misfits, intervals=len(self))
        unsaid = ("",) * len(self)
        told = [*self._remarks, *remarks]
        gaps = sum(self.gaps)
        if self._clock is not None:
            told.append(why("remarks.clock", name=self._clock, gaps=gaps, seconds=f"{self._in_gaps_s:.0f}"))
        elif gaps:
            told.append(why("remarks.gaps", gaps=gaps))
        return Recording(
            path=str(path),
            format=form,
            t_s=self.t_s,
            rr_ticks=self.rr_ticks,
            gaps=tuple(self.gaps),
            labels=tuple(self._labels) or unsaid,
            rhythms=tuple(self._rhythms) or unsaid,
            ecg=ecg,
            remarks=tuple(told),
        )


def not_an_interval(rr_ms: float, line: int) -> Exception:
    """The refusal of a number that is no interval of any heart, nor of any gap."""
    if not math.isfinite(rr_ms):
        return refused("bad_cell", line=line, found=f"{rr_ms}")
    if rr_ms <= 0:
        return refused("bad_cell", line=line, say="not_positive", found=f"{rr_ms:g}")
    return refused("bad_cell", line=line, say="too_short" if rr_ms < SHORTEST_MS else "too_long_rr", found=f"{rr_ms:g}")
