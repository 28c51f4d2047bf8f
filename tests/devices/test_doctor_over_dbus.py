"""The doctor over unmodified bleak: it stops at the first thing that makes the next impossible."""

from __future__ import annotations

import asyncio
import gc
import subprocess
from typing import Any

import pytest

from biofeedback.clock import SessionClock
from biofeedback.languages import LANGUAGES
from biofeedback.texts import Texts
from devices.doctor import examine
from devices.strap_checks import Check, Verdict
from devices.trouble import Trouble, unavailable
from tests.devices.air import DbusAir
from tests.devices.connects import Connect
from tests.devices.fake_bluez import FakeBluez
from tests.devices.hearing import PATIENCE_S
from tests.devices.polar_model import MOTION_OF_ARM, PULSES_AND_OTHERS, STOP_PULSES, PolarAir
from tests.devices.scenarios import motion_frame
from tests.devices.strap_model import (
    ASK_MOTION,
    BATTERY,
    HEART_RATE_SERVICE,
    STOP_ECG,
    STOP_MOTION,
    StrapModel,
    packet,
    polar,
)


async def examined(
    address: str | None = None, name: str | None = None, *, speed: float = 100.0, listen_s: float = 30.0
) -> list[Check]:
    """All checks, in words that exist in both languages."""
    examining = examine(SessionClock(speed), address, name, scan_s=0.1, listen_s=listen_s)
    checks = [check async for check in examining]
    for texts in map(Texts, LANGUAGES):
        for check in checks:
            assert texts.why(check.words)
            assert check.to_do is None or texts.why(check.to_do)
    return checks


async def heard_checks(
    air: DbusAir, address: str | None = None, name: str | None = None, *, speed: float = 100.0
) -> list[Check]:
    """All checks, of a strap that sends twenty-five beats."""

    async def send() -> None:
        await air.subscribed()
        for _ in range(25):
            await air.send(packet(60, 1024))

    sending = asyncio.create_task(send())
    checks = await examined(address, name, speed=speed)
    await sending
    return checks


@pytest.mark.usefixtures("message_bus")
async def test_without_a_bluetooth_service_nothing_else_is_looked_at() -> None:
    """And it says how to start it, and what the system said."""
    checks = await examined()
    assert [(check.name, check.verdict) for check in checks] == [
        ("bluetooth", Verdict.BAD),
        ("said", Verdict.SKIPPED),
    ]
    assert checks[0].to_do is not None
    assert "ServiceUnknown" in Texts().why(checks[1].words)


async def test_no_strap_in_reach(bluez: FakeBluez) -> None:
    """Bluetooth is well; a lamp does not count."""
    bluez.appear(StrapModel(services=(BATTERY,)))
    checks = await examined("C0:FF:EE:00:00:99")
    assert [(check.name, check.verdict) for check in checks] == [("bluetooth", Verdict.GOOD), ("strap", Verdict.BAD)]


async def test_another_strap_than_the_remembered_one_is_looked_at_instead(bluez: FakeBluez) -> None:
    """It says so, with the way to practise with it."""
    checks = await heard_checks(DbusAir(bluez, StrapModel(name="Polar H10 12345678")), "C0:FF:EE:00:00:99")
    verdicts = {check.name: check.verdict for check in checks}
    assert (verdicts["strap"], verdicts["packets"]) == (Verdict.NOTE, Verdict.GOOD)
    told = next(check for check in checks if check.name == "strap")
    assert "Polar H10 12345678" in Texts().why(told.words)
    assert told.to_do is not None
    assert f"ble:{StrapModel().address}" in Texts().why(told.to_do)


async def test_the_remembered_strap_under_a_new_address_is_no_other(bluez: FakeBluez) -> None:
    """Its name with the serial number says so; another one beside it, however near, is not looked at."""
    bluez.appear(StrapModel(address="C0:FF:EE:00:00:0B", name="Polar H10 12345678", rssi=-20))
    air = DbusAir(bluez, StrapModel(name="Polar H10 7E1B542C"))
    checks = await heard_checks(air, "C0:FF:EE:00:00:99", "Polar H10 7E1B542C")
    verdicts = {check.name: check.verdict for check in checks}
    assert (verdicts["strap"], verdicts["packets"]) == (Verdict.GOOD, Verdict.GOOD)


