"""Measured on a sound server of its own, whose only device plays nothing: `python -m tests.sound.heard [--times N]`.

From a cue to its sound, from a stop to silence, the release where the program hangs or is killed, and whether the
process that plays ends. Figures, then whether each keeps its limit (exit 1 where one does not).
"""

from __future__ import annotations

import argparse
import math
import os
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from biofeedback.cues.words import Rung, Tone
from biofeedback.sound.process import SoundProcess
from biofeedback.sound.wire import Breathe, Item, Play
from tests.sound.null_sink import NullSink, missing, onsets, silent_from

HOLD_S = 1.5
PARENT = """
import os, sys, time
from biofeedback.cues.words import Tone
from biofeedback.sound.process import SoundProcess
from biofeedback.sound.sounding import LATE_S
from biofeedback.sound.wire import Item, Play
process = SoundProcess()
while process.rung() is None:
    time.sleep(0.01)
time.sleep(0.3)
now = time.monotonic()
process.tell(Play((Item(tone=Tone.TENSE),), release_at=now + float(sys.argv[1]) + LATE_S))
print(now, process._process.pid, flush=True)
time.sleep(600)
"""


@dataclass(frozen=True)
class Figure:
    """One thing that was measured so often, milliseconds."""

    name: str
    ms: list[float]
    most_ms: float
    median_ms: float | None = None

    def holds(self) -> bool:
        return max(self.ms) <= self.most_ms and (self.median_ms is None or median(self.ms) <= self.median_ms)

    def __str__(self) -> str:
        verdict = "" if self.holds() else "   NOT KEPT"
        limits = f"<= {self.most_ms:.0f}" + ("" if self.median_ms is None else f", median <= {self.median_ms:.0f}")
        figures = f"n {len(self.ms):3}  median {median(self.ms):6.0f}  most {max(self.ms):6.0f}"
        return f"{self.name:<36} {figures}  ({limits}){verdict}"


def ready(sink: NullSink) -> SoundProcess:
    os.environ.update(sink.environ)
    process = SoundProcess()
    while process.rung() is None:
        time.sleep(0.01)
    assert process.rung() is Rung.DEVICE
    time.sleep(0.3)
    return process


def first_sound(sink: NullSink, times: int) -> Figure:
    """From the start of the process to the first sample."""
    os.environ.update(sink.environ)
    found = []
    for _ in range(times):
        with sink.recording() as recorder:
            began = time.monotonic()
            process = SoundProcess()
            process.tell(Play((Item(tone=Tone.NOTICE),)))
            time.sleep(1.5)
            found.append((onsets(*recorder.heard())[0] - began) * 1e3)
        process.close()
    return Figure("first sound after the start", found, 300.0)


def cue_to_sound(sink: NullSink, times: int) -> Figure:
    process, found = ready(sink), list[float]()
    with sink.recording() as recorder:
        asked = list[float]()
        for number in range(times):
            asked.append(time.monotonic())
            process.tell(Play((Item(tone=Tone.NOTICE),)))
            time.sleep(0.7 + 0.007 * (number % 5))
        heard = onsets(*recorder.heard())
    process.close()
    found += [(min((each for each in heard if each >= at), default=math.inf) - at) * 1e3 for at in asked]
    return Figure("cue to sound", found, 100.0, 40.0)


def stop_to_silence(sink: NullSink, times: int) -> Figure:
    """What was on when a stop came is silent; measured by a cue of nothing, which ends all that is on."""
    process, found = ready(sink), []
    for _ in range(times):
        with sink.recording() as recorder:
            process.tell(Play((Item(tone=Tone.END), Item(tone=Tone.END))))
            time.sleep(0.5)
            at = time.monotonic()
            process.tell(Breathe())
            process.tell(Play(()))
            time.sleep(0.4)
            found.append((silent_from(*recorder.heard()) - at) * 1e3)
    process.close()
    return Figure("stop key to silence", found, 100.0)


def release_without(sink: NullSink, times: int, deed: signal.Signals, name: str) -> Figure:
    """A program begins a tension and is stopped or killed in its middle; late by so much against the hold's end."""
    found = []
    for _ in range(times):
        with sink.recording() as recorder:
            parent = subprocess.Popen(
                [sys.executable, "-c", PARENT, str(HOLD_S)], env=sink.environ, stdout=subprocess.PIPE, text=True
            )
            assert parent.stdout is not None
            began, pid = parent.stdout.readline().split()
            time.sleep(0.5)
            parent.send_signal(deed)
            time.sleep(HOLD_S + 1.0)
            due = float(began) + HOLD_S
            heard = onsets(*recorder.heard())
            after = [each for each in heard if each > due - 0.3]
            found.append((after[0] - due) * 1e3 if after else float("inf"))
            parent.kill()
            parent.communicate()
            found[-1] = found[-1] if _ends(int(pid)) else float("inf")
    return Figure(name, found, 100.0)


def full_pipe(sink: NullSink, times: int) -> Figure:
    """The process that plays is stopped: the program goes on at once, however much it says. Longest time of a word."""
    process, found = ready(sink), []
    assert process._process is not None
    os.kill(process._process.pid, signal.SIGSTOP)
    for _ in range(times * 100):
        at = time.monotonic()
        process.tell(Play(tuple(Item(tone=Tone.NOTICE) for _ in range(40))))
        found.append((time.monotonic() - at) * 1e3)
    os.kill(process._process.pid, signal.SIGCONT)
    process.close()
    return Figure("a word to a process that is stuck", found, 100.0)


def _ends(pid: int, within_s: float = 3.0) -> bool:
    until = time.monotonic() + within_s
    while time.monotonic() < until:
        try:
            os.kill(pid, 0)
            state = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()[0]
        except OSError:
            return True
        if state == "Z":
            return True
        time.sleep(0.02)
    return False


def exits(sink: NullSink, times: int) -> Figure:
    """From the last word to the end of the process."""
    found = []
    for _ in range(times):
        process = ready(sink)
        assert process._process is not None
        pid, at = process._process.pid, time.monotonic()
        process.close()
        found.append((time.monotonic() - at) * 1e3 if _ends(pid) else float("inf"))
    return Figure("end of the process", found, 3000.0)


def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--times", type=int, default=20)
    times = parser.parse_args().times
    if absent := missing():
        print(f"not measured: {', '.join(absent)} not here")
        return 3
    with tempfile.TemporaryDirectory() as folder:
        sink = NullSink(Path(folder))
        measured: tuple[Callable[[], Figure], ...] = (
            lambda: first_sound(sink, min(times, 10)),
            lambda: cue_to_sound(sink, times * 5),
            lambda: stop_to_silence(sink, times),
            lambda: release_without(sink, times, signal.SIGSTOP, "release, the program hangs"),
            lambda: release_without(sink, times, signal.SIGKILL, "release, the program is killed"),
            lambda: full_pipe(sink, times),
            lambda: exits(sink, times),
        )
        try:
            kept = True
            for measure in measured:
                figure = measure()
                print(figure, flush=True)
                kept = kept and figure.holds()
        finally:
            sink.stop()
    return 0 if kept else 1


if __name__ == "__main__":
    sys.exit(main())
