"""Practice with a strap where nobody can be asked, as without a terminal: nothing is tensed."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.settings import from_stored
from biofeedback.clock import wall_time
from biofeedback.languages import LANGUAGES
from biofeedback.store import person
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from devices.trouble import Trouble
from protocols.library import DEFAULT, load, names
from protocols.screening.questionnaire import Answer, Reply, questions
from protocols.training import tenses
from tests.cli.program import Ran, run

NOTHING_TENSED = tuple(name for name in names() if not tenses(load(name)))
STRAP = ("--source", "ble:C0:FF:EE:00:00:01", "--plain")


def keep(data: Path, *, yes: str = "", days_ago: float = 0.0) -> None:
    """Answers of so many days ago: no to everything but one."""
    asked = (question.id for question in questions() if not (question.today or question.remembered))
    answers = tuple(Answer(question=name, reply=Reply.YES if name == yes else Reply.NO) for name in asked)
    answered = (datetime.fromisoformat(wall_time()) - timedelta(days=days_ago)).isoformat()
    person.keep(person.Person(answers=answers, answered=answered), data)


def refused(ran: Ran, code: str, lang: str) -> bool:
    """One clear line, and nothing begun."""
    return (ran.code, ran.out, ran.err) == (2, "", f"biofeedback: {Texts(lang).say(f'screening.{code}')}\n")


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_practice_that_tenses_is_refused_where_nobody_has_answered(lang: str, tmp_path: Path) -> None:
    """Named or not. The line says what to do, and no session is kept."""
    practise = ("practise", *STRAP, "--lang", lang)

    assert refused(run(*practise, data=tmp_path), "nobody_answered", lang)
    assert run("sessions", "list", "--json", data=tmp_path).lines == []
    keep(tmp_path, days_ago=10_000)
    assert refused(run(*practise, "--protocol", "seven_groups", data=tmp_path), "nobody_answered", lang)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_it_is_refused_as_well_where_only_the_check_of_today_is_missing(lang: str, tmp_path: Path) -> None:
    """Nobody knows what hurts today."""
    keep(tmp_path)
    assert refused(run("practise", *STRAP, "--lang", lang, data=tmp_path), "nobody_asked_today", lang)


def begins(data: Path, *options: str) -> bool:
    """Whether it came as far as looking for the strap."""
    ran = run("practise", *STRAP, *options, data=data)
    words = [Texts("en").say(f"devices.{trouble.value}", name="", address="")[:30] for trouble in Trouble]
    return ran.code == 2 and any(each in ran.err for each in words)


@pytest.mark.parametrize("answered", [False, True])
def test_a_practice_without_tension_goes_on(answered: bool, tmp_path: Path) -> None:
    """As far as looking for the strap, which no test has."""
    if answered:
        keep(tmp_path)
    assert begins(tmp_path, "--protocol", "release_only")


async def test_what_goes_on_can_never_tense(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Every practice without tension, held to it by the guard as well; the answers that are kept still narrow it."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    keep(tmp_path, yes="worry")
    assert NOTHING_TENSED
    for name in NOTHING_TENSED:
        session = open_session(Activity.PRACTISE, SessionRequest(protocol=name, source="ble:X"), asks=False)
        with Sessions(tmp_path) as store:
            (kept,) = store.all()
        await session.close()
        assert session.hides_numbers
        assert session.protocol is not None
        assert all(step.hold_s == 0 for step in session.protocol.steps)
        assert from_stored(kept.about.settings).terms.restrictions.no_tensing


def test_the_answers_that_are_kept_still_refuse_what_does_not_suit(tmp_path: Path) -> None:
    """Nothing is begun alone in a psychosis, whoever can or cannot be asked."""
    keep(tmp_path, yes="psychosis")
    ran = run("practise", *STRAP, "--protocol", "release_only", data=tmp_path)

    assert ran.code == 2
    assert "does not suit" in ran.err


def test_a_simulated_person_and_a_recording_are_no_body(tmp_path: Path) -> None:
    """They go on without a question, tension and all."""
    (tmp_path / "short.txt").write_text("\n".join(str(800 + 20 * (k % 5)) for k in range(60)), encoding="utf-8")
    ran = run("practise", "--plain", "--source", "replay:short.txt@1000", "--protocol", DEFAULT, data=tmp_path)
    assert (ran.code, ran.err) == (0, "")
