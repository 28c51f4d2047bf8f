"""What a file format must offer, and the reading of its cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import TypeAlias

from simulators.recordings.formats.tape import Tape
from simulators.recordings.lines import Line
from simulators.refusal import refused

Head: TypeAlias = list[Line]

SEPARATORS = (";", "\t", ",")  # the semicolon first: where it separates, the comma may be the decimal point


@dataclass(frozen=True, slots=True)
class Form:
    """A file format: its stable name, whether a file's first lines are of it, and its reader.

    The reader gets all lines, the first ones included, and puts what it finds on the tape.
    """

    name: str
    recognises: Callable[[Head], bool]
    read: Callable[[Iterator[Line], Tape], None]


def contents(lines: Iterator[Line]) -> Iterator[Line]:
    """The lines that are neither blank nor a `#` comment."""
    return (line for line in lines if line[1] and line[1][0] != "#")


def separator(text: str) -> str | None:
    """What separates the cells of a line, None where nothing but white space could."""
    return next((mark for mark in SEPARATORS if mark in text), None)


def cells(text: str, mark: str | None) -> list[str]:
    """The cells of a line, unquoted."""
    return [cell.strip().strip('"').strip() for cell in text.split(mark)]


def number(cell: str, line: int) -> float:
    """The finite number in a cell. Raises InputError (bad_cell) on anything else."""
    try:
        value = float(cell)
    except ValueError:
        raise refused("bad_cell", line=line, found=cell) from None
    if not math.isfinite(value) or "_" in cell:
        raise refused("bad_cell", line=line, found=cell)
    return value
