"""What a Bluetooth stack does to a program on a bad day, scripted: each time the source comes back, or says why not."""

from __future__ import annotations

import os
import subprocess
from contextlib import AsyncExitStack
from functools import partial
from pathlib import Path
from typing import Any

import pytest
from dbus_fast import Variant

from biofeedback.clock import SessionClock
from biofeedback.errors import BluetoothUnavailable
from biofeedback.events import LinkLost
from devices import adapters, scan
from devices.link import LinkStage, LinkState
from devices.scan import straps_in_reach
from devices.strap import Strap
from devices.trouble import Trouble
from tests.devices.air import DbusAir, listening
from tests.devices.conftest import dbus_daemon, serving
from tests.devices.connects import Connect
from tests.devices.fake_bluez import FakeBluez
from tests.devices.gatt_tree import ADAPTER, ADAPTER_PATH
from tests.devices.hearing import Hearing
from tests.devices.inprocess import VirtualClock
from tests.devices.strap_model import BATTERY, StrapModel, packet

QUICK = 8.0  # times the wall clock: pauses before further attempts are short, silences not yet


def troubles(hearing: Hearing) -> list[Trouble]:
    """What was shown to be wrong, in order."""
    return [item.trouble for item in hearing.heard if isinstance(item, LinkState) and item.trouble]


class Persistent(Hearing):
    """Lets no time pass but up to each further attempt: on a busy machine the first may fail, too."""

    def __init__(self, clock: VirtualClock) -> None:
        super().__init__()
        self._clock = clock

    def __call__(self, item: Any) -> None:
        super().__call__(item)
        if isinstance(item, LinkState) and item.next_try is not None:
            self._clock.move(item.next_try)


def _states(heard: list[Any]) -> list[LinkState]:
    return [item for item in heard if isinstance(item, LinkState)]


def _has_been(stage: LinkStage, heard: list[Any]) -> bool:
    return stage in [each.stage for each in _states(heard)]


async def one_beat(air: DbusAir, hearing: Hearing) -> None:
    """The link works: one packet sent is one packet heard."""
    before = len(hearing.packets())
    await air.subscribed()
    await air.send(packet(60, 1000))
    await hearing.when(lambda _: len(hearing.packets()) == before + 1)


@pytest.mark.parametrize("how", [how for how in Connect if how is not Connect.SLOW], ids=lambda how: how.name)
async def test_a_connection_that_goes_wrong_is_made_anew(bluez: FakeBluez, how: Connect) -> None:
    """Refused, or lost before its signal, or while services are discovered, or told in another order."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    bluez.connects.append(how)
    async with listening(Strap(SessionClock(QUICK), air.model.address, on_state=hearing), hearing):
        await one_beat(air, hearing)
    assert hearing.kinds() == "h"  # a link that was never up was never lost


async def test_three_refusals_show_that_another_app_may_hold_the_strap(bluez: FakeBluez) -> None:
    """And once it is free, it is connected to: a patient source goes on trying."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    bluez.connects.extend([Connect.DROPS_IN_DISCOVERY] * 3)
    async with listening(Strap(SessionClock(QUICK), air.model.address, patient=True, on_state=hearing), hearing):
        await one_beat(air, hearing)
    assert troubles(hearing) == [Trouble.REFUSED, Trouble.REFUSED, Trouble.TAKEN]


async def test_slow_discovery_of_services_is_waited_for(bluez: FakeBluez) -> None:
    """It shows as connecting, not as trouble."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    bluez.connects.append(Connect.SLOW)
    strap = Strap(SessionClock(QUICK), air.model.address, on_state=hearing)
    async with listening(strap, hearing):
        await bluez.called("Connect")
        assert strap.state.stage is LinkStage.CONNECTING
        bluez.resolve.set()
        await one_beat(air, hearing)
    assert troubles(hearing) == []


async def test_leaving_while_it_connects_lets_go_of_the_strap(bluez: FakeBluez) -> None:
    """The person closes the program before the strap has answered."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    bluez.connects.append(Connect.SLOW)
    strap = Strap(SessionClock(QUICK), air.model.address, on_state=hearing)
    async with listening(strap, hearing):
        await bluez.called("Connect")
    assert "Disconnect" in bluez.calls
    assert hearing.kinds() == ""


