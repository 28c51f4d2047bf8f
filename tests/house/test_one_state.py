"""The coach keeps a session's state in one place: whoever decides gives back a value and writes into nobody else."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from pathlib import Path
from typing import Any

import pytest

from biofeedback.coach.session_state import SessionState
from tests.house.tree import ROOT, parsed, sources

COACH = [file for file in sources() if file.parent == ROOT / "biofeedback" / "coach"]
GROWS = {"append", "extend", "insert", "add", "update", "pop", "remove", "clear", "discard", "setdefault"}
KEEPERS = {"session_flow.py": {"_state", "t"}, "watching.py": {"_phase", "_began", "_until", "_t", "_link_up"}}
"""Who changes what of their own after they were made: the guided session, and the mere watching."""
KEEPERS["engine.py"] = {"_due"}  # what follows from the state, kept from one step to the next
KEEPERS["watching.py"] |= {"_last_why", "_reports"}


def written(file: Path) -> Iterator[tuple[str, str]]:
    """Every attribute that is assigned to or grown outside `__init__`: of what, and which."""
    for node in outside_init(parsed(file)):
        if isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store | ast.Del):
            yield ast.unparse(node.value), node.attr
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr in GROWS:
            grown = node.func.value
            if isinstance(grown, ast.Attribute):
                yield ast.unparse(grown.value), grown.attr


def outside_init(tree: ast.AST) -> Iterator[ast.AST]:
    for child in ast.iter_child_nodes(tree):
        if isinstance(child, ast.FunctionDef) and child.name == "__init__":
            continue
        yield child
        yield from outside_init(child)


@pytest.mark.parametrize("file", COACH, ids=lambda file: file.name)
def test_nobody_writes_into_somebody_else(file: Path) -> None:
    """Nor into themselves, but for those that keep a session."""
    kept = KEEPERS.get(file.name, set())
    assert [each for each in written(file) if each[0] != "self" or each[1] not in kept] == []


def test_the_state_is_frozen_through_and_through() -> None:
    """Whoever is given it cannot change it, nor anything in it."""
    factories: list[Any] = [each.default_factory for each in fields(SessionState)]
    parts: list[Any] = [SessionState, *(each for each in factories if is_dataclass(each))]
    assert len(parts) > 1
    assert all(part.__dataclass_params__.frozen for part in parts)
