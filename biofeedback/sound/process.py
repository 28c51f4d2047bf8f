"""The program's end of the process that plays. Nothing here ever waits: what cannot be told at once is not told."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from contextlib import suppress
from typing import cast

from biofeedback.cues.words import Rung
from biofeedback.sound.wire import Message, line_of, rung_of

COMMAND = (sys.executable, "-m", "biofeedback.sound.child")
"""How the process is started."""

KILLED_AFTER_S = 26.0
"""A process that has not ended so long after its last words were due hangs. A second more than it gives itself.
Seconds."""


class SoundProcess:
    """Started at once; told by `tell`; left by `close`."""

    def __init__(self, command: Sequence[str] = COMMAND) -> None:
        self._rung: Rung | None = None  # not known yet
        self._left = b""
        self._process: subprocess.Popen[bytes] | None = None
        try:
            self._process = subprocess.Popen(
                command,
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                bufsize=0,
                start_new_session=True,  # what ends or stops the program's group leaves the release to it
            )
        except OSError:
            self._rung = Rung.NONE
            return
        for pipe in (self._process.stdin, self._process.stdout):
            assert pipe is not None
            with suppress(OSError):  # where the system cannot, a line is far shorter than what a pipe holds
                os.set_blocking(pipe.fileno(), False)

    def tell(self, message: Message) -> bool:
        """Say this to it. False: it does not listen (it is gone, or hangs with a full pipe), and nothing was said."""
        if self._process is None or self._process.stdin is None:
            return False
        line = self._left + line_of(message)
        taken: int | None
        try:
            taken = cast("int | None", self._process.stdin.write(line))  # of a raw pipe, which may be full
        except (OSError, ValueError):
            return False
        if taken is None:  # the pipe is full
            return False
        self._left = line[taken:]  # half a line is finished before another one begins
        return not self._left

    def rung(self) -> Rung | None:
        """What plays now; None: it has not said so yet."""
        process = self._process
        if process is None or process.stdout is None:
            return self._rung
        with suppress(OSError, ValueError):
            said = process.stdout.read(64)
            if said:
                self._rung = rung_of(said)
            elif said == b"":
                self._rung = Rung.NONE
        return self._rung

    def close(self) -> None:
        """Nothing more will be said: it says its last words and ends, which nobody waits for."""
        process, self._process = self._process, None
        if process is None:
            return
        for pipe in (process.stdin, process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        _reap(process)


def _reap(process: subprocess.Popen[bytes]) -> None:
    """Take note of its end in a thread that keeps nobody; where it does not come, end it."""
    import threading

    def wait() -> None:
        try:
            process.wait(KILLED_AFTER_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()

    threading.Thread(target=wait, daemon=True).start()
