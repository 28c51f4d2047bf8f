"""A virtual strap that measures more than the heart rate is asked, started and stopped as a real one is."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from itertools import pairwise

import pytest
from bumble.core import UUID
from bumble.device import Peer
from bumble.link import LocalLink
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.app.virtual_strap import played_strap
from biofeedback.clock import SessionClock
from biofeedback.events import EcgChunk, MotionChunk
from biofeedback.texts import Texts
from devices import pmd
from devices.acc_frames import AccelerationFrame
from devices.pmd import Measurement, Reply, Status
from devices.pmd_frames import EcgFrame, PpiFrame, parse_frame, sample_times
from simulators.on_air import measurement_service
from simulators.on_air.acceleration_frames import AtRate
from simulators.on_air.measurement_service import Measure
from simulators.on_air.virtual_strap import Label, VirtualStrap, on_air
from simulators.participants.participant import person
from tests.simulators.on_air.test_virtual_strap import PATIENCE_S, Ended, Listener, _device

LABEL = Label(name="A Virtual Strap", measures=frozenset({Measure.ECG, Measure.MOTION}))
OPTICAL = Label(name="A Virtual Strap", measures=frozenset({Measure.PULSES, Measure.MOTION}))
ECG = EcgChunk(t=1.0, rate_hz=130.0, microvolts=(1, -2, 900))
MOTION = MotionChunk(t=2.0, rate_hz=25.0, x_mg=tuple(range(50)), y_mg=(-7,) * 50, z_mg=(1000,) * 50)


class Asking:
    """A listener that asks for measurements."""

    def __init__(self, peer: Peer) -> None:
        self._peer = peer
        self._replies: asyncio.Queue[bytes] = asyncio.Queue()
        self.frames: asyncio.Queue[bytes] = asyncio.Queue()

    async def subscribe(self) -> None:
        (self._control,) = self._peer.get_characteristics_by_uuid(UUID(measurement_service.CONTROL_POINT))
        (data,) = self._peer.get_characteristics_by_uuid(UUID(measurement_service.DATA))
        await self._control.subscribe(lambda value: self._replies.put_nowait(bytes(value)), prefer_notify=False)
        await data.subscribe(lambda value: self.frames.put_nowait(bytes(value)))

    async def features(self) -> frozenset[Measurement] | None:
        return pmd.parse_features(bytes(await self._control.read_value()))

    async def say(self, command: bytes) -> Reply:
        await self._control.write_value(command, with_response=True)
        reply = pmd.parse_control(await self._replies.get())
        assert isinstance(reply, Reply)
        return reply


@asynccontextmanager
async def in_reach(label: Label = LABEL) -> AsyncGenerator[tuple[VirtualStrap, Listener]]:
    air = LocalLink()  # type: ignore[no-untyped-call]
    listener = Listener(_device(air, "listener", "F1:F1:F1:F1:F1:F1"))
    await listener.device.power_on()
    async with asyncio.timeout(PATIENCE_S), on_air(_device(air, "strap", label.address), label) as strap:
        yield strap, listener
    await listener.device.power_off()


async def test_it_is_asked_started_and_stopped_and_what_comes_is_what_was_played() -> None:
    """In the words and frames of the maker, read by the program's own reader; a long piece in frames of 36."""
    async with in_reach() as (strap, listener):
        peer = await listener.connect()
        await peer.request_mtu(517)
        asking = Asking(peer)
        await asking.subscribe()
        assert await asking.features() == frozenset({Measurement.ECG, Measurement.ACCELERATION})
        motion = pmd.chosen(Measurement.ACCELERATION, (await asking.say(pmd.ask(Measurement.ACCELERATION))).settings)
        assert pmd.rate_hz(motion) == 25.0
        await strap._measurements.send(MOTION)  # type: ignore[union-attr]  # nobody has started it
        for command in (pmd.start(Measurement.ECG, pmd.ECG_130_HZ), pmd.start(Measurement.ACCELERATION, motion)):
            assert (await asking.say(command)).status is Status.SUCCESS
            assert (await asking.say(command)).status is Status.ALREADY_IN_STATE
        for chunk in (ECG, MOTION):
            await strap._measurements.send(chunk)  # type: ignore[union-attr]
        ecg, first, second = [parse_frame(await asking.frames.get()) for _ in range(3)]
        assert (await asking.say(pmd.stop(Measurement.ECG))).status is Status.SUCCESS
        assert (await asking.say(pmd.stop(Measurement.ECG))).status is Status.ALREADY_IN_STATE
        assert (await asking.say(pmd.ask(Measurement.PPG))).status is Status.NOT_SUPPORTED
    assert isinstance(ecg, EcgFrame)
    assert ecg.microvolts == ECG.microvolts
    assert isinstance(first, AccelerationFrame)
    assert isinstance(second, AccelerationFrame)
    assert first.x_mg + second.x_mg == MOTION.x_mg
    assert first.y_mg + second.y_mg == MOTION.y_mg
    assert (len(first), len(second)) == (36, 14)
    assert not sample_times(len(second), second.last_ns, first.last_ns, 25.0).gap


