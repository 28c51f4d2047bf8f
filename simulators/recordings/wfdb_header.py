"""WFDB headers: a text that says how many signals a record has, how often they were sampled, and where they are.

Source: WFDB Applications Guide, header(5). Own and small on purpose, as are the readers of annotations and signals: the
`wfdb` package brings a data-frame library for what are a few hundred lines here.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from simulators.recordings.opened import Line
from simulators.refusal import refused

HEADER = ".hea"
"""What the name of a header ends in."""

ANNOTATORS = (".atr", ".ari", ".qrsc", ".qrs", ".ecg", ".wqrs", ".gqrs", ".xqrs", ".sqrs", ".man", ".epi", ".ann")
"""Best first: the experts', then programs'."""

_DEFAULT_HZ = 250.0
"""Where a header names no rate, header(5)."""

_RECORD = re.compile(r"^[\w.-]+(?:/\d+)?\s+\d+(?:\s+(?P<hz>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\S*)?(?:\s|$)")
_SIGNAL = re.compile(r"^\S*[A-Za-z]\S*\s+(?:8|16|24|32|61|80|160|212|310|311)(?:[x:+]\S*)?(?:\s|$)")
"""A file's name and one of the formats of signal(5)."""


@dataclass(frozen=True, slots=True)
class Header:
    """The lines with content of a header, the one of the record first, and its samples a second."""

    path: Path
    rate_hz: float
    lines: tuple[Line, ...]


def is_header(path: Path, head: Iterable[Line]) -> bool:
    """Whether lines tell of a record and then of its signals, or at least of a record where the name says the rest."""
    lines = [text for _, text in _contents(head)]
    if not lines or not _RECORD.match(lines[0]):
        return False
    return path.suffix.lower() == HEADER or (len(lines) > 1 and _SIGNAL.match(lines[1]) is not None)


def read_header(path: Path, lines: Iterable[Line]) -> Header:
    """The header in a file's lines. Raises InputError."""
    contents = tuple(_contents(lines))
    if not contents:
        raise refused("empty", say="blank")
    line, text = contents[0]
    found = _RECORD.match(text)
    hz = float(found["hz"] or _DEFAULT_HZ) if found else 0.0
    if not 0 < hz < math.inf:
        raise refused("bad_header", line=line, found=text)
    return Header(path=path, rate_hz=hz, lines=contents)


def annotation_files(header: Path) -> tuple[Path, ...]:
    """The annotations beside a header, the experts' own first."""
    capitals = header.suffix.isupper()
    beside = (header.with_suffix(suffix.upper() if capitals else suffix) for suffix in ANNOTATORS)
    beside = (path if os.path.isfile(path) else path.with_suffix(path.suffix.lower()) for path in beside)  # noqa: PTH113
    return tuple(path for path in beside if os.path.isfile(path))  # noqa: PTH113 - never raises


def _contents(lines: Iterable[Line]) -> Iterable[Line]:
    return (line for line in lines if line[1] and not line[1].startswith("#"))
