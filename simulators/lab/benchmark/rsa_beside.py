"""The swing of the intervals with the breath (RSA) beside NeuroKit2's `hrv_rsa`, on the same stretches, in one run.

Ours is the wave that the intervals alone show at the rate that is told, from peak to trough, absent where none is
told. NeuroKit2 is given the measured respiration as well, and always answers: peak-to-trough (P2T) is in milliseconds
too, so the two can be subtracted; Porges-Bohrer (PB) is a logarithm of a variance, so only ranks can be compared.
P2T is the longest interval while breathing out less the shortest while breathing in, whatever else swings; ours is of
one wave, wherever in the breath it turns. Beside both stands the longest less the shortest interval from one breath to
the next: what anybody can read off.
"""

from __future__ import annotations

import csv
import gzip
import math
import warnings
from bisect import bisect_right
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import pairwise
from pathlib import Path
from statistics import median
from typing import Any

from biofeedback.signal.breath_of_intervals import IntervalBreath
from biofeedback.signal.spectrum import BREATHING_SPAN_S, SpectrumWatch, with_breath
from biofeedback.validation.statistics import quantile
from simulators.lab.benchmark.breath_beside import PACES_BPM, recorded
from simulators.lab.benchmark.breath_ways import beats_of
from simulators.lab.benchmark.made_breathers import BreathingHeart, made

EVERY_S = 24.0
"""Between two stretches: a quarter of the span of the intervals' breath. Seconds."""

RESPIRATION_HZ = 5.0
"""Of a measured respiration, in recordings and made. Hertz."""

GRID_HZ = 500
"""R peaks are given to NeuroKit2 on this grid: 2 ms, as fine as straps tell them. Hertz."""

HEARD_S = 120.0
"""How long each made heart is heard: one stretch of each. Seconds."""

LEAST_RANKED = 4
"""Pairs below which no rank correlation is told."""


@dataclass(frozen=True, slots=True)
class Respired:
    """A heart with its respiration at `RESPIRATION_HZ` from second 0: up is breathing in."""

    heart: BreathingHeart
    respiration: tuple[float, ...]


@dataclass(frozen=True, slots=True)
class Swing:
    """What was found over one stretch: ours and P2T in ms, PB; None: not told, or not to be had. `range_ms`: the middle
    of what its breaths span.
    """

    ours_ms: float | None
    p2t_ms: float | None
    pb: float | None
    range_ms: float | None = None

    @property
    def figures(self) -> tuple[float, ...]:
        """All four; not a number where there is none."""
        return tuple(math.nan if each is None else each for each in (self.ours_ms, self.p2t_ms, self.pb, self.range_ms))


def respired(folder: Path) -> Iterator[Respired]:
    """The recorded people whose respiration was measured."""
    for heart in recorded(folder):
        path = folder / "breathing" / f"{heart.name}.resp5.csv.gz"
        with gzip.open(path, "rt", encoding="utf-8") as file:
            yield Respired(heart, tuple(float(row["resp"]) for row in csv.DictReader(file)))


def made_respired(heart: BreathingHeart) -> Respired:
    """A made heart with the respiration that its breaths are of: the intervals are longest where one begins."""
    begins, wave = heart.breaths, list[float]()
    for k in range(int(heart.times[-1] * RESPIRATION_HZ)):
        t = k / RESPIRATION_HZ
        at = bisect_right(begins, t) - 1
        if not 0 <= at < len(begins) - 1:
            wave.append(-1.0)
            continue
        wave.append(-math.cos(2 * math.pi * (t - begins[at]) / (begins[at + 1] - begins[at])))
    return Respired(heart, tuple(wave))


def swings(breathes: Respired) -> Iterator[Swing]:
    """Over each stretch of the recording."""
    heart, ours = breathes.heart, _ours(breathes.heart)
    for t in _ends(heart):
        p2t, pb = by_neurokit(breathes, t)
        yield Swing(ours.get(t), p2t, pb, _range_ms(heart, t))


def _range_ms(heart: BreathingHeart, t: float) -> float | None:
    """Of the breaths of the stretch that ends at `t`."""
    begins = [at for at in heart.breaths if t - BREATHING_SPAN_S <= at <= t]
    spans = list[float]()
    for begin, end in pairwise(begins):
        first, last = bisect_right(heart.times, begin), bisect_right(heart.times, end)
        if last - first > 1:
            spans.append(max(heart.rr_ms[first:last]) - min(heart.rr_ms[first:last]))
    return median(spans) if spans else None


def _ends(heart: BreathingHeart) -> list[float]:
    """Ends of the stretches, s."""
    first, last = heart.times[0] + BREATHING_SPAN_S, heart.times[-1]
    return [first + EVERY_S * k for k in range(max(0, int((last - first) / EVERY_S) + 1))]


def _ours(heart: BreathingHeart) -> dict[float, float]:
    """As the live view shows it, by the end of the stretch."""
    watch, alone, found = SpectrumWatch(), IntervalBreath(), dict[float, float]()
    waiting = _ends(heart)[::-1]
    for beat in beats_of(heart):
        while waiting and waiting[-1] < beat.t:
            t = waiting.pop()
            slow = watch.spectrum(t)
            rsa_ms = with_breath(slow, alone.told(t, watch.heard)).rsa_ms
            found |= {} if rsa_ms is None else {t: rsa_ms}
        watch.push(beat)
        alone.push(beat)
    return found


