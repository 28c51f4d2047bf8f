"""Which straps are near: found by the service they offer, never by name."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from devices.trouble import faults, trouble_of, unavailable

if TYPE_CHECKING:
    from bleak.backends.device import BLEDevice

HEART_RATE_SERVICE = "0000180d-0000-1000-8000-00805f9b34fb"

SCAN_S = 5.0
"""Seconds to listen for a list. Straps advertise every 0.1 to 1.3 s; some adapters listen a tenth of the time."""

CHOOSE_S = 3.0
"""Seconds to listen before the strongest strap is chosen: long enough to have heard the near ones."""


@dataclass(frozen=True, slots=True, kw_only=True)
class StrapInReach:
    """One strap. `rssi_dbm` is the signal strength, nearer 0 is nearer; None where the system is connected to it."""

    address: str  # on macOS an identifier that holds on this computer only
    name: str | None
    rssi_dbm: int | None

    @property
    def connected(self) -> bool:
        """Whether this computer already holds a connection to it (and it therefore does not advertise)."""
        return self.rssi_dbm is None


async def straps_in_reach(seconds: float = SCAN_S) -> tuple[StrapInReach, ...]:
    """Listen for `seconds` and return the straps, the strongest first.

    Raises
    ------
    BluetoothUnavailable
        With one clear line where Bluetooth cannot be used at all.
    """
    try:
        return tuple(strap for strap, _ in await sightings(seconds))
    except faults() as error:
        raise unavailable(trouble_of(error)) from error


async def sightings(seconds: float) -> list[tuple[StrapInReach, BLEDevice]]:
    """The straps with what `bleak` needs to connect to each. Raises what the Bluetooth stack raises."""
    from bleak import BleakScanner

    async with _one_scan_at_a_time():
        seen = await BleakScanner.discover(seconds, return_adv=True, service_uuids=[HEART_RATE_SERVICE])
    found = [
        (StrapInReach(address=device.address, name=device.name, rssi_dbm=advertised.rssi), device)
        for device, advertised in seen.values()
    ]
    found.sort(key=lambda pair: pair[0].rssi_dbm or 0, reverse=True)
    advertising = {device.address for _, device in found}
    held = [device for device in await _held_by_system() if device.address not in advertising]
    return [(StrapInReach(address=d.address, name=d.name, rssi_dbm=None), d) for d in held] + found


async def find(address: str | None, seconds: float) -> BLEDevice | None:
    """The strap with this address as soon as it is seen; with no address the strongest. None: not within `seconds`."""
    from bleak import BleakScanner

    if address is None:
        for _ in range(round(seconds / CHOOSE_S)):
            if near := await sightings(CHOOSE_S):
                return near[0][1]
        return None
    for device in await _held_by_system():
        if device.address.casefold() == address.casefold():
            return device
    async with _one_scan_at_a_time():
        return await BleakScanner.find_device_by_filter(
            lambda device, _: device.address.casefold() == address.casefold(),
            timeout=seconds,
            service_uuids=[HEART_RATE_SERVICE],
        )


_scans: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


def _one_scan_at_a_time() -> asyncio.Lock:
    """BlueZ refuses a second scan of the same program, and two straps may be looked for at once."""
    return _scans.setdefault(asyncio.get_running_loop(), asyncio.Lock())


async def _held_by_system() -> list[BLEDevice]:
    """Straps this computer is connected to already. A platform that cannot tell has none."""
    from bleak import BleakAdapter

    try:
        adapter = await BleakAdapter.get()
        return await adapter.get_connected_devices([HEART_RATE_SERVICE])
    except NotImplementedError:
        return []
