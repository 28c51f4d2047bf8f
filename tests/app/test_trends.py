"""What weeks of practice come to: counted as one would by hand, with nothing said that is not known."""

from __future__ import annotations

import json
import math
import time
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from biofeedback.app import trends as app
from biofeedback.app.trends import part_of_day
from biofeedback.cli import trends as command
from biofeedback.decisions import BaselineSet, EndCause, Finished, Outcome, Phase, PhaseBegan
from biofeedback.events import Tick
from biofeedback.findings import Rule
from biofeedback.review.trends import PartOfDay, Trends
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, SourceKind
from biofeedback.why import why

PHASES = (
    (100.0, Phase.PREPARE, "feet"),
    (105.0, Phase.TENSE, "feet"),
    (110.0, Phase.REST, "feet"),
    (130.0, Phase.PREPARE, "feet"),
    (135.0, Phase.TENSE, "feet"),
    (140.0, Phase.REST, "feet"),
    (160.0, Phase.SETTLE, "feet"),
    (190.0, Phase.PREPARE, "face"),
    (195.0, Phase.TENSE, "face"),
    (200.0, Phase.REST, "face"),
    (230.0, Phase.PAUSED, "face"),
    (300.0, Phase.PREPARE, "face"),
    (305.0, Phase.REST, "face"),
    (330.0, Phase.CLOSING, None),
)
"""Feet rest 20 s and 50 s, the second with a settle pause; the face is paused once, and once not tensed."""


@pytest.fixture(autouse=True)
def in_utc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A data folder of its own, in a place whose hours are known."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    monkeypatch.setenv("TZ", "UTC")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def practised(
    started: str,
    *,
    hr: float | None = 60.0,
    before: int | None = 6,
    after: int | None = 3,
    source: SourceKind = SourceKind.STRAP,
    rule: Rule | None = None,
) -> None:
    """A session of ten minutes that was kept."""
    about = About(
        started=started,
        version="0",
        protocol="seven_groups",
        digest="",
        source_kind=source,
        source="",
        seed=None,
        settings="{}",
        lang="en",
    )
    log = SessionLog(about)
    log.on_step(Tick(t=1.0), (BaselineSet(t=1.0, hr_bpm=hr, rmssd_ms=None if hr is None else 30.0),))
    for t, phase, group in PHASES:
        log.on_step(Tick(t=t), (PhaseBegan(t=t, phase=phase, group=group),))
    end = Finished(
        t=600.0,
        outcome=Outcome.COMPLETED if rule is None else Outcome.STOPPED,
        rule=rule,
        groups_done=4,
        groups_planned=4,
        settle_pauses=1,
        tension_before=before,
        tension_after=after,
        why=why("coach.completed"),
        cause=EndCause.COMPLETED if rule is None else EndCause.SAFETY_RULE,
    )
    log.on_step(Tick(t=600.0), (end,))
    log.close()


def test_where_nothing_was_practised_nothing_is_said(capsys: pytest.CaptureFixture[str]) -> None:
    """Every number is absent, and no list pretends to be one."""
    practised("2026-03-01T07:00:00+00:00", source=SourceKind.PARTICIPANT)
    found = app.trends()

    assert found == Trends(
        days=(),
        sessions=0,
        minutes=0.0,
        completed=0,
        rated=(),
        ratings=None,
        settled_share=None,
        resting_hr_bpm=(),
        resting_ln_rmssd=(),
        groups=(),
        parts=(),
    )
    assert command.run(False, "en") == 0
    assert "Nothing was practised" in capsys.readouterr().out


