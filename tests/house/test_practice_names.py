"""Every statement of the sources has its row in PRACTICE.md: a place and a test that exist, or the reason of none."""

from __future__ import annotations

import ast
import re

import pytest

from protocols.library import names
from tests.house.tree import ROOT, parsed

TEXT = (ROOT / "PRACTICE.md").read_text(encoding="utf-8")
ROWS = {
    cells[0]: cells[1:]
    for line in TEXT.splitlines()
    if len(cells := [cell.strip() for cell in line.strip("|").split("|")]) == 4 and re.fullmatch(r"S\d\.\d+", cells[0])
}
SECTIONS = {"S0": 10, "S1": 7, "S2": 3}
"""How many parts each source has."""

REASONED = {"no act needed": "background|marketing"}
"""What a row may say instead of a place, and how its reason begins."""


@pytest.mark.parametrize("row", ROWS)
def test_each_statement_has_its_place_and_its_test(row: str) -> None:
    """Files and functions that are there; or a reason why nothing is to be done."""
    statement, where, test = ROWS[row]
    places, tests = re.findall(r"`([^`]+)`", where), re.findall(r"`(tests/[^`]+)`", test)

    assert statement
    if where in REASONED:
        assert re.match(REASONED[where], test)
        return
    assert places
    assert tests
    assert [place for place in places if not (ROOT / place).exists()] == []
    for named in tests:
        file, _, function = named.partition("::")
        found = {n.name for n in ast.walk(parsed(ROOT / file)) if isinstance(n, ast.FunctionDef | ast.AsyncFunctionDef)}
        assert function in found, named


def test_no_row_is_lost() -> None:
    """The rows of each source are numbered without a gap, and all its parts are there."""
    for source, sections in SECTIONS.items():
        numbers = [int(row.partition(".")[2]) for row in ROWS if row.startswith(source)]
        part = TEXT.split(f"### {source}\n")[1].split("\n### ")[0]
        assert numbers == list(range(1, len(numbers) + 1))
        assert len(re.findall(r"^\| \| \*\*", part, re.MULTILINE)) == sections


def test_every_protocol_is_named() -> None:
    """With its file, in the table of protocols."""
    table = TEXT.split("## Protocols")[1].split("\n## ")[0]
    assert set(names()) <= set(re.findall(r"`([a-z_]+)`", table))
