"""Breathing as all witnesses together tell it: the intervals, the shape of the ECG's beats, the motion of the chest.

Where only intervals are heard, what `breathing` says of them stands. Any further witness is fused with them, look by
look (`breath_filter`), whenever events bring what a look needs: never when a screen asks, so that replays agree. One
that is not sure of a rate may still deny what the intervals say alone. A witness that is silent leaves the others;
with none, nothing is known. Numerics are loaded with the first look.
"""

from __future__ import annotations

from collections import deque
from statistics import median
from typing import TYPE_CHECKING, Protocol

from biofeedback.findings import Beat, BeatClass, Breath, BreathWitness
from biofeedback.signal.breath_series import KEPT_S, wave
from biofeedback.ticks import to_ms

if TYPE_CHECKING:
    from biofeedback.signal.breath_filter import BreathFilter
    from biofeedback.signal.periodogram import Floats

LEAST_CONFIDENCE = 0.9
"""Chance of being right from which a rate is told. At 0.8 it would be 89 instead of 83 % of the looks at a restless
breather, 3.8 instead of 2.5 % of them wrong, and 4 instead of 2 % where nothing breathes."""
EVERY_S = 2.0
"""Time between two looks, as `breath_filter` takes them. Seconds."""
SPAN_S = 32.0
"""Length of a look: three breaths at six a minute. With 24 s a change of pace is found 8 s sooner, but a tenth fewer
answers are given. Seconds."""
WAVE_BANDS = 2.0
"""The wave that is shown is as wide as so many of those that are judged: breaths differ, and that is to be seen."""
BEATS_KEPT = 180
"""As many as a look and what comes late can hold: 45 s at 240 beats a minute."""
FRESH_S = 10.0
"""A look that is older says nothing of now. Seconds."""


class BreathSource(Protocol):
    """A witness beside the intervals."""

    @property
    def witness(self) -> BreathWitness:
        """Which it is."""
        ...

    def waves(self, t: float, span_s: float) -> tuple[Floats, ...]:
        """One array a channel, evenly at 4 Hz, of the `span_s` seconds up to `t` (s); none where it cannot tell."""
        ...


class BreathWatch:
    """Takes classified beats, and looks at its sources when told that time has passed. O(1) a beat; 2 ms a look."""

    def __init__(self, *sources: BreathSource) -> None:
        self._sources = sources
        self._beats: deque[Beat] = deque(maxlen=BEATS_KEPT)  # normal ones
        self._filter: BreathFilter | None = None
        self._looked: float | None = None
        self._witnesses: tuple[BreathWitness, ...] = ()
        self._shown: tuple[float, ...] = ()
        self._shown_at: float | None = None

    def push(self, beat: Beat) -> None:
        """The next beat whose class is final."""
        if beat.kind is BeatClass.NORMAL:
            self._beats.append(beat)

    def _intervals(self, t: float, span_s: float = SPAN_S) -> Floats | None:
        """The intervals of the look that ends at `t`; None where they are too few."""
        times, lengths, last = list[float](), list[float](), t - KEPT_S
        for beat in self._beats:
            if last < beat.t <= t:
                times.append(beat.t)
                lengths.append(to_ms(beat.rr_ticks))
                last = beat.t
        return wave(times, lengths, t, span_s, robust=False)

    def look(self, t: float) -> bool:
        """Time has come to `t` (s): look again where the next look is due. Returns whether it was."""
        if self._looked is not None and t < self._looked + EVERY_S:
            return False
        if self._looked is not None and t > self._looked + FRESH_S:
            self._filter = None
        self._looked, self._witnesses = t, ()
        seen = {source.witness: waves for source in self._sources if (waves := source.waves(t, SPAN_S))}
        if not seen:
            if self._filter is not None:
                self._filter.blind()
            return True
        from biofeedback.signal.breath_change import SPAN_S as SHORT_S
        from biofeedback.signal.breath_evidence import mean_evidences
        from biofeedback.signal.breath_filter import BreathFilter, Look

        self._filter = self._filter or BreathFilter()
        heard = [source for source in self._sources if source.witness in seen]
        lately = [waves for source in heard if (waves := source.waves(t, SHORT_S))]
        intervals, late_intervals = self._intervals(t), self._intervals(t, SHORT_S) if lately else None
        spans = ((intervals, list(seen.values())), (late_intervals, lately))
        shown = iter(mean_evidences([waves for each, others in spans for waves in (*_one(each), *others)]))
        long, short = (
            Look(next(shown) if _one(each) else None, [next(shown) for _ in others]) for each, others in spans
        )
        self._filter.push(long, short if lately else None)
        self._witnesses = (*((BreathWitness.INTERVALS,) if intervals is not None else ()), *seen)
        return True

    def breath(self, t: float, least: float = LEAST_CONFIDENCE) -> Breath | None:
        """Breathing at `t` (s) as the witnesses beside the intervals bear it out; None where they do not.

        `least`: the chance of being right from which it is told.
        """
        found = self._filter
        if found is None or self._looked is None or not 0 <= t - self._looked <= FRESH_S or not self._witnesses:
            return None
        if found.confidence < least:
            return None
        return Breath(
            t=self._looked,
            rate_bpm=found.rate_bpm,
            sd_bpm=found.sd_bpm,
            confidence=found.confidence,
            witnesses=self._witnesses,
        )

    def told(self, t: float, alone: Breath | None) -> Breath | None:
        """Breathing at `t` (s) by all witnesses; where they are not sure by the intervals `alone`, unless denied."""
        breath = self.breath(t)
        if breath is not None or alone is None:
            return breath
        return None if self._denies(t, alone.rate_bpm) else alone

    def _denies(self, t: float, rate_bpm: float) -> bool:
        """Whether a witness that can tell saw nothing at that rate."""
        if self._filter is None or self._looked is None or not 0 <= t - self._looked <= FRESH_S:
            return False
        return bool(self._witnesses) and self._filter.denies(rate_bpm)

    def shown(self, rate_bpm: float) -> tuple[float, ...]:
        """The wave of the intervals around a rate, 4 a second up to the last beat, -1 to 1: up is breathing in.

        The heart hurries with the breath in and slows down with the breath out.
        """
        if not self._beats:
            return ()
        newest = self._beats[-1].t
        if self._shown_at == newest:
            return self._shown
        intervals = self._intervals(newest)
        self._shown_at = newest
        self._shown = () if intervals is None else _upwards(intervals, rate_bpm / 60)
        return self._shown


def _one(wave: Floats | None) -> tuple[tuple[Floats, ...], ...]:
    """As a witness of one wave; none where there is none."""
    return () if wave is None else ((wave,),)


def _upwards(intervals: Floats, hz: float) -> tuple[float, ...]:
    from biofeedback.signal.slow_breath import BAND_HZ, AnalyticWaves

    swing = -AnalyticWaves(intervals - intervals.mean()).around(hz, WAVE_BANDS * BAND_HZ).real
    most = float(max(swing.max(), -swing.min()))
    return tuple((swing / most).tolist()) if most > 0 else ()


class BreathLog:
    """The rates told at all looks of a recording."""

    def __init__(self) -> None:
        self._looks = 0
        self._told: list[float] = []

    def note(self, breath: Breath | None) -> None:
        """What one look told."""
        self._looks += 1
        if breath is not None:
            self._told.append(breath.rate_bpm)

    @property
    def median_bpm(self) -> float | None:
        """The middle of the rates; None where less than half of the looks told one."""
        return median(self._told) if self._told and 2 * len(self._told) >= self._looks else None
