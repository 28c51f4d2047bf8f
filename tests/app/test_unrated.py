"""A rating that was not said at the end is asked for once at the next start, and kept with its session."""

from __future__ import annotations

from datetime import datetime, timedelta
from pathlib import Path

import pytest

from biofeedback.app import history, reviewing, trends
from biofeedback.app.past_sessions import past_sessions
from biofeedback.app.ports import Activity, StrapSeen
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.two_weeks import two_weeks
from biofeedback.cli import past as command
from biofeedback.clock import wall_time
from biofeedback.decisions import EndCause, Finished, Outcome, Phase, PhaseBegan
from biofeedback.errors import UsageError
from biofeedback.events import Event, Rated, Tick
from biofeedback.review.sentences import felt
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, SourceKind
from biofeedback.texts import Texts
from biofeedback.tui.after.rating_later import RatingLaterScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.why import why
from protocols.programme import Advice
from tests.tui.after_made import until
from tests.tui.drive import stage

HOUR = timedelta(hours=1)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")


def practised(
    *,
    ago: timedelta = 5 * HOUR,
    before: int | None = 6,
    after: int | None = None,
    answered: bool = False,
    outcome: Outcome = Outcome.COMPLETED,
    protocol: str = "sixteen_groups",
) -> int:
    """A session with a strap on. `answered`: the question at its end was, with `after` or without a number."""
    about = About(
        started=(datetime.fromisoformat(wall_time()) - ago).isoformat(),
        version="0",
        protocol=protocol,
        digest="",
        source_kind=SourceKind.STRAP,
        source="ble",
        seed=None,
        settings="{}",
        lang="en",
    )
    log = SessionLog(about)
    log.on_step(Rated(t=5.0, tension=before), ())
    log.on_step(Tick(t=580.0), (PhaseBegan(t=580.0, phase=Phase.ASK_AFTER),))
    last: Event = Rated(t=600.0, tension=after) if answered else Tick(t=600.0)
    end = Finished(
        t=600.0,
        outcome=outcome,
        rule=None,
        groups_done=4,
        groups_planned=4,
        settle_pauses=0,
        tension_before=before,
        tension_after=after,
        why=why("coach.completed"),
        cause=EndCause.COMPLETED if outcome is Outcome.COMPLETED else EndCause.PERSON,
    )
    log.on_step(last, (end,))
    log.close()
    return log.id


def test_who_left_before_it_could_be_said_is_asked_once() -> None:
    number = practised()
    unrated = history.unrated()
    assert unrated is not None
    assert unrated.id == number
    history.keep_rating(number, 2)
    assert history.unrated() is None


def test_who_would_rather_not_say_is_not_asked_again() -> None:
    history.keep_rating(practised(), None)
    assert history.unrated() is None


@pytest.mark.parametrize(
    "session",
    [
        {"answered": True},  # they would rather not say, and said so
        {"answered": True, "after": 3},
        {"before": None},  # whoever does not rate at all
        {"ago": 40 * HOUR},
        {"outcome": Outcome.ENDED_EARLY},
    ],
)
def test_nobody_else_is_asked(session: dict[str, object]) -> None:
    practised(**session)  # type: ignore[arg-type]
    assert history.unrated() is None


def test_only_the_last_session_is_asked_about() -> None:
    practised(ago=9 * HOUR)
    practised(ago=3 * HOUR, answered=True, after=2)
    assert history.unrated() is None


def test_what_was_said_later_counts_wherever_ratings_do() -> None:
    number = practised()
    history.keep_rating(number, 2)
    found = trends.trends()
    assert found.ratings is not None
    assert (found.ratings.before, found.ratings.after) == (6.0, 2.0)
    (listed,) = past_sessions()
    assert (listed.tension_before, listed.tension_after) == (6, 2)
    assert any(day.tension_after == 2.0 for day in two_weeks())
    said = felt(reviewing.record(number), Texts())
    assert "Tension after, said later: 2 of 10." in said


def test_unsaid_is_neutral_and_said_later_makes_it_a_good_one() -> None:
    """Three good sessions lead on. An unsaid one between them neither counts nor begins the count anew."""
    for ago in (90, 60):
        practised(ago=ago * HOUR, answered=True, after=2)
    number = practised(ago=30 * HOUR)
    assert history.suggested().advice is Advice.STAY
    history.keep_rating(number, None)
    assert history.suggested().advice is Advice.STAY
    practised(ago=25 * HOUR, answered=True, after=2)
    assert history.suggested().advice is Advice.NEXT_STAGE


def test_said_later_it_is_the_third_good_one() -> None:
    for ago in (90, 60):
        practised(ago=ago * HOUR, answered=True, after=2)
    history.keep_rating(practised(ago=30 * HOUR), 2)
    assert history.suggested().advice is Advice.NEXT_STAGE


@pytest.mark.parametrize("tension", [-1, 11])
def test_no_such_rating(tension: int) -> None:
    number = practised()
    with pytest.raises(UsageError):
        history.keep_rating(number, tension)
    assert history.unrated() is not None


def test_by_the_command_line(capsys: pytest.CaptureFixture[str]) -> None:
    number = practised()
    assert command.rate(number, 4, "en") == 0
    assert "4 of 10" in capsys.readouterr().out
    assert past_sessions()[0].tension_after == 4
    with pytest.raises(UsageError):
        command.rate(number + 1, 4, "en")


async def _look(address: str | None) -> StrapSeen:
    return StrapSeen(name="Polar H10")


@pytest.mark.parametrize(("keys", "kept"), [(("1", "0", "enter"), 10), (("3", "left", "enter"), 2), (("n",), None)])
async def test_it_is_asked_at_the_start_and_passed_over_with_one_key(keys: tuple[str, ...], kept: int | None) -> None:
    """Through the program as it is put together; the next start asks nothing."""
    practised()
    async with stage(Look(), "usual", None, LiveSessionFactory(SessionRequest(), _look)) as on:
        await until(on, RatingLaterScreen)
        await on.press(*keys)
        await until(on, HomeScreen)
        assert past_sessions()[0].tension_after == kept
        await on.app.end()
    async with stage(Look(), "usual", None, LiveSessionFactory(SessionRequest(), _look)) as on:
        await on.pilot.pause(0.05)
        await on.settle()
        assert isinstance(on.app.screen, HomeScreen)
        await on.app.end()


async def test_whoever_came_to_practise_is_not_held_up() -> None:
    practised()
    factory = LiveSessionFactory(SessionRequest(source="person:calm"), _look)
    async with stage(Look(), "usual", Activity.DEMO, factory) as on:
        await on.pilot.pause(0.05)
        await on.settle()
        assert not any(isinstance(each, RatingLaterScreen) for each in on.app.screen_stack)
        await on.app.end()
