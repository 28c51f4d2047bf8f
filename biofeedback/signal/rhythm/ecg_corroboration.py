"""What an ECG of the same heart says of a detection: that it agrees, that it does not, or nothing.

It is heard only where it was good all the while, and where its own intervals have proved it to be of the same time: see
`signal/ecg/synchrony.py`. To agree may make a caution a stop. Not to agree makes a stop a caution and never silence,
and takes more than a clean line: the ECG must show beats that are nearly all of this heart's usual form, evenly apart
from well before the detection began, and enough of them that none can have been missed. A rate that is too fast is
never refuted: an ECG that finds fewer beats may have missed some. Nor, in practice, is a run of five: it is told before
enough ECG is decided.

Where it is no heart's line that can be read (`signal/ecg/legible.py`), a pattern of many beats is not told as one: what
is heard then is movement, by the strap's detector too, and the session waits for a signal.

How often each happens on annotated ECGs: see DECISIONS.md.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise
from typing import Protocol

from biofeedback.findings import Beat, RPeak, Rule, Severity
from biofeedback.signal.ecg.template import USUAL_FORM_CORRELATION
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.early_beats import EARLY_SHARE
from biofeedback.signal.rhythm.pause import STOP_MS
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.ticks import to_s
from biofeedback.why import why

MOST_OTHER_FORM = 0.1
"""Share of beats of another form (or of none that could be taken) in an ECG that does not agree."""
MOST_EVEN_STEP = 0.1
"""The greatest step between its neighbouring intervals: every sign of rhythm is made of greater ones."""
MOST_GREATER_STEPS = 0.05
"""Share of greater steps that is allowed where the detection is of many: one early beat in a minute makes three.
Fourteen in a minute and a half make a tenth of the steps at least, three couplets a twentieth."""
MANY_RULES = frozenset({Rule.IRREGULAR, Rule.ECTOPIC_BURDEN})
"""The rules whose detections are of many beats."""
LEAD_IN_S = 8.0
"""It is asked from so long before the detection began: a jump shows against what was before it."""
LEAST_OVERLAP_S = 2.5
"""The ECG must reach so long into a detection: the clocks of ECG and intervals may lie a second apart."""
LEAST_ECG_BEATS = 8
"""Beats of the ECG below which it does not speak of a rhythm."""
LEAST_RATE_RATIO = 0.7
"""Its rate over that of the intervals: at least so much, or it may have missed what they tell of. An ECG that misses
beats is even only where it misses as many after each that it hears, which leaves it half of them at the most."""
LEAST_RATE_RATIO_SLOW = 1.25
"""The rate of the ECG over that of the intervals, to speak against a heart that is slow: a strap that misses beats
makes one."""
SLOW_RULES = frozenset({Rule.TOO_SLOW, Rule.DROP})
"""The rules of a heart that is slow."""

CLOCKS_WITHIN_S = 1.0
"""How far an interval of the ECG may lie from the same one of the strap."""
PAUSE_SEEN_SHARE = 0.9
"""An interval of the ECG as long as this share of the strap's is the same pause."""
BEATS_IN_A_PAUSE = 2
"""So many beats of the usual form well inside a pause, and there was none."""
INSIDE_PAUSE_S = 0.5
"""So far from either end of the pause is well inside it."""

MINUTE_S = 60.0
"""Over which ectopic beats are counted."""
BURDEN_COUNT = 7
"""More than six of another form or early within the minute: the burden is no strap's fault, and a stop at once."""
MOST_ECTOPIC_REFUTING = 2
"""So many of them in all of its time do not speak for a burden."""
LEAST_UNEVEN_STEP = 0.05
"""Typical step of an ECG that comes unevenly, as a share of its median: half of the steps in fibrillation are greater
than 0.12, of a breathing heart below 0.04."""
LEAST_OTHER_IN_A_ROW = 3
"""Beats of another form in a row in a run that the ECG shows too."""


