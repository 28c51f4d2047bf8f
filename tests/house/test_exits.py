"""Only one file writes to the terminal, so that nothing reaches it that was not made readable."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tests.house.tree import ROOT, parsed, sources

WRITERS = {"biofeedback/cli/terminal.py"}
TELLS_THE_RELEASE = {"biofeedback/app/aloud.py"}
"""Writes words of its own past everything else, on the descriptor itself."""
SOUND = {
    "biofeedback/sound/child.py",  # a byte to the program that started it, on a pipe
    "biofeedback/sound/sounding.py",  # the terminal's bell, where nothing else can be heard
}
"""What sound writes: nothing that can be read."""
SHOWS = {"biofeedback/tui/text_widgets.py"}

STREAMS = {"stdout", "stderr", "__stdout__", "__stderr__"}
ASKING = {"isatty", "encoding"}
"""What may be asked of a stream anywhere."""
PRINTING = {"print", "echo", "secho", "echo_via_pager", "style"}


def _names(node: ast.AST) -> str:
    return ast.unparse(node) if isinstance(node, ast.Attribute | ast.Name) else ""


def _exits(tree: ast.Module) -> Iterator[str]:
    """Every use of a standard stream that is not a mere question, and every call that prints."""
    asked = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Attribute) and node.attr in ASKING}
    for node in ast.walk(tree):
        if isinstance(node, ast.Attribute) and _names(node.value) == "sys" and node.attr in STREAMS:
            if id(node) not in asked:
                yield f"{node.lineno}: {ast.unparse(node)}"
        elif isinstance(node, ast.ImportFrom) and node.module == "sys":
            yield from (f"{node.lineno}: {alias.name}" for alias in node.names if alias.name in STREAMS)
        elif isinstance(node, ast.Call):
            called = _names(node.func)
            if called.rpartition(".")[2] in PRINTING or called in {"os.write", "os.writev"}:
                yield f"{node.lineno}: {called}"


def _found(files: set[str]) -> list[str]:
    return [
        f"{name}:{found}"
        for file in sources()
        if (name := str(file.relative_to(ROOT))) not in files
        for found in _exits(parsed(file))
    ]


def test_nobody_else_writes_to_the_terminal() -> None:
    """Every place is listed, with its line."""
    assert _found(WRITERS | TELLS_THE_RELEASE | SOUND) == []


def test_whoever_is_excused_has_something_to_excuse() -> None:
    """So the list does not outlive its reasons."""
    for name in WRITERS | TELLS_THE_RELEASE | SOUND:
        assert list(_exits(parsed(ROOT / name))), name


def test_what_is_looked_for_is_found() -> None:
    """Each way to write is one of those looked for; a question is none."""
    ways = ["sys.stdout.write('x')", "out = sys.stderr", "print('x')", "typer.echo('x')", "os.write(2, b'x')"]
    for way in ways:
        assert list(_exits(ast.parse(way))), way
    assert not list(_exits(ast.parse("sys.stdout.isatty() and sys.stdout.encoding")))


def test_text_on_the_screen_is_shown_by_widgets_that_make_it_readable() -> None:
    """Nobody else takes Textual's own widgets for text."""
    taken = [
        f"{name}:{node.lineno}"
        for file in sources()
        if (name := str(file.relative_to(ROOT))) not in SHOWS
        for node in ast.walk(parsed(file))
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("textual.widgets")
        if {alias.name for alias in node.names} & {"Static", "Label", "Markdown", "Log", "RichLog"}
    ]
    assert taken == []
    assert all((ROOT / name).exists() for name in SHOWS)


def test_there_is_something_to_look_at() -> None:
    """An empty search would find nothing wrong."""
    assert Path(ROOT / "biofeedback/cli/screens.py") in sources()
