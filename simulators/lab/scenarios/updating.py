"""Takes over what a scenario found where it expects an exact figure: the line of its file is written anew."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from protocols.lines import key_lines
from simulators.lab.scenarios.expecting import ABSENT
from simulators.lab.scenarios.running import Result
from simulators.lab.scenarios.scenario import Expectation, Must


@dataclass(frozen=True, slots=True)
class _Change:
    """The key of a line, and what is to stand there."""

    where: str
    key: str
    value: str


def update(result: Result) -> int:
    """Write the figures that all seeds agree on into the file of a scenario; how many were changed.

    Bounds stay as they are: what somebody wrote as enough or too much is no figure that was found.
    """
    file = result.scenario.file
    text = file.read_bytes().decode("utf-8-sig")
    lines, places, changed = text.split("\n"), key_lines(text), 0
    for change in _changes(result):
        number = places.get(f"{change.where}.{change.key}")
        if number is None:
            continue
        lines[number - 1], done = _with(lines[number - 1], change)
        changed += done
    if changed:
        file.write_bytes("\n".join(lines).encode())
    return changed


def _with(line: str, change: _Change) -> tuple[str, int]:
    """The line with the new value; whether there was a place for it."""
    found = re.match(rf"(\s*{change.key}\s*=\s*)(\"[^\"]*\"|'[^']*'|[^\s#]+)", line)
    return (line, 0) if found is None else (f"{found[1]}{change.value}{line[found.end() :]}", 1)


def _changes(result: Result) -> Iterator[_Change]:
    for place, each in enumerate(result.scenario.expectations):
        found = Counter(
            missed.figure for played in result.played for missed in played.missed if missed.expectation is each
        )
        if len(found) != 1 or found.total() != len(result.played):
            continue
        ((value, _),) = found.items()
        if (key := _key(each)) is not None:
            yield _Change(f"expect[{place}]", key, _toml(value))


def _key(each: Expectation) -> str | None:
    """The key of an exact figure; None: it expects none."""
    if each.must is Must.SUMMARY and (each.value is not None or each.absent):
        return "is"
    exact = each.bounds.least is not None and each.bounds.least == each.bounds.most
    return "exactly" if each.must is Must.COUNT and exact else None


def _toml(value: str | float | None) -> str:
    if value is None:
        return f'"{ABSENT}"'
    return f'"{value}"' if isinstance(value, str) else f"{value:g}" if isinstance(value, int) else repr(value)
