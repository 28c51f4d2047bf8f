"""The page of some weeks, and the commands that write pages and files, as a person calls them."""

from __future__ import annotations

import json
import re
from pathlib import Path

import pytest

from biofeedback.report.tension_chart import Rated
from biofeedback.report.weeks_chart import weeks_chart
from biofeedback.report.weeks_page import MOST_SESSIONS, SessionRow, Weeks, weeks_page
from biofeedback.signal.own_band import DayValue, TrendPoint, against_own_band
from biofeedback.texts import Texts
from tests.cli.program import run
from tests.report.reading import parsed
from tests.report.sessions import keep

FIRST = 739_800  # an ordinal of a day


def weeks(sessions: int) -> Weeks:
    """As many sessions as asked for, every second day."""
    days = [FIRST + 2 * k for k in range(sessions)]
    rates = [DayValue(day=day, value=64.0 - 0.1 * k + 2 * (k % 3)) for k, day in enumerate(days)]
    rmssds = [DayValue(day=day, value=3.4 + 0.01 * k + 0.1 * (k % 2)) for k, day in enumerate(days)]
    rows = [
        SessionRow(
            number=k,
            began=f"2026-07-{k % 28 + 1:02d} 07:30",
            what="Seven <groups>",
            minutes=18.0,
            outcome="completed",
            pattern="",
            tension="6 → 3",
        )
        for k in range(sessions, 0, -1)
    ]
    return Weeks(
        first="2026-07-01",
        last="2026-09-01",
        version="1.0.0",
        lines=("A sentence & another.",),
        rates=against_own_band(rates),
        ln_rmssds=against_own_band(rmssds),
        rated=tuple(Rated(6, 3) for _ in rows),
        rows=tuple(rows),
    )


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("sessions", [1, 3, 30])
def test_a_page_of_weeks(sessions: int, lang: str) -> None:
    """It needs nothing but itself, tells what it shows in words, and leaves out no session without a word."""
    html = weeks_page(weeks(sessions), Texts(lang))
    taken = parsed(html)

    assert taken.fetches == []
    assert "script" not in taken.tags
    assert len(html.encode()) < 100_000
    assert "Seven <groups>" in taken.text
    assert "A sentence & another." in taken.text
    assert html.count("<desc") == html.count("<svg") == 2
    more = sessions - MOST_SESSIONS
    assert (Texts(lang).say("report.more_sessions", count=more) in taken.text) is (more > 0)
    assert ('class="band"' in html) is (sessions >= 10)


def test_nothing_is_drawn_through_weeks_without_practice() -> None:
    """The line and the range break off before them and begin anew behind them; a week's own days hold together."""
    days = [FIRST + k for k in (*range(0, 24, 2), *range(40, 60, 2))]
    points = against_own_band([DayValue(day=day, value=60.0 + day % 3) for day in days])
    whole = against_own_band([DayValue(day=FIRST + 5 * k, value=60.0 + k % 3) for k in range(12)])

    assert [_parts(points, kind) for kind in ("course", "band")] == [2, 2]
    assert _parts(whole, "band") == 1


def _parts(points: tuple[TrendPoint, ...], kind: str) -> int:
    """How many pieces a chart of these days has of a kind."""
    drawn = str(weeks_chart(points, (), Texts()))
    return sum(path.count("M") for path in re.findall(rf'<path d="([^"]*)" class="{kind}"', drawn))


def test_nobody_practised_yet(tmp_path: Path) -> None:
    """One clear line, and no file."""
    ran = run("report", "--out", str(tmp_path / "weeks.html"), data=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert ran.err.count("\n") == 1
    assert not (tmp_path / "weeks.html").exists()


def test_the_commands_write_private_files_and_say_where(tmp_path: Path) -> None:
    """A page of a session and of all of them, a session in a format, all of them in another; what is seen as lines."""
    data = tmp_path / "data"
    keep(data, note="warm hands")
    of_one = run("sessions", "report", "1", "--out", str(tmp_path), data=data)
    of_all = run("report", "--lang", "zh", "--out", str(tmp_path), data=data)
    one = run("sessions", "export", "1", "--as", "edf", "--out", str(tmp_path / "out"), data=data)
    every = run("export", "--all", "--out", str(tmp_path / "out"), data=data)
    again = run("sessions", "export", "1", "--out", str(tmp_path / "out"), data=data)
    shown = run("sessions", "show", "1", data=data)

    files = [tmp_path / "session-1.html", tmp_path / "weeks.html"]
    files += [tmp_path / "out" / f"session-1.{end}" for end in ("edf", "csv", "json")]
    assert [each.code for each in (of_one, of_all, one, every, again, shown)] == [0] * 6
    for file in files:
        assert file.stat().st_mode & 0o777 == 0o600, file
        assert str(file) in of_one.out + of_all.out + one.out + every.out
    assert json.loads(files[-1].read_text())["session"]["note"] == "warm hands"
    assert "Right arm: tension" in shown.out
    assert "warm hands" in shown.out
    assert "几周的练习" in files[1].read_text(encoding="utf-8")


def test_another_file_is_not_written_over_unasked(tmp_path: Path) -> None:
    """Where it is another one: one clear line."""
    data = tmp_path / "data"
    keep(data, protocol="three_minutes")
    (tmp_path / "session-1.csv").write_text("mine")
    refused = run("sessions", "export", "1", "--out", str(tmp_path), data=data)
    nothing = run("export", data=data)

    assert refused.code == nothing.code == 2
    assert "there already" in refused.err
    assert (tmp_path / "session-1.csv").read_text() == "mine"
    assert run("sessions", "export", "1", "--out", str(tmp_path), "--replace", data=data).code == 0
