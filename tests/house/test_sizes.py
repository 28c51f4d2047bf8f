"""Files and functions stay small enough to be read at one sitting."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest

from tests.house.tree import ROOT, parsed, sources

LONGEST_FILE = 300  # lines: longer is a design fault
LONGEST_FUNCTION = 59  # lines with its docstring: fewer than 60


@pytest.mark.parametrize("file", sources(), ids=lambda file: str(file.relative_to(ROOT)))
def test_nothing_has_grown_too_long(file: Path) -> None:
    """No file and no function is longer than agreed."""
    lines = len(file.read_text(encoding="utf-8").splitlines())
    too_long = {
        node.name: node.end_lineno - node.lineno + 1
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)
        and node.end_lineno is not None
        and node.end_lineno - node.lineno + 1 > LONGEST_FUNCTION
    }

    assert lines <= LONGEST_FILE
    assert too_long == {}
