"""No module needs itself to be loaded: what imports go round in a circle is one module cut in pieces.

Imports inside functions count as well; those for type checkers only do not.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator, Mapping
from pathlib import Path

from tests.house.tree import ROOT, parsed, sources


def _name(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _statements(tree: ast.AST) -> Iterator[ast.stmt]:
    """Every statement that is ever carried out."""
    for node in ast.iter_child_nodes(tree):
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.stmt):
            yield node
        yield from _statements(node)


def _imported(tree: ast.Module, known: set[str]) -> set[str]:
    """The modules of ours that a module imports. A module of a package stands for itself, not for its package."""
    found = set[str]()
    for node in _statements(tree):
        match node:
            case ast.ImportFrom(module=str(module), names=names):
                found |= {full if (full := f"{module}.{each.name}") in known else module for each in names}
            case ast.Import(names=names):
                found |= {each.name for each in names}
            case _:
                pass
    return found & known


def _circles(imports: Mapping[str, set[str]]) -> list[list[str]]:
    """Those who cannot be put in an order: what is left once all were taken away that import nobody who is left."""
    left = {name: set(others) - {name} for name, others in imports.items()}
    while free := [name for name, others in left.items() if not others & left.keys()]:
        for name in free:
            del left[name]
    while needless := [name for name in left if not any(name in others for others in left.values())]:
        for name in needless:
            del left[name]
    return [sorted(left)] if left else []


def test_no_imports_go_round_in_a_circle() -> None:
    """In the whole house, wherever the import stands."""
    files = {_name(file): file for file in sources()}
    imports = {name: _imported(parsed(file), set(files)) for name, file in files.items()}

    assert len(imports) > 100
    assert _circles(imports) == []


def test_a_circle_is_found() -> None:
    """Also one of three, behind somebody who only uses it and before somebody whom it uses."""
    assert _circles({"a": {"b"}, "b": {"c", "e"}, "c": {"d"}, "d": {"b"}, "e": set()}) == [["b", "c", "d"]]
    assert _circles({"a": {"b"}, "b": {"c"}, "c": set()}) == []
    lazy = ast.parse("def use():\n    from biofeedback import clock")
    typed = ast.parse("if TYPE_CHECKING:\n    from biofeedback import clock")
    known = {"biofeedback", "biofeedback.clock"}
    assert _imported(lazy, known) == {"biofeedback.clock"}
    assert _imported(typed, known) == set()
