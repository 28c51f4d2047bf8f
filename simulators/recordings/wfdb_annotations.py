"""WFDB annotations: beats and rhythms that experts marked, as PhysioNet stores them (MIT format).

Source: WFDB Applications Guide, annot(5). An annotation is a 16-bit word, little-endian: six bits of type, ten of
samples since the one before; some types carry more.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from simulators.refusal import refused

BEATS = frozenset("NLRBAaJSVrFejnE/fQ?")
"""Symbols of annotations that mark a beat."""

RHYTHM = "+"
"""Symbol of an annotation that names the rhythm from there on."""

MOST_BYTES = 50_000_000
"""Of a file; a day of beats has under 1 MB."""

_SYMBOLS = ' NLRaVFJASEj/Q~ | sT*D"=pB^t+u?![]en@xf()r'
"""By type; a blank is no annotation."""

_SKIP = 59
"""Type of a word before four bytes of samples to skip: where ten bits do not hold the distance."""

_AUX = 63
"""Type of a word before a text of so many bytes, which belongs to the annotation before."""


@dataclass(frozen=True, slots=True)
class Mark:
    """One annotation: its time in seconds, its symbol, and its text (a rhythm such as "(AFIB")."""

    t_s: float
    symbol: str
    text: str


def marks(data: bytes, hz: float) -> tuple[Mark, ...]:
    """All annotations of a file in order. Raises InputError."""
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
