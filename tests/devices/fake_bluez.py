"""A stand-in for bluetoothd on a private message bus, as faithful as the real one was seen to be (BlueZ 5.66).

It owns `org.bluez`, so an unmodified `bleak` talks to it over real sockets. What it copies on purpose: subscriptions
belong to a bus connection and outlive the link, so that a client that was not released has every packet delivered
twice; and a lost link ends `Connected` and `ServicesResolved` in one signal. A script decides how the next connects go
(`connects`), which calls fail (`faults`), and when links drop, straps vanish and the adapter is switched off.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict, deque
from collections.abc import Callable, Coroutine
from typing import Any

from dbus_fast import Message, MessageType, Variant
from dbus_fast.aio import MessageBus

from tests.devices.connects import Connect
from tests.devices.gatt_tree import (
    ADAPTER,
    ADAPTER_PATH,
    CHARACTERISTIC,
    DEVICE,
    Interfaces,
    adapter,
    device,
    device_path,
    gatt,
)
from tests.devices.notifications import Notifications
from tests.devices.strap_model import Service, StrapModel

PROPERTIES = "org.freedesktop.DBus.Properties"
OBJECTS = "org.freedesktop.DBus.ObjectManager"


ADVERTISING_S = 0.02


class FakeBluez:
    """The service. `keeps_gatt`: objects of a dropped strap stay (5.66), or go with the link (as after a removal)."""

    def __init__(self, bus: MessageBus, *, keeps_gatt: bool = True) -> None:
        self.bus = bus
        self.keeps_gatt = keeps_gatt
        self.tree: dict[str, Interfaces] = {ADAPTER_PATH: adapter()}
        self.on_air: dict[str, StrapModel] = {}
        self.connects: deque[Connect] = deque()
        self.faults: defaultdict[str, deque[tuple[str, str]]] = defaultdict(deque)
        self.calls: list[str] = []
        self.written: list[tuple[str, bytes]] = []  # characteristic (UUID) and value, as the strap got them
        self.on_write: Callable[[str, bytes], Coroutine[Any, Any, None]] | None = None  # how the strap answers
        self.demands_pairing: frozenset[str] = frozenset()  # characteristics that cannot be written before
        self.agent = True  # somebody answers for this computer when it is to be paired
        self.hangs: set[str] = set()  # calls that are never answered
        self.offered: dict[str, tuple[Service, ...]] = {}  # where a strap has other services than it advertises
        self.resolve = asyncio.Event()
        self.notifications = Notifications(bus)
        self.scanning = False
        self._called = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()

    async def start(self) -> None:
        """Own the name and begin to answer."""
        self.bus.add_message_handler(self._handle)
        await self.bus.call(
            Message(
                destination="org.freedesktop.DBus",
                path="/org/freedesktop/DBus",
                interface="org.freedesktop.DBus",
                member="AddMatch",
                signature="s",
                body=["type='signal',member='NameOwnerChanged'"],
            )
        )
        await self.bus.request_name("org.bluez")

    # What a script does

    def appear(self, strap: StrapModel) -> str:
        """The strap begins to advertise. Returns its object path."""
        path = device_path(strap.address)
        self.on_air[path] = strap
        return path

    def hold(self, path: str) -> None:
        """Another program of this computer is connected to the strap already."""
        self._add(path, device(self.on_air[path]))
        for added, interfaces in gatt(path, self.on_air[path].services).items():
            self._add(added, interfaces)
        self.change(path, DEVICE, Connected=Variant("b", True), ServicesResolved=Variant("b", True))

    def vanish(self, path: str) -> None:
        """The strap leaves the air, and BlueZ forgets it."""
        self.on_air.pop(path, None)
        for gone in [known for known in self.tree if known.startswith(path)]:
            self._remove(gone)

    def quiet(self) -> None:
        """Nobody advertises any more, as where the service has died."""
        self.scanning = False
        for task in self._tasks:
            task.cancel()

    def drop(self, path: str) -> None:
        """The link breaks."""
        self.notifications.link_down(path)
        if self.keeps_gatt:
            self.change(path, DEVICE, ServicesResolved=Variant("b", False), Connected=Variant("b", False))
            return
        self.change(path, DEVICE, ServicesResolved=Variant("b", False))
        self._remove_gatt(path)
        self.change(path, DEVICE, Connected=Variant("b", False))

    async def send(self, path: str, uuid: str, value: bytes) -> None:
        """The strap notifies, and whoever subscribed hears it."""
        for characteristic in self.characteristics(path, uuid):
            await self.notifications.send(characteristic, value)

    def change(self, path: str, interface: str, **properties: Variant) -> None:
        """Change properties and signal it."""
        self.tree[path][interface].update(properties)
        self._signal(path, PROPERTIES, "PropertiesChanged", "sa{sv}as", [interface, properties, []])

    def characteristics(self, path: str, uuid: str) -> list[str]:
        """The object paths of all characteristics of this kind."""
        return [
            known
            for known, interfaces in self.tree.items()
            if known.startswith(path)
            and CHARACTERISTIC in interfaces
            and interfaces[CHARACTERISTIC]["UUID"].value == uuid
        ]

    async def called(self, member: str) -> None:
        """Return when that was called."""
        while member not in self.calls:
            self._called.clear()
            await self._called.wait()

    # What bleak asks for

    def _handle(self, message: Message) -> bool | None:
        if message.message_type is MessageType.SIGNAL and message.member == "NameOwnerChanged":
            name, _, owner = message.body
            if not owner:
                self.notifications.forget(name)
            return None
        if message.message_type is not MessageType.METHOD_CALL or not (message.path or "").startswith("/"):
            return None
        self._spawn(self._answer(message))
        return True

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.get_running_loop().create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    async def _answer(self, message: Message) -> None:
        member = message.member or ""
        self.calls.append(member)
        self._called.set()
        if self.faults[member]:
            await self.bus.send(Message.new_error(message, *self.faults[member].popleft()))
            return
        if member in self.hangs:
            return
        path = message.path or ""
        if path != "/" and path not in self.tree:
            await self.bus.send(
                Message.new_error(message, "org.freedesktop.DBus.Error.UnknownObject", "no such object")
            )
            return
        match member:
            case "GetManagedObjects":
                await self._reply(message, "a{oa{sa{sv}}}", [self.tree])
            case "StartDiscovery" if self.scanning:
                await self.bus.send(
                    Message.new_error(message, "org.bluez.Error.InProgress", "Operation already in progress")
                )
            case "StartDiscovery":
                await self._reply(message)
                self.scanning = True
                self._spawn(self._keep_advertising())
            case "StopDiscovery":
                self.scanning = False
                await self._reply(message)
            case "Connect":
                await self._connect(message, path)
            case "Disconnect":
                await self._reply(message)
                if self.connected(path):
                    self.drop(path)
            case "ReadValue":
                await self._reply(message, "ay", [self.tree[path][CHARACTERISTIC]["Value"].value])
            case "WriteValue":
                await self._write(message, path)
            case "Pair" if not self.agent:
                await self.bus.send(
                    Message.new_error(message, "org.bluez.Error.AuthenticationFailed", "Authentication Failed")
                )
            case "Pair":
                self.change(path, DEVICE, Paired=Variant("b", True))
                await self._reply(message)
            case "StartNotify" | "StopNotify" | "AcquireNotify":
                await self.notifications.answer(message)
            case _:
                await self._reply(message)

    async def _write(self, message: Message, path: str) -> None:
        uuid = self.tree[path][CHARACTERISTIC]["UUID"].value
        strap = path.partition("/service")[0]
        if uuid in self.demands_pairing and not self.tree[strap][DEVICE]["Paired"].value:
            await self.bus.send(
                Message.new_error(message, "org.bluez.Error.Failed", "Operation failed with ATT error: 0x05")
            )
            return
        await self._reply(message)
        self.written.append((uuid, bytes(message.body[0])))
        if self.on_write is not None:
            await self.on_write(strap, bytes(message.body[0]))

    async def _connect(self, message: Message, path: str) -> None:
        how = self.connects.popleft() if self.connects else Connect.WELL
        connected = {"Connected": Variant("b", True)}
        match how:
            case Connect.ABORTED:
                self.change(path, DEVICE, **connected)
                await self.bus.send(
                    Message.new_error(message, "org.bluez.Error.Failed", "le-connection-abort-by-local")
                )
                self.change(path, DEVICE, Connected=Variant("b", False))
                return
            case Connect.DROPS_BEFORE_SIGNAL:
                await self._reply(message)
                self.change(path, DEVICE, **connected)
                self.drop(path)
                return
            case Connect.REPLY_FIRST:
                await self._reply(message)
                self.change(path, DEVICE, **connected)
            case _:  # bleak listens to signals on a socket of its own: sent first, they are there before the reply
                self.change(path, DEVICE, **connected)
                await self._reply(message)
        if how is Connect.DROPS_IN_DISCOVERY:
            self.drop(path)
            return
        if how is Connect.SLOW:
            await self.resolve.wait()
        offered = gatt(path, self.offered.get(path, self.on_air[path].services), damaged=how is Connect.DAMAGED)
        for added, interfaces in offered.items():
            if self.tree.get(added) != interfaces:
                self._add(added, interfaces)
        self.change(path, DEVICE, ServicesResolved=Variant("b", True))

    async def _keep_advertising(self) -> None:
        """Straps repeat themselves: a scanner that was not listening yet hears the next one."""
        while self.scanning:
            for path in list(self.on_air):
                if not self.connected(path):
                    self._advertise(path)
            await asyncio.sleep(ADVERTISING_S)

    def connected(self, path: str) -> bool:
        """Whether the link is up."""
        return bool(self.tree[path][DEVICE]["Connected"].value) if path in self.tree else False

    def _advertise(self, path: str) -> None:
        if path in self.tree:
            self.change(path, DEVICE, RSSI=Variant("n", self.on_air[path].rssi))
        else:
            self._add(path, device(self.on_air[path]))

    def _add(self, path: str, interfaces: Interfaces) -> None:
        self.tree[path] = interfaces
        self._signal("/", OBJECTS, "InterfacesAdded", "oa{sa{sv}}", [path, interfaces])

    def _remove(self, path: str) -> None:
        interfaces = list(self.tree.pop(path))
        self._signal("/", OBJECTS, "InterfacesRemoved", "oas", [path, interfaces])

    def _remove_gatt(self, path: str) -> None:
        for gone in [known for known in self.tree if known.startswith(path + "/")]:
            self.notifications.forget_characteristic(gone)
            self._remove(gone)

    async def _reply(self, message: Message, signature: str = "", body: list[Any] | None = None) -> None:
        await self.bus.send(Message.new_method_return(message, signature, body or []))

    def _signal(self, path: str, interface: str, member: str, signature: str, body: list[Any]) -> None:
        sent = self.bus.send(Message.new_signal(path, interface, member, signature, body))
        sent.add_done_callback(_seen)  # nobody may be listening any more

    def power(self, on: bool) -> None:
        """Switch the adapter."""
        self.change(ADAPTER_PATH, ADAPTER, Powered=Variant("b", on))


def _seen(done: asyncio.Future[Any]) -> None:
    """Whatever became of it is known, so that asyncio does not complain."""
    if not done.cancelled():
        done.exception()
