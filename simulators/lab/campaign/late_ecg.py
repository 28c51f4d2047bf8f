"""A participant's ECG that comes late: drawn from the intervals of their strap, held back for seconds or minutes."""

from __future__ import annotations

from collections import deque
from random import Random

import numpy as np

from biofeedback.decisions import Decision
from biofeedback.events import EcgChunk, Event, HeartRate
from biofeedback.ports import Body
from biofeedback.ticks import to_s
from simulators.faults.injection import Fault, with_faults
from simulators.faults.moments import AtTime
from simulators.lab.ecg_waves import SINUS

RATE_HZ = 130.0
"""Samples a second, as a Polar H10 sends them."""

SIZE_UV = 1000.0
"""Height of an R peak, uV."""

NOISE_UV = 8.0
"""White noise on the line (sd), uV."""

WAVES_S = 1.0
"""Until all waves of a beat are known, s."""

MOST_APART_S = 3.0
"""Of the last beat and its packet, s: else beats were lost, and the line goes on from here."""

LATE_S = (20.0, 60.0, 120.0)
"""How late the whole ECG is, s: one of these."""


class WithEcg:
    """A body whose packets are followed by a second of ECG each, as it was a second ago."""

    def __init__(self, body: Body, seed: int) -> None:
        self._body = body
        self._noise = np.random.default_rng(seed)
        self._beats: deque[float] = deque()
        self._last_s: float | None = None
        self._drawn_to: int | None = None  # samples since 0
        self._ready: deque[Event] = deque()

    @property
    def due(self) -> float | None:
        """Time of the next event."""
        return self._ready[0].t if self._ready else self._body.due

    def next_event(self) -> Event:
        """The event that is due."""
        if self._ready:
            return self._ready.popleft()
        event = self._body.next_event()
        if isinstance(event, HeartRate):
            self._ready.append(self._drawn(event))
        return event

    def receive(self, decision: Decision) -> None:
        """Pass the guidance on."""
        self._body.receive(decision)

    def _drawn(self, packet: HeartRate) -> EcgChunk:
        for ticks in packet.rr_ticks:
            follows = packet.t if self._last_s is None else self._last_s + to_s(ticks)
            self._last_s = follows if abs(follows - packet.t) <= MOST_APART_S else packet.t
            self._beats.append(self._last_s)
        end = round((packet.t - WAVES_S) * RATE_HZ)
        begin = end - round(RATE_HZ) if self._drawn_to is None else max(self._drawn_to, end - round(3 * RATE_HZ))
        gap = self._drawn_to is not None and begin != self._drawn_to
        end = max(end, begin + 1)
        self._drawn_to = end
        while self._beats and self._beats[0] < begin / RATE_HZ - 2 * WAVES_S:
            self._beats.popleft()
        t = np.arange(begin, end) / RATE_HZ
        uv = self._noise.normal(0.0, NOISE_UV, len(t))
        for beat in self._beats:
            for wave in SINUS:
                uv += SIZE_UV * wave.height * np.exp(-0.5 * ((t - beat - wave.after_s) / wave.sd_s) ** 2)
        return EcgChunk(t=packet.t, rate_hz=RATE_HZ, microvolts=tuple(int(x) for x in np.round(uv)), gap=gap)


def with_a_late_ecg(body: Body, number: int) -> Body:
    """The body with an ECG that is late from its first second on."""
    late_s = Random(f"late ecg/{number}").choice(LATE_S)
    return with_faults(WithEcg(body, number), (Fault("lateecg", AtTime(0.0), late_s),), number)
