"""An ECG as it arrives in a session: beats at the session's time, and answers about the last seconds.

"Cannot tell" is an answer (None): where there was no ECG, or none that is worth anything, silence must not be taken for
a heart that stands still, nor noise for beats.
"""

from __future__ import annotations

from collections import deque

from biofeedback.events import EcgChunk
from biofeedback.findings import EcgState, RPeak
from biofeedback.signal.ecg.clock import SampleClock
from biofeedback.signal.ecg.lead import MOST_DELAY_S, RATES_HZ, Complex, EcgLead
from biofeedback.signal.ecg.state import StateJudge
from biofeedback.signal.ecg.template import USUAL_FORM_CORRELATION
from biofeedback.ticks import TICKS_PER_S
from biofeedback.view import EcgStrip

SHOWN_S = 6.0
"""What a screen shows: a strip of six seconds is what ECGs are looked at in."""
PEAKS_KEPT_S = 120.0
"""Beats that can be asked about: the longest pattern of a rhythm, and what was before it."""
FLAT_FOR_S = 2.5
"""So long without a beat, before the ECG says so itself: as long as a caution on intervals takes."""
FRESH_S = 2.0
"""An ECG whose newest sample is older says nothing about now: a strap sends every 0.6 s."""
QUIET_SHARE = 0.15
"""A still heart is quiet: so much, of a usual beat's amplitude in the QRS band, is the most that may be heard. Noise of
40 uV reaches 0.11; the smallest 2 beats of 1,000 in eight records of the MIT-BIH database have 0.29 and more, and where
beats were overlooked in their second leads, something louder than 0.2 was heard each time."""
STANDS_OUT = 3.0
"""Noise is even: its loudest is about twice its middle. What stands out by more than this may be a small beat, unless
it is lower still (`SILENT_SHARE`). Factor on the middle."""
SILENT_SHARE = 0.05
"""A twentieth of a beat is less than most P waves: what is no louder is no beat, however it stands out. Share of the
usual level of beats."""
COMPLEX_S = 0.6
"""From an R peak to the end of its T wave, with the delay of the band."""
DEAF_SHARE = 0.7
"""After large artefacts the threshold stays high for a while. Where it is above this share of a usual beat, a beat
could pass unheard."""
CALM_SHARE = 0.5
"""A line that moves by more than this share of a beat's size within some seconds may be a lead that came off, whose
amplifier settles: as record 208 of the MIT-BIH database has it for 5 s, with beats in its other lead."""
LEAST_HEARD_BEATS = 8
"""Beats that must have been heard before silence can mean anything, one of them in this unbroken stretch."""
_USUAL_GAIN = 0.125
"""Weight of each beat in the usual amplitude."""
SURE_SHARE = 0.5
"""A peak counts against a pause where it is of the usual form, or larger than this share of a usual one: ripples of a
still heart are neither."""


