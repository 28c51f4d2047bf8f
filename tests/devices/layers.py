"""The ways a strap is carried that need no more than this process and a message bus."""

from __future__ import annotations

from functools import partial

import pytest

from devices.strap import Strap
from tests.devices.air import DbusAir
from tests.devices.fake_bluez import FakeBluez
from tests.devices.inprocess import InProcessAir
from tests.devices.scenarios import Layer
from tests.devices.strap_model import StrapModel


def over_dbus(bluez: FakeBluez, model: StrapModel, *, acquire: bool = False) -> Layer:
    """Through unmodified bleak and a stand-in for bluetoothd."""
    strap = partial(Strap, address=model.address, acquire=acquire)
    # twenty seconds of silence, which end a link, are one second at the speed of a session
    return Layer(air=DbusAir(bluez, model), strap=strap, link_speed=8.0, lost_speed=20.0, steady_speed=20.0)


def in_process(model: StrapModel, patch: pytest.MonkeyPatch) -> Layer:
    """Through nothing at all."""
    air = InProcessAir(model)
    air.carry(patch)
    return Layer(air=air, strap=Strap, link_speed=50.0, lost_speed=20.0, steady_speed=20.0)
