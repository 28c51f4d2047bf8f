"""An ECG in rows of a text: its samples, and how many there are a second, by the clock beside them."""

from __future__ import annotations

import re
from array import array
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from biofeedback.signal.ecg.lead import RATES_HZ
from biofeedback.why import Why, why
from simulators.recordings.ecg_signal import Signal, Skip, microvolts_in, must_fit
from simulators.recordings.missing_samples import fill
from simulators.recordings.tables.clocks import Column
from simulators.refusal import refused

_UNITS_S = (1.0, 1e-3, 1e-6, 1e-9)
"""Seconds in the units of a clock: s, ms, us, ns."""

_NEAR = 1e-3
"""A rate so near to a whole number is that number."""

_GAP_SAMPLES = 3.0
"""Samples late: the clock then shows that some were lost."""

_MOST_FILLED = 2_000_000
"""Samples that gaps are filled with, all together: four hours at 130 Hz. With more the ECG is no signal in one piece,
and a clock that jumps, by a day or by mistake, would fill the memory."""

_JOIN_S = 0.5
"""Filled of each gap where there is more: no interval spans it (0.1 s), and filters see no step. Seconds."""

_SMALL = 50.0
"""Samples that differ by less are in mV, where no unit is stated; by more in uV."""

_VOLTS = re.compile(r"[\s_(\[]([nmuµμ]?v|microv\w*|milliv\w*|volts?)[)\]]?$", re.IGNORECASE)
_RATE = re.compile(
    r"(?i)(?:\bfs\b|sampl\w*|frequency|rate|frequenz|fr\u00e9quence|taux|frecuencia|frequenza|\u91c7\u6837|\u30b5\u30f3\u30d7\u30ea\u30f3\u30b0)"
    r"[^\d\n]{0,30}?(\d{2,4}(?:[.,]\d+)?)\s*(?:hz|hertz|sps|samples|$)"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Read:
    """An ECG of a text, what is to be said of it, and the time that its samples leave out.

    `skips`: places from which on so many seconds passed in one gap that no sample, not even a missing one, tells of.
    """

    signal: Signal
    told: tuple[Why, ...]
    skips: tuple[Skip, ...] = ()


def signal(name: str, samples: array[float], clocks: Sequence[Column], rate_hz: float | None) -> Read:
    """The signal and what is to be said of it. Raises InputError where nothing says its samples a second."""
    stated = _volts(name)
    values = np.array(samples, np.float32)
    del samples[:]
    finite = np.isfinite(values)
    if not finite.any():
        raise refused("no_beats")
    spread = float(np.ptp(values[finite]))
    unit = stated if stated is not None else (1000.0 if spread < _SMALL else 1.0)
    told = [] if stated is not None else [why("remarks.signal_no_unit", name=name)]
    timed = None if rate_hz is not None else rate_by(clocks)
    if rate_hz is None and timed is None:
        raise refused("ecg_without_rate", name=name)
    rate, times, clock = (rate_hz, None, "") if timed is None else timed
    assert rate is not None
    missing, skips = ~finite, tuple[Skip, ...]()
    if times is not None:
        values, missing, skips = _with_gaps(values, missing, times, rate)
        told.append(why("remarks.ecg_clock", name=clock, rate=f"{rate:g}"))
        if skips:
            told.append(why("remarks.ecg_apart", gaps=len(skips), hours=f"{sum(s.seconds for s in skips) / 3600:.1f}"))
    fill(values, missing)
    found = Signal(name=name, rate_hz=rate, samples=values, missing=missing, gain_uv=unit)
    return Read(signal=found, told=tuple(told), skips=skips)


def stated_rate(head: Sequence[str]) -> float | None:
    """Samples a second, where the words before the table say it."""
    for text in head:
        if (found := _RATE.search(text)) and RATES_HZ[0] <= (rate := float(found[1].replace(",", "."))) <= RATES_HZ[1]:
            return rate
    return None


def _volts(name: str) -> float | None:
    found = _VOLTS.search(name.strip())
    return microvolts_in(found[1]) if found else None


def rate_by(clocks: Sequence[Column]) -> tuple[float, NDArray[np.float64], str] | None:
    """Samples a second by the first clock that gives what an ECG can have, and its times where each sample has one."""
    for clock in clocks:
        times = np.array(clock.values, np.float64)
        if len(times) < 2 or not np.isfinite(times).all() or not times[-1] > times[0]:
            continue
        steps = np.diff(times)
        own = float(np.median(steps)) if (steps > 0).mean() > 0.9 else 0.0
        step = own or float(times[-1] - times[0]) / (len(times) - 1)
        for unit in (1.0,) if clock.dated else _UNITS_S:
            rate = 1 / (step * unit)
            if RATES_HZ[0] <= rate <= RATES_HZ[1]:
                mean = (len(times) - 1) / (float(times[-1] - times[0]) * unit)
                rate = mean if abs(mean - rate) < 0.05 * rate else rate  # the median of rounded steps is coarse
                rate = float(round(rate)) if abs(rate - round(rate)) < _NEAR * rate else rate
                return rate, times * unit if own else np.empty(0), clock.name
    return None


def _with_gaps(
    values: NDArray[np.float32], missing: NDArray[np.bool_], times: NDArray[np.float64], rate: float
) -> tuple[NDArray[np.float32], NDArray[np.bool_], tuple[Skip, ...]]:
    """The samples with room where the clock jumped ahead of them; where that is too much, with a join and its time."""
    if len(times) != len(values):
        return values, missing, ()
    late = np.diff(times) * rate - 1
    if not np.isfinite(late).all():
        return values, missing, ()
    cuts = np.flatnonzero(late > _GAP_SAMPLES)
    if not len(cuts) or len(cuts) > 0.01 * len(values):  # packets that share a time: no gaps
        return values, missing, ()
    lost, skips = late[cuts], tuple[Skip, ...]()
    if lost.sum() > _MOST_FILLED:
        filled = np.minimum(lost, round(_JOIN_S * rate))
        ends = cuts + 1 + np.cumsum(np.rint(filled)).astype(np.int64)
        beyond = (lost - filled) / rate
        skips = tuple(Skip(int(k), float(t)) for k, t in zip(ends, beyond, strict=True) if t > 0)
        lost = filled
    whole = np.rint(lost).astype(np.int64)
    must_fit(len(values) + int(whole.sum()), rate)
    places = np.repeat(cuts + 1, whole)
    return np.insert(values, places, 0.0), np.insert(missing, places, True), skips