def by_neurokit(breathes: Respired, t: float) -> tuple[float | None, float | None]:
    """P2T (ms) and PB over the stretch that ends at `t`; None where NeuroKit2 finds no breaths in it."""
    import neurokit2 as nk
    import numpy as np
    import pandas as pd

    begin, n = t - BREATHING_SPAN_S, round(BREATHING_SPAN_S * GRID_HZ)
    places = sorted({round((at - begin) * GRID_HZ) for at in breathes.heart.times if begin <= at < t})
    peaks = np.array([place for place in places if place < n])
    marks = np.zeros(n, int)
    marks[peaks] = 1
    at = np.arange(len(breathes.respiration)) / RESPIRATION_HZ
    wave = np.interp(begin + np.arange(n) / GRID_HZ, at, breathes.respiration)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rate = nk.signal_rate(peaks, sampling_rate=GRID_HZ, desired_length=n)
        heart = pd.DataFrame({"ECG_Rate": rate, "ECG_R_Peaks": marks})
        breath, _ = nk.rsp_process(wave, sampling_rate=GRID_HZ)
        found: Any = nk.hrv_rsa(heart, breath, {"ECG_R_Peaks": peaks}, sampling_rate=GRID_HZ)
    return _number(found.get("RSA_P2T_Mean")), _number(found.get("RSA_PorgesBohrer"))


def _number(value: Any) -> float | None:
    """None of what is none, or of a frame with nothing in it."""
    number = math.nan if value is None else float(getattr(value, "iloc", [value])[0])
    return number if math.isfinite(number) else None


def rank_correlation(pairs: Sequence[tuple[float, float]]) -> float | None:
    """Spearman's; None of fewer than `LEAST_RANKED`, or where one side never changes."""
    if len(pairs) < LEAST_RANKED:
        return None
    ours, others = zip(*pairs, strict=True)
    if len(set(ours)) == 1 or len(set(others)) == 1:
        return None
    from scipy.stats import spearmanr

    return float(spearmanr(ours, others).statistic)


def table(recordings: Path | None, count: int) -> Iterator[str]:
    """In Markdown; nothing where NeuroKit2 is not installed."""
    if find_spec("neurokit2") is None:
        return
    if recordings is not None:
        yield from by_people({each.heart.name: list(swings(each)) for each in respired(recordings)})
        yield ""
    paces = [PACES_BPM[k % len(PACES_BPM)] for k in range(count)]
    hearts = [made(k, HEARD_S, bpm, bpm) for k, bpm in enumerate(paces)]
    yield from against_truth([(heart, list(swings(made_respired(heart)))) for heart in hearts])


def by_people(found: dict[str, list[Swing]]) -> Iterator[str]:
    """Recorded people: where both have a figure, how they agree. One figure a person in the last row."""
    yield (
        "| breath's swing (RSA), stretches of 96 s | stretches / with ours | ours / P2T / range of a breath, median ms "
        "| ours less P2T, ms: median (10 to 90 %) | rank correlation with P2T / PB |"
    )
    yield "|---|---|---|---|---|"
    people = list[Swing]()
    for name, some in found.items():
        both = [each for each in some if each.ours_ms is not None and each.p2t_ms is not None]
        yield _row(name, f"{len(some)} / {len(both)}", both)
        if both:
            people.append(Swing(*map(median, zip(*(each.figures for each in both), strict=True))))
    yield _row(f"{len(people)} people, a median each", "", people)


def _row(name: str, counted: str, both: Sequence[Swing]) -> str:
    if not both:
        return f"| {name} | {counted} | - | - | - |"
    ours, p2t, pb, spans = zip(*(each.figures for each in both), strict=True)
    apart = [a - b for a, b in zip(ours, p2t, strict=True)]
    ranks = [_told(rank_correlation(list(zip(ours, other, strict=True)))) for other in (p2t, pb)]
    sizes = " / ".join(f"{median(some):.0f}" for some in (ours, p2t, spans))
    spread = f"{median(apart):.0f} ({quantile(apart, 0.1):.0f} to {quantile(apart, 0.9):.0f})"
    return f"| {name} | {counted} | {sizes} | {spread} | {' / '.join(ranks)} |"


def against_truth(found: Iterable[tuple[BreathingHeart, list[Swing]]]) -> Iterator[str]:
    """Made hearts, whose wave is known: where ours is told, and NeuroKit2's on the same stretches and on all."""
    known = [(heart.swing_ms, each) for heart, some in found if heart.swing_ms is not None for each in some]
    yield (
        f"| {len(known)} stretches of made hearts whose swing is known | answered | rank correlation with it "
        "| error, ms: median / of its size |"
    )
    yield "|---|---|---|---|"
    ours = [(true, each) for true, each in known if each.ours_ms is not None]
    for title, column, some in (
        ("this program", 0, ours),
        ("NeuroKit2 P2T, the same stretches", 1, ours),
        ("NeuroKit2 P2T, all", 1, known),
        ("NeuroKit2 PB, the same stretches", 2, ours),
    ):
        pairs = [(true, value) for true, each in some if math.isfinite(value := each.figures[column])]
        share = f"{100 * len(pairs) / max(1, len(known)):.0f} %"
        yield f"| {title} | {share} | {_told(rank_correlation(pairs))} | {_error(pairs) if column < 2 else '-'} |"


def _error(pairs: Sequence[tuple[float, float]]) -> str:
    if not pairs:
        return "-"
    apart = median(abs(value - true) for true, value in pairs)
    share = median(value / true - 1 for true, value in pairs)
    return f"{apart:.0f} / {100 * share:+.0f} %"


def _told(value: float | None) -> str:
    return "-" if value is None else f"{value:.2f}"
