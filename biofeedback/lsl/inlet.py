"""An LSL stream of RR intervals on this machine as a live source of events."""

from __future__ import annotations

import asyncio
import math
from typing import Any

from biofeedback.clock import Clock
from biofeedback.errors import UsageError
from biofeedback.events import HeartRate, LinkBack, LinkLost
from biofeedback.lsl.library import keep_to_loopback, library
from biofeedback.ports import Put
from biofeedback.ticks import from_ms
from biofeedback.why import why

SEARCH_S = 10.0
"""How long the stream is looked for at the begin. Once heard, one that is lost is looked for until the end. Seconds."""

LOOK_S = 0.5
"""How long one look for it or for samples lasts: so soon it notices that it is to end. Seconds."""

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
        inlet = await self._found(SEARCH_S)
        if inlet is None:
            raise UsageError(
                f"no LSL stream {self._name!r} on this machine", reasons=(why("lsl.no_stream", name=self._name),)
            )
        while True:
            await self._heard(inlet, put)
            put(LinkLost(t=self._clock.now(), cause="disconnected"))
            inlet = await self._found(math.inf)
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

    async def _found(self, seconds: float) -> Any:
        """An inlet of the stream; None: it was not there for so long."""
        waited = 0.0
        while waited < seconds:
            found = await asyncio.to_thread(self._lsl.resolve_streams, LOOK_S)
            mine = next((each for each in found if each.name() == self._name), None)
            if mine is not None:
                inlet = self._lsl.StreamInlet(mine, recover=False)
                keep_to_loopback()
                return inlet
            waited += LOOK_S
        return None


def interval_ticks(value: float) -> int:
    """The length of an interval in ms or seconds; 0, which begins a new stretch, for what is none."""
    ms = value * 1000 if value < IN_SECONDS else value
    return from_ms(ms) if math.isfinite(ms) and 0 < ms <= MOST_MS else 0
