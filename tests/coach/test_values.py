"""What the coach hands about: nobody who is given it can change it, and it holds nothing but what it says it holds."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Iterator
from dataclasses import is_dataclass
from typing import Any

from biofeedback import coach
from biofeedback.coach.symptoms import Answered, Reports
from biofeedback.coach.unmonitored import Unmonitored


def values() -> Iterator[Any]:
    """Every value of the room, each from the module that makes it."""
    for found in pkgutil.iter_modules(coach.__path__, f"{coach.__name__}."):
        for each in vars(importlib.import_module(found.name)).values():
            if isinstance(each, type) and each.__module__ == found.name and is_dataclass(each):
                yield each


def test_every_value_is_frozen_and_takes_no_other_field() -> None:
    """A state that somebody else could write to would be two."""
    found = set(values())

    assert {Answered, Reports, Unmonitored} <= found
    assert [each for each in found if not each.__dataclass_params__.frozen] == []
    assert [each for each in found if "__slots__" not in vars(each)] == []
