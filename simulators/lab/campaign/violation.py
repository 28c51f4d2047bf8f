"""What an invariant finds."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Protocol

from simulators.lab.campaign.trace import Trace

EPSILON_S = 1e-6
"""Times nearer to each other than this are the same, s."""


@dataclass(frozen=True, slots=True)
class Violation:
    """What did not hold, and when."""

    invariant: str
    t: float
    what: str


Found = Iterator[Violation]


class Invariant(Protocol):
    """Finds what does not hold in a trace; its name says what must."""

    __name__: str

    def __call__(self, trace: Trace, /) -> Found:
        """Each violation with its time."""
        ...
