"""A strap made of Bumble, in reach of the kernel's Bluetooth through a virtual controller."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from typing import Any

from bumble.core import UUID, AdvertisingData
from bumble.device import Device
from bumble.gatt import Characteristic as BumbleCharacteristic
from bumble.gatt import CharacteristicValue
from bumble.gatt import Service as BumbleService
from bumble.link import LocalLink
from bumble.pairing import PairingConfig

from devices.pmd import PMD_CONTROL_POINT, PMD_DATA
from simulators.on_air.virtual_adapter import device_on
from simulators.on_air.virtual_strap import Label
from tests.devices.hearing import PATIENCE_S
from tests.devices.realstack.agent import Agent
from tests.devices.strap_model import HEART_RATE_MEASUREMENT, Characteristic, StrapModel


class BumbleAir:
    """The strap's side of a scenario (`tests.devices.air.Air`)."""

    def __init__(self, device: Device, model: StrapModel, agent: Agent) -> None:
        self._device = device
        self._model = model
        self._agent = agent
        self._subscribed = asyncio.Event()
        self._gone = asyncio.Event()
        self._tasks: set[asyncio.Task[None]] = set()
        self.commands: list[bytes] = []
        self._offered = {
            known.uuid: self._characteristic(known) for service in model.services for known in service.characteristics
        }
        for service in model.services:
            device.add_service(
                BumbleService(UUID(service.uuid), [self._offered[known.uuid] for known in service.characteristics])
            )
        self._offered[HEART_RATE_MEASUREMENT].on("subscription", self._on_subscription)
        device.on("connection", self._on_connection)

    def _characteristic(self, known: Characteristic) -> BumbleCharacteristic[bytes]:
        properties = BumbleCharacteristic.Properties.from_string(",".join(known.flags).upper())
        permissions = BumbleCharacteristic.Permissions.READABLE
        if "write" not in known.flags:
            return BumbleCharacteristic(known.uuid, properties, permissions, known.value)
        permissions |= BumbleCharacteristic.Permissions.WRITEABLE
        if known.uuid in self._model.secured:
            permissions |= BumbleCharacteristic.Permissions.WRITE_REQUIRES_ENCRYPTION
        value = CharacteristicValue[bytes](read=lambda _: known.value, write=self._written)
        return BumbleCharacteristic(known.uuid, properties, permissions, value)

    async def subscribed(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await self._subscribed.wait()

    async def send(self, payload: bytes) -> None:
        await self._device.notify_subscribers(self._offered[HEART_RATE_MEASUREMENT], payload)
        await asyncio.sleep(0)

    async def stream(self, payload: bytes) -> None:
        await self._device.notify_subscribers(self._offered[PMD_DATA], payload)

    async def answer_pairing(self, willing: bool) -> None:
        await self._agent.be(willing)

    def drop(self) -> None:
        self._subscribed.clear()
        for connection in list(self._device.connections.values()):
            self._spawn(connection.disconnect())

    async def released(self) -> None:
        async with asyncio.timeout(PATIENCE_S):
            await self._gone.wait()

    def _spawn(self, work: Any) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)

    def _written(self, _: object, command: bytes) -> None:
        self.commands.append(bytes(command))
        if (answer := self._model.answer(bytes(command))) is not None:
            self._spawn(self._device.indicate_subscribers(self._offered[PMD_CONTROL_POINT], answer))

    def _on_subscription(self, _: object, notify: bool, __: bool) -> None:
        if notify:
            self._subscribed.set()

    def _on_connection(self, connection: Any) -> None:
        self._gone.clear()
        connection.on("disconnection", self._on_disconnection)

    def _on_disconnection(self, _: int) -> None:
        self._gone.set()
        self._subscribed.clear()


@asynccontextmanager
async def on_air(air: LocalLink, model: StrapModel, agent: Agent) -> AsyncGenerator[BumbleAir]:
    """Put a strap on the air, for one scenario."""
    device = device_on(air, Label(name=model.name, address=model.address))
    # "just works", as a strap without keys and display does it; nothing is kept, so that each pairing is a first one
    device.pairing_config_factory = _just_works
    strap = BumbleAir(device, model, agent)
    await device.power_on()
    await device.start_advertising(auto_restart=True, advertising_data=_advertisement(model))
    yield strap
    await device.power_off()


def _just_works(_: object) -> PairingConfig:
    return PairingConfig(mitm=False, bonding=False)


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
