"""The program in a real process on a real terminal, with whoever sits there: reads, types, sends signals.

Nothing here sleeps: it waits for bytes, or for a deadline. Each wait has one; to miss it is an answer, too.
"""

from __future__ import annotations

import fcntl
import os
import pty
import re
import select
import signal
import struct
import subprocess
import sys
import termios
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Self

ROOT = Path(__file__).resolve().parents[2]
KEEPER = Path(__file__).with_name("keeper.py")
ROWS, COLUMNS = 24, 80
PATIENCE_S = 60.0  # a hang guard, never a measure
_ESCAPES = re.compile(rb"\x1b(?:\[[0-?]*[ -/]*[@-~]|\][^\x07\x1b]*(?:\x07|\x1b\\)|[@-Z\\-_78=>])")
MODES = (b"1000", b"1002", b"1003", b"1006", b"1015", b"1004", b"2004")  # mouse, focus and paste reports


@dataclass(frozen=True, slots=True)
class Piece:
    """Some bytes and when they were there to be read: seconds of the monotonic clock."""

    wall: float
    data: bytes


def program() -> list[str]:
    """The installed program of this environment."""
    installed = Path(sys.executable).with_name("biofeedback")
    return [str(installed)] if installed.exists() else [sys.executable, "-m", "biofeedback"]


def environment(data: Path) -> dict[str, str]:
    """A data folder of its own and a common terminal."""
    kept = {
        name: value for name, value in os.environ.items() if name not in ("NO_COLOR", "TEXTUAL", "COLUMNS", "LINES")
    }
    return kept | {"BIOFEEDBACK_DATA": str(data), "TERM": "xterm-256color", "LANG": "C.UTF-8"}


class Program:
    """One run. To be used in a `with`: what is still running at its end is killed."""

    def __init__(self, arguments: Sequence[str], data: Path) -> None:
        self.master, slave = pty.openpty()
        fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", ROWS, COLUMNS, 0, 0))
        self.settings_before = termios.tcgetattr(self.master)
        self._told, told = os.pipe()
        asked, self._asked = os.pipe()
        self._keeper = subprocess.Popen(
            [sys.executable, "-S", "-E", str(KEEPER), str(told), str(asked), *program(), *arguments],
            stdin=slave,
            stdout=slave,
            stderr=slave,
            env=environment(data),
            cwd=data,
            pass_fds=(told, asked),
            start_new_session=True,
        )
        for each in (slave, told, asked):
            os.close(each)
        self.pieces: list[Piece] = []
        self.began = time.monotonic()
        self.pid: int | None = None
        self.code: int | None = None  # its exit code, once it has ended; negative: ended by this signal
        self.stops = 0
        self.open = True
        self._words = b""
        self.wait(lambda: self.pid is not None)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        if self.code is None and self.pid is not None:
            self.signal(signal.SIGKILL)
            self.wait(lambda: self.code is not None, 10.0)
        if self._keeper.poll() is None and self.code is None:
            self._keeper.kill()
        self.close_terminal()
        os.close(self._asked)
        self._keeper.wait()
        os.close(self._told)

    # ------------------------------------------------------------------------------------------------- what is seen

    @property
    def raw(self) -> bytes:
        """All that was written so far."""
        return b"".join(piece.data for piece in self.pieces)

    def said(self, since: int = 0) -> str:
        """What was written from the byte `since` on, without what only moves and colours."""
        return _ESCAPES.sub(b"", self.raw[since:]).decode("utf-8", "replace")

    def said_until(self, end: int) -> str:
        """What was written before the byte `end`."""
        return _ESCAPES.sub(b"", self.raw[:end]).decode("utf-8", "replace")

    @property
    def length(self) -> int:
        """Bytes seen so far."""
        return sum(len(piece.data) for piece in self.pieces)

    def wait(self, found: Callable[[], bool], seconds: float = PATIENCE_S) -> bool:
        """Look and listen until something is so. False: it was not, up to the deadline."""
        deadline = time.monotonic() + seconds
        while not found():
            left = deadline - time.monotonic()
            if left <= 0:
                return False
            self._look(left)
        return True

    def hears(self, word: str | re.Pattern[str], seconds: float = PATIENCE_S, since: int = 0) -> bool:
        """Whether a word is written, before the program ends or the deadline."""
        pattern = re.compile(re.escape(word)) if isinstance(word, str) else word
        self.wait(lambda: bool(pattern.search(self.said(since))) or self.code is not None, seconds)
        return bool(pattern.search(self.said(since)))

    def lets_pass(self, seconds: float) -> None:
        """Look on for so long."""
        self.wait(lambda: self.code is not None, seconds)

    def ends(self, seconds: float = PATIENCE_S) -> bool:
        """Whether it ends by itself, with all that it still says."""
        ended = self.wait(lambda: self.code is not None, seconds)
        while self.open and select.select([self.master], [], [], 0)[0]:
            self._read()
        return ended

    def _look(self, seconds: float) -> None:
        watched = [self._told] if self.code is None else []
        watched += [self.master] if self.open else []
        if not watched:
            select.select([], [], [], seconds)
            return
        ready = select.select(watched, [], [], seconds)[0]
        if self.master in ready and self.open:
            self._read()
        if self._told in ready:
            self._hear_keeper()

    def _read(self) -> None:
        try:
            data = os.read(self.master, 65536)
        except OSError:  # nobody has the other side open any more
            data = b""
        if data:
            self.pieces.append(Piece(time.monotonic(), data))
        else:
            self.close_terminal()

    def _hear_keeper(self) -> None:
        news = os.read(self._told, 1000)
        if not news and self.code is None:
            self.code = self._keeper.wait()
        self._words += news
        *lines, self._words = self._words.split(b"\n")
        for line in lines:
            word, number = line.split()
            match word:
                case b"pid":
                    self.pid = int(number)
                case b"stopped":
                    self.stops += 1
                case b"ended":
                    self.code = int(number)
                case _:
                    raise ValueError(line)

    # ------------------------------------------------------------------------------------------------- what is done

    def types(self, keys: str) -> None:
        """Somebody presses keys."""
        if self.open:
            os.write(self.master, keys.encode())

    def signal(self, number: signal.Signals) -> float:
        """Send the program a signal; returns when. Nothing is sent to what has ended."""
        if self.code is None and self.pid is not None:
            os.kill(self.pid, number)
        return time.monotonic()

    def goes_on(self) -> None:
        """As `fg` does: the foreground again, and SIGCONT."""
        os.write(self._asked, b"go on\n")

    def close_terminal(self) -> None:
        """The window is closed."""
        if self.open:
            self.open = False
            os.close(self.master)

    def insane(self) -> list[str]:
        """What is not as it was before, of a terminal that is still open."""
        raw, wrong = self.raw, list[str]()
        for mode, on_is_bad in ((b"1049", True), (b"25", False), *((mode, True) for mode in MODES)):
            on, off = raw.rfind(b"\x1b[?" + mode + b"h"), raw.rfind(b"\x1b[?" + mode + b"l")
            if (on > off) if on_is_bad else (off > on):
                wrong.append(f"mode ?{mode.decode()} left {'on' if on_is_bad else 'off'}")
        if self.open and termios.tcgetattr(self.master) != self.settings_before:
            wrong.append("terminal settings (termios) changed")
        return wrong
