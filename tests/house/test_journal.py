"""The journal keeps every word: what goes in comes back the same, and nothing else comes in."""

from __future__ import annotations

import contextlib
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.decisions import Decision, EndCause, Finished, Meaning, Paused, Responded, Warned
from biofeedback.events import Event, Tick
from biofeedback.findings import Missing
from biofeedback.journal import decision_from_line, event_from_line, to_line
from tests.values import decisions, events


@given(events)
def test_every_event_comes_back_the_same(event: Event) -> None:
    """An event is what its line says, and the line of that is the same line again."""
    line = to_line(event)

    assert event_from_line(line) == event
    assert to_line(event_from_line(line)) == line


@given(decisions)
def test_every_decision_comes_back_the_same(decision: Decision) -> None:
    """So is a decision."""
    line = to_line(decision)

    assert decision_from_line(line) == decision
    assert to_line(decision_from_line(line)) == line


@given(st.one_of(events, decisions))
def test_a_line_is_one_line_of_plain_json(item: Event | Decision) -> None:
    """Whatever texts a value holds, its line has no line break and any JSON reader can read it."""
    line = to_line(item)

    assert "\n" not in line
    assert "\r" not in line
    assert json.loads(line)["type"] == ("Held" if isinstance(item, Paused) else type(item).__name__)


@given(decisions)
def test_a_decision_is_not_taken_for_an_event(decision: Decision) -> None:
    """The two halves of the journal are never mixed up."""
    with pytest.raises(ValueError, match="not a line of the journal"):
        event_from_line(to_line(decision))


@pytest.mark.parametrize(
    "line",
    [
        pytest.param('{"type": "Tick", "t": ' + "[" * 100_000, id="deep"),
        "",
        "{",
        "null",
        "[]",
        "{}",
        '{"type": 1, "t": 0.0}',
        '{"type": null}',
        '{"type": [], "t": 0.0}',
        '{"type": "Tick"}',
        '{"type": "Tick", "t": "0"}',
        '{"type": "Tick", "t": null}',
        '{"type": "Tick", "t": NaN}',
        '{"type": "Pressed", "t": 0.0, "key": "dance"}',
        '{"type": "Mystery", "t": 0.0}',
        '{"type": "HeartRate", "t": 0.0, "hr_bpm": 60, "rr_ticks": [1.5]}',
        '{"type": "Tick", "t": 0.0}{"type": "Tick", "t": 0.0}',
        '{"type": "EcgChunk", "t": 0.0, "rate_hz": 130.0}',
        '{"type": "EcgChunk", "t": 0.0, "rate_hz": 130.0, "microvolts": [1, 2]}',
        '{"type": "EcgChunk", "t": 0.0, "rate_hz": 130.0, "microvolts": null}',
        '{"type": "EcgChunk", "t": 0.0, "rate_hz": 130.0, "microvolts": "!"}',
        '{"type": "MotionChunk", "t": 0.0, "rate_hz": 25.0, "x_mg": "AA==", "y_mg": "AA=="}',
        '{"type": "MotionChunk", "t": 0.0, "rate_hz": 25.0, "x_mg": "AA==", "y_mg": "AA==", "z_mg": [1]}',
        pytest.param('{"type": "EcgChunk", "t": 0.0, "rate_hz": 130.0, "microvolts": "gA=="}', id="cut off"),
        pytest.param(f'{{"type": "EcgChunk", "t": 0.0, "rate_hz": 130.0, "microvolts": "{"/" * 40}"}}', id="huge"),
    ],
)
def test_anything_else_is_refused(line: str) -> None:
    """A line that is no event raises ValueError and nothing else."""
    with pytest.raises(ValueError, match="not a line of the journal"):
        event_from_line(line)


@given(st.text())
def test_no_text_whatever_breaks_the_reader(line: str) -> None:
    """Any text is an event or a ValueError."""
    with contextlib.suppress(ValueError):
        event_from_line(line)


def test_a_number_that_is_none_cannot_slip_in() -> None:
    """NaN would come back as an absent time: it is refused when it is read."""
    with pytest.raises(ValueError, match="not a line of the journal"):
        event_from_line(to_line(Tick(t=float("nan"))))


