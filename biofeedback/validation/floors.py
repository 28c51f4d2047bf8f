"""Floors: which number must be at least, or at most, what. Below one, `validate` fails."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass

from biofeedback.errors import InputError
from biofeedback.texts import Texts
from biofeedback.validation.figures import Figure
from biofeedback.why import why

LEAST_KEY = "least"
"""The key of the least a figure may be."""
MOST_KEY = "most"
"""The key of the most it may be."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Floor:
    """A number by name with the least and the most it may be, None: no bound on that side."""

    name: str
    least: float | None = None
    most: float | None = None

    def holds(self, value: float | None) -> bool:
        """Whether a value is within. A number that could not be taken holds nothing up."""
        if value is None:
            return False
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)


@dataclass(frozen=True, slots=True)
class Failed:
    """A floor that did not hold, with the number there was."""

    floor: Floor
    value: float | None


def floors_of(table: Mapping[str, object], known: Sequence[Figure]) -> tuple[Floor, ...]:
    """The floors of a table such as `{"af_60s.found_pct": {"least": 98}}`; names may be nested tables, as TOML makes
    them of dots. Raises InputError, naming the first thing that is not a floor.
    """
    floors = tuple(_read(table, ""))
    names = {figure.name for figure in known}
    for floor in floors:
        if floor.name not in names:
            raise _bad("unknown_figure", name=floor.name)
    if not floors:
        raise _bad("no_floors")
    return floors


def _read(table: Mapping[str, object], name: str) -> Iterator[Floor]:
    if LEAST_KEY in table or MOST_KEY in table:
        yield _floor(table, name)
        return
    for key, value in table.items():
        inner = f"{name}.{key}" if name else key
        if not isinstance(value, Mapping):
            raise _bad("not_a_floor", name=inner)
        yield from _read(value, inner)


def _floor(table: Mapping[str, object], name: str) -> Floor:
    numbers = {key: _number(value) for key, value in table.items()}
    if not name or not set(numbers) <= {LEAST_KEY, MOST_KEY} or None in numbers.values():
        raise _bad("not_a_floor", name=name or "?")
    return Floor(name=name, least=numbers.get(LEAST_KEY), most=numbers.get(MOST_KEY))


def _number(value: object) -> float | None:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return None
    with suppress(OverflowError):  # a whole number can be larger than any other
        return float(value) if math.isfinite(value) else None
    return None


def _bad(key: str, **values: str) -> InputError:
    reason = why(f"validate.{key}", **values)
    return InputError(Texts().why(reason), kind="bad_floor", reasons=(reason,))


def failed(floors: Sequence[Floor], known: Sequence[Figure]) -> tuple[Failed, ...]:
    """The floors that do not hold."""
    values = {figure.name: figure.value for figure in known}
    return tuple(Failed(floor, values[floor.name]) for floor in floors if not floor.holds(values[floor.name]))