@pytest.mark.parametrize(
    ("call", "error"),
    [
        ("StartDiscovery", ("org.bluez.Error.InProgress", "Operation already in progress")),
        ("ReadValue", ("org.bluez.Error.InProgress", "In Progress")),
        ("ReadValue", ("org.bluez.Error.NotPermitted", "Read not permitted")),
        ("StartNotify", ("org.bluez.Error.InProgress", "In Progress")),
        ("StartNotify", ("org.bluez.Error.NotPermitted", "Notify acquired")),
        ("Connect", ("org.bluez.Error.Failed", "Software caused connection abort")),
        ("Connect", ("org.bluez.Error.InProgress", "br-connection-busy")),
        ("Connect", ("org.freedesktop.DBus.Error.NoReply", "Did not receive a reply")),
        ("StopDiscovery", ("org.bluez.Error.NotReady", "Resource Not Ready")),
    ],
    ids=lambda value: value if isinstance(value, str) else value[0].rpartition(".")[2],
)
async def test_a_call_that_fails_once_is_got_over(bluez: FakeBluez, call: str, error: tuple[str, str]) -> None:
    """Whichever call it is, the heartbeats come."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    bluez.faults[call].append(error)
    async with listening(Strap(SessionClock(QUICK), air.model.address, patient=True, on_state=hearing), hearing):
        await one_beat(air, hearing)
    assert not bluez.faults[call]


async def test_a_strap_that_bluez_has_forgotten_is_searched_for_again(bluez: FakeBluez) -> None:
    """After half a minute BlueZ forgets an unpaired device, and connecting to it by what was known fails."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    async with listening(Strap(SessionClock(QUICK), air.model.address, on_state=hearing), hearing):
        await one_beat(air, hearing)
        air.drop()
        bluez.vanish(air.path)
        await hearing.when(lambda _: Trouble.REFUSED in troubles(hearing) or Trouble.NOT_FOUND in troubles(hearing))
        bluez.appear(air.model)
        await one_beat(air, hearing)
    assert hearing.kinds() == "hLBh"


async def test_bluetooth_switched_off_and_on_in_mid_session(bluez: FakeBluez) -> None:
    """The session is told at once that the link is lost, and goes on by itself when Bluetooth is back."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    async with listening(Strap(SessionClock(QUICK), air.model.address, on_state=hearing), hearing):
        await one_beat(air, hearing)
        bluez.power(on=False)
        bluez.drop(air.path)
        bluez.vanish(air.path)
        await hearing.when(lambda _: Trouble.SWITCHED_OFF in troubles(hearing))
        bluez.power(on=True)
        bluez.appear(air.model)
        await one_beat(air, hearing)
    assert hearing.kinds() == "hLBh"


async def test_the_message_bus_dies_and_comes_back(message_bus: subprocess.Popen[str], bluez: FakeBluez) -> None:
    """The link is lost with it; when there is a bus again, the strap is found again."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    socket = Path(os.environ["DBUS_SYSTEM_BUS_ADDRESS"].removeprefix("unix:path="))
    async with AsyncExitStack() as second_life, listening(Strap(SessionClock(QUICK), air.model.address), hearing):
        await one_beat(air, hearing)
        message_bus.kill()
        message_bus.wait()
        await hearing.when(lambda _: hearing.kinds() == "hL")
        second_life.enter_context(dbus_daemon(socket))
        again = await second_life.enter_async_context(serving())
        await one_beat(DbusAir(again, air.model), hearing)
    assert hearing.kinds() == "hLBh"


async def test_silence_on_a_link_that_claims_to_be_up_ends_in_a_new_link(bluez: FakeBluez) -> None:
    """Twenty seconds of it, shown as weak and gap on the way, on a clock that only this test moves."""
    air, clock = DbusAir(bluez, StrapModel()), VirtualClock()
    hearing = Persistent(clock)
    async with listening(Strap(clock, air.model.address, on_state=hearing), hearing):
        await one_beat(air, hearing)
        beat_at = clock.now()
        for silent_s, stage in ((3.0, LinkStage.WEAK), (6.0, LinkStage.GAP), (20.0, LinkStage.RETRYING)):
            clock.move(beat_at + silent_s)
            await hearing.when(partial(_has_been, stage))
        await hearing.when(lambda _: hearing.kinds() == "hLB")
    assert [event.cause for event in hearing.events() if isinstance(event, LinkLost)] == ["stalled"]
    stages = [each.stage for each in _states(hearing.heard)]
    live = stages.index(LinkStage.LIVE)
    assert stages[live : live + 4] == [LinkStage.LIVE, LinkStage.WEAK, LinkStage.GAP, LinkStage.RETRYING]


async def test_a_device_without_a_heart_rate_says_so(bluez: FakeBluez) -> None:
    """It advertised the service, but does not have it."""
    model = StrapModel()
    air, hearing = DbusAir(bluez, model), Hearing()
    bluez.offered[air.path] = (BATTERY,)
    with pytest.raises(BluetoothUnavailable, match="does not offer a heart rate"):
        await Strap(SessionClock(QUICK), model.address).run(hearing)


