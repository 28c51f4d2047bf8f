"""Who reads Chinese is helped in Chinese: each text that stands with a command has one, and none is left over."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

import pytest
from typer.main import get_command

from biofeedback.cli.app import app
from biofeedback.cli.help_page import _chinese, said
from biofeedback.text_layout import columns
from biofeedback.texts import Texts

CHINESE = re.compile(r"[\u4e00-\u9fff]")
ENGLISH = re.compile(r"[A-Za-z]{2,} [a-z]{2,} [a-z]{2,}")
LAB = ("lab", "sweep")
"""They answer in English: to have their help in Chinese too is welcome and not asked for."""


def commands(command: Any, path: tuple[str, ...] = ("biofeedback",)) -> Iterator[tuple[tuple[str, ...], Any]]:
    yield path, command
    for name, each in getattr(command, "commands", {}).items():
        yield from commands(each, (*path, name))


ALL = dict(commands(get_command(app)))
OF_PEOPLE = [path for path in ALL if path[1:2] not in [(name,) for name in LAB]]


def texts_of(command: Any) -> list[str]:
    found = [command.help, *(getattr(param, "help", None) for param in command.params)]
    return [" ".join(text.split()) for text in found if text]


def test_every_text_of_the_help_is_there_in_chinese() -> None:
    """A new option needs a line in `texts/help.toml`, by its English."""
    absent = [text for path in OF_PEOPLE for text in texts_of(ALL[path]) if not CHINESE.search(said(text, "zh"))]
    assert absent == []


def test_no_text_of_the_help_is_left_over() -> None:
    asked_for = {text for command in ALL.values() for text in texts_of(command)}
    assert set(_chinese()) - asked_for == set()


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("path", OF_PEOPLE, ids=" ".join)
def test_a_page_of_help_is_in_its_language_and_cuts_no_sentence(
    path: tuple[str, ...], lang: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", "80")
    context = None
    for depth in range(1, len(path) + 1):
        command = ALL[path[:depth]]
        context = command.make_context(path[depth - 1], [], parent=context, resilient_parsing=True)
    assert context is not None
    context.find_root().params["lang"] = lang
    page = ALL[path].get_help(context)
    assert "..." not in page.replace("[ARGS]...", "").replace("}...", "").replace("vhci, ...", "")
    assert max(columns(line) for line in page.splitlines()) <= 80
    assert bool(CHINESE.search(page)) is (lang == "zh")
    if lang == "zh":
        assert not ENGLISH.search(page.partition("\n")[2])  # the first line names the command
        assert page.startswith(Texts("zh").say("usage.usage", line="biofeedback")[:3])
