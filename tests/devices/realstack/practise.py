"""All scenarios over the real stack, one after another, as a program: it runs where there is nothing but a kernel."""

from __future__ import annotations

import asyncio
import logging
import sys
import traceback
from collections.abc import Generator
from contextlib import contextmanager
from functools import partial

from bumble.link import LocalLink
from bumble.transport import open_transport

from biofeedback.clock import SessionClock
from devices.strap import Strap
from simulators.on_air.virtual_adapter import air_around
from tests.devices.realstack.adapter import powered
from tests.devices.realstack.agent import Agent, agent
from tests.devices.realstack.bumble_air import on_air
from tests.devices.realstack.played import a_recording_is_played_found_and_practised_with
from tests.devices.scenarios import SCENARIOS, Layer, Scenario

LOST_SPEED = 5.0
"""Of the session with the lost link. BlueZ takes its own seconds to let go of a strap and to find it again."""

STEADY_SPEED = 5.0
"""Of the session whose link holds."""

ADDRESS = "C0:FF:EE:00:00:{:02X}"  # a strap of its own for each scenario: BlueZ remembers what a strap offered

BOTH_WAYS = frozenset({"nothing_twice_after_lost_links"})
"""Played with AcquireNotify too: how notifications are handed over matters to links, not to what they say."""


async def _played(number: int, scenario: Scenario, acquire: bool, air: LocalLink, agent: Agent) -> None:
    model = scenario.strap()
    model.address = ADDRESS.format(number)
    strap = partial(Strap, address=model.address, patient=True, acquire=acquire)
    async with on_air(air, model, agent) as carried:
        layer = Layer(air=carried, strap=strap, link_speed=1.0, lost_speed=LOST_SPEED, steady_speed=STEADY_SPEED)
        await scenario.act(layer)


class Told:
    """Says how each thing went and how long it took."""

    def __init__(self) -> None:
        self.held: list[bool] = []

    @contextmanager
    def __call__(self, name: str) -> Generator[None]:
        clock = SessionClock()
        try:
            yield
        except Exception:
            traceback.print_exc()
            print(f"FAILED {name} after {clock.now():.1f} s", flush=True)
            self.held.append(False)
        else:
            print(f"ok     {name} {clock.now():.1f} s", flush=True)
            self.held.append(True)


async def scenarios(only: str, told: Told) -> None:
    """Every scenario whose name has `only` in it, on straps of this process."""
    plays = [(each, False) for each in SCENARIOS] + [(each, True) for each in SCENARIOS if str(each) in BOTH_WAYS]
    async with agent() as pairing, await open_transport("vhci") as adapter:
        air = air_around(adapter)  # at once: the kernel asks a new adapter whether it is there, and asks but once
        await powered()
        for number, (scenario, acquire) in enumerate(plays):
            if only in str(scenario):
                name = f"{scenario} {'AcquireNotify' if acquire else 'StartNotify'}"
                with told(name):
                    await _played(number, scenario, acquire, air, pairing)


def practise(only: str) -> bool:
    """All of it, or what has `only` in its name; True: there was something, and it held."""
    told, played = Told(), a_recording_is_played_found_and_practised_with
    asyncio.run(scenarios(only, told))
    if only in played.__name__:
        with told(played.__name__):
            played()
    return bool(told.held) and all(told.held)


if __name__ == "__main__":
    logging.getLogger("bumble").setLevel(logging.ERROR)  # it warns of each pairing that nobody wanted
    sys.exit(not practise("".join(sys.argv[1:])))
