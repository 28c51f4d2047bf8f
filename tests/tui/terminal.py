"""The real program on a terminal of its own, read until something is shown."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import select
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Generator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]
DEADLINE_S = 60.0  # far beyond what anything here takes: a machine under load is no fault of the program

# What is done when the screen first shows a tension; `self` is the screen.
AT_A_TENSION = """
import os, signal, sys
from biofeedback.decisions import Phase
from biofeedback.tui.practise import PractiseScreen
whole, done = PractiseScreen.show_middle, []
def show_middle(self, view):
    whole(self, view)
    if view.phase is Phase.TENSE and not done:
        done.append(True)
        {act}
PractiseScreen.show_middle = show_middle
{before}
from biofeedback.cli import main
sys.argv = ["biofeedback", "practise", "--protocol", "three_minutes", "--source", "person:calm@20", *{more!r}]
main()
"""


class Terminal:
    """What the person sees and types."""

    def __init__(self, process: subprocess.Popen[bytes], side: int, its: int, before: list[Any]) -> None:
        self.process = process
        self.shown = b""
        self._side = side
        self._its = its
        self._before = before

    def type(self, keys: str) -> None:
        os.write(self._side, keys.encode())

    def until(self, text: str) -> None:
        """Read until that is shown, after all that was waited for before."""
        self._until(lambda: text.encode() in self.shown)
        self.shown = self.shown.partition(text.encode())[2]

    def ended(self) -> int:
        """Read to the end; the exit code."""
        self._until(lambda: self.process.poll() is not None and not self._waiting(0.0))
        return self.process.wait()

    def hang_up(self) -> None:
        """The window is closed: nothing can be read or written any more."""
        os.close(self._side)
        self._side = -1

    def close(self) -> None:
        if self.process.poll() is None:
            self.process.kill()
            self.process.wait()
        for side in (self._side, self._its):
            with contextlib.suppress(OSError):
                os.close(side)

    @property
    def as_before(self) -> bool:
        """Whether the terminal is set as it was before the program."""
        return termios.tcgetattr(self._its) == self._before

    def _until(self, met: Callable[[], bool]) -> None:
        end = time.monotonic() + DEADLINE_S
        while not met():
            if time.monotonic() > end:
                raise AssertionError(f"not shown in time; the last was {self.shown[-2000:]!r}")
            if self._waiting(0.05):
                with contextlib.suppress(OSError):
                    self.shown += os.read(self._side, 65536)

    def _waiting(self, seconds: float) -> bool:
        return self._side >= 0 and bool(select.select([self._side], [], [], seconds)[0])


@contextmanager
def terminal(data: Path, *command: str) -> Generator[Terminal]:
    """A command on a terminal of 80 by 24, with a data folder of its own."""
    side, its = pty.openpty()
    termios.tcsetwinsize(its, (24, 80))
    environ = {**os.environ, "BIOFEEDBACK_DATA": str(data), "TERM": "xterm-256color", "PYTHONPATH": str(ROOT)}
    before = termios.tcgetattr(its)
    process = subprocess.Popen(
        command, stdin=its, stdout=its, stderr=its, env=environ, cwd=data, preexec_fn=_on_its_own
    )
    on = Terminal(process, side, its, before)
    try:
        yield on
    finally:
        on.close()


def _on_its_own() -> None:
    """In the new process: the terminal is its own, as a window's is."""
    os.setsid()
    fcntl.ioctl(0, termios.TIOCSCTTY, 0)


def at_a_tension(act: str, *more: str, before: str = "") -> tuple[str, ...]:
    """A guided session with a simulated participant, twenty times as fast; the participant stays for a minute so.

    `act` is run at the first tension, `before` before the program begins.
    """
    return sys.executable, "-c", AT_A_TENSION.format(act=act, more=list(more), before=before)
