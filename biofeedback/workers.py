"""Processes that work for this one, for as long as it wants them: they end with it, however it ends.

Ctrl-C may come between any two steps of the thread that gives work out. Python's pool keeps locks that it shares with
threads of its own: an interrupt at the wrong step leaves one locked for ever, and the program hangs. So whatever
touches the pool here is done whole, with the interrupt right after it, and results are waited for outside of it.
"""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
from collections import deque
from collections.abc import Callable, Generator, Iterable
from concurrent.futures import Future, ProcessPoolExecutor
from contextlib import contextmanager
from queue import SimpleQueue
from typing import Generic, TypeVar

Piece = TypeVar("Piece")
Done = TypeVar("Done")


class Given(Generic[Done]):
    """A piece of work that was given out."""

    def __init__(self, future: Future[Done]) -> None:
        self._done: SimpleQueue[Future[Done]] = SimpleQueue()
        future.add_done_callback(self._done.put)

    def result(self) -> Done:
        """What came of it, once it is there; asked for once. Raises what the work raised."""
        return self._done.get().result()


class Workers:
    """What gives pieces of work out."""

    def __init__(self, pool: ProcessPoolExecutor) -> None:
        self._pool = pool

    def submit(self, work: Callable[[Piece], Done], piece: Piece) -> Given[Done]:
        """One piece."""
        with _unbroken():
            return Given(self._pool.submit(work, piece))

    def map(self, work: Callable[[Piece], Done], pieces: Iterable[Piece]) -> Generator[Done]:
        """All pieces are given out at once, and what became of them comes in their order.

        Unlike the pool's own way, nothing is taken back from here when the one that asks leaves early: a pool whose
        processes are ended while a piece is taken back fails in a thread of its own, with a traceback (Python 3.11).
        """
        given = deque(self.submit(work, piece) for piece in pieces)
        while given:
            yield given.popleft().result()


@contextmanager
def workers(jobs: int) -> Generator[Workers]:
    """So many processes. What leaves early (an interrupt, a fault, a generator that is closed) ends them at once.

    What waits is not begun, and what they are at is given up: nobody wants it any more.
    """
    others = {child.pid for child in multiprocessing.active_children()}
    pool = ProcessPoolExecutor(jobs, initializer=_begin)
    wanted = False
    try:
        yield Workers(pool)
        wanted = True
    finally:
        with _unbroken():
            if not wanted:
                for child in multiprocessing.active_children():
                    if child.pid not in others:
                        child.terminate()
            pool.shutdown(cancel_futures=True)


@contextmanager
def _unbroken() -> Generator[None]:
    """What is done within is done whole: Ctrl-C that comes meanwhile is answered right after it."""
    answer = signal.getsignal(signal.SIGINT)
    if threading.current_thread() is not threading.main_thread() or not callable(answer):
        yield  # interrupts are the first thread's; or nobody answers them
        return
    came: list[int] = []
    signal.signal(signal.SIGINT, lambda number, _frame: came.append(number))
    try:
        yield
    finally:
        signal.signal(signal.SIGINT, answer)
        if came:
            answer(came[0], None)


def _begin() -> None:
    """Ctrl-C is for the one that gave the work out, and work that nobody waits for is not gone on with."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    threading.Thread(target=_end_with_parent, daemon=True).start()


def _end_with_parent() -> None:
    """A process whose parent was killed would wait for work for ever."""
    if (parent := multiprocessing.parent_process()) is not None:
        parent.join()
        os._exit(1)
