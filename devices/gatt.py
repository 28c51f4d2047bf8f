"""Which characteristic is meant, where a strap has several of a kind.

`bleak` refuses to look one up by its UUID as soon as there are two (and some straps have two battery levels), so they
are looked up here: by service, and by what can be done with them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from devices.trouble import Step, calling

if TYPE_CHECKING:
    from bleak import BleakClient
    from bleak.backends.characteristic import BleakGATTCharacteristic

HEART_RATE_SERVICE = "0000180d-0000-1000-8000-00805f9b34fb"
"""The Heart Rate Service, 0x180D in the numbers of the Bluetooth SIG."""

HEART_RATE_MEASUREMENT = "00002a37-0000-1000-8000-00805f9b34fb"
"""Its packets, 0x2A37: notified about once a second."""

BATTERY_SERVICE = "0000180f-0000-1000-8000-00805f9b34fb"
"""The Battery Service, 0x180F."""

BATTERY_LEVEL = "00002a19-0000-1000-8000-00805f9b34fb"
"""Its level, 0x2A19: one byte, percent."""


def characteristic(client: BleakClient, service: str, uuid: str, *uses: str) -> BleakGATTCharacteristic | None:
    """The first of this UUID that allows all `uses` (such as "notify"), one in its own service before any other.

    Raises LinkFault where the link died meanwhile.
    """
    with calling(Step.LISTEN):
        known = list(client.services.characteristics.values())
    fit = [each for each in known if each.uuid == uuid and set(uses) <= set(each.properties)]
    return min(fit, key=lambda each: (each.service_uuid != service, each.handle), default=None)
