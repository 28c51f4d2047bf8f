"""Files and functions stay small enough to be read at one sitting."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, parsed, sources, tracked

LONGEST_FUNCTION = 60
"""Lines with its docstring: fewer than this, in tests too."""
LONGEST_FILE = 300
"""Lines of a module: more is a design fault."""
LONGEST_TESTS = 450
"""Lines of a file of tests: its sentences are read one at a time, and those about one thing belong together."""
LONGER: dict[str, str] = {}
"""Files that may be longer, from the root on, each with its reason."""


def too_long(file: Path) -> Iterator[str]:
    """What has grown too long in a file."""
    name = file.relative_to(ROOT).as_posix()
    most = LONGEST_TESTS if name.startswith("tests/") else LONGEST_FILE
    lines = len(file.read_text(encoding="utf-8").splitlines())
    if (lines > most) != (name in LONGER):
        yield f"{name}: {lines} lines" + (", no longer an exception" if name in LONGER else "")
    for node in ast.walk(parsed(file)):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines >= LONGEST_FUNCTION:
                yield f"{name}:{node.lineno}: {node.name} has {lines} lines"


def test_nothing_has_grown_too_long() -> None:
    """Of all files and functions, tests included; an exception that is no longer one is named, too."""
    files = {*sources(), *(file for file in tracked() if file.suffix == ".py")}
    found = [each for file in sorted(files) for each in too_long(file)]

    assert files
    assert not found, "\n" + "\n".join(found)
    assert not [name for name in LONGER if not (ROOT / name).is_file()]
    assert all(LONGER.values())
