"""The maker's measurement service of a virtual strap: asked, started and stopped as an H10 is, and fed with events.

Byte layouts as in the maker's open SDK (polarofficial/polar-ble-sdk, read 2026-05). What runs goes on when a link is
lost, as it does with a real one: whoever leaves without stopping it finds it running.
"""

from __future__ import annotations

import asyncio
from enum import IntEnum
from typing import TYPE_CHECKING, Any

from biofeedback.events import EcgChunk, MotionChunk

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


_SETTINGS = {
    Measure.ECG: bytes.fromhex("0001820001010e00"),  # 130 Hz, 14 bit
    Measure.MOTION: bytes.fromhex("00011900010110000203020004000800"),  # 25 Hz, 16 bit, 2, 4 or 8 g
}
"""What is on offer."""


class Measurements:
    """What one strap measures, which of it runs, and the frames of it."""

    def __init__(self, device: Device, offered: frozenset[Measure]) -> None:
        from bumble.gatt import Characteristic, CharacteristicValue

        self._device = device
        self._offered = offered
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
                return head + bytes([_SUCCESS, 0]) + _SETTINGS[measure]
            case 2:
                already = measure in self.running
                self.running.add(measure)
            case 3:
                already = measure not in self.running
                self.running.discard(measure)
            case _:
                return head + bytes([_INVALID_OP, 0])
        return head + bytes([_ALREADY if already else _SUCCESS, 0])

    async def send(self, chunk: EcgChunk | MotionChunk) -> None:
        """Notify whoever wants it; nothing where that is not running."""
        match chunk:
            case EcgChunk() if Measure.ECG in self.running:
                samples = b"".join(each.to_bytes(3, "little", signed=True) for each in chunk.microvolts)
                await self._notify(Measure.ECG, chunk.t, 0, samples)
            case MotionChunk() if Measure.MOTION in self.running:
                triples = list(zip(chunk.x_mg, chunk.y_mg, chunk.z_mg, strict=True))
                for first in range(0, len(triples), _MOST_SAMPLES):
                    part = triples[first : first + _MOST_SAMPLES]
                    later = (len(triples) - first - len(part)) / chunk.rate_hz
                    samples = b"".join(mg.to_bytes(2, "little", signed=True) for each in part for mg in each)
                    await self._notify(Measure.MOTION, chunk.t - later, 1, samples)
            case _:
                pass

    async def _notify(self, measure: Measure, t: float, kind: int, samples: bytes) -> None:
        head = bytes([measure]) + (_EPOCH_NS + round(t * 1e9)).to_bytes(8, "little") + bytes([kind])
        await self._device.notify_subscribers(self._data, head + samples)
