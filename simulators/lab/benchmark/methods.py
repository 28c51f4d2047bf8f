"""Ways from raw intervals to an RMSSD: this program's, those of other libraries, and simple filters."""

from __future__ import annotations

import math
import warnings
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from importlib.util import find_spec
from itertools import accumulate, pairwise

from biofeedback.findings import Activity, RawBeat
from biofeedback.signal.analysis import analyse
from biofeedback.signal.pipeline import SignalPipeline
from biofeedback.signal.window import SlidingWindow
from biofeedback.ticks import from_ms
from simulators.lab.benchmark.segments import rmssd

Method = Callable[[list[float]], float | None]
MALIK_SHARE = 0.2
"""Change of an interval beyond which it is dropped, as a share of the interval before (Malik's 20 % filter)."""


@dataclass(frozen=True, slots=True)
class NamedMethod:
    """A way with its name."""

    name: str
    method: Method


def raw_beats(rr_ms: Sequence[float]) -> list[RawBeat]:
    """Intervals as the monitor takes them."""
    return [RawBeat(t=t / 1000, rr_ticks=from_ms(rr)) for t, rr in zip(accumulate(rr_ms), rr_ms, strict=True)]


def this_program(rr_ms: list[float]) -> float | None:
    """As `biofeedback analyse` gives it."""
    estimate = analyse(raw_beats(rr_ms), baseline_s=240.0).variability.rmssd_ms
    return None if estimate is None else estimate.value


def uncorrected(rr_ms: list[float]) -> float | None:
    """As it is."""
    return rmssd(rr_ms)


def malik(rr_ms: list[float]) -> float | None:
    """Intervals that differ by more than a fifth from the one before are dropped, with both differences at them."""
    kept = [True, *(abs(b - a) <= MALIK_SHARE * a for a, b in pairwise(rr_ms))]
    pairs = zip(rr_ms, rr_ms[1:], kept, kept[1:], strict=False)
    steps = [b - a for a, b, one, other in pairs if one and other]
    return math.sqrt(math.fsum(step * step for step in steps) / len(steps)) if steps else None


def neurokit(rr_ms: list[float]) -> float | None:
    """`signal_fixpeaks` by the method "kubios", as its own documentation uses it, then the time-domain indices."""
    import neurokit2 as nk
    import numpy as np

    peaks = np.array([round(t) for t in accumulate(rr_ms, initial=0.0)])
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            _, fixed = nk.signal_fixpeaks(peaks, sampling_rate=1000, method="kubios", iterative=True)
            return float(nk.hrv_time(fixed, sampling_rate=1000)["HRV_RMSSD"].iloc[0])
        except Exception:  # another tool's fault on an unlucky window is a number that it does not give
            return None


def systole(rr_ms: list[float]) -> float | None:
    """`correct_rr`, the same published method in another form."""
    import numpy as np
    from systole.correction import correct_rr  # type: ignore[import-not-found, unused-ignore]

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            result = correct_rr(np.asarray(rr_ms), verbose=False)
            corrected = result["clean_rr"] if isinstance(result, dict) else result[0]  # as its versions have it
            return rmssd([float(rr) for rr in corrected])
        except Exception:  # as above
            return None


def methods() -> tuple[NamedMethod, ...]:
    """Those that are installed."""
    others = [NamedMethod("NeuroKit2 kubios", neurokit)] if _there("neurokit2") else []
    others += [NamedMethod("systole", systole)] if _there("systole.correction") else []
    return (
        NamedMethod("biofeedback", this_program),
        *others,
        NamedMethod("Malik 20 %", malik),
        NamedMethod("uncorrected", uncorrected),
    )


def _there(name: str) -> bool:
    """Whether a library is there and can be imported with all it needs."""
    try:
        if find_spec(name) is None:
            return False
        __import__(name)
    except ImportError:
        return False
    return True


def stream(raws: Sequence[RawBeat]) -> float | None:
    """Every beat judged for class, rhythm and shift, and a live minute kept: what a session does at each beat."""
    monitor, minute = SignalPipeline(), SlidingWindow(60.0)
    for raw in raws:
        for beat in monitor.push(raw, Activity.FREE).beats:
            minute.push(beat)
    for beat in monitor.finish(Activity.FREE).beats:
        minute.push(beat)
    estimate = minute.variability(raws[-1].t).rmssd_ms
    return None if estimate is None else estimate.value
