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


WIRED = """
def put_together(session, watchdog, log):
    session.add(watchdog, first=True)
    if log is not None:
        session.add(log)
    session.execute("PRAGMA synchronous = FULL")
    os.open(path, os.O_CREAT, 0o600)
    return GRACE_S * 1.5
"""


def test_what_is_put_together_wrongly_is_among_them_where_it_is_asked_for() -> None:
    """Order, arguments left out, a time ten times as long, a store that does not wait for the disk, an open file."""
    found = "\n---\n".join(mutant.source for mutant in mutants(WIRED, wiring=True))
    before = "\n---\n".join(mutant.source for mutant in mutants(WIRED))

    for slip in (
        "session.add(watchdog)",
        "session.add(log)\n    session.add(watchdog, first=True)",
        "synchronous = OFF",
        "420",
        "15.0",
    ):
        assert slip in found, slip
        assert slip not in before
