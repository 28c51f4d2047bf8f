"""Who hears a notification: BlueZ keeps one registration per bus connection, and signals once for each."""

from __future__ import annotations

import asyncio
import socket

from dbus_fast import Message, Variant
from dbus_fast.aio import MessageBus

from tests.devices.gatt_tree import CHARACTERISTIC

MTU = 247
BURST = 32  # notifications between two looks whether the bus follows


class Notifications:
    """The registrations. They end with StopNotify or with the bus connection, not with the link."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        self._registered: dict[str, list[str]] = {}  # characteristic path -> senders
        self._sockets: dict[str, socket.socket] = {}
        self._subscribed: dict[str, asyncio.Event] = {}
        self._left = asyncio.Event()
        self._sent = 0

    async def released(self) -> None:
        """Return when nobody is registered any more."""
        while any(self._registered.values()):
            self._left.clear()
            await self._left.wait()

    async def subscribed(self, device: str) -> None:
        """Return when somebody has subscribed to something of a strap since its link last came up."""
        await self._subscribed.setdefault(device, asyncio.Event()).wait()

    async def answer(self, message: Message) -> None:
        path, sender = message.path or "", message.sender or ""
        match message.member:
            case "StartNotify":
                senders = self._registered.setdefault(path, [])
                if sender not in senders:
                    senders.append(sender)
                await self._bus.send(Message.new_method_return(message))
            case "StopNotify":
                self._registered[path].remove(sender)
                await self._bus.send(Message.new_method_return(message))
                return
            case _:
                ours, theirs = socket.socketpair(socket.AF_UNIX, socket.SOCK_SEQPACKET)
                ours.setblocking(False)
                self._sockets[path] = ours
                reply = Message.new_method_return(message, "hq", [0, MTU], unix_fds=[theirs.fileno()])
                await self._bus.send(reply)
                theirs.close()
        self._subscribed.setdefault(path.partition("/service")[0], asyncio.Event()).set()

    async def send(self, path: str, value: bytes) -> None:
        """One notification of the strap: a signal for each registration, and the socket where one was acquired."""
        self._sent += 1
        if self._sent % BURST == 0:
            await self._drained()
        for _ in self._registered.get(path, []):
            body = [CHARACTERISTIC, {"Value": Variant("ay", value)}, []]
            await self._bus.send(
                Message.new_signal(path, "org.freedesktop.DBus.Properties", "PropertiesChanged", "sa{sv}as", body)
            )
        if path in self._sockets:
            await asyncio.get_running_loop().sock_sendall(self._sockets[path], value)

    async def _drained(self) -> None:
        """Return when the bus has taken all that was sent: a full socket would end our own connection to it."""
        bus = "org.freedesktop.DBus"
        await self._bus.call(Message(destination=bus, path="/", interface=f"{bus}.Peer", member="Ping"))

    def link_down(self, device: str) -> None:
        """Sockets close with the link; registrations stay and are written to the strap again when it is back."""
        for path in [path for path in self._sockets if path.startswith(device)]:
            self._sockets.pop(path).close()
        if device in self._subscribed:
            self._subscribed[device].clear()

    def forget(self, sender: str) -> None:
        """A bus connection is gone, and its registrations with it."""
        for senders in self._registered.values():
            if sender in senders:
                senders.remove(sender)
        self._left.set()

    def forget_characteristic(self, path: str) -> None:
        self._registered.pop(path, None)

    def close(self) -> None:
        for ours in self._sockets.values():
            ours.close()
