"""A strap that is not there: any body as a Bluetooth peripheral, for this program or any other to be tested with.

A recording, a simulated participant or either with faults is sent byte for byte as a strap would send it. Over the air
nobody hears the guidance: a participant does not answer to it. Needs Bumble, which is loaded only when a strap is made.
"""

from __future__ import annotations

import asyncio
from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from biofeedback.clock import Clock
from biofeedback.errors import UsageError
from biofeedback.events import EcgChunk, HeartRate, LinkBack, LinkLost, MotionChunk
from biofeedback.ports import Body
from biofeedback.ticks import TICKS_PER_STRAP_UNIT
from biofeedback.why import why
from simulators.measurement import encode
from simulators.on_air.measurement_service import Measure, Measurements

if TYPE_CHECKING:
    from bumble.device import Device
    from bumble.gatt import Characteristic

POWER_ON_S = 10.0
"""Longest start of a controller: one that is there answers within a second."""

_ADVERTISED_BYTES = 31
"""Most bytes of a legacy advertisement, Bluetooth Core: a long name is cut off there."""

_CHEST = 1
"""Of the Body Sensor Location."""

_NO_PERMISSIONS = 0
"""A measurement is notified, never read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Label:
    """What a virtual strap says of itself."""

    name: str = "Virtual Strap"
    address: str = "F0:F1:F2:F3:F4:F5"  # a static random one
    battery_percent: int = 83
    maker: str = "biofeedback"
    model: str = "virtual"
    measures: frozenset[Measure] = frozenset()  # beside the heart rate


class VirtualStrap:
    """One strap on the air; made by `on_air`."""

    def __init__(
        self,
        device: Device,
        heart_rate: Characteristic[bytes],
        measurements: Measurements | None,
        advertisement: bytes,
    ) -> None:
        self._device = device
        self._measurements = measurements
        self._heart_rate = heart_rate
        self._advertisement = advertisement
        self._listener = asyncio.Event()
        heart_rate.on("subscription", self._on_subscription)
        device.on("connection", self._on_connection)

    async def listened_to(self) -> None:
        """Return when somebody wants the heart rate."""
        await self._listener.wait()

    async def send(self, payload: bytes) -> None:
        """Notify everybody who wants it."""
        await self._device.notify_subscribers(self._heart_rate, payload)

    async def play(self, body: Body, clock: Clock) -> None:
        """Send what the body gives when the clock says so, to its end. A link it loses is lost here, too."""
        while (due := body.due) is not None:
            await clock.sleep_until(due)
            match body.next_event():
                case HeartRate() as event if self._measurements is not None and self._measurements.optical:
                    await self.send(encode(event.hr_bpm, ()))
                    await self._measurements.send(event)
                case HeartRate() as event:
                    await self.send(_bytes_of(event))
                case EcgChunk() | MotionChunk() as chunk if self._measurements is not None:
                    await self._measurements.send(chunk)
                case LinkLost():
                    await self.vanish()
                case LinkBack():
                    await self.advertise()
                case _:
                    pass

    async def advertise(self) -> None:
        """Be found, from now on and again after each link."""
        await self._device.start_advertising(auto_restart=True, advertising_data=self._advertisement)

    async def vanish(self) -> None:
        """Break every link, and be found no more."""
        await self._device.stop_advertising()
        for connection in list(self._device.connections.values()):
            await connection.disconnect()

    def _on_subscription(self, _: object, notify: bool, __: bool) -> None:
        if notify:
            self._listener.set()

    def _on_connection(self, connection: Any) -> None:
        connection.on("disconnection", self._on_disconnection)

    def _on_disconnection(self, _: int) -> None:
        self._listener.clear()


@asynccontextmanager
async def on_air(device: Device, label: Label) -> AsyncGenerator[VirtualStrap, None]:
    """Put a strap on the air with a device that is not powered yet, and take it off in the end.

    Raises
    ------
    UsageError
        Where the device's controller does not answer.
    """
    from bumble.core import UUID, AdvertisingData
    from bumble.gatt import Characteristic, Service
    from bumble.profiles.battery_service import BatteryService
    from bumble.profiles.device_information_service import DeviceInformationService

    heart_rate = Characteristic[bytes](
        "2A37", Characteristic.Properties.NOTIFY, Characteristic.Permissions(_NO_PERMISSIONS), b""
    )
    location = Characteristic[bytes]("2A38", Characteristic.Properties.READ, Characteristic.READABLE, bytes([_CHEST]))
    device.add_service(Service("180D", [heart_rate, location]))
    measurements = Measurements(device, label.measures) if label.measures else None
    if measurements is not None:
        device.add_service(measurements.service())
    device.add_service(BatteryService(lambda _: label.battery_percent))
    device.add_service(DeviceInformationService(manufacturer_name=label.maker, model_number=label.model))
    head = AdvertisingData(
        [
            (AdvertisingData.FLAGS, bytes([0x06])),  # low energy only, to be found by all
            (AdvertisingData.COMPLETE_LIST_OF_16_BIT_SERVICE_CLASS_UUIDS, bytes(UUID("180D"))),
        ]
    )
    room = _ADVERTISED_BYTES - len(bytes(head)) - 2
    name = AdvertisingData([(AdvertisingData.COMPLETE_LOCAL_NAME, label.name.encode()[:room])])
    strap = VirtualStrap(device, heart_rate, measurements, bytes(head) + bytes(name))
    try:
        async with asyncio.timeout(POWER_ON_S):
            await device.power_on()
    except TimeoutError as problem:
        raise _refused("virtual_silent") from problem
    await strap.advertise()
    try:
        yield strap
    finally:
        await device.power_off()


@asynccontextmanager
async def on_transport(transport: str, label: Label) -> AsyncGenerator[VirtualStrap, None]:
    """Put a strap on the air with the controller at a Bumble transport, such as `usb:0` or `hci-socket:0`.

    `vhci` (Linux) needs none: a virtual adapter is put into this computer, and the strap in its reach.

    Raises
    ------
    UsageError
        With one clear line where Bumble is not installed or the controller cannot be had.
    """
    try:
        from bumble.device import Device
        from bumble.hci import Address
        from bumble.transport import open_transport
    except ImportError as problem:
        raise _refused("virtual_no_bumble") from problem
    try:
        opened = await open_transport(transport)
    except Exception as problem:  # each kind of transport fails in its own way, and there are a dozen
        raise _refused("virtual_no_transport", transport=transport, problem=str(problem) or repr(problem)) from problem
    async with opened:
        if transport.partition(":")[0] == "vhci":
            from simulators.on_air.virtual_adapter import in_reach_of

            device = in_reach_of(opened, label)
        else:
            device = Device.with_hci(label.name, Address(label.address), opened.source, opened.sink)
        async with on_air(device, label) as strap:
            yield strap


def _bytes_of(event: HeartRate) -> bytes:
    """As it came from a strap; of an event that never was bytes, as a strap would write it."""
    units = tuple(round(ticks / TICKS_PER_STRAP_UNIT) for ticks in event.rr_ticks)
    return event.payload or encode(event.hr_bpm, units, event.contact)


def _refused(say: str, **values: str) -> UsageError:
    from biofeedback.texts import Texts

    reason = why(f"devices.{say}", **values)
    return UsageError(" ".join(Texts().why(reason).split()), reasons=(reason,))
