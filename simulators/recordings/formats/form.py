"""What a file format must offer, and the reading of a text's cells."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from simulators.recordings.asked import Asked
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import Line, OpenFile
from simulators.recordings.recording import Recording
from simulators.refusal import refused

Head: TypeAlias = Sequence[Line]

SEPARATORS = (";", "\t", ",")
"""The semicolon first: where it separates, the comma may be the decimal point."""


@dataclass(frozen=True, slots=True)
class Format:
    """A file format: whether a file is of it by its content, and its reader, each told what is asked of the file.

    `suffixes` are names its files go by: looked at only where no format knows a file by its content, so that the
    reader can say what is wrong with it.
    """

    recognises: Callable[[OpenFile, Asked], bool]
    read: Callable[[OpenFile, Asked], Recording]
    suffixes: frozenset[str] = frozenset()
    heeds_unit: bool = False
    """Whether the unit of its intervals can be said from outside; else the format has one, whatever is said."""


def text_format(
    name: str, recognises: Callable[[str], bool], tape_of: Callable[[Iterator[Line]], Tape], *, long: bool = False
) -> Format:
    """A format known by its first line with content; `tape_of` gets all lines, `long` ones too. Raises InputError."""

    def is_it(file: OpenFile, asked: Asked) -> bool:
        first = first_content(file.head) if asked.column is None else None
        return first is not None and recognises(first)

    def read(file: OpenFile, _asked: Asked) -> Recording:
        return tape_of(file.long_lines if long else file.lines).recording(file.path, name)

    return Format(is_it, read)


def contents(lines: Iterable[Line]) -> Iterator[Line]:
    """The lines that are neither blank nor a `#` comment."""
    return (line for line in lines if line[1] and line[1][0] != "#")


def first_content(head: Head) -> str | None:
    """The text of the first line that is neither blank nor a comment."""
    return next((text for _, text in contents(head)), None)


def separator(text: str) -> str | None:
    """What separates the cells of a line, None where nothing but white space could."""
    return next((mark for mark in SEPARATORS if mark in text), None)


def cells(text: str, mark: str | None) -> list[str]:
    """The cells of a line, unquoted."""
    return [cell.strip().strip('"').strip() for cell in text.split(mark)]


def column_names(header: str) -> list[str]:
    """The cells of a table's header in small letters."""
    return [cell.lower() for cell in cells(header, separator(header))]


def number(cell: str, line: int) -> float:
    """The finite number in a cell. Raises InputError (bad_cell) on anything else."""
    try:
        value = float(cell)
    except ValueError:
        raise refused("bad_cell", line=line, found=cell) from None
    if not math.isfinite(value) or "_" in cell:
        raise refused("bad_cell", line=line, found=cell)
    return value