async def test_a_remembered_strap_that_does_not_advertise_its_heart_rate(bluez: FakeBluez) -> None:
    """It is in no list, and is found by its address."""
    model = StrapModel(silent_about=frozenset({HEART_RATE_SERVICE}))
    checks = await heard_checks(DbusAir(bluez, model), model.address)
    assert {check.name: check.verdict for check in checks}["packets"] is Verdict.GOOD


async def test_a_silent_strap(bluez: FakeBluez) -> None:
    """It is in reach and connects, but nothing comes: told of the link, and its battery all the same."""
    bluez.appear(StrapModel())
    checks = await examined()
    verdicts = {check.name: check.verdict for check in checks if check.name != "said"}  # of a link made anew too fast
    assert list(verdicts) == ["bluetooth", "strap", "signal", "connection", "packets", "battery"]
    assert (verdicts["connection"], verdicts["packets"]) == (Verdict.BAD, Verdict.BAD)


@pytest.mark.parametrize(
    ("call", "error", "words", "said"),
    [
        ("Connect", ("org.bluez.Error.Failed", "br-connection-canceled"), "devices.taken", "br-connection-canceled"),
        ("StartNotify", ("org.bluez.Error.NotPermitted", "Notify acquired"), "devices.unheard", "Notify acquired"),
    ],
)
async def test_it_tells_at_which_step_it_failed(
    bluez: FakeBluez, call: str, error: tuple[str, str], words: str, said: str
) -> None:
    """The search went well, the connection or the subscription did not, and what Bluetooth said of it."""
    bluez.appear(StrapModel())
    bluez.faults[call].extend([error] * 50)
    checks = await examined()
    assert [check.name for check in checks] == ["bluetooth", "strap", "signal", "connection", "said"]
    assert (checks[3].verdict, checks[3].words.code) == (Verdict.BAD, words)
    assert said in Texts().why(checks[4].words)


async def test_a_connection_that_takes_too_long(bluez: FakeBluez) -> None:
    """No trouble is known, for it is still on its way."""
    bluez.appear(StrapModel())
    bluez.connects.append(Connect.SLOW)
    checks = await examined()
    assert (checks[-1].name, checks[-1].words.code) == ("connection", "devices.doctor_connection_slow")


@pytest.mark.parametrize("call", ["StartDiscovery", "Connect"])
async def test_a_bluetooth_that_dies_under_it_leaves_nothing_to_print(
    message_bus: subprocess.Popen[str], bluez: FakeBluez, call: str
) -> None:
    """The bus is killed in mid-search or mid-connection: a check says it, and no future is left whose failure asyncio
    would show as a traceback.
    """
    shown: list[dict[str, Any]] = []
    asyncio.get_running_loop().set_exception_handler(lambda _, context: shown.append(context))
    bluez.appear(StrapModel())
    bluez.connects.append(Connect.SLOW)

    async def dies() -> None:
        await bluez.called(call)
        bluez.quiet()
        message_bus.kill()

    dying = asyncio.create_task(dies())
    checks = await examined(speed=1.0 if call == "StartDiscovery" else 30.0)
    await dying
    gc.collect()
    assert [(check.name, check.words.code) for check in checks][-2:] == [
        ("bluetooth" if call == "StartDiscovery" else "connection", "devices.no_service"),
        ("said", "devices.doctor_said"),
    ]
    assert shown == []


