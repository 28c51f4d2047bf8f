"""Processes that work for a command: they end with it, however it ends, and leave no word."""

from __future__ import annotations

import ast
import multiprocessing
import os
import signal
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager, suppress
from pathlib import Path

import pytest

from biofeedback.app import annotated_files
from biofeedback.workers import workers
from simulators.lab.scenarios import finding
from simulators.lab.scenarios import running as scenarios
from simulators.lab.sweeps import running as sweeps
from simulators.lab.sweeps.grid import grid
from tests.cli.program import LONGEST_S, ROOT
from tests.cli.test_contract import table
from tests.house.tree import parsed, sources

AT_WORK = b"at work\n"

GIVES_WORK_OUT = f"""
import os, signal
from biofeedback.workers import workers

signal.signal(signal.SIGINT, signal.default_int_handler)  # a shell's background job begins without it

def work(_):
    os.write(1, {AT_WORK!r})
    while True:
        signal.pause()

with workers(2) as pool:
    list(pool.map(work, range(9)))
"""
"""Two are at work that never ends, and seven pieces wait."""


@pytest.fixture
def interruptible() -> Generator[None]:
    """Ctrl-C is an interrupt here, though the tests may have been begun where it is nothing."""
    before = signal.signal(signal.SIGINT, signal.default_int_handler)
    yield
    signal.signal(signal.SIGINT, before)


@contextmanager
def at_work() -> Generator[subprocess.Popen[bytes]]:
    """One that has given its work out, and whose workers are at it. All of them hold its standard output."""
    giver = subprocess.Popen(
        [sys.executable, "-c", GIVES_WORK_OUT],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        start_new_session=True,
    )
    try:
        assert giver.stdout is not None
        assert [giver.stdout.readline() for _ in range(2)] == [AT_WORK, AT_WORK]
        yield giver
    finally:
        with suppress(ProcessLookupError):
            os.killpg(giver.pid, signal.SIGKILL)
        giver.wait()


@pytest.mark.parametrize("sent", [signal.SIGINT, signal.SIGTERM, signal.SIGKILL])
@pytest.mark.parametrize("whole_group", [True, False])
def test_whoever_is_ended_takes_its_workers_along(sent: signal.Signals, whole_group: bool) -> None:
    """By Ctrl-C, which a terminal sends to all of them; by a signal of its own; and killed. Nobody goes on."""
    with at_work() as giver:
        if whole_group and sent is signal.SIGINT:
            os.killpg(giver.pid, sent)
        else:
            giver.send_signal(sent)
        out, err = giver.communicate(timeout=LONGEST_S)  # to the end of what anybody could still write

    assert out == b""
    assert giver.returncode == -sent
    if sent is signal.SIGINT:
        assert err.splitlines()[-1:] == [b"KeyboardInterrupt"]
        assert err.count(b"Traceback") == 1  # the giver's own: the workers say nothing
    else:
        assert err == b""


def _children() -> int:
    return len(multiprocessing.active_children())


class Enough(Exception):
    """Whoever takes the results wants no more."""


def _sweep(folder: Path) -> None:
    def enough(done: int, _of: int) -> None:
        if done:
            raise Enough

    sweeps.sweep(grid(("three_minutes",), ("person:calm",), (), (1, 30), "on"), folder, sweeps.in_processes(2), enough)


def _scenarios(_folder: Path) -> None:
    asked = tuple(scenarios.Asked(each, (1,)) for each in finding.found(())[:4])
    played = scenarios.run(asked, 2)
    next(played)
    played.close()
    raise Enough


def _scores(folder: Path) -> None:
    files = [folder / f"{number}.csv" for number in range(4)]
    for file in files:
        table(file, beats=60)
    scored = annotated_files.scores(files, 2)
    next(scored)
    scored.close()
    raise Enough


@pytest.mark.parametrize("use", [_sweep, _scenarios, _scores])
def test_nobody_works_on_for_what_is_not_wanted_any_more(use: Callable[[Path], None], tmp_path: Path) -> None:
    """Results that are given up before the last one."""
    before = _children()
    with pytest.raises(Enough):
        use(tmp_path)
    assert _children() == before


def _only_the_first_ends(number: int) -> int:
    while number:
        signal.pause()
    return number


def test_a_result_given_up_while_somebody_dies_is_no_fault(monkeypatch: pytest.MonkeyPatch) -> None:
    """As when Ctrl-C ends them: whoever watches over them in the background finds no piece taken from under it."""
    faults: list[threading.ExceptHookArgs] = []
    monkeypatch.setattr(threading, "excepthook", faults.append)
    before = set(threading.enumerate())
    with workers(2) as pool:
        done = pool.map(_only_the_first_ends, range(9))
        assert next(done) == 0
        done.close()
        for child in multiprocessing.active_children():
            child.kill()
        for watching in set(threading.enumerate()) - before:
            watching.join(LONGEST_S)

    assert [(fault.exc_type, fault.exc_value) for fault in faults] == []


@pytest.mark.usefixtures("interruptible")
def test_an_interrupt_in_the_middle_of_giving_out_waits_until_it_is_done(monkeypatch: pytest.MonkeyPatch) -> None:
    """It would leave a lock of the pool locked, and everybody would wait for ever."""
    submit, given = ProcessPoolExecutor.submit, list[int]()

    def interrupted(pool: ProcessPoolExecutor, work: Callable[[int], int], piece: int) -> Future[int]:
        signal.raise_signal(signal.SIGINT)
        future = submit(pool, work, piece)
        given.append(piece)
        return future

    monkeypatch.setattr(ProcessPoolExecutor, "submit", interrupted)
    before = _children()
    with pytest.raises(KeyboardInterrupt), workers(2) as pool:
        list(pool.map(_only_the_first_ends, range(9)))

    assert given == [0]
    assert _children() == before
    assert signal.getsignal(signal.SIGINT) is signal.default_int_handler


@pytest.mark.usefixtures("interruptible")
def test_an_impatient_second_interrupt_waits_until_they_are_ended(monkeypatch: pytest.MonkeyPatch) -> None:
    """It could otherwise leave some of them at work."""
    shutdown = ProcessPoolExecutor.shutdown

    def interrupted(pool: ProcessPoolExecutor, *, cancel_futures: bool) -> None:
        signal.raise_signal(signal.SIGINT)
        shutdown(pool, cancel_futures=cancel_futures)

    monkeypatch.setattr(ProcessPoolExecutor, "shutdown", interrupted)
    before = _children()
    with pytest.raises(KeyboardInterrupt), workers(2) as pool:
        raise Enough(pool.submit(_only_the_first_ends, 1))

    assert _children() == before


def test_what_they_did_is_given_in_order() -> None:
    """As without them."""
    with workers(2) as pool:
        assert list(pool.map(abs, range(-5, 0))) == [5, 4, 3, 2, 1]
    assert _children() == 0


def _makers(tree: ast.Module) -> Iterator[str]:
    names = {"ProcessPoolExecutor", "multiprocessing", "Pool"}
    for node in ast.walk(tree):
        if isinstance(node, ast.Import | ast.ImportFrom):
            yield from (alias.name for alias in node.names if alias.name in names)


def test_nobody_else_begins_a_process_that_works() -> None:
    """Each would have to be ended as well."""
    found = [file.relative_to(ROOT).as_posix() for file in sources() if any(_makers(parsed(file)))]

    assert found == ["biofeedback/workers.py"]
