"""A process that is stopped in a hold and continued: in a real one, on real clocks."""

from __future__ import annotations

import os
import select
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from biofeedback.run.standstill import STOOD_STILL_S
from protocols.library import load
from tests.cli.program import ROOT

PATIENCE_S = 60.0
RELEASE = load("three_minutes").steps[0].group.release.en


class Lines:
    """What a process writes, line by line, waited for with patience and no longer."""

    def __init__(self, out: int) -> None:
        self._out = out
        self._rest = b""
        self.lines: list[str] = []

    def comes(self, within_s: float) -> bool:
        """Whether something more is written in this time."""
        ready, _, _ = select.select([self._out], [], [], within_s)
        got = os.read(self._out, 1 << 16) if ready else b""
        *whole, self._rest = (self._rest + got).split(b"\n")
        self.lines += [line.decode() for line in whole]
        return bool(got)

    def until(self, word: str, begin: int = 0) -> int:
        """The number of the first line from `begin` on with this word in it."""
        deadline = time.monotonic() + PATIENCE_S
        while True:
            for number, line in enumerate(self.lines[begin:], begin):
                if word in line:
                    return number
            assert self.comes(deadline - time.monotonic()), (word, self.lines)


@pytest.fixture
def practice(tmp_path: Path) -> Iterator[subprocess.Popen[bytes]]:
    """A simulated participant at thirty times the speed of life."""
    environ = {**os.environ, "BIOFEEDBACK_DATA": str(tmp_path), "PYTHONPATH": str(ROOT)}
    command = ["practise", "--plain", "--protocol", "three_minutes", "--source", "person:calm@30"]
    with subprocess.Popen(
        [sys.executable, "-m", "biofeedback", *command],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environ,
        cwd=tmp_path,
    ) as process:
        try:
            yield process
        finally:
            process.kill()


def test_a_process_stopped_in_a_hold_catches_up_with_nothing(practice: subprocess.Popen[bytes]) -> None:
    """Once continued it says the release and the pause, and then waits for the person; told to end, it keeps all."""
    assert practice.stdout is not None
    assert practice.stderr is not None
    told = Lines(practice.stdout.fileno())
    told.until("Hold for")
    practice.send_signal(signal.SIGSTOP)
    while told.comes(STOOD_STILL_S + 0.3):
        pass  # what was on its way, on a slow machine more than the hold
    before = len(told.lines)
    practice.send_signal(signal.SIGCONT)
    pause = told.until("The program stood still", before)
    practice.send_signal(signal.SIGTERM)
    _, err = practice.communicate()

    tensing = "Hold for" in told.lines[before - 1]
    assert [RELEASE in line for line in told.lines[before:pause]] == [True] * tensing
    assert not any("Hold for" in line for line in told.lines[before:])
    assert practice.returncode == 130
    assert err == b""
