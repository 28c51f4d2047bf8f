"""The ECG of a recording beside its beats, as a chest strap that measures both would send them."""

from __future__ import annotations

from collections.abc import Iterator

from biofeedback.decisions import Decision
from biofeedback.events import EcgChunk, Event
from biofeedback.ports import Body
from simulators.recordings.ecg_signal import Signal

CHUNK_S = 73 / 130
"""A frame of a Polar H10: 73 samples at 130 Hz."""


def chunks(signal: Signal, start_s: float = 0.0) -> Iterator[EcgChunk]:
    """The ECG from `start_s` of its own time on, at times from there; each arrives when its last sample is taken.

    A chunk in which samples are missing is not sent, and the next says so.
    """
    size, first = round(CHUNK_S * signal.rate_hz), max(0, round(start_s * signal.rate_hz))
    gap = False
    for end in range(first + size, len(signal) + 1, size):
        part = slice(end - size, end)
        if signal.missing[part].any():
            gap = True
            continue
        microvolts = tuple(round(float(x)) for x in signal.part(part.start, part.stop))
        yield EcgChunk(t=end / signal.rate_hz - start_s, rate_hz=signal.rate_hz, microvolts=microvolts, gap=gap)
        gap = False


class WithEcg:
    """A Body that plays another one, and an ECG beside it. It ends when the other ends."""

    def __init__(self, body: Body, ecg: Iterator[EcgChunk]) -> None:
        self._body = body
        self._ecg = ecg
        self._next = next(ecg, None)
        self.rate_hz = None if self._next is None else self._next.rate_hz

    @property
    def due(self) -> float | None:
        """Time of the next event of either; None after the other has ended."""
        due = self._body.due
        return due if due is None or self._next is None else min(due, self._next.t)

    def next_event(self) -> Event:
        """The event that is due; the ECG first, since its beats are older than those of a packet."""
        chunk, due = self._next, self._body.due
        if chunk is None or due is None or chunk.t > due:
            return self._body.next_event()
        self._next = next(self._ecg, None)
        return chunk

    def receive(self, decision: Decision) -> None:
        """Pass the guidance on."""
        self._body.receive(decision)
