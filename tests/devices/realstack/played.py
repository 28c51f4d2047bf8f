"""`biofeedback strap` in a process of its own, with an adapter of its own; found and practised with by this one."""

from __future__ import annotations

import asyncio
import csv
import sys
import tempfile
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path

from biofeedback.clock import SessionClock
from biofeedback.coach.engine import Engine
from biofeedback.decisions import Decision, Finished, Outcome
from biofeedback.events import Event, HeartRate
from biofeedback.findings import Rule
from biofeedback.run.live import LiveSession
from biofeedback.ticks import to_s
from devices.scan import straps_in_reach
from devices.strap import Strap
from simulators.participant import Person
from simulators.profiles import PROFILES
from simulators.virtual_strap import Label
from tests.devices.hearing import PATIENCE_S
from tests.devices.scenarios import SEED, TURNS_S
from tests.devices.wearing import LONGEST_S, short_plan

SPEED = 10.0
RECORDED_S = 400.0


async def a_recording_is_played_found_and_practised_with() -> None:
    """What the file holds comes over the air: its rhythm turns, and the session stops for that reason."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "turning.csv"
        _record(file)
        async with _playing(file):
            found = await straps_in_reach()
            assert [(strap.address, strap.name) for strap in found] == [(Label().address, Label().name)]
            finished = await _practised(found[0].address)
    assert (finished.outcome, finished.rule) == (Outcome.STOPPED, Rule.IRREGULAR)
    assert finished.t > TURNS_S[0]


def _record(file: Path) -> None:
    body = Person(replace(PROFILES["palpitations"], turns_at_s=TURNS_S), "palpitations", SEED)
    with file.open("w", newline="") as table:
        rows = csv.writer(table)
        rows.writerow(["rr_ms"])
        while body.due is not None and body.due < RECORDED_S:
            event = body.take()
            if isinstance(event, HeartRate):
                rows.writerows([f"{1000 * to_s(ticks):.4f}"] for ticks in event.rr_ticks)


@asynccontextmanager
async def _playing(file: Path) -> AsyncIterator[None]:
    """The command, from the moment its strap is on the air."""
    command = ("-m", "biofeedback", "strap", "--transport", "vhci", "--source", f"replay:{file}@{SPEED:g}")
    process = await asyncio.create_subprocess_exec(sys.executable, *command, stderr=asyncio.subprocess.PIPE)
    assert process.stderr is not None
    try:
        async with asyncio.timeout(PATIENCE_S):
            said = await process.stderr.readline()
        assert Label().name.encode() in said, said + await process.stderr.read()
        await asyncio.sleep(1.0)  # bluetoothd powers the new adapter
        yield
    finally:
        if process.returncode is None:
            process.terminate()
        await process.wait()


async def _practised(address: str) -> Finished:
    ended = Ended()
    clock = SessionClock(SPEED)
    async with asyncio.timeout(LONGEST_S):
        await LiveSession(Engine(short_plan(13)), clock, [ended]).run(Strap(clock, address, patient=True))
    assert ended.last is not None
    return ended.last


class Ended:
    """Hears the last word."""

    def __init__(self) -> None:
        self.last: Finished | None = None

    def tell(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        for decision in decisions:
            if isinstance(decision, Finished):
                self.last = decision
