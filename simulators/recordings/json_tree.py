"""A JSON text gone through for what is called an interval, or an ECG, wherever in it that stands.

Polar, Movesense, Suunto, GoldenCheetah and scripts nest their intervals differently, but call them by such names; what
stands in the same or the enclosing object beside them may be their clock.
"""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Any, TypeAlias, cast

from simulators.recordings.tables import cells
from simulators.recordings.tables.names import ColumnName, column_name
from simulators.refusal import refused

Object: TypeAlias = dict[str, Any]

_MOST_NEAR = 12
"""Names in an object beside an interval that may hold its time."""

MOST_DEPTH = 60
"""Values in each other: no export nests deeper."""

_VALUES = ("duration", "value", "rr", "interval", "ibi", "ms", "data", "values", "pulseLength")
"""Names of what is meant in an object that stands where a number is looked for."""


@dataclass(frozen=True, slots=True)
class Found:
    """One number that was looked for: where it stood (list places left out), its name, and the objects around it.

    NaN: there is none in its place of a list.

    `alone`: it stands by itself in its object, and not in a list. `unit`: of itself, where it says one.
    """

    place: tuple[str, ...]
    name: ColumnName
    value: float
    around: tuple[Object, ...]
    list_id: int
    unit: str | None = None


def parse(text: str) -> Any:
    """The value in a text, or the list of values in its lines. Raises InputError (bad_json)."""
    try:
        return json.loads(text)
    except RecursionError:
        raise refused("bad_json", line=1, reason="depth") from None
    except ValueError as whole:
        lines = [line for line in text.split("\n") if line.strip()]
        try:
            if len(lines) < 2 or not lines[0].strip().startswith(("{", "[")):
                raise whole
            return [json.loads(line) for line in lines]
        except (ValueError, RecursionError):
            line = getattr(whole, "lineno", None)
            raise refused("bad_json", line=line, reason=str(getattr(whole, "msg", ""))) from None


def search(root: Any, wanted: Callable[[ColumnName], bool]) -> Iterator[Found]:
    """All numbers under a name that is wanted, in order."""
    yield from _Search(wanted).go(root, (), (), None)


def scalars(node: Object) -> Iterator[tuple[str, str]]:
    """The names and values in an object that may be a clock."""
    for key, value in node.items():
        if isinstance(value, bool) or not isinstance(value, int | float | str):
            continue
        yield key, f"{value:.9f}" if isinstance(value, float) else str(value)[:80]


def near(node: Object) -> Iterator[tuple[str, str]]:
    """As `scalars`, with those of the objects directly within."""
    yield from scalars(node)
    for value in node.values():
        if isinstance(value, dict) and len(value) <= _MOST_NEAR:
            yield from scalars(cast("Object", value))


def listed(value: Any) -> list[Any] | None:
    """The values of a list, or of an object whose names are the numbers of its rows, as pandas writes a column."""
    if isinstance(value, list):
        return value
    if isinstance(value, dict) and value and all(key.isdecimal() for key in cast("Object", value)):
        return list(cast("Object", value).values())
    return None


class _Search:
    def __init__(self, wanted: Callable[[ColumnName], bool]) -> None:
        self._wanted = wanted
        self._lists = 0
        self._names: dict[str, ColumnName] = {}
        self._places: dict[tuple[str, ...], tuple[str, ...]] = {}

    def go(
        self, node: Any, place: tuple[str, ...], around: tuple[Object, ...], within: ColumnName | None
    ) -> Iterator[Found]:
        """What is in a value; `within`: the wanted name that it stands under."""
        if len(place) + len(around) > 2 * MOST_DEPTH:
            return
        rows = listed(node) if within is not None else None
        if isinstance(node, dict) and rows is None:
            yield from self._in_object(cast("Object", node), place, around, within)
        elif isinstance(node, list | dict):
            self._lists += 1
            for each in cast("list[Any]", node) if rows is None else rows:
                yield from self.go(each, place, around, within)
        elif within is not None:
            yield from self._leaf(node, place, around, within)

    def _in_object(
        self, node: Object, place: tuple[str, ...], around: tuple[Object, ...], within: ColumnName | None
    ) -> Iterator[Found]:
        around = (*around, node)
        if within is not None:
            key = next((key for key in _VALUES if key in node), None)
            for name, value in node.items():
                if name == key or (key is None and isinstance(value, list | dict)):
                    yield from self.go(value, self._one(place, name), around, within)
            return
        for name, value in node.items():
            known = self._names.get(name)
            if known is None:
                known = self._names[name] = column_name(name[:200])
            yield from self.go(value, self._one(place, name), around, known if self._wanted(known) else None)

    def _one(self, place: tuple[str, ...], name: str) -> tuple[str, ...]:
        """The place of a name, once for all that stand there: hundreds of thousands do."""
        below = (*place, name)
        return self._places.setdefault(below, below)

    def _leaf(self, node: Any, place: tuple[str, ...], around: tuple[Object, ...], name: ColumnName) -> Iterator[Found]:
        if isinstance(node, bool):
            return
        if node is None or (isinstance(node, float) and math.isnan(node)):
            yield Found(place, name, math.nan, around, self._lists)
            return
        if isinstance(node, int | float):
            value = cells.number(str(node)[:40])
            if value is not None:
                yield Found(place, name, value, around, self._lists)
        elif isinstance(node, str):
            if (with_unit := cells.number_with_unit(node)) is not None:
                yield Found(place, name, with_unit[0], around, self._lists, with_unit[1])
            elif (value := cells.number(node)) is not None:
                yield Found(place, name, value, around, self._lists)
            elif cells.is_list(node):
                self._lists += 1
                for each in cells.numbers_in(node):
                    yield Found(place, name, each, around, self._lists)
