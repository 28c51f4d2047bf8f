"""Two battery levels, two heart rates: a strap is listened to whatever else it has, and whatever is wrong with that."""

from __future__ import annotations

import pytest

from biofeedback.clock import SessionClock
from devices.pmd import PMD_CONTROL_POINT, PMD_DATA, PMD_SERVICE
from devices.strap import Strap
from tests.devices.air import DbusAir, listening
from tests.devices.fake_bluez import FakeBluez
from tests.devices.hearing import Hearing
from tests.devices.strap_model import (
    BATTERY,
    BATTERY_LEVEL,
    BATTERY_SERVICE,
    HEART_RATE,
    HEART_RATE_MEASUREMENT,
    HEART_RATE_SERVICE,
    SIG,
    Characteristic,
    Service,
    StrapModel,
    packet,
)

USER_DATA = SIG.format(0x181C)
LEVEL = Characteristic(BATTERY_LEVEL, ("read", "notify"), bytes([41]))
UNREADABLE = Characteristic(BATTERY_LEVEL, ("notify",), bytes([7]))
MEASUREMENT = Characteristic(HEART_RATE_MEASUREMENT, ("notify",))
UNNOTIFIED = Characteristic(HEART_RATE_MEASUREMENT, ("read",))
CONTROL = Characteristic(PMD_CONTROL_POINT, ("read", "write", "indicate"))
DATA = Characteristic(PMD_DATA, ("notify",))


async def battery_of(bluez: FakeBluez, *services: Service) -> int | None:
    """Listened to until a beat came: the battery it told."""
    model = StrapModel(services=services)
    air, hearing = DbusAir(bluez, model), Hearing()
    strap = Strap(SessionClock(), model.address, on_state=hearing, ecg=True)
    async with listening(strap, hearing):
        await air.subscribed()
        await air.send(packet(60, 1000))
        await hearing.when(lambda _: hearing.packets())
    return strap.state.battery_percent


@pytest.mark.parametrize(
    ("services", "percent"),
    [
        ((HEART_RATE, BATTERY, Service(BATTERY_SERVICE, (LEVEL,))), 83),
        ((HEART_RATE, Service(BATTERY_SERVICE, (LEVEL, LEVEL))), 41),
        ((HEART_RATE, Service(BATTERY_SERVICE, (UNREADABLE, LEVEL))), 41),
        ((Service(USER_DATA, (LEVEL,)), HEART_RATE, BATTERY), 83),
        ((HEART_RATE, Service(BATTERY_SERVICE, (UNREADABLE,))), None),
    ],
    ids=["two services", "two levels", "one unreadable", "in another service", "unreadable"],
)
async def test_the_first_battery_level_that_can_be_read(
    bluez: FakeBluez, services: tuple[Service, ...], percent: int | None
) -> None:
    """In its own service before any other."""
    assert await battery_of(bluez, *services) == percent


@pytest.mark.parametrize(
    "services",
    [
        (HEART_RATE, HEART_RATE),
        (Service(HEART_RATE_SERVICE, (MEASUREMENT, UNNOTIFIED)),),
        (Service(USER_DATA, (UNNOTIFIED,)), HEART_RATE),
        (HEART_RATE, Service(USER_DATA, (MEASUREMENT,))),
    ],
    ids=["two services", "two measurements", "one that cannot notify", "in another service"],
)
async def test_the_first_heart_rate_that_notifies(bluez: FakeBluez, services: tuple[Service, ...]) -> None:
    """Of the Heart Rate Service."""
    assert await battery_of(bluez, *services) is None


async def test_two_control_points_of_the_maker_are_no_obstacle(bluez: FakeBluez) -> None:
    """The other measurement is an extra."""
    pmd = Service(PMD_SERVICE, (CONTROL, DATA))
    assert await battery_of(bluez, HEART_RATE, BATTERY, pmd, pmd) == 83


@pytest.mark.parametrize("value", [b"", bytes([101]), bytes([80, 1])], ids=["empty", "too much", "long"])
async def test_an_odd_battery_level_is_not_believed_beyond_its_first_byte(bluez: FakeBluez, value: bytes) -> None:
    """And ends nothing."""
    odd = Service(BATTERY_SERVICE, (Characteristic(BATTERY_LEVEL, ("read",), value),))
    assert await battery_of(bluez, HEART_RATE, odd) == {2: 80}.get(len(value))


async def test_a_battery_that_does_not_answer_ends_nothing(bluez: FakeBluez, monkeypatch: pytest.MonkeyPatch) -> None:
    """Its level stays unknown."""
    monkeypatch.setattr("devices.connection.BATTERY_S", 0.1)
    bluez.hangs.add("ReadValue")
    assert await battery_of(bluez, HEART_RATE, BATTERY) is None
