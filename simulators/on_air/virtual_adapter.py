"""A Bluetooth adapter for this computer that is not there either: a strap in its reach needs no radio at all."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any

from bumble import hci
from bumble.controller import Controller
from bumble.core import PhysicalTransport
from bumble.device import Device
from bumble.host import Host
from bumble.link import LocalLink

if TYPE_CHECKING:
    from bumble.transport.common import Transport

    from simulators.on_air.virtual_strap import Label

LATENCY_S = 0.02
"""Of one way over the virtual air. Without any, bluetoothd mixes up the order of its own signals on reconnect."""

ADAPTER_ADDRESS = "F0:F1:F2:F3:F4:F0"
"""The virtual adapter's public address. Made up; other than that of a strap (`Label.address`)."""


class SlowAir(LocalLink):
    """A link that takes its time, and that names the sender by the address of the connection.

    Bumble 0.0.236 names it by its random address, which Linux changes for every scan while it connects with the public.
    """

    def send_acl_data(self, sender_controller: Any, destination_address: Any, transport: Any, data: bytes) -> None:
        """Hand data over after a while."""
        if transport is not PhysicalTransport.LE:
            super().send_acl_data(sender_controller, destination_address, transport, data)
            return
        receiver = self.find_le_controller(destination_address)
        connection = sender_controller.le_connections.get(destination_address)
        if receiver is not None and connection is not None:
            loop = asyncio.get_running_loop()
            loop.call_later(LATENCY_S, receiver.on_link_acl_data, connection.self_address, transport, data)


def in_reach_of(adapter: Transport, label: Label) -> Device:
    """A device on the same air as the adapter that the kernel finds at the other end of `adapter`."""
    return device_on(air_around(adapter), label)


def air_around(adapter: Transport) -> LocalLink:
    """An air that the kernel's adapter at the other end of `adapter` hears."""
    air: LocalLink = SlowAir()  # type: ignore[no-untyped-call]
    near = Controller("adapter", adapter.source, adapter.sink, air, public_address=ADAPTER_ADDRESS)
    # with these, the kernel waits for events that Bumble's controller does not send
    near.le_features &= ~(hci.LeFeatureMask.LL_PRIVACY | hci.LeFeatureMask.LE_EXTENDED_ADVERTISING)
    return air


def device_on(air: LocalLink, label: Label) -> Device:
    """A device that is not powered yet."""
    host = Host()
    host.controller = Controller("strap", link=air)
    return Device(name=label.name, address=hci.Address(label.address), host=host)
