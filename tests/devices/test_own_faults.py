"""A fault of this program is no strap that refuses: it comes out of the source at once, and is not tried again.

One packet is sent, and one thing fails: a source that tried again would never end.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import Any

import pytest

from biofeedback.clock import SessionClock
from biofeedback.events import EcgChunk, Event, HeartRate, LinkLost
from biofeedback.ports import Put
from devices.link import Link, LinkStage, LinkState
from devices.strap import Strap
from devices.trouble import Trouble
from tests.devices.air import DbusAir, listening
from tests.devices.fake_bluez import FakeBluez
from tests.devices.hearing import PATIENCE_S, Hearing
from tests.devices.inprocess import InProcessAir, VirtualClock
from tests.devices.polar_model import PolarAir
from tests.devices.scenarios import frame
from tests.devices.strap_model import ECG_AND_ACCELERATION, StrapModel, packet

BUGS = [KeyError, AttributeError, AssertionError, OSError]
"""What `bleak` raises as well, when a link dies under it."""

bugs = pytest.mark.parametrize("bug", BUGS, ids=lambda bug: bug.__name__)


def failing(bug: type[Exception], *kinds: type[Event]) -> Put:
    """Somebody who takes events and fails at some of them."""

    def put(event: Event) -> None:
        if isinstance(event, kinds):
            raise bug("ours")

    return put


async def ended(source: Strap, put: Put, act: Callable[[], Any]) -> Exception:
    """What ends the source while `act` is done."""
    running = asyncio.create_task(source.run(put))
    acting = asyncio.create_task(act())
    try:
        async with asyncio.timeout(PATIENCE_S):
            await asyncio.wait([running])
    finally:
        acting.cancel()
        running.cancel()
        await asyncio.gather(acting, running, return_exceptions=True)
    fault = running.exception()
    assert isinstance(fault, Exception)
    return fault


async def one_packet(air: DbusAir) -> None:
    await air.subscribed()
    await air.send(packet(60, 1000))


@bugs
@pytest.mark.parametrize("acquire", [False, True], ids=["StartNotify", "AcquireNotify"])
async def test_whoever_takes_the_beats_fails(bluez: FakeBluez, bug: type[Exception], acquire: bool) -> None:
    """It happens inside a callback of the stack, which would log it and go on, or not even that."""
    air = DbusAir(bluez, StrapModel())
    fault = await ended(
        Strap(SessionClock(), air.model.address, acquire=acquire),
        failing(bug, HeartRate),
        lambda: one_packet(air),
    )
    assert (type(fault), fault.args) == (bug, ("ours",))
    await air.released()


@bugs
@pytest.mark.parametrize("where", ["devices.connection.parse", "devices.link.Link.heard"])
async def test_the_reading_of_a_packet_fails(
    bluez: FakeBluez, bug: type[Exception], where: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Bytes and link are read in the same callback."""

    def fails(*_: object) -> None:
        raise bug("ours")

    monkeypatch.setattr(where, fails)
    air = DbusAir(bluez, StrapModel())
    fault = await ended(Strap(SessionClock(), air.model.address), Hearing(), lambda: one_packet(air))
    assert (type(fault), fault.args) == (bug, ("ours",))
    await air.released()


@bugs
async def test_whoever_is_told_of_a_lost_link_fails(bluez: FakeBluez, bug: type[Exception]) -> None:
    """That is said in the callback of the disconnect."""
    air = DbusAir(bluez, StrapModel())

    async def dropped() -> None:
        await air.subscribed()
        air.drop()

    fault = await ended(Strap(SessionClock(), air.model.address), failing(bug, LinkLost), dropped)
    assert (type(fault), fault.args) == (bug, ("ours",))
    await air.released()


@bugs
async def test_whoever_takes_the_ecg_fails(bluez: FakeBluez, bug: type[Exception]) -> None:
    """An extra of the strap is not an extra of the program."""
    air, shown = PolarAir(bluez, ECG_AND_ACCELERATION), Hearing()

    async def sent() -> None:
        await shown.when(lambda _: shown.extras())
        await air.stream(frame(1))

    source = Strap(SessionClock(), air.model.address, ecg=True, on_state=shown)
    fault = await ended(source, failing(bug, EcgChunk), sent)
    assert (type(fault), fault.args) == (bug, ("ours",))


@bugs
async def test_the_start_of_the_extra_stream_fails(
    bluez: FakeBluez, bug: type[Exception], monkeypatch: pytest.MonkeyPatch
) -> None:
    """It runs in a task of its own, at which nobody else looks."""

    def fails(_: bytes) -> None:
        raise bug("ours")

    monkeypatch.setattr("devices.pmd.parse_features", fails)
    air = PolarAir(bluez, ECG_AND_ACCELERATION)
    fault = await ended(Strap(SessionClock(), air.model.address, ecg=True), Hearing(), air.subscribed)
    assert (type(fault), fault.args) == (bug, ("ours",))


@bugs
@pytest.mark.parametrize("stage", [LinkStage.SCANNING, LinkStage.CONNECTING, LinkStage.WAITING, LinkStage.LIVE])
async def test_whoever_shows_the_link_fails(bluez: FakeBluez, bug: type[Exception], stage: LinkStage) -> None:
    """At whatever stage."""

    def on_state(state: LinkState) -> None:
        if state.stage is stage:
            raise bug("ours")

    air = DbusAir(bluez, StrapModel())
    fault = await ended(Strap(SessionClock(), air.model.address, on_state=on_state), Hearing(), lambda: one_packet(air))
    assert (type(fault), fault.args) == (bug, ("ours",))


@bugs
async def test_the_link_machine_fails_while_it_waits(monkeypatch: pytest.MonkeyPatch, bug: type[Exception]) -> None:
    """Between two packets, in the source's own task."""

    def fails(*_: object) -> bool:
        raise bug("ours")

    monkeypatch.setattr(Link, "stalled", fails)
    air = InProcessAir()
    air.carry(monkeypatch)
    fault = await ended(Strap(VirtualClock()), Hearing(), air.subscribed)
    assert (type(fault), fault.args) == (bug, ("ours",))
    assert air.links == 1


@bugs
async def test_the_same_of_the_stack_is_a_failed_link(monkeypatch: pytest.MonkeyPatch, bug: type[Exception]) -> None:
    """`bleak` stumbling over a dying link is tried again."""
    air, hearing = InProcessAir(), Hearing()
    air.carry(monkeypatch)
    air.stumbles.append(bug("theirs"))
    async with listening(Strap(SessionClock(50.0), on_state=hearing), hearing):
        await air.subscribed()
        await air.send(packet(60, 1000))
        await hearing.when(lambda _: hearing.packets())
    troubles = [item.trouble for item in hearing.heard if isinstance(item, LinkState) and item.trouble]
    assert troubles == [Trouble.REFUSED]
