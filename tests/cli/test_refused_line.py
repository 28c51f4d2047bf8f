"""A command line that cannot be taken: one line, in the language of the line, with what may have been meant; exit 2."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.cli.program import run

CHINESE = re.compile(r"[\u4e00-\u9fff]")
LINES = {
    "--nope": "--nope",
    "practise --protcol x": "--protocol",
    "practise --protocol": "--protocol",
    "practise --plain=3": "--plain",
    "protocls list": "protocols",
    "protocols shw x": "show",
    "simulate --adaptation maybe": "on",
    "simulate --seed x": "--seed",
    "analyse --baseline-s x file": "--baseline-s",
    "validate . --jobs 0": "1",
    "protocols show": "NAME",
    "protocols list extra": "extra",
    "practise --lang": "--lang",
    "export --as nothing": "csv",
    "sessions show first": "NUMBER",
    "practise --lang tlh": "tlh",
}


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("line", LINES)
def test_it_is_one_line_in_one_language(line: str, lang: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """By the locale, for some of these lines are wrong about the language itself."""
    monkeypatch.setenv("LANG", {"en": "en_GB.UTF-8", "zh": "zh_CN.UTF-8"}[lang])
    ran = run(*line.split(), data=tmp_path)
    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.strip().splitlines()) == 1
    assert LINES[line] in ran.err
    assert bool(CHINESE.search(ran.err)) is (lang == "zh")
    assert "Error" not in ran.err
    assert ("Did you mean" in ran.err) is (lang == "en" and ("protcol" in line or "protocls" in line or "shw" in line))


def test_the_language_of_the_line_outranks_the_locale(tmp_path: Path) -> None:
    assert CHINESE.search(run("--lang", "zh", "practise", "--protcol", "x", data=tmp_path).err)


def test_a_group_named_alone_says_what_it_has(tmp_path: Path) -> None:
    ran = run("--lang", "zh", "protocols", data=tmp_path)
    assert ran.code == 2
    assert "suggest" in ran.err
    assert CHINESE.search(ran.err)


def test_what_was_typed_cannot_act_on_the_terminal(tmp_path: Path) -> None:
    ran = run("--no\x1b[2Jpe", data=tmp_path)
    assert ran.code == 2
    assert "\x1b" not in ran.err