def test_sessions_are_counted_by_day_and_part_of_the_day() -> None:
    """Where the person is."""
    for started in ("2026-03-01T07:00:00+00:00", "2026-03-01T20:00:00+00:00", "2026-03-03T12:30:00+00:00"):
        practised(started, after=None if started.startswith("2026-03-03") else 2)
    found = app.trends()

    assert [(day.day, day.sessions, day.minutes) for day in found.days] == [
        ("2026-03-01", 2, 20),
        ("2026-03-03", 1, 10),
    ]
    assert (found.sessions, found.minutes, found.completed) == (3, 30.0, 3)
    assert [(part.part, part.sessions, part.tension_change) for part in found.parts] == [
        (PartOfDay.MORNING, 1, -4.0),
        (PartOfDay.MIDDAY, 1, None),
        (PartOfDay.EVENING, 1, -4.0),
    ]
    assert found.ratings is not None
    assert (found.ratings.sessions, found.ratings.before, found.ratings.after, found.ratings.change) == (2, 6, 2, None)
    assert app.trends(date(2026, 3, 2)).sessions == 1


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_one_or_two_are_no_average(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    """Of a part of the day, or of a muscle group; from three on it is said, a fall with a minus and no hyphen."""
    for day in (1, 2):
        practised(f"2026-03-0{day}T07:00:00+00:00")
    assert app.trends().parts[0].rated == 2
    command.run(False, lang)
    two = capsys.readouterr().out
    practised("2026-03-03T07:00:00+00:00", after=None)
    command.run(False, lang)
    two_rated = capsys.readouterr().out
    practised("2026-03-04T07:00:00+00:00")
    command.run(False, lang)
    three = capsys.readouterr().out

    assert "3.0" not in two.split("\n", 2)[2]
    assert "3.0" not in two_rated.split("\n", 2)[2]
    assert "\N{MINUS SIGN}3.0" in three
    assert "-3.0" not in three


def test_a_group_that_was_tensed_once_or_twice_is_only_counted(capsys: pytest.CaptureFixture[str]) -> None:
    """The programs' object has it all the same."""
    practised("2026-03-01T07:00:00+00:00")
    command.run(False, "en")
    once = capsys.readouterr().out
    practised("2026-03-02T07:00:00+00:00")
    command.run(False, "en")
    twice = capsys.readouterr().out

    assert "  1 other group was tensed fewer than 3 times" in once
    assert "Feet" not in once
    assert "Feet: tensed 4 times" in twice
    assert "fewer" not in twice


def test_the_rest_of_a_muscle_group_counts_where_it_came_to_its_end() -> None:
    """With its settle pause; one that was broken off, or had no tension before it, says nothing."""
    practised("2026-03-01T07:00:00+00:00")
    found = app.trends()

    assert [(each.group, each.times, each.rest_s, each.settle_pauses) for each in found.groups] == [
        ("feet", 2, 35.0, 1)
    ]
    assert found.settled_share == 0.5


def test_rest_is_one_number_a_day_and_never_that_of_trouble() -> None:
    """Two sessions a day are averaged; what was measured before an unusual rhythm is nobody's rest."""
    practised("2026-03-01T07:00:00+00:00", hr=60.0)
    practised("2026-03-01T19:00:00+00:00", hr=64.0)
    practised("2026-03-02T07:00:00+00:00", hr=90.0, rule=Rule.IRREGULAR)
    practised("2026-03-03T07:00:00+00:00", hr=None)
    found = app.trends()

    assert [(date.fromordinal(each.day).isoformat(), each.value) for each in found.resting_hr_bpm] == [
        ("2026-03-01", 62.0)
    ]
    assert [each.value for each in found.resting_ln_rmssd] == [math.log(30.0)]


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_programs_and_people_are_told_the_same(capsys: pytest.CaptureFixture[str], lang: str) -> None:
    """One JSON object with dates; some lines with the group's own name."""
    for day in range(1, 13):
        practised(f"2026-03-{day:02}T07:00:00+00:00", hr=60.0 + day % 3)
    assert command.run(True, lang) == 0
    table = json.loads(capsys.readouterr().out)
    assert table["schema"] == "biofeedback.trends/1"
    assert table["resting_hr_bpm"][-1]["day"] == "2026-03-12"
    assert table["resting_hr_bpm"][-1]["place"] == "within"
    assert table["resting_hr_bpm"][8]["band"] is None
    assert table["ratings"]["change"] == {"value": -3.0, "low": -3.0, "high": -3.0}

    assert command.run(False, lang) == 0
    lines = capsys.readouterr().out
    assert "12" in lines.splitlines()[0]
    assert ("within your own" if lang == "en" else "你自己平常的范围") in lines
    assert "feet" not in lines or lang == "en"


def test_every_hour_has_its_part_of_the_day() -> None:
    """Night goes over midnight."""
    assert [part_of_day(hour) for hour in (0, 4, 5, 10, 11, 13, 14, 17, 18, 21, 22, 23)] == [
        PartOfDay.NIGHT,
        PartOfDay.NIGHT,
        PartOfDay.MORNING,
        PartOfDay.MORNING,
        PartOfDay.MIDDAY,
        PartOfDay.MIDDAY,
        PartOfDay.AFTERNOON,
        PartOfDay.AFTERNOON,
        PartOfDay.EVENING,
        PartOfDay.EVENING,
        PartOfDay.NIGHT,
        PartOfDay.NIGHT,
    ]
