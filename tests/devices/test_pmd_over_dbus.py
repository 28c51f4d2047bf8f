"""The stream a strap offers besides its heart rate, over bleak: started, stopped, refused, done without."""

from __future__ import annotations

import asyncio

import pytest

from biofeedback.clock import SessionClock
from biofeedback.errors import BluetoothUnavailable
from biofeedback.events import HeartRate
from biofeedback.streams import StreamKind
from devices import pmd_stream
from devices.acc_frames import AccelerationFrame
from devices.extras import Extra, MotionStream
from devices.pmd import PMD_CONTROL_POINT, Measurement
from devices.pmd_frames import PpiFrame, PpiSample
from devices.strap import Strap
from devices.strap_streams import running
from tests.devices.air import listening
from tests.devices.fake_bluez import FakeBluez
from tests.devices.hearing import PATIENCE_S, Hearing
from tests.devices.polar_model import (
    MOTION_OF_ARM,
    PULSES_AND_OTHERS,
    START,
    START_MOTION_OF_ARM,
    START_PULSES,
    STOP_PULSES,
    PolarAir,
)
from tests.devices.sent_frames import write_compressed
from tests.devices.strap_model import (
    ASK_ECG,
    ASK_MOTION,
    ECG_AND_ACCELERATION,
    START_ECG,
    STOP_ECG,
    STOP_MOTION,
    packet,
)


def strap(air: PolarAir, hearing: Hearing, *, speed: float = 1.0, ecg: bool = True, pulses: bool = True) -> Strap:
    return Strap(SessionClock(speed), air.model.address, on_state=hearing, ecg=ecg, pulses=pulses)


async def one_beat(air: PolarAir, hearing: Hearing) -> None:
    await air.subscribed()
    before = len(hearing.packets())
    await air.send(packet(60, 1000))
    await hearing.when(lambda _: len(hearing.packets()) == before + 1)


def pulses(*samples: tuple[int, int]) -> PpiFrame:
    """Samples of (interval, error) in milliseconds."""
    return PpiFrame(
        last_ns=0,
        samples=tuple(
            PpiSample(hr_bpm=60, interval_ms=interval, error_ms=error, moved=False, contact=None)
            for interval, error in samples
        ),
    )


async def test_ecg_is_stopped_before_the_strap_is_let_go_of(bluez: FakeBluez) -> None:
    """A strap whose link is gone cannot be told any more, and would stream on until its battery is empty."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    async with listening(strap(air, hearing), hearing):
        await hearing.when(lambda _: hearing.extras() == [Extra.ECG])
    assert air.commands == [ASK_ECG, START_ECG, STOP_ECG]
    last = {call: k for k, call in enumerate(bluez.calls)}
    assert last["Disconnect"] > last["WriteValue"]


async def test_ecg_begins_anew_with_each_link(bluez: FakeBluez) -> None:
    """The strap forgets it with the link; what a lost link cannot carry is not written."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    async with listening(strap(air, hearing, speed=8.0), hearing):
        await hearing.when(lambda _: len(air.commands) == 2 and hearing.extras())
        await one_beat(air, hearing)
        air.drop()
        await hearing.when(lambda _: hearing.kinds().endswith("B"))
        await one_beat(air, hearing)
        await hearing.when(lambda _: bluez.calls.count("WriteValue") == 4)
    assert air.commands == [ASK_ECG, START_ECG, ASK_ECG, START_ECG, STOP_ECG]


