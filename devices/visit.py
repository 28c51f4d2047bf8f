"""One connection to a strap, from a fresh client to its release. Nothing of it is used a second time.

A client that has failed once may refuse ever after, and one that is not released keeps its subscription in BlueZ, which
then delivers every packet of the next connection twice. So each connection has its own client, released whatever comes.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import AsyncGenerator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from typing import TYPE_CHECKING

from biofeedback.clock import Clock
from biofeedback.events import EcgChunk, HeartRate, LinkBack, LinkLost
from biofeedback.ports import Put
from devices.heart_rate import parse
from devices.link import GIVEN_UP, Extra, Link
from devices.pmd_stream import PmdStream
from devices.trouble import Trouble, faults

if TYPE_CHECKING:
    from bleak import BleakClient
    from bleak.backends.characteristic import BleakGATTCharacteristic
    from bleak.backends.device import BLEDevice

HEART_RATE_MEASUREMENT = "00002a37-0000-1000-8000-00805f9b34fb"
BATTERY_LEVEL = "00002a19-0000-1000-8000-00805f9b34fb"

CONNECT_S = 15.0
"""Longest connect, with the discovery of services: some straps take 5 s the first time."""

BATTERY_S = 2.0
"""Longest wait for the battery level, which is nice to know and no more."""

RELEASE_S = 12.0
"""Longest release: BlueZ takes 2 to 3 s, `bleak` gives up after 10."""

_log = logging.getLogger(__name__)


class Visit:
    """One connection. `changed` is called when the link's state may have changed."""

    def __init__(self, device: BLEDevice, clock: Clock, link: Link, changed: Callable[[], None]) -> None:
        self._device = device
        self._clock = clock
        self._link = link
        self._changed = changed
        self._again = link.ever_up
        self._put: Put | None = None  # while packets are wanted
        self._begun = False
        self._unsuited = False
        self._battery: int | None = None
        self._stir = asyncio.Event()  # something happened that changes what to wait for

    async def listen(self, put: Put, *, acquire: bool = False, ecg: bool = False, pulses: bool = True) -> Trouble:
        """Connect and put what comes until the link is gone or silent for too long; raises what `bleak` raises.

        `ecg`: the strap's ECG as well, where it has one. `pulses` False: an optical sensor is let go of, as UNSUITED.
        LinkLost is put the moment the link is known to be gone, before the slow release.
        """
        from bleak import BleakClient

        client = BleakClient(self._device, lambda _: self._end("disconnected"), timeout=CONNECT_S)
        try:
            await client.connect()
            self._battery = await _battery_percent(client)
            self._put = put
            await client.start_notify(HEART_RATE_MEASUREMENT, self._packet, bluez={"use_start_notify": not acquire})
            self._begin()
            async with self._extra(client, ecg, pulses):
                return await self._until_end()
        except asyncio.CancelledError:
            self._put = None  # whoever cancels has stopped listening
            raise
        finally:
            self._end("failed")
            await _release(client)

    def _begin(self) -> None:
        if self._begun or self._put is None:
            return
        self._begun = True
        now = self._clock.now()
        self._link.up(now, self._battery)
        if self._again:
            self._put(LinkBack(t=now))
        self._changed()

    def _packet(self, _: BleakGATTCharacteristic, payload: bytearray) -> None:
        self._begin()  # the first packet may overtake the reply to the subscription
        if self._put is None:
            return  # of a link already told as lost
        event = parse(bytes(payload), self._clock.now())
        if self._link.state.extra is Extra.PULSES:
            # Its intervals come by another way, and an optical sensor's word on contact is not to be built on.
            event = replace(event, rr_ticks=(), contact=None)
        self._take(event)

    def _take(self, event: HeartRate) -> None:
        if self._put is None:
            return
        self._put(event)
        before = self._link.state
        self._link.heard(event)
        if self._link.state is not before:
            self._changed()
            self._stir.set()

    @asynccontextmanager
    async def _extra(self, client: BleakClient, ecg: bool, pulses: bool) -> AsyncGenerator[None, None]:
        """The strap's other stream, beside the heart rate; stopped before the strap is let go of."""
        if self._link.state.extra in GIVEN_UP:
            yield
            return

        def told(extra: Extra) -> None:
            self._link.streams(extra)
            self._changed()
            self._unsuited = extra is Extra.PULSES and not pulses
            self._stir.set()

        def heard(chunk: EcgChunk) -> None:
            if self._put is not None:
                self._put(chunk)

        pulse = self._take if pulses else None
        stream = PmdStream(client, self._clock, ecg=heard if ecg else None, pulse=pulse, tell=told)
        running = asyncio.create_task(stream.run())
        try:
            yield
        finally:
            running.cancel()
            await asyncio.wait([running])
            await stream.stop()

    def _end(self, cause: str) -> None:
        put, self._put = self._put, None
        self._stir.set()
        if put is not None and self._begun:
            put(LinkLost(t=self._clock.now(), cause=cause))

    async def _until_end(self) -> Trouble:
        while self._put is not None:
            if self._unsuited:
                self._end("unsuited")
                return Trouble.UNSUITED
            stalled = self._link.stalled(self._clock.now())
            self._changed()
            if stalled:
                self._end("stalled")
                return Trouble.STALLED
            await self._stirred_or_due(self._link.deadline)
        return Trouble.LOST

    async def _stirred_or_due(self, deadline: float | None) -> None:
        waits: list[asyncio.Task[bool] | asyncio.Task[None]] = [asyncio.create_task(self._stir.wait())]
        if deadline is not None:
            waits.append(asyncio.create_task(self._clock.sleep_until(deadline)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self._stir.clear()


async def _battery_percent(client: BleakClient) -> int | None:
    """Read before subscribing, never after: BlueZ hands what is read to the notification callback as well."""
    if client.services.get_characteristic(BATTERY_LEVEL) is None:
        return None
    try:
        async with asyncio.timeout(BATTERY_S):
            level = await client.read_gatt_char(BATTERY_LEVEL)
    except faults() as error:
        _log.debug("no battery level: %r", error)
        return None
    return level[0] if level and level[0] <= 100 else None


async def _release(client: BleakClient) -> None:
    """Let go of the strap and of all BlueZ holds for this client, whatever state it is in."""
    with contextlib.suppress(*faults()):
        async with asyncio.timeout(RELEASE_S):
            await client.disconnect()
