"""A whole guided session over unmodified bleak, with the link lost in mid-tension."""

from __future__ import annotations

import pytest

from devices.strap import Strap
from tests.devices.air import DbusAir
from tests.devices.fake_bluez import FakeBluez
from tests.devices.strap_model import StrapModel
from tests.devices.wearing import a_lost_link_in_mid_tension, palpitations_stop_it

QUICK = 20.0  # times the wall clock; twenty seconds of silence, which end a link, are one second here

pytestmark = pytest.mark.slow


async def test_a_link_lost_in_mid_tension_is_released_and_the_group_begun_again(bluez: FakeBluez) -> None:
    """Never a tension without a heart to watch; when it is back, the session goes on and is finished."""
    air = DbusAir(bluez, StrapModel())
    await a_lost_link_in_mid_tension(air, lambda clock: Strap(clock, air.model.address), QUICK)


async def test_palpitations_arriving_over_the_air_stop_the_session(bluez: FakeBluez) -> None:
    """The last word is that it was stopped, and by which rule; nothing is tensed after that."""
    air = DbusAir(bluez, StrapModel())
    await palpitations_stop_it(air, lambda clock: Strap(clock, air.model.address), QUICK)