async def test_nobody_who_wants_no_ecg_pays_for_it(bluez: FakeBluez) -> None:
    """A stream costs the strap's battery: without a listener nothing is started, and nothing is told of it."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    async with listening(strap(air, hearing, ecg=False), hearing):
        await one_beat(air, hearing)
    assert air.commands == []
    assert hearing.extras() == []


@pytest.mark.parametrize("hangs", [False, True], ids=["refused", "unanswered"])
async def test_where_pairing_fails_the_heart_rate_goes_on(
    bluez: FakeBluez, hangs: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Nobody answers for this computer, or the write hangs for ever: told once and not tried again."""
    monkeypatch.setattr(pmd_stream, "COMMAND_S", 0.3)
    monkeypatch.setattr(pmd_stream, "STOP_TIMEOUT_S", 0.3)
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    if hangs:
        bluez.hangs.add("WriteValue")
    bluez.demands_pairing = frozenset({PMD_CONTROL_POINT})
    bluez.faults["Pair"].extend([("org.bluez.Error.AuthenticationFailed", "Authentication Failed")] * 2)
    async with listening(strap(air, hearing, speed=8.0), hearing):
        await one_beat(air, hearing)
        await hearing.when(lambda _: hearing.extras() == [Extra.UNPAIRED])
        air.drop()
        await hearing.when(lambda _: hearing.kinds().endswith("B"))
        await one_beat(air, hearing)
    assert bluez.calls.count("Pair") == 1
    assert air.commands == []


@pytest.mark.parametrize("status", [1, 3, 6, 10, 13, 99])
async def test_a_refusal_is_told_and_harms_nothing(bluez: FakeBluez, status: int) -> None:
    """Not supported, too small packets, in the charger, or a code nobody knows; already running is as good as begun."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    air.status = status
    async with listening(strap(air, hearing), hearing):
        await hearing.when(lambda _: hearing.extras())
        await one_beat(air, hearing)
    begun = status == 6
    assert hearing.extras() == [Extra.ECG if begun else Extra.REFUSED]
    assert air.commands == ([ASK_ECG, START_ECG, STOP_ECG] if begun else [ASK_ECG, START_ECG])
    assert hearing.kinds() == "h"


async def test_a_strap_that_takes_the_command_and_stays_silent_is_stopped(
    bluez: FakeBluez, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It may have begun: better one stop too many than a battery left to run empty."""
    monkeypatch.setattr(pmd_stream, "COMMAND_S", 0.3)
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    air.silent_on.add(START)
    async with listening(strap(air, hearing), hearing):
        await hearing.when(lambda _: hearing.extras() == [Extra.REFUSED])
        await one_beat(air, hearing)
    assert air.commands == [ASK_ECG, START_ECG, ASK_ECG, START_ECG, STOP_ECG]


async def test_a_stream_that_the_strap_stops_by_itself_is_told(bluez: FakeBluez) -> None:
    """It is not stopped a second time."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    async with listening(strap(air, hearing), hearing):
        await hearing.when(lambda _: hearing.extras() == [Extra.ECG])
        await air.control(bytes.fromhex("0100"))
        await hearing.when(lambda _: hearing.extras() == [Extra.ECG, Extra.REFUSED])
        await one_beat(air, hearing)
    assert air.commands == [ASK_ECG, START_ECG]


@pytest.mark.parametrize(
    ("features", "flags"),
    [
        (bytes.fromhex("0f0400"), ("read", "write", "indicate")),  # acceleration only
        (b"", ("read", "write", "indicate")),
        (ECG_AND_ACCELERATION, ("read",)),
    ],
    ids=["other measurements", "no list", "cannot be written"],
)
async def test_what_cannot_be_had_is_not_asked_for(bluez: FakeBluez, features: bytes, flags: tuple[str, ...]) -> None:
    """Told from the feature bits and the characteristic's flags, not from any name."""
    air, hearing = PolarAir(bluez, features, flags=flags), Hearing()
    async with listening(strap(air, hearing), hearing):
        await one_beat(air, hearing)
    assert air.commands == []
    assert hearing.extras() == []


