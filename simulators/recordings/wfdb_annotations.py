"""WFDB annotations: beats and rhythms that experts marked, as PhysioNet stores them (MIT format).

Source: WFDB Applications Guide, annot(5). An annotation is a 16-bit word, little-endian: six bits of type, ten of
samples since the one before; some types carry more.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from simulators.refusal import refused

BEATS = frozenset("NLRBAaJSVrFejnE/fQ?")
"""Symbols of annotations that mark a beat."""

RHYTHM = "+"
"""Symbol of an annotation that names the rhythm from there on."""

MOST_BYTES = 20_000_000
"""Of a file; a day of beats has under 1 MB."""

MOST_MARKS = 2_000_000
"""Annotations of one file: weeks of beats."""

_SYMBOLS = ' NLRaVFJASEj/Q~ | sT*D"=pB^t+u?![]en@xf()r'
"""By type; a blank is no annotation."""

_LAST_OWN = 49
"""Types 42 to 49 are a database's own, which its file describes in words: none is a beat to us."""

_OWN = "*"
"""Our symbol for these."""

_RESOLUTION = re.compile(rb"## time resolution: *(\d{1,9}(?:\.\d{1,9})?)")
_NOTES = 4096
"""Bytes in which the notes about the file itself stand."""

_MOST_HZ = 1e7
"""Units of time in a second: more is no resolution."""

_BEAT_KINDS = frozenset(kind for kind, symbol in enumerate(_SYMBOLS) if symbol in BEATS)
_LOOKED_AT = 1024
"""Bytes by which a list of beats is known."""

_LEAST_WORDS = 16
"""Marks of beats that make a list."""

_MOSTLY = 0.8
"""Of the words; among noise a quarter are."""

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


def resolution(data: bytes) -> float | None:
    """Units of time in a second, where a file says it itself in a note before all others."""
    found = _RESOLUTION.search(data[:_NOTES])
    hz = float(found[1]) if found else 0.0
    return hz if 0 < hz < _MOST_HZ else None


def looks_like_annotations(beginning: bytes) -> bool:
    """Whether bytes begin as a list of beats does: nearly all words are marks of beats, with time between them."""
    if _RESOLUTION.search(beginning[:_NOTES]) and beginning[1:2] == b"\x58":
        return True
    kinds: list[bool] = []
    for at in range(0, min(len(beginning), _LOOKED_AT) - 1, 2):
        word = int.from_bytes(beginning[at : at + 2], "little")
        if word == 0:
            break
        kinds.append(word >> 10 in _BEAT_KINDS and word & 0x3FF > 0)
    return len(kinds) >= _LEAST_WORDS and sum(kinds) >= _MOSTLY * len(kinds)


def marks(data: bytes, header_hz: float | None) -> tuple[Mark, ...]:
    """All annotations of a file in order; times by its own resolution, else by its header's. Raises InputError."""
    found: list[Mark] = []
    sample, skipped = 0, 0
    hz = resolution(data) or header_hz
    if hz is None:
        raise refused("annotations_alone")
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
            if kind > _LAST_OWN or step < 0:
                raise refused("damaged_annotations")
            if len(found) >= MOST_MARKS:
                raise refused("too_long", say="too_many", most=MOST_MARKS)
            found.append(Mark(sample / hz, _SYMBOLS[kind] if kind < len(_SYMBOLS) else _OWN, ""))
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
