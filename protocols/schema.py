"""The JSON Schema of a protocol file, for editors: written by the very code that reads such a file.

`Listener` is a table that holds nothing and notes what it is asked for. What a schema cannot say (that words fit their
time, that limits depend on the muscle group, sums over all steps) is left to `protocols check`.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Collection, Mapping
from typing import TypeAlias

from biofeedback.languages import LANGUAGES
from biofeedback.why import Why
from protocols import safety, wording
from protocols.form import read_table
from protocols.table import MAX_NUMBER, Choice, Table
from protocols.training import Words

DIALECT = "http://json-schema.org/draft-07/schema#"
"""The dialect that TOML editors know."""

Describe: TypeAlias = Callable[[str], str]
"""What is written at a key, such as `steps.hold_s`, in words."""

Node: TypeAlias = dict[str, object]
_Range: TypeAlias = Mapping[str, tuple[float, float]]


def schema(describe: Describe) -> str:
    """The JSON Schema as a JSON text of ASCII signs."""
    listener = Listener("", safety.widest())
    read_table(listener, "")
    return json.dumps({"$schema": DIALECT, **listener.node(describe)}, indent=2)


class Listener(Table):
    """A table that notes what it is asked for, and answers with the harmless values of a table with faults."""

    def __init__(self, where: str, within: _Range) -> None:
        super().__init__({}, where, [], [])
        self._within = within
        self._nodes: dict[str, Callable[[Describe], Node]] = {}
        self.required: list[str] = []
        self._over: tuple[str, str, Listener] | None = None

    def node(self, describe: Describe, *, required: bool = True) -> Node:
        """What was noted, as the schema of this table."""
        made: Node = {"type": "object", "additionalProperties": False}
        if self.where:
            made["description"] = describe(self.where)
        made["properties"] = {key: node(describe) for key, node in self._nodes.items()}
        if required and self.required:
            made["required"] = self.required
        if self._over is not None:
            made["allOf"] = _required_somewhere(*self._over)
        return made

    def has(self, key: str) -> bool:
        """Everything could be there."""
        return True

    def fault(self, key: str, value: str, limit: str, fix: Why) -> None:
        """Nothing was written, so nothing is wrong."""

    def constant(self, key: str, value: int) -> None:
        """Exactly this number."""
        self._note(key, {"const": value})

    def number(self, key: str, default: float | None = None) -> float:
        """A number, within the limits that hold for every protocol."""
        low, high = self._within.get(self.at(key), (0.0, float("inf")))
        upper: Node = {"maximum": high} if high < MAX_NUMBER else {"exclusiveMaximum": MAX_NUMBER}
        self._note(key, {"type": "number", "minimum": low, **upper}, default)
        return 0.0

    def count(self, key: str, default: int) -> int:
        """A whole number from 1."""
        self._note(key, {"type": "integer", "minimum": 1}, default)
        return 1

    def flag(self, key: str, default: bool) -> bool:
        """True or false."""
        self._note(key, {"type": "boolean"}, default)
        return default

    def text(self, key: str, default: str | None = None) -> str:
        """A text with something in it."""
        self._note(key, _TEXT, default)
        return ""

    def name_of(self, key: str, known: Collection[str]) -> str:
        """A name, with the known ones to choose from."""
        self._note(key, {"anyOf": [{"enum": list(known)}, _TEXT]})
        return ""

    def choice(self, key: str, kind: type[Choice], default: Choice | None = None) -> Choice:
        """One word of an enumeration."""
        self._note(key, {"enum": [member.value for member in kind]}, default)
        return default or next(iter(kind))

    def choices(self, key: str, kind: type[Choice], fix: str) -> tuple[Choice, ...]:
        """Words of an enumeration. Whether any are needed depends on the rest of the table."""
        items: Node = {"enum": [member.value for member in kind]}
        self._note(key, {"type": "array", "items": items, "minItems": 1}, ())
        return ()

    def texts(self, key: str) -> tuple[str, ...]:
        """A list of texts."""
        self._note(key, {"type": "array", "items": _TEXT, "minItems": 1})
        return ()

    def words(self, key: str, default: Words | None = None, columns: int = wording.MAX_COLUMNS) -> Words:
        """A text in every language."""
        said = {lang: {"type": "string", "pattern": wording.SIGNS[lang]} for lang in LANGUAGES}
        node: Node = {"type": "object", "properties": said, "minProperties": 1, "additionalProperties": False}
        self._note(key, node, default)
        return Words("", "")

    def table(self, key: str) -> Table:
        """A table inside this one."""
        inner = Listener(self.at(key), self._within)
        self._nodes[key] = inner.node
        return inner

    def named_tables(self, key: str, taken: Collection[str]) -> dict[str, Table]:
        """Tables by names of the writer's own choice."""
        inner = Listener(self.at(key), self._within)
        names: Node = {"not": {"enum": list(taken)}}
        self._nodes[key] = lambda describe: {
            "type": "object",
            "description": describe(self.at(key)),
            "propertyNames": names,
            "additionalProperties": inner.node(describe),
        }
        return {"": inner}

    def tables(self, key: str, defaults: str) -> tuple[Table, ...]:
        """A list of tables over the table of defaults: what one of them lacks, the other must have."""
        inner = Listener(self.at(key), self._within)
        self._nodes[defaults] = lambda describe: {
            **inner.node(describe, required=False),
            "description": describe(self.at(defaults)),
        }
        self._nodes[key] = lambda describe: {
            "type": "array",
            "description": describe(self.at(key)),
            "items": inner.node(describe, required=False),
            "minItems": 1,
        }
        self.required.append(key)
        self._over = (key, defaults, inner)
        return (inner,)

    def finish(self) -> None:
        """Nothing was written, so nothing is unknown."""

    def _note(self, key: str, node: Node, default: object = None) -> None:
        self._nodes[key] = lambda describe: {**node, "description": describe(self.at(key))}
        if default is None:
            self.required.append(key)


def _required_somewhere(key: str, defaults: str, inner: Listener) -> list[Node]:
    """What each of the tables must have, unless the defaults have it."""
    return [
        {
            "anyOf": [
                {"required": [defaults], "properties": {defaults: {"required": [name]}}},
                {"properties": {key: {"items": {"required": [name]}}}},
            ]
        }
        for name in inner.required
    ]


_TEXT: Node = {"type": "string", "pattern": "\\S"}
