"""What goes wrong is told of the step at which it went wrong: the search, the connection, or the listening."""

from __future__ import annotations

import asyncio
from contextlib import AsyncExitStack

import pytest

from biofeedback.clock import SessionClock
from biofeedback.errors import BluetoothUnavailable
from devices.link import SETTLE_S, TAKEN_AFTER, LinkState
from devices.scan import straps_in_reach
from devices.strap import Strap
from devices.trouble import Step, Trouble
from tests.devices.air import DbusAir, listening
from tests.devices.conftest import serving
from tests.devices.fake_bluez import FakeBluez
from tests.devices.hearing import PATIENCE_S, Hearing
from tests.devices.strap_model import StrapModel, packet

QUICK = 30.0
BUSY = ("org.bluez.Error.InProgress", "Operation already in progress")
DBUS = "org.freedesktop.DBus.Error."
STARTING = [
    (f"{DBUS}ServiceUnknown", "The name org.bluez was not provided by any .service files"),
    (f"{DBUS}NameHasNoOwner", "Could not get owner of name 'org.bluez': no such name"),
    (f"{DBUS}NoReply", "Message recipient disconnected from message bus without replying"),
    (f"{DBUS}TimedOut", "Failed to activate service 'org.bluez': timed out"),
    (f"{DBUS}Spawn.ChildExited", "Launch helper exited with unknown return code 1"),
    ("org.freedesktop.systemd1.UnitMasked", "Unit dbus-org.bluez.service is masked."),
]
starting = pytest.mark.parametrize("error", STARTING, ids=[name.rpartition(".")[2] for name, _ in STARTING])


async def one_beat(air: DbusAir, hearing: Hearing) -> None:
    before = len(hearing.packets())
    await air.subscribed()
    await air.send(packet(60, 1000))
    await hearing.when(lambda _: len(hearing.packets()) == before + 1)


def troubles(hearing: Hearing) -> list[Trouble]:
    return [item.trouble for item in hearing.heard if isinstance(item, LinkState) and item.trouble]


async def kind_of_end(strap: Strap) -> str:
    """How a source that is not patient gives up."""
    with pytest.raises(BluetoothUnavailable) as caught:
        async with asyncio.timeout(PATIENCE_S):
            await strap.run(Hearing())
    return caught.value.kind


@pytest.mark.parametrize("times", [1, 5])
async def test_a_search_that_another_program_is_in_the_way_of_is_tried_again(bluez: FakeBluez, times: int) -> None:
    """However often: it is no connection that was refused, and nobody holds the strap."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    bluez.faults["StartDiscovery"].extend([BUSY] * times)
    strap = Strap(SessionClock(QUICK), air.model.address, on_state=hearing)
    async with listening(strap, hearing):
        await one_beat(air, hearing)
    assert troubles(hearing) == [Trouble.BUSY] * times
    assert strap.fault is not None
    assert strap.fault.step is Step.SCAN


async def test_the_list_waits_for_a_busy_adapter_but_not_for_ever(bluez: FakeBluez) -> None:
    """Then it says that it is busy, and not that nobody is there."""
    bluez.appear(StrapModel())
    bluez.faults["StartDiscovery"].append(BUSY)
    assert len(await straps_in_reach(0.1, SessionClock(QUICK))) == 1
    bluez.faults["StartDiscovery"].extend([BUSY] * 30)
    with pytest.raises(BluetoothUnavailable, match="busy") as caught:
        await straps_in_reach(0.1, SessionClock(QUICK))
    assert caught.value.kind == "busy"


async def test_a_search_that_fails_for_no_known_reason_is_given_up_after_some_tries(bluez: FakeBluez) -> None:
    """And was never told as a connection."""
    hearing = Hearing()
    bluez.faults["StartDiscovery"].extend([("org.bluez.Error.Failed", "No discovery started")] * 9)
    assert await kind_of_end(Strap(SessionClock(QUICK), "C0:FF:EE:00:00:77", on_state=hearing)) == "failed"
    assert troubles(hearing) == [Trouble.SEARCH_FAILED, Trouble.SEARCH_FAILED, Trouble.FAILED]


@starting
async def test_a_service_that_is_being_started_is_waited_for(bluez: FakeBluez, error: tuple[str, str]) -> None:
    """By the source, by the list; neither says that Bluetooth does not run."""
    bluez.appear(StrapModel())
    bluez.faults["GetManagedObjects"].extend([error] * 3)
    assert len(await straps_in_reach(0.1, SessionClock(QUICK))) == 1


@starting
async def test_a_strap_is_found_when_the_service_has_started(bluez: FakeBluez, error: tuple[str, str]) -> None:
    """Told meanwhile as a service that does not answer yet."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    bluez.faults["GetManagedObjects"].extend([error] * 3)
    async with listening(Strap(SessionClock(QUICK), air.model.address, on_state=hearing), hearing):
        await one_beat(air, hearing)
    assert troubles(hearing) == [Trouble.STARTING] * 3


