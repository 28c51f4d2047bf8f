"""All scenarios over the real stack, one after another, as a program: it runs where there is nothing but a kernel."""

from __future__ import annotations

import asyncio
import sys
import traceback

from biofeedback.clock import SessionClock
from devices.strap import Strap
from tests.devices.hearing import Hearing
from tests.devices.realstack.bumble_air import on_air
from tests.devices.scenarios import SCENARIOS
from tests.devices.strap_model import StrapModel


async def practise() -> int:
    """Run them, say how each went, and return how many did not hold."""
    failed = 0
    model = StrapModel(address="C0:FF:EE:00:00:01")
    clock = SessionClock()
    async with on_air(model) as air:
        await asyncio.sleep(1.0)  # bluetoothd powers the new adapter
        for scenario in SCENARIOS:
            for acquire in (False, True):
                began = clock.now()
                try:
                    source = Strap(SessionClock(), model.address, patient=True, acquire=acquire)
                    hearing = Hearing()
                    await scenario(source, air, hearing)
                    result = "ok"
                except Exception:
                    traceback.print_exc()
                    print("heard:", hearing.kinds(), source.state)
                    failed += 1
                    result = "FAILED"
                how = "AcquireNotify" if acquire else "StartNotify"
                print(f"{result:6} {scenario.__name__} {how} {clock.now() - began:.1f} s", flush=True)
    return failed


if __name__ == "__main__":
    sys.exit(min(1, asyncio.run(practise())))
