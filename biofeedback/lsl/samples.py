"""An LSL stream of samples on this machine (a respiration belt, EMG, EDA) beside the heart: shown and kept, no more.

Samples are thinned as they come, so that neither the journal nor the memory grows with a sensor's rate: of EMG, whose
mean is nothing, the root mean square of each tenth of a second; of anything else the mean.
"""

from __future__ import annotations

import asyncio
import math
from collections.abc import Callable, Sequence
from typing import Any

from biofeedback.clock import Clock
from biofeedback.errors import UsageError
from biofeedback.events import SamplesHeard
from biofeedback.lsl.finding import LOOK_S, first_found, found_stream
from biofeedback.lsl.library import library
from biofeedback.ports import Put
from biofeedback.readable import readable
from biofeedback.streams import Stream, StreamClock, StreamKind, StreamQuality
from biofeedback.why import why

THINNED_HZ = 10.0
"""What is kept of a faster stream: a breath has 1.5 s at least, a muscle that is tensed and let go some seconds."""

MOST_CHANNELS = 8
"""Channels that are taken, the first ones: a session is no laboratory. Count."""

MOST_SIGNS = 16
"""Of a name or a unit that another program made up, so many signs are taken. Count."""

DIGITS = 6
"""Significant digits that are kept: a sensor of 16 bits has five."""

_KINDS = {
    "emg": StreamKind.EMG,
    "eda": StreamKind.EDA,
    "gsr": StreamKind.EDA,
    "resp": StreamKind.RESPIRATION,
    "respiration": StreamKind.RESPIRATION,
    "breathing": StreamKind.RESPIRATION,
}
"""What the type of a stream says that it is: the types that the format's community uses, in small letters."""

_COME_IN_PIECES_OF = 1024
"""Samples that are taken at a time, at most. Count."""


class LslSamples:
    """The stream of this name, as a source beside another one. Raises UsageError where it is not
    there at the begin, or of no kind that is taken.
    """

    def __init__(self, clock: Clock, name: str) -> None:
        self._clock = clock
        self._name = name
        self._lsl = library()

    async def run(self, put: Put) -> None:
        """Until cancelled. One that goes away is looked for again: it is missed by nobody."""
        flags = self._lsl.proc_clocksync
        found = await first_found(self._lsl, self._name, flags)
        stream, gap = await self._described(found), False
        if stream is None:
            raise UsageError(
                f"the LSL stream {self._name!r} is no respiration, EMG or EDA",
                reasons=(why("lsl.unknown_kind", name=self._name),),
            )
        while True:
            if stream is not None:  # one that comes back as something else is none of ours
                await self._heard(found, stream, put, gap=gap)
            found, gap = await found_stream(self._lsl, self._name, math.inf, flags), True
            stream = await self._described(found)

    async def _heard(self, inlet: Any, stream: Stream, put: Put, *, gap: bool) -> None:
        """Until it is lost."""
        info = await asyncio.to_thread(inlet.info, LOOK_S)
        thinner = Thinner(stream, float(info.nominal_srate()))
        while True:
            try:
                samples, _ = await asyncio.to_thread(inlet.pull_chunk, LOOK_S / 2, _COME_IN_PIECES_OF)
            except self._lsl.util.LostError:
                return
            if values := thinner.push(samples):
                put(SamplesHeard(t=self._clock.now(), stream=stream, values=values, gap=gap))
                gap = False

    async def _described(self, inlet: Any) -> Stream | None:
        return described(await asyncio.to_thread(inlet.info, LOOK_S))


def described(info: Any) -> Stream | None:
    """A stream by what its sender says of it. None: it is of no kind that is taken."""
    kind = _KINDS.get(str(info.type()).strip().casefold())
    if kind is None or info.channel_count() < 1:
        return None
    rate = float(info.nominal_srate())
    channel = info.desc().child("channels").child("channel")
    unit = readable(str(channel.child_value("unit")))[:MOST_SIGNS]
    names = list[str]()
    for n in range(min(info.channel_count(), MOST_CHANNELS)):
        names.append(readable(str(channel.child_value("label")))[:MOST_SIGNS] or f"{n + 1}")
        channel = channel.next_sibling()
    return Stream(
        kind=kind,
        unit=unit,
        rate_hz=min(rate, THINNED_HZ) if 0 < rate < math.inf else None,
        channels=tuple(names),
        clock=StreamClock.SENDER,
        quality=StreamQuality.MEASURED if unit else StreamQuality.RELATIVE,
    )


class Thinner:
    """Makes at most `THINNED_HZ` samples a second of however many. Samples that are no numbers are left out."""

    def __init__(self, stream: Stream, rate_hz: float) -> None:
        self._channels = len(stream.channels)
        self._of: Callable[[Sequence[float]], float] = _root_mean_square if stream.kind is StreamKind.EMG else _mean
        self._every = max(1, round(rate_hz / THINNED_HZ)) if 0 < rate_hz < math.inf else 1
        self._waiting: list[Sequence[float]] = []

    def push(self, samples: Sequence[Sequence[object]]) -> tuple[tuple[float, ...], ...]:
        """What comes of these and those that waited: one row a sample, one number a channel."""
        for sample in samples:
            row = tuple(_number(value) for value in sample[: self._channels])
            if len(row) == self._channels and all(map(math.isfinite, row)):
                self._waiting.append(row)
        thinned = list[tuple[float, ...]]()
        while len(self._waiting) >= self._every:
            part, self._waiting = self._waiting[: self._every], self._waiting[self._every :]
            thinned.append(tuple(_short(self._of(column)) for column in zip(*part, strict=True)))
        return tuple(thinned)


def _number(value: object) -> float:
    return float(value) if isinstance(value, int | float) else math.nan


def _mean(values: Sequence[float]) -> float:
    return math.fsum(values) / len(values)


def _root_mean_square(values: Sequence[float]) -> float:
    return math.sqrt(math.fsum(value * value for value in values) / len(values))


def _short(value: float) -> float:
    return float(f"{value:.{DIGITS}g}")
