"""The plain lines of a whole session against the script of its protocol: the same words, in the same order."""

from __future__ import annotations

from dataclasses import replace
from functools import cache

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import Action, CueGiven, Decision, Outcome, Phase, PhaseBegan
from biofeedback.events import Tick
from biofeedback.languages import LANGUAGES
from biofeedback.plain.lines import PlainLines
from biofeedback.texts import Texts
from protocols.groups import common
from protocols.library import load, names
from protocols.script import read_aloud
from protocols.training import Step, TrainingProtocol, Words
from tests.coach.streams import packets, plan, played, steady
from tests.plain.test_lines import FINISHED

IN_BETWEEN_S = 4.0
"""Between two steps of a session in a hurry. The words are the same however long a rest is. Seconds."""


def in_a_hurry(protocol: TrainingProtocol) -> TrainingProtocol:
    """The same words in little time, so that every protocol can be gone through."""
    steps = tuple(replace(step, rest_s=IN_BETWEEN_S, lead_in_s=min(step.lead_in_s, 3.0)) for step in protocol.steps)
    return replace(protocol, steps=steps, baseline_s=20.0, closing_s=5.0, settle_max_s=0.0)


@cache
def calm_session(name: str) -> tuple[TrainingProtocol, tuple[Decision, ...]]:
    """A whole session of a heart at rest, as the protocol is written."""
    protocol = in_a_hurry(load(name))
    length_s = 60.0 + sum(step.lead_in_s + step.hold_s + max(step.rest_s, 3 * step.hold_s) for step in protocol.steps)
    engine = Engine(plan(protocol=protocol, adaptation=Adaptation.OFF))
    decisions = played(engine, packets(steady(), length_s))
    assert engine.over
    return protocol, tuple(decisions)


def told(lines: PlainLines, written: list[str], decisions: tuple[Decision, ...]) -> list[str]:
    """The lines of what is said to lead through the protocol, without their times."""
    kept = []
    for decision in decisions:
        lines.on_step(Tick(t=decision.t), (decision,))
        guidance = isinstance(decision, PhaseBegan | CueGiven)
        kept += [line[7:] for line in written if guidance]
        written.clear()
    return kept


def script(protocol: TrainingProtocol, texts: Texts) -> list[str]:
    """What `protocols show --script` reads aloud, each line as the plain face frames it."""
    lang, holds = texts.lang, iter(step for step in protocol.steps if step.hold_s > 0)
    expected = []
    for line in read_aloud(protocol):
        words = line.text.say(lang)
        if line.heading is not None:
            words = texts.say("plain.group", group=line.heading.say(lang), words=words)
        elif any(line.text == step.group.tense for step in protocol.steps):
            words = _held(next(holds), line.text, texts)
        expected.append(words)
    return expected


def _held(step: Step, tense: Words, texts: Texts) -> str:
    assert tense == step.group.tense
    how = texts.say(f"protocols.effort_{step.effort.value}")
    return texts.say("plain.hold", words=tense.say(texts.lang), how=how, seconds=round(step.hold_s))


@pytest.mark.parametrize("name", names())
def test_a_whole_session_is_told_in_the_words_of_the_script(name: str) -> None:
    """Every shipped protocol, in both languages: how to prepare, every step in its own words, the end."""
    protocol, decisions = calm_session(name)
    for lang in LANGUAGES:
        texts, written = Texts(lang), list[str]()
        first, *lines = told(PlainLines(written.append, texts, protocol=protocol), written, decisions)
        if lines[-1] == texts.say("plain.cue_end"):  # of the program itself: that it is over
            lines.pop()

        assert first.startswith(common()["preparation"].say(lang))
        assert lines == script(protocol, texts)


REPEATED = load("seven_groups")
"""Each group twice: the second time in other words."""
FIRST, SECOND = REPEATED.steps[:2]


