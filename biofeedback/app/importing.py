"""A file of somebody's recording, looked at before it is kept beside the sessions."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from biofeedback.app import kept_recordings
from biofeedback.app.analysing import NO_WISHES, Wishes
from biofeedback.ticks import TICKS_PER_MS
from biofeedback.why import Why
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording

IMPLAUSIBLE_MS = (300.0, 2000.0)
"""Intervals outside are counted for the preview: 30 to 200 beats a minute, the range that HRV guidelines (Task Force
1996, doi:10.1161/01.CIR.93.5.1043) call physiological at rest. They are kept as they are."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Preview:
    """What would be kept. `implausible`: share of intervals that few hearts have at rest."""

    name: str
    recording: Recording
    implausible: float

    @property
    def gaps(self) -> int:
        """Places at which the file's clock lost time."""
        return sum(self.recording.gaps)

    @property
    def has_ecg(self) -> bool:
        """Whether an ECG is kept beside the beats."""
        return self.recording.ecg is not None

    @property
    def remarks(self) -> tuple[Why, ...]:
        """What was understood of the file."""
        return self.recording.remarks


def preview(path: Path, wishes: Wishes = NO_WISHES) -> Preview:
    """The recording in a file, and what is to be known before it is kept. Raises InputError."""
    recording = read(path, wishes.asked)
    low, high = (round(ms * TICKS_PER_MS) for ms in IMPLAUSIBLE_MS)
    outside = sum(not low <= ticks <= high for ticks in recording.rr_ticks)
    return Preview(name=path.name, recording=recording, implausible=outside / len(recording))


def keep(found: Preview) -> int:
    """Keep it; its number. One that is kept already keeps its number. Raises StoreError."""
    return kept_recordings.keep(found.recording, name=found.name)
