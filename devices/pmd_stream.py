"""Polar's measurement data service on a connected strap: asked for what it can, started, and stopped before leaving.

An extra, never a condition: the Heart Rate Service runs before and beside it, and whatever goes wrong here is told as
an `Extra` or a `MotionStream` with its reason and harms nothing else. Its streams are a set: each is asked for by
itself, after the one before, and one that is refused or not answered harms no other.
"""

from __future__ import annotations

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, TypeVar

from biofeedback.clock import Clock
from biofeedback.events import EcgChunk, HeartRate, MotionChunk
from biofeedback.streams import Stream
from devices import pmd
from devices.acc_frames import AccelerationFrame
from devices.callbacks import Callbacks
from devices.extras import Extra, MotionStream
from devices.gatt import characteristic
from devices.pmd import PMD_CONTROL_POINT, PMD_DATA, PMD_SERVICE, Measurement, Reply, Status, StreamsStopped
from devices.pmd_frames import ECG_RATE_HZ, EcgFrame, PpiFrame, ecg_times, parse_frame, sample_times
from devices.pulses import PulseQueue
from devices.strap_streams import described
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
"""Longest wait for each stop: leaving must not take long."""

_BEGUN = frozenset({Status.SUCCESS, Status.ALREADY_IN_STATE})
"""Replies after which a stream runs. One that runs already was left by a program that was killed, or by a lost link."""

_T = TypeVar("_T")
_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True, kw_only=True)
class Listeners:
    """Who takes what. None: not wanted, so it is not started; each stream costs the strap's battery.

    `pulse` takes each beat of an optical sensor; that it is one is reported all the same. `arm`: `motion` takes that
    of a sensor without an ECG as well, which is worn on the arm. `on_stream` is told of each stream that has begun.
    """

    ecg: Callable[[EcgChunk], None] | None
    motion: Callable[[MotionChunk], None] | None
    pulse: Callable[[HeartRate], None] | None
    arm: bool
    on_stream: Callable[[Stream], None]
    on_extra: Callable[[Extra], None]
    on_motion: Callable[[MotionStream], None]
    on_offered: Callable[[frozenset[Measurement]], None]


class _Refused(Exception):
    """The strap has answered, and said no. Carries its status."""


