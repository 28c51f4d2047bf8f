"""Ways from beats to a rate of breathing: this program's, and NeuroKit2's where it is installed.

Each is asked every four seconds for the rate of now, and may answer nothing. NeuroKit2 derives a respiration from the
intervals of the last minute (`ecg_rsp`, method vangent2019) and always answers: the rate of its peaks.
"""

from __future__ import annotations

import warnings
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from importlib.util import find_spec

from biofeedback.findings import Beat, BeatClass, Breath
from biofeedback.signal.breath_of_intervals import IntervalBreath
from biofeedback.signal.breath_shapes import BeatShapes
from biofeedback.signal.breath_watch import BreathWatch
from biofeedback.signal.spectrum import SpectrumWatch
from biofeedback.ticks import from_ms
from simulators.lab.benchmark.made_breathers import BreathingHeart

EVERY_S = 4.0
"""Between two questions, s."""

FROM_S = 60.0
"""The first question, s into the recording: by then NeuroKit2 and the ECG have heard enough, the intervals not yet."""

NEUROKIT_SPAN_S = 60.0
"""NeuroKit2 is given the intervals of so long, s."""


@dataclass(frozen=True, slots=True)
class Answer:
    """A rate of now, and the stated chance that it is right (None where none is stated); `told`: it would be shown."""

    t: float
    bpm: float
    chance: float | None
    told: bool = True


Way = Callable[[BreathingHeart], list[Answer]]


def by_intervals(heart: BreathingHeart) -> list[Answer]:
    """This program, on the intervals of the last minute and a half."""
    return [Answer(asked, breath.rate_bpm, breath.confidence) for asked, breath in _alone(heart).items()]


def _alone(heart: BreathingHeart) -> dict[float, Breath]:
    """What the intervals tell, by when it was asked."""
    watch, alone, asked, found = SpectrumWatch(), IntervalBreath(), iter(questions(heart)), dict[float, Breath]()
    question = next(asked, None)
    for beat in beats_of(heart):
        while question is not None and question < beat.t:
            breath = alone.told(question, watch.breathing(question))
            found |= {} if breath is None else {question: breath}
            question = next(asked, None)
        watch.push(beat)
        alone.push(beat)
    return found


def beats_of(heart: BreathingHeart) -> Iterator[Beat]:
    """All of them, as if none were an artefact."""
    for k, (t, rr) in enumerate(zip(heart.times, heart.rr_ms, strict=True)):
        yield Beat(index=k, t=t, rr_ticks=from_ms(rr), kind=BeatClass.NORMAL, normality=1.0)


def by_intervals_and_ecg(heart: BreathingHeart) -> list[Answer]:
    """This program, look by look; where the ECG is not sure, the intervals may be, unless it denies their rate."""
    alone, shapes, found = _alone(heart), BeatShapes(), list[Answer]()
    watch, asked = BreathWatch(shapes), iter(questions(heart))
    question = next(asked, None)
    for beat, shape in zip(beats_of(heart), heart.shapes, strict=True):
        watch.push(beat)
        shapes.add(shape)
        watch.look(beat.t)
        while question is not None and question <= beat.t:
            found += _fused(watch, question, beat.t, alone.get(question))
            question = next(asked, None)
    return found


def _fused(watch: BreathWatch, asked: float, t: float, alone: Breath | None) -> list[Answer]:
    breath = watch.told(t, alone)
    if breath is not None:
        return [Answer(asked, breath.rate_bpm, breath.confidence)]
    unsure = watch.breath(t, least=0.0)
    return [] if unsure is None else [Answer(asked, unsure.rate_bpm, unsure.confidence, told=False)]


def by_neurokit(heart: BreathingHeart) -> list[Answer]:
    """NeuroKit2 on the intervals of the last minute."""
    import neurokit2 as nk
    import numpy as np

    found, each_s = list[Answer](), 0.02
    for t in questions(heart):
        some = [(at, rr) for at, rr in zip(heart.times, heart.rr_ms, strict=True) if t - NEUROKIT_SPAN_S < at <= t]
        grid = np.arange(some[0][0], some[-1][0], each_s)
        rate = np.interp(grid, [at for at, _ in some], [60_000 / rr for _, rr in some])
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            wave = nk.ecg_rsp(rate, sampling_rate=round(1 / each_s))
            peaks = nk.rsp_findpeaks(wave, sampling_rate=round(1 / each_s))["RSP_Peaks"]
        lengths = np.diff(peaks) * each_s
        if len(lengths):
            found.append(Answer(t, 60 / float(np.median(lengths)), None))
    return found


def ways() -> dict[str, Way]:
    """All, by name; NeuroKit2 where it is installed."""
    known: dict[str, Way] = {"intervals": by_intervals, "intervals and ECG": by_intervals_and_ecg}
    return known | {"NeuroKit2 ecg_rsp": by_neurokit} if find_spec("neurokit2") else known


def questions(heart: BreathingHeart) -> list[float]:
    """When each way is asked, s."""
    begin, last = heart.times[0] + FROM_S, heart.times[-1]
    return [begin + EVERY_S * k for k in range(max(0, int((last - begin) / EVERY_S)))]
