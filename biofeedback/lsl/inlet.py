"""An LSL stream of RR intervals on this machine as a live source of events."""

from __future__ import annotations

import asyncio
import math
from typing import Any

from biofeedback.clock import Clock
from biofeedback.events import HeartRate, LinkBack, LinkLost
from biofeedback.lsl.finding import LOOK_S, first_found, found_stream
from biofeedback.lsl.library import library
from biofeedback.ports import Put
from biofeedback.ticks import from_ms

IN_SECONDS = 10.0
"""A number below this is an interval in seconds: no heart has intervals of ten milliseconds."""

MOST_MS = 60_000.0
"""A longer interval is none: a sender's "no value", or a counter. Milliseconds."""


class LslIntervals:
    """The stream of this name: its first channel, in ms or seconds. Raises UsageError where there is none."""

    def __init__(self, clock: Clock, name: str) -> None:
        self._clock = clock
        self._name = name
        self._lsl = library()

    async def run(self, put: Put) -> None:
        """Until cancelled. A stream that goes away is a link that is lost."""
        inlet = await first_found(self._lsl, self._name)
        while True:
            await self._heard(inlet, put)
            put(LinkLost(t=self._clock.now(), cause="disconnected"))
            inlet = await found_stream(self._lsl, self._name, math.inf)
            put(LinkBack(t=self._clock.now()))

    async def _heard(self, inlet: Any, put: Put) -> None:
        """Until it is lost."""
        while True:
            try:
                samples, _ = await asyncio.to_thread(inlet.pull_chunk, LOOK_S, 64)
            except self._lsl.util.LostError:
                return
            for sample in samples:
                put(HeartRate(t=self._clock.now(), hr_bpm=None, rr_ticks=(interval_ticks(float(sample[0])),)))


def interval_ticks(value: float) -> int:
    """The length of an interval in ms or seconds; 0, which begins a new stretch, for what is none."""
    ms = value * 1000 if value < IN_SECONDS else value
    return from_ms(ms) if math.isfinite(ms) and 0 < ms <= MOST_MS else 0