def at(step: int, phase: Phase, action: Action | None = None) -> tuple[Decision, ...]:
    """A phase of a step and its cue, as the engine tells them."""
    group = REPEATED.steps[step].group.id
    cue = () if action is None else (CueGiven(t=61.0, action=action, group=group),)
    return (PhaseBegan(t=61.0, phase=phase, step=step, group=group), *cue)


def lines_of(*decisions: Decision, protocol: TrainingProtocol = REPEATED) -> list[str]:
    written: list[str] = []
    return told(PlainLines(written.append, Texts("en"), protocol=protocol), written, decisions)


def test_after_a_pause_a_group_is_announced_in_its_own_words_again() -> None:
    """Whichever round it is in."""
    assert FIRST.group.id == SECOND.group.id
    first = f"{FIRST.group.name.en}. {FIRST.group.notice.en}"
    second = f"{SECOND.group.name.en}. {SECOND.group.notice.en}"
    assert first != second
    begun, paused = at(0, Phase.PREPARE, Action.PREPARE), (PhaseBegan(t=62.0, phase=Phase.PAUSED),)
    again = at(1, Phase.PREPARE, Action.PREPARE)

    assert lines_of(*begun, *paused, *begun) == [first, first]
    assert lines_of(*begun, *again, *paused, *again) == [first, second, second]


def test_a_release_is_in_the_words_of_the_step_that_is_left() -> None:
    """It comes before the next phase is told; and a release in one word is followed by silence."""
    group = replace(SECOND.group, release=Words("Loose now.", "松开。"), rest=Words("Feel it.", "感觉一下。"))
    protocol = replace(REPEATED, steps=(FIRST, replace(SECOND, group=group)))
    tense = at(1, Phase.TENSE)
    release, brief = (CueGiven(t=66.0, action=Action.RELEASE, group=group.id, brief=few) for few in (False, True))
    rest = at(1, Phase.REST)

    assert lines_of(*tense, release, *rest, protocol=protocol) == ["Loose now.", "Feel it."]
    assert lines_of(*tense, brief, *rest, protocol=protocol) == ["Let go."]
    assert lines_of(*tense, release, PhaseBegan(t=66.0, phase=Phase.PAUSED), protocol=protocol) == ["Loose now."]


@pytest.mark.parametrize("own", [False, True])
def test_the_question_after_practice_is_the_protocols(own: bool) -> None:
    """One of its own may ask for something else, so the number is asked for as well."""
    texts, mine = Texts("en"), Words("What do you notice?", "你注意到什么？")
    protocol = replace(REPEATED, reflection=mine) if own else REPEATED
    asked = (PhaseBegan(t=900.0, phase=Phase.ASK_AFTER), CueGiven(t=900.0, action=Action.RATE))
    number = texts.say("plain.cue_rate")
    before = (PhaseBegan(t=0.0, phase=Phase.ASK_BEFORE), CueGiven(t=0.0, action=Action.RATE))

    assert lines_of(*asked, protocol=protocol) == [f"{mine.en} {number}" if own else common()["reflection"].en]
    assert lines_of(*before, protocol=protocol)[-1] == number


def test_whoever_ends_early_is_not_asked_to_look_back() -> None:
    """Only the end of a practice that came to its closing is followed by its question."""
    end = (PhaseBegan(t=300.0, phase=Phase.FINISHED), replace(FINISHED, outcome=Outcome.ENDED_EARLY))
    closing = PhaseBegan(t=270.0, phase=Phase.CLOSING)

    assert lines_of(*at(0, Phase.REST)[:1], *end)[1:] == []
    assert lines_of(closing, *end) == [REPEATED.reflection.en]


@pytest.mark.parametrize("name", names())
def test_a_group_has_one_name_whatever_is_said_of_it(name: str) -> None:
    """So its name may be looked up by its id."""
    called: dict[str, set[Words]] = {}
    for step in load(name).steps:
        called.setdefault(step.group.id, set()).add(step.group.name)
    assert all(len(each) == 1 for each in called.values())
