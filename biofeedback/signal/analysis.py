"""A whole recording, judged as it would have been live: the same monitor, beat by beat, and its word at each time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace

from biofeedback.findings import (
    Activity,
    BaselineTaken,
    Beat,
    BeatClass,
    Finding,
    RawBeat,
    ShiftFound,
    ShiftLost,
    Spectrum,
    Variability,
    WarningEnded,
    WarningRaised,
)
from biofeedback.signal.monitor import Monitor
from biofeedback.signal.spectrum import whole_spectrum
from biofeedback.signal.window import SlidingWindow
from biofeedback.ticks import to_s


@dataclass(frozen=True, slots=True, kw_only=True)
class ToldWarning:
    """A warning with its end; None: still on when the recording ended."""

    raised: WarningRaised
    end_s: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class Analysis:
    """What the monitor said of a recording."""

    beats: tuple[Beat, ...]
    usable_s: float
    variability: Variability
    spectrum: Spectrum
    warnings: tuple[ToldWarning, ...]
    shifts: tuple[ShiftFound, ...]
    counts: tuple[tuple[BeatClass, int], ...]
    artefact_share: float


class _Listener:
    """Keeps the findings of a run with the ends of their warnings."""

    def __init__(self) -> None:
        self.warnings: list[ToldWarning] = []
        self.shifts: list[ShiftFound] = []

    def note(self, findings: tuple[Finding, ...]) -> None:
        for finding in findings:
            match finding:
                case WarningRaised():
                    self._end(finding)
                    self.warnings.append(ToldWarning(raised=finding, end_s=None))
                case WarningEnded():
                    self._end(finding)
                case ShiftFound():
                    self.shifts.append(finding)
                case ShiftLost() | BaselineTaken():
                    pass

    def _end(self, finding: WarningRaised | WarningEnded) -> None:
        """A warning ends by its own word, or when the same rule is raised anew at another severity."""
        for k in range(len(self.warnings) - 1, -1, -1):
            told = self.warnings[k]
            if told.raised.rule is finding.rule:
                if told.end_s is None:
                    self.warnings[k] = replace(told, end_s=finding.t)
                return


def analyse(raws: Iterable[RawBeat], *, baseline_s: float) -> Analysis:
    """Run the monitor over the intervals of a recording.

    Parameters
    ----------
    raws
        Intervals in order; `t` in seconds is the time of the beat that ends each.
    baseline_s
        Seconds from the first interval's start that are taken as the person's baseline.
    """
    monitor, listener, whole = Monitor(), _Listener(), SlidingWindow(math.inf)
    beats: list[Beat] = []
    baseline_end: float | None = None
    activity = Activity.BASELINE
    for raw in raws:
        if baseline_end is None:
            begin = raw.t - to_s(raw.rr_ticks)
            baseline_end = begin + baseline_s
            monitor.begin_baseline(begin)
        elif activity is Activity.BASELINE and raw.t > baseline_end:
            monitor.end_baseline(baseline_end)
            activity = Activity.FREE
        while (due := monitor.deadline) is not None and due < raw.t:
            listener.note(monitor.silence(due, activity))
        heard = monitor.push(raw, activity)
        beats.extend(heard.beats)
        if heard.findings:
            listener.note(heard.findings)
    last = monitor.finish(activity)
    beats.extend(last.beats)
    listener.note(last.findings)
    for beat in beats:
        whole.push(beat)
    return _report(beats, whole, listener)


def _report(beats: list[Beat], whole: SlidingWindow, listener: _Listener) -> Analysis:
    counts = Counter(beat.kind for beat in beats)
    normal = counts.pop(BeatClass.NORMAL, 0)
    return Analysis(
        beats=tuple(beats),
        usable_s=to_s(sum(beat.rr_ticks for beat in beats if beat.kind is BeatClass.NORMAL)),
        variability=whole.variability(beats[-1].t if beats else 0.0),
        spectrum=whole_spectrum(beats),
        warnings=tuple(listener.warnings),
        shifts=tuple(listener.shifts),
        counts=tuple((kind, counts.get(kind, 0)) for kind in BeatClass if kind is not BeatClass.NORMAL),
        artefact_share=1 - normal / len(beats) if beats else 0.0,
    )
