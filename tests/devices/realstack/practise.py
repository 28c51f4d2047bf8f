"""All scenarios over the real stack, one after another, as a program: it runs where there is nothing but a kernel."""

from __future__ import annotations

import asyncio
import sys
import traceback
from collections.abc import Awaitable

from biofeedback.clock import SessionClock
from devices.strap import Strap
from tests.devices.air import Air
from tests.devices.hearing import Hearing
from tests.devices.realstack.bumble_air import on_air
from tests.devices.scenarios import SCENARIOS, Scenario
from tests.devices.strap_model import StrapModel
from tests.devices.wearing import a_lost_link_in_mid_tension, palpitations_stop_it

SPEED = 5.0
"""Of the session with the lost link. BlueZ takes its own seconds to let go of a strap and to find it again."""

STEADY_SPEED = 10.0
"""Of the session whose link holds."""

ADDRESS = "C0:FF:EE:00:00:01"


async def _scenario(scenario: Scenario, air: Air, acquire: bool) -> None:
    hearing = Hearing()
    source = Strap(SessionClock(), ADDRESS, patient=True, acquire=acquire)
    try:
        await scenario(source, air, hearing)
    except Exception:
        print("heard:", hearing.kinds(), source.state)
        raise


def _strap(clock: SessionClock) -> Strap:
    return Strap(clock, ADDRESS, patient=True)


async def _told(name: str, work: Awaitable[None]) -> bool:
    """Do it, and say how it went and how long it took."""
    clock = SessionClock()
    try:
        await work
    except Exception:
        traceback.print_exc()
        print(f"FAILED {name} after {clock.now():.1f} s", flush=True)
        return False
    print(f"ok     {name} {clock.now():.1f} s", flush=True)
    return True


async def practise() -> bool:
    """Everything once, on one strap that stays on the air; True: all of it held."""
    held = []
    async with on_air(StrapModel(address=ADDRESS)) as air:
        await asyncio.sleep(1.0)  # bluetoothd powers the new adapter
        # how notifications are handed over matters to links, not to what is in them: two of them are enough
        for scenario, acquire in [(each, False) for each in SCENARIOS] + [(each, True) for each in SCENARIOS[:2]]:
            name = f"{scenario.__name__} {'AcquireNotify' if acquire else 'StartNotify'}"
            held.append(await _told(name, _scenario(scenario, air, acquire)))
        lost = a_lost_link_in_mid_tension(air, _strap, SPEED)
        held.append(await _told("a guided session with the link lost in mid-tension", lost))
        stopped = palpitations_stop_it(air, _strap, STEADY_SPEED)
        held.append(await _told("a guided session stopped by palpitations", stopped))
    return all(held)


if __name__ == "__main__":
    sys.exit(not asyncio.run(practise()))
