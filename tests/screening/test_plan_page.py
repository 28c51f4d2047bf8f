"""The page before a session: what it is, how long, how one rests, what is heard, what is left out and why; in prose."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.cues.words import LedBy
from biofeedback.languages import LANGUAGES
from biofeedback.plain.interview import Interview
from biofeedback.text_layout import columns
from biofeedback.texts import Texts, keys_of
from biofeedback.texts.plan import plan_lines
from protocols.library import load, names
from protocols.screening.personal import Change, personal
from protocols.screening.proposal import propose
from protocols.screening.questionnaire import Answers
from protocols.training import Kind
from tests.screening.answering import answers, chose, yes

SIXTEEN = load("sixteen_groups")
IDS = frozenset(names())


@settings(max_examples=25)
@given(answers(), st.sampled_from(sorted(IDS)), st.booleans(), st.sampled_from(LANGUAGES))
def test_no_id_of_a_protocol_stands_in_it(given_: Answers, name: str, pause: bool, lang: str) -> None:
    """Whatever was answered: titles only."""
    lines = plan_lines(propose(given_, load(name), pause=pause), Texts(lang), "voice")
    said = " ".join(lines)
    assert not [each for each in IDS if "_" in each and each in said]
    assert "{" not in said


def test_no_text_about_practices_names_one_by_its_id() -> None:
    """In neither language; the lists of the command line, which are typed from, are no prose."""
    for lang in LANGUAGES:
        for catalogue in ("programme", "screening", "strapless", "tui"):
            for key in keys_of(catalogue):
                text = Texts(lang).raw(f"{catalogue}.{key}")
                assert "{name}" not in text or key in ("choice_name", "strap_near", "strap_battery", "review_line"), key


@pytest.mark.parametrize("lang", LANGUAGES)
@pytest.mark.parametrize("sound", LedBy)
def test_it_says_title_length_position_and_sound(lang: str, sound: LedBy) -> None:
    first, how, *_ = plan_lines(propose((), SIXTEEN), Texts(lang), sound.value)
    assert SIXTEEN.title.say(lang) in first
    assert "29" in first
    assert Texts(lang).say("screening.position_free") in how
    assert Texts(lang).say(f"screening.sound_{sound.value}") in how
    assert ("  " in how) is False


def test_the_position_is_said_once() -> None:
    """With its reason where an answer decides it; not at all where the practice has a place of its own."""
    free = Texts("en").say("screening.position_free")
    for given_, name in (
        ((yes("dizziness"),), "sixteen_groups"),
        ((chose("position", "side"),), "sixteen_groups"),
        ((), "desk"),
    ):
        assert not any(free in line for line in plan_lines(propose(given_, load(name)), Texts("en"), "voice"))


def test_where_most_is_left_out_a_shorter_practice_is_one_key_away() -> None:
    """Eleven of sixteen groups: what is made for hands, arms and face comes first."""
    proposal = propose((yes("mobility"),), SIXTEEN)
    assert proposal.shorter == "limited_mobility"
    assert proposal.instead == ("limited_mobility",)
    lines = plan_lines(proposal, Texts("en"))
    assert lines[-2] == Texts("en").say("screening.shorter")
    assert lines[-1].startswith(f"  1  {load('limited_mobility').title.en}")


@settings(max_examples=25)
@given(answers(), st.sampled_from(sorted(IDS)), st.booleans())
def test_what_is_offered_suits_whole_and_is_shorter(given_: Answers, name: str, pause: bool) -> None:
    """Nothing that the answers forbid is proposed, and nothing where half of it or more remains."""
    proposal = propose(given_, load(name), pause=pause)
    assert len(proposal.instead) == len(set(proposal.instead))
    assert all(personal(load(each), proposal.plan.terms) is not None for each in proposal.instead)
    gone = {each.group for each in proposal.plan.changes if each.change is not Change.SOFTENED}
    tensed = {step.group.name for step in proposal.protocol.steps if step.hold_s > 0}
    if proposal.shorter is None:
        return
    assert len(gone & tensed) * 2 > len(tensed)
    other = propose(given_, load(proposal.shorter))
    assert other.protocol.kind is Kind.TENSION
    assert all(each.change is Change.SOFTENED for each in other.plan.changes)


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_in_plain_lines_its_number_begins_it(lang: str) -> None:
    said: list[str] = []
    asks = Interview(said.append, lambda: "1\n", Texts(lang))
    assert await asks.begins(propose((yes("mobility"),), SIXTEEN), LedBy.TONES) == "limited_mobility"
    assert any(Texts(lang).say("screening.sound_tones") in line for line in said)
    assert max(columns(line) for line in said if line.startswith("  ")) <= 80