class PmdStream:
    """One strap's extra streams during one connection: its ECG and its acceleration where they are wanted, else the
    pulses of a sensor that has no ECG.

    `running` are the streams that may be running at the strap, from before each start was written. It is the strap's,
    not the connection's: what a lost link left running is stopped at the end of a later one.
    """

    def __init__(
        self, client: BleakClient, clock: Clock, ours: Callbacks, to: Listeners, running: set[Measurement]
    ) -> None:
        self._client = client
        self._clock = clock
        self._ours = ours
        self._to = to
        self._running = running
        self._subscribed: set[int] = set()  # handles
        self._awaited: Callable[[Reply], bool] = lambda _: False
        self._reply: asyncio.Future[Reply] | None = None
        self._may_pair = True
        self._unpaired = False
        self._last_ns: dict[Measurement, int] = {}
        self._motion_hz = 0.0
        self._motion_factor: float | None = None
        self._pulses = PulseQueue()
        self._more = asyncio.Event()

    async def run(self) -> None:
        """Begin, then hand on pulses until cancelled. Raises nothing else."""
        pulses = await self._begin()
        while pulses and self._to.pulse is not None:
            due = self._pulses.due
            if due is None:
                self._more.clear()
                await self._more.wait()
                continue
            await self._clock.sleep_until(due)
            beat = self._pulses.pop()
            self._to.pulse(HeartRate(t=self._clock.now(), hr_bpm=beat.hr_bpm, rr_ticks=(beat.rr_ticks,)))

    async def stop(self) -> None:
        """Stop what may be running: an H10 left streaming stays on until its battery is empty."""
        for measurement in sorted(self._running):
            if not self._client.is_connected:
                return
            with contextlib.suppress(LinkFault), calling(Step.LISTEN):
                offered = _offered(self._client)
                if offered is None:
                    return
                async with asyncio.timeout(STOP_TIMEOUT_S):
                    await self._client.write_gatt_char(offered[0], pmd.stop(measurement), response=True)
                self._running.discard(measurement)

    async def _begin(self) -> bool:
        """Start what is wanted and offered, one after another; whether pulses come."""
        try:
            features = await self._even_if_unpaired(self._features)
        except LinkFault as fault:
            _log.debug("what the strap can was not told: %s", fault.said)
            if self._client.is_connected:
                self._to.on_extra(Extra.REFUSED)
            return False
        if features is None:
            return False
        self._to.on_offered(features)
        chest, pulses = Measurement.ECG in features, False
        if chest and self._to.ecg is not None and await self._begun(Measurement.ECG, Extra.REFUSED):
            self._to.on_extra(Extra.ECG)
        if not chest and Measurement.PPI in features:
            pulses = self._to.pulse is None or await self._begun(Measurement.PPI, Extra.REFUSED)
            if pulses:
                self._to.on_extra(Extra.PULSES)
        moves = self._to.motion is not None and (chest or self._to.arm) and Measurement.ACCELERATION in features
        if moves and await self._begun(Measurement.ACCELERATION, MotionStream.REFUSED):
            self._to.on_motion(MotionStream.RUNS)
        return pulses

    async def _begun(self, measurement: Measurement, refused: Extra | MotionStream) -> bool:
        """Start one stream; where that fails, tell why. False as well where the link was lost meanwhile."""
        if self._unpaired:
            return False
        try:
            return await self._even_if_unpaired(lambda: self._start(measurement)) is not None
        except _Refused as answer:
            _log.debug("the strap refused %s: %s", measurement.name, answer)
        except LinkFault as fault:
            _log.debug("%s did not start: %s", measurement.name, fault.said)
            if not self._client.is_connected:
                return False
        if isinstance(refused, Extra):
            self._to.on_extra(refused)
        else:
            self._to.on_motion(refused)
        return False

    async def _even_if_unpaired(self, act: Callable[[], Awaitable[_T | None]]) -> _T | None:
        """Do it; where it fails, pair (once in a connection) and do it again. None: not to be had, which was told where
        it is news. Raises LinkFault where it fails for a paired computer too.
        """
        try:
            return await act()
        except LinkFault as fault:
            if not self._may_pair or not self._client.is_connected:
                raise
            _log.debug("an extra stream did not start: %s", fault.said)
        self._may_pair = False
        if await self._paired():
            return await act()
        if self._client.is_connected:
            self._unpaired = True
            self._to.on_extra(Extra.UNPAIRED)
        return None

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

    async def _features(self) -> frozenset[Measurement] | None:
        """What is on offer, read before subscribing: BlueZ hands what is read to both. None: no such service."""
        offered = _offered(self._client)
        if offered is None:
            return None
        listed = await _timely(self._client.read_gatt_char(offered[0]))
        return pmd.parse_features(bytes(listed)) or frozenset()

    async def _start(self, measurement: Measurement) -> Measurement | None:
        """Ask for its settings and start it. Raises _Refused or LinkFault."""
        offered = _offered(self._client)
        if offered is None:
            return None
        control, data = offered
        await self._subscribe(control, self._answered)
        await self._subscribe(data, self._frame)
        settings: tuple[pmd.Chosen, ...] = ()
        if measurement is not Measurement.PPI:  # which has none
            asked = await self._asked(control, pmd.ask(measurement), measurement)
            settings = pmd.chosen(measurement, asked.settings)
        left = measurement in self._running  # by a lost link: a refusal does not say that it is over
        self._running.add(measurement)
        reply = await self._asked(control, pmd.start(measurement, settings), measurement)
        if reply.status not in _BEGUN:
            if not left:
                self._running.discard(measurement)
            raise _Refused(reply.status.name)
        if measurement is Measurement.ACCELERATION:
            self._motion_hz, self._motion_factor = pmd.rate_hz(settings), pmd.factor(reply.settings)
        if (stream := described(measurement, settings)) is not None:
            self._to.on_stream(stream)
        return measurement

    async def _asked(self, control: BleakGATTCharacteristic, command: bytes, measurement: Measurement) -> Reply:
        """The strap's answer to a command."""
        self._reply = asyncio.get_running_loop().create_future()
        self._awaited = lambda reply: reply.command == command[0] and reply.measurement is measurement
        await _timely(self._client.write_gatt_char(control, command, response=True))
        return await _timely(self._reply)

    async def _subscribe(
        self, to: BleakGATTCharacteristic, heard: Callable[[BleakGATTCharacteristic, bytearray], None]
    ) -> None:
        if to.handle not in self._subscribed:  # for a stream before, or on the first try, before pairing
            await _timely(self._client.start_notify(to, self._ours(heard)))
            self._subscribed.add(to.handle)

    def _answered(self, _: BleakGATTCharacteristic, payload: bytearray) -> None:
        match pmd.parse_control(bytes(payload)):
            case Reply() as reply if self._reply is not None and not self._reply.done() and self._awaited(reply):
                self._reply.set_result(reply)
            case StreamsStopped(measurements=stopped):
                if self._running & {Measurement.ECG, Measurement.PPI} & set(stopped):
                    self._to.on_extra(Extra.REFUSED)
                if self._running & {Measurement.ACCELERATION} & set(stopped):
                    self._to.on_motion(MotionStream.REFUSED)
                self._running.difference_update(stopped)
            case _:
                pass

    def _frame(self, _: BleakGATTCharacteristic, payload: bytearray) -> None:
        now = self._clock.now()
        match parse_frame(bytes(payload), self._motion_factor):
            case EcgFrame() as frame if self._to.ecg is not None and frame.microvolts:
                gap = ecg_times(frame, self._since(Measurement.ECG, frame.last_ns)).gap
                self._to.ecg(EcgChunk(t=now, rate_hz=ECG_RATE_HZ, microvolts=frame.microvolts, gap=gap))
            case AccelerationFrame() as frame if self._to.motion is not None and len(frame) and self._motion_hz:
                before = self._since(Measurement.ACCELERATION, frame.last_ns)
                gap = sample_times(len(frame), frame.last_ns, before, self._motion_hz).gap
                x, y, z = frame.x_mg, frame.y_mg, frame.z_mg
                self._to.motion(MotionChunk(t=now, rate_hz=self._motion_hz, x_mg=x, y_mg=y, z_mg=z, gap=gap))
            case PpiFrame() as frame if self._to.pulse is not None:
                self._to.pulse(HeartRate(t=now, hr_bpm=None, rr_ticks=(), payload=bytes(payload)))  # as it came
                self._pulses.take(frame, now)
                self._more.set()
            case _:
                pass

    def _since(self, measurement: Measurement, last_ns: int) -> int | None:
        """The strap's time of the last sample of the frame before this one, of which `last_ns` is kept."""
        before, self._last_ns[measurement] = self._last_ns.get(measurement), last_ns
        return before


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
