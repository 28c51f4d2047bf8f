"""A strap with the maker's measurement service behind the stand-in: what it answers, and the frames it sends."""

from __future__ import annotations

from devices.pmd import PMD_CONTROL_POINT, PMD_DATA, PMD_SERVICE
from devices.pmd_frames import EcgFrame, PpiFrame, write_frame
from tests.devices.air import DbusAir
from tests.devices.fake_bluez import FakeBluez
from tests.devices.strap_model import BATTERY, HEART_RATE, Characteristic, Service, StrapModel

ECG_AND_ACCELERATION = bytes.fromhex("0f0500")  # as an H10 lists them
PULSES_AND_OTHERS = bytes.fromhex("0f6e01")  # as an optical sensor does

START_ECG = bytes.fromhex("02000001820001010e00")
STOP_ECG = bytes.fromhex("0300")
START_PULSES = bytes.fromhex("0203")
STOP_PULSES = bytes.fromhex("0303")


class PolarAir(DbusAir):
    """Answers every command with `status`; 0 is success. `silent`: with nothing."""

    def __init__(self, bluez: FakeBluez, features: bytes, *, flags: tuple[str, ...] = ("read", "write", "indicate")):
        control = Characteristic(PMD_CONTROL_POINT, flags, features)
        service = Service(PMD_SERVICE, (control, Characteristic(PMD_DATA, ("notify",))))
        super().__init__(bluez, StrapModel(services=(HEART_RATE, BATTERY, service)))
        self.status = 0
        self.silent = False
        bluez.on_write = self._answer

    @property
    def commands(self) -> list[bytes]:
        """What was written to the control point, oldest first."""
        return [value for uuid, value in self.bluez.written if uuid == PMD_CONTROL_POINT]

    async def _answer(self, strap: str, command: bytes) -> None:
        if not self.silent:
            await self.bluez.send(strap, PMD_CONTROL_POINT, bytes([0xF0, *command[:2], self.status, 0]))

    async def frame(self, frame: EcgFrame | PpiFrame) -> None:
        """The strap sends samples."""
        await self.bluez.send(self.path, PMD_DATA, write_frame(frame))

    async def control(self, payload: bytes) -> None:
        """The strap says something at its control point."""
        await self.bluez.send(self.path, PMD_CONTROL_POINT, payload)
