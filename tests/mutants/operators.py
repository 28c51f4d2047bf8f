"""Small wrong changes of source, one at a time: what a slip of the hand could make of it.

Unlike mutmut (which changes function bodies only) these reach what stands at the top of a module: the transition table
and the thresholds, which is where most of the safety is.
"""

from __future__ import annotations

import ast
import copy
import re
from collections.abc import Iterator
from dataclasses import dataclass

_COMPARED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.LtE,
    ast.LtE: ast.Lt,
    ast.Gt: ast.GtE,
    ast.GtE: ast.Gt,
    ast.Eq: ast.NotEq,
    ast.NotEq: ast.Eq,
    ast.Is: ast.IsNot,
    ast.IsNot: ast.Is,
    ast.In: ast.NotIn,
    ast.NotIn: ast.In,
}
_TURNED: dict[type[ast.cmpop], type[ast.cmpop]] = {
    ast.Lt: ast.Gt,
    ast.LtE: ast.GtE,
    ast.Gt: ast.Lt,
    ast.GtE: ast.LtE,
}
_COUNTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub,
    ast.Sub: ast.Add,
    ast.Mult: ast.Div,
    ast.Div: ast.Mult,
    ast.FloorDiv: ast.Mult,
}
_PRAGMAS = {"FULL": "OFF", "ON": "OFF", "WAL": "DELETE"}
_PRAGMA = re.compile(r"(PRAGMA \w+ = )(\w+)$")
_MODES = {0o600: 0o644, 0o700: 0o755}  # private, and readable for everybody
_CALLED = {"min": "max", "max": "min", "any": "all", "all": "any"}


@dataclass(frozen=True, slots=True)
class Place:
    """Where in a module, however that is laid out: the class and function ("" at the top), and the statement's head."""

    scope: str
    statement: str


@dataclass(frozen=True, slots=True)
class Mutant:
    """One wrong source: where it differs and how."""

    line: int
    place: Place
    what: str
    source: str


def mutants(source: str, *, wiring: bool = False) -> Iterator[Mutant]:
    """Every mutant of a module, in order of the source. `wiring`: with what a slip makes of parts put together."""
    tree = ast.parse(source)
    seen = {ast.unparse(tree)}
    places = dict(_places(tree, Place("", "")))
    for number, node in enumerate(ast.walk(tree)):
        plain = _choices(node)
        for choice in range(plain + (_wirings(node) if wiring else 0)):
            changed = copy.deepcopy(tree)
            place = _at(changed, number)
            before = ast.unparse(place)
            if choice < plain:
                _change(changed, place, choice)
            else:
                _rewire(place, choice - plain)
            text = ast.unparse(ast.fix_missing_locations(changed))
            if text not in seen:
                seen.add(text)
                line = getattr(node, "lineno", 0)
                what = f"{before[:70]!r} -> {_now(changed, number)[:70]!r}"
                if choice >= plain:
                    line, what = _what(node, choice - plain, line, what)
                yield Mutant(line, places[node], what, text)


def texts(source: str) -> dict[Place, set[str]]:
    """At each place of a module, the words a mutant there may begin from."""
    found = dict[Place, set[str]]()
    for node, place in _places(ast.parse(source), Place("", "")):
        if isinstance(node, ast.stmt | ast.expr):
            found.setdefault(place, set()).add(repr(ast.unparse(node)[:70]))
    return found


def _places(node: ast.AST, place: Place) -> Iterator[tuple[ast.AST, Place]]:
    """Every node below (and itself) with the place it is at."""
    if isinstance(node, ast.stmt):
        place = Place(place.scope, _first(node))
    yield node, place
    if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
        place = Place(f"{place.scope}.{node.name}".lstrip("."), place.statement)
    for child in ast.iter_child_nodes(node):
        yield from _places(child, place)


def _at(tree: ast.AST, number: int) -> ast.AST:
    return next(node for k, node in enumerate(ast.walk(tree)) if k == number)


def _now(tree: ast.AST, number: int) -> str:
    try:
        return ast.unparse(_at(tree, number))
    except (StopIteration, ValueError):
        return "(gone)"


def _is_docstring(node: ast.Expr) -> bool:
    return isinstance(node.value, ast.Constant) and isinstance(node.value.value, str)


def _choices(node: ast.AST) -> int:
    """How many ways there are to spoil a node."""
    match node:
        case ast.Compare():
            return 2 if type(node.ops[0]) in _TURNED else 1
        case ast.BoolOp():
            return 1 + len(node.values)
        case ast.UnaryOp(op=ast.Not()):
            return 1
        case ast.BinOp():
            return int(type(node.op) in _COUNTED)
        case ast.Constant(value=bool()):
            return 1
        case ast.Constant(value=int() | float() as value):
            return 2 if value else 1  # half of nothing is nothing
        case ast.IfExp():
            return 2
        case ast.If() | ast.While():
            return 2
        case ast.Call(func=ast.Name(id=name)):
            return int(name in _CALLED)
        case ast.Dict():
            return len(node.keys)
        case ast.Set():
            return len(node.elts)
        case ast.Assign() | ast.AugAssign() | ast.Return() | ast.Continue() | ast.Break():
            return 1
        case ast.Expr():
            return int(not _is_docstring(node))
        case _:
            return 0


