"""Plays a sweep: some sessions at a time in some processes, and goes on where it was left."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Generator, Iterable, Iterator
from contextlib import closing
from itertools import islice
from pathlib import Path

from biofeedback.workers import workers
from simulators.lab.sweeps.grid import Cell, Grid, cells
from simulators.lab.sweeps.outcomes import Outcome, outcomes
from simulators.lab.sweeps.results import Results

AT_A_TIME = 10
"""Sessions handed to a process together: a second or two of work, lost at most where it is ended."""

AHEAD = 4
"""Pieces of work that wait for each process, so that memory stays flat however many there are."""

Spread = Callable[[Iterable[list[Cell]]], Generator[list[Outcome]]]
"""Plays pieces of work somewhere; gives what came of them, in order."""


def in_processes(jobs: int) -> Spread:
    """On this machine."""

    def spread(pieces: Iterable[list[Cell]]) -> Generator[list[Outcome]]:
        if jobs == 1:
            yield from map(outcomes, pieces)
            return
        with workers(jobs) as pool:
            left = iter(pieces)
            waiting = deque(pool.submit(outcomes, piece) for piece in islice(left, jobs * AHEAD))
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(pool.submit(outcomes, piece) for piece in islice(left, 1))

    return spread


def sweep(asked: Grid, folder: Path, spread: Spread, progress: Callable[[int, int], None]) -> Path:
    """Play all that was not played before; the file of the results. `progress` is told how many are done, of how many.

    Raises UsageError where another sweep's results are in the folder.
    """
    results, total = Results(folder, asked), len(asked)
    known = results.known()
    done = len(known)
    progress(done, total)
    try:
        with closing(spread(_pieces(cell for cell in cells(asked) if cell.number not in known))) as played:
            for piece in played:
                results.add(piece)
                done += len(piece)
                progress(done, total)
        results.finish()
    finally:
        results.close()
    return results.file


def _pieces(left: Iterator[Cell]) -> Iterator[list[Cell]]:
    while piece := list(islice(left, AT_A_TIME)):
        yield piece
