"""An ECG that speaks of a sign of the intervals only where it has proved to be of the same time.

Where it has not, it cannot tell, whatever it shows: beats of a minute ago must neither take a stop away nor make one.
"""

from __future__ import annotations

from biofeedback.events import EcgChunk
from biofeedback.findings import RawBeat, RPeak
from biofeedback.signal.ecg.monitor import EcgMonitor
from biofeedback.signal.ecg.synchrony import Synchrony


class SynchronisedEcg:
    """One strap's ECG beside its intervals."""

    def __init__(self) -> None:
        self.monitor = EcgMonitor()  # what it shows, of whatever time
        self._synchrony = Synchrony()

    def reset_stretch(self) -> None:
        """The link is gone: what comes next must be proved anew."""
        self.monitor.reset_stretch()
        self._synchrony.restart()

    def push(self, chunk: EcgChunk) -> None:
        """The next samples."""
        before = self.monitor.since
        peaks = self.monitor.push(chunk)
        if self.monitor.since != before:
            self._synchrony.restart()
        if (decided := self.monitor.decided_to) is not None:
            self._synchrony.push_peaks(peaks, decided)

    def push_interval(self, raw: RawBeat) -> None:
        """The next interval of the strap."""
        self._synchrony.push_interval(raw)

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