class EcgEvidence(Protocol):
    """An ECG that can be asked. None: it cannot tell, or it may be of another time than the intervals."""

    @property
    def decided_to(self) -> float | None:
        """The time up to which its beats are known."""
        ...

    def clear_beats(self, t0: float, t1: float) -> tuple[RPeak, ...] | None:
        """The beats from `t0` to `t1`, if it was good from `t0` on."""
        ...

    def says_flat(self, t: float) -> bool | None:
        """Whether it shows no beat for some seconds up to `t`."""
        ...

    def is_legible(self, t0: float, t1: float) -> bool | None:
        """Whether what it shows from `t0` to `t1` bears the intervals of that time out as a heart's."""
        ...

    def bears_out(self, beat: Beat) -> bool | None:
        """Whether one beat is borne out."""
        ...


def doubted(rule: Rule, detection: Detection, rr: RrBuffer, evidence: EcgEvidence) -> Detection | None:
    """What is said instead of a pattern of many beats where the ECG cannot be read; None where there is no such doubt,
    or where the ECG is so clear that it contradicts.
    """
    end = evidence.decided_to
    if rule not in MANY_RULES or end is None:
        return None
    end = min(end, rr.t)
    if evidence.is_legible(detection.start_s, end) is not False or _refuted(rule, detection, rr, evidence, end):
        return None
    return replace(detection, severity=Severity.CAUTION, why=why("rhythm.signal_ecg"), missing=None)


def corroborate(rule: Rule, detection: Detection, rr: RrBuffer, evidence: EcgEvidence) -> Detection:
    """The detection after the ECG was asked about it."""
    end = evidence.decided_to
    if end is None or rule in (Rule.SIGNAL, Rule.TOO_FAST):
        return detection
    if rule is Rule.PAUSE:
        return _corroborate_pause(detection, rr, evidence, end)
    end = min(end, rr.t)
    if (agreed := _agreed(rule, detection, evidence, end)) is not None:
        return agreed
    return _refuted(rule, detection, rr, evidence, end) or detection


def _refuted(rule: Rule, detection: Detection, rr: RrBuffer, evidence: EcgEvidence, end: float) -> Detection | None:
    """The stop as a caution where the ECG shows even beats instead; None where it does not."""
    if detection.severity is not Severity.STOP or end < detection.start_s + LEAST_OVERLAP_S:
        return None
    beats = evidence.clear_beats(detection.start_s - LEAD_IN_S, end)
    if beats is None or not even_and_usual(beats, MOST_GREATER_STEPS if rule in MANY_RULES else 0.0):
        return None
    if rule is Rule.ECTOPIC_BURDEN and sum(_ectopic_marks(beats)) > MOST_ECTOPIC_REFUTING:
        return None
    seconds = beats[-1].t - beats[1].t + _rr_s(beats[1])
    rate = (len(beats) - 1) / seconds
    interval_rate = rr.rate_per_s(detection.start_s, end)
    least_ratio = LEAST_RATE_RATIO_SLOW if rule in SLOW_RULES else LEAST_RATE_RATIO
    if interval_rate is None or rate < least_ratio * interval_rate:
        return None
    said = why("rhythm.ecg_disagrees", beats=len(beats), seconds=seconds, hr_bpm=60 * rate)
    return replace(detection, severity=Severity.CAUTION, why=said)


def _corroborate_pause(detection: Detection, rr: RrBuffer, evidence: EcgEvidence, end: float) -> Detection:
    """A long interval: the ECG has one as long, or beats within it."""
    seconds = rr.ms[-1] / 1000
    around = evidence.clear_beats(detection.start_s - CLOCKS_WITHIN_S, min(end, rr.t + CLOCKS_WITHIN_S))
    if around is None:
        return detection
    if any(not peak.gap and _rr_s(peak) >= PAUSE_SEEN_SHARE * seconds for peak in around):
        if 1000 * seconds < STOP_MS or rr.contact is False:
            return detection
        return replace(detection, severity=Severity.STOP, why=why("rhythm.pause_ecg", seconds=seconds), missing=None)
    inside = [peak for peak in around if detection.start_s + INSIDE_PAUSE_S <= peak.t <= rr.t - INSIDE_PAUSE_S]
    if sum(not _is_other_form(peak) for peak in inside) < BEATS_IN_A_PAUSE:
        return detection
    said = why("rhythm.signal_silent_ecg", seconds=seconds)
    return replace(detection, severity=Severity.CAUTION, why=said, missing=None)


