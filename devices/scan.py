"""Which straps are near, and the one that is looked for: by its address or by its own name, else by what it offers."""

from __future__ import annotations

import asyncio
import platform
from dataclasses import dataclass
from typing import TYPE_CHECKING
from weakref import WeakKeyDictionary

from biofeedback.clock import Clock, SessionClock
from devices.abandoned import overlook_abandoned_futures
from devices.adapters import ANSWER_S, is_switched_off
from devices.callbacks import Callbacks
from devices.gatt import HEART_RATE_SERVICE
from devices.link import SETTLE_S, Link
from devices.reach import StrapInReach, Wanted
from devices.trouble import PASSING, LinkFault, Step, Trouble, calling, unavailable

if TYPE_CHECKING:
    from bleak import BleakScanner
    from bleak.backends.device import BLEDevice
    from bleak.backends.scanner import AdvertisementData

SCAN_S = 5.0
"""Seconds to listen for a list. Straps advertise every 0.1 to 1.3 s; some adapters listen a tenth of the time."""

CHOOSE_S = 3.0
"""Seconds to listen before the strongest strap is chosen: long enough to have heard the near ones."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A strap with what `bleak` needs to connect to it."""

    strap: StrapInReach
    device: BLEDevice


@dataclass(frozen=True, slots=True)
class Search:
    """What a search came to: the strap, or the others that were in reach instead, the strongest first."""

    found: Sighting | None
    others: tuple[StrapInReach, ...] = ()


async def straps_in_reach(seconds: float = SCAN_S, clock: Clock | None = None) -> tuple[StrapInReach, ...]:
    """Listen for `seconds` and return the straps, the strongest first.

    A Bluetooth service that is just being started, or is busy, is waited for, for SETTLE_S of `clock`.

    Raises
    ------
    BluetoothUnavailable
        With one clear line where Bluetooth cannot be used at all.
    """
    clock = clock or SessionClock()
    start = clock.now()
    link = Link(start)
    while True:
        try:
            return tuple(each.strap for each in await sightings(seconds))
        except LinkFault as fault:
            link.failed(clock.now(), fault.trouble)
            state, fresh = link.state, clock.now() - start < SETTLE_S
            if state.trouble not in PASSING or not fresh:
                raise unavailable(state.trouble or Trouble.FAILED) from fault
            await clock.sleep_until(state.next_try or start)


async def sightings(seconds: float) -> list[Sighting]:
    """The straps that offer a heart rate, those the system holds first. Raises LinkFault."""
    held = await _held_by_system()
    air = _Air(Wanted(), frozenset(each.strap.address for each in held))
    await air.listen(seconds, [HEART_RATE_SERVICE])
    return held + air.straps()


async def search(wanted: Wanted, seconds: float, *, trust_held: bool = True) -> Search:
    """The strap that is wanted as soon as it is seen; where any will do the strongest. Raises LinkFault.

    `trust_held` False: what the system claims to be connected to is passed over, and must be heard on the air. A
    bluetoothd that was killed takes nothing back of what it has announced: `bleak` knows of a connection for ever.
    """
    if wanted.anyone:
        for _ in range(round(seconds / CHOOSE_S)):
            if near := await sightings(CHOOSE_S):
                return Search(near[0])
        return Search(None)
    held = await _held_by_system()
    if not trust_held:
        held = []
    found = next((each for each in held if wanted.is_this(each.strap)), None)
    if found is not None:
        return Search(found)
    air = _Air(wanted, frozenset(each.strap.address for each in held))
    # One that is known need not advertise its heart rate: some advertise their maker's service only.
    await air.listen(seconds, [HEART_RATE_SERVICE] if _must_filter(platform.mac_ver()[0]) else None)
    return Search(air.found, tuple(each.strap for each in held + air.straps()))


class _Air:
    """What is heard of straps while one is looked for."""

    def __init__(self, wanted: Wanted, held: frozenset[str]) -> None:
        self._wanted = wanted
        self._held = held
        self._seen: dict[str, Sighting] = {}
        self.found: Sighting | None = None
        self._done = asyncio.Event()
        self._ours = Callbacks(self._done.set)

    async def listen(self, seconds: float, services: list[str] | None) -> None:
        """Until the strap is found, at most for `seconds`. Raises LinkFault."""
        from bleak import BleakScanner

        async with _one_scan_at_a_time():
            with calling(Step.SCAN):
                scanner = BleakScanner(self._ours(self._heard), services)
                await scanner.start()
            try:
                await _within(seconds, self._done)
            finally:
                stopped = await _stopped(scanner)
        self._ours.check()
        if stopped is not None and self.found is None:
            raise stopped

    def straps(self) -> list[Sighting]:
        """The straps seen, the strongest first; those the system holds are known otherwise."""
        free = [each for each in self._seen.values() if each.strap.address not in self._held]
        return sorted(free, key=lambda each: each.strap.rssi_dbm or 0, reverse=True)

    def _heard(self, device: BLEDevice, advertised: AdvertisementData) -> None:
        name = advertised.local_name or device.name
        seen = Sighting(StrapInReach(address=device.address, name=name, rssi_dbm=advertised.rssi), device)
        if HEART_RATE_SERVICE in advertised.service_uuids:
            self._seen[device.address] = seen
        if self.found is None and self._wanted.is_this(seen.strap):
            self.found = seen
            self._done.set()


async def _stopped(scanner: BleakScanner) -> LinkFault | None:
    """Not raised: whoever found a strap has what was wanted, and whoever is cancelled must stay so."""
    try:
        with calling(Step.SCAN):
            await scanner.stop()
    except LinkFault as fault:
        return fault
    return None


async def _within(seconds: float, done: asyncio.Event) -> None:
    try:
        async with asyncio.timeout(seconds):
            await done.wait()
    except TimeoutError:
        pass


def _must_filter(macos: str) -> bool:
    """Whether a system of that release finds nothing unless services are named: macOS 12.0 to 12.2, says `bleak`."""
    return tuple(macos.split(".")[:2]) in {("12", "0"), ("12", "1"), ("12", "2")}


_PERHAPS_OFF = frozenset({Trouble.NO_ADAPTER, Trouble.SEARCH_FAILED})
"""What is also said where an adapter is there, but off."""

_scans: WeakKeyDictionary[asyncio.AbstractEventLoop, asyncio.Lock] = WeakKeyDictionary()


def _one_scan_at_a_time() -> asyncio.Lock:
    """BlueZ refuses a second scan of the same program, and two straps may be looked for at once."""
    return _scans.setdefault(asyncio.get_running_loop(), asyncio.Lock())


async def _held_by_system() -> list[Sighting]:
    """Straps this computer is connected to already. A platform that cannot tell has none."""
    from bleak import BleakAdapter

    overlook_abandoned_futures()  # every way to the radio leads through here
    try:
        with calling(Step.SCAN):
            async with asyncio.timeout(ANSWER_S):
                adapter = await BleakAdapter.get()
                devices = await adapter.get_connected_devices([HEART_RATE_SERVICE])
    except NotImplementedError:
        return []
    except LinkFault as fault:
        if fault.trouble in _PERHAPS_OFF and await is_switched_off():
            raise LinkFault(Trouble.SWITCHED_OFF, fault.step, fault.said) from fault
        raise
    return [Sighting(StrapInReach(address=each.address, name=each.name, rssi_dbm=None), each) for each in devices]
