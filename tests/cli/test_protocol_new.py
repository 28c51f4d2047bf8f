"""`protocols new`, where somebody types: what was typed is not lost with the disk."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from protocols import library
from tests.cli.test_output import exit_code

LOST = "biofeedback: own/mine.toml cannot be written: No such file or directory\n"


class Typing:
    """Somebody who answers simply, for as long as there are questions; meanwhile the folder goes."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._lines = iter(("My evening\n", *(("\n", "a source\n", "1\n") * 100)))

    def isatty(self) -> bool:
        return True

    def readline(self) -> str:
        if self._folder.exists():
            self._folder.rmdir()
        return next(self._lines)


def test_answers_that_cannot_be_written_are_shown(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    """All of the file, which can be kept elsewhere."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "own").mkdir()
    monkeypatch.setattr(sys, "stdin", Typing(tmp_path / "own"))

    assert exit_code("protocols new own/mine.toml", monkeypatch) == 2
    shown, told = capfd.readouterr()
    assert told == LOST
    begin = shown.index("elsewhere:\n") + len("elsewhere:\n")
    (tmp_path / "kept.toml").write_text(shown[begin:], encoding="utf-8")
    assert library.load(str(tmp_path / "kept.toml")).title.say("en") == "My evening"


def test_where_no_folder_is_nothing_is_asked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(sys, "stdin", Typing(tmp_path))
    assert exit_code("protocols new own/mine.toml", monkeypatch) == 2
    assert capfd.readouterr() == ("", LOST)