@pytest.mark.usefixtures("message_bus")
async def test_a_service_that_comes_up_after_the_program_without_its_adapter_at_first() -> None:
    """As after a start of the machine: the name, then the adapter, then the strap."""
    hearing = Hearing()
    strap = Strap(SessionClock(8.0), StrapModel().address, on_state=hearing)
    async with AsyncExitStack() as stack, listening(strap, hearing):
        await hearing.when(lambda _: Trouble.STARTING in troubles(hearing))
        bluez = await stack.enter_async_context(serving())
        await one_beat(DbusAir(bluez, StrapModel()), hearing)
    assert set(troubles(hearing)) == {Trouble.STARTING}


@pytest.mark.usefixtures("message_bus")
async def test_a_service_that_is_killed_and_started_anew_in_mid_session() -> None:
    """It takes nothing back of what it had told, so that the connection seems to be there: the strap is got back."""
    hearing = Hearing()
    strap = Strap(SessionClock(20.0), StrapModel().address, on_state=hearing)
    async with AsyncExitStack() as stack, listening(strap, hearing):
        async with serving() as first:
            await one_beat(DbusAir(first, StrapModel()), hearing)
            first.quiet()
        second = await stack.enter_async_context(serving())
        await one_beat(DbusAir(second, StrapModel()), hearing)
    assert "Connect" in second.calls


async def test_a_service_that_does_not_come_up_is_reported(bluez: FakeBluez) -> None:
    """After some seconds, with how to start it."""
    clock, hearing = SessionClock(QUICK), Hearing()
    bluez.faults["GetManagedObjects"].extend([STARTING[0]] * 30)
    assert await kind_of_end(Strap(clock, "C0:FF:EE:00:00:77", on_state=hearing)) == "no_service"
    assert clock.now() >= SETTLE_S
    assert troubles(hearing)[-1] is Trouble.NO_SERVICE


async def test_only_connections_that_fail_say_that_another_app_may_hold_the_strap(bluez: FakeBluez) -> None:
    """A subscription that fails comes after a connection that did not."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    bluez.faults["StartNotify"].extend([("org.bluez.Error.NotPermitted", "Notify acquired")] * TAKEN_AFTER)
    strap = Strap(SessionClock(QUICK), air.model.address, on_state=hearing)
    async with listening(strap, hearing):
        await one_beat(air, hearing)
    assert troubles(hearing) == [Trouble.UNHEARD] * TAKEN_AFTER
    assert strap.fault is not None
    assert strap.fault.step is Step.LISTEN


async def test_searches_that_fail_between_are_no_connections_that_fail(bluez: FakeBluez) -> None:
    """Two connections, a search, two connections: no three in a row."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    refused = ("org.bluez.Error.Failed", "Software caused connection abort")
    bluez.faults["Connect"].extend([refused] * 4)

    async def busy_third() -> None:
        await hearing.when(lambda _: len(troubles(hearing)) == 2)
        bluez.faults["StartDiscovery"].append(BUSY)

    scripted = asyncio.create_task(busy_third())
    async with listening(Strap(SessionClock(8.0), air.model.address, on_state=hearing), hearing):
        await one_beat(air, hearing)
    await scripted
    r = Trouble.REFUSED
    assert troubles(hearing) == [r, r, Trouble.BUSY, r, r]
