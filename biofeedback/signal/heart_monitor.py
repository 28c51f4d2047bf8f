"""One heart, listened to live: packets in, findings out, and at any moment what a screen can show of it."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from statistics import median

from biofeedback.events import EcgChunk, HeartRate, MotionChunk, SamplesHeard
from biofeedback.findings import (
    Activity,
    BaselineTaken,
    Beat,
    BeatClass,
    Breath,
    Direction,
    Finding,
    Grade,
    Quality,
    Rule,
    ShiftFound,
    ShiftLost,
    Spectrum,
    Variability,
    WarningEnded,
    WarningRaised,
)
from biofeedback.signal.baseline import History
from biofeedback.signal.beat_clock import BeatClock
from biofeedback.signal.breath_of_intervals import IntervalBreath
from biofeedback.signal.breath_shapes import BeatShapes
from biofeedback.signal.breath_watch import BreathWatch
from biofeedback.signal.contact import ContactWatch
from biofeedback.signal.ecg import SynchronisedEcg
from biofeedback.signal.motion import MotionWatch
from biofeedback.signal.pipeline import PipelineOutput, SignalPipeline
from biofeedback.signal.quality import QUALITY_SPAN_S, QualityJudge
from biofeedback.signal.rate import RecentRate
from biofeedback.signal.resonance import ResonanceLog
from biofeedback.signal.response import ResponseLog
from biofeedback.signal.rhythm import UNKNOWN, RhythmProfile
from biofeedback.signal.sensors import SensorWatch
from biofeedback.signal.spectrum import SpectrumWatch, with_breath
from biofeedback.signal.window import SlidingWindow
from biofeedback.streams import StreamKind
from biofeedback.view import HeartFigures, Vitals

SHOWN_BEATS_S = 120.0
"""Beats that are kept for the chart, which shows two minutes."""
RMSSD_WINDOW_S = 60.0
"""The window of the RMSSD that is shown: sd of lnRMSSD 0.14, against 0.30 at 10 s."""
RATE_WINDOW_S = 12.0
"""The window of the heart rate that is shown and compared: two slow breaths."""
SPECTRUM_EVERY_S = 5.0
"""How often the spectrum is taken anew: breathing at 6/min changes no faster than half a breath."""
MOVED_SPAN_S = 20.0
"""The heart answers a movement within two seconds and has come back from a short one in some fifteen. Seconds."""
MOVED_S = 1.0
"""So much of it is a movement of the body; a single cough is less. Seconds."""
MOST_MOVED_S = 6.0
"""A minute of which more than a tenth was moved through gives no index of rest. Seconds."""
LEAST_RESTING_BREATHS = 15
"""Looks (every two seconds) that told a rate, below which the baseline has no breath: half a minute."""
PACKET_FRESH_S = 1.5
"""A strap sends about once a second: where its last packet is older, packets are missing, and nothing is known of
now."""


class HeartMonitor:
    """Beats, findings and live indices of one strap."""

    def __init__(self, profile: RhythmProfile = UNKNOWN, history: History | None = None) -> None:
        self._clock = BeatClock()
        self._ecg = SynchronisedEcg()
        self._motion = MotionWatch()
        self._pipeline = SignalPipeline(profile, history, self._motion.unquiet)
        self._rate = RecentRate(RATE_WINDOW_S)
        self._minute = SlidingWindow(RMSSD_WINDOW_S)
        self._spectrum = SpectrumWatch()
        self._alone = IntervalBreath()
        self._shapes = BeatShapes()
        self._sensors = SensorWatch()
        self._breath = BreathWatch(self._shapes, self._motion, self._sensors)
        self._quality = QualityJudge()
        self.response = ResponseLog(self._motion.unquiet)  # told of the tensions by whoever guides
        self.resonance = ResonanceLog()  # and of the paces, in an assessment
        self._slow: Spectrum | None = None
        self._slow_breath: Breath | None = None  # as the intervals alone tell it
        self._breaths_at_rest: list[float] | None = None  # rates while the baseline is taken
        self.resting_breath_bpm: float | None = None  # of the baseline; None where no witness but the intervals knew
        self._shown: deque[Beat] = deque()
        self._on: dict[Rule, WarningRaised] = {}
        self._shift: Direction | None = None
        self.good_run = 0  # normal beats in a row, without a gap, up to now
        self.last_beat_t: float | None = None
        self.last_packet_t: float | None = None
        self._bare_contact: bool | None = None
        self.contact = ContactWatch()

    @property
    def deadline(self) -> float | None:
        """When silence itself would say something."""
        return self._pipeline.deadline

    @property
    def baseline(self) -> BaselineTaken | None:
        """The baseline, once taken."""
        return self._pipeline.baseline

    @property
    def warnings(self) -> tuple[WarningRaised, ...]:
        """The warnings that are on now."""
        return tuple(self._on.values())

    def begin_baseline(self, t: float) -> None:
        """From now on the person sits quietly."""
        self._pipeline.begin_baseline(t)
        self._breaths_at_rest, self.resting_breath_bpm = [], None

    def end_baseline(self, t: float) -> BaselineTaken:
        """Take the baseline from the beats since it began."""
        rates, self._breaths_at_rest = self._breaths_at_rest or [], None
        self.resting_breath_bpm = median(rates) if len(rates) >= LEAST_RESTING_BREATHS else None
        return self._pipeline.end_baseline(t)

    def reset_stretch(self) -> None:
        """The link is gone: the next beats begin a new stretch."""
        self.good_run = 0
        self._clock.reset_stretch()
        self._ecg.reset_stretch()
        self._motion.reset_stretch()
        self._shapes.restart()

    def push(self, packet: HeartRate, activity: Activity) -> tuple[Finding, ...]:
        """One packet of the strap."""
        self.last_packet_t = packet.t
        self.contact.push(packet.contact)
        findings: tuple[Finding, ...] = ()
        for raw in self._clock.push(packet):
            self.last_beat_t = raw.t
            self._ecg.push_interval(raw)
            findings += self._note(self._pipeline.push(raw, activity, self._ecg))
        # A packet without beats says whether the strap touches skin: only so can a pause be told from a loose strap.
        self._bare_contact = None if packet.rr_ticks else self._clock.touched
        return findings if packet.rr_ticks else findings + self._recheck_silence(packet.t)

    def push_ecg(self, chunk: EcgChunk) -> tuple[Finding, ...]:
        """Some ECG of the same heart. It is asked where intervals say something; alone it only tells a pause."""
        self._shapes.push(self._ecg.push(chunk))
        if (decided := self._ecg.decided_to) is not None and self._breath.look(decided):
            self._note_breath(decided)
        return self._recheck_silence(chunk.t)

    def push_motion(self, chunk: MotionChunk) -> None:
        """Some acceleration of the same chest. It finds nothing by itself: it says what the rest is worth."""
        self._motion.push(chunk)
        if self._breath.look(chunk.t):
            self._note_breath(chunk.t)

    def push_samples(self, heard: SamplesHeard) -> None:
        """Some samples of what stands beside the heart. A belt bears witness of breath; the rest decides nothing."""
        self._sensors.push(heard)
        if heard.stream.kind is StreamKind.RESPIRATION and self._breath.look(heard.t):
            self._note_breath(heard.t)

    def moved(self, t: float) -> bool:
        """Whether the heart of the last seconds is one that answers a movement of the whole body."""
        return self._motion.moved_s(t, MOVED_SPAN_S) >= MOVED_S

    def _note_breath(self, t: float) -> None:
        """Breathing as other witnesses than the intervals told it at a look."""
        if (breath := self._breath.breath(t)) is not None:
            self.resonance.heard(t, breath)
            if self._breaths_at_rest is not None:
                self._breaths_at_rest.append(breath.rate_bpm)

    def _recheck_silence(self, t: float) -> tuple[Finding, ...]:
        return self._note(PipelineOutput((), self._pipeline.recheck_silence(t, self._contact(t), self._ecg)))

    def silence(self, t: float) -> tuple[Finding, ...]:
        """Time has passed to `t` without a beat, and perhaps without a packet."""
        return self._note(PipelineOutput((), self._pipeline.silence(t, self._contact(t), self._ecg)))

    def _contact(self, t: float) -> bool | None:
        """What packets without beats say of the skin at `t`; None where none came lately."""
        fresh = self.last_packet_t is not None and t - self.last_packet_t < PACKET_FRESH_S
        return self._bare_contact if fresh else None

    def _note(self, heard: PipelineOutput) -> tuple[Finding, ...]:
        for beat in heard.beats:
            good = beat.kind is BeatClass.NORMAL and not beat.gap
            self.good_run = self.good_run + 1 if good else 0
            self._rate.push(beat)
            self._minute.push(beat)
            self._spectrum.push(beat)
            self._alone.push(beat)
            self._breath.push(beat)
            self._quality.push(beat)
            self.response.push(beat)
            self.resonance.push(beat)
            self._shown.append(beat)
            while self._shown[0].t < beat.t - SHOWN_BEATS_S:
                self._shown.popleft()
        for finding in heard.findings:
            self._remember(finding)
        return heard.findings

    def _remember(self, finding: Finding) -> None:
        match finding:
            case WarningRaised():
                self._on[finding.rule] = finding
            case WarningEnded():
                self._on.pop(finding.rule, None)
            case ShiftFound():
                self._shift = finding.direction
            case ShiftLost():
                self._shift = None
            case BaselineTaken():
                pass

    def rate(self, t: float) -> float | None:
        """Heart rate over the last seconds, beats a minute; None without enough of them."""
        return self._rate.bpm(t)

    @property
    def shift(self) -> Direction | None:
        """Which way arousal has moved from the baseline, while it has."""
        return self._shift

    def breath(self, t: float, cued_bpm: float | None = None) -> Breath | None:
        """Breathing of late, taken anew: a decision must not hang on when a screen last asked.

        By all witnesses where there are some beside the intervals and they are sure, else by the intervals alone, where
        none that can tell denies it.
        `cued_bpm`: the pace of a cue that ran all the while.
        """
        return self._breath.told(t, self._alone.told(t, self._spectrum.breathing(t, cued_bpm)))

    def seen_breath(self, t: float) -> Breath | None:
        """Breathing of the last half minute, where other witnesses than the intervals tell it: quick enough to judge
        a rest by, where a minute and a half of intervals would still hold the tension.
        """
        return self._breath.breath(t)

    def variability(self, t: float) -> Variability:
        """The indices over the last minute."""
        return self._minute.variability(t)

    def rmssd_ms(self, t: float) -> float | None:
        """RMSSD over the last minute; None where it cannot honestly be given."""
        return self._minute.rmssd_ms(t)

    def quality(self, t: float, *, any_rhythm: bool = False) -> Quality:
        """How far to trust the last half minute. Moved through, it is fair at most, however clean its beats."""
        quality = self._quality.quality(t, self.last_beat_t, any_rhythm=any_rhythm)
        if quality.grade is not Grade.GOOD:
            return quality
        reason = self._motion.unrest(t, QUALITY_SPAN_S)
        return quality if reason is None else replace(quality, grade=Grade.FAIR, why=reason)

    def _slow_indices(self, t: float) -> Spectrum:
        """The spectrum, taken anew every few seconds only: it is slow to change and costs the most."""
        if self._slow is None or not 0 <= t - self._slow.t < SPECTRUM_EVERY_S:
            self._slow = self._spectrum.spectrum(t)
            self._slow_breath = self._alone.told(t, self._spectrum.heard)
        return self._slow

    def figures(self, t: float) -> HeartFigures:
        """Two of the vitals, without the work of all the others: a spectrum costs as much as a minute of beats."""
        moved = self._motion.moved_s(t, RMSSD_WINDOW_S) > MOST_MOVED_S
        return HeartFigures(hr_bpm=self.rate(t), rmssd_ms=None if moved else self.rmssd_ms(t))

    def vitals(self, t: float) -> Vitals:
        """What a screen can show. Of a minute that was moved through no index of rest is shown."""
        minute = self.variability(t)
        if self._motion.moved_s(t, RMSSD_WINDOW_S) > MOST_MOVED_S:
            minute = replace(minute, rmssd_ms=None, sdnn_ms=None, pnn50=None, sd1_ms=None, sd2_ms=None)
        slow = self._slow_indices(t)
        breath = self._breath.told(t, self._slow_breath)
        return Vitals(
            t=t,
            hr_bpm=self.rate(t),
            variability=minute,
            quality=self.quality(t),
            spectrum=with_breath(slow, breath),
            baseline=self.baseline,
            shift=self._shift,
            warnings=self.warnings,
            beats=tuple(self._shown),
            ecg=self._ecg.monitor.strip(),
            movement=self._motion.movement(t),
            breath=breath,
            breath_wave=() if breath is None else self._breath.shown(breath.rate_bpm),
            curve=self._spectrum.curve,
            sensors=self._sensors.levels(t),
        )
