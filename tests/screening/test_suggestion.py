"""Today's suggestion as the command line says it: from what is stored, and within what was answered."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.app import history
from biofeedback.app.suggestion import line
from biofeedback.decisions import EndCause, Finished, Outcome
from biofeedback.events import Tick
from biofeedback.findings import Rule
from biofeedback.store import person
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, SourceKind
from biofeedback.texts import Texts
from biofeedback.why import why
from protocols.library import load
from protocols.screening.questionnaire import Answer, Answers
from tests.screening.answering import yes

EN = Texts("en")
LONG_AGO = "2026-01-02T12:00:00+00:00"


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    return tmp_path


def practise(
    protocol: str = "sixteen_groups",
    source: str = "ble:00:11:22:33:44:55",
    outcome: Outcome = Outcome.COMPLETED,
    rule: Rule | None = None,
    cause: EndCause = EndCause.COMPLETED,
    started: str = LONG_AGO,
    groups_done: int = 4,
) -> None:
    about = About(
        started=started,
        version="0",
        protocol=protocol,
        digest="",
        source_kind=SourceKind.STRAP if source.startswith("ble") else SourceKind.PARTICIPANT,
        source=source,
        seed=None,
        settings="{}",
        lang="en",
    )
    log = SessionLog(about)
    end = Finished(
        t=900.0,
        outcome=outcome,
        rule=rule,
        groups_done=groups_done,
        groups_planned=4,
        settle_pauses=0,
        tension_before=7,
        tension_after=3,
        why=why("coach.completed"),
        cause=cause,
    )
    log.on_step(Tick(t=900.0), (end,))
    log.close()


def answered(*given: Answer) -> None:
    answers: Answers = given
    person.keep(person.Person(answers=answers, answered=LONG_AGO))


def test_the_first_suggestion_is_the_first_stage() -> None:
    """In one line, in either language."""
    assert load("sixteen_groups").title.en in line(EN)
    assert "\n" not in line(EN)
    assert "大约" in line(Texts("zh"))


def test_three_good_sessions_with_a_strap_lead_on_and_demonstrations_do_not() -> None:
    """A simulated participant learns for nobody."""
    for _ in range(3):
        practise(source="person:calm")
    assert load("sixteen_groups").title.en in line(EN)

    for _ in range(3):
        practise()
    assert load("seven_groups").title.en in line(EN)
    assert "works well" in line(EN)


def test_a_stop_or_a_symptom_is_trouble_and_a_lost_strap_is_none() -> None:
    """Twice: a pause is suggested."""
    practise(outcome=Outcome.STOPPED, rule=Rule.SIGNAL)
    practise(outcome=Outcome.STOPPED, rule=Rule.SIGNAL)
    assert load("sixteen_groups").title.en in line(EN)

    practise(outcome=Outcome.STOPPED, rule=Rule.IRREGULAR)
    practise(outcome=Outcome.ENDED_EARLY, cause=EndCause.SYMPTOM)
    assert load("grounding").title.en in line(EN)


def test_what_does_not_suit_is_never_suggested() -> None:
    """Something that suits is, or nothing."""
    answered(yes("pressure"))
    assert load("release_only").title.en in line(EN)

    answered(yes("psychosis"))
    assert line(EN) == EN.say("programme.none_suits")


def test_a_session_that_never_got_going_says_nothing() -> None:
    """It neither breaks a row nor is it asked about; trouble before the first group still is trouble."""
    practise()
    practise()
    practise(outcome=Outcome.ENDED_EARLY, groups_done=0)
    assert history.unasked() == 2
    practise()
    assert load("seven_groups").title.en in line(EN)

    practise(outcome=Outcome.STOPPED, rule=Rule.IRREGULAR, groups_done=0)
    assert history.unasked() == 5
    assert load("sixteen_groups").title.en in line(EN)
