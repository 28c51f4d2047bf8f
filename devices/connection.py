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
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from biofeedback.clock import Clock
from biofeedback.events import EcgChunk, HeartRate, LinkBack, LinkLost, MotionChunk
from biofeedback.ports import Put
from biofeedback.streams import Stream
from devices.callbacks import Callbacks
from devices.extras import Extra, MotionStream
from devices.gatt import (
    BATTERY_LEVEL,
    BATTERY_SERVICE,
    HEART_RATE_MEASUREMENT,
    HEART_RATE_SERVICE,
    characteristic,
)
from devices.heart_rate import parse
from devices.link import Link
from devices.pmd import Measurement
from devices.pmd_stream import Listeners, PmdStream
from devices.trouble import LinkFault, Step, Trouble, calling

if TYPE_CHECKING:
    from bleak import BleakClient
    from bleak.backends.characteristic import BleakGATTCharacteristic
    from bleak.backends.device import BLEDevice

CONNECT_S = 15.0
"""Longest connect, with the discovery of services: some straps take 5 s the first time."""

BATTERY_S = 2.0
"""Longest wait for the battery level, which is nice to know and no more."""

RELEASE_S = 12.0
"""Longest release: BlueZ takes 2 to 3 s, `bleak` gives up after 10."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is wanted of a strap besides its heart rate. `pulses` False: an optical sensor is let go of, as UNSUITED.

    `arm`: the motion of a sensor without an ECG as well, which says nothing of a chest.
    """

    ecg: bool = False
    motion: bool = False
    arm: bool = False
    pulses: bool = True


