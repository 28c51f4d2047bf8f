"""Somebody who says yes for this computer when a strap wants to be paired with, as a desktop does: BlueZ calls it an
agent. Without one BlueZ pairs with nobody.
"""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager

from dbus_fast import BusType, Message, MessageType
from dbus_fast.aio import MessageBus

PATH = "/practise/agent"


class Agent:
    """Registered while it is willing."""

    def __init__(self, bus: MessageBus) -> None:
        self._bus = bus
        bus.add_message_handler(self._yes)

    async def be(self, willing: bool) -> None:
        """Register with BlueZ, or leave; said twice is said once."""
        if willing:
            await self._call("RegisterAgent", "os", [PATH, "NoInputNoOutput"])
            await self._call("RequestDefaultAgent", "o", [PATH])
        else:
            await self._call("UnregisterAgent", "o", [PATH])

    async def _call(self, member: str, signature: str, body: list[str]) -> None:
        await self._bus.call(
            Message(
                destination="org.bluez",
                path="/org/bluez",
                interface="org.bluez.AgentManager1",
                member=member,
                signature=signature,
                body=body,
            )
        )

    def _yes(self, message: Message) -> Message | None:
        asked = message.message_type is MessageType.METHOD_CALL and message.path == PATH
        return Message.new_method_return(message) if asked else None


@asynccontextmanager
async def agent() -> AsyncGenerator[Agent]:
    """Nobody registered yet."""
    bus = await MessageBus(bus_type=BusType.SYSTEM).connect()
    try:
        yield Agent(bus)
    finally:
        bus.disconnect()
