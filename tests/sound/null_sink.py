"""A PulseAudio of the test's own whose only sink plays nothing, and a recorder of what that sink was given."""

from __future__ import annotations

import os
import shutil
import subprocess
import threading
import time
from collections.abc import Generator
from contextlib import contextmanager, suppress
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

RATE_HZ = 24_000
NEEDED = ("pulseaudio", "parec", "pactl")


def missing() -> tuple[str, ...]:
    """The programs that are not on this machine; none: all are there."""
    return tuple(name for name in NEEDED if shutil.which(name) is None)


class NullSink:
    """A running server. `environ` is what a program needs to play on it."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.socket = folder / "native"
        self.environ = {
            **os.environ,
            "PULSE_SERVER": f"unix:{self.socket}",
            "XDG_RUNTIME_DIR": str(folder),
            "PULSE_RUNTIME_PATH": str(folder),
            "HOME": str(folder),
        }
        self._folder = folder
        self.start()

    def start(self) -> None:
        """Begin to serve."""
        self.process = subprocess.Popen(
            [
                "pulseaudio", "-n", "--daemonize=no", "--exit-idle-time=-1", "--use-pid-file=no", "--disable-shm=yes",
                "-L", f"module-native-protocol-unix socket={self.socket} auth-anonymous=1",
                "-L", "module-null-sink sink_name=nowhere rate=24000 channels=1 format=float32le",
            ],
            env=self.environ, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        for _ in range(200):
            if subprocess.run(["pactl", "info"], env=self.environ, capture_output=True, check=False).returncode == 0:
                _as_urgent_as_we_are(self.process.pid)
                return
            time.sleep(0.02)
        raise RuntimeError("pulseaudio does not answer")

    def stop(self) -> None:
        """Serve no more."""
        self.process.kill()
        self.process.wait()
        self.socket.unlink(missing_ok=True)

    @contextmanager
    def recording(self) -> Generator[Recorder]:
        """Take down what is played, with the times of the monotonic clock."""
        recorder = Recorder(self)
        try:
            yield recorder
        finally:
            recorder.stop()


def _as_urgent_as_we_are(pid: int) -> None:
    """The server gives up a real-time schedule that it is started with; so on a busy machine it would leave gaps."""
    with suppress(OSError, AttributeError):
        if os.sched_getscheduler(0) == os.SCHED_FIFO:
            os.sched_setscheduler(pid, os.SCHED_FIFO, os.sched_getparam(0))


class Recorder:
    """Samples of the monitor as they come, each block with the time of its arrival."""

    def __init__(self, sink: NullSink) -> None:
        self._process = subprocess.Popen(
            ["parec", "-d", "nowhere.monitor", f"--rate={RATE_HZ}", "--channels=1", "--format=float32le",
             "--latency-msec=5", "--process-time-msec=5"],
            env=sink.environ, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
        )  # fmt: skip
        self._blocks: list[tuple[float, bytes]] = []
        self._thread = threading.Thread(target=self._take, daemon=True)
        self._thread.start()
        while not self._blocks:
            time.sleep(0.01)
        time.sleep(0.2)  # what was recorded before it was read comes all at once

    def _take(self) -> None:
        assert self._process.stdout is not None
        while block := os.read(self._process.stdout.fileno(), 4096):
            self._blocks.append((time.monotonic(), block))

    def stop(self) -> None:
        """No more."""
        self._process.kill()
        self._thread.join()
        self._process.communicate()

    def heard(self) -> tuple[NDArray[np.float32], float]:
        """All samples, and the time of the first: by the block that came soonest after it was played."""
        blocks = list(self._blocks)
        samples = np.frombuffer(b"".join(block for _, block in blocks), np.float32)
        ends = np.cumsum([len(block) // 4 for _, block in blocks]) / RATE_HZ
        began = min(t - end for (t, _), end in zip(blocks, ends, strict=True))
        return samples, float(began)


def onsets(samples: NDArray[np.float32], began: float, *, quiet_s: float = 0.1, level: float = 1e-3) -> list[float]:
    """When sound begins after at least `quiet_s` of silence, seconds of the monotonic clock."""
    loud = np.flatnonzero(np.abs(samples) > level)
    if not len(loud):
        return []
    gaps = np.flatnonzero(np.diff(loud) > quiet_s * RATE_HZ)
    return [began + float(loud[0]) / RATE_HZ, *(began + float(loud[gap + 1]) / RATE_HZ for gap in gaps)]


def silent_from(samples: NDArray[np.float32], began: float, *, level: float = 1e-3) -> float:
    """When the last sound ended."""
    loud = np.flatnonzero(np.abs(samples) > level)
    if not len(loud):
        return float("inf")  # it was never heard
    return began + float(loud[-1]) / RATE_HZ