class EcgMonitor:
    """One strap's ECG."""

    def __init__(self) -> None:
        self._clock = SampleClock()
        self._lead: EcgLead | None = None
        self._judge = StateJudge(RATES_HZ[0])
        self._strip: deque[float] = deque()
        self._peaks: deque[RPeak] = deque()
        self._since: float | None = None  # begin of this unbroken stretch
        self._last_place: float | None = None  # of the R peak before, in this stretch
        self._good_since: float | None = None
        self._usual_uv = 0.0
        self._usual_level = 0.0  # the same in the QRS band
        self._heard = 0  # beats in a good signal
        self._any = False  # whether there ever was a beat
        self._gap = False

    def reset_stretch(self) -> None:
        """The link is gone: what comes next begins a new stretch."""
        self._clock.reset_stretch()
        self._since = self._good_since = None

    def push(self, chunk: EcgChunk) -> tuple[RPeak, ...]:
        """The beats that became certain with a chunk. A rate that no ECG has is not listened to."""
        rate, n = chunk.rate_hz, len(chunk.microvolts)
        if not RATES_HZ[0] <= rate <= RATES_HZ[1] or not n:
            return ()
        if self._lead is None or self._lead.rate_hz != rate:
            self._begin(rate)
        lead = self._lead
        assert lead is not None
        if chunk.gap:
            self._clock.reset_stretch()
        if not self._clock.push(chunk.t, n / rate):
            self._reset_stretch(lead, chunk.t - n / rate)
        samples = [float(x) for x in chunk.microvolts]
        beats = lead.push(samples)
        self._judge.push(samples)
        for beat in beats:
            self._judge.note(beat.correlation, familiar=beat.familiar)
        self._strip.extend(samples)
        state, _ = self._judge.judge(lead.noise)
        t = self._clock.last_t or chunk.t
        hears = state is EcgState.GOOD and lead.threshold <= DEAF_SHARE * self._usual_level
        self._good_since = (self._good_since or t) if hears else None
        found = tuple(self._peak(beat, lead, t, state) for beat in beats)
        self._remember(found, t)
        return found

    def _begin(self, rate: float) -> None:
        self._clock.reset_stretch()
        self._lead = EcgLead(rate)
        self._judge = StateJudge(rate)
        self._strip = deque(maxlen=round(SHOWN_S * rate))

    def _reset_stretch(self, lead: EcgLead, began: float) -> None:
        self._gap = self._gap or self._any
        self._last_place = None
        self._since = began
        self._good_since = None
        self._judge = StateJudge(lead.rate_hz)
        self._strip.clear()
        lead.reset_stretch()

    def _peak(self, beat: Complex, lead: EcgLead, newest_t: float, state: EcgState) -> RPeak:
        rr_ticks = None
        if self._last_place is not None:
            rr_ticks = round((beat.place - self._last_place) / lead.rate_hz * TICKS_PER_S)
        gap, self._gap = self._gap, self._gap and rr_ticks is None
        self._last_place = beat.place
        return RPeak(
            t=newest_t - (lead.count - 1 - beat.place) / lead.rate_hz,
            amplitude_uv=beat.amplitude_uv,
            rr_ticks=rr_ticks,
            gap=gap and rr_ticks is not None,
            qrs_ms=beat.qrs_ms,
            correlation=beat.correlation,
            familiar=beat.familiar,
            noise=beat.noise,
            state=state,
            slope_uv_per_s=beat.slope,
            area_uv_s=beat.area,
        )

    def _remember(self, found: tuple[RPeak, ...], t: float) -> None:
        for peak in found:
            if peak.state is EcgState.GOOD and self._lead is not None:
                self._heard += 1
                gain = max(1.0 / self._heard, _USUAL_GAIN)
                self._usual_uv += gain * (abs(peak.amplitude_uv) - self._usual_uv)
                self._usual_level += gain * (self._lead.beat_level - self._usual_level)
        self._any = self._any or bool(found)
        self._peaks.extend(found)
        while self._peaks and self._peaks[0].t < t - PEAKS_KEPT_S:
            self._peaks.popleft()

    # ------------------------------------------------------------------------------------------------ what it says

    def beats(self, t0: float, t1: float) -> tuple[RPeak, ...] | None:
        """The beats from `t0` to `t1`; None unless all of that time was heard and decided, and is still remembered."""
        t = self._clock.last_t
        if t is None or self._since is None or not max(self._since, t - PEAKS_KEPT_S) <= t0 <= t1 <= t - MOST_DELAY_S:
            return None
        return tuple(peak for peak in self._peaks if t0 <= peak.t <= t1)

    @property
    def since(self) -> float | None:
        """When the samples began that have come without a loss; None where none have since the link was lost."""
        return self._since

    @property
    def decided_to(self) -> float | None:
        """Up to which time the beats are known; None without an ECG."""
        return None if self._clock.last_t is None else self._clock.last_t - MOST_DELAY_S

    def clear_beats(self, t0: float, t1: float) -> tuple[RPeak, ...] | None:
        """As `beats`, but only where the signal was good, and every beat would have been heard, from `t0` on."""
        return self.beats(t0, t1) if self._good_since is not None and self._good_since <= t0 else None

    def says_flat(self, t: float) -> bool | None:
        """Whether at `t` the ECG shows no beat for `FLAT_FOR_S`: True, False (it shows beats), None (cannot tell).

        True only where the signal was good all the while, is alive but quiet, and its line stays in its place: neither
        a strap off the skin nor beats too small to be heard must ever confirm a pause. A ripple that is small and
        unlike a beat makes it uncertain, not False.
        """
        newest, lead = self._clock.last_t, self._lead
        if newest is None or lead is None or self._good_since is None or not -FRESH_S <= t - newest <= FRESH_S:
            return None
        decided = newest - MOST_DELAY_S
        recent = [peak for peak in self._peaks if peak.t > decided - FLAT_FOR_S]
        if any(self._sure(peak) for peak in recent):
            return False
        known = self._heard >= LEAST_HEARD_BEATS and self._last_place is not None
        calm = self._judge.line_range_uv <= CALM_SHARE * self._usual_uv
        if recent or not (known and calm and self._quiet(lead)) or self._good_since > decided - FLAT_FOR_S:
            return None
        return True

    def _quiet(self, lead: EcgLead) -> bool:
        loudness = lead.loudness(FLAT_FOR_S + MOST_DELAY_S - COMPLEX_S)
        if loudness is None:
            return False
        even = loudness.highest <= STANDS_OUT * loudness.middle
        return loudness.highest <= (QUIET_SHARE if even else SILENT_SHARE) * self._usual_level

    def _sure(self, peak: RPeak) -> bool:
        alike = peak.correlation is not None and peak.correlation >= USUAL_FORM_CORRELATION
        return alike or abs(peak.amplitude_uv) >= SURE_SHARE * self._usual_uv

    def strip(self) -> EcgStrip | None:
        """What a screen can show; None without an ECG."""
        newest, lead = self._clock.last_t, self._lead
        if newest is None or lead is None or not self._strip:
            return None
        began = newest - (len(self._strip) - 1) / lead.rate_hz
        state, reason = self._judge.judge(lead.noise)
        peaks = tuple(peak for peak in self._peaks if peak.t >= began)
        return EcgStrip(
            began=began, rate_hz=lead.rate_hz, microvolts=tuple(self._strip), peaks=peaks, state=state, why=reason
        )
