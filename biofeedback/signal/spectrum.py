"""The slow indices: LF and HF power, breathing, RSA, coherence, fractal scaling. Absent where not honest.

Beats only go into a bounded buffer; all work is done when a spectrum is asked for, about once a second.
Limits of length are the Task Force's (10.1161/01.CIR.93.5.1043): about ten periods of the slowest wave of a band.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import pairwise, takewhile
from statistics import fmean, median
from typing import TYPE_CHECKING

from biofeedback.findings import Beat, BeatClass, Breath, PowerCurve, Spectrum
from biofeedback.signal.breath_of_intervals import ALIKE_BPM
from biofeedback.signal.window import LEAST_COVERAGE
from biofeedback.ticks import TICKS_PER_MS, to_s

if TYPE_CHECKING:
    from biofeedback.signal.breathing import Breathing
    from biofeedback.signal.periodogram import Floats, Periodogram

SPECTRUM_SPAN_S = 300.0
"""For powers and scaling the standard short-term recording; for breathing in a recording, the longer the surer."""
BREATHING_SPAN_S = 96.0
"""For breathing live: in 64 s a twentieth of the slow waves of blood pressure has a breath's shape, in 96 s none of 256
that were made."""
BEATS_KEPT = 1500
"""In the buffer: 300 s at 300 beats a minute."""
BREATHING_FULL_S = 90.0
"""Seconds below which nothing is told live: of a shorter stretch the stated chance claims too much. Of what was told of
100 made hearts 27 % was wrong at 60 to 72 s, 18 % at 72 to 90 s and 6 % later, with 0.8 and more stated."""
LEAST_LIVE_CONFIDENCE = 0.85
"""Chance of being right from which a rate is told live: that of a wave that keeps to a cue. Of slow waves that
are given less, a fifth was wrong, and where nothing breathes one was told at 5 % of the looks; 2 % are left."""
LEAST_SCALING_SHARE = 0.95
"""Share of accepted intervals: DFA alpha-1 bends with more left out (10.3390/s21030821)."""
HF_LEAST_S = 55.0
"""Seconds below which high frequency power is not given (the Task Force's ten periods)."""
LF_LEAST_S = 120.0
"""Seconds below which low frequency power is not given (the Task Force's ten periods)."""
BREATHING_LEAST_S = 30.0
"""Seconds below which breathing is not given."""
LF_HZ = (0.04, 0.15)
"""The low frequency band of the Task Force. Hertz."""
HF_HZ = (0.15, 0.4)
"""The high frequency band of the Task Force. Hertz."""


CURVE_STEP_HZ = 0.005
"""Of a curve that is drawn: five minutes part 0.0067 Hz at best under a Hann window. Hertz."""


@dataclass(frozen=True)
class Segment:
    """Accepted intervals of a stretch of time: end times (s), lengths (ms), and how complete it is."""

    times: list[float]
    rr_ms: list[float]
    length_s: float
    coverage: float
    share: float

    @cached_property
    def curve(self) -> Floats:
        """The curve through them, evenly at 4 Hz. It costs as much as an index, so all take it from here."""
        from biofeedback.signal.periodogram import evenly

        return evenly(self.times, self.rr_ms)

    @cached_property
    def power(self) -> Periodogram:
        """Its power over frequency."""
        from biofeedback.signal.periodogram import Periodogram

        return Periodogram(self.curve)


class SpectrumWatch:
    """The spectrum of the last five minutes, and breathing over the last minute and a half."""

    def __init__(self) -> None:
        self._beats: deque[Beat] = deque(maxlen=BEATS_KEPT)
        self.heard: Breathing | None = None  # with the last spectrum
        self.curve: PowerCurve | None = None  # with the last spectrum

    def push(self, beat: Beat) -> None:
        """Take the next beat, in order. One that ends no later than the last has no place on a time axis."""
        if not self._beats or beat.t > self._beats[-1].t:
            self._beats.append(beat)

    def spectrum(self, t: float) -> Spectrum:
        """The slow indices at `t` (s). Absent where there is too little, or too much was left out."""
        beats = self._beats
        while beats and beats[0].t <= t - SPECTRUM_SPAN_S:
            beats.popleft()
        recent, segment = self._recent(t), _segment(beats, t)
        self.heard = _told(recent)
        self.curve = power_curve(segment)
        return _joined(_powers(t, segment), self.heard, _coherence(recent, self.heard))

    def breathing(self, t: float, cued_bpm: float | None = None) -> Breathing | None:
        """Breathing over the last `BREATHING_SPAN_S` at `t` (s), in all of which a cue of that pace ran, if any.

        None where it cannot be told: of a span that is not yet full, too.
        """
        return _told(self._recent(t), cued_bpm)

    def _recent(self, t: float) -> Segment:
        recent = takewhile(lambda beat: beat.t > t - BREATHING_SPAN_S, reversed(self._beats))
        return _segment(list(recent)[::-1], t)


def with_breath(slow: Spectrum, breath: Breath | None) -> Spectrum:
    """The slow indices with the rate that is told; without one nothing is told of its wave either, and of a wave at
    another rate than the one that is told no swing.
    """
    if breath is None:
        return replace(slow, breathing_bpm=None, rsa_ms=None, coherence=None)
    own = slow.breathing_bpm is not None and abs(slow.breathing_bpm - breath.rate_bpm) <= ALIKE_BPM
    return replace(slow, breathing_bpm=breath.rate_bpm, rsa_ms=slow.rsa_ms if own else None)


def whole_spectrum(beats: Sequence[Beat]) -> Spectrum:
    """The slow indices of a whole recording: mean powers and scaling over stretches of 5 min, median breathing too.

    Breathing is given where it was clear in at least half of the stretches.
    """
    if not beats:
        return Spectrum(t=0.0)
    t = beats[-1].t
    powers: list[Spectrum] = []
    breaths: list[Breathing | None] = []
    shares: list[float | None] = []
    for stretch in _segments(beats, SPECTRUM_SPAN_S):
        powers.append(_powers(t, stretch))
        breaths.append(breath := _breathing(stretch))
        shares.append(_coherence(stretch, breath))
    told = [breath for breath in breaths if breath is not None]
    clear = 2 * len(told) >= len(breaths) and len(told) > 0
    return Spectrum(
        t=t,
        lf_ms2=_mean(p.lf_ms2 for p in powers),
        hf_ms2=_mean(p.hf_ms2 for p in powers),
        dfa_a1=_mean(p.dfa_a1 for p in powers),
        breathing_bpm=median(b.rate_bpm for b in told) if clear else None,
        rsa_ms=median(b.rsa_ms for b in told) if clear else None,
        coherence=_mean(shares),
    )


def _mean(values: Iterable[float | None]) -> float | None:
    given = [v for v in values if v is not None]
    return fmean(given) if given else None


def _segments(beats: Sequence[Beat], span_s: float) -> Iterator[Segment]:
    """Consecutive stretches of that length; a last, shorter one only where it is the only one."""
    first, begin = 0, beats[0].t
    for i, beat in enumerate(beats):
        if beat.t - begin >= span_s:
            yield _segment(beats[first : i + 1], beat.t)
            first = i + 1
            begin = beats[min(first, len(beats) - 1)].t
    if first == 0:
        yield _segment(beats, beats[-1].t)


def _segment(beats: Iterable[Beat], t: float) -> Segment:
    some = list(beats)
    normal = [b for b in some if b.kind is BeatClass.NORMAL]
    length = t - some[0].t + to_s(some[0].rr_ticks) if some else 0.0
    covered = to_s(sum(b.rr_ticks for b in normal))
    return Segment(
        times=[b.t for b in normal],
        rr_ms=[b.rr_ticks / TICKS_PER_MS for b in normal],
        length_s=length,
        coverage=covered / length if length > 0 else 0.0,
        share=len(normal) / len(some) if some else 0.0,
    )


def _powers(t: float, segment: Segment) -> Spectrum:
    if segment.coverage < LEAST_COVERAGE or segment.length_s < HF_LEAST_S:
        return Spectrum(t=t)
    from biofeedback.signal.fractal import LEAST_SCALING_INTERVALS, dfa_a1

    power = segment.power
    scaled = segment.share >= LEAST_SCALING_SHARE and len(segment.rr_ms) >= LEAST_SCALING_INTERVALS
    return Spectrum(
        t=t,
        lf_ms2=power.band(*LF_HZ) if segment.length_s >= LF_LEAST_S else None,
        hf_ms2=power.band(*HF_HZ),
        dfa_a1=dfa_a1(segment.rr_ms) if scaled else None,
    )


def power_curve(segment: Segment) -> PowerCurve | None:
    """Density over the bands that may be given of so long a stretch; None: none of them may."""
    if segment.coverage < LEAST_COVERAGE or segment.length_s < HF_LEAST_S:
        return None
    power = segment.power
    begin = LF_HZ[0] if segment.length_s >= LF_LEAST_S else HF_HZ[0]
    step = max(CURVE_STEP_HZ, 1.01 * power.step_hz)  # so that each step has a density of its own
    edges = [begin + k * step for k in range(int((HF_HZ[1] - begin) / step) + 1)]
    return PowerCurve(
        from_hz=begin, step_hz=step, density=tuple(power.mean(low, high) for low, high in pairwise(edges))
    )


def _breathing(segment: Segment, cued_bpm: float | None = None) -> Breathing | None:
    if segment.coverage < LEAST_COVERAGE or segment.length_s < BREATHING_LEAST_S:
        return None
    from biofeedback.signal.breathing import LEAST_BREATHING_INTERVALS, breathing_in

    if len(segment.times) < LEAST_BREATHING_INTERVALS:
        return None
    return breathing_in(segment.curve, 500 * len(segment.rr_ms) / sum(segment.rr_ms), cued_bpm)


def _told(segment: Segment, cued_bpm: float | None = None) -> Breathing | None:
    """What is told live of a stretch."""
    found = _breathing(segment, cued_bpm) if segment.length_s >= BREATHING_FULL_S else None
    return found if found is not None and found.confidence >= LEAST_LIVE_CONFIDENCE else None


def _coherence(segment: Segment, breath: Breathing | None) -> float | None:
    """Of a stretch in which breathing can be told."""
    if breath is None:
        return None
    from biofeedback.signal.breathing import coherence

    return coherence(segment.power)


def _joined(powers: Spectrum, breath: Breathing | None, coherence: float | None) -> Spectrum:
    return Spectrum(
        t=powers.t,
        lf_ms2=powers.lf_ms2,
        hf_ms2=powers.hf_ms2,
        dfa_a1=powers.dfa_a1,
        breathing_bpm=breath.rate_bpm if breath else None,
        rsa_ms=breath.rsa_ms if breath else None,
        coherence=coherence,
    )
