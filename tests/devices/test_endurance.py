"""Long campaigns, run by their own make targets: many packets, many links, many bytes."""

from __future__ import annotations

import os
import random

import pytest

from biofeedback.clock import SessionClock
from devices.heart_rate import parse
from devices.pmd import parse_control, parse_features
from devices.pmd_frames import parse_frame
from devices.strap import Strap
from tests.devices.air import DbusAir, listening
from tests.devices.fake_bluez import FakeBluez
from tests.devices.hearing import Hearing
from tests.devices.layers import over_dbus
from tests.devices.scenarios import SHORT
from tests.devices.strap_model import StrapModel, packet
from tests.devices.test_acceleration_frames import check_any, mutated

pytestmark = pytest.mark.slow

FUZZ_PACKETS = int(os.environ.get("FUZZ_PACKETS", "5000000"))


def test_millions_of_random_packets() -> None:
    """No exception and no invented interval. The seed is new each time and told; FUZZ_SEED repeats a run."""
    seed = int(os.environ.get("FUZZ_SEED", random.SystemRandom().randrange(2**32)))
    print(f"FUZZ_SEED={seed}")
    dice = random.Random(seed)
    for _ in range(FUZZ_PACKETS):
        payload = dice.randbytes(dice.randrange(24))
        event = parse(payload, 0.0)
        if event.rr_ticks:
            sent = b"".join((ticks // 125).to_bytes(2, "little") for ticks in event.rr_ticks)
            assert sent in payload[2:], payload.hex()
        if not dice.randrange(4):
            parse_control(payload)
            parse_features(payload)
            parse_frame(payload)


def test_a_million_damaged_acceleration_frames() -> None:
    """Raw and compressed, cut, changed and made up: none raises, none gives what no sensor can have measured."""
    seed = int(os.environ.get("FUZZ_SEED", random.SystemRandom().randrange(2**32)))
    print(f"FUZZ_SEED={seed}")
    dice = random.Random(seed)
    for _ in range(FUZZ_PACKETS // 5):
        check_any(mutated(dice), dice.choice([None, 2.44e-4, 1.0, 1e300]))


@pytest.mark.parametrize("turn", range(40))
async def test_hundreds_of_scenarios_in_a_row(bluez: FakeBluez, turn: int) -> None:
    """Seven scenarios forty times over, each way of handing notifications over in turn."""
    for number, scenario in enumerate(SHORT):
        model = scenario.strap()
        model.address = f"C0:FF:EE:00:01:{number:02X}"
        await scenario.act(over_dbus(bluez, model, acquire=bool(turn % 2)))


async def test_a_hundred_thousand_packets_none_lost_doubled_or_out_of_order(bluez: FakeBluez) -> None:
    """Each packet has its number in it."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    count = 100_000
    async with listening(Strap(SessionClock(), air.model.address), hearing):
        await air.subscribed()
        for k in range(count):
            await air.send(packet(60, k % 50_000, k // 50_000))
        await hearing.when(lambda heard: len(heard) >= count)
    assert hearing.packets() == [packet(60, k % 50_000, k // 50_000) for k in range(count)]
