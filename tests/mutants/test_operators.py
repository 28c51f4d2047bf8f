"""The mutants are what they should be: each a module that can be parsed, and none the same as what it came from."""

from __future__ import annotations

import ast

from tests.mutants.operators import mutants

SOURCE = '''
"""A docstring is left alone."""
LIMIT = 3
TABLE = {"a": 1, "b": 2}
MOVING = frozenset({"a", "b"})

def judge(x, y):
    """So is this one."""
    if x < LIMIT and not y:
        return min(x, 1)
    y += 1
    print(y)
    return x + y if x else None
'''


def test_each_mutant_is_one_change() -> None:
    """It parses, it differs, and it is there once."""
    found = [mutant.source for mutant in mutants(SOURCE)]

    assert len(found) == len(set(found)) > 20
    assert ast.unparse(ast.parse(SOURCE)) not in found
    for source in found:
        ast.parse(source)


def test_the_slips_that_matter_are_among_them() -> None:
    """Thresholds, tables, borders, both sides of a condition, an act left out."""
    found = "\n---\n".join(mutant.source for mutant in mutants(SOURCE))

    for slip in (
        "LIMIT = 4",
        "{'b': 2}",
        "frozenset({'b'})",
        "x <= LIMIT",
        "x > LIMIT",
        "x < LIMIT or not y",
        "if x < LIMIT:",
        "if True:",
        "if False:",
        "max(x, 1)",
        "x < LIMIT and y",
        "return None",
        "x - y",
        "pass",
    ):
        assert slip in found, slip
    assert "A docstring is left alone." in found