async def test_what_was_started_runs_on_over_a_lost_link() -> None:
    """As with a real one: whoever connects next finds it running."""
    async with in_reach() as (strap, listener):
        peer = await listener.connect()
        await peer.request_mtu(517)
        asking = Asking(peer)
        await asking.subscribe()
        await asking.say(pmd.start(Measurement.ACCELERATION))
        await strap.vanish()
        await listener.gone.wait()
        await strap.advertise()
        peer = await listener.connect()
        await peer.request_mtu(517)
        asking = Asking(peer)
        await asking.subscribe()
        assert (await asking.say(pmd.start(Measurement.ACCELERATION))).status is Status.ALREADY_IN_STATE
        playing = asyncio.create_task(strap.play(Ended(person("fidgety", 1), 40), SessionClock(speed=200.0)))
        frames = [parse_frame(await asking.frames.get()) for _ in range(5)]
        await playing
    assert all(isinstance(frame, AccelerationFrame) and len(frame) == 25 for frame in frames)


async def test_an_optical_sensor_sends_pulses_and_its_movement_in_compressed_frames() -> None:
    """52 samples a second of a chest that was measured at 25, and no interval by the usual way."""
    async with in_reach(OPTICAL) as (strap, listener):
        peer = await listener.connect()
        await peer.request_mtu(517)
        asking = Asking(peer)
        await asking.subscribe()
        await listener.listen(peer)
        assert await asking.features() == frozenset({Measurement.PPI, Measurement.ACCELERATION})
        offered = (await asking.say(pmd.ask(Measurement.ACCELERATION))).settings
        chosen = pmd.chosen(Measurement.ACCELERATION, offered)
        assert pmd.rate_hz(chosen) == 52.0
        assert {each.setting for each in chosen} == set(pmd.Setting) - {pmd.Setting.FACTOR}
        for command in (pmd.start(Measurement.PPI), pmd.start(Measurement.ACCELERATION, chosen)):
            assert (await asking.say(command)).status is Status.SUCCESS
        playing = asyncio.create_task(strap.play(Ended(person("fidgety", 1), 40), SessionClock(speed=200.0)))
        frames = [await asking.frames.get() for _ in range(20)]
        await playing
        await listener.hears(2)
    assert all(not packet[0] & 0x10 for packet in listener.heard)
    read = [parse_frame(frame) for frame in frames]
    motions = [frame for frame in read if isinstance(frame, AccelerationFrame)]
    pulses = [sample for frame in read if isinstance(frame, PpiFrame) for sample in frame.samples]
    assert None not in read
    assert all(frame[9] == 0x81 for frame in frames if frame[0] == Measurement.ACCELERATION)
    assert len(motions) > 5
    assert all(300 < pulse.interval_ms < 2000 and pulse.usable for pulse in pulses)
    assert not any(sample_times(len(b), b.last_ns, a.last_ns, 52.0).gap for a, b in pairwise(motions[1:]))
    g = [x * x + y * y + z * z for frame in motions for x, y, z in zip(frame.x_mg, frame.y_mg, frame.z_mg, strict=True)]
    assert sorted(g)[len(g) // 2] ** 0.5 == pytest.approx(1000, abs=30)


@given(st.lists(st.integers(1, 60), min_size=1, max_size=8), st.sampled_from([10.0, 25.0, 50.0, 200.0]))
def test_at_another_rate_a_straight_line_stays_one(sizes: list[int], rate_hz: float) -> None:
    """Cut into chunks anyhow: no sample twice, none left out."""
    at_rate, begin, found = AtRate(52.0), 0, list[tuple[int, int, int]]()
    for size in sizes:
        line = tuple(100 * k for k in range(begin, begin + size))
        begin += size
        found += at_rate.push(MotionChunk(t=0.0, rate_hz=rate_hz, x_mg=line, y_mg=line, z_mg=line))
    step = 100 * rate_hz / 52.0
    assert [x for x, _, _ in found] == pytest.approx([k * step for k in range(len(found))], abs=1)
    assert abs(len(found) - begin * 52.0 / rate_hz) <= 1 + 52.0 / rate_hz


def test_a_strap_measures_what_its_source_has() -> None:
    """A heart alone is no ECG, and nobody's chest is made up."""
    texts = Texts("en")
    calm, fidgety = (played_strap(f"person:{name}", 1, (), None, texts) for name in ("calm", "fidgety"))
    assert (calm.ecg, calm.motion) == (False, False)
    assert (fidgety.ecg, fidgety.motion) == (False, True)
