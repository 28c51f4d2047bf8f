"""Whether an adapter is there and only switched off: asked of the system itself where no adapter can be used.

`bleak` then says no more than that: BlueZ shows an adapter without a role as long as it was never switched on, and none
at all while it is being set up or is blocked, though the kernel has it.
"""

from __future__ import annotations

import asyncio
import sys
from pathlib import Path

KERNEL = Path("/sys/class/bluetooth")
"""Where Linux lists its adapters, each as `hci` with a number."""

ANSWER_S = 5.0
"""So long the Bluetooth service is waited for: a healthy one answers within a tenth of a second, one on a busy machine
that boots within two. The message bus itself would wait for 25. Seconds of the wall."""

_ADAPTER = "org.bluez.Adapter1"


async def is_switched_off() -> bool:
    """Whether there is an adapter, and none that is on. False where that cannot be told."""
    if sys.platform != "linux":
        return False
    powered = await _powered()
    return not any(powered) if powered else _known_to_the_kernel()


def _known_to_the_kernel() -> bool:
    return any(KERNEL.glob("hci*"))


async def _powered() -> tuple[bool, ...]:
    """Of each adapter that the Bluetooth service shows, whether it is on; empty where it shows none."""
    from dbus_fast import BusType, Message, MessageType
    from dbus_fast.aio import MessageBus
    from dbus_fast.errors import DBusError

    asked = Message(
        destination="org.bluez",
        path="/",
        interface="org.freedesktop.DBus.ObjectManager",
        member="GetManagedObjects",
    )
    try:
        async with asyncio.timeout(ANSWER_S):
            bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
            try:
                told = await bus.call(asked)
            finally:
                bus.disconnect()
    except (OSError, EOFError, DBusError):  # a time-out is an OSError
        return ()
    if told.message_type is not MessageType.METHOD_RETURN:
        return ()
    shown = (interfaces.get(_ADAPTER) for interfaces in told.body[0].values())
    return tuple(bool(each["Powered"].value) for each in shown if each is not None and "Powered" in each)
