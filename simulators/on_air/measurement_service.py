"""The maker's measurement service of a virtual strap: asked, started and stopped as an H10 or an optical sensor of the
arm (Verity Sense) is, and fed with events.

Byte layouts as in the maker's open SDK (polarofficial/polar-ble-sdk, read 2026-05). What runs goes on when a link is
lost, as it does with a real one: whoever leaves without stopping it finds it running.
"""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from biofeedback.events import EcgChunk, HeartRate, MotionChunk
from biofeedback.ticks import to_ms
from simulators.on_air.acceleration_frames import COMPRESSED, RAW, AtRate, Sample, compressed, raw

if TYPE_CHECKING:
    from bumble.device import Device
    from bumble.gatt import Characteristic, Service

SERVICE = "FB005C80-02E7-F387-1CAD-8ACD2D8DF0C8"
"""Of measurements beside the heart rate."""

CONTROL_POINT = "FB005C81-02E7-F387-1CAD-8ACD2D8DF0C8"
"""Where they are asked for."""

DATA = "FB005C82-02E7-F387-1CAD-8ACD2D8DF0C8"
"""Where they come."""

_EPOCH_NS = 599_616_000_000_000_000
"""The clock of a strap that was never set begins in 2019, counted from 2000."""

_MOST_SAMPLES = 36
"""Samples of acceleration in one frame of 226 bytes, as an H10 sends them."""

_OPTICAL_HZ = 52.0
"""The one rate at which an optical sensor measures its acceleration in its usual mode. Hertz."""

_PULSE_ERROR_MS = 10
"""What an optical sensor says of the error of an interval at rest. Milliseconds."""

_PULSE_FLAGS = 0b110
"""It can tell whether it touches skin, and does."""

_SUCCESS = 0
"""The command was done."""

_INVALID_OP = 1
"""No such command."""

_NOT_SUPPORTED = 3
"""No such measurement here."""

_ALREADY = 6
"""It runs already, or does not run."""


class Measure(IntEnum):
    """What a virtual strap can measure. The values are the codes on the wire."""

    ECG = 0
    MOTION = 2
    PULSES = 3


_SETTINGS = {
    Measure.ECG: bytes.fromhex("0001820001010e00"),  # 130 Hz, 14 bit
    Measure.MOTION: bytes.fromhex("00011900010110000203020004000800"),  # 25 Hz, 16 bit, 2, 4 or 8 g
    Measure.PULSES: b"",  # none to be made
}
"""What is on offer."""

_OPTICAL_MOTION = bytes.fromhex("000134000101100002010800040103")
"""Of the acceleration of an optical sensor: 52 Hz, 16 bit, 8 g, three channels."""


class Measurements:
    """What one strap measures, which of it runs, and the frames of it."""

    def __init__(self, device: Device, offered: frozenset[Measure]) -> None:
        from bumble.gatt import Characteristic, CharacteristicValue

        self._device = device
        self._offered = offered
        self._optical = Measure.PULSES in offered
        self._at_rate = AtRate(_OPTICAL_HZ)
        self._tasks: set[asyncio.Task[None]] = set()
        self.running: set[Measure] = set()
        features = bytes([0x0F, sum(1 << each for each in offered), 0])
        uses = Characteristic.Properties.READ | Characteristic.Properties.WRITE | Characteristic.Properties.INDICATE
        self._control: Characteristic[bytes] = Characteristic(
            CONTROL_POINT,
            uses,
            Characteristic.READABLE | Characteristic.WRITEABLE,
            CharacteristicValue[bytes](read=lambda _: features, write=self._written),
        )
        self._data = Characteristic[bytes](DATA, Characteristic.Properties.NOTIFY, Characteristic.Permissions(0), b"")

    def service(self) -> Service:
        """As the other side finds it."""
        from bumble.gatt import Service

        return Service(SERVICE, [self._control, self._data])

    def _written(self, _: Any, command: bytes) -> None:
        answering = asyncio.create_task(self._device.indicate_subscribers(self._control, self.answer(bytes(command))))
        self._tasks.add(answering)
        answering.add_done_callback(self._tasks.discard)

    def answer(self, command: bytes) -> bytes:
        """Do what is asked, and what is said of it."""
        op, code = (command + b"\xff\xff")[:2]
        head = bytes([0xF0, op, code])
        measure = next((each for each in self._offered if each == code), None)
        if measure is None:
            return head + bytes([_NOT_SUPPORTED, 0])
        match op:
            case 1:
                optical = self._optical and measure is Measure.MOTION
                return head + bytes([_SUCCESS, 0]) + (_OPTICAL_MOTION if optical else _SETTINGS[measure])
            case 2:
                already = measure in self.running
                self.running.add(measure)
            case 3:
                already = measure not in self.running
                self.running.discard(measure)
            case _:
                return head + bytes([_INVALID_OP, 0])
        return head + bytes([_ALREADY if already else _SUCCESS, 0])

    @property
    def optical(self) -> bool:
        """Whether it sees pulses with light: then its intervals are none of the Heart Rate Service."""
        return self._optical

    async def send(self, chunk: EcgChunk | MotionChunk | HeartRate) -> None:
        """Notify whoever wants it; nothing where that is not running."""
        match chunk:
            case EcgChunk() if Measure.ECG in self.running:
                samples = b"".join(each.to_bytes(3, "little", signed=True) for each in chunk.microvolts)
                await self._notify(Measure.ECG, chunk.t, 0, samples)
            case MotionChunk() if Measure.MOTION in self.running:
                await self._send_motion(chunk)
            case HeartRate(rr_ticks=intervals) if intervals and Measure.PULSES in self.running:
                pulses = b"".join(_pulse(chunk.hr_bpm, to_ms(ticks)) for ticks in intervals)
                await self._notify(Measure.PULSES, chunk.t, 0, pulses)
            case _:
                pass

    async def _send_motion(self, chunk: MotionChunk) -> None:
        if self._optical:
            samples: Sequence[Sample] = list(self._at_rate.push(chunk))
            kind, written, rate_hz = COMPRESSED, compressed, _OPTICAL_HZ
        else:
            samples = list(zip(chunk.x_mg, chunk.y_mg, chunk.z_mg, strict=True))
            kind, written, rate_hz = RAW, raw, chunk.rate_hz
        for first in range(0, len(samples), _MOST_SAMPLES):
            part = samples[first : first + _MOST_SAMPLES]
            later = (len(samples) - first - len(part)) / rate_hz
            await self._notify(Measure.MOTION, chunk.t - later, kind, written(part))

    async def _notify(self, measure: Measure, t: float, kind: int, samples: bytes) -> None:
        head = bytes([measure]) + (_EPOCH_NS + round(t * 1e9)).to_bytes(8, "little") + bytes([kind])
        await self._device.notify_subscribers(self._data, head + samples)


def _pulse(hr_bpm: int | None, interval_ms: float) -> bytes:
    """One interval between pulses: rate, length, its error, flags."""
    lengths = (min(0xFFFF, round(interval_ms)), _PULSE_ERROR_MS)
    return bytes([hr_bpm or 0]) + b"".join(ms.to_bytes(2, "little") for ms in lengths) + bytes([_PULSE_FLAGS])
