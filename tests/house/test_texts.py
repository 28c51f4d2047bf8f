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
from biofeedback.texts import COUNTS, Texts, sentences
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
    """Each placeholder of a text with its format, without the words that count."""
    return {
        field: (spec or "").partition(COUNTS)[0]
        for _, field, spec, _ in string.Formatter().parse(text)
        if field is not None
    }


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


# ------------------------------------------------------------------------------------- one, and any other number

COUNTED = re.compile(
    r"\{(\w+)(?::[^|}]*)?\} (?:\w+ )?(?:times|days|sessions|minutes|hours|seconds|beats|intervals|gaps|rows|files"
    r"|columns|packets|decisions|recordings|groups|steps|ones|pairs|questions|pages)\b"
)
"""A number before a word that counts in the plural only."""

NEVER_ONE = (
    "rhythm.", "validate.", "tour.under_way", "recordings.", "shift.",
    "coach.no_beats", "coach.own_breath", "devices.doctor_intervals_disagree", "report.tachogram_told",
    "screening.intro", "screening.answered", "screening.due_age", "screening.pages_intro",
)  # fmt: skip
"""Where there is never one of them: what a rule needs many of, seconds of a pattern, what is fixed."""


def test_a_number_brings_the_word_that_fits_it() -> None:
    english, chinese = Texts("en"), Texts("zh")

    def practised(texts: Texts, n: int) -> str:
        return texts.say("trends.practised", sessions=n, days=n, first="2026-03-01", minutes=n + 0.2)

    assert practised(english, 1) == "Practised 1 time on 1 day since 2026-03-01, 1 minute in all."
    assert practised(english, 3) == "Practised 3 times on 3 days since 2026-03-01, 3 minutes in all."
    assert english.say("report.gaps", count=1) == "Time was lost 1 time."
    assert english.say("report.class_ectopic", count=1) == "1 early beat or its pause"
    assert "|" not in practised(chinese, 1)


def test_no_english_text_counts_one_of_a_thing_as_many() -> None:
    found = [
        f"{name}.{key}: {text}"
        for name in NAMES
        for key, text in _catalogue("en", name).items()
        if COUNTED.search(text) and not f"{name}.{key}".startswith(NEVER_ONE)
    ]
    assert found == []


# ------------------------------------------------------------------------------------- punctuation by language

FULL = "，。；：！？、）」』”’（「『“‘"
AFTER_FULL = re.compile(rf"[{FULL}][ \t]")
HALF_IN_CHINESE = re.compile(r"[\u4e00-\u9fff](?:[,;?!]|:(?!\w))|[ \t][，。；：！？、）」”]")
ONE_NAME = {
    "绷紧": "收紧", "胸带": "心率带", "胸式": "胸前的", "心跳变异": "心率变异性", "心搏变异": "心率变异性",
    "更兴奋": "更警觉", "往次练习": "练习记录", "安静心率": "静息心率", "模拟参与者": "模拟的人",
    "这台机器": "这台电脑",
    "心率带没有声音": "收不到心率带的信号", "已经开播": "已开始广播", "此刻正": "此刻感到", "信号有些迟": "信号有延迟",
}  # fmt: skip
"""What one thing was called elsewhere: the one name that it has."""
TRANSLATED = ("answer anew", "rather too early than too late", "more awake", "is quicker by", "suggest to ")
"""English that reads as translated."""


def _chinese_of_all() -> Iterator[tuple[str, str]]:
    """Every Chinese text with its place: of the program, of its help, and of the protocols."""
    for name in NAMES:
        yield from ((f"{name}.{key}", text) for key, text in _catalogue("zh", name).items())
    help_texts = tomllib.loads((FOLDER / "help.toml").read_text(encoding="utf-8"))
    yield from ((f"help: {key}", text) for key, text in help_texts.items())
    for file in sorted((ROOT / "protocols").rglob("*.toml")):
        yield from _of_language(tomllib.loads(file.read_text(encoding="utf-8")), file.name)


def _of_language(table: object, place: str) -> Iterator[tuple[str, str]]:
    if isinstance(table, dict):
        for key, value in table.items():
            if key == "zh" and isinstance(value, str):
                yield place, value
            else:
                yield from _of_language(value, f"{place} {key}")
    elif isinstance(table, list):
        for each in table:
            yield from _of_language(each, place)


def test_chinese_has_full_width_marks_and_no_blank_beside_them() -> None:
    """A list in columns may have its columns."""
    columns = ("authoring.next", "usage.")
    found = [
        (place, text)
        for place, text in _chinese_of_all()
        if not place.startswith(columns) and (AFTER_FULL.search(text) or HALF_IN_CHINESE.search(text))
    ]
    assert found == []


def test_english_has_no_full_width_mark_and_no_two_blanks_between_sentences() -> None:
    found = [
        f"{name}.{key}"
        for name in NAMES
        for key, text in _catalogue("en", name).items()
        if re.search(rf"[{FULL.replace('”', '').replace('“', '').replace('’', '').replace('‘', '')}]", text)
        or re.search(r"[.?]  (?=[A-Z])", text)
    ]
    assert found == []


def test_one_thing_has_one_name_in_chinese() -> None:
    found = [(place, word) for place, text in _chinese_of_all() for word in ONE_NAME if word in text]
    assert found == []


def test_english_does_not_read_as_translated() -> None:
    found = [
        (f"{name}.{key}", phrase)
        for name in NAMES
        for key, text in _catalogue("en", name).items()
        for phrase in TRANSLATED
        if phrase in text.lower()
    ]
    assert found == []


def test_sentences_are_joined_as_their_language_joins_them() -> None:
    assert sentences(("One.", "Two."), Texts("en")) == "One. Two."
    assert sentences(("一。", "二。"), Texts("zh")) == "一。二。"


def test_a_change_downwards_has_a_minus_and_no_hyphen() -> None:
    """Which people read as one, and no line is broken behind."""
    for lang in ("en", "zh"):
        said = Texts(lang).say("trends.part_rated", part="", sessions="7", change=-2.25)
        assert "\N{MINUS SIGN}2.2" in said
        assert "+2.2" in Texts(lang).say("trends.part_rated", part="", sessions="7", change=2.25)
