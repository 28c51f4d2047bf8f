"""What stands in the packages and is used by nothing in them: by name, in the syntax trees.

What a module defines counts as used where that very name is read, here or where it is imported; what a class defines,
where its name is read of anything at all, since no types are known here. So members that share a name hide each other,
and what is found is surely read by nobody.
"""

from __future__ import annotations

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from tests.house.tree import ROOT, parsed, sources

Definition = ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef
FRAMEWORK = ("on_", "action_", "watch_", "key_", "compute_", "validate_", "visit_")
"""Beginnings of methods that Textual or `ast` calls by their name."""

FRAMEWORK_NAMES = frozenset(
    {
        "BINDINGS", "COMPONENT_CLASSES", "CSS_PATH", "DEFAULT_CSS", "ENABLE_COMMAND_PALETTE", "TITLE", "can_replace",
        "compose", "format_field", "get_content_height", "get_driver_class", "get_theme_variable_defaults", "on_meta",
        "panic", "render_line", "run_input_thread", "start_application_mode", "stop_application_mode",
    }
)  # fmt: skip
"""Members that Textual, or `string.Formatter`, reads or calls of its own classes."""

WORDS = ("Enum", "IntEnum", "StrEnum", "IntFlag")
"""Classes whose members are a vocabulary, read by value from files and bytes: all of it is meant, named or not."""


@dataclass(frozen=True)
class Defined:
    """One public name, where it stands, and the lines of its own definition."""

    name: str
    owner: str  # the class it belongs to; empty: the module
    file: Path
    first: int
    last: int

    def __str__(self) -> str:
        return f"{self.file.relative_to(ROOT)}:{self.first} {self.owner + '.' if self.owner else ''}{self.name}"


@cache
def _members_read() -> dict[str, tuple[tuple[Path, int], ...]]:
    """Where each name is read as an attribute or in a pattern, and as a bare name, by whatever it may belong to."""
    found: dict[str, list[tuple[Path, int]]] = {}
    for file in sources():
        for name, line in _read_names(parsed(file)):
            found.setdefault(name, []).append((file, line))
    return {name: tuple(places) for name, places in found.items()}


@cache
def _globals_read() -> dict[tuple[str, str], tuple[tuple[Path, int], ...]]:
    """Where each name of a module is read, whether it was imported or its module was."""
    found: dict[tuple[str, str], list[tuple[Path, int]]] = {}
    for file in sources():
        tree, here = parsed(file), module(file)
        known: dict[str, set[tuple[str, str]]] = {}  # one local name may mean another thing in each function
        for name, meant in (*((name, (here, name)) for name in _bound(tree)), *_imported(tree)):
            known.setdefault(name, set()).add(meant)
        for node in ast.walk(tree):
            match node:
                case ast.Name(id=name, ctx=ast.Load()):
                    read = known.get(name, set())
                case ast.Attribute(value=ast.Name(id=name), attr=attr):
                    read = {(f"{home}.{each}", attr) for home, each in known.get(name, set())}
                case _:
                    continue
            for each in read:
                found.setdefault(each, []).append((file, node.lineno))
    return {name: tuple(places) for name, places in found.items()}


def is_used(defined: Defined) -> bool:
    """Whether it is read outside its own definition."""
    if defined.owner:
        places = _members_read().get(defined.name, ())
    else:
        home = module(defined.file)
        packages = (home, home.rpartition(".")[0])  # a package may hand on what its modules define
        places = tuple(place for each in packages for place in _globals_read().get((each, defined.name), ()))
    return any(file != defined.file or not defined.first <= line <= defined.last for file, line in places)


def is_read_beside(defined: Defined, readers: tuple[str, ...]) -> bool:
    """Whether a field is read outside its own class and these files."""
    but = {ROOT / name for name in readers}
    places = [place for place in _members_read().get(defined.name, ()) if place[0] not in but]
    return any(file != defined.file or not defined.first <= line <= defined.last for file, line in places)


