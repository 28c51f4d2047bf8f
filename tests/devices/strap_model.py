"""A strap as a table of services, the same for every way of putting it on the air."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from devices.pmd import PMD_CONTROL_POINT, PMD_DATA, PMD_SERVICE

SIG = "0000{:04x}-0000-1000-8000-00805f9b34fb"
HEART_RATE_SERVICE = SIG.format(0x180D)
HEART_RATE_MEASUREMENT = SIG.format(0x2A37)
BATTERY_SERVICE = SIG.format(0x180F)
BATTERY_LEVEL = SIG.format(0x2A19)


@dataclass(frozen=True, slots=True)
class Characteristic:
    uuid: str
    flags: tuple[str, ...]
    value: bytes = b""


@dataclass(frozen=True, slots=True)
class Service:
    uuid: str
    characteristics: tuple[Characteristic, ...]


HEART_RATE = Service(HEART_RATE_SERVICE, (Characteristic(HEART_RATE_MEASUREMENT, ("notify",)),))
BATTERY = Service(BATTERY_SERVICE, (Characteristic(BATTERY_LEVEL, ("read", "notify"), bytes([83])),))


ECG_AND_ACCELERATION = bytes.fromhex("0f0500")  # as an H10 lists them
ASK_ECG, ASK_MOTION = bytes.fromhex("0100"), bytes.fromhex("0102")
START_ECG = bytes.fromhex("02000001820001010e00")
STOP_ECG = bytes.fromhex("0300")
START_MOTION = bytes.fromhex("0202000119000101100002010200")  # 25 Hz, 16 bit, 2 g
STOP_MOTION = bytes.fromhex("0302")
ON_OFFER = {  # as an H10 lists them
    ASK_ECG: bytes.fromhex("f0010000000001820001010e00"),
    ASK_MOTION: bytes.fromhex("f0010200000004190032006400c800010110000203020004000800"),
}


def acknowledged(command: bytes) -> bytes:
    """How a strap of that maker takes a command: well. Asked for settings, it lists them."""
    return ON_OFFER.get(command) or bytes([0xF0, *command[:2], 0, 0])


@dataclass(slots=True)
class StrapModel:
    """What it is called, how near it is, what it offers, and how it answers what is written to its control point."""

    address: str = "C0:FF:EE:00:00:01"
    name: str = "Test Strap"
    rssi: int = -58
    services: tuple[Service, ...] = field(default=(HEART_RATE, BATTERY))
    silent_about: frozenset[str] = frozenset()  # services it has and does not advertise
    secured: frozenset[str] = frozenset()  # what a computer that is not paired with it cannot write
    answer: Callable[[bytes], bytes | None] = acknowledged

    @property
    def advertised(self) -> tuple[str, ...]:
        """The services it says it has while it is not connected."""
        return tuple(service.uuid for service in self.services if service.uuid not in self.silent_about)


def polar(
    features: bytes = ECG_AND_ACCELERATION, *, flags: tuple[str, ...] = ("read", "write", "indicate")
) -> StrapModel:
    """A strap with the maker's measurement service."""
    control = Characteristic(PMD_CONTROL_POINT, flags, features)
    service = Service(PMD_SERVICE, (control, Characteristic(PMD_DATA, ("notify",))))
    return StrapModel(name="Polar Test", services=(HEART_RATE, BATTERY, service))


def careful_polar() -> StrapModel:
    """One that obeys a paired computer only."""
    model = polar()
    model.secured = frozenset({PMD_CONTROL_POINT})
    return model


def packet(hr: int, *rr: int, flags: int = 0x10) -> bytes:
    """A Heart Rate Measurement with intervals in 1/1024 s."""
    return bytes([flags, hr]) + b"".join(interval.to_bytes(2, "little") for interval in rr)