async def test_pulses_of_an_optical_sensor_are_intervals(bluez: FakeBluez) -> None:
    """Its heart rate has none and no say on contact; an interval with a large error is told as nothing to count on."""
    air, hearing = PolarAir(bluez, PULSES_AND_OTHERS), Hearing()
    source = strap(air, hearing, speed=8.0)
    async with listening(source, hearing):
        await hearing.when(lambda _: hearing.extras() == [Extra.PULSES])
        await air.frame(pulses((1000, 5), (990, 31), (1010, 30)))
        await hearing.when(lambda _: len(intervals(hearing)) == 3)
        await air.send(packet(60, 1000, flags=0x16))
        await hearing.when(lambda _: hearing.packets()[-1] == packet(60, 1000, flags=0x16))
        assert source.state.sends_rr
    assert intervals(hearing) == [128_000, 0, 1010 * 128]
    last = [event for event in hearing.events() if isinstance(event, HeartRate)][-1]
    assert (last.rr_ticks, last.contact, last.hr_bpm) == ((), None, 60)
    assert air.commands == [START_PULSES, STOP_PULSES]
    frames = [event for event in hearing.events() if isinstance(event, HeartRate) and event.payload[:1] == b"\x03"]
    assert len(frames) == 1  # as it arrived, for the journal


@pytest.mark.parametrize("arm", [False, True])
async def test_the_movement_of_an_arm_is_heard_by_nobody_who_does_not_ask_for_it(bluez: FakeBluez, arm: bool) -> None:
    """It would be taken for that of a chest. Asked for, it comes at the sensor's own rate, and is stopped."""
    air, hearing = PolarAir(bluez, PULSES_AND_OTHERS), Hearing()
    air.replies[ASK_MOTION] = MOTION_OF_ARM
    source = Strap(SessionClock(8.0), air.model.address, on_state=hearing, ecg=True, motion=True, arm=arm)
    async with listening(source, hearing):
        await hearing.when(lambda _: hearing.extras() == [Extra.PULSES] and (hearing.moving() or not arm))
        await one_beat(air, hearing)
        if arm:
            still = AccelerationFrame(last_ns=10**12, x_mg=(-15,) * 36, y_mg=(20,) * 36, z_mg=(1008,) * 36)
            await air.stream(write_compressed(still, [10]))
            await hearing.when(lambda _: hearing.motions())
        streams = running(source.state)
    assert [(each.kind, each.rate_hz, each.full_scale) for each in streams] == [
        (StreamKind.PULSE, None, None),
        *([(StreamKind.MOTION, 52.0, 8000.0)] if arm else []),
    ]
    assert [(each.rate_hz, each.z_mg[-1]) for each in hearing.motions()] == ([(52.0, 1008)] if arm else [])
    asked = [ASK_MOTION, START_MOTION_OF_ARM] if arm else []
    assert air.commands == [START_PULSES, *asked, *([STOP_MOTION] if arm else []), STOP_PULSES]


