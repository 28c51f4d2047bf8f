"""The computer stays awake while somebody practises: it is asked to by whatever the system has for it, best effort.

What is asked ends with this program, however it ends: the helping program of Linux ends when its input does, the one
of macOS watches our process, and Windows forgets a request with the thread that made it.
"""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from contextlib import suppress

from biofeedback.clock import wait

SETTLED_S = 0.15
"""A program that cannot ask (no session bus, no right to) has said so and ended by then. Seconds."""

WINDOWS_AWAKE = 0x80000000 | 0x00000001 | 0x00000002
"""ES_CONTINUOUS, ES_SYSTEM_REQUIRED and ES_DISPLAY_REQUIRED of SetThreadExecutionState."""

WINDOWS_AS_BEFORE = 0x80000000
"""ES_CONTINUOUS alone: what was asked before no longer holds."""


def commands(pid: int, system: str) -> tuple[str, ...] | None:
    """The program that keeps this system awake, with its arguments; None: there is none for it."""
    if system == "darwin":
        return ("caffeinate", "-d", "-i", "-w", str(pid))
    if system.startswith("linux"):
        return ("systemd-inhibit", "--what=idle:sleep", "--who=biofeedback", "--why=A relaxation session", "cat")
    return None


class Awake:
    """Asks when it is made, without waiting; `holds` says later whether it was granted."""

    def __init__(
        self,
        command: tuple[str, ...] | None = None,
        *,
        system: str = sys.platform,
        found: Callable[[str], str | None] = shutil.which,
    ) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._windows = False
        if system == "win32":
            self._windows = _ask_windows(WINDOWS_AWAKE)
            return
        wanted = commands(os.getpid(), system) if command is None else command
        program = None if wanted is None else found(wanted[0])
        if wanted is None or program is None:
            return
        quiet = subprocess.DEVNULL
        with suppress(OSError):
            self._process = subprocess.Popen(
                (program, *wanted[1:]), stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, start_new_session=True
            )

    def holds(self) -> bool:
        """Whether the system keeps awake for us, as far as can be told: what asks it for us still runs."""
        return self._windows or (self._process is not None and self._process.poll() is None)

    def close(self) -> None:
        """The computer may sleep again."""
        if self._windows:
            self._windows = not _ask_windows(WINDOWS_AS_BEFORE)
        process, self._process = self._process, None
        if process is None:
            return
        with suppress(OSError):
            process.terminate()
        if process.stdin is not None:
            with suppress(OSError):
                process.stdin.close()
        with suppress(subprocess.TimeoutExpired):
            process.wait(SETTLED_S)
        if process.poll() is None:
            process.kill()
            process.wait()


def can_stay_awake() -> bool:
    """Whether this system grants it: it is asked, and asked back."""
    awake = Awake()
    wait(SETTLED_S)
    try:
        return awake.holds()
    finally:
        awake.close()


def _ask_windows(state: int) -> bool:
    if sys.platform != "win32":
        return False
    import ctypes

    return bool(ctypes.windll.kernel32.SetThreadExecutionState(state))
