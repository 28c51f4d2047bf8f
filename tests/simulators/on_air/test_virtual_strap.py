"""A virtual strap is found, read and heard by another Bluetooth stack, byte for byte."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

import pytest
from bumble.controller import Controller
from bumble.core import UUID, AdvertisingData
from bumble.device import Device, Peer
from bumble.hci import Address
from bumble.host import Host
from bumble.link import LocalLink

from biofeedback.clock import SessionClock
from biofeedback.errors import UsageError
from biofeedback.events import HeartRate
from biofeedback.ports import Body
from simulators.faults.injection import parse, with_faults
from simulators.on_air.virtual_strap import Label, VirtualStrap, on_air, on_transport
from simulators.participants.participant import person
from tests.cli.program import run

PATIENCE_S = 20.0  # a hang guard, never a measure
LABEL = Label(name="A Virtual Strap", battery_percent=64)


class Ended:
    """A body, cut off."""

    def __init__(self, body: Body, packets: int) -> None:
        self._body = body
        self._left = packets
        self.sent: list[bytes] = []

    @property
    def due(self) -> float | None:
        return self._body.due if self._left else None

    def next_event(self) -> Any:
        self._left -= 1
        event = self._body.next_event()
        if isinstance(event, HeartRate):
            self.sent.append(event.payload)
        return event

    def receive(self, decision: object) -> None:
        raise AssertionError("nobody can be heard over the air")


class Listener:
    """The other side: an app on another computer."""

    def __init__(self, device: Device) -> None:
        self.device = device
        self.heard: list[bytes] = []
        self.gone = asyncio.Event()
        self._news = asyncio.Event()

    async def connect(self) -> Peer:
        """Find a strap by its service, connect to it and know what it offers."""
        found: asyncio.Future[Any] = asyncio.get_running_loop().create_future()

        def seen(advertisement: Any) -> None:
            services = advertisement.data.get(AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS) or []
            if UUID("180D") in services and not found.done():
                found.set_result(advertisement)

        self.device.on("advertisement", seen)
        await self.device.start_scanning()
        advertisement = await found
        await self.device.stop_scanning()
        self.device.remove_listener("advertisement", seen)
        assert advertisement.data.get(AdvertisingData.COMPLETE_LOCAL_NAME) == LABEL.name
        connection = await self.device.connect(advertisement.address)
        self.gone.clear()
        connection.on("disconnection", self._on_disconnection)
        peer = Peer(connection)
        await peer.discover_services()
        await peer.discover_characteristics()
        return peer

    def _on_disconnection(self, _: int) -> None:
        self.gone.set()

    async def listen(self, peer: Peer) -> None:
        (measurement,) = peer.get_characteristics_by_uuid(UUID("2A37"))

        def hear(value: bytes) -> None:
            self.heard.append(bytes(value))
            self._news.set()

        await measurement.subscribe(hear)

    async def hears(self, count: int) -> None:
        while len(self.heard) < count:
            self._news.clear()
            await self._news.wait()


def _device(air: LocalLink, name: str, address: str) -> Device:
    host = Host()
    host.controller = Controller(name, link=air)
    return Device(name=name, address=Address(address), host=host)


@asynccontextmanager
async def in_reach() -> AsyncGenerator[tuple[VirtualStrap, Listener]]:
    """A virtual strap and somebody who could listen."""
    air = LocalLink()  # type: ignore[no-untyped-call]
    listener = Listener(_device(air, "listener", "F1:F1:F1:F1:F1:F1"))
    await listener.device.power_on()
    async with asyncio.timeout(PATIENCE_S), on_air(_device(air, "strap", LABEL.address), LABEL) as strap:
        yield strap, listener
    await listener.device.power_off()


async def read(peer: Peer, uuid: str) -> bytes:
    (characteristic,) = peer.get_characteristics_by_uuid(UUID(uuid))
    return bytes(await characteristic.read_value())


async def test_it_says_what_it_is() -> None:
    """Battery, maker, model, and that it is worn on the chest."""
    async with in_reach() as (_, listener):
        peer = await listener.connect()
        assert await read(peer, "2A19") == bytes([64])
        assert await read(peer, "2A29") == LABEL.maker.encode()
        assert await read(peer, "2A24") == LABEL.model.encode()
        assert await read(peer, "2A38") == b"\x01"


async def test_a_participant_is_heard_byte_for_byte() -> None:
    """Every packet, once, in order, from the moment somebody listens."""
    async with in_reach() as (strap, listener):
        await listener.listen(await listener.connect())
        await strap.listened_to()
        body = Ended(person("ectopic", 5), 120)
        await strap.play(body, SessionClock(speed=500.0))
        await listener.hears(len(body.sent))
    assert listener.heard == body.sent
    assert len(body.sent) == 120


async def test_a_lost_link_is_lost_on_the_air_and_found_again() -> None:
    """Gone, not to be found, and back when the fault is over."""
    async with in_reach() as (strap, listener):
        await listener.listen(await listener.connect())
        await strap.listened_to()
        body = with_faults(person("calm", 2), (parse("linkloss:5:4"),), 2)
        playing = asyncio.create_task(strap.play(Ended(body, 2000), SessionClock(speed=50.0)))
        await listener.gone.wait()
        before = len(listener.heard)
        await listener.listen(await listener.connect())
        await listener.hears(before + 3)
        playing.cancel()
        await asyncio.wait([playing])
    assert before == 4


async def test_without_bumble_one_line_says_what_to_install(monkeypatch: pytest.MonkeyPatch) -> None:
    """The extra is optional."""
    for name in [name for name in sys.modules if name.partition(".")[0] == "bumble"]:
        monkeypatch.delitem(sys.modules, name)
    monkeypatch.setitem(sys.modules, "bumble", None)
    with pytest.raises(UsageError, match=r"biofeedback\[virtual\]"):
        async with on_transport("usb:0", LABEL):
            pass


@pytest.mark.parametrize(
    "arguments",
    [
        ("--transport", "nonsense:0"),
        ("--transport", "tcp-client:127.0.0.1:1"),
        ("--transport", "usb:0", "--source", "ble"),
        ("--transport", "usb:0", "--source", "person:nobody"),
        ("--transport", "usb:0", "--fault", "nonsense"),
    ],
    ids=" ".join,
)
def test_what_cannot_be_is_one_clear_line(arguments: tuple[str, ...], tmp_path: Any) -> None:
    """No controller, no such source, no such fault: exit 2 and no traceback."""
    ran = run("strap", *arguments, data=tmp_path)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert "Traceback" not in ran.err
