"""Constants are documented in one way: a string directly below says what they are, in which unit, and why so."""

from __future__ import annotations

import ast
import re
import tokenize
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, parsed, sources

NAME = re.compile(r"_?[A-Z][A-Z0-9_]*")


def names(node: ast.stmt) -> list[str]:
    """The names in capitals that a statement gives a value, a pair of them included."""
    match node:
        case ast.Assign(targets=targets):
            found = [each.id for target in targets for each in ast.walk(target) if isinstance(each, ast.Name)]
        case ast.AnnAssign(target=ast.Name(id=name)):
            found = [name]
        case _:
            found = []
    return [name for name in found if NAME.fullmatch(name)]


def explained(node: ast.stmt | None) -> bool:
    """Whether a statement is a string that stands for itself."""
    return isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def speaks_for_itself(node: ast.Assign | ast.AnnAssign, name: str) -> bool:
    """Private, and no number anywhere in it: a pattern, a statement of SQL, a table of names, a short form."""
    parts = [] if node.value is None else list(ast.walk(node.value))
    return name.startswith("_") and not any(
        isinstance(each, ast.Constant) and isinstance(each.value, int | float) for each in parts
    )


def comments(file: Path) -> dict[int, str]:
    """Comments by their line, but for those that speak to a tool."""
    with tokenize.open(file) as opened:
        tokens = tokenize.generate_tokens(opened.readline)
        found = {each.start[0]: each.string for each in tokens if each.type == tokenize.COMMENT}
    return {line: said for line, said in found.items() if not re.match(r"# (fmt|type|noqa|pyright)\b", said)}


def wrongly_told(file: Path) -> Iterator[str]:
    """Constants of a file without a word, with the word elsewhere, or with one word for several."""
    name, body, said = file.relative_to(ROOT).as_posix(), parsed(file).body, comments(file)
    for node, after in zip(body, [*body[1:], None], strict=True):
        if not (constants := names(node)) or not isinstance(node, ast.Assign | ast.AnnAssign):
            continue
        at = f"{name}:{node.lineno} {', '.join(constants)}"
        if len(constants) > 1:
            yield f"{at}: several in one line"
        elif not explained(after) and not speaks_for_itself(node, constants[0]):
            yield f"{at}: nothing below says what it is"
        if {node.lineno, node.end_lineno} & set(said) or (node.lineno - 1 in said and not explained(after)):
            yield f"{at}: told by a comment"


def test_every_constant_is_documented_below_itself() -> None:
    """Public ones always; private ones where they hold a number."""
    files = sources()
    found = [each for file in files for each in wrongly_told(file)]

    assert files
    assert not found, "\n" + "\n".join(found)
