"""A sweep on a Dask cluster: the same pieces of work, handed out elsewhere. A worker that is lost loses nothing.

The extra `dask`. Pieces are pure functions of their cells, so that the scheduler may play one again on another worker;
results come back in order, so that the file of results has the same bytes as on one machine.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Generator, Iterable
from itertools import islice

from biofeedback.errors import UsageError
from simulators.lab.sweeps.grid import Cell
from simulators.lab.sweeps.outcomes import Outcome, outcomes
from simulators.lab.sweeps.running import Spread

AHEAD = 64
"""Pieces that are with the cluster at a time: enough for dozens of workers, and memory stays flat here."""

ANSWERS_WITHIN_S = 10
"""A scheduler that is there answers in far less. Seconds."""


def on_dask(address: str) -> Spread:
    """On the workers of the scheduler at this address, such as `tcp://127.0.0.1:8786`.

    Raises UsageError where the extra is not installed, or nobody answers there.
    """
    try:
        from distributed import Client  # pyright: ignore[reportMissingImports]
    except ImportError:
        raise UsageError("--dask needs Dask: install biofeedback[dask]") from None

    def spread(pieces: Iterable[list[Cell]]) -> Generator[list[Outcome]]:
        try:
            client = Client(address, timeout=ANSWERS_WITHIN_S, set_as_default=False)
        except (OSError, ValueError) as problem:
            raise UsageError(f"no Dask scheduler answers at {address} ({type(problem).__name__})") from problem
        with client:
            left = iter(pieces)
            waiting = deque(client.submit(outcomes, piece, pure=False) for piece in islice(left, AHEAD))
            while waiting:
                yield waiting.popleft().result()
                waiting.extend(client.submit(outcomes, piece, pure=False) for piece in islice(left, 1))

    return spread
