"""Every state of a link has its words and its next step, in both languages."""

from __future__ import annotations

import string
import tomllib
from dataclasses import replace
from importlib import resources

import pytest

from biofeedback.languages import LANGUAGES
from biofeedback.texts import Texts
from devices.extras import Extra
from devices.link import LinkStage, LinkState
from devices.reach import StrapInReach
from devices.trouble import ANNOUNCED, Trouble, unavailable

STATES = [LinkState(stage=stage, since=3.0) for stage in LinkStage if stage is not LinkStage.RETRYING] + [
    LinkState(stage=LinkStage.RETRYING, since=3.0, trouble=trouble, attempt=2, next_try=9.0) for trouble in Trouble
]


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("state", STATES, ids=lambda state: (state.trouble or state.stage).value)
def test_each_state_has_words_and_a_next_step(state: LinkState, lang: str) -> None:
    """One short sentence of what is so and one of what to do, none left with an unfilled place."""
    texts = Texts(lang)
    for sentence in (texts.why(state.words(5.0)), texts.why(state.next_step(5.0))):
        assert sentence
        assert "{" not in sentence


@pytest.mark.parametrize("lang", LANGUAGES)
def test_what_is_worth_knowing_of_a_strap_that_works(lang: str) -> None:
    """No intervals: told. Pulses: told as what they are, and not as no intervals as well."""
    texts, live = Texts(lang), LinkState(stage=LinkStage.LIVE, since=3.0)
    assert live.notes() == ()
    without = replace(live, sends_rr=False)
    assert [note.why.code for note in without.notes()] == ["devices.no_intervals"]
    for extra in Extra:
        notes = replace(without, extra=extra).notes()
        assert ("devices.no_intervals" in {note.why.code for note in notes}) == (extra is not Extra.PULSES)
        assert all(texts.why(note.why) for note in notes)


def test_both_languages_have_the_same_keys_and_places() -> None:
    """A sentence that names a number in one language names it in the other."""
    tables = {}
    for lang in LANGUAGES:
        text = (resources.files("biofeedback.texts") / lang / "devices.toml").read_text(encoding="utf-8")
        places = {
            key: {name for _, name, _, _ in string.Formatter().parse(words) if name}
            for key, words in tomllib.loads(text).items()
        }
        tables[lang] = places
    assert tables["en"] == tables["zh"]


@pytest.mark.parametrize("trouble", Trouble)
def test_each_trouble_makes_one_clear_line(trouble: Trouble) -> None:
    """The command line shows one line with the next step, and promises no further try."""
    error = unavailable(trouble, StrapInReach(address="C0:FF", name=None, rssi_dbm=-50))

    assert "\n" not in error.message
    assert "{" not in error.message
    expected = {Trouble.STARTING: Trouble.NO_SERVICE} | dict.fromkeys(ANNOUNCED - {Trouble.STARTING}, Trouble.FAILED)
    assert error.kind == expected.get(trouble, trouble).value
    assert error.exit_code == 2
