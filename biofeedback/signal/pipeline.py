"""The signal core in its order: raw beats to the rhythm watch, classified beats to the shift watch.

The fork is early on purpose. Warnings are judged on raw intervals, since correcting first would erase them; indices
and shifts are taken from classified ones, since ectopy would look like relaxation.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct, structs

from biofeedback.findings import Activity, BaselineTaken, Beat, BeatClass, Finding, RawBeat
from biofeedback.signal.baseline import History
from biofeedback.signal.classifier import BeatClassifier
from biofeedback.signal.rhythm import UNKNOWN, EcgEvidence, RhythmProfile, RhythmWatch
from biofeedback.signal.shift import ShiftWatch, always_quiet


class PipelineOutput(Struct, frozen=True):
    """What one interval brought: beats whose class became final, and findings."""

    beats: tuple[Beat, ...]
    findings: tuple[Finding, ...]


class SignalPipeline:
    """Causal and streaming: what it said of a beat never changes."""

    def __init__(
        self,
        profile: RhythmProfile = UNKNOWN,
        history: History | None = None,
        unquiet: Callable[[float, float], bool] = always_quiet,
    ) -> None:
        self._classifier = BeatClassifier()
        self._rhythm = RhythmWatch(profile)
        self._shift = ShiftWatch(history, unquiet)

    @property
    def deadline(self) -> float | None:
        """When silence itself would say something."""
        return self._rhythm.deadline

    @property
    def baseline(self) -> BaselineTaken | None:
        """The baseline, once taken."""
        return self._shift.baseline

    def begin_baseline(self, t: float) -> None:
        """From now on the person sits quietly."""
        self._shift.begin_baseline(t)

    def end_baseline(self, t: float) -> BaselineTaken:
        """Take the baseline from the beats since it began."""
        return self._shift.end_baseline(t)

    def push(self, raw: RawBeat, activity: Activity, evidence: EcgEvidence | None = None) -> PipelineOutput:
        """One interval, as it came; `evidence` is an ECG of the same heart, if there is one."""
        beats = self._classifier.push(raw)
        if evidence is not None and evidence.decided_to is not None:
            beats = tuple(_borne_out(beat, evidence) for beat in beats)
        findings: tuple[Finding, ...] = self._rhythm.push(raw, activity, evidence)
        for beat in beats:
            findings += self._shift.push(beat, activity)
        return PipelineOutput(beats, findings)

    def push_block(self, raws: Sequence[RawBeat], activity: Activity) -> PipelineOutput:
        """Intervals of a recording, without an ECG, and the silences between them.

        What `push` and `silence` would say of them one by one, in half the time: a stage that goes on to the next
        interval is still in the processor's caches. So the findings on intervals come before those on beats.
        """
        rhythm, findings = self._rhythm, list[Finding]()
        for raw in raws:
            while (due := rhythm.deadline) is not None and due < raw.t:
                findings.extend(rhythm.silence(due))
            findings.extend(rhythm.push(raw, activity))
        beats = tuple([beat for raw in raws for beat in self._classifier.push(raw)])
        for beat in beats:
            findings.extend(self._shift.push(beat, activity))
        return PipelineOutput(beats, tuple(findings))

    def silence(
        self, t: float, contact: bool | None = None, evidence: EcgEvidence | None = None
    ) -> tuple[Finding, ...]:
        """Time has passed to `t` without a beat. `contact`: what packets without beats say of the skin, if any came."""
        return self._rhythm.silence(t, contact=contact, evidence=evidence)

    def recheck_silence(
        self, t: float, contact: bool | None = None, evidence: EcgEvidence | None = None
    ) -> tuple[Finding, ...]:
        """A packet without beats, or some ECG, has come at `t`."""
        return self._rhythm.recheck_silence(t, contact=contact, evidence=evidence)

    def finish(self, activity: Activity) -> PipelineOutput:
        """No more beats will come: the last classes become final."""
        beats = self._classifier.flush()
        findings: tuple[Finding, ...] = ()
        for beat in beats:
            findings += self._shift.push(beat, activity)
        return PipelineOutput(beats, findings)


def _borne_out(beat: Beat, evidence: EcgEvidence) -> Beat:
    """The beat; as one of a burst of movement where the ECG can be read neither around it nor at this interval."""
    if beat.kind is not BeatClass.NORMAL or evidence.bears_out(beat) is not False:
        return beat
    return structs.replace(beat, kind=BeatClass.BURST)
