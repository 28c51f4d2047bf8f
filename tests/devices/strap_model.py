"""A strap as a table of services, the same for every way of putting it on the air."""

from __future__ import annotations

from dataclasses import dataclass, field

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


@dataclass(slots=True)
class StrapModel:
    """What it is called, how near it is, and what it offers."""

    address: str = "C0:FF:EE:00:00:01"
    name: str = "Test Strap"
    rssi: int = -58
    services: tuple[Service, ...] = field(default=(HEART_RATE, BATTERY))


def packet(hr: int, *rr: int, flags: int = 0x10) -> bytes:
    """A Heart Rate Measurement with intervals in 1/1024 s."""
    return bytes([flags, hr]) + b"".join(interval.to_bytes(2, "little") for interval in rr)
