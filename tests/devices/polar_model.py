"""A strap with the maker's measurement service behind the stand-in, and the frames it sends."""

from __future__ import annotations

from devices.pmd import PMD_CONTROL_POINT
from devices.pmd_frames import EcgFrame, PpiFrame
from tests.devices.air import DbusAir
from tests.devices.fake_bluez import FakeBluez
from tests.devices.sent_frames import write_frame
from tests.devices.strap_model import polar

PULSES_AND_OTHERS = bytes.fromhex("0f6e01")  # as an optical sensor lists them

START_PULSES = bytes.fromhex("0203")
STOP_PULSES = bytes.fromhex("0303")


class PolarAir(DbusAir):
    """Answers every command with `status`; 0 is success. `silent`: with nothing."""

    def __init__(self, bluez: FakeBluez, features: bytes, *, flags: tuple[str, ...] = ("read", "write", "indicate")):
        super().__init__(bluez, polar(features, flags=flags))
        self.status = 0
        self.silent = False
        self.model.answer = self._answer

    def _answer(self, command: bytes) -> bytes | None:
        return None if self.silent else bytes([0xF0, *command[:2], self.status, 0])

    async def frame(self, frame: EcgFrame | PpiFrame) -> None:
        """The strap sends samples."""
        await self.stream(write_frame(frame))

    async def control(self, payload: bytes) -> None:
        """The strap says something at its control point."""
        await self.bluez.send(self.path, PMD_CONTROL_POINT, payload)
