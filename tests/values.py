"""Hypothesis strategies for the words all rooms share, read off their own annotations."""

from __future__ import annotations

import dataclasses
import types
from enum import Enum
from typing import Any, Union, get_args, get_origin, get_type_hints

from hypothesis import strategies as st

from biofeedback.decisions import Decision
from biofeedback.events import Event

_LONGEST_TEXT = 12


def values(hint: Any) -> st.SearchStrategy[Any]:
    """Any value of an annotated type: finite numbers, short texts, and dataclasses of them."""
    origin, inner = get_origin(hint), get_args(hint)
    if origin in (Union, types.UnionType):
        return st.one_of([values(kind) for kind in inner])
    if origin is tuple and inner[-1] is Ellipsis:
        return st.lists(values(inner[0]), max_size=3).map(tuple)
    if origin is tuple:
        return st.tuples(*(values(kind) for kind in inner))
    if isinstance(hint, type) and dataclasses.is_dataclass(hint):
        return st.builds(hint, **{name: values(kind) for name, kind in get_type_hints(hint).items()})
    if issubclass(hint, Enum):
        return st.sampled_from(hint)
    return _PLAIN[hint]


_PLAIN: dict[type, st.SearchStrategy[Any]] = {
    bool: st.booleans(),
    int: st.integers(-(2**53), 2**53),
    float: st.floats(allow_nan=False, allow_infinity=False),
    str: st.text(max_size=_LONGEST_TEXT),
    bytes: st.binary(max_size=_LONGEST_TEXT),
    type(None): st.none(),
}

events: st.SearchStrategy[Event] = values(Event)
decisions: st.SearchStrategy[Decision] = values(Decision)
