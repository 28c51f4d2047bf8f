"""Which strap is mine: a new address is the same strap, another strap never is, and a named one need not advertise."""

from __future__ import annotations

import asyncio
from pathlib import Path

import pytest

from biofeedback.app.strap_in_use import StrapInUse, strap_source
from biofeedback.clock import SessionClock
from biofeedback.errors import BluetoothUnavailable
from biofeedback.languages import LANGUAGES
from biofeedback.store.remembered import KnownStrap, Remembered, recall, remember
from biofeedback.texts import Texts
from devices.link import LinkState
from devices.scan import _must_filter
from devices.strap import Strap
from devices.trouble import Trouble
from tests.cli.program import run
from tests.devices.air import DbusAir, listening
from tests.devices.fake_bluez import FakeBluez
from tests.devices.hearing import PATIENCE_S, Hearing
from tests.devices.strap_model import BATTERY, HEART_RATE, HEART_RATE_SERVICE, StrapModel, packet

MINE = "Polar H10 7E1B542C"
OLD, NEW, OTHER = "C0:FF:EE:00:00:01", "C0:FF:EE:00:00:0A", "C0:FF:EE:00:00:0B"
QUICK = 8.0


@pytest.fixture(autouse=True)
def _short_search(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("devices.strap.SEARCH_S", 0.2)


async def one_beat(air: DbusAir, hearing: Hearing) -> None:
    before = len(hearing.packets())
    await air.subscribed()
    await air.send(packet(60, 1000))
    await hearing.when(lambda _: len(hearing.packets()) == before + 1)


async def refused(source: Strap) -> BluetoothUnavailable:
    """How a source that is not patient ends."""
    with pytest.raises(BluetoothUnavailable) as caught:
        async with asyncio.timeout(PATIENCE_S):
            await source.run(Hearing())
    return caught.value


async def test_a_strap_with_a_new_address_is_the_same_strap(bluez: FakeBluez) -> None:
    """Its battery was changed since it was worn last."""
    air, hearing = DbusAir(bluez, StrapModel(address=NEW, name=MINE)), Hearing()
    source = Strap(SessionClock(), OLD, name=MINE)
    async with listening(source, hearing):
        await one_beat(air, hearing)
    assert (source.address, source.state.name) == (NEW, MINE)


async def test_a_strap_found_under_a_new_address_is_remembered_there(
    bluez: FakeBluez, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the memory through the air to the memory again."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    remember(recall().having_worn(KnownStrap(address=OLD, name=MINE, ecg=True)))
    clock, hearing = SessionClock(), Hearing()
    strap = strap_source(clock, None, guards=False)
    air = DbusAir(bluez, StrapModel(address=NEW, name=MINE))
    async with listening(strap, hearing):
        await one_beat(air, hearing)
    StrapInUse(strap, clock).keep()
    assert (recall().strap_address, recall().strap_name) == (NEW, MINE)
    assert [(known.address, known.ecg) for known in recall().straps] == [(NEW, True)]


async def test_a_strap_whose_address_changes_in_mid_session_is_got_back(bluez: FakeBluez) -> None:
    """Its name was learned when it was found, and nobody else is taken meanwhile, however near."""
    air, hearing = DbusAir(bluez, StrapModel(address=OLD, name=MINE)), Hearing()
    source = Strap(SessionClock(QUICK), OLD, on_state=hearing)
    async with listening(source, hearing):
        await one_beat(air, hearing)
        other = bluez.appear(StrapModel(address=OTHER, name="Polar H10 12345678", rssi=-30))
        air.drop()
        bluez.vanish(air.path)
        await hearing.when(lambda heard: Trouble.NOT_FOUND in troubles(heard))
        await one_beat(DbusAir(bluez, StrapModel(address=NEW, name=MINE)), hearing)
        assert not bluez.connected(other)
    assert hearing.kinds() == "hLBh"
    assert source.address == NEW
    assert Trouble.ANOTHER not in troubles(hearing.heard)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_another_strap_is_offered_and_never_taken(bluez: FakeBluez, lang: str) -> None:
    """One clear line says how to use it."""
    bluez.appear(StrapModel(address=OTHER, name="Polar H10 12345678"))
    error = await refused(Strap(SessionClock(), OLD, name=MINE))
    said = Texts(lang).problem(error)
    assert error.kind == "another"
    assert "\n" not in said
    assert "Polar H10 12345678" in said
    assert f"--source ble:{OTHER}" in said
    assert "Connect" not in bluez.calls


async def test_one_that_this_computer_holds_is_another_one_as_well(bluez: FakeBluez) -> None:
    """It does not advertise."""
    bluez.hold(bluez.appear(StrapModel(address=OTHER, name="Polar H10 12345678")))
    error = await refused(Strap(SessionClock(), OLD, name=MINE))
    assert error.kind == "another"


@pytest.mark.parametrize("name", ["Polar H10", "Test Strap", None])
async def test_a_name_that_many_share_is_no_identity(bluez: FakeBluez, name: str | None) -> None:
    """Two people with the same model in one room."""
    bluez.appear(StrapModel(address=OTHER, name=name or "Polar H10"))
    error = await refused(Strap(SessionClock(), OLD, name=name))
    assert error.kind == "another"
    assert "Connect" not in bluez.calls


async def test_a_patient_source_shows_the_other_and_waits_for_its_own(bluez: FakeBluez) -> None:
    """It is told in words, with its name."""
    bluez.appear(StrapModel(address=OTHER, name="Polar H10 12345678"))
    hearing = Hearing()
    source = Strap(SessionClock(QUICK), OLD, patient=True, on_state=hearing, name=MINE)
    async with listening(source, hearing):
        await hearing.when(lambda heard: Trouble.ANOTHER in troubles(heard))
        shown = next(item for item in hearing.heard if isinstance(item, LinkState) and item.trouble)
        assert "Polar H10 12345678" in Texts().why(shown.words(0.0))
        assert OTHER in Texts().why(shown.next_step(0.0))
        await one_beat(DbusAir(bluez, StrapModel(address=OLD, name=MINE)), hearing)


async def test_a_named_address_connects_though_it_does_not_advertise_its_heart_rate(bluez: FakeBluez) -> None:
    """Some advertise their maker's service only; that it has a heart rate shows when it is connected."""
    model = StrapModel(address=OLD, silent_about=frozenset({HEART_RATE_SERVICE}))
    air, hearing = DbusAir(bluez, model), Hearing()
    async with listening(Strap(SessionClock(), OLD.lower()), hearing):
        await one_beat(air, hearing)


async def test_what_is_not_a_strap_is_not_offered_as_another_one(bluez: FakeBluez) -> None:
    """Without the filter of the search every lamp in the house is heard."""
    bluez.appear(StrapModel(address=OTHER, name="Lamp", services=(BATTERY,)))
    error = await refused(Strap(SessionClock(), OLD, name=MINE))
    assert error.kind == "not_found"


async def test_a_named_address_without_a_heart_rate_says_so(bluez: FakeBluez) -> None:
    """A lamp, by a slip of the pen."""
    bluez.appear(StrapModel(address=OLD, services=(BATTERY,)))
    error = await refused(Strap(SessionClock(), OLD))
    assert error.kind == "no_heart_rate"


async def test_without_an_address_only_straps_are_taken(bluez: FakeBluez, monkeypatch: pytest.MonkeyPatch) -> None:
    """The search for just any strap goes by the service."""
    monkeypatch.setattr("devices.scan.CHOOSE_S", 0.1)
    bluez.appear(StrapModel(address=OTHER, name="Lamp", rssi=-20, services=(BATTERY,)))
    air, hearing = DbusAir(bluez, StrapModel(address=OLD, services=(HEART_RATE,))), Hearing()
    async with listening(Strap(SessionClock()), hearing):
        await one_beat(air, hearing)


@pytest.mark.parametrize(
    ("release", "must"),
    [("", False), ("11.7", False), ("12.0.1", True), ("12.2", True), ("12.3", False), ("15.1", False)],
)
def test_only_one_system_must_be_told_a_service(release: str, must: bool) -> None:
    """Of macOS, 12.0 to 12.2 find nothing else; Linux and Windows have no such number."""
    assert _must_filter(release) == must


def troubles(heard: list[object]) -> list[Trouble]:
    return [item.trouble for item in heard if isinstance(item, LinkState) and item.trouble]


@pytest.mark.slow  # a search takes its ten seconds
async def test_the_program_names_the_other_strap_in_one_line(bluez: FakeBluez, tmp_path: Path) -> None:
    """As a person meets it who has put on somebody else's strap."""
    remember(Remembered(strap_address=OLD, strap_name=MINE), tmp_path)
    bluez.appear(StrapModel(address=OTHER, name="Polar H10 12345678"))
    done = await asyncio.to_thread(run, "watch", "--plain", data=tmp_path)
    assert done.code == 2
    said = done.err.splitlines()[-1]
    assert "Polar H10 12345678" in said
    assert f"--source ble:{OTHER}" in said
    assert "Traceback" not in done.err
