"""The protocols that come with the program: safe, complete, and said in both languages."""

from __future__ import annotations

import re
from string import Formatter

import pytest

from biofeedback.text_layout import columns
from biofeedback.texts import Texts
from protocols import groups, library, limits, safety, wording
from protocols.training import Breathing, Effort, MuscleGroup, Region, TrainingProtocol, Words

ALLOWED_LATIN: frozenset[str] = frozenset()
"""Latin words that may stand in a Chinese text."""


def every_text(protocol: TrainingProtocol) -> list[Words]:
    own = [protocol.title, protocol.summary, protocol.baseline_words, protocol.settle_words]
    return [*own, protocol.closing, protocol.reflection, *(w for s in protocol.steps for w in group_texts(s.group))]


def group_texts(group: MuscleGroup) -> list[Words]:
    texts = [group.name, group.notice, group.tense, group.release, group.rest]
    return [words for words in texts if words != groups.NO_WORDS]


@pytest.mark.parametrize("name", library.names())
def test_shipped_protocols_pass_both_checks(name: str) -> None:
    """Loading raises on any fault of form or safety, so loading is the check."""
    protocol = library.load(name)
    assert protocol.name == name
    assert protocol.steps


@pytest.mark.parametrize("name", library.names())
def test_texts_are_complete_in_both_languages(name: str) -> None:
    """No English is left in Chinese, no Chinese in English, no template mark is left open."""
    for words in every_text(library.load(name)):
        assert wording.speaks(words.en, "en"), words
        assert wording.speaks(words.zh, "zh"), words
        latin = set(re.findall(r"[A-Za-z]+", words.zh)) - ALLOWED_LATIN
        assert not latin, words
        assert "{" not in words.en + words.zh, words


@pytest.mark.parametrize("name", library.names())
def test_texts_end_like_sentences(name: str) -> None:
    """What is spoken ends with a sentence mark of its language, and nothing shouts."""
    for words in every_text(library.load(name)):
        assert "!" not in words.en
        assert "！" not in words.zh
        assert not re.search(r"[,.!?;:]", words.zh), words
        assert not re.search(r"[，。！？；：]", words.en), words
        assert (words.en[-1] in ".?") == (words.zh[-1] in "。？"), words


@pytest.mark.parametrize("name", library.names())
def test_titles_fit_a_small_screen(name: str) -> None:
    """Titles and group names stand beside a clock on 40 columns; every word of a text fits a line of 80."""
    protocol = library.load(name)
    for words in (protocol.title, *(step.group.name for step in protocol.steps)):
        assert columns(words.en) <= wording.MAX_TITLE_COLUMNS
        assert columns(words.zh) <= wording.MAX_TITLE_COLUMNS
    for words in every_text(protocol):
        assert max(len(word) for word in words.en.split()) < 20


def test_the_default_protocol_is_the_practice_of_the_sources() -> None:
    """Thirteen groups from the feet up, 5 s of tension, back and neck shorter, about twenty minutes."""
    protocol = library.load(library.DEFAULT)
    order = "feet lower_legs upper_legs buttocks abdomen chest back shoulders arms_and_hands neck jaw eyes forehead"
    assert " ".join(step.group.id for step in protocol.steps) == order
    held = {step.group.id: step.hold_s for step in protocol.steps}
    assert held["neck"] < 5
    assert held["back"] < 5
    assert {seconds for group, seconds in held.items() if group not in {"neck", "back"}} == {5.0}
    assert 18 * 60 <= safety.total_s(protocol) <= 21 * 60
    assert protocol.baseline_s == 240
    assert protocol.settle_max_s > 0


def test_the_chest_is_tensed_while_the_breath_flows() -> None:
    """No group that works on the trunk binds its tension to the breath."""
    for name in library.names():
        for step in library.load(name).steps:
            if step.hold_s and {Region.CHEST, Region.ABDOMEN}.intersection(step.group.regions):
                assert step.breathing is Breathing.FREE, (name, step.group.id)


def test_loading_twice_gives_the_same_protocol() -> None:
    """Loading is deterministic, and the digest tells protocols apart."""
    library._load_shipped.cache_clear()
    first = {name: library.load(name) for name in library.names()}
    library._load_shipped.cache_clear()
    assert {name: library.load(name) for name in library.names()} == first
    assert len({protocol.digest for protocol in first.values()}) == len(first)
    assert all(re.fullmatch(r"[0-9a-f]{64}", protocol.digest) for protocol in first.values())


def test_every_shipped_group_could_be_used() -> None:
    """A group that is tensed names its regions, so that screening can skip it."""
    for group in groups.shipped().values():
        assert group.regions or group.tense == groups.NO_WORDS, group.id
        assert limits.max_hold_s(group.regions, Effort.MILD, Breathing.FREE) > 0


def test_messages_of_the_checks_have_the_same_keys_and_places() -> None:
    """Both languages hold the same messages with the same places for values."""
    from biofeedback.texts import _catalogue

    en, zh = _catalogue("en", "protocols"), _catalogue("zh", "protocols")
    assert en.keys() == zh.keys()
    for key, text in en.items():
        assert fields(text) == fields(zh[key]), key
    assert Texts("zh").say("protocols.effort_mild")


def fields(text: str) -> list[tuple[str, str]]:
    """A number's words for one and for many stand behind a bar; Chinese needs none."""
    return sorted(
        (name, (spec or "").partition("|")[0]) for _, name, spec, _ in Formatter().parse(text) if name is not None
    )
