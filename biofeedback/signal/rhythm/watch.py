"""All detectors over one stream of intervals, and what is on."""

from __future__ import annotations

from math import inf

from biofeedback.findings import Activity, Missing, RawBeat, Rule, Severity, WarningRaised
from biofeedback.signal.rhythm.alarm_state import AlarmState, Change
from biofeedback.signal.rhythm.detection import Detection, Detector
from biofeedback.signal.rhythm.ecg_corroboration import EcgEvidence, corroborate, doubted
from biofeedback.signal.rhythm.ectopic_burden import EctopicBurden
from biofeedback.signal.rhythm.ectopic_run import EctopicRun
from biofeedback.signal.rhythm.fast_onset import FastOnset
from biofeedback.signal.rhythm.folding import heard_wrongly
from biofeedback.signal.rhythm.irregular import Irregular
from biofeedback.signal.rhythm.pause import MOST_IMPLAUSIBLE_30, PAUSE_RATIO, STOP_MS, Pause
from biofeedback.signal.rhythm.profile import UNKNOWN, RhythmProfile
from biofeedback.signal.rhythm.rr_buffer import RrBuffer
from biofeedback.signal.rhythm.signal_loss import SignalLoss
from biofeedback.signal.rhythm.sudden_slowing import SuddenSlowing
from biofeedback.signal.rhythm.too_fast import TooFast
from biofeedback.signal.rhythm.too_slow import TooSlow
from biofeedback.why import Why, why

SILENCE_TOLD_S = 4.0
"""Time without a beat after which it is said. A pause of three seconds is known by then even if its notification, one a
second, came late; no resting heart is slower than 15/min."""

ARRIVAL_DELAY_S = 1.0
"""A beat is told at most so long after it, as straps send about once a second. Where the clock of beats trails (packets
were lost), this says more surely how long there was none: a silence that is told has lasted for three seconds."""

FOLDED_RULES = frozenset({Rule.IRREGULAR, Rule.ECTOPIC_RUN, Rule.ECTOPIC_BURDEN, Rule.DROP})
"""The rules whose pattern a strap can make by hearing beats twice or not at all."""
LEAD_IN_BEATS = 8
"""Intervals before a pattern with which it is read, so that what it comes out of is known."""
MOST_FOLDED_BEATS = 128
"""No longer stretch is read: about two minutes."""
STRAP_REMEMBERED_S = 90.0
"""So long after a strap was last told to hear beats twice, intervals without any pattern are first a matter of the
signal: it misplaces beats then too, which nothing puts right. A strap that sat badly for half an hour was told four
times as irregular, up to 72 s after such a word; in 187 records with fibrillation no row of it is lost. Doubts that
folding alone raised are not remembered: one row of a minute would be."""


def detectors(profile: RhythmProfile) -> tuple[Detector, ...]:
    """Every rule's detector, quality first."""
    return (
        SignalLoss(), Pause(), Irregular(), EctopicRun(), EctopicBurden(), FastOnset(),
        TooFast(profile), TooSlow(profile), SuddenSlowing(),
    )  # fmt: skip


