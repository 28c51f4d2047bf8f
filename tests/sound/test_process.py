"""The program's end of the process that plays: whatever becomes of that process, nothing here waits for it."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Iterator

import pytest

from biofeedback.cues.words import Rung, Tone
from biofeedback.sound import process as process_of_sound
from biofeedback.sound.process import SoundProcess
from biofeedback.sound.wire import Item, Play, line_of

DEAF = (sys.executable, "-c", "import os, signal; os.write(1, b'd'); signal.pause()")
"""Says that it plays on a device, and listens to nothing from then on."""

ECHO = (sys.executable, "-c", "import sys; sys.stdout.buffer.write(b'p'); sys.stdout.flush(); sys.stdin.buffer.read()")
"""Says that it plays on a player, and listens to its end."""

LONG = Play(tuple(Item(tone=Tone.NOTICE) for _ in range(80)))
HELD = 64 * 1024  # bytes that a pipe holds here, at most a few times as much elsewhere


@pytest.fixture
def deaf() -> Iterator[SoundProcess]:
    """A process that is stuck."""
    process = SoundProcess(DEAF)
    pid = _pid(process)
    yield process
    os.kill(pid, signal.SIGKILL)
    process.close()


def _pid(process: SoundProcess) -> int:
    assert process._process is not None
    return process._process.pid


def test_a_full_pipe_is_said_so_and_not_waited_for(deaf: SoundProcess) -> None:
    """Were a word waited for, this test would never end."""
    told = [deaf.tell(LONG) for _ in range(40 * HELD // len(line_of(LONG)))]
    assert told[0]
    assert not told[-1]


def test_it_says_what_it_plays_on_and_that_it_is_gone() -> None:
    process = SoundProcess(ECHO)
    while process.rung() is None:
        pass
    assert process.rung() is Rung.PLAYER
    os.kill(_pid(process), signal.SIGKILL)
    while process.rung() is Rung.PLAYER:
        pass
    assert process.rung() is Rung.NONE
    while process.tell(LONG):
        pass
    assert not process.tell(LONG)
    process.close()


def test_one_that_cannot_be_started_is_silence() -> None:
    process = SoundProcess(("/nowhere/that/plays",))
    assert process.rung() is Rung.NONE
    assert not process.tell(LONG)
    process.close()
    process.close()


def test_its_end_is_waited_for_by_nobody_and_comes(monkeypatch: pytest.MonkeyPatch) -> None:
    """One that listens ends with its input; one that is stuck is killed."""
    monkeypatch.setattr(process_of_sound, "KILLED_AFTER_S", 0.01)
    for command in (ECHO, DEAF):
        process = SoundProcess(command)
        while process.rung() is None:
            pass
        running = process._process
        assert running is not None
        process.close()
        assert not process.tell(LONG)
        assert running.wait(20) is not None


def test_the_process_itself_ends_with_its_input_and_says_nothing_but_what_it_plays_on() -> None:
    """As it is started by the program, where nothing can play."""
    ran = subprocess.run(
        [sys.executable, "-m", "biofeedback.sound.child"],
        input=line_of(Play((Item(tone=Tone.NOTICE),))),
        capture_output=True,
        timeout=60,
        check=False,
        env={**os.environ, "PATH": "/nowhere", "PULSE_SERVER": "unix:/nowhere", "XDG_RUNTIME_DIR": "/nowhere"},
    )
    assert ran.returncode == 0
    assert ran.stdout in (b"n", b"d", b"p")