def module(file: Path) -> str:
    """The dotted name of a file's module."""
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _bound(tree: ast.Module) -> Iterator[str]:
    for node in tree.body:
        if isinstance(node, Definition):
            yield node.name
        for each in ast.walk(node) if isinstance(node, ast.Assign | ast.AnnAssign | ast.If | ast.Try) else ():
            if isinstance(each, ast.Name) and isinstance(each.ctx, ast.Store):
                yield each.id


def _imported(tree: ast.Module) -> Iterator[tuple[str, tuple[str, str]]]:
    """Local names, and the module and the name that they mean."""
    for node in ast.walk(tree):
        if isinstance(node, ast.ImportFrom) and node.module is not None:
            for alias in node.names:
                yield alias.asname or alias.name, (node.module, alias.name)


def definitions() -> Iterator[Defined]:
    """Every public function, class, constant, method, property and field of the packages."""
    for file in sources():
        yield from _of_body(parsed(file).body, "", file)


def fields(name: str) -> tuple[Defined, ...]:
    """The fields of the dataclass of this name."""
    for file in sources():
        for node in parsed(file).body:
            if isinstance(node, ast.ClassDef) and node.name == name:
                return tuple(
                    Defined(each.target.id, name, file, node.lineno, node.end_lineno or node.lineno)
                    for each in node.body
                    if isinstance(each, ast.AnnAssign) and isinstance(each.target, ast.Name)
                )
    raise LookupError(name)


def given(name: str) -> set[str]:
    """The keywords with which a class of this name is called in the packages, or a value of any is replaced."""
    calls = (node for file in sources() for node in ast.walk(parsed(file)) if isinstance(node, ast.Call))
    called = (node for node in calls if _last_name(node.func) in (name, "replace"))
    return {keyword.arg for node in called for keyword in node.keywords if keyword.arg is not None}


def _of_body(body: list[ast.stmt], owner: str, file: Path) -> Iterator[Defined]:
    for node in body:
        last = node.end_lineno or node.lineno
        if isinstance(node, ast.ClassDef):
            yield from _public(node.name, owner, file, node.lineno, last)
            if not any(_last_name(base) in WORDS for base in node.bases):
                yield from _of_body(node.body, node.name, file)
        elif isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            if not (node.decorator_list and _is_registered(node)) and not (owner and node.name.startswith(FRAMEWORK)):
                yield from _public(node.name, owner, file, node.lineno, last)
        elif isinstance(node, ast.AnnAssign) and isinstance(node.target, ast.Name):
            yield from _public(node.target.id, owner, file, node.lineno, last)
        elif isinstance(node, ast.Assign):
            for target in node.targets:
                if isinstance(target, ast.Name):
                    yield from _public(target.id, owner, file, node.lineno, last)


def _public(name: str, owner: str, file: Path, first: int, last: int) -> Iterator[Defined]:
    if not name.startswith("_") and not (owner and name in FRAMEWORK_NAMES):
        yield Defined(name, owner, file, first, last)


def _is_registered(node: ast.FunctionDef | ast.AsyncFunctionDef) -> bool:
    """Whether a decorator takes it by itself: a command, a handler."""
    names = {_last_name(each.func if isinstance(each, ast.Call) else each) for each in node.decorator_list}
    return bool(names & {"command", "callback", "on", "override"})


def _last_name(node: ast.expr) -> str:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            return name
        case ast.Subscript(value=value):
            return _last_name(value)
        case _:
            return ""


def _read_names(tree: ast.AST) -> Iterator[tuple[str, int]]:
    for node in ast.walk(tree):
        match node:
            case ast.Name(id=name, ctx=ast.Load()) | ast.Attribute(attr=name, ctx=ast.Load()):
                yield name, node.lineno
            case ast.MatchClass(kwd_attrs=names):
                yield from ((name, node.lineno) for name in names)
            case _:
                pass
