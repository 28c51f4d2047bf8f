"""`biofeedback strap` in a process of its own, with an adapter of its own; found and practised with by this one.

The process is a fork, since an emulated machine takes long to load everything twice.
"""

from __future__ import annotations

import asyncio
import csv
import os
import sys
import tempfile
from collections.abc import Callable, Generator
from contextlib import contextmanager, suppress
from dataclasses import replace
from functools import partial
from multiprocessing import get_context
from pathlib import Path
from select import select

from biofeedback.cli import main
from biofeedback.clock import SessionClock
from biofeedback.coach.engine import Engine
from biofeedback.decisions import Decision, Finished, Outcome
from biofeedback.errors import BluetoothUnavailable
from biofeedback.events import Event, HeartRate, Key, Suspended
from biofeedback.findings import Rule
from biofeedback.run.live import LiveSession
from biofeedback.ticks import to_s
from devices.reach import StrapInReach
from devices.scan import straps_in_reach
from devices.strap import Strap
from simulators.on_air.virtual_strap import Label
from simulators.participants.participant import Person
from simulators.participants.population import profile
from tests.devices.hearing import PATIENCE_S
from tests.devices.realstack.adapter import powered
from tests.devices.scenarios import SEED, TURNS_S
from tests.devices.wearing import GOES_ON_S, LONGEST_S, short_plan

SPEED = 3.0
"""Of the session and of what the strap plays: a stall of six seconds is then not yet a silence that ends a link."""
RECORDED_S = 400.0


def a_recording_is_played_found_and_practised_with() -> None:
    """What the file holds comes over the air: its rhythm turns, and the session stops for that reason."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "turning.csv"
        _record(file)
        with _playing(file):
            finished = asyncio.run(_found_and_practised_with())
    assert (finished.outcome, finished.rule) == (Outcome.STOPPED, Rule.IRREGULAR)
    assert finished.t > TURNS_S[0]


def _record(file: Path) -> None:
    body = Person(replace(profile("palpitations"), turns_at_s=TURNS_S), "palpitations", SEED)
    with file.open("w", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(["rr_ms"])
        while body.due is not None and body.due < RECORDED_S:
            event = body.next_event()
            if isinstance(event, HeartRate):
                rows.writerows([f"{1000 * to_s(ticks):.4f}"] for ticks in event.rr_ticks)


@contextmanager
def _playing(file: Path) -> Generator[None]:
    """The command, from the moment its strap is on the air. To be begun where no event loop runs."""
    arguments = ["strap", "--transport", "vhci", "--source", f"replay:{file}@{SPEED:g}"]
    reads, writes = os.pipe()
    process = get_context("fork").Process(target=_be_the_strap, args=(arguments, writes))
    process.start()
    os.close(writes)
    try:
        assert select([reads], [], [], PATIENCE_S)[0], "the command says nothing"
        said = os.read(reads, 1000).decode()
        assert Label().name in said, said
        yield
    finally:
        process.terminate()
        process.join()
        os.close(reads)


def _be_the_strap(arguments: list[str], stderr: int) -> None:
    os.dup2(stderr, 2)
    sys.argv[1:] = arguments
    main()
    sys.exit()


async def _found_and_practised_with() -> Finished:
    found = await _found()
    assert [(strap.address, strap.name) for strap in found] == [(Label().address, Label().name)]
    ended = Ended()
    clock = SessionClock(SPEED)
    try:
        async with asyncio.timeout(LONGEST_S):
            session = LiveSession(Engine(short_plan(13)), clock, [ended])
            ended.go_on = partial(session.press, Key.RESUME)
            await session.run(Strap(clock, found[0].address, patient=True))
    except TimeoutError as late:
        late.add_note(f"the latest that was decided: {ended.latest}")
        raise
    assert ended.last is not None
    return ended.last


async def _found() -> tuple[StrapInReach, ...]:
    """The straps in reach as soon as there are any: the adapter is still being powered, and a slow scan finds none.

    Without an adapter a search is refused before anything is awaited: searched again at once, no message of the stack
    would ever be read, nor would any time run out.
    """
    async with asyncio.timeout(PATIENCE_S):
        while True:
            await powered()
            with suppress(BluetoothUnavailable):
                if found := await straps_in_reach():
                    return found


class Ended:
    """Hears the last word; and goes on where the emulated machine stood still for so long that the session is held."""

    def __init__(self) -> None:
        self.last: Finished | None = None
        self.go_on: Callable[[], None] | None = None
        self.latest: tuple[Decision, ...] = ()

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        if isinstance(event, Suspended) and self.go_on is not None:
            asyncio.get_running_loop().call_later(GOES_ON_S, self.go_on)
        self.latest = (*self.latest, *decisions)[-5:]
        for decision in decisions:
            if isinstance(decision, Finished):
                self.last = decision
