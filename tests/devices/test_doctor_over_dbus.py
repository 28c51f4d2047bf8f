"""The doctor over unmodified bleak: it stops at the first thing that makes the next impossible."""

from __future__ import annotations

import asyncio

import pytest

from biofeedback.clock import SessionClock
from biofeedback.texts import LANGUAGES, Texts
from devices.doctor import examine
from devices.symptoms import Check, Verdict
from tests.devices.air import DbusAir
from tests.devices.fake_bluez import FakeBluez
from tests.devices.strap_model import StrapModel, packet


async def examined(address: str | None = None) -> list[Check]:
    """All checks, in words that exist in both languages."""
    checks = [check async for check in examine(SessionClock(speed=100.0), address, scan_s=0.1)]
    for texts in map(Texts, LANGUAGES):
        for check in checks:
            assert texts.why(check.words)
            assert check.to_do is None or texts.why(check.to_do)
    return checks


@pytest.mark.usefixtures("message_bus")
async def test_without_a_bluetooth_service_nothing_else_is_looked_at() -> None:
    """And it says how to start it."""
    checks = await examined()
    assert [(check.name, check.verdict) for check in checks] == [("bluetooth", Verdict.BAD)]
    assert checks[0].to_do is not None


async def test_no_strap_in_reach(bluez: FakeBluez) -> None:
    """Bluetooth is well; another strap than the remembered one does not count."""
    bluez.appear(StrapModel())
    checks = await examined("C0:FF:EE:00:00:99")
    assert [(check.name, check.verdict) for check in checks] == [("bluetooth", Verdict.GOOD), ("strap", Verdict.BAD)]


async def test_a_silent_strap(bluez: FakeBluez) -> None:
    """It is in reach and connects, but nothing comes."""
    bluez.appear(StrapModel())
    checks = await examined()
    assert [check.name for check in checks] == ["bluetooth", "strap", "signal", "packets"]
    assert checks[-1].verdict is Verdict.BAD


async def test_a_strap_that_sends(bluez: FakeBluez) -> None:
    """All is looked at, and the strap is let go of."""
    air = DbusAir(bluez, StrapModel(rssi=-90))

    async def send() -> None:
        await air.subscribed()
        for _ in range(25):
            await air.send(packet(60, 1024, flags=0x16))

    sending = asyncio.create_task(send())
    checks = {check.name: check.verdict for check in await examined()}
    await sending
    del checks["time"]  # the clock runs fast here, so it cannot be well
    assert checks == {
        "bluetooth": Verdict.GOOD,
        "strap": Verdict.GOOD,
        "signal": Verdict.NOTE,
        "packets": Verdict.GOOD,
        "battery": Verdict.GOOD,
        "contact": Verdict.GOOD,
        "intervals": Verdict.GOOD,
    }
    await air.released()


async def test_the_remembered_strap_is_held_by_this_computer_already(bluez: FakeBluez) -> None:
    """It does not advertise, and is found and listened to all the same; only its signal cannot be told."""
    air = DbusAir(bluez, StrapModel())
    bluez.hold(air.path)

    async def send() -> None:
        await air.subscribed()
        for _ in range(25):
            await air.send(packet(60, 1024))

    sending = asyncio.create_task(send())
    checks = {check.name: check.verdict for check in await examined(air.model.address.lower())}
    await sending
    assert (checks["strap"], checks["signal"]) == (Verdict.GOOD, Verdict.SKIPPED)
    assert (checks["packets"], checks["intervals"]) == (Verdict.GOOD, Verdict.GOOD)
