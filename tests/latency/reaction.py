"""How the program feels, as figures: `python -m tests.latency.reaction`.

The real program on a pseudo-terminal of 120x40; nothing is judged, and the load average (1 min) stands in every line:

- start to first paint: from the start of the process to home's first words, and the processor's time until then;
- key to reaction: from a key to the first bytes that come of it, in a session. Each key is written just after a frame,
  so that the next frame by itself is more than 200 ms away: what comes before is the key's (a slower answer would be
  taken for 220 ms or so). The key hides and shows again all but the guidance;
- share of a processor that a session and the live view take over a minute, in real time, with four frames a second;
- beside it the same heart drawn by textual-plot four times a second, nothing else: where PLOT names a Python with it.

Each line is a JSON object. KEYS=N and SECONDS=N ask for fewer keys and a shorter look. The processor's time is read
from /proc, so on Linux only.
"""

from __future__ import annotations

import json
import os
import pty
import select
import signal
import subprocess
import sys
import tempfile
import termios
import time
from collections.abc import Generator, Sequence
from contextlib import contextmanager
from pathlib import Path

from tests.latency.measure import told

PROGRAM = (sys.executable, "-c", "from biofeedback.cli import main; main()")
SESSION = (*PROGRAM, "practise", "--protocol", "seven_groups", "--source", "person:calm", "--no-keep")
WATCH = (*PROGRAM, "watch", "--source", "person:calm", "--no-keep")
COLUMNS, ROWS = 120, 40
FIRST_WORDS = b"Not a medical device"
STARTS = 7
KEYS = int(os.environ.get("KEYS", "200"))
SECONDS = float(os.environ.get("SECONDS", "60"))
SETTLED_S = 15.0  # by then everything is loaded and the first screens are behind
FRAME_WITHIN_S = 1.2  # with all but the guidance hidden a frame may have nothing to write for long
QUIET_S = 0.03  # a frame is written in one piece
HANGS_S = 30.0

PLOTTED = """
import json, sys, time
from textual.app import App
from textual_plot import HiResMode, PlotWidget

beats = json.load(open(sys.argv[1]))

class Plotted(App):
    def compose(self):
        yield PlotWidget()

    def on_mount(self):
        self.began = time.monotonic()
        self.set_interval(0.25, self.draw)

    def draw(self):
        now = 60 + time.monotonic() - self.began
        shown = [(t, rate) for t, rate in beats if now - 60 <= t <= now]
        plot = self.query_one(PlotWidget)
        plot.clear()
        plot.plot([t for t, _ in shown], [rate for _, rate in shown], hires_mode=HiResMode.BRAILLE)
        plot.set_xlimits(now - 60, now)
        plot.set_ylimits(40, 120)

Plotted().run()
"""


class Shown:
    """A program on a terminal of its own."""

    def __init__(self, command: Sequence[str], folder: str) -> None:
        environ = {**os.environ, "TERM": "xterm-256color", "COLORTERM": "truecolor", "LANG": "C.UTF-8"}
        environ |= {"BIOFEEDBACK_DATA": folder, "BIOFEEDBACK_SOUND": "off"}
        self.side, its = pty.openpty()
        termios.tcsetwinsize(its, (ROWS, COLUMNS))
        self.began = time.perf_counter()
        self._process = subprocess.Popen(
            command, stdin=its, stdout=its, stderr=its, env=environ, start_new_session=True, close_fds=True
        )
        os.close(its)

    def read(self, within_s: float) -> bytes:
        """What it writes next; nothing where it writes nothing so long."""
        return os.read(self.side, 65536) if select.select([self.side], [], [], within_s)[0] else b""

    def until(self, words: bytes) -> None:
        """Read until these are shown. TimeoutError: they are not."""
        seen = b""
        while words not in seen:
            if not (more := self.read(HANGS_S)):
                raise TimeoutError(f"{words!r} was not shown: {seen[-300:]!r}")
            seen += more

    def drain(self, seconds: float) -> None:
        """Read for so long."""
        until = time.perf_counter() + seconds
        while (left := until - time.perf_counter()) > 0:
            self.read(left)

    def processor_s(self) -> float:
        """Seconds of a processor that it has taken, its own and the system's for it."""
        fields = Path(f"/proc/{self._process.pid}/stat").read_text(encoding="ascii").rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")

    def end(self) -> None:
        os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        os.close(self.side)


@contextmanager
def shown(command: Sequence[str]) -> Generator[Shown]:
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:
        program = Shown(command, folder)
        try:
            yield program
        finally:
            program.end()


def first_paint() -> tuple[float, float]:
    """Until home's first words, in ms: on the clock, and of a processor."""
    with shown(PROGRAM) as program:
        program.until(FIRST_WORDS)
        return 1000 * (time.perf_counter() - program.began), 1000 * program.processor_s()


def reactions() -> list[float]:
    """From a key to the first bytes after it, in ms."""
    taken_ms = list[float]()
    with shown(SESSION) as program:
        program.drain(SETTLED_S)
        for _ in range(KEYS):
            program.read(FRAME_WITHIN_S)
            while program.read(QUIET_S):
                pass
            began = time.perf_counter()
            os.write(program.side, b"f")
            if not program.read(HANGS_S):
                raise TimeoutError("a key does nothing")
            taken_ms.append(1000 * (time.perf_counter() - began))
            program.drain(QUIET_S)
    return taken_ms


def share(command: Sequence[str]) -> float:
    """Per cent of a processor over the time of the look."""
    with shown(command) as program:
        program.drain(SETTLED_S)
        before, began = program.processor_s(), time.perf_counter()
        program.drain(SECONDS)
        return 100 * (program.processor_s() - before) / (time.perf_counter() - began)


def beats(folder: Path) -> Path:
    """The heart that is watched as (s, beats/min), long enough for the look, in a file."""
    lasts_s = 60 + SETTLED_S + SECONDS + 5
    command = (*PROGRAM, "watch", "--source", "person:calm@40", "--no-keep", "--json")
    told_beats = list[tuple[float, float]]()
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True) as process:
        assert process.stdout is not None
        for line in process.stdout:
            said = json.loads(line)
            if said["type"] == "beat" and said["rr_ms"]:
                told_beats.append((said["t_s"], 60_000 / said["rr_ms"]))
                if said["t_s"] > lasts_s:
                    break
        process.kill()
    file = folder / "beats.json"
    file.write_text(json.dumps(told_beats), encoding="ascii")
    return file


def _say(what: str, **figures: object) -> None:
    sys.stdout.write(json.dumps({"what": what, **figures, "load": round(os.getloadavg()[0], 1)}) + "\n")
    sys.stdout.flush()


def main() -> None:
    starts = [first_paint() for _ in range(STARTS)]
    sys.stdout.write(told("start_to_first_paint_ms", [whole for whole, _ in starts]))
    sys.stdout.write(told("first_paint_processor_ms", [processor for _, processor in starts]))
    sys.stdout.write(told("key_to_reaction_ms", reactions()))
    _say("session_processor_percent", value=round(share(SESSION), 2), seconds=SECONDS)
    _say("watch_processor_percent", value=round(share(WATCH), 2), seconds=SECONDS)
    if not (python := os.environ.get("PLOT")):
        _say("textual_plot_processor_percent", skipped="PLOT names no Python that has textual-plot")
        return
    with tempfile.TemporaryDirectory() as folder:
        command = (python, "-c", PLOTTED, str(beats(Path(folder))))
        _say("textual_plot_processor_percent", value=round(share(command), 2), seconds=SECONDS)


if __name__ == "__main__":
    main()
