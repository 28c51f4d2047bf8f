"""The tour: a simulated session in which all that it tells really happens, in its order and in two minutes."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.app import played, tour
from biofeedback.app.past_sessions import past_sessions
from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import Parts, open_session
from biofeedback.decisions import Decision, Outcome
from biofeedback.languages import LANGUAGES
from biofeedback.texts import Texts
from tests.cli.program import run
from tests.run.stage import HandClock, Kept

NAMES = [station.code for station in tour.STATIONS]


def walked() -> tuple[list[tuple[str, float]], list[Decision]]:
    """Each station with the time of the session at which it was told, and all that was decided."""
    kept, told = Kept(), list[tuple[str, float]]()

    def tell(at: played.Tour) -> bool:
        told.append((str(at.station), kept.events[-1].t))
        return True

    tour.walk(lambda protocol: kept, tell)
    return told, kept.decisions


def test_every_station_comes_in_its_order_and_the_first_tension_within_twenty_seconds() -> None:
    """At the speeds of the ways; what is read is the reader's own time."""
    told, _ = walked()
    assert [code for code, _ in told] == NAMES
    ways_s, before = list[float](), 0.0
    for station, (_, t) in zip(tour.STATIONS, told, strict=True):
        ways_s.append((t - before) / station.times)
        before = t
    assert sum(ways_s[:2]) < 20.0
    assert sum(ways_s) < 60.0
    assert max(ways_s) < 13.0


@pytest.mark.parametrize("lang", LANGUAGES)
def test_each_station_has_its_sentence(lang: str) -> None:
    for code in (*NAMES, "welcome", "under_way"):
        assert Texts(lang).say(f"tour.{code}", times="8")


def test_who_leaves_is_told_no_more() -> None:
    told: list[str | None] = []

    def tell(at: played.Tour) -> bool:
        told.append(at.station)
        return len(told) < 2

    tour.walk(lambda protocol: Kept(), tell)
    assert told == NAMES[:2]


class Turned(HandClock):
    """Goes on at each look, except where it all but stands."""

    def __init__(self, _: float) -> None:
        super().__init__(1e6)  # nothing is waited for

    def now(self) -> float:
        self.t += 0.05 if self.speed > 1.0 else 0.0
        return self.t

    def run_at(self, speed: float) -> None:
        self.speed = 1e6 if speed > 1.0 else speed


async def test_on_a_clock_it_stands_at_each_station_until_it_is_to_go_on(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """And decides what it decides without one; nothing of it is kept."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    parts = replace(Parts(), clock=Turned, moved_s=lambda: 0.0)
    session = open_session(Activity.DEMO, tour.request("en"), asks=False, parts=parts)
    assert session.speed is not None
    led, kept, told = tour.Tour(session.speed.turn), Kept(), list[str | None]()
    session.add(led)
    session.add(kept)

    class Reader:
        """Goes on one event after a station was told, which may not come before."""

        def on_step(self, event: object, decisions: tuple[Decision, ...]) -> None:
            if led.station is not None:
                told.append(led.station)
                led.go_on()

    session.add(Reader())
    session.start(Kept())
    await session.wait()
    await session.close()

    assert told == NAMES
    assert led.over
    assert kept.decisions == walked()[1]
    assert past_sessions() == ()


def test_in_lines_it_goes_by_itself_where_nobody_types(tmp_path: Path) -> None:
    for lang in LANGUAGES:
        ran = run("demo", "--tour", "--lang", lang, data=tmp_path)
        assert ran.code == 0
        for place, code in enumerate(NAMES, 1):
            sentence = Texts(lang).say(f"tour.{code}")
            assert Texts(lang).say("tour.told", place=place, places=len(NAMES), sentence=sentence) in ran.out


def test_it_ends_as_a_session_that_was_stopped_does() -> None:
    _, decisions = walked()
    assert getattr(decisions[-1], "outcome", None) is Outcome.STOPPED