async def test_the_streams_of_a_strap_are_described_and_one_that_ends_is_none(bluez: FakeBluez) -> None:
    """Intervals, ECG and acceleration in one shape, with rate, unit and range."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    source = both(air, hearing)
    async with listening(source, hearing):
        await hearing.when(lambda _: hearing.moving())
        await one_beat(air, hearing)
        before = running(source.state)
        await air.control(bytes.fromhex("0102"))
        await hearing.when(lambda _: MotionStream.REFUSED in hearing.moving())
        after = running(source.state)
    assert [(each.kind.value, each.unit, each.rate_hz, each.full_scale) for each in before] == [
        ("beats", "ms", None, None),
        ("ecg", "uV", 130.0, None),
        ("motion", "mg", 25.0, 2000.0),
    ]
    assert after == before[:2]


async def test_pulses_where_they_come_too_late(bluez: FakeBluez) -> None:
    """A session is not guarded by beats that are five seconds late: one clear line, and nothing is started."""
    air, hearing = PolarAir(bluez, PULSES_AND_OTHERS), Hearing()
    with pytest.raises(BluetoothUnavailable, match="too late to guard a session") as refusal:
        async with asyncio.timeout(PATIENCE_S):
            await strap(air, hearing, pulses=False).run(hearing)
    assert refusal.value.kind == "unsuited"
    assert air.commands == []


def intervals(hearing: Hearing) -> list[int]:
    return [ticks for event in hearing.events() if isinstance(event, HeartRate) for ticks in event.rr_ticks]


def both(air: PolarAir, hearing: Hearing) -> Strap:
    return Strap(SessionClock(8.0), air.model.address, on_state=hearing, ecg=True, motion=True)


@pytest.mark.parametrize(
    ("refused", "extras", "moving", "stops"),
    [
        (Measurement.ACCELERATION, [Extra.ECG], [MotionStream.REFUSED], [STOP_ECG]),
        (Measurement.ECG, [Extra.REFUSED], [MotionStream.RUNS], [STOP_MOTION]),
    ],
)
@pytest.mark.parametrize("silent", [False, True], ids=["refused", "unanswered"])
async def test_a_stream_that_is_not_had_harms_no_other(
    bluez: FakeBluez,
    refused: Measurement,
    extras: list[Extra],
    moving: list[MotionStream],
    stops: list[bytes],
    silent: bool,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Whichever it is, and whether the strap says no or nothing at all."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    if silent:
        monkeypatch.setattr(pmd_stream, "COMMAND_S", 1.0)  # which the other stream has to answer, on a busy machine too
        air.silent_about.add(refused)
    else:
        air.statuses[refused] = 3
    async with listening(both(air, hearing), hearing):
        await hearing.when(lambda _: hearing.extras() and hearing.moving())
        await one_beat(air, hearing)
    assert (hearing.extras(), hearing.moving()) == (extras, moving)
    assert [command for command in air.commands if command[0] == 3] == stops


async def test_what_was_left_running_is_found_so_and_stopped(bluez: FakeBluez) -> None:
    """A program that was killed could tell its strap nothing: the next one that listens stops what it finds."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    air.starts = 6  # already in that state
    async with listening(both(air, hearing), hearing):
        await hearing.when(lambda _: hearing.moving())
    assert (hearing.extras(), hearing.moving()) == ([Extra.ECG], [MotionStream.RUNS])
    assert air.commands[-2:] == [STOP_ECG, STOP_MOTION]


async def test_what_a_lost_link_left_running_is_stopped_where_it_is_not_begun_again(bluez: FakeBluez) -> None:
    """The strap answers nothing after the link was lost; it is told to stop all the same."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    async with listening(both(air, hearing), hearing):
        await hearing.when(lambda _: hearing.moving())
        await one_beat(air, hearing)
        air.drop()
        air.statuses |= {Measurement.ECG: 12, Measurement.ACCELERATION: 12}
        await hearing.when(lambda _: hearing.kinds().endswith("B"))
        await hearing.when(lambda _: MotionStream.REFUSED in hearing.moving())
    assert air.commands[-2:] == [STOP_ECG, STOP_MOTION]


async def test_one_stream_that_the_strap_ends_leaves_the_other(bluez: FakeBluez) -> None:
    """It is told, and only the other is stopped in the end."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    async with listening(both(air, hearing), hearing):
        await hearing.when(lambda _: hearing.moving())
        await air.control(bytes.fromhex("0102"))
        await hearing.when(lambda _: hearing.moving() == [MotionStream.RUNS, MotionStream.REFUSED])
        await one_beat(air, hearing)
    assert hearing.extras() == [Extra.ECG]
    assert [command for command in air.commands if command[0] == 3] == [STOP_ECG]


async def test_what_the_strap_offers_is_told(bluez: FakeBluez) -> None:
    """Also where nothing of it is wanted."""
    air, hearing = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()
    source = strap(air, hearing, ecg=False)
    async with listening(source, hearing):
        await hearing.when(lambda _: source.state.offers is not None)
    assert source.state.offers == frozenset({Measurement.ECG, Measurement.ACCELERATION})
    assert air.commands == []
