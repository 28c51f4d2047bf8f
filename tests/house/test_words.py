"""What must never be in a tracked file: paths of somebody's machine, addresses of package registries, loose ends."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.house.tree import ROOT, tracked

# Each is put together from parts, so that this file does not hold what it forbids.
FORBIDDEN = {
    "a path of one machine": r"(?<![\w.~/-])/" + r"(?:root|work|home|Users|mnt|tmp/(?:wt|dev|exp))" + r"/\w",
    "an address of a package registry": "py"
    + r"pi\.org|python"
    + r"hosted\.org|npm"
    + r"js\.(?:org|com)|crates\."
    + "io",
    "an option that names a registry": "index" + r"[-_]url\s*=|find" + r"[-_]links\s*=|--(?:extra-)?index" + r"-url\s",
    "a loose end": r"\b(?:TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b",
}


@pytest.mark.parametrize("what", FORBIDDEN)
def test_no_tracked_file_holds(what: str) -> None:
    """Every place is listed, with its line."""
    pattern = re.compile(FORBIDDEN[what])
    found = [
        f"{file.relative_to(ROOT)}:{number}: {line.strip()[:100]}"
        for file in tracked()
        for number, line in enumerate(_text(file).splitlines(), 1)
        if pattern.search(line)
    ]

    assert found == []


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8")
    except UnicodeDecodeError:
        return ""  # a binary file
