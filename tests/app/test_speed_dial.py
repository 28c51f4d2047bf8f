"""Who can be quickened: what is simulated or replayed, and nobody else."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.app.keeping import NOT_KEPT
from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import Parts, open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.speed_dial import SpeedDial
from biofeedback.decisions import Action, CueGiven, Decision
from biofeedback.events import Event
from tests.app.assembled import all_well, no_answers_due
from tests.run.stage import Kept
from tests.run.test_speed import Lurching


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and the questions answered."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")
    no_answers_due()
    return tmp_path


@pytest.mark.parametrize(
    ("activity", "source", "protocol"),
    [
        (Activity.PRACTISE, "ble:C0:FF:EE:00:00:01", "three_minutes"),
        (Activity.WATCH, "ble:C0:FF:EE:00:00:01", None),
        (Activity.PRACTISE, "none", "release_only"),
    ],
)
async def test_a_real_body_is_never_quickened(activity: Activity, source: str, protocol: str | None) -> None:
    """With a strap and without one."""
    session = open_session(activity, SessionRequest(source=source, protocol=protocol, today=all_well()))
    assert session.speed is None
    await session.close()


async def test_beside_real_streams_nothing_is_quickened() -> None:
    """They keep their own time."""
    request = SessionRequest(source="person:calm", lsl=True, unkept=NOT_KEPT)
    pytest.importorskip("pylsl")
    session = open_session(Activity.DEMO, request)
    assert session.speed is None
    await session.close()


def test_the_dial_goes_in_steps_and_stands_at_its_ends() -> None:
    turned: list[float] = []
    dial = SpeedDial(1.0, False, turned.append)
    for _ in range(7):
        dial.faster()
    for _ in range(7):
        dial.slower()
    assert turned == [2.0, 4.0, 8.0, 16.0, 32.0, 16.0, 8.0, 4.0, 2.0, 1.0]


async def played(clock: Lurching, *, turns: bool) -> list[Decision]:
    request = SessionRequest(source="person:restless", protocol="three_minutes", seed=5, unkept=NOT_KEPT)

    def the_clock(speed: float) -> Lurching:
        return clock

    parts = replace(Parts(), clock=the_clock, moved_s=lambda: 0.0)
    session = open_session(Activity.DEMO, request, asks=False, parts=parts)

    class Turns:
        def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
            dial = session.speed
            assert dial is not None
            for each in decisions if turns else ():
                if isinstance(each, CueGiven):
                    (dial.slower if each.action is Action.TENSE else dial.faster)()

    kept = Kept()
    session.add(kept)
    session.add(Turns())
    session.start(Kept())
    await session.wait()
    await session.close()
    return kept.decisions


async def test_a_demo_decides_the_same_at_every_speed() -> None:
    """As the program puts it together."""
    quickened = Lurching(2)
    assert await played(Lurching(1), turns=False) == await played(quickened, turns=True)
    assert len(quickened.speeds) > 3
