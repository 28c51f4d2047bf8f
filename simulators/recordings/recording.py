"""A recording: what a file holds of a heart, in the file's own time base, whatever its format."""

from __future__ import annotations

from array import array
from dataclasses import dataclass
from typing import TYPE_CHECKING

from biofeedback.ticks import to_s
from biofeedback.why import Why

if TYPE_CHECKING:
    from simulators.recordings.ecg_signal import Signal


@dataclass(frozen=True, slots=True, kw_only=True)
class Recording:
    """RR intervals as measured, in order; at least one.

    `t_s[i]` is the time in seconds of the beat that ends interval i, in the file's own time base (from the start of
    the first interval where the file holds no times), strictly rising; `rr_ticks[i]` its length; `gaps[i]` is True
    where the file's clock lost time before it. `labels[i]` is the WFDB symbol of the beat that ends it, `rhythms[i]`
    the rhythm in force ("(AFIB"); "" where nobody said. `ecg` is the signal beside the beats, where there is one that
    can be listened to and it was asked for. `remarks` tell what of the file was left out. `format` is a short stable
    name such as "rr-table" or "rr-text".
    """

    path: str
    format: str
    t_s: array[float]
    rr_ticks: array[int]
    gaps: tuple[bool, ...]
    labels: tuple[str, ...]
    rhythms: tuple[str, ...]
    ecg: Signal | None = None
    remarks: tuple[Why, ...] = ()

    def __len__(self) -> int:
        """Number of intervals."""
        return len(self.rr_ticks)

    @property
    def begin_s(self) -> float:
        """Time of the beat that begins the first interval, in the file's own time base."""
        return self.t_s[0] - to_s(self.rr_ticks[0])

    @property
    def duration_s(self) -> float:
        """From the first beat to the last, in seconds, gaps included."""
        return self.t_s[-1] - self.begin_s
