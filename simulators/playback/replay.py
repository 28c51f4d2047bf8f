"""A recording played as a strap would send it: through bytes, about one packet a second."""

from __future__ import annotations

from bisect import bisect_right
from collections import deque
from collections.abc import Callable

from biofeedback.decisions import Decision
from biofeedback.events import Event, HeartRate, SourceEnded
from simulators.measurement import MOST_RR, MOST_UNITS, PACKET_S, RATE_OVER, STALE_S, StrapCounter, encode
from simulators.recordings.recording import Recording
from simulators.refusal import unknown

Decode = Callable[[bytes, float], HeartRate]


class Replay:
    """A Body that plays a recording from `start_s` of its own time base on, as events from t = 0.

    A packet holds the intervals that ended since the one before, at most nine; more wait for the next packet. In a gap
    packets go on without intervals, for a strap's link may be up while no beat is found. An interval longer than the
    64 s that the field can hold is not sent: it is a gap to a strap too. A recording that begins after `start_s` is
    played from its begin. Raises UsageError where it ends before `start_s`. Ends with SourceEnded after the last beat.
    """

    def __init__(self, recording: Recording, decode: Decode, start_s: float = 0.0) -> None:
        begin = recording.begin_s
        self._from = start_s if start_s > max(begin, 0.0) else begin
        self._recording = recording
        self._decode = decode
        self._next = 0 if self._from == begin else bisect_right(recording.t_s, self._from)
        if self._next >= len(recording):
            raise unknown("starts_late", ends=f"{recording.t_s[-1]:.0f}", start=f"{self._from:.0f}")
        self._counter = StrapCounter()
        self._waiting: deque[int] = deque()
        self._recent: deque[int] = deque(maxlen=RATE_OVER)
        self._last_beat = 0.0
        self._packets = 0
        self._over = False

    @property
    def start_s(self) -> float:
        """The time of the recording's own base that is played as t = 0."""
        return self._from

    @property
    def due(self) -> float | None:
        """Time of the next packet; None after SourceEnded."""
        if self._over:
            return None
        if self._next >= len(self._recording) and not self._waiting:
            return self._packets * PACKET_S
        return (self._packets + 1) * PACKET_S

    def next_event(self) -> Event:
        """The packet that is due, or SourceEnded with the time of the last packet."""
        t = self.due
        if t is None:
            raise RuntimeError("nothing is due after SourceEnded")
        if self._next >= len(self._recording) and not self._waiting:
            self._over = True
            return SourceEnded(t=t)
        self._packets += 1
        self._gather(t)
        units = tuple(self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_RR)))
        self._recent.extend(units)
        return self._decode(encode(self._rate(t), units), t)

    def receive(self, decision: Decision) -> None:
        """A recording does not answer."""

    def _gather(self, until: float) -> None:
        """Count the intervals that have ended."""
        recording = self._recording
        while self._next < len(recording) and recording.t_s[self._next] - self._from <= until:
            if recording.gaps[self._next]:
                self._counter.forget()
            units = self._counter.count(recording.rr_ticks[self._next])
            if units <= MOST_UNITS:
                self._waiting.append(units)
            else:
                self._counter.forget()
            self._last_beat = recording.t_s[self._next] - self._from
            self._next += 1

    def _rate(self, t: float) -> int | None:
        if t - self._last_beat > STALE_S or not self._recent:
            return None
        return round(60 * 1024 * len(self._recent) / max(1, sum(self._recent)))
