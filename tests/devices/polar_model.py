"""A strap with the maker's measurement service behind the stand-in, and the frames it sends."""

from __future__ import annotations

from devices.pmd import PMD_CONTROL_POINT
from devices.pmd_frames import EcgFrame, PpiFrame
from tests.devices.air import DbusAir
from tests.devices.fake_bluez import FakeBluez
from tests.devices.sent_frames import write_frame
from tests.devices.strap_model import acknowledged, polar

PULSES_AND_OTHERS = bytes.fromhex("0f6e01")  # as an optical sensor lists them

START = 2
START_PULSES = bytes.fromhex("0203")
STOP_PULSES = bytes.fromhex("0303")

MOTION_OF_ARM = bytes.fromhex("f00102 0000 000134000101100002010800040103")
"""How a Verity Sense lists its acceleration: 52 Hz, 16 bit, 8 g, three channels."""

START_MOTION_OF_ARM = bytes.fromhex("0202 000134000101100002010800040103")
"""As it is asked for in issues 331 and 443 of the maker's SDK."""


class PolarAir(DbusAir):
    """Answers every command with `status`; 0 is success. `silent`: with nothing."""

    def __init__(self, bluez: FakeBluez, features: bytes, *, flags: tuple[str, ...] = ("read", "write", "indicate")):
        super().__init__(bluez, polar(features, flags=flags))
        self.status = 0
        self.statuses: dict[int, int] = {}  # of single measurements
        self.starts = 0  # the status of each start
        self.silent = False
        self.silent_on = set[int]()  # these commands
        self.silent_about = set[int]()  # these measurements
        self.replies: dict[bytes, bytes] = {}  # to single commands, instead of those of an H10
        self.model.answer = self._answer

    def _answer(self, command: bytes) -> bytes | None:
        if self.silent or command[0] in self.silent_on or command[1] in self.silent_about:
            return None
        if command[0] == 2 and self.starts:
            return bytes([0xF0, *command[:2], self.starts, 0])
        if command in self.replies:
            return self.replies[command]
        status = self.statuses.get(command[1], self.status)
        return acknowledged(command) if status == 0 else bytes([0xF0, *command[:2], status, 0])

    async def frame(self, frame: EcgFrame | PpiFrame) -> None:
        """The strap sends samples."""
        await self.stream(write_frame(frame))

    async def control(self, payload: bytes) -> None:
        """The strap says something at its control point."""
        await self.bluez.send(self.path, PMD_CONTROL_POINT, payload)
