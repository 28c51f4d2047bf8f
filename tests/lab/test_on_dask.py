"""A sweep on a real scheduler with two worker processes, one of which is killed in its middle."""

from __future__ import annotations

import os
import signal
import socket
import subprocess
import sys
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path

import pytest

from biofeedback.errors import UsageError
from simulators.lab.sweeps import running
from simulators.lab.sweeps.grid import grid
from simulators.lab.sweeps.on_dask import on_dask
from tests.house.tree import ROOT

SWEPT = grid(("three_minutes",), ("person:calm", "person:restless"), ("", "af:rest:1"), (1, 25), "on")
QUIET = {"stdout": subprocess.DEVNULL, "stderr": subprocess.DEVNULL}


def quietly(done: int, of: int) -> None:
    """Nobody looks."""


@contextmanager
def process(*arguments: str) -> Generator[subprocess.Popen[bytes]]:
    """A process of Dask's that ends with the test, with this very source."""
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])
    command = [sys.executable, "-m", "distributed.cli." + arguments[0], *arguments[1:]]
    started = subprocess.Popen(command, env={**os.environ, "PYTHONPATH": path}, **QUIET)  # type: ignore[call-overload]
    try:
        yield started
    finally:
        started.kill()
        started.wait()


def free_port() -> int:
    with socket.socket() as asked:
        asked.bind(("127.0.0.1", 0))
        return int(asked.getsockname()[1])


@pytest.mark.slow
@pytest.mark.filterwarnings("ignore")  # of a library that is not ours
def test_a_worker_that_is_killed_loses_nothing(tmp_path: Path) -> None:
    """Its work is done by the other, and the bytes are those of one process."""
    distributed = pytest.importorskip("distributed", reason="the extra `dask` is not installed")
    port, told = free_port(), list[int]()
    address = f"tcp://127.0.0.1:{port}"
    worker = ("dask_worker", address, "--nthreads", "1", "--no-nanny", "--no-dashboard", "--host", "127.0.0.1")
    scheduler = ("dask_scheduler", "--host", "127.0.0.1", "--port", str(port), "--no-dashboard")
    with process(*scheduler), process(*worker) as lost, process(*worker):
        with distributed.Client(address, timeout=60) as client:
            client.wait_for_workers(2, timeout=60)

        def killing(done: int, of: int) -> None:
            told.append(done)
            if len(told) == 3:
                os.kill(lost.pid, signal.SIGKILL)

        file = running.sweep(SWEPT, tmp_path / "dask", on_dask(address), killing)
    here = running.sweep(SWEPT, tmp_path / "here", running.in_processes(1), quietly)

    assert lost.returncode == -signal.SIGKILL
    assert told[-1] == len(SWEPT) == 100
    assert file.read_bytes() == here.read_bytes()


def test_where_dask_is_not_installed_it_is_named(monkeypatch: pytest.MonkeyPatch) -> None:
    """In one line, with the extra to install."""
    monkeypatch.setitem(sys.modules, "distributed", None)

    with pytest.raises(UsageError, match=r"biofeedback\[dask\]"):
        on_dask("tcp://127.0.0.1:1")
