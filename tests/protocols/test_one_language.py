"""A protocol of one's own may be in one language; what is shipped is in both."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator
from importlib import resources
from pathlib import Path

import pytest

from biofeedback.cli.protocol_files import check as told
from biofeedback.coach.rest_policy import least_rest_s
from biofeedback.texts import Texts
from protocols.groups import common, shipped
from protocols.library import faults_in, load, names
from protocols.script import dump
from protocols.training import Words, missing_languages
from protocols.wording import saying_s
from tests.protocols.test_checks import GOOD, OWN_GROUP


def without(text: str, lang: str) -> str:
    """A file whose writer writes in the other language only."""
    return "\n".join(line for line in text.split("\n") if f".{lang} = " not in line)


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("text", [GOOD, OWN_GROUP], ids=["good", "own group"])
def test_one_language_is_enough_for_a_file_of_ones_own(text: str, lang: str) -> None:
    assert faults_in(without(text, lang), "mine") == ()


@pytest.mark.parametrize(("lang", "line"), [("zh", "It has no Chinese words"), ("en", "It has no English words")])
def test_the_missing_language_is_said_and_the_other_one_spoken(
    lang: str, line: str, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    """By `check`; whoever practises in it hears the words there are, and no gap."""
    file = tmp_path / "mine.toml"
    file.write_text(without(OWN_GROUP, lang), encoding="utf-8")

    assert told(file, "en") == 0
    assert line in capsys.readouterr().out
    protocol = load(str(file))
    assert missing_languages(protocol) == (lang,)
    other = "en" if lang == "zh" else "zh"
    assert protocol.title.say(lang) == protocol.title.say(other) != ""
    assert protocol.title.say(other) in dump(protocol, lang)
    assert least_rest_s(protocol.steps[0]) > 0


def test_a_text_that_lacks_the_language_of_the_others_was_forgotten() -> None:
    """In both directions, and where two texts share no language at all."""
    (fault,) = faults_in(GOOD.replace('title.zh = "短的"\n', ""), "mine")
    assert (fault.where, fault.value) == ("title.zh", "missing")
    (fault,) = faults_in(
        without(GOOD, "zh").replace('title.en = "Short"', 'title.en = "Short"\ntitle.zh = "短的"'), "mine"
    )
    assert (fault.where, fault.value) == ("summary.zh", "missing")
    apart = faults_in(without(GOOD, "zh").replace('title.en = "Short"', 'title.zh = "短的"'), "mine")
    assert {fault.where for fault in apart} == {"title.en", "summary.zh"}


def test_a_text_in_no_language_is_missing() -> None:
    assert [fault.where for fault in faults_in(without(without(GOOD, "zh"), "en"), "mine")] == ["title", "summary"]


def test_words_are_timed_in_the_language_they_are_in() -> None:
    """English letters are no Chinese signs, of which four are said in a second."""
    english = Words("Let both of your shoulders sink, and breathe out.", "")
    assert saying_s(english) == pytest.approx(saying_s(Words(english.en, "好。")))


def shipped_tables() -> Iterator[tuple[str, dict[str, object]]]:
    for file in sorted(Path(str(resources.files("protocols"))).rglob("*.toml")):
        yield from texts_in(file.name, tomllib.loads(file.read_text(encoding="utf-8")))


def texts_in(where: str, value: object) -> Iterator[tuple[str, dict[str, object]]]:
    if isinstance(value, dict):
        if {"en", "zh"} & value.keys():
            yield where, value
        for key, inner in value.items():
            yield from texts_in(f"{where}: {key}", inner)
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(where, inner)


def test_all_that_is_shipped_is_in_both_languages() -> None:
    """Word for word in the files, and as they are loaded."""
    tables = list(shipped_tables())
    assert len(tables) > 300
    assert [where for where, table in tables if not {"en", "zh"} <= table.keys()] == []
    assert all(missing_languages(load(name)) == () for name in names())
    words = [*common().values(), *(group.name for group in shipped().values())]
    assert all(each.en and each.zh for each in words)


def test_whoever_reads_chinese_is_told_in_chinese() -> None:
    assert Texts("zh").say("cli.protocol_without_zh") != Texts("en").say("cli.protocol_without_zh")
