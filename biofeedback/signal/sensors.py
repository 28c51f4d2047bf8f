"""What stands beside the heart: a belt, a muscle, the skin. Shown and kept, never a permission."""

from __future__ import annotations

from typing import TYPE_CHECKING

from biofeedback.events import SamplesHeard
from biofeedback.findings import BreathWitness
from biofeedback.signal.ecg.clock import SampleClock
from biofeedback.signal.motion.chest_wave import ChestWave
from biofeedback.streams import StreamKind
from biofeedback.view import SensorLevel

if TYPE_CHECKING:
    from biofeedback.signal.periodogram import Floats

SHOWN_S = 3.0
"""So long after its last sample a level is still shown. Seconds."""


class SensorWatch:
    """The streams beside one heart."""

    witness = BreathWitness.BELT

    def __init__(self) -> None:
        self._levels: dict[StreamKind, tuple[float, SensorLevel]] = {}
        self._clock = SampleClock()
        self._belt = ChestWave(1)

    def push(self, heard: SamplesHeard) -> None:
        """Take some samples."""
        if not heard.values:
            return
        stream, last = heard.stream, heard.values[-1]
        if last:
            self._levels[stream.kind] = heard.t, SensorLevel(kind=stream.kind, value=last[0], unit=stream.unit)
        if stream.kind is StreamKind.RESPIRATION and stream.rate_hz:
            self._breathe(heard, stream.rate_hz)

    def _breathe(self, heard: SamplesHeard, rate_hz: float) -> None:
        if heard.gap:
            self._clock.reset_stretch()
        if not self._clock.push(heard.t, len(heard.values) / rate_hz):
            self._belt.clear()
        last = self._clock.last_t
        for k, row in enumerate(heard.values, start=1 - len(heard.values)):
            if last is not None and row:
                self._belt.push(last + k / rate_hz, row[0])

    def levels(self, t: float) -> tuple[SensorLevel, ...]:
        """What is shown at `t`: the latest of each stream that still comes."""
        return tuple(level for at, level in self._levels.values() if t - at < SHOWN_S)

    def waves(self, t: float, span_s: float) -> tuple[Floats, ...]:
        """The belt over the last `span_s` seconds at 4 Hz, as a witness of breath; () where it is not whole."""
        return self._belt.axes(t, span_s)
