"""Imported recordings between the file they came in and the store: kept, and read back as the recording they were."""

from __future__ import annotations

from array import array
from typing import TYPE_CHECKING

from biofeedback.readable import writable
from biofeedback.store.recordings import KeptRecording, KeptSignal, Recordings
from simulators.recordings.recording import Recording

if TYPE_CHECKING:
    from simulators.recordings.ecg_signal import Signal

MOST_UV = 2**31 - 1
"""The largest microvolts that are kept, of either sign: two thousand volts, which no electrode gives."""

_PART = 1 << 20
"""Samples that are rounded at a time."""


def keep(recording: Recording, *, name: str, began: str | None = None) -> int:
    """Keep a recording beside the sessions; its number. The same one again has the number that it has already.

    `name`: of the file, for people; `began`: its wall time (ISO 8601, UTC), where the file says one. Raises StoreError.
    """
    return Recordings().keep(
        KeptRecording(
            name=writable(name),
            format=recording.format,
            began=began,
            t_s=recording.t_s,
            rr_ticks=recording.rr_ticks,
            gaps=tuple(k for k, gap in enumerate(recording.gaps) if gap),
            labels=recording.labels,
            rhythms=recording.rhythms,
            ecg=None if recording.ecg is None else _kept(recording.ecg),
            remarks=recording.remarks,
        )
    )


def read(number: int) -> Recording:
    """The recording of this number, as it was read from its file. Raises UsageError and StoreError."""
    kept = Recordings().get(number)
    gaps, n = set(kept.gaps), len(kept.rr_ticks)
    return Recording(
        path=kept.name,
        format=kept.format,
        t_s=kept.t_s,
        rr_ticks=kept.rr_ticks,
        gaps=tuple(k in gaps for k in range(n)),
        labels=kept.labels or ("",) * n,
        rhythms=kept.rhythms or ("",) * n,
        ecg=None if kept.ecg is None else _signal(kept.ecg),
        remarks=kept.remarks,
    )


def _kept(signal: Signal) -> KeptSignal:
    import numpy as np  # a recording without an ECG needs none

    lost, after = signal.missing, np.concatenate((signal.missing[1:], [False]))
    begins = np.flatnonzero(after & ~lost) + 1
    if len(lost) and lost[0]:
        begins = np.concatenate(([0], begins))
    ends = np.flatnonzero(lost & ~after) + 1
    missing = tuple((int(start), int(end - start)) for start, end in zip(begins, ends, strict=True))
    microvolts: array[int] = array("i")
    for first in range(0, len(signal), _PART):  # all at once would take three times the memory
        part = np.clip(np.rint(signal.part(first, first + _PART)), -MOST_UV, MOST_UV)
        microvolts.frombytes(part.astype(np.int32).tobytes())
    return KeptSignal(
        name=signal.name,
        rate_hz=signal.rate_hz,
        microvolts=microvolts,
        missing=missing,
    )


def _signal(kept: KeptSignal) -> Signal:
    import numpy as np

    from simulators.recordings.ecg_signal import Signal

    missing = np.zeros(len(kept.microvolts), np.bool_)
    for start, length in kept.missing:
        missing[start : start + length] = True
    return Signal(
        name=kept.name, rate_hz=kept.rate_hz, samples=np.frombuffer(kept.microvolts, np.int32), missing=missing
    )