class RhythmWatch:
    """Warning signs, from intervals as they arrive. It does not latch: what a stop means is the coach's word.

    At most one warning a rule is on. When its detection grows graver, it is ended and raised again at the same time.
    """

    def __init__(self, profile: RhythmProfile = UNKNOWN) -> None:
        self._rr = RrBuffer()
        self._rules = tuple((found, AlarmState(found.rule, found.recovery_beats)) for found in detectors(profile))
        self._by_rule = {alarm.rule: alarm for _, alarm in self._rules}
        self._signal = self._by_rule[Rule.SIGNAL]
        # What is asked at each beat, looked up once: a tenth of the time of a beat.
        asked = {found.rule: (found.rule, found.judge, alarm) for found, alarm in self._rules}
        _, self._judge_signal, _ = asked.pop(Rule.SIGNAL)
        self._asked = tuple(asked.values())
        self._quiet_since: float | None = None  # when the last beat came, until its silence has been told
        self._silent_since: float | None = None  # the same, once it has been told without an ECG that was sure
        self._strap_since = -inf  # when the strap was last shown to hear beats wrongly

    def push(self, raw: RawBeat, activity: Activity, evidence: EcgEvidence | None = None) -> tuple[Change, ...]:
        """Take one interval as it arrives. `evidence`: an ECG of the same heart."""
        rr = self._rr
        rr.push(raw, activity)
        self._silent_since = None
        self._quiet_since = raw.t if raw.arrived is None else max(raw.t, raw.arrived - ARRIVAL_DELAY_S)
        changes: tuple[Change, ...] = ()
        signal = self._judge_signal(rr)  # told when it is known what else is no more than that
        if signal is not None and signal.of_strap:
            self._strap_since = raw.t
        for rule, judge, alarm in self._asked:
            detection = judge(rr)
            if detection is None or not detection.begins:  # what begins nothing is put to nobody
                if alarm.on is None:
                    continue
            elif (strap := self._of_strap(alarm, detection, evidence)) is not None:
                signal, detection = signal or strap, None
            elif evidence is not None:
                if (doubt := doubted(rule, detection, rr, evidence)) is not None:
                    signal, detection = signal or doubt, None
                else:
                    detection = corroborate(rule, detection, rr, evidence)
            changes += alarm.update(raw.t, detection, rr.plausible)
        return changes if signal is None and self._signal.on is None else self._told_first(raw.t, signal, changes)

    def _of_strap(self, alarm: AlarmState, detection: Detection, evidence: EcgEvidence | None) -> Detection | None:
        """What is said instead of a pattern that would begin now, where the strap heard beats wrongly and made it."""
        if alarm.rule not in FOLDED_RULES or not alarm.would_raise(detection):
            return None
        stretch = self._rr.since(detection.start_s, LEAD_IN_BEATS, MOST_FOLDED_BEATS)
        twice, t = self._rr.twice, self._rr.t
        found = heard_wrongly(stretch, twice.level, alarm.rule, doubted=twice.suspected)
        if found is not None:
            reason = why("rhythm.signal_folded", count=found.twice + found.merged, of=len(stretch))
            return Detection(severity=Severity.CAUTION, start_s=detection.start_s, why=reason)
        can_ask = evidence is not None and evidence.decided_to is not None
        if alarm.rule is not Rule.IRREGULAR or t - self._strap_since > STRAP_REMEMBERED_S or can_ask:
            return None
        reason = why("rhythm.signal_doubted", seconds=STRAP_REMEMBERED_S)
        return Detection(severity=Severity.CAUTION, start_s=detection.start_s, why=reason)

    def _told_first(self, t: float, signal: Detection | None, changes: tuple[Change, ...]) -> tuple[Change, ...]:
        return self._signal.update(t, signal, self._rr.plausible) + changes

    def silence(
        self, t: float, *, contact: bool | None = None, evidence: EcgEvidence | None = None
    ) -> tuple[Change, ...]:
        """Say what the time without a beat up to `t` means. `contact` is what the notifications without beats have said
        since the last beat: True (packets come, the skin is touched, no beat) makes it a pause, and so does an ECG that
        is flat; nothing does where the skin is not touched, or where the ECG shows beats.
        """
        since = self._quiet_since
        if since is None or t < since + SILENCE_TOLD_S:  # as in `deadline`, to the last bit: or time would stand still
            return ()
        self._quiet_since = None
        flat, seconds = None if evidence is None else evidence.says_flat(t), t - since
        reason = self._pause(seconds, contact, flat)
        if reason is not None:
            return self._say(t, Rule.PAUSE, Severity.STOP, since, reason)
        self._silent_since = since
        if flat is False:
            return self._say(t, Rule.SIGNAL, Severity.CAUTION, since, why("rhythm.signal_silent_ecg", seconds=seconds))
        reason = why("rhythm.signal_silent", seconds=seconds)
        return self._say(t, Rule.SIGNAL, Severity.CAUTION, since, reason, Missing.BEATS)

    def recheck_silence(
        self, t: float, *, contact: bool | None = None, evidence: EcgEvidence | None = None
    ) -> tuple[Change, ...]:
        """Something has come, at `t`, that is no beat: a notification without one, or some ECG. What `silence` could
        not say for want of them is said now; a flat ECG says it as soon as the silence is as long as a pause.
        """
        since = self._silent_since if self._quiet_since is None else self._quiet_since
        if since is None or 1000 * (t - since) < max(STOP_MS, PAUSE_RATIO * self._rr.level):
            return ()
        flat = None if evidence is None else evidence.says_flat(t)
        reason = self._pause(t - since, contact, flat)
        waits = self._quiet_since is not None and not flat  # for `silence`: the contact alone says it no sooner
        if reason is None or waits:
            return ()
        self._quiet_since = self._silent_since = None
        return self._say(t, Rule.PAUSE, Severity.STOP, since, reason)

    def _pause(self, seconds: float, contact: bool | None, flat: bool | None) -> Why | None:
        """Why so long a time without a beat is a pause of the heart; None where it may be the strap."""
        if flat is False or contact is False:
            return None
        if flat:
            return why("rhythm.pause_ecg", seconds=seconds)
        sure = contact is True and self._rr.implausible_30 < MOST_IMPLAUSIBLE_30
        return why("rhythm.pause", seconds=seconds) if sure else None

    def _say(
        self, t: float, rule: Rule, severity: Severity, since: float, reason: Why, missing: Missing | None = None
    ) -> tuple[Change, ...]:
        detection = Detection(severity=severity, start_s=since, why=reason, missing=missing)
        return self._by_rule[rule].update(t, detection, good=False)

    @property
    def deadline(self) -> float | None:
        """When `silence` wants to be called if no beat comes before; None: nothing would be new."""
        return None if self._quiet_since is None else self._quiet_since + SILENCE_TOLD_S

    @property
    def on(self) -> tuple[WarningRaised, ...]:
        """The warnings that are on, in the order of judgement."""
        return tuple(alarm.on for _, alarm in self._rules if alarm.on is not None)
