"""WFDB annotations: beats and rhythms that experts marked, as PhysioNet stores them (MIT format), with their header.

Source: WFDB Applications Guide, annot(5) and header(5). An annotation is a 16-bit word, little-endian: six bits of
type, ten of samples since the one before; some types carry more. Own and small on purpose: the `wfdb` package brings
a data-frame library for what are a hundred lines here.
"""

from __future__ import annotations

import math
import os
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from biofeedback.errors import InputError
from simulators.recordings.lines import numbered_lines
from simulators.refusal import refused

BEATS = frozenset("NLRBAaJSVrFejnE/fQ?")
RHYTHM = "+"
HEADER = ".hea"
ANNOTATORS = (".atr", ".qrs", ".ecg")  # best first: the experts', then programs'
SUFFIXES = frozenset({HEADER, *ANNOTATORS})
_SYMBOLS = ' NLRaVFJASEj/Q~ | sT*D"=pB^t+u?![]en@xf()r'  # by type; a blank is no annotation
_SKIP, _NUM, _SUB, _CHN, _AUX = 59, 60, 61, 62, 63
_DEFAULT_HZ = 250.0  # where a header names no rate, header(5)
_HEADER = re.compile(r"^[\w.-]+(?:/\d+)?\s+\d+(?:\s+(?P<hz>\d+(?:\.\d+)?(?:[eE][+-]?\d+)?)\S*)?(?:\s|$)")
_MOST_BYTES = 50_000_000  # a day of beats has under 1 MB


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation: its time in seconds, its symbol, and its text (a rhythm such as "(AFIB")."""

    t_s: float
    symbol: str
    text: str


def no_annotations() -> InputError:
    """The refusal of a header with nothing beside it."""
    return refused("no_annotations", names=", ".join(ANNOTATORS))


def annotation_files(header: Path) -> tuple[Path, ...]:
    """The annotations beside a header, the experts' own first."""
    beside = (header.with_suffix(suffix) for suffix in ANNOTATORS)
    return tuple(path for path in beside if os.path.isfile(path))  # noqa: PTH113 - never raises


def sampling_rate(header: Path) -> float:
    """Samples a second, from a WFDB header. Raises InputError."""
    for line, text in numbered_lines(header):
        if text and not text.startswith("#"):
            found = _HEADER.match(text)
            hz = float(found["hz"] or _DEFAULT_HZ) if found else 0.0
            if not 0 < hz < math.inf:
                raise refused("bad_header", line=line, found=text)
            return hz
    raise refused("empty", say="blank")


def marks(annotations: Path, hz: float) -> tuple[Mark, ...]:
    """All annotations of a file in order. Raises InputError."""
    try:
        data = annotations.read_bytes() if annotations.stat().st_size <= _MOST_BYTES else b""
    except OSError as problem:
        raise refused("not_readable", reason=str(problem.strerror or problem)) from problem
    found: list[Mark] = []
    sample, skipped = 0, 0
    for kind, value, extra in _words(data):
        if kind == _SKIP:
            skipped += value
        elif kind == _AUX:
            if found:
                text = extra.rstrip(b"\0").decode("latin-1")
                found[-1] = Mark(found[-1].t_s, found[-1].symbol, text)
        elif kind < _SKIP:
            step, skipped = value + skipped, 0
            sample += step
            if kind >= len(_SYMBOLS) or step < 0:
                raise refused("damaged_annotations")
            found.append(Mark(sample / hz, _SYMBOLS[kind], ""))
    return tuple(found)


def _words(data: bytes) -> Iterator[tuple[int, int, bytes]]:
    """Type, value and text of each word up to the closing zero. A file without one was cut off."""
    at = 0
    while at + 2 <= len(data):
        word = int.from_bytes(data[at : at + 2], "little")
        kind, value = word >> 10, word & 0x3FF
        at += 2
        if word == 0:
            return
        if kind == _SKIP:
            high, low = data[at : at + 2], data[at + 2 : at + 4]  # a long with its halves swapped, as PDP-11s had
            yield kind, int.from_bytes(low + high, "little", signed=True), b""
            at += 4
        elif kind == _AUX:
            yield kind, value, data[at : at + value]
            at += value + value % 2
        else:
            yield kind, value, b""
    raise refused("damaged_annotations")
