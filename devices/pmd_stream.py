"""Polar's measurement data service on a connected strap: asked for what it can, started, and stopped before leaving.

An extra, never a condition: the Heart Rate Service runs before and beside it, and whatever goes wrong here is told as
an `Extra` with its reason and harms nothing else.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, TypeVar

from biofeedback.clock import Clock
from biofeedback.events import EcgChunk, HeartRate
from devices import pmd
from devices.callbacks import Callbacks
from devices.gatt import characteristic
from devices.link import Extra
from devices.pmd import ECG_130_HZ, PMD_CONTROL_POINT, PMD_DATA, PMD_SERVICE, Measurement, Reply, Status, StreamsStopped
from devices.pmd_frames import ECG_RATE_HZ, EcgFrame, PpiFrame, ecg_times, parse_frame
from devices.pulses import PulseQueue
from devices.trouble import LinkFault, Step, calling

if TYPE_CHECKING:
    from bleak import BleakClient
    from bleak.backends.characteristic import BleakGATTCharacteristic

COMMAND_S = 5.0
"""Longest wait for one step. A write to a strap that demands pairing was seen to hang until it was given up (BlueZ
5.66); a strap that answers does so within a connection interval or two, a tenth of a second."""

PAIR_S = 15.0
"""Longest pairing: 1.0 s where nobody is asked (BlueZ 5.66), the rest is for a person who is."""

STOP_TIMEOUT_S = 2.0
"""Longest wait for the stop: leaving must not take long."""

_BEGUN = frozenset({Status.SUCCESS, Status.ALREADY_IN_STATE})
"""Replies after which a stream runs."""

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


class PmdStream:
    """One strap's extra stream during one connection: its ECG where that is wanted, else the pulses of a sensor that
    has no ECG.

    `ecg` takes the ECG (None: not wanted), `pulse` each beat of an optical sensor (None: not wanted; that it is such a
    sensor is reported all the same), `on_extra` what became of it.
    """

    def __init__(
        self,
        client: BleakClient,
        clock: Clock,
        ours: Callbacks,
        *,
        ecg: Callable[[EcgChunk], None] | None,
        pulse: Callable[[HeartRate], None] | None,
        on_extra: Callable[[Extra], None],
    ) -> None:
        self._client = client
        self._clock = clock
        self._ours = ours
        self._ecg = ecg
        self._pulse = pulse
        self._on_extra = on_extra
        self._asked: Measurement | None = None  # what may be streaming, from before the start was written
        self._control: BleakGATTCharacteristic | None = None
        self._subscribed: set[int] = set()  # handles
        self._reply: asyncio.Future[Reply] | None = None
        self._last_ns: int | None = None
        self._pulses = PulseQueue()
        self._more = asyncio.Event()

    async def run(self) -> None:
        """Begin, then hand on pulses until cancelled. Raises nothing else."""
        begun = await self._begin()
        if begun is not None:
            self._on_extra(begun)
        while begun is Extra.PULSES and self._pulse is not None:
            due = self._pulses.due
            if due is None:
                self._more.clear()
                await self._more.wait()
                continue
            await self._clock.sleep_until(due)
            beat = self._pulses.pop()
            self._pulse(HeartRate(t=self._clock.now(), hr_bpm=beat.hr_bpm, rr_ticks=(beat.rr_ticks,)))

    async def stop(self) -> None:
        """Stop what may be streaming: an H10 left streaming stays on until its battery is empty."""
        if self._asked is None or self._control is None or not self._client.is_connected:
            return
        with contextlib.suppress(LinkFault), calling(Step.LISTEN):
            async with asyncio.timeout(STOP_TIMEOUT_S):
                await self._client.write_gatt_char(self._control, pmd.stop(self._asked), response=True)

    async def _begin(self) -> Extra | None:
        """What became of it; None: nothing to be had here, or the link was lost meanwhile."""
        try:
            offered = _offered(self._client)
            return None if offered is None else await self._start(*offered)
        except LinkFault as fault:
            _log.debug("the extra stream did not start: %s", fault.said)
        if not self._client.is_connected:
            return None
        if not await self._paired():
            return Extra.UNPAIRED
        try:
            offered = _offered(self._client)
            return None if offered is None else await self._start(*offered)
        except LinkFault as fault:
            _log.debug("the extra stream did not start, although paired: %s", fault.said)
            return Extra.REFUSED

    async def _paired(self) -> bool:
        try:
            with calling(Step.LISTEN):
                async with asyncio.timeout(PAIR_S):
                    await self._client.pair()
        except NotImplementedError:  # macOS pairs by itself, when a strap demands it
            return False
        except LinkFault as fault:
            _log.debug("not paired: %s", fault.said)
            return False
        return True

    async def _start(self, control: BleakGATTCharacteristic, data: BleakGATTCharacteristic) -> Extra | None:
        """Ask, subscribe, start. The feature list is read before subscribing: BlueZ hands what is read to both."""
        listed = await _timely(self._client.read_gatt_char(control))
        features = pmd.parse_features(bytes(listed))
        wanted = self._choose(features or frozenset())
        if wanted is None:
            return None
        if wanted is Measurement.PPI and self._pulse is None:
            return Extra.PULSES
        await self._subscribe(control, self._answered)
        await self._subscribe(data, self._frame)
        self._control = control
        self._asked = wanted
        settings = ECG_130_HZ if wanted is Measurement.ECG else ()
        self._reply = asyncio.get_running_loop().create_future()
        await _timely(self._client.write_gatt_char(control, pmd.start(wanted, settings), response=True))
        reply = await _timely(self._reply)
        if reply.status not in _BEGUN:
            _log.debug("the strap refused its extra stream: %s", reply.status.name)
            self._asked = None
            return Extra.REFUSED
        return Extra.ECG if wanted is Measurement.ECG else Extra.PULSES

    def _choose(self, features: frozenset[Measurement]) -> Measurement | None:
        if Measurement.ECG in features:
            return Measurement.ECG if self._ecg is not None else None
        return Measurement.PPI if Measurement.PPI in features else None

    async def _subscribe(
        self, to: BleakGATTCharacteristic, heard: Callable[[BleakGATTCharacteristic, bytearray], None]
    ) -> None:
        if to.handle not in self._subscribed:  # on the first try, before pairing
            await _timely(self._client.start_notify(to, self._ours(heard)))
            self._subscribed.add(to.handle)

    def _answered(self, _: BleakGATTCharacteristic, payload: bytearray) -> None:
        match pmd.parse_control(bytes(payload)):
            case Reply() as reply if self._reply is not None and not self._reply.done():
                if pmd.is_start_of(reply, self._asked):
                    self._reply.set_result(reply)
            case StreamsStopped(measurements=stopped) if self._asked in stopped:
                self._asked = None
                self._on_extra(Extra.REFUSED)
            case _:
                pass

    def _frame(self, _: BleakGATTCharacteristic, payload: bytearray) -> None:
        now = self._clock.now()
        match parse_frame(bytes(payload)):
            case EcgFrame() as frame if self._ecg is not None and frame.microvolts:
                gap = ecg_times(frame, self._last_ns).gap
                self._last_ns = frame.last_ns
                self._ecg(EcgChunk(t=now, rate_hz=ECG_RATE_HZ, microvolts=frame.microvolts, gap=gap))
            case PpiFrame() as frame if self._pulse is not None:
                self._pulse(HeartRate(t=now, hr_bpm=None, rr_ticks=(), payload=bytes(payload)))  # as it came
                self._pulses.take(frame, now)
                self._more.set()
            case _:
                pass


def _offered(client: BleakClient) -> tuple[BleakGATTCharacteristic, BleakGATTCharacteristic] | None:
    """Control point and data, by what can be done with them, never by name: one maker's older units have other ones."""
    control = characteristic(client, PMD_SERVICE, PMD_CONTROL_POINT, "read", "write", "indicate")
    data = characteristic(client, PMD_SERVICE, PMD_DATA, "notify")
    return None if control is None or data is None else (control, data)


async def _timely(step: Awaitable[_T]) -> _T:
    """One step of the stack, or the strap's answer to it. Raises LinkFault where it fails or does not come."""
    with calling(Step.LISTEN):
        async with asyncio.timeout(COMMAND_S):
            return await step