def even_and_usual(beats: Sequence[RPeak], few: float = 0.0) -> bool:
    """Whether these are enough beats, evenly apart but for `few` of their steps, and nearly all of the usual form."""
    if len(beats) < LEAST_ECG_BEATS or any(peak.rr_ticks is None or peak.gap for peak in beats[1:]):
        return False
    if sum(_is_other_form(peak) for peak in beats) > MOST_OTHER_FORM * len(beats):
        return False
    intervals = [_rr_s(peak) for peak in beats[1:]]
    return sum(abs(b - a) > MOST_EVEN_STEP * min(a, b) for a, b in pairwise(intervals)) <= few * len(beats)


def _agreed(rule: Rule, detection: Detection, evidence: EcgEvidence, end: float) -> Detection | None:
    """The detection with the word of an ECG that shows the same; None where it does not, or has no say in this rule."""
    match rule:
        case Rule.ECTOPIC_BURDEN:
            beats = evidence.clear_beats(end - MINUTE_S, end)
            ectopic = 0 if beats is None else sum(_ectopic_marks(beats))
            if beats is None or ectopic < BURDEN_COUNT:
                return None
            said = why("rhythm.ectopic_burden_ecg", count=ectopic, beats=len(beats), seconds=MINUTE_S)
            return replace(detection, severity=Severity.STOP, why=said)
        case Rule.ECTOPIC_RUN:
            beats = evidence.clear_beats(detection.start_s - LEAD_IN_S, end)
            row = 0 if beats is None else _longest_row([_is_other_form(peak) for peak in beats])
            if row < LEAST_OTHER_IN_A_ROW:
                return None
            return replace(detection, why=why("rhythm.ectopic_run_ecg", **dict(detection.why.values), odd=row))
        case Rule.IRREGULAR:
            beats = evidence.clear_beats(detection.start_s, end)
            if beats is None or not _uneven(beats):
                return None
            usual = sum(not _is_other_form(peak) for peak in beats)
            return replace(detection, why=why("rhythm.irregular_ecg", usual=usual, beats=len(beats)))
        case _:
            return None


def _uneven(beats: Sequence[RPeak]) -> bool:
    intervals = [_rr_s(peak) for peak in beats if peak.rr_ticks is not None]
    if len(intervals) < LEAST_ECG_BEATS:
        return False
    steps = sorted([abs(b - a) for a, b in pairwise(intervals)])
    return steps[len(steps) // 2] > LEAST_UNEVEN_STEP * sorted(intervals)[len(intervals) // 2]


def _ectopic_marks(beats: Sequence[RPeak]) -> list[bool]:
    """Which beats are of another form, or early."""
    known = sorted([_rr_s(peak) for peak in beats if peak.rr_ticks is not None])
    early = EARLY_SHARE * known[len(known) // 2] if known else 0.0
    return [_is_other_form(peak) or (peak.rr_ticks is not None and _rr_s(peak) < early) for peak in beats]


def _longest_row(marks: Sequence[bool]) -> int:
    longest = row = 0
    for mark in marks:
        row = row + 1 if mark else 0
        longest = max(longest, row)
    return longest


def _is_other_form(peak: RPeak) -> bool:
    return peak.correlation is None or peak.correlation < USUAL_FORM_CORRELATION


def _rr_s(peak: RPeak) -> float:
    return to_s(peak.rr_ticks or 0)
