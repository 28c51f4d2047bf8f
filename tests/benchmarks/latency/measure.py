"""How long things take inside the program, as figures: `python -m tests.benchmarks.latency.measure`.

From a packet's arrival to the frame that was drawn after it, with the full screen; and from whatever ends a tension
(the stop key, a lost link, a warning rhythm in a packet) to the release cue, in the session and on the screen. Nothing
is judged here: figures depend on the machine and on what else it does. Each line is a JSON object, times in ms.
"""

from __future__ import annotations

import asyncio
import json
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import replace
from pathlib import Path

from biofeedback.decisions import Action, CueGiven, Decision, Stopped
from simulators.participant import Person, person
from simulators.profiles import PROFILES
from tests.benchmarks.latency.rig import Rig, StopWatch, running

FRAMES, STOPS = 200, 5  # samples
QUICK, STEADY = 20.0, 3.0  # times as fast as life: to get there (a busy screen keeps up), and while frames are timed


async def frames(folder: Path) -> list[float]:
    """Packet to frame, once the chart is full and a group is being practised."""
    async with running(folder, person("calm", 1), groups=13, speed=QUICK) as rig:
        await rig.ear.when(CueGiven, action=Action.RELEASE)
        rig.clock.pace(STEADY)
        rig.frames.taken_ms.clear()
        return await rig.frames.measured(FRAMES)


async def _tensing(rig: Rig) -> StopWatch:
    """Wait for a tension, from which on time runs as in life; then the watch that ends with the next cue."""

    def slow_down(decision: Decision) -> None:
        if isinstance(decision, CueGiven) and decision.action is Action.TENSE:
            rig.clock.pace(1.0)

    rig.ear.each = slow_down
    await rig.ear.when(CueGiven, action=Action.TENSE)
    watch = rig.ear.watched[CueGiven] = StopWatch()
    return watch


async def stop_key(folder: Path) -> list[float]:
    """The stop key in mid-tension to the release cue."""
    async with running(folder, person("calm", 1), groups=1, speed=QUICK) as rig:
        watch = await _tensing(rig)
        watch.begin()
        rig.app.simulate_key("x")
        return await watch.measured(1)


async def lost_link(folder: Path) -> list[float]:
    """The link lost in mid-tension to the release cue."""
    async with running(folder, person("calm", 1), groups=1, speed=QUICK) as rig:
        watch = await _tensing(rig)
        watch.begin()
        rig.air.drop()
        return await watch.measured(1)


async def palpitations(folder: Path) -> list[float]:
    """The packet that makes the warning rhythm certain to the stop."""
    turning = replace(PROFILES["palpitations"], turns_at_s=(90.0, 100.0))
    async with running(folder, Person(turning, "palpitations", 3), groups=13, speed=QUICK) as rig:
        watch = rig.ear.watched[Stopped] = StopWatch()
        send = rig.air.notify

        def timed(payload: bytes) -> None:
            watch.begin()
            send(payload)

        rig.air.notify = timed  # type: ignore[method-assign]
        return await watch.measured(1)


async def _repeated(work: Callable[[Path], Awaitable[list[float]]], times: int, folder: Path) -> list[float]:
    return [ms for turn in range(times) for ms in await work(folder / f"{work.__name__}{turn}")]


def said(name: str, taken_ms: list[float]) -> str:
    """The figures of one measurement."""
    ordered = sorted(taken_ms)
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    figures = {
        key: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) for key, share in shares.items()
    }
    return json.dumps({"what": name, "n": len(ordered), **figures})


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        for name, work, times in (
            ("packet_to_frame_ms", frames, 1),
            ("stop_key_to_release_ms", stop_key, STOPS),
            ("lost_link_to_release_ms", lost_link, STOPS),
            ("palpitations_packet_to_stop_ms", palpitations, STOPS),
        ):
            sys.stdout.write(said(name, asyncio.run(_repeated(work, times, folder))) + "\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
