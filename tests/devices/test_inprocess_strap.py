"""The source, the session and the journal against a strap in this process, with every fault that can be simulated."""

from __future__ import annotations

import asyncio
import os
import shutil
from itertools import cycle
from pathlib import Path

import pytest

from biofeedback.coach.watching import Watching
from biofeedback.events import HeartRate, Key, LinkLost
from biofeedback.ports import Body
from biofeedback.run.headless import replay
from biofeedback.run.live import LiveSession
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions, SourceKind
from devices.strap import Strap
from simulators.faults.injection import fault_names, parse, with_faults
from simulators.participants.participant import person
from simulators.participants.population import names
from tests.devices.inprocess import InProcessAir, VirtualClock
from tests.devices.layers import in_process
from tests.devices.scenarios import SHORT, WHOLE_SESSIONS, Scenario

PACKETS = int(os.environ.get("L1_PACKETS", "1000000"))
SESSION_S = 3.5 * 3600.0  # of one participant: the longest that is simulated is four hours
TURNS = 12  # of the event loop: more than finding a strap and connecting to it takes here


@pytest.mark.parametrize("scenario", SHORT, ids=str)
async def test_scenario(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """What must hold on every layer holds here."""
    await scenario.act(in_process(scenario.strap(), monkeypatch))


@pytest.mark.slow
@pytest.mark.parametrize("scenario", WHOLE_SESSIONS, ids=str)
async def test_whole_session(scenario: Scenario, monkeypatch: pytest.MonkeyPatch) -> None:
    """On a quick clock of its own: where the machine stands still for a moment, seconds of a session pass unheard."""
    await scenario.act(in_process(scenario.strap(), monkeypatch))


def on_a_bad_day(name: str, seed: int) -> Body:
    """A participant with every fault there is, one after another, all through the session."""
    kinds = cycle(fault_names())
    faults = tuple(parse(f"{next(kinds)}:{start}") for start in range(90, int(SESSION_S), 600))
    return with_faults(person(name, seed), faults, seed)


async def sent_through(air: InProcessAir, clock: VirtualClock, body: Body, most: int) -> tuple[list[bytes], int]:
    """What the strap sent while somebody listened, and how many links were lost, on the way to the body's end."""
    sent, lost = list[bytes](), 0
    while (due := body.due) is not None and due < SESSION_S and len(sent) < most:
        clock.move(due)
        match body.next_event():
            case HeartRate(payload=payload):
                air.asleep = False
                for _ in range(TURNS):
                    if air.heard:
                        break
                    await asyncio.sleep(0)
                if air.heard:
                    sent.append(payload)
                    air.notify(payload)
            case LinkLost():
                air.asleep = True
                lost += air.heard
                air.drop()
            case _:
                pass
        await asyncio.sleep(0)
    return sent, lost


async def one_session(folder: Path, name: str, seed: int, most: int, air: InProcessAir) -> int:
    """A session of hours; returns how many packets it had. What is in the journal is what was sent."""
    clock, guide = VirtualClock(), Watching()
    log = SessionLog.begin(
        protocol=None,
        source_kind=SourceKind.STRAP,
        source="ble",
        seed=seed,
        lang="en",
        settings={},
        folder=folder,
    )
    session = LiveSession(guide, clock, [log])
    running = asyncio.create_task(session.run(Strap(clock, patient=True)))
    try:
        await air.subscribed()
        await asyncio.sleep(0)
        sent, lost = await sent_through(air, clock, on_a_bad_day(name, seed), most)
        session.press(Key.STOP)
        await running
    finally:
        running.cancel()
        await asyncio.wait([running])
        log.close()
    await air.released()
    with Sessions(folder) as store:
        events, decisions = store.events(log.id), store.decisions(log.id)
    assert [event.payload for event in events if isinstance(event, HeartRate)] == sent
    assert sum(isinstance(event, LinkLost) and event.cause == "disconnected" for event in events) == lost
    times = [event.t for event in events]
    assert times == sorted(times)
    assert replay(Watching(), events) == decisions
    return len(sent)


async def test_some_thousand_packets_with_every_fault_are_all_in_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """None lost, none twice, none out of order; and what was decided can be replayed."""
    air = InProcessAir()
    air.carry(monkeypatch)
    assert await one_session(tmp_path, "ectopic", 1, 4000, air) == 4000
    assert air.links > 1  # links were lost and made anew on the way


@pytest.mark.slow
async def test_a_million_packets_with_every_fault_are_all_in_the_journal(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Each participant in turn, hours at a time."""
    done, seed = 0, 0
    air = InProcessAir()
    air.carry(monkeypatch)
    while done < PACKETS:
        seed += 1
        folder = tmp_path / str(seed)
        done += await one_session(folder, names()[seed % len(names())], seed, PACKETS - done, air)
        shutil.rmtree(folder)
    print(f"{done} packets, {seed} sessions, {air.links} links")
