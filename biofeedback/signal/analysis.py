"""A whole recording, judged as it would have been live: the same monitor, beat by beat, and its word at each time."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace

from biofeedback.events import EcgChunk
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
from biofeedback.signal.breath_shapes import BeatShapes
from biofeedback.signal.breath_watch import BreathLog, BreathWatch
from biofeedback.signal.ecg import SynchronisedEcg
from biofeedback.signal.pipeline import PipelineOutput, SignalPipeline
from biofeedback.signal.rhythm.watch import ARRIVAL_DELAY_S
from biofeedback.signal.spectrum import whole_spectrum
from biofeedback.signal.window import SlidingWindow
from biofeedback.ticks import to_s

BLOCK_BEATS = 256
"""Intervals that go through the stages together, where no ECG is asked at each: at 64 a beat takes 5 % longer, at 1024
no less."""


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningSpan:
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
    warnings: tuple[WarningSpan, ...]
    shifts: tuple[ShiftFound, ...]
    counts: tuple[tuple[BeatClass, int], ...]
    artefact_share: float


class _FindingLog:
    """Keeps the findings of a run with the ends of their warnings."""

    def __init__(self) -> None:
        self.warnings: list[WarningSpan] = []
        self.shifts: list[ShiftFound] = []

    def note(self, findings: tuple[Finding, ...]) -> None:
        for finding in findings:
            match finding:
                case WarningRaised():
                    self._end(finding)
                    self.warnings.append(WarningSpan(raised=finding, end_s=None))
                case WarningEnded():
                    self._end(finding)
                case ShiftFound():
                    self.shifts.append(finding)
                case ShiftLost() | BaselineTaken():
                    pass

    def _end(self, finding: WarningRaised | WarningEnded) -> None:
        """A warning ends by its own word, or when the same rule is raised anew at another severity."""
        for k in range(len(self.warnings) - 1, -1, -1):
            latest = self.warnings[k]
            if latest.raised.rule is finding.rule:
                if latest.end_s is None:
                    self.warnings[k] = replace(latest, end_s=finding.t)
                return


class _Run:
    """The monitor's way through a recording."""

    def __init__(self, baseline_s: float, ecg: Iterator[EcgChunk]) -> None:
        self.beats: list[Beat] = []
        self.log = _FindingLog()
        self._baseline_s = baseline_s
        self._pipeline = SignalPipeline()
        self._activity = Activity.BASELINE
        self._begin: float | None = None
        self._block: list[RawBeat] = []  # intervals that are not judged yet
        self._ecg = ecg
        self._chunk = next(ecg, None)
        self._evidence = None if self._chunk is None else SynchronisedEcg()
        self._shapes = BeatShapes()
        self._breath = BreathWatch(self._shapes)
        self.breaths = BreathLog()

    def push(self, raw: RawBeat) -> None:
        """One interval, after what came before it."""
        if self._begin is None:
            self._begin = raw.t - to_s(raw.rr_ticks)
            self._pipeline.begin_baseline(self._begin)
        elif self._activity is Activity.BASELINE and raw.t > self._begin + self._baseline_s:
            self._judge_block()
            self._pipeline.end_baseline(self._begin + self._baseline_s)
            self._activity = Activity.FREE
        if self._evidence is None:
            self._block.append(raw)
            if len(self._block) == BLOCK_BEATS:
                self._judge_block()
            return
        arrives = self._begin + ARRIVAL_DELAY_S * math.ceil((raw.t - self._begin) / ARRIVAL_DELAY_S)
        self._push_ecg_until(arrives, self._evidence)
        self._check_silence_until(math.nextafter(arrives, math.inf))
        self._evidence.push_interval(raw)
        self._note(self._pipeline.push(raw, self._activity, self._evidence))

    def end(self) -> None:
        """No more will come."""
        self._judge_block()
        self._note(self._pipeline.finish(self._activity))

    def _judge_block(self) -> None:
        self._note(self._pipeline.push_block(self._block, self._activity))
        self._block.clear()

    def _push_ecg_until(self, t: float, evidence: SynchronisedEcg) -> None:
        """The ECG that has come by `t`: where it comes with beats, it comes first, for it is older."""
        while (chunk := self._chunk) is not None and chunk.t <= t:
            self._check_silence_until(chunk.t)
            self._shapes.push(evidence.push(chunk))
            if (decided := evidence.decided_to) is not None and self._breath.look(decided):
                self.breaths.note(self._breath.breath(decided))
            self.log.note(self._pipeline.recheck_silence(chunk.t, evidence=evidence))
            self._chunk = next(self._ecg, None)

    def _check_silence_until(self, t: float) -> None:
        """What silence says before `t`."""
        while (due := self._pipeline.deadline) is not None and due < t:
            self.log.note(self._pipeline.silence(due, evidence=self._evidence))

    def _note(self, heard: PipelineOutput) -> None:
        self.beats.extend(heard.beats)
        if self._evidence is not None:
            for beat in heard.beats:
                self._breath.push(beat)
        if heard.findings:
            self.log.note(heard.findings)


def analyse(raws: Iterable[RawBeat], *, baseline_s: float, ecg: Iterable[EcgChunk] = ()) -> Analysis:
    """Run the monitor over the intervals of a recording.

    Parameters
    ----------
    raws
        Intervals in order; `t` in seconds is the time of the beat that ends each.
    baseline_s
        Seconds from the first interval's start that are taken as the person's baseline.
    ecg
        The ECG of the same heart in the same time, in order, if there is one. Signs are put to it as they are live:
        intervals then arrive once a second, as a strap sends them, so that it has heard no more of them than it would.
    """
    run, whole = _Run(baseline_s, iter(ecg)), SlidingWindow(math.inf)
    for raw in raws:
        run.push(raw)
    run.end()
    for beat in run.beats:
        whole.push(beat)
    return _report(run, whole)


def _report(run: _Run, whole: SlidingWindow) -> Analysis:
    beats, log = run.beats, run.log
    counts = Counter(beat.kind for beat in beats)
    normal = counts.pop(BeatClass.NORMAL, 0)
    spectrum, breaths_bpm = whole_spectrum(beats), run.breaths.median_bpm
    return Analysis(
        beats=tuple(beats),
        usable_s=to_s(sum(beat.rr_ticks for beat in beats if beat.kind is BeatClass.NORMAL)),
        variability=whole.variability(beats[-1].t if beats else 0.0),
        spectrum=spectrum if breaths_bpm is None else replace(spectrum, breathing_bpm=breaths_bpm),
        warnings=tuple(log.warnings),
        shifts=tuple(log.shifts),
        counts=tuple((kind, counts.get(kind, 0)) for kind in BeatClass if kind is not BeatClass.NORMAL),
        artefact_share=1 - normal / len(beats) if beats else 0.0,
    )
