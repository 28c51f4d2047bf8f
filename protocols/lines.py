"""On which line of a TOML text a key is: `tomllib` reads values but forgets where they stood.

A TOML text is a row of statements, and no beginning of a statement is itself a whole one. So lines are gathered until
`tomllib` accepts them: that is a statement, and its first line is the line of every key in it.
"""

from __future__ import annotations

import tomllib
from collections.abc import Iterator, Mapping

MAX_STATEMENT_LINES = 200
"""Lines one value may fill before the search gives up (its cost grows with the square of them)."""


def key_lines(text: str) -> dict[str, int]:
    """The line (from 1) of each key path, such as `steps[3].hold_s`. `text` must be valid TOML."""
    found: dict[str, int] = {}
    counts: dict[str, int] = {}
    table = ""
    for line, statement in _statements(text):
        values = tomllib.loads(statement)
        if statement.lstrip().startswith("["):
            table = _open_table(values, counts)
            found.setdefault(table, line)
        else:
            _record(values, table, line, found)
    return found


def line_of(where: str, lines: Mapping[str, int]) -> int | None:
    """The line of a key; of the default a step takes it from; else of the nearest table around it."""
    head, _, key = where.rpartition(".")
    if where in lines:
        return lines[where]
    if head.startswith("steps[") and f"defaults.{key}" in lines:
        return lines[f"defaults.{key}"]
    while where and where not in lines:
        where = where.rpartition(".")[0] if not where.endswith("]") else where[: where.rindex("[")]
    return lines.get(where)


def _statements(text: str) -> Iterator[tuple[int, str]]:
    begun, held = 1, ""
    for number, line in enumerate(text.split("\n"), start=1):
        if not held:
            begun = number
        held += line + "\n"
        try:
            empty = not tomllib.loads(held)
        except ValueError:
            if number - begun > MAX_STATEMENT_LINES:
                return
            continue
        if not empty:
            yield begun, held
        held = ""


def _open_table(values: Mapping[str, object], counts: dict[str, int]) -> str:
    """The path of a header such as `[a.b]` or `[[steps]]`, counting the tables of each array."""
    path = ""
    node: object = values
    while isinstance(node, dict) and node:
        (key, node), *_ = node.items()
        path = f"{path}.{key}" if path else str(key)
        if isinstance(node, list):
            counts[path] = counts.get(path, -1) + 1
            return f"{path}[{counts[path]}]"
        if path in counts:
            path = f"{path}[{counts[path]}]"
    return path


def _record(value: object, path: str, line: int, found: dict[str, int]) -> None:
    if path:
        found.setdefault(path, line)
    if isinstance(value, dict):
        for key, inner in value.items():
            _record(inner, f"{path}.{key}" if path else str(key), line, found)
    elif isinstance(value, list):
        for index, inner in enumerate(value):
            _record(inner, f"{path}[{index}]", line, found)
