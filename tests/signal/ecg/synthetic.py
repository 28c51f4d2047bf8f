"""A synthetic ECG whose R peaks are known exactly: each wave is a Gaussian, sampled wherever the clock is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biofeedback.signal.ecg import Complex, EcgLead
from simulators.lab.ecg_waves import SINUS, P, Q, R, S, Wave

Samples = NDArray[np.float64]


TALL_T = (P, Q, R, S, Wave(0.28, 0.9, 0.045))
VENTRICULAR = (Wave(0.0, 1.3, 0.035), Wave(0.1, -0.6, 0.04), Wave(0.3, -0.4, 0.06))


@dataclass(frozen=True, slots=True)
class SyntheticEcg:
    """Samples in uV from time 0, and the times of the R peaks in seconds."""

    rate_hz: float
    uv: Samples
    r_s: Samples


def rhythm(n: int, seed: int = 3) -> Samples:
    """Intervals of a calm heart that breathes, in seconds."""
    rng = np.random.default_rng(seed)
    return 0.85 + 0.05 * np.sin(np.arange(n) / 4) + rng.normal(0.0, 0.015, n)


def ecg(
    rr_s: Samples,
    rate_hz: float = 130.0,
    *,
    noise_uv: float = 10.0,
    size_uv: float = 1000.0,
    waves: Sequence[Wave] = SINUS,
    ectopic: Iterable[int] = (),
    seed: int = 1,
) -> SyntheticEcg:
    """Beats at these intervals, those in `ectopic` of ventricular form, with white noise and a breathing line."""
    rng = np.random.default_rng(seed)
    r_s = np.cumsum(rr_s) + 0.5
    t = np.arange(int((r_s[-1] + 1.0) * rate_hz)) / rate_hz
    uv = rng.normal(0.0, noise_uv, len(t)) + 150.0 * np.sin(2 * np.pi * 0.25 * t)
    wide = frozenset(ectopic)
    for k, r in enumerate(r_s):
        for wave in VENTRICULAR if k in wide else waves:
            middle = r + wave.after_s
            near = slice(*np.searchsorted(t, (middle - 6 * wave.sd_s, middle + 6 * wave.sd_s)))
            uv[near] += size_uv * wave.height * np.exp(-0.5 * ((t[near] - middle) / wave.sd_s) ** 2)
    return SyntheticEcg(rate_hz, np.round(uv), r_s)


def found(uv: Samples, rate_hz: float, portion: int = 73) -> list[Complex]:
    """What a lead finds in samples that come in portions."""
    lead = EcgLead(rate_hz)
    beats: list[Complex] = []
    for begin in range(0, len(uv), portion):
        beats += lead.push(uv[begin : begin + portion].tolist())
    return beats


def times(beats: Iterable[Complex], rate_hz: float) -> Samples:
    """The R peaks in seconds."""
    return np.array([beat.place / rate_hz for beat in beats])


@dataclass(frozen=True, slots=True)
class Score:
    """Beats that were missed and beats that were none, as times; and by how much the others are off, in ms."""

    missed: tuple[float, ...]
    false: tuple[float, ...]
    error_ms: Samples


def score(wanted: Samples, got: Samples, within_s: float) -> Score:
    """Each wanted beat with the nearest found one, one to one, as the field compares detectors."""
    left = set(range(len(got)))
    missed: list[float] = []
    errors: list[float] = []
    for t in wanted:
        near = range(*np.searchsorted(got, (t - within_s, t + within_s)))
        best = min((k for k in near if k in left), key=lambda k: abs(got[k] - t), default=None)
        if best is None:
            missed.append(float(t))
        else:
            left.discard(best)
            errors.append(float(got[best] - t) * 1000)
    return Score(tuple(missed), tuple(float(got[k]) for k in sorted(left)), np.array(errors))