def _change(tree: ast.AST, node: ast.AST, choice: int) -> None:
    match node:
        case ast.Compare():
            kind = type(node.ops[0])
            node.ops[0] = (_COMPARED if choice == 0 else _TURNED)[kind]()
        case ast.BoolOp() if choice == 0:
            node.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        case ast.BoolOp():
            del node.values[choice - 1]
            if len(node.values) == 1:
                _put(tree, node, node.values[0])
        case ast.UnaryOp():
            _put(tree, node, node.operand)
        case ast.BinOp():
            node.op = _COUNTED[type(node.op)]()
        case ast.Constant(value=bool()):
            node.value = not node.value
        case ast.Constant(value=int() | float() as value):
            node.value = (value + 1 if isinstance(value, int) else value * 1.5) if choice == 0 else value / 2
        case ast.IfExp():
            _put(tree, node, node.body if choice == 0 else node.orelse)
        case ast.If() | ast.While():
            node.test = ast.Constant(choice == 0 and isinstance(node, ast.If))
        case ast.Call(func=ast.Name() as name):
            name.id = _CALLED[name.id]
        case ast.Dict():
            del node.keys[choice], node.values[choice]
        case ast.Set():
            del node.elts[choice]
        case ast.Return():
            _put(tree, node, ast.Pass() if node.value is None else ast.Return(ast.Constant(None)))
        case ast.stmt():
            _put(tree, node, ast.Pass())
        case _:
            raise TypeError(node)


def _what(node: ast.AST, choice: int, line: int, what: str) -> tuple[int, str]:
    """Where a wiring slip is and how it is told: of long calls and blocks, only the part that matters."""
    match node:
        case ast.Call(keywords=keywords):
            return keywords[choice].lineno, f"left out: {ast.unparse(keywords[choice])[:70]}"
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.If() | ast.Try() | ast.With() | ast.For():
            first = _neighbours(node)[choice]
            one, other = node.body[first : first + 2]
            return one.lineno, f"swapped: {_first(one)[:60]!r} and {_first(other)[:60]!r}"
        case _:
            return line, what


def _first(statement: ast.stmt) -> str:
    return ast.unparse(statement).splitlines()[0]


def _acts(statement: ast.stmt) -> bool:
    """Whether it only calls something, perhaps under a condition: a registration, a report, a release."""
    match statement:
        case ast.Expr(value=ast.Call() | ast.Await()):
            return True
        case ast.If(body=body, orelse=[]):
            return all(_acts(each) for each in body)
        case _:
            return False


def _neighbours(node: ast.AST) -> list[int]:
    """Places in its body where two acts follow each other."""
    body: list[ast.stmt] = getattr(node, "body", [])
    return [k for k in range(len(body) - 1) if _acts(body[k]) and _acts(body[k + 1])]


def _wirings(node: ast.AST) -> int:
    """How many more ways there are to put it together wrongly."""
    match node:
        case ast.Constant(value=bool()):
            return 0
        case ast.Constant(value=int() | float() as value):
            return int(value != 0)
        case ast.Constant(value=str() as text):
            found = _PRAGMA.match(text)
            return int(found is not None and found[2] in _PRAGMAS)
        case ast.Call(keywords=keywords):
            return len(keywords)
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.If() | ast.Try() | ast.With() | ast.For():
            return len(_neighbours(node))
        case _:
            return 0


def _rewire(node: ast.AST, choice: int) -> None:
    match node:
        case ast.Constant(value=int() | float() as value):
            node.value = _MODES.get(value, value * 10) if isinstance(value, int) else value * 10
        case ast.Constant(value=str() as text):
            node.value = _PRAGMA.sub(lambda found: found[1] + _PRAGMAS[found[2]], text)
        case ast.Call():
            del node.keywords[choice]
        case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.If() | ast.Try() | ast.With() | ast.For():
            first = _neighbours(node)[choice]
            node.body[first], node.body[first + 1] = node.body[first + 1], node.body[first]
        case _:
            raise TypeError(node)


def _put(tree: ast.AST, old: ast.AST, new: ast.AST) -> None:
    """Put one node in another's place."""
    for parent in ast.walk(tree):
        for name, value in ast.iter_fields(parent):
            if value is old:
                setattr(parent, name, new)
                return
            if isinstance(value, list) and old in value:
                value[value.index(old)] = new
                return
