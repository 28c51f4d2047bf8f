"""A strap made of Bumble, in reach of the kernel's Bluetooth through a virtual controller."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from typing import Any

from bumble.core import UUID, AdvertisingData
from bumble.device import Device
from bumble.gatt import Characteristic as BumbleCharacteristic
from bumble.gatt import Service as BumbleService
from bumble.transport import open_transport

from simulators.virtual_strap import Label
from simulators.virtual_strap_adapter import in_reach_of
from tests.devices.hearing import PATIENCE_S
from tests.devices.strap_model import HEART_RATE_MEASUREMENT, Characteristic, StrapModel


class BumbleAir:
    """The strap's side of a scenario (`tests.devices.air.Air`)."""

    def __init__(self, device: Device, heart_rate: BumbleCharacteristic[bytes]) -> None:
        self._device = device
        self._heart_rate = heart_rate
        self._subscribed = asyncio.Event()
        self._gone = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        heart_rate.on("subscription", self._on_subscription)
        device.on("connection", self._on_connection)

    async def subscribed(self) -> None:
        async with asyncio.timeout(6 * PATIENCE_S):
            await self._subscribed.wait()

    async def send(self, payload: bytes) -> None:
        await self._device.notify_subscribers(self._heart_rate, payload)
        await asyncio.sleep(0)

    def drop(self) -> None:
        self._subscribed.clear()
        for connection in list(self._device.connections.values()):
            task = asyncio.create_task(connection.disconnect())
            self._tasks.add(task)
            task.add_done_callback(self._tasks.discard)

    async def released(self) -> None:
        async with asyncio.timeout(6 * PATIENCE_S):
            await self._gone.wait()

    def _on_subscription(self, _: object, notify: bool, __: bool) -> None:
        if notify:
            self._subscribed.set()

    def _on_connection(self, connection: Any) -> None:
        self._gone.clear()
        connection.on("disconnection", lambda _: (self._gone.set(), self._subscribed.clear()))


@asynccontextmanager
async def on_air(model: StrapModel) -> AsyncIterator[BumbleAir]:
    """Put a strap on the air, and an adapter into this machine that can hear it."""
    async with await open_transport("vhci") as adapter:
        device = in_reach_of(adapter, Label(name=model.name, address=model.address))
        offered = {
            known.uuid: _characteristic(known) for service in model.services for known in service.characteristics
        }
        for service in model.services:
            device.add_service(
                BumbleService(UUID(service.uuid), [offered[known.uuid] for known in service.characteristics])
            )
        await device.power_on()
        await device.start_advertising(auto_restart=True, advertising_data=_advertisement(model))
        yield BumbleAir(device, offered[HEART_RATE_MEASUREMENT])
        await device.power_off()


def _characteristic(known: Characteristic) -> BumbleCharacteristic[bytes]:
    properties = BumbleCharacteristic.Properties.from_string(",".join(known.flags).upper())
    return BumbleCharacteristic(known.uuid, properties, BumbleCharacteristic.READABLE, known.value)


def _advertisement(model: StrapModel) -> bytes:
    """All in one packet: the virtual controller has no scan responses."""
    short = bytes.fromhex("0d18")  # the Heart Rate Service
    return bytes(
        AdvertisingData(
            [
                (AdvertisingData.FLAGS, bytes([0x06])),
                (AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, short),
                (AdvertisingData.COMPLETE_LOCAL_NAME, model.name.encode()),
            ]
        )
    )
