"""Age and rest of whoever practises: known from answers and their own sessions, acted on, kept for a replay."""

from __future__ import annotations

import math
from datetime import datetime, timedelta
from pathlib import Path
from typing import TypedDict

import pytest

from biofeedback.app import resting
from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.settings import Settings, from_stored
from biofeedback.cli import past
from biofeedback.clock import wall_time
from biofeedback.decisions import BaselineSet, EndCause, Finished, Outcome, Stopped
from biofeedback.events import Tick
from biofeedback.findings import Rule
from biofeedback.signal.baseline import History
from biofeedback.signal.rhythm import RhythmProfile
from biofeedback.store import person
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions, SourceKind
from biofeedback.texts import Texts
from biofeedback.why import why
from protocols.screening.questionnaire import Answer, Reply, questions
from simulators.participants.participant import person as participant
from tests.app.assembled import Aloud, all_well, no_answers_due, parts, practised

RATES = (64.0, 60.0, 62.0)
RMSSD_MS = 30.0


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and the questions answered."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    no_answers_due()
    return tmp_path


class Kept(TypedDict, total=False):
    """What may be otherwise of a session that was kept."""

    source: SourceKind
    protocol: str | None
    days_ago: float
    rule: Rule | None


def rested(
    hr_bpm: float | None,
    *,
    source: SourceKind = SourceKind.STRAP,
    protocol: str | None = "three_minutes",
    days_ago: float = 1.0,
    rule: Rule | None = None,
) -> None:
    """A session that was kept, with its baseline."""
    about = About(
        started=(datetime.fromisoformat(wall_time()) - timedelta(days=days_ago)).isoformat(),
        version="0",
        protocol=protocol,
        digest="",
        source_kind=source,
        source="",
        seed=None,
        settings="{}",
        lang="en",
    )
    log = SessionLog(about)
    end = Finished(
        t=300.0,
        outcome=Outcome.COMPLETED if rule is None else Outcome.STOPPED,
        rule=rule,
        groups_done=4,
        groups_planned=4,
        settle_pauses=0,
        tension_before=None,
        tension_after=None,
        why=why("coach.completed"),
        cause=EndCause.COMPLETED if rule is None else EndCause.SAFETY_RULE,
    )
    log.on_step(Tick(t=240.0), (BaselineSet(t=240.0, hr_bpm=hr_bpm, rmssd_ms=None if hr_bpm is None else RMSSD_MS),))
    log.on_step(Tick(t=300.0), (end,))
    log.close()


def settings_of(activity: Activity = Activity.PRACTISE, source: str = "ble:X") -> Settings:
    """What a session that is begun now is set to."""
    session = open_session(activity, SessionRequest(protocol="three_minutes", source=source, today=all_well()))
    assert session.log is not None
    session.log.close()
    with Sessions() as store:
        return from_stored(store.get(session.log.id).about.settings)


async def test_a_session_is_given_what_the_earlier_ones_found_and_keeps_it() -> None:
    """The mean and the spread of this person's own baselines; the limit of the rate goes by the mean."""
    for rate in RATES:
        rested(rate)

    settings = settings_of()

    ln_rmssd = math.log(RMSSD_MS)
    assert settings.history == History(n=3, ln_rmssd_mean=ln_rmssd, ln_rmssd_sd=0.0, hr_mean_bpm=62.0, hr_sd_bpm=2.0)
    assert settings.profile == RhythmProfile(resting_hr_bpm=62.0)


async def test_of_two_sessions_nothing_is_known() -> None:
    """Nor of one whose baseline could not be taken."""
    for rate in (*RATES[:2], None):
        rested(rate)

    assert resting.known() is None
    assert settings_of().profile == RhythmProfile()


@pytest.mark.parametrize(
    "other",
    [
        {"source": SourceKind.PARTICIPANT},
        {"source": SourceKind.RECORDING},
        {"protocol": None},
        {"days_ago": resting.MOST_DAYS + 1.0},
        {"days_ago": -1.0},
        {"rule": Rule.IRREGULAR},
    ],
    ids=str,
)
async def test_only_the_calm_of_this_body_lately_counts(other: Kept) -> None:
    """A simulated heart, one that was only watched, another season, and what came before trouble do not."""
    for rate in RATES:
        rested(rate, **other)

    assert resting.known() is None


async def test_only_the_last_ones_count() -> None:
    """A resting rate that has changed is soon known."""
    for days_ago in range(30, 0, -1):
        rested(60.0 if days_ago <= resting.MOST_SESSIONS else 90.0, days_ago=float(days_ago))

    known = resting.known()

    assert known is not None
    assert (known.n, known.hr_mean_bpm) == (resting.MOST_SESSIONS, 60.0)


@pytest.mark.parametrize(
    ("activity", "source"),
    [(Activity.DEMO, "person:calm"), (Activity.PRACTISE, "person:calm"), (Activity.WATCH, "ble:X")],
)
async def test_nobody_elses_heart_is_judged_by_it(activity: Activity, source: str) -> None:
    """A simulated participant is not this person, and whoever is only watched may be anybody."""
    for rate in RATES:
        rested(rate)

    settings = settings_of(activity, source)

    assert settings.history is None
    assert settings.profile == RhythmProfile()


@pytest.mark.parametrize(("choice", "years"), [("under_30", 29), ("50_to_59", 59), ("80_or_more", 89), (None, None)])
async def test_the_age_that_was_answered_is_given_and_kept(choice: str | None, years: int | None) -> None:
    """The oldest that was meant, so that the limit is never too high; left open, nothing is known."""
    answers = tuple(
        Answer(question=each.id, reply=Reply.YES, choice=choice)
        if each.id == "age" and choice is not None
        else Answer(question=each.id, reply=Reply.NO)
        for each in questions()
        if not (each.today or each.remembered)
    )
    person.keep(person.Person(answers=answers, answered=wall_time()))

    assert settings_of().profile == RhythmProfile(age_years=years)


async def test_the_whole_program_acts_on_it_and_replays_the_same_when_it_is_gone(
    capsys: pytest.CaptureFixture[str],
) -> None:
    """A rate that nobody would be told of unknown is far too fast for this heart: the tension is stopped for it."""
    assert await practised(parts(participant("calm", 1), {}, Aloud())) == 0
    for rate in (9.0, 10.0, 11.0):
        rested(rate)
    capsys.readouterr()

    assert await practised(parts(participant("calm", 1), {}, Aloud())) == 3

    with Sessions() as store:
        number = store.all()[0].id
        (stopped,) = store.of_kind(number, Stopped)
        assert stopped.rule is Rule.TOO_FAST
        assert dict(stopped.why.values)["limit_bpm"] == pytest.approx(70.0)
        for session in store.all():
            if session.id != number:
                store.delete(session.id)
        decided = len(store.decisions(number))
    capsys.readouterr()
    assert past.replay(number, "en") == 0
    assert capsys.readouterr().out == Texts("en").say("cli.replay_same", id=number, decisions=decided) + "\n"
