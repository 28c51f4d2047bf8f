"""The cells of a row, and the numbers in them, as programs of many countries write them."""

from __future__ import annotations

import csv
import math
import re


def words(text: str) -> frozenset[str]:
    """The words of a list that is written as a text."""
    return frozenset(text.split())


SEPARATORS = (";", "\t", ",", "|")
"""The semicolon first: where it separates, the comma may be the decimal point."""

FAULTS = frozenset({"#n/a", "#n/v", "#nv", "#div/0!", "#value!", "#wert!", "#ref!", "#name?", "#num!", "#null!"})
"""What spreadsheets write where a formula has no value, in small letters."""

NO_NUMBER = frozenset({"inf", "+inf", "-inf", "infinity", "-infinity", "1.#inf", "-1.#inf", "1.#qnan", "-1.#ind"})
"""What programs print for a number that is none."""

NO_VALUE = (
    words(
        """
        nan na n/a n.a. k.a. <na> nat null (null) none nil undefined invalid missing lost artifact artefact error err
        - -- --- ? . * x ~ [] {} ()
        """
    )
    | {""}
    | FAULTS
    | NO_NUMBER
)
"""What programs write where there is no value, in small letters."""

NO_BEAT = frozenset(
    {0.0, -1.0, 65535.0, 65.535, -99.0, -999.0, -9999.0, -99999.0, -32768.0, 2147483647.0, 4294967295.0, 4294967.295}
)
"""Numbers that stand for "no interval in this row": nothing, what programs fill up with, and full fields of 16 and 32
bits, in ms and in s."""

FILLERS = frozenset({9999.0, 99999.0, 999999.0, 32767.0, 9.999, 32.767})
"""Numbers that stand for it where there are several: one alone may be the length of a gap."""

_PAIR_MS = 250
"""Least of two intervals that are written as one."""

_DIGITS = 6
"""Of an interval in ms: fewer."""

_WITH_UNIT = re.compile(r"([-+]?\d+(?:[.,]\d+)?)\s*(ms|msec|s|sec|us|\u00b5s|\u03bcs)", re.IGNORECASE)
_DURATION = re.compile(r"PT(?:(?P<m>\d+)M)?(?P<s>\d+(?:[.,]\d+)?)S", re.IGNORECASE)
_ODD_SIGNS = str.maketrans({"\u2212": "-", "\u066b": ".", "\u00a0": "", "\u202f": "", "\u2019": "'"})
_GROUPED = re.compile(r"-?\d{1,3}(?:'\d{3})+(?:\.\d*)?")
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
        bare = bare.replace("'", "") if _GROUPED.fullmatch(bare) else bare
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
    return len(parts) > (cell[:1] != "[") and all(_NUMBERS.fullmatch(part) for part in parts[:20])


def is_pair(cell: str) -> bool:
    """Whether what looks like a number with a decimal comma can be two intervals of one packet in ms."""
    first, _, second = cell.partition(",")
    if not (first.isdecimal() and second.isdecimal() and len(first) < _DIGITS and len(second) < _DIGITS):
        return False
    low, high = sorted((int(first), int(second)))
    return low >= _PAIR_MS and high < 2 * low


def says_nothing(cell: str) -> bool:
    """Whether a cell says that there is no value."""
    return not cell or cell.lower() in NO_VALUE