class Connection:
    """One connection. `changed` is called when the link's state may have changed.

    `running` are the streams that an earlier link may have left running at this strap, kept up to date.
    """

    def __init__(
        self, device: BLEDevice, clock: Clock, link: Link, changed: Callable[[], None], running: set[Measurement]
    ) -> None:
        self._device = device
        self._clock = clock
        self._link = link
        self._changed = changed
        self._running = running
        self._reconnecting = link.ever_up
        self._put: Put | None = None  # while packets are wanted
        self._begun = False
        self._unsuited = False
        self._battery: int | None = None
        self._wake = asyncio.Event()  # something happened that changes what to wait for
        self._ours = Callbacks(self._on_crash)

    async def listen(self, put: Put, wishes: Wishes, *, acquire: bool = False) -> Trouble:
        """Connect and put what comes until the link is gone or silent for too long. Raises LinkFault.

        LinkLost is put the moment the link is known to be gone, before the slow release. Whatever else is raised, here
        or in a callback, is a fault of this program.
        """
        try:
            trouble = await self._run_client(put, wishes, acquire=acquire)
        except LinkFault:
            self._ours.check()  # what we did wrong comes before what the stack made of it
            raise
        self._ours.check()
        return trouble

    async def _run_client(self, put: Put, wishes: Wishes, *, acquire: bool) -> Trouble:
        from bleak import BleakClient

        with calling(Step.CONNECT):
            client = BleakClient(self._device, self._ours(self._on_disconnect), timeout=CONNECT_S)
        try:
            return await self._listen_until_end(client, put, wishes, acquire=acquire)
        except asyncio.CancelledError:
            self._put = None  # whoever cancels has stopped listening
            raise
        finally:
            self._ours(self._end)("failed")
            await _release(client)

    def _on_disconnect(self, _: BleakClient) -> None:
        self._end("disconnected")

    def _on_crash(self) -> None:
        """A callback failed: nothing more is put, and whoever waits is woken."""
        self._put = None
        self._wake.set()

    async def _listen_until_end(self, client: BleakClient, put: Put, wishes: Wishes, *, acquire: bool) -> Trouble:
        with calling(Step.CONNECT):
            await client.connect()
        heart_rate = characteristic(client, HEART_RATE_SERVICE, HEART_RATE_MEASUREMENT, "notify")
        if heart_rate is None:
            raise LinkFault(Trouble.NO_HEART_RATE, Step.LISTEN)
        self._battery = await _battery_percent(client)
        self._put = put
        with calling(Step.LISTEN):
            packet = self._ours(self._on_packet)
            await client.start_notify(heart_rate, packet, bluez={"use_start_notify": not acquire})
        self._begin()
        async with self._extras(client, wishes):
            return await self._until_end()

    def _begin(self) -> None:
        if self._begun or self._put is None:
            return
        self._begun = True
        now = self._clock.now()
        self._link.up(now, self._battery)
        if self._reconnecting:
            self._put(LinkBack(t=now))
        self._changed()

    def _on_packet(self, _: BleakGATTCharacteristic, payload: bytearray) -> None:
        self._begin()  # the first packet may overtake the reply to the subscription
        if self._put is None:
            return  # of a link already reported as lost
        event = parse(bytes(payload), self._clock.now())
        if self._link.state.extra is Extra.PULSES:
            # Its intervals come by another way, and an optical sensor's word on contact is not to be built on.
            event = replace(event, rr_ticks=(), contact=None)
        self._put_heart_rate(event)

    def _put_heart_rate(self, event: HeartRate) -> None:
        if self._put is None:
            return
        self._put(event)
        before = self._link.state
        self._link.heard(event)
        if self._link.state is not before:
            self._changed()
            self._wake.set()

    @asynccontextmanager
    async def _extras(self, client: BleakClient, wishes: Wishes) -> AsyncGenerator[None, None]:
        """The strap's other streams, beside the heart rate; stopped before the strap is let go of."""
        stream = PmdStream(client, self._clock, self._ours, self._listeners(wishes), self._running)
        running, state = None, self._link.state
        nothing_left = state.extra is Extra.REFUSED and state.motion is not MotionStream.RUNS
        if state.extra is not Extra.UNPAIRED and not nothing_left:
            running = asyncio.create_task(stream.run())
            running.add_done_callback(self._stream_over)
        try:
            yield
        finally:
            if running is not None:
                running.cancel()
                await asyncio.wait([running])
            await stream.stop()

    def _listeners(self, wishes: Wishes) -> Listeners:
        """Who takes what. What was refused once is not asked for again: that may cost the link each time."""
        state = self._link.state

        def on_extra(extra: Extra) -> None:
            self._link.streams(extra)
            self._changed()
            self._unsuited = extra is Extra.PULSES and not wishes.pulses
            self._wake.set()

        def on_motion(motion: MotionStream) -> None:
            self._link.moves(motion)
            self._changed()

        def on_stream(stream: Stream) -> None:
            self._link.begins(stream)
            self._changed()

        def on_offered(offered: frozenset[Measurement]) -> None:
            self._link.offers(offered)
            self._changed()

        def heard(chunk: EcgChunk | MotionChunk) -> None:
            if self._put is not None:
                self._put(chunk)

        return Listeners(
            ecg=heard if wishes.ecg and state.extra is not Extra.REFUSED else None,
            motion=heard if wishes.motion and state.motion is not MotionStream.REFUSED else None,
            pulse=self._put_heart_rate if wishes.pulses else None,
            arm=wishes.arm,
            on_stream=on_stream,
            on_extra=on_extra,
            on_motion=on_motion,
            on_offered=on_offered,
        )

    def _stream_over(self, running: asyncio.Task[None]) -> None:
        fault = None if running.cancelled() else running.exception()
        if isinstance(fault, Exception):
            self._ours.keep(fault)

    def _end(self, cause: str) -> None:
        put, self._put = self._put, None
        self._wake.set()
        if put is not None and self._begun:
            put(LinkLost(t=self._clock.now(), cause=cause))

    async def _until_end(self) -> Trouble:
        while self._put is not None and self._ours.crash is None:
            if self._unsuited:
                self._end("unsuited")
                return Trouble.UNSUITED
            stalled = self._link.stalled(self._clock.now())
            self._changed()
            if stalled:
                self._end("stalled")
                return Trouble.STALLED
            await self._woken_or_due(self._link.deadline)
        return Trouble.LOST

    async def _woken_or_due(self, deadline: float | None) -> None:
        waits: list[asyncio.Task[bool] | asyncio.Task[None]] = [asyncio.create_task(self._wake.wait())]
        if deadline is not None:
            waits.append(asyncio.create_task(self._clock.sleep_until(deadline)))
        try:
            await asyncio.wait(waits, return_when=asyncio.FIRST_COMPLETED)
        finally:
            for wait in waits:
                wait.cancel()
        self._wake.clear()


async def _battery_percent(client: BleakClient) -> int | None:
    """Nice to know: whatever goes wrong with it, the connection goes on.

    Read before subscribing, never after: BlueZ hands what is read to the notification callback as well.
    """
    try:
        battery = characteristic(client, BATTERY_SERVICE, BATTERY_LEVEL, "read")
        if battery is None:
            return None
        with calling(Step.LISTEN):
            async with asyncio.timeout(BATTERY_S):
                level = await client.read_gatt_char(battery)
    except LinkFault as fault:
        _log.debug("no battery level: %s", fault.said)
        return None
    return level[0] if level and level[0] <= 100 else None


async def _release(client: BleakClient) -> None:
    """Let go of the strap and of all BlueZ holds for this client, whatever state it is in."""
    with contextlib.suppress(LinkFault), calling(Step.LISTEN):
        async with asyncio.timeout(RELEASE_S):
            await client.disconnect()
