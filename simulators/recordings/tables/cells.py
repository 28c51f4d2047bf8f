"""The cells of a row, and the numbers in them, as programs of many countries write them."""

from __future__ import annotations

import csv
import math
import re

SEPARATORS = (";", "\t", ",", "|")
"""The semicolon first: where it separates, the comma may be the decimal point."""

NO_VALUE = frozenset({"", "nan", "na", "n/a", "#n/a", "null", "none", "nil", "-", "--", "?", "."})
"""What programs write where there is no value, in small letters."""

NO_BEAT = frozenset({0.0, -1.0, 65535.0, 65.535})
"""Numbers that stand for "no interval in this row": the last two are a full 16-bit field, in ms and in s."""

_WITH_UNIT = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*(ms|msec|s|sec|us|\u00b5s|\u03bcs)", re.IGNORECASE)
_DURATION = re.compile(r"PT(?:(?P<m>\d+)M)?(?P<s>\d+(?:[.,]\d+)?)S", re.IGNORECASE)
_ODD_SIGNS = str.maketrans({"\u2212": "-", "\u066b": ".", "\u00a0": "", "\u202f": ""})
_NUMBERS = re.compile(r"[-+]?\d+(?:\.\d+)?(?:[eE][-+]?\d+)?")


def split(text: str, mark: str | None) -> list[str]:
    """The cells of a line, unquoted and without blanks around them; `mark` None: white space separates."""
    if mark is None:
        return [cell.strip("\"'") for cell in text.split()]
    if '"' in text:
        try:
            return [cell.strip() for cell in next(csv.reader([text], delimiter=mark, skipinitialspace=True), [])]
        except csv.Error:
            pass
    return [cell.strip().strip("'") for cell in text.split(mark)]


def number(cell: str, *, comma: bool = False) -> float | None:
    """The finite number in a cell, with a decimal comma where the table has them; None where it is none."""
    try:
        value = float(cell)
    except ValueError:
        bare = cell.translate(_ODD_SIGNS).strip().strip("\"'")
        try:
            value = float(bare.replace(",", ".") if comma else bare)
        except ValueError:
            return None
    return value if math.isfinite(value) and "_" not in cell else None


def number_with_unit(cell: str) -> tuple[float, str] | None:
    """The number in a cell that says its unit: `841 ms`, `0.841s`, `PT0.841S`; None where it does not."""
    found = _WITH_UNIT.fullmatch(cell.strip())
    if found is not None:
        return float(found[1].replace(",", ".")), found[2].lower()
    found = _DURATION.fullmatch(cell.strip())
    if found is not None:
        return 60 * int((found["m"] or "0")[:6]) + float(found["s"].replace(",", ".")), "s"
    return None


def numbers_in(cell: str) -> list[float]:
    """All numbers of a list in one cell: `[841, 884]`, `841 884`, `841;884`."""
    return [value for text in _NUMBERS.findall(cell) if math.isfinite(value := float(text))]


def is_list(cell: str) -> bool:
    """Whether a cell holds a list of numbers."""
    bare = cell.strip().strip("[](){}")
    parts = [part for part in re.split(r"[\s,;|]+", bare) if part]
    return len(parts) > 1 and all(_NUMBERS.fullmatch(part) for part in parts[:20])


def says_nothing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return not cell or cell.lower() in NO_VALUE
