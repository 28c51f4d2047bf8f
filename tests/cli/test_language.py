"""One language for every command: the option wherever it stands, else what was chosen on a screen, else the locale."""

from __future__ import annotations

import re
import stat
from pathlib import Path

import pytest
from typer.main import get_command

from biofeedback.app.language import keep_language, language
from biofeedback.cli import options_first, screens
from biofeedback.cli.app import app
from biofeedback.store.remembered import FILE_NAME, Remembered, recall, remember
from tests.cli.program import run

CHINESE = re.compile(r"[\u4e00-\u9fff]")
PROGRAM = get_command(app)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    return tmp_path


@pytest.mark.parametrize(
    "line",
    [
        "protocols list --lang zh",
        "--lang zh protocols list",
        "protocols --lang zh list",
        "protocols list --lang=zh",
        "--lang zh protocols show seven_groups",
        "--lang zh doctor",
        "--lang zh sessions list",
    ],
)
def test_the_option_may_stand_anywhere(line: str, data: Path) -> None:
    ran = run(*line.split(), data=data)
    assert ran.code in (0, 1)
    assert CHINESE.search(ran.out + ran.err)


def test_a_language_that_there_is_not_is_refused(data: Path) -> None:
    ran = run("protocols", "list", "--lang", "tlh", data=data)
    assert ran.code == 2
    assert "Traceback" not in ran.err


def test_a_refusal_is_told_in_the_same_language(data: Path) -> None:
    ran = run("--lang", "zh", "protocols", "show", "nothing", data=data)
    assert ran.code == 2
    assert CHINESE.search(ran.err)


@pytest.mark.parametrize(
    ("environ", "spoken"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_TW.UTF-8"}, "zh"),
        ({"LANG": "en_GB.UTF-8"}, "en"),
        ({"LANG": "fr_FR.UTF-8"}, "en"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "en_GB.UTF-8"}, "en"),
        ({"LANG": "en_GB.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "zh"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": ""}, "zh"),
        ({"LANG": ""}, "en"),
    ],
)
def test_the_locale_decides_where_nothing_was_said(
    environ: dict[str, str], spoken: str, data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name, value in environ.items():
        monkeypatch.setenv(name, value)
    assert language() == spoken
    assert bool(CHINESE.search(run("protocols", "list", data=data).out)) == (spoken == "zh")
    assert not (data / FILE_NAME).exists()


def test_what_was_kept_outranks_the_locale_and_the_option_outranks_both(
    data: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("LANG", "en_GB.UTF-8")
    keep_language("zh")
    assert stat.S_IMODE((data / FILE_NAME).stat().st_mode) == 0o600
    assert CHINESE.search(run("protocols", "list", data=data).out)
    assert not CHINESE.search(run("protocols", "list", "--lang", "en", data=data).out)
    assert recall().lang == "zh"


@pytest.mark.parametrize("content", ["{", '{"lang": "tlh"}', '{"lang": 3}'])
def test_what_cannot_be_read_counts_as_not_said(content: str, data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (data / FILE_NAME).write_text(content)
    monkeypatch.setenv("LANG", "zh_CN.UTF-8")
    assert language() == "zh"


def test_to_keep_a_language_leaves_the_rest_as_it_was() -> None:
    remember(Remembered(strap_name="Polar H10", sound="tones"))
    keep_language("zh")
    assert recall() == Remembered(strap_name="Polar H10", sound="tones", lang="zh")


def called(line: str) -> None:
    PROGRAM.main(args=options_first(line.split()), prog_name="biofeedback", standalone_mode=False)


@pytest.mark.parametrize(("line", "screen"), [("--lang zh", "home"), ("demo --lang zh", "demo")])
def test_a_language_asked_for_at_a_screen_is_kept_and_a_scripts_is_not(
    line: str, screen: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[str] = []

    def show(lang: str, *others: object, **named: object) -> int:
        shown.append(lang)
        return 0

    monkeypatch.setattr(screens, screen, show)
    called(line)
    assert recall().lang is None
    monkeypatch.setattr("sys.stdin.isatty", lambda: True)
    monkeypatch.setattr("sys.stdout.isatty", lambda: True)
    called(f"protocols list {line.removeprefix('demo ')}")
    assert recall().lang is None
    called(line)
    assert recall().lang == "zh"
    called(line.replace("--lang zh", ""))
    assert shown == ["zh", "zh", "zh"]


def test_to_ask_for_a_language_makes_no_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "none"))
    assert language() == "en"
    assert not (tmp_path / "none").exists()
