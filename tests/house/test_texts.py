"""English and Chinese say the same things, and the code asks for nothing that is not there."""

from __future__ import annotations

import ast
import re
import string
import tomllib
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import pytest

from biofeedback.languages import LANGUAGES
from biofeedback.texts import Texts
from tests.house.tree import ROOT, parsed, sources

FOLDER = ROOT / "biofeedback" / "texts"
NAMES = sorted({file.stem for lang in LANGUAGES for file in (FOLDER / lang).glob("*.toml")})
CODE = re.compile(r"[a-z_]+\.[a-z0-9_.]+")
A_SENTENCE = 4  # words: shorter English texts may be names that are the same in Chinese
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@cache
def _catalogue(lang: str, name: str) -> dict[str, str]:
    file = FOLDER / lang / f"{name}.toml"
    return tomllib.loads(file.read_text(encoding="utf-8")) if file.exists() else {}


def _placeholders(text: str) -> dict[str, str]:
    """Each placeholder of a text with its format."""
    return {field: spec or "" for _, field, spec, _ in string.Formatter().parse(text) if field is not None}


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_keys(name: str) -> None:
    """A text is in both languages or in none."""
    english, chinese = _catalogue("en", name), _catalogue("zh", name)

    assert english
    assert set(english) == set(chinese)


@pytest.mark.parametrize("name", NAMES)
def test_both_languages_have_the_same_placeholders(name: str) -> None:
    """The same numbers are told, rounded to the same place."""
    english, chinese = _catalogue("en", name), _catalogue("zh", name)
    differing = {
        key for key in english if key in chinese and _placeholders(english[key]) != _placeholders(chinese[key])
    }

    assert differing == set()


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("name", NAMES)
def test_every_text_is_there_and_can_be_filled(name: str, lang: str) -> None:
    """No text is empty (unless it is so on purpose, in every language), and every format can be filled with a number
    or a word.
    """
    for key, text in _catalogue(lang, name).items():
        assert isinstance(text, str), key
        if all(_catalogue(each, name).get(key) == "" for each in LANGUAGES):
            continue
        samples = {field: _sample(spec) for field, spec in _placeholders(text).items()}
        assert all(field.isidentifier() for field in samples), key
        assert Texts(lang).say(f"{name}.{key}", **samples).strip(), key


def _sample(spec: str) -> float | int | str:
    if spec == "":
        return "word"
    return 3 if spec.endswith(("d", ",")) else 2.5


@pytest.mark.parametrize("name", NAMES)
def test_chinese_sentences_are_chinese(name: str) -> None:
    """A sentence left in English by oversight would be a line without one Chinese character."""
    english, chinese = _catalogue("en", name), _catalogue("zh", name)
    left = [
        key
        for key, text in chinese.items()
        if len(english.get(key, "").split()) >= A_SENTENCE and not CHINESE.search(text)
    ]

    assert left == []


def _asked_for() -> Iterator[tuple[Path, ast.Call, ast.expr]]:
    """Every call of `why`, `Why` or `say` in the source, with what it asks for."""
    for file in sources():
        for node in ast.walk(parsed(file)):
            if isinstance(node, ast.Call) and node.args:
                name = node.func.attr if isinstance(node.func, ast.Attribute) else getattr(node.func, "id", "")
                if name in {"why", "Why", "say"}:
                    yield file, node, node.args[0]


def _text_of(code: str) -> str | None:
    name, _, key = code.partition(".")
    return _catalogue("en", name).get(key)


def test_every_code_in_the_source_has_its_text() -> None:
    """Each reason and each text that the code names by a literal is in the catalogues."""
    absent = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {code.value}"
        for file, node, code in _asked_for()
        if isinstance(code, ast.Constant) and isinstance(code.value, str) and CODE.fullmatch(code.value)
        if _text_of(code.value) is None
    ]

    assert absent == []


def test_every_code_put_together_in_the_source_can_have_a_text() -> None:
    """Where a code is an f-string, at least one text fits it."""
    known = [f"{name}.{key}" for name in NAMES for key in _catalogue("en", name)]
    absent = [
        f"{file.relative_to(ROOT)}:{node.lineno}: {ast.unparse(code)}"
        for file, node, code in _asked_for()
        if isinstance(code, ast.JoinedStr)
        if not any(_pattern(code).fullmatch(each) for each in known)
    ]

    assert absent == []


def _pattern(code: ast.JoinedStr) -> re.Pattern[str]:
    parts = [re.escape(str(part.value)) if isinstance(part, ast.Constant) else r"[\w.]+" for part in code.values]
    return re.compile("".join(parts))


def test_every_reason_gets_all_its_numbers() -> None:
    """Where a literal code is given its values by name, each placeholder of its text is among them."""
    wanting = []
    for file, node, code in _asked_for():
        if isinstance(code, ast.Constant) and isinstance(code.value, str) and len(node.args) == 1:
            given = {keyword.arg for keyword in node.keywords}
            needed = _placeholders(_text_of(code.value) or "")
            if None not in given and not set(needed) <= given:
                wanting.append(f"{file.relative_to(ROOT)}:{node.lineno}: {code.value} lacks {set(needed) - given}")

    assert wanting == []
