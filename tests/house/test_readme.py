"""README's picture of the floors and its table of places are true of the house that stands here."""

from __future__ import annotations

import re
from pathlib import Path

from tests.house.tree import PACKAGES, ROOT

README = (ROOT / "README.md").read_text(encoding="utf-8")
BUILT = README.split("## How it is built", 1)[1]
WITHIN_A_ROOM = {"biofeedback/texts"}
"""Folders that are no room of code."""


def _expanded(name: str) -> list[str]:
    """`a/{b, c}` as `a/b` and `a/c`."""
    found = re.fullmatch(r"([^{]*)\{([^}]*)\}", name)
    return [name] if found is None else [found[1] + each.strip() for each in found[2].split(",")]


def _rooms_of_the_picture() -> set[str]:
    """Every name in the indented block; a pair of braces may go over two lines."""
    picture = BUILT.split("A room may use", 1)[0]
    return {each for name in re.findall(r"[\w/]+/\{[^}]*\}|\w+(?:/\w+)*", picture) for each in _expanded(name)}


def _rooms() -> set[str]:
    """Each package, and each folder of code directly below one."""
    folders = {file.parent for package in PACKAGES for file in (ROOT / package).glob("*/__init__.py")}
    inner = {str(folder.relative_to(ROOT)) for folder in folders if folder.parent.name in ("biofeedback", "simulators")}
    return {"devices", "protocols"} | inner


def test_the_picture_names_every_room() -> None:
    assert _rooms() - _rooms_of_the_picture() - WITHIN_A_ROOM == set()


def _paths(text: str) -> list[str]:
    return [each for each in re.findall(r"`([\w./{},-]+)`", text) if "/" in each]


def test_each_place_that_is_named_is_there() -> None:
    named = {each for path in _paths(BUILT) for each in _expanded(path.rstrip("/"))}
    roots = (ROOT, ROOT / "biofeedback")
    missing = {path for path in named if not any((root / Path(path)).exists() for root in roots)}
    assert "biofeedback/signal/sums.py" in named
    assert missing == set()
