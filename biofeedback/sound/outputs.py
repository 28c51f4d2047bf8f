"""What can play: the sound device by miniaudio, else a player of the system that takes samples by a pipe.

Both ask for samples as they need them. Neither writes to the terminal.
"""

from __future__ import annotations

import shutil
import subprocess
import threading
from collections.abc import Callable, Generator
from typing import TYPE_CHECKING, Protocol

from biofeedback.clock import monotonic, wait
from biofeedback.cues.words import Rung
from biofeedback.sound.tones import RATE_HZ, Samples

if TYPE_CHECKING:
    import miniaudio

BUFFER_MS = 20
"""Length of the device's buffer. Measured on a null sink: with 20 ms a cue is heard 34 ms after it was asked for, with
200 ms after 297. Milliseconds."""

BLOCK_S = 0.02
"""What a player is given at a time. Seconds."""

AHEAD_S = 0.04
"""How far a player is kept ahead of the clock: two blocks, so that a late one leaves no gap. Seconds."""

APP_NAME = "biofeedback"
"""What the sound server shows us as."""

GIVES_UP_S = 0.4
"""A player that finds no sound server or device has ended by then: measured 0.01 to 0.1. Seconds."""

PLAYERS = (
    ("pw-cat", "-p", "--rate={rate}", "--channels=1", "--format=f32", "--latency=20ms", "-"),
    ("pacat", "--rate={rate}", "--channels=1", "--format=float32le", "--latency-msec=20"),
    ("paplay", "--raw", "--rate={rate}", "--channels=1", "--format=float32le", "--latency-msec=20"),
    ("aplay", "-q", "-t", "raw", "-f", "FLOAT_LE", "-r", "{rate}", "-c", "1", "--buffer-time=60000"),
)
"""Players that take raw samples on their standard input, with their arguments, in the order in which they are tried."""

NULL_DEVICES = ("null", "discard all samples")
"""How ALSA's device that plays nothing is called."""

Fill = Callable[[int], Samples]
"""Gives the next samples, so many."""


class NoOutput(Exception):
    """It cannot be opened here."""


class Output(Protocol):
    """Plays what `fill` gives until it is closed."""

    @property
    def rung(self) -> Rung:
        """What it is."""
        ...

    @property
    def broken(self) -> bool:
        """Whether it has ended of itself."""
        ...

    def close(self) -> None:
        """Play no more. It may take long, where a driver hangs."""
        ...


class Device:
    """The sound device of the system, as it is chosen there."""

    rung = Rung.DEVICE

    def __init__(self, fill: Fill) -> None:
        try:
            import miniaudio
        except (ImportError, OSError) as problem:  # there is no wheel for this machine, or its library cannot be loaded
            raise NoOutput(str(problem)) from problem
        try:
            self._device: miniaudio.PlaybackDevice = miniaudio.PlaybackDevice(
                output_format=miniaudio.SampleFormat.FLOAT32,
                nchannels=1,
                sample_rate=RATE_HZ,
                buffersize_msec=BUFFER_MS,
                app_name=APP_NAME,
            )
        except miniaudio.MiniaudioError as problem:
            raise NoOutput(str(problem)) from problem
        self.backend = str(self._device.backend)
        if is_null(self.backend) or (self.backend == "ALSA" and not playbacks()):
            self._device.close()
            raise NoOutput("only a device that plays nothing")
        try:
            self._device.start(_served(fill))  # pyright: ignore[reportArgumentType]  # its type names no numpy
        except miniaudio.MiniaudioError as problem:
            self._device.close()
            raise NoOutput(str(problem)) from problem

    @property
    def broken(self) -> bool:
        """Never said by the device: whoever asks notices that nothing is fetched any more."""
        return False

    def close(self) -> None:
        """Stop and let go of it."""
        self._device.close()


class Player:
    """A program of the system that plays its standard input."""

    rung = Rung.PLAYER

    def __init__(self, fill: Fill) -> None:
        for line in PLAYERS:
            if (process := _started(line)) is not None:
                break
        else:
            raise NoOutput("no player")
        self._process = process
        self._closing = threading.Event()
        self.broken = False
        threading.Thread(target=self._feed, args=(fill,), daemon=True).start()

    def _feed(self, fill: Fill) -> None:
        pipe, began, given_s = self._process.stdin, monotonic(), 0.0
        assert pipe is not None
        try:
            while not self._closing.is_set() and self._process.poll() is None:
                if given_s > monotonic() - began + AHEAD_S:
                    wait(BLOCK_S / 4)
                    continue
                pipe.write(fill(int(BLOCK_S * RATE_HZ)).tobytes())
                given_s += BLOCK_S
        except OSError:
            pass
        self.broken = True

    def close(self) -> None:
        """End the program."""
        self._closing.set()
        self._process.kill()
        self._process.wait()


def _started(line: tuple[str, ...]) -> subprocess.Popen[bytes] | None:
    """A player that has found something to play on; None: it is not there, or has ended at once."""
    program = shutil.which(line[0])
    if program is None:
        return None
    command = [program, *(argument.format(rate=RATE_HZ) for argument in line[1:])]
    quiet = subprocess.DEVNULL
    try:
        process = subprocess.Popen(command, stdin=subprocess.PIPE, stdout=quiet, stderr=quiet, bufsize=0)
    except OSError:
        return None
    try:
        process.wait(GIVES_UP_S)
    except subprocess.TimeoutExpired:
        return process
    return None


def opened(fill: Fill) -> Output | None:
    """The best that there is; None: nothing."""
    for kind in (Device, Player):
        try:
            return kind(fill)
        except NoOutput:
            continue
    return None


def playbacks() -> tuple[str, ...]:
    """The names of the devices that can play, the one of ALSA that plays nothing left out; none where none is known."""
    try:
        import miniaudio
    except (ImportError, OSError):
        return ()
    try:
        found = miniaudio.Devices().get_playbacks()
    except (OSError, miniaudio.MiniaudioError):
        return ()
    return tuple(name for each in found if not is_null(name := str(each["name"])))


def is_null(name: str) -> bool:
    """Whether a device or back end with this name plays nothing."""
    return name.casefold().startswith(NULL_DEVICES)


def _served(fill: Fill) -> Generator[Samples | bytes, int, None]:
    """What miniaudio asks for samples: a generator that has been started."""

    def serve() -> Generator[Samples | bytes, int, None]:
        count = yield b""
        while True:
            count = yield fill(count)

    served = serve()
    next(served)
    return served
