"""A recording's ECG, played beside its beats as a strap with an ECG would send it."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from biofeedback.decisions import Decision
from biofeedback.events import EcgChunk, Event
from biofeedback.ports import Body
from simulators import edf, wfdb
from simulators.ecg_signal import Signal
from simulators.recording import naming
from simulators.wfdb_signal import read_signal

CHUNK_S = 0.5  # about as much as a strap sends at once
MOST_MISSING = 0.1  # share of a chunk; with more it is not sent, as samples that were never taken are not


def signal_of(path: Path) -> Signal | None:
    """The ECG of an EDF file or a WFDB record, also where its beats are annotated; None where there is none.

    Raises InputError, one line with the file's name.
    """
    if path.suffix.lower() == edf.SUFFIX:
        with naming(path):
            return edf.read_signal(path)
    header = path.with_suffix(wfdb.HEADER)
    if path.suffix not in wfdb.SUFFIXES or not header.is_file():
        return None
    with naming(header):
        return read_signal(header)


class WithEcg:
    """A Body that plays another with the ECG it was recorded with.

    `from_s` is the place in the file's own time base at which the other begins. A chunk arrives when its last sample
    was taken.
    """

    def __init__(self, body: Body, signal: Signal, from_s: float) -> None:
        self._body = body
        self._signal = signal
        self._from_s = from_s
        self._size = max(1, round(CHUNK_S * signal.rate_hz))
        self._next = max(0, round(from_s * signal.rate_hz))  # the first sample of the next chunk
        self._gap = False

    @property
    def due(self) -> float | None:
        """Time of the next event of either; None after the other's end."""
        below, chunk = self._body.due, self._chunk_due
        return below if below is None or chunk is None else min(below, chunk)

    @property
    def _chunk_due(self) -> float | None:
        """When the next chunk worth sending is complete; None: there is none."""
        signal = self._signal
        while (end := self._next + self._size) <= len(signal.microvolts):
            if signal.missing[self._next : end].mean() <= MOST_MISSING:
                return float(end / signal.rate_hz - self._from_s)
            self._next, self._gap = end, True
        return None

    def take(self) -> Event:
        """The event that is due; of two at one moment the ECG first."""
        t, below = self._chunk_due, self._body.due
        if t is None or below is None or t > below:
            return self._body.take()
        begin, self._next = self._next, self._next + self._size
        gap, self._gap = self._gap, False
        samples = np.rint(self._signal.microvolts[begin : self._next]).astype(np.int64).tolist()
        return EcgChunk(t=t, rate_hz=self._signal.rate_hz, microvolts=tuple(samples), gap=gap)

    def hear(self, decision: Decision) -> None:
        """Pass the guidance on."""
        self._body.hear(decision)
