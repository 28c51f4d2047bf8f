"""How long things take inside the program, as figures: `python -m tests.latency.measure`.

The whole program but for radio and terminal: strap source, session, journal, full screen. Three ways are timed:

- from each packet's arrival to the end of writing the first frame that was drawn after it;
- from whatever ends a tension in its middle (the stop key, a lost link) to the release cue, and to the end of writing
  the first frame that shows it;
- from the packet that makes a warning rhythm certain to the stop, whatever is being done then, and to its frame.

Writing ends where the terminal's own work begins: the escape sequences are made and then thrown away. Nothing is judged
here: figures depend on the machine and on what else it does, so the load average (1 min) stands beside them. Each line
is a JSON object, times in ms. LATENCY_STOPS=N asks for other than 50 sessions for each way of stopping.
"""

from __future__ import annotations

import asyncio
import json
import os
import sys
import tempfile
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from pathlib import Path
from typing import TypeAlias

from biofeedback.decisions import Action, CueGiven, Decision, Stopped
from simulators.participants.participant import Person, person
from simulators.participants.population import profile
from tests.latency.rig import Rig, StopWatch, running

FRAMES = 400  # so that a 99th percentile has some samples above it
STOPS = int(os.environ.get("LATENCY_STOPS", "50"))  # one a session
QUICK, STEADY = 20.0, 4.0  # times as fast as life: to get there (a busy screen keeps up), and while frames are timed
TURNS_S = (45.0, 50.0)  # seconds into the session, soon after the baseline


@dataclass(frozen=True, slots=True, kw_only=True)
class Stop:
    """How long one stop took, in ms."""

    said: float
    shown: float


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
    await rig.frames.measured(len(rig.frames.taken_ms) + 1)  # the screen shows the tension by now
    return rig.ear.watched.setdefault(CueGiven, StopWatch())


async def _stopped(rig: Rig, said: StopWatch) -> Stop:
    return Stop(said=(await said.measured(1))[-1], shown=(await rig.app.released.measured(1))[-1])


async def stop_key(folder: Path) -> Stop:
    """The stop key in mid-tension."""
    async with running(folder, person("calm", 1), groups=1, speed=QUICK) as rig:
        said = await _tensing(rig)
        said.begin()
        rig.app.time_release()
        rig.app.simulate_key("x")
        return await _stopped(rig, said)


async def lost_link(folder: Path) -> Stop:
    """The link lost in mid-tension."""
    async with running(folder, person("calm", 1), groups=1, speed=QUICK) as rig:
        said = await _tensing(rig)
        said.begin()
        rig.app.time_release()
        rig.air.drop()
        return await _stopped(rig, said)


async def palpitations(folder: Path) -> Stop:
    """The packet that makes the warning rhythm certain."""
    turning = replace(profile("palpitations"), turns_at_s=TURNS_S)
    async with running(folder, Person(turning, "palpitations", 3), groups=13, speed=QUICK) as rig:
        said = rig.ear.watched[Stopped] = StopWatch()
        send, packet = rig.air.notify, StopWatch()

        def timed(payload: bytes) -> None:
            packet.begin()
            said.began = packet.began
            send(payload)

        def decided(decision: Decision) -> None:
            if isinstance(decision, Stopped):
                rig.app.time_release()
                rig.app.released.began = packet.began

        rig.air.notify = timed  # type: ignore[method-assign]
        rig.ear.each = decided
        return await _stopped(rig, said)


Way: TypeAlias = Callable[[Path], Awaitable[Stop]]


async def _stops(way: Way, folder: Path) -> list[Stop]:
    return [await way(folder / f"{way.__name__}{turn}") for turn in range(STOPS)]


def told(name: str, taken_ms: list[float]) -> str:
    """The figures of one measurement."""
    ordered = sorted(taken_ms)
    shares = {"p50": 0.5, "p90": 0.9, "p99": 0.99, "max": 1.0}
    figures = {
        key: round(ordered[min(len(ordered) - 1, int(share * len(ordered)))], 1) for key, share in shares.items()
    }
    return json.dumps({"what": name, "n": len(ordered), **figures, "load": round(os.getloadavg()[0], 1)}) + "\n"


def main() -> None:
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place)
        sys.stdout.write(told("packet_to_frame_ms", asyncio.run(frames(folder / "frames"))))
        sys.stdout.flush()
        for name, way in (("stop_key", stop_key), ("lost_link", lost_link), ("palpitations_packet", palpitations)):
            stops = asyncio.run(_stops(way, folder))
            sys.stdout.write(told(f"{name}_to_release_ms", [stop.said for stop in stops]))
            sys.stdout.write(told(f"{name}_to_release_frame_ms", [stop.shown for stop in stops]))
            sys.stdout.flush()


if __name__ == "__main__":
    main()