async def test_no_strap_in_reach_is_one_clear_line(bluez: FakeBluez, monkeypatch: pytest.MonkeyPatch) -> None:
    """And the link of the search is given back."""
    monkeypatch.setattr("devices.strap.SEARCH_S", 0.1)
    with pytest.raises(BluetoothUnavailable, match="No strap is in reach"):
        await Strap(SessionClock(QUICK), "C0:FF:EE:00:00:77").run(Hearing())
    assert bluez.calls.count("StopDiscovery") == bluez.calls.count("StartDiscovery") == 1


async def test_an_odd_handover_of_values_never_reaches_the_session_twice(bluez: FakeBluez) -> None:
    """The battery is read before the subscription: what BlueZ reads later it would hand over as a notification, too."""
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    async with listening(Strap(SessionClock(QUICK), air.model.address, on_state=hearing), hearing):
        await one_beat(air, hearing)
    assert bluez.calls.index("ReadValue") < bluez.calls.index("StartNotify")
    assert bluez.calls.count("ReadValue") == 1


# The four shapes in which Linux says that there is no Bluetooth


async def unavailable_kinds() -> list[str]:
    """How the list of straps and a strap that is to be practised with fail."""
    kinds = []
    for work in (
        straps_in_reach(0.1, SessionClock(QUICK)),
        Strap(SessionClock(QUICK), "C0:FF:EE:00:00:77").run(Hearing()),
    ):
        with pytest.raises(BluetoothUnavailable) as caught:
            await work
        kinds.append(caught.value.kind)
    return kinds


async def test_no_message_bus(monkeypatch: pytest.MonkeyPatch) -> None:
    """A machine or container without D-Bus."""
    monkeypatch.setenv("DBUS_SYSTEM_BUS_ADDRESS", "unix:path=/nonexistent/bus")
    assert await unavailable_kinds() == ["no_service"] * 2


@pytest.mark.usefixtures("message_bus")
async def test_no_bluetooth_service() -> None:
    """A bus, but nobody who owns `org.bluez`."""
    assert await unavailable_kinds() == ["no_service"] * 2


async def test_no_adapter(bluez: FakeBluez) -> None:
    """The service runs, but there is nothing to serve."""
    bluez.tree.clear()
    assert await unavailable_kinds() == ["no_adapter"] * 2


async def test_adapter_switched_off(bluez: FakeBluez) -> None:
    """There is an adapter, and it is off."""
    bluez.power(on=False)
    assert await unavailable_kinds() == ["switched_off"] * 2


async def test_not_allowed(bluez: FakeBluez) -> None:
    """The bus lets this user not talk to the service."""
    denied = ("org.freedesktop.DBus.Error.AccessDenied", "Rejected send message")
    bluez.faults["GetManagedObjects"].extend([denied] * 2)
    assert await unavailable_kinds() == ["no_permission"] * 2


async def test_a_patient_source_waits_for_bluetooth_to_be_switched_on(bluez: FakeBluez) -> None:
    """It shows what is wrong meanwhile."""
    bluez.power(on=False)
    air, hearing = DbusAir(bluez, StrapModel()), Hearing()
    strap = Strap(SessionClock(QUICK), air.model.address, patient=True, on_state=hearing)
    async with listening(strap, hearing):
        await hearing.when(lambda _: Trouble.SWITCHED_OFF in troubles(hearing))
        bluez.power(on=True)
        await one_beat(air, hearing)
    assert hearing.kinds() == "h"


async def test_an_adapter_that_was_never_on_is_switched_off_and_not_absent(bluez: FakeBluez) -> None:
    """BlueZ gives it no role then, and `bleak` finds none that can be used."""
    bluez.power(on=False)
    bluez.change(ADAPTER_PATH, ADAPTER, Roles=Variant("as", []))
    assert await unavailable_kinds() == ["switched_off"] * 2
    bluez.tree[ADAPTER_PATH][ADAPTER].pop("Roles")
    assert await unavailable_kinds() == ["switched_off"] * 2


async def test_an_adapter_that_is_on_but_of_no_use_is_none(bluez: FakeBluez) -> None:
    bluez.change(ADAPTER_PATH, ADAPTER, Roles=Variant("as", []))
    assert await unavailable_kinds() == ["no_adapter"] * 2


async def test_an_adapter_that_only_the_kernel_shows_is_switched_off(
    bluez: FakeBluez, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """It is blocked, or the service is still setting it up."""
    bluez.tree.clear()
    (tmp_path / "hci0").mkdir()
    monkeypatch.setattr(adapters, "KERNEL", tmp_path)
    assert await unavailable_kinds() == ["switched_off"] * 2


async def test_a_service_that_never_answers_is_not_waited_for_as_long_as_the_bus_would(
    bluez: FakeBluez, monkeypatch: pytest.MonkeyPatch
) -> None:
    bluez.hangs.add("GetManagedObjects")
    monkeypatch.setattr(scan, "ANSWER_S", 0.05)
    assert await unavailable_kinds() == ["no_service"] * 2
