"""The rows of a file that hold an interval, whatever the file is."""

from __future__ import annotations

from array import array
from dataclasses import dataclass, field

from biofeedback.why import Why
from simulators.recordings.tables.clocks import Column
from simulators.refusal import refused

MOST = 700_000
"""Intervals of one recording: a week of them. With their clocks beside them the program stays near 300 MB."""


@dataclass(slots=True)
class Rows:
    """The rows of a file that hold an interval: its line, its number, and what stands beside it.

    `holes`: beats that are missing before a row; `cuts`: rows before which an unknown time passed.
    """

    name: str = ""
    unit_ms: float | None = None
    lines: array[int] = field(default_factory=lambda: array("q"))
    values: array[float] = field(default_factory=lambda: array("d"))
    holes: dict[int, int] = field(default_factory=dict[int, int])
    cuts: set[int] = field(default_factory=set[int])
    columns: list[Column] = field(default_factory=list[Column])
    remarks: list[Why] = field(default_factory=list[Why])

    def add(self, value: float, line: int) -> None:
        """One more interval. Raises InputError where there are more than any recording has."""
        if len(self.values) >= MOST:
            raise refused("too_long", line=line, say="too_many", most=MOST)
        self.lines.append(line)
        self.values.append(value)