async def test_what_is_wrong_with_a_strap_for_good_is_a_check(
    bluez: FakeBluez, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The source ends with it, and the doctor goes on to say it."""

    async def run(*_: object) -> None:
        raise unavailable(Trouble.UNSUITED)

    monkeypatch.setattr("devices.strap.Strap.run", run)
    bluez.appear(StrapModel())
    checks = await examined()
    assert (checks[-1].name, checks[-1].words.code) == ("connection", "devices.unsuited")


async def test_a_fault_of_the_program_is_no_check(bluez: FakeBluez, monkeypatch: pytest.MonkeyPatch) -> None:
    """It comes out as itself."""

    def fails(*_: object) -> None:
        raise KeyError("ours")

    monkeypatch.setattr("devices.link.Link.up", fails)
    bluez.appear(StrapModel())
    with pytest.raises(KeyError, match="ours"):
        await examined()


async def test_a_strap_that_sends(bluez: FakeBluez) -> None:
    """All is looked at, and the strap is let go of."""
    air = DbusAir(bluez, StrapModel(rssi=-90))

    async def send() -> None:
        await air.subscribed()
        for _ in range(25):
            await air.send(packet(60, 1024, flags=0x16))

    sending = asyncio.create_task(send())
    # a silence that is too long is a second here, and what is sent is over long before
    checks = {check.name: check.verdict for check in await examined(speed=20.0, listen_s=15.0)}
    await sending
    del checks["time"]  # the clock runs fast here, so it cannot be well
    assert checks == {
        "bluetooth": Verdict.GOOD,
        "strap": Verdict.GOOD,
        "signal": Verdict.NOTE,
        "connection": Verdict.GOOD,
        "packets": Verdict.GOOD,
        "battery": Verdict.GOOD,
        "contact": Verdict.GOOD,
        "intervals": Verdict.GOOD,
        "offers": Verdict.SKIPPED,
    }
    await air.released()


async def test_what_a_strap_measures_besides_is_told_tried_and_stopped(bluez: FakeBluez) -> None:
    """Also what a session that was killed has left running."""
    air = DbusAir(bluez, polar())
    checks = await checked_while_moving(air, motion_frame(1))
    assert checks["offers"] == "devices.doctor_offers_ecg_motion"
    assert checks["extra"] == "devices.doctor_ecg"
    assert checks["motion"] == "devices.doctor_motion"
    assert air.commands[-2:] == [STOP_ECG, STOP_MOTION]
    await air.released()


async def test_the_movement_of_an_arm_is_told_and_nothing_is_promised_of_it(bluez: FakeBluez) -> None:
    """An optical sensor stays one to watch with."""
    air = PolarAir(bluez, PULSES_AND_OTHERS)
    air.replies[ASK_MOTION] = MOTION_OF_ARM
    checks = await checked_while_moving(air, motion_frame(1, compressed=True))
    assert checks["offers"] == "devices.doctor_offers_motion"
    assert checks["extra"] == "devices.extra_pulses"
    assert checks["motion"] == "devices.doctor_motion_of_arm"
    assert air.commands[-2:] == [STOP_MOTION, STOP_PULSES]
    await air.released()


async def test_a_movement_sensor_of_which_nothing_can_be_read_is_told(bluez: FakeBluez) -> None:
    """It said that it had begun."""
    checks = await checked_while_moving(DbusAir(bluez, polar()), b"\x02")
    assert checks["motion"] == "devices.doctor_motion_unread"


async def checked_while_moving(air: DbusAir, frame: bytes) -> dict[str, str]:
    """The words of all checks, of a strap that sends these samples some times once it was asked to."""
    asked, answer = asyncio.Event(), air.model.answer

    def answered(command: bytes) -> bytes | None:
        if command[:2] == bytes([2, 2]):
            asked.set()
        return answer(command)

    air.model.answer = answered
    examining = asyncio.create_task(heard_checks(air, speed=20.0))
    async with asyncio.timeout(PATIENCE_S):
        await asked.wait()
    for _ in range(50):
        await air.stream(frame)
        await asyncio.sleep(0)
    return {check.name: check.words.code for check in await examining}


async def test_the_remembered_strap_is_held_by_this_computer_already(bluez: FakeBluez) -> None:
    """It does not advertise, and is found and listened to all the same; only its signal cannot be told."""
    air = DbusAir(bluez, StrapModel())
    bluez.hold(air.path)
    checks = {check.name: check.verdict for check in await heard_checks(air, air.model.address.lower())}
    assert (checks["strap"], checks["signal"]) == (Verdict.GOOD, Verdict.SKIPPED)
    assert (checks["packets"], checks["intervals"]) == (Verdict.GOOD, Verdict.GOOD)
