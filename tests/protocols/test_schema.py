"""The schema that editors use says what the check says about form."""

from __future__ import annotations

import json
import re
import tomllib
from collections.abc import Callable
from importlib import resources
from typing import Any

import pytest

from biofeedback.languages import LANGUAGES
from biofeedback.texts import Texts
from protocols import library, limits
from protocols.form import read_draft
from protocols.schema import schema
from tests.protocols.form_keys import keys
from tests.protocols.test_checks import FORM, GOOD, OWN_GROUP

SCHEMA: dict[str, Any] = json.loads(schema(str))
KINDS: dict[str, Callable[[Any], bool]] = {
    "object": lambda value: isinstance(value, dict),
    "array": lambda value: isinstance(value, list),
    "string": lambda value: isinstance(value, str),
    "boolean": lambda value: isinstance(value, bool),
    "number": lambda value: isinstance(value, int | float) and not isinstance(value, bool),
    "integer": lambda value: isinstance(value, int | float) and not isinstance(value, bool) and value == int(value),
}

RULES: dict[str, Callable[[Any, Any, dict[str, Any]], bool]] = {
    "$schema": lambda value, rule, node: True,
    "description": lambda value, rule, node: True,
    "type": lambda value, rule, node: KINDS[rule](value),
    "const": lambda value, rule, node: value == rule and not isinstance(value, bool),
    "enum": lambda value, rule, node: value in rule,
    "not": lambda value, rule, node: not accepts(rule, value),
    "anyOf": lambda value, rule, node: any(accepts(each, value) for each in rule),
    "allOf": lambda value, rule, node: all(accepts(each, value) for each in rule),
    "minimum": lambda value, rule, node: not KINDS["number"](value) or value >= rule,
    "maximum": lambda value, rule, node: not KINDS["number"](value) or value <= rule,
    "exclusiveMaximum": lambda value, rule, node: not KINDS["number"](value) or value < rule,
    "pattern": lambda value, rule, node: not isinstance(value, str) or re.search(rule, value) is not None,
    "required": lambda value, rule, node: not isinstance(value, dict) or set(rule) <= set(value),
    "properties": lambda value, rule, node: not isinstance(value, dict) or all(
        accepts(each, value[key]) for key, each in rule.items() if key in value
    ),
    "propertyNames": lambda value, rule, node: not isinstance(value, dict) or all(accepts(rule, key) for key in value),
    "additionalProperties": lambda value, rule, node: not isinstance(value, dict) or all(
        rule is not False and accepts(rule, inner)
        for key, inner in value.items()
        if key not in node.get("properties", {})
    ),
    "items": lambda value, rule, node: not isinstance(value, list) or all(accepts(rule, item) for item in value),
    "minProperties": lambda value, rule, node: not isinstance(value, dict) or len(value) >= rule,
    "minItems": lambda value, rule, node: not isinstance(value, list) or len(value) >= rule,
}  # fmt: skip
"""The keywords of JSON Schema that are used, as its draft 7 defines them. Another one fails with a KeyError."""


def accepts(node: dict[str, Any], value: Any) -> bool:
    """Whether a value is as the schema says."""
    return all(RULES[keyword](value, rule, node) for keyword, rule in node.items())


def shipped(name: str) -> dict[str, Any]:
    return tomllib.loads((resources.files("protocols") / "shipped" / f"{name}.toml").read_text(encoding="utf-8"))


@pytest.mark.parametrize("name", library.names())
def test_every_shipped_protocol_is_accepted(name: str) -> None:
    """What can be practised is never marked as wrong by an editor."""
    assert accepts(SCHEMA, shipped(name))


def test_the_template_and_own_groups_are_accepted() -> None:
    """And the first line of the template leads an editor to a schema beside the file."""
    for text in (library.template(), GOOD, OWN_GROUP):
        assert accepts(SCHEMA, tomllib.loads(text))
    assert library.template().startswith("#:schema ./")


BEYOND = ('group = "foot"', "\\u001b", "long long")
"""What no schema can say: which groups the file itself brings along, how wide a text is."""


@pytest.mark.parametrize(
    ("old", "new"), [(old, new) for old, new, *_ in FORM if not any(each in new for each in BEYOND)]
)
def test_what_the_check_rejects_for_its_form_the_schema_rejects(old: str, new: str) -> None:
    """The same files, one by one."""
    raw = tomllib.loads(GOOD.replace(old, new, 1))
    assert read_draft(raw, "")[1]
    assert not accepts(SCHEMA, raw)


@pytest.mark.parametrize("missing", ["hold_s = 5", "rest_s = 30", "lead_in_s = 12", 'effort = "mild"', "format = 1"])
def test_what_is_missing_is_missed(missing: str) -> None:
    """A number of a step may stand among the defaults, but somewhere it must stand."""
    raw = tomllib.loads(GOOD.replace(missing, "", 1))
    assert read_draft(raw, "")[1]
    assert not accepts(SCHEMA, raw)


def test_a_number_no_step_may_have_is_marked_at_once() -> None:
    """The hard limits are in the schema where one number alone can break them."""
    for key, high in (("hold_s", limits.HARD_MAX_HOLD_S), ("rest_s", limits.MAX_REST_S)):
        raw = tomllib.loads(GOOD)
        raw["defaults"][key] = high
        assert accepts(SCHEMA, raw)
        raw["defaults"][key] = high + 1
        assert not accepts(SCHEMA, raw)


def test_own_groups_have_names_of_their_own() -> None:
    """No neck under the name of feet."""
    assert not accepts(SCHEMA, tomllib.loads(OWN_GROUP.replace("[groups.hand]", "[groups.feet]")))
    assert not accepts(SCHEMA, tomllib.loads(OWN_GROUP.replace('["hands"]', '["tail"]')))


@pytest.mark.parametrize("lang", LANGUAGES)
def test_every_key_is_described(lang: str) -> None:
    """An editor shows what belongs there, in one line of a terminal."""
    for key in keys():
        text = Texts(lang).say(f"protocol_keys.{key.replace('.', '_')}")
        assert text == text.strip()
        assert not text.endswith((".", "。"))
