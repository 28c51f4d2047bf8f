"""The screen as lines of text, compared with a stored file. Write them anew with UPDATE_SNAPSHOTS=1."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from textual.app import App

FOLDER = Path(__file__).parent / "snapshots"
VARIABLE = "UPDATE_SNAPSHOTS"


def screen_lines(app: App[Any]) -> list[str]:
    """What the terminal shows, row by row. The only use of Textual's compositor, which is private to it."""
    strips = app.screen._compositor.render_strips()
    return ["".join(segment.text for segment in strip).rstrip() for strip in strips]


def screen_text(app: App[Any]) -> str:
    return "\n".join(screen_lines(app))


def assert_snapshot(app: App[Any], name: str) -> None:
    """The screen looks as it did when somebody last looked at it."""
    shown = screen_text(app) + "\n"
    file = FOLDER / f"{name}.txt"
    if os.environ.get(VARIABLE):
        FOLDER.mkdir(exist_ok=True)
        file.write_text(shown, encoding="utf-8")
    assert file.is_file(), f"no snapshot {name}: look at it, then set {VARIABLE}=1"
    assert shown == file.read_text(encoding="utf-8"), f"{name} looks different:\n{shown}"
