"""A strap in this very process, below the source and above no stack at all, and a clock that only a test moves."""

from __future__ import annotations

import asyncio
from collections import deque
from collections.abc import Callable
from heapq import heappop, heappush
from itertools import count
from types import SimpleNamespace
from typing import Any

import pytest
from bleak.exc import BleakError

from biofeedback.clock import SessionClock
from devices.pmd import PMD_DATA
from devices.reach import StrapInReach, Wanted
from devices.scan import Search, Sighting
from tests.devices.hearing import PATIENCE_S
from tests.devices.strap_model import HEART_RATE_MEASUREMENT, StrapModel


class VirtualClock(SessionClock):
    """Time stands still until it is moved; who sleeps is woken when it has come so far."""

    def __init__(self) -> None:
        super().__init__()
        self._now = 0.0
        self._number = count()
        self._sleepers: list[tuple[float, int, asyncio.Future[None]]] = []

    def now(self) -> float:
        return self._now

    async def sleep_until(self, t: float) -> None:
        while self._now < t:
            woken: asyncio.Future[None] = asyncio.get_running_loop().create_future()
            heappush(self._sleepers, (t, next(self._number), woken))
            await woken

    def move(self, t: float) -> None:
        self._now = max(self._now, t)
        while self._sleepers and self._sleepers[0][0] <= self._now:
            woken = heappop(self._sleepers)[2]
            if not woken.done():
                woken.set_result(None)


class InProcessAir:
    """The strap's side of a scenario (`tests.devices.air.Air`)."""

    def __init__(self, model: StrapModel | None = None) -> None:
        self.model = model or StrapModel()
        self.commands: list[bytes] = []
        self.willing = True  # somebody answers for this computer when it is to be paired
        self.asleep = False  # it cannot be connected to
        self.stumbles: deque[Exception] = deque()  # what the stack raises at the next connections
        self.links = 0
        self._clients: list[Client] = []  # those not released
        self._subscribed = asyncio.Event()
        self._left = asyncio.Event()

    def carry(self, monkeypatch: pytest.MonkeyPatch) -> None:
        """Be what a source finds, in place of the Bluetooth of this machine."""

        async def search(wanted: Wanted, seconds: float, *, trust_held: bool = True) -> Search:
            strap = StrapInReach(address=wanted.address or self.model.address, name=self.model.name, rssi_dbm=-50)
            device: Any = SimpleNamespace(address=strap.address, name=strap.name)
            return Search(Sighting(strap, device))

        monkeypatch.setattr("devices.strap.search", search)

        def client(device: object, gone: Callable[[Any], None], **_: object) -> Client:
            return self._client(gone)

        monkeypatch.setattr("bleak.BleakClient", client)

    def _client(self, gone: Callable[[Any], None]) -> Client:
        self._clients.append(Client(self, gone))
        return self._clients[-1]

    @property
    def heard(self) -> bool:
        """Whether what is sent now will arrive."""
        return self._subscribed.is_set()

    async def subscribed(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await self._subscribed.wait()

    async def send(self, payload: bytes) -> None:
        self.notify(payload)
        await asyncio.sleep(0)

    def notify(self, payload: bytes) -> None:
        """Every client that was not released hears it: one that is forgotten hears it as well."""
        self.say(HEART_RATE_MEASUREMENT, payload)

    def say(self, uuid: str, payload: bytes) -> None:
        for client in self._clients:
            if uuid in client.notified:
                client.notified[uuid](None, bytearray(payload))

    async def stream(self, payload: bytes) -> None:
        self.say(PMD_DATA, payload)

    async def answer_pairing(self, willing: bool) -> None:
        self.willing = willing

    def drop(self) -> None:
        self._subscribed.clear()
        for client in self._clients:
            if client.is_connected:
                client.is_connected = False
                client.gone(client)

    async def released(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            while self._clients:
                self._left.clear()
                await self._left.wait()

    def subscribe(self) -> None:
        self._subscribed.set()

    def leave(self, client: Client) -> None:
        if client.is_connected:
            self._subscribed.clear()
        if client in self._clients:
            self._clients.remove(client)
        self._left.set()


class Client:
    """As much of a `BleakClient` as a strap needs."""

    def __init__(self, air: InProcessAir, gone: Callable[[Any], None]) -> None:
        self._air = air
        self.gone = gone
        self.notified: dict[str, Callable[[Any, bytearray], None]] = {}
        self.is_connected = False
        self._paired = False
        self.services = SimpleNamespace(characteristics=self._characteristics())

    def _characteristics(self) -> dict[int, SimpleNamespace]:
        offered = [(service.uuid, known) for service in self._air.model.services for known in service.characteristics]
        return {
            handle: SimpleNamespace(
                handle=handle, uuid=known.uuid, service_uuid=service, properties=list(known.flags), value=known.value
            )
            for handle, (service, known) in enumerate(offered)
        }

    async def connect(self) -> None:
        await asyncio.sleep(0)
        if self._air.stumbles:
            raise self._air.stumbles.popleft()
        if self._air.asleep:
            raise BleakError("not there")
        self.is_connected = True
        self._air.links += 1

    async def start_notify(self, to: Any, heard: Callable[[Any, bytearray], None], **_: Any) -> None:
        await self._reached()
        self.notified[to.uuid] = heard
        if to.uuid == HEART_RATE_MEASUREMENT:
            self._air.subscribe()

    async def read_gatt_char(self, of: Any) -> bytes:
        await self._reached()
        value: bytes = of.value
        return value

    async def write_gatt_char(self, to: Any, value: bytes, *, response: bool) -> None:
        await self._reached()
        if to.uuid in self._air.model.secured and not self._paired:
            raise BleakError("ATT error 0x05")
        self._air.commands.append(value)
        if (answer := self._air.model.answer(value)) is not None:
            self._air.say(to.uuid, answer)

    async def pair(self) -> None:
        await self._reached()
        if not self._air.willing:
            raise BleakError("nobody answers")
        self._paired = True

    async def _reached(self) -> None:
        await asyncio.sleep(0)
        if not self.is_connected:
            raise BleakError("gone")

    async def disconnect(self) -> None:
        self._air.leave(self)
        self.is_connected = False
        await asyncio.sleep(0)