LAST_WORD = (
    '{{"type":"Finished","t":9.0,"outcome":"{outcome}","rule":{rule},"groups_done":1,"groups_planned":4,'
    '"settle_pauses":0,"tension_before":null,"tension_after":null,"why":{{"code":"{code}","values":[]}}}}'
)


@pytest.mark.parametrize(
    ("outcome", "rule", "code", "cause"),
    [
        ("completed", "null", "coach.completed", EndCause.COMPLETED),
        ("completed", "null", "coach.person_stopped", EndCause.PERSON),
        ("ended_early", "null", "coach.person_stopped", EndCause.PERSON),
        ("ended_early", "null", "symptoms.advice_heart", EndCause.SYMPTOM),
        ("ended_early", "null", "symptoms.advice_again", EndCause.SYMPTOM),
        ("ended_early", "null", "coach.held_too_long", EndCause.PAUSED_TOO_LONG),
        ("ended_early", "null", "coach.settling_not_helping", EndCause.NOT_SETTLING),
        ("ended_early", "null", "coach.source_ended", EndCause.SOURCE_ENDED),
        ("ended_early", "null", "an.older_one", EndCause.SOURCE_ENDED),
        ("stopped", '"irregular"', "rhythm.irregular", EndCause.SAFETY_RULE),
        ("stopped", '"irregular"', "coach.completed", EndCause.SAFETY_RULE),
    ],
)
def test_a_last_word_without_a_cause_is_given_the_one_it_told(
    outcome: str, rule: str, code: str, cause: EndCause
) -> None:
    """As the lines had it before causes were a field of their own."""
    finished = decision_from_line(LAST_WORD.format(outcome=outcome, rule=rule, code=code))
    assert isinstance(finished, Finished)
    assert finished.cause is cause
    assert finished.why.code == code


@pytest.mark.parametrize(
    ("code", "meaning"),
    [
        *((f"response.{meaning.value}", meaning) for meaning in Meaning),
        ("response.group_slower", Meaning.SLOWER),
        ("response.group_quicker", Meaning.QUICKER),
        ("response.group_cannot_tell", Meaning.CANNOT_TELL),
    ],
)
def test_an_answer_without_a_meaning_is_given_the_one_it_told(code: str, meaning: Meaning) -> None:
    """The same of the heart's answers."""
    told = decision_from_line(
        '{"type":"Responded","t":9.0,"group":null,"repeats":4,"rise_bpm":null,"fall_bpm":null,"rmssd_gain":null,'
        f'"why":{{"code":"{code}","values":[]}}}}'
    )
    assert isinstance(told, Responded)
    assert told.meaning is meaning


@pytest.mark.parametrize(
    ("code", "missing"),
    [
        ("coach.link_lost", Missing.LINK),
        ("coach.no_beats", Missing.BEATS),
        ("coach.no_contact", Missing.CONTACT),
        ("rhythm.signal_silent", Missing.BEATS),
        ("rhythm.pause_unsure", Missing.BEATS),
        ("rhythm.signal_silent_ecg", None),
        ("coach.person_paused", None),
    ],
)
def test_a_pause_and_a_warning_without_it_are_given_what_they_told_is_missing(
    code: str, missing: Missing | None
) -> None:
    """The same of what is not there of the signal."""
    why = f'"why":{{"code":"{code}","values":[]}}'
    paused = decision_from_line(f'{{"type":"Held","t":9.0,{why}}}')
    warned = decision_from_line(f'{{"type":"Warned","t":9.0,"start_s":5.0,"rule":"signal","severity":"caution",{why}}}')
    assert isinstance(paused, Paused)
    assert isinstance(warned, Warned)
    assert (paused.missing, warned.missing) == (missing, missing)


@pytest.mark.parametrize("why", ["null", "[]", '"x"', "{}", '{"code": 1}'])
def test_a_last_word_that_told_nothing_is_refused(why: str) -> None:
    """With or without a cause."""
    line = LAST_WORD.format(outcome="completed", rule="null", code="x").replace('{"code":"x","values":[]}', why)
    for each in (line, line.replace('"why"', '"cause":"person","why"')):
        with pytest.raises(ValueError, match="not a line of the journal"):
            decision_from_line(each)
