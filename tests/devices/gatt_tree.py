"""How BlueZ lays out an adapter, a device and its services as objects of a message bus."""

from __future__ import annotations

from typing import TypeAlias

from dbus_fast import Variant

from tests.devices.strap_model import Service, StrapModel

ADAPTER = "org.bluez.Adapter1"
DEVICE = "org.bluez.Device1"
SERVICE = "org.bluez.GattService1"
CHARACTERISTIC = "org.bluez.GattCharacteristic1"
ADAPTER_PATH = "/org/bluez/hci0"

Interfaces: TypeAlias = dict[str, dict[str, Variant]]


def adapter() -> Interfaces:
    """One adapter that is on and can be a central."""
    return {
        ADAPTER: {
            "Address": Variant("s", "00:00:00:00:00:01"),
            "Powered": Variant("b", True),
            "Roles": Variant("as", ["central", "peripheral"]),
        }
    }


def device_path(address: str) -> str:
    return f"{ADAPTER_PATH}/dev_{address.replace(':', '_')}"


def device(strap: StrapModel) -> Interfaces:
    """A strap that was seen and is not connected."""
    return {
        DEVICE: {
            "Address": Variant("s", strap.address),
            "Alias": Variant("s", strap.name),
            "Name": Variant("s", strap.name),
            "UUIDs": Variant("as", list(strap.advertised)),
            "Adapter": Variant("o", ADAPTER_PATH),
            "Paired": Variant("b", False),
            "Connected": Variant("b", False),
            "ServicesResolved": Variant("b", False),
            "RSSI": Variant("n", strap.rssi),
        }
    }


def gatt(path: str, services: tuple[Service, ...], *, damaged: bool = False) -> dict[str, Interfaces]:
    """The services and characteristics below a device. bleak takes handles from the last four digits of a path.

    `damaged`: without flags, as no BlueZ should tell them.
    """
    tree: dict[str, Interfaces] = {}
    handle = 0x10
    for service in services:
        service_path = f"{path}/service{handle:04x}"
        tree[service_path] = {
            SERVICE: {
                "UUID": Variant("s", service.uuid),
                "Device": Variant("o", path),
                "Primary": Variant("b", True),
            }
        }
        for characteristic in service.characteristics:
            handle += 1
            properties = {
                "UUID": Variant("s", characteristic.uuid),
                "Service": Variant("o", service_path),
                "Value": Variant("ay", characteristic.value),
                "Flags": Variant("as", list(characteristic.flags)),
                "MTU": Variant("q", 247),
                "Notifying": Variant("b", False),
            }
            if damaged:
                del properties["Flags"]
            if "notify" in characteristic.flags:
                properties["NotifyAcquired"] = Variant("b", False)
            tree[f"{service_path}/char{handle:04x}"] = {CHARACTERISTIC: properties}
        handle += 0x10
    return tree
