"""An ECG that speaks of a sign of the intervals only where it has proved to be of the same time.

Where it has not, it cannot tell, whatever it shows: beats of a minute ago must neither take a stop away nor make one.
"""

from __future__ import annotations

from collections import deque

from biofeedback.events import EcgChunk
from biofeedback.findings import Beat, RawBeat, RPeak
from biofeedback.signal.ecg.lead import MOST_DELAY_S
from biofeedback.signal.ecg.legible import SAME_BEAT_S, agreement, is_legible, is_same_interval
from biofeedback.signal.ecg.monitor import PEAKS_KEPT_S, EcgMonitor
from biofeedback.signal.ecg.synchrony import MOST_EARLY_S, MOST_LATE_S, Synchrony

BORNE_OUT_S = 12.0
"""Of the last so many seconds it is asked whether a beat can be believed: eight beats at 40 a minute."""


class SynchronisedEcg:
    """One strap's ECG beside its intervals."""

    def __init__(self) -> None:
        self.monitor = EcgMonitor()  # what it shows, of whatever time
        self._synchrony = Synchrony()
        self._strap: deque[RawBeat] = deque()

    def reset_stretch(self) -> None:
        """The link is gone: what comes next must be proved anew."""
        self.monitor.reset_stretch()
        self._synchrony.restart()

    def push(self, chunk: EcgChunk) -> tuple[RPeak, ...]:
        """The next samples; the beats that became certain with them."""
        before = self.monitor.since
        peaks = self.monitor.push(chunk)
        if self.monitor.since != before:
            self._synchrony.restart()
        if (decided := self.monitor.decided_to) is not None:
            self._synchrony.push_peaks(peaks, decided)
        return peaks

    def push_interval(self, raw: RawBeat) -> None:
        """The next interval of the strap."""
        self._synchrony.push_interval(raw)
        self._strap.append(raw)
        while self._strap[0].t < raw.t - PEAKS_KEPT_S:
            self._strap.popleft()

    def proved(self, t0: float, t1: float) -> bool:
        """Whether what it shows from `t0` to `t1` is of that time."""
        return self._synchrony.proved(t0, t1)

    @property
    def decided_to(self) -> float | None:
        """Up to which time its beats are known; None without an ECG."""
        return self.monitor.decided_to

    def clear_beats(self, t0: float, t1: float) -> tuple[RPeak, ...] | None:
        """The beats from `t0` to `t1`; None where it was not good from `t0` on, or may be of another time."""
        return self.monitor.clear_beats(t0, t1) if self.proved(t0, t1) else None

    def says_flat(self, t: float) -> bool | None:
        """Whether it shows no beat for some seconds up to `t`; None where it cannot tell, or may be of another time."""
        return self.monitor.says_flat(t) if self.proved(t, t) else None

    def is_legible(self, t0: float, t1: float) -> bool | None:
        """Whether what it shows from `t0` to `t1` bears the intervals of then out as a heart's; None: cannot tell."""
        peaks = self._peaks_beside(t0, t1)
        if peaks is None or (decided := self.decided_to) is None:
            return None
        return is_legible(peaks, self._intervals(t0, t1), decided, same_time=self.proved(t0, t1))

    def bears_out(self, beat: Beat) -> bool | None:
        """Whether the time of a beat is legible, or at least this one interval is the same in it; None: cannot tell."""
        if self.decided_to is None:
            return None
        t0, t1 = beat.t - BORNE_OUT_S, beat.t
        legible = self.is_legible(t0, t1)
        if legible is not False:
            return legible
        peaks, decided = self._peaks_beside(t0, t1) or (), self.decided_to or t1
        at = t1 + agreement(peaks, self._intervals(t0, t1), decided).offset_s
        return any(is_same_interval(peak, beat.rr_ticks) for peak in peaks if abs(peak.t - at) <= SAME_BEAT_S)

    def _intervals(self, t0: float, t1: float) -> list[RawBeat]:
        return [raw for raw in self._strap if t0 <= raw.t <= t1]

    def _peaks_beside(self, t0: float, t1: float) -> tuple[RPeak, ...] | None:
        """All beats that may be those of the intervals from `t0` to `t1`; None where not all of that time was heard."""
        decided, since = self.decided_to, self.monitor.since
        if decided is None or since is None or not since <= t0 <= decided:
            return None
        oldest = decided + MOST_DELAY_S - PEAKS_KEPT_S
        return self.monitor.beats(max(since, oldest, t0 - MOST_EARLY_S), min(t1 + MOST_LATE_S, decided))
