"""When the stack is ready: bluetoothd finds a new adapter and powers it, in its own time."""

from __future__ import annotations

import asyncio

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

from tests.devices.hearing import PATIENCE_S

LOOK_S = 0.1  # between two looks


async def powered() -> None:
    """Return when there is an adapter that is switched on."""
    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    try:
        async with asyncio.timeout(PATIENCE_S):
            while not await _is_powered(bus):  # noqa: ASYNC110 - nothing here would set an event
                await asyncio.sleep(LOOK_S)
    finally:
        bus.disconnect()


async def _is_powered(bus: MessageBus) -> bool:
    asked = Message(
        destination="org.bluez",
        path="/",
        interface="org.freedesktop.DBus.ObjectManager",
        member="GetManagedObjects",
    )
    told = await bus.call(asked)
    if told.message_type is not MessageType.METHOD_RETURN:
        return False  # the service itself is not there yet
    adapters = (interfaces.get("org.bluez.Adapter1") for interfaces in told.body[0].values())
    return any(each is not None and each["Powered"].value for each in adapters)
