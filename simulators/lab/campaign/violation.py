"""What an invariant finds."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass

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
Invariant = Callable[[Trace], Found]
