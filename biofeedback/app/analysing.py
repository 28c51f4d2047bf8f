"""A file to what the monitor says of it."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from pathlib import Path

from biofeedback.events import EcgChunk
from biofeedback.findings import RawBeat
from biofeedback.signal.analysis import Analysis, analyse
from simulators.recordings.asked import Asked, Unit
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording

_KEPT = re.compile(r"session:(?P<number>\d{1,9})")
"""What is kept, as a source is named."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What a person says of files that they do not say themselves: words of the command line; None: nothing.

    `unit`: of the intervals, as `Unit` names it; `column`: the name of theirs; `signal`: the label of the ECG.
    """

    unit: str | None = None
    column: str | None = None
    signal: str | None = None

    @property
    def asked(self) -> Asked:
        """As the readers take it."""
        unit = None if self.unit is None else Unit(self.unit)
        return Asked(unit=unit, column=self.column, signal=self.signal)


NO_WISHES = Wishes()
"""Files are understood by themselves."""


@dataclass(frozen=True, slots=True)
class Analysed:
    """A recording and what the monitor says of it."""

    recording: Recording
    analysis: Analysis


def analysed(path: Path, baseline_s: float, wishes: Wishes = NO_WISHES) -> Analysed:
    """The recording in a file, analysed with the ECG beside its beats. Raises InputError."""
    recording = read(path, wishes.asked)
    return Analysed(recording, judged(recording, baseline_s))


def kept_number(path: Path) -> int | None:
    """The number of something that is kept, where `session:N` is no file; None: a file is meant."""
    found = _KEPT.fullmatch(str(path))
    return int(found["number"]) if found is not None and not path.exists() else None


def judged(recording: Recording, baseline_s: float) -> Analysis:
    """What the monitor says of a recording, with the ECG beside its beats."""
    return analyse(_raw_beats(recording), baseline_s=baseline_s, ecg=_ecg(recording))


def _raw_beats(recording: Recording) -> Iterator[RawBeat]:
    for t, rr, gap in zip(recording.t_s, recording.rr_ticks, recording.gaps, strict=True):
        yield RawBeat(t=t, rr_ticks=rr, gap=gap)


def _ecg(recording: Recording) -> Iterable[EcgChunk]:
    if recording.ecg is None:
        return ()
    from simulators.playback.ecg_replay import chunks  # which needs numerics

    return chunks(recording.ecg)
