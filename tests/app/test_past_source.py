"""A stored session as a source to watch: all that was heard in it, ECG too, and nothing that was pressed."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.sources import Past, body, parse
from biofeedback.errors import UsageError
from biofeedback.events import (
    EcgChunk,
    Event,
    HeartRate,
    Key,
    LinkBack,
    LinkLost,
    Marked,
    MotionChunk,
    Pressed,
    SourceEnded,
    Tick,
)
from biofeedback.ports import Body
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions, SourceKind
from biofeedback.texts import Texts
from biofeedback.tui.session import Session

HEARD: tuple[Event, ...] = (
    HeartRate(t=1.0, hr_bpm=60, rr_ticks=(128_000,), payload=b"\x10\x3c\x00\x04"),
    EcgChunk(t=1.5, rate_hz=130.0, microvolts=(0, 1, -5, 900, 70_000), gap=True),
    MotionChunk(t=1.8, rate_hz=25.0, x_mg=(0, -3), y_mg=(4, 5), z_mg=(1000, 998), gap=True),
    LinkLost(t=2.0, cause="disconnected"),
    LinkBack(t=3.0),
)


@pytest.fixture
def number(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> int:
    """A session kept in a data folder of its own."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    log = SessionLog.begin(
        protocol=None, source_kind=SourceKind.STRAP, source="ble", seed=None, lang="en", settings={"protocol": None}
    )
    for event in (*HEARD[:2], Tick(t=1.6), Pressed(t=1.7, key=Key.PAUSE), *HEARD[2:]):
        log.on_step(event, ())
    log.close()
    with Sessions() as store:
        return store.all()[0].id


def watched(*events: Event) -> int:
    """A further session with these events; its number."""
    log = SessionLog.begin(
        protocol=None, source_kind=SourceKind.STRAP, source="ble", seed=None, lang="en", settings={"protocol": None}
    )
    for event in events:
        log.on_step(event, ())
    log.close()
    return log.id


def told(played: Body) -> list[Event]:
    """All that is played."""
    events = []
    while played.due is not None:
        events.append(played.next_event())
    return events


def test_what_was_heard_comes_again(number: int) -> None:
    """Each at its time, the same to the last bit, and then the end."""
    again = body(Past(number, 1.0), seed=1)
    events = []
    while again.due is not None:
        events.append(again.next_event())

    assert tuple(events) == (*HEARD, SourceEnded(t=3.0))


def test_it_is_begun_at_a_moment_of_it(number: int) -> None:
    """What came before is left out, and the times are told from there."""
    again = body(Past(number, 1.0), seed=1, start_s=1.8)
    events = []
    while again.due is not None:
        events.append(again.next_event())

    assert [type(each) for each in events] == [MotionChunk, LinkLost, LinkBack, SourceEnded]
    assert [each.t for each in events] == pytest.approx([0.0, 0.2, 1.2, 1.2])


def test_what_was_marked_comes_again_with_its_last_words_and_new_marks_are_numbered_after_it(number: int) -> None:
    """From the begin, and from a moment after the first mark, whose number is taken all the same."""
    del number  # the folder is this test's own
    marked = watched(
        *HEARD[:2],
        Marked(t=1.6, number=1),
        Marked(t=1.9, number=2, words="tea"),
        *HEARD[3:],
        Marked(t=3.1, number=1, words="begin"),
    )
    events = told(body(Past(marked, 1.0), seed=1))
    marks = [each for each in events if isinstance(each, Marked)]
    assert marks == [Marked(t=1.6, number=1, words="begin"), Marked(t=1.9, number=2, words="tea")]

    later = [each for each in told(body(Past(marked, 1.0), seed=1, start_s=1.8)) if isinstance(each, Marked)]
    assert [(each.number, each.words) for each in later] == [(2, "tea")]
    assert later[0].t == pytest.approx(0.1)

    session = open_session(Activity.WATCH, SessionRequest(source=f"session:{marked}", start_s=1.8))
    assert session.marks_played == 2


async def test_a_session_that_is_watched_again_shows_its_old_marks(number: int) -> None:
    """On the screen, by the way of the program: from the list of sessions into the picture; a new one is the next."""
    del number
    beats = [HeartRate(t=float(t), hr_bpm=60, rr_ticks=(128_000,), payload=b"\x10\x3c\x00\x04") for t in range(1, 40)]
    marked = watched(*beats[:10], Marked(t=10.5, number=11, words="tea"), *beats[10:])
    factory = LiveSessionFactory(SessionRequest())
    runner = await factory.replay(marked, 0.0)
    session = Session(runner, lambda decisions: None)
    assert runner.speed is not None
    runner.speed.turn(1000.0)
    runner.start(session)
    await runner.wait()
    assert [(each.number, each.words) for each in session.marks] == [(11, "tea")]
    assert session.mark() == 12
    await runner.close()


def test_there_is_no_such_session(number: int) -> None:
    """One clear line."""
    with pytest.raises(UsageError, match=f"no session {number + 1}"):
        body(Past(number + 1, 1.0), seed=1)


def test_it_is_watched_and_not_practised_with(number: int) -> None:
    """A body that is not there cannot tense."""
    with pytest.raises(UsageError, match="not practised") as caught:
        open_session(Activity.PRACTISE, SessionRequest(source=f"session:{number}"))
    assert "只能回看" in Texts("zh").problem(caught.value)


@pytest.mark.parametrize(("text", "spec"), [("session:3", Past(3, 1.0)), ("session:12@10", Past(12, 10.0))])
def test_how_it_is_named(text: str, spec: Past) -> None:
    """By its number, with a speed."""
    assert parse(text) == spec


@pytest.mark.parametrize("text", ["session:", "session:last", "session:-1", "session:" + "9" * 30])
def test_what_is_no_number(text: str) -> None:
    """Refused with the forms there are."""
    with pytest.raises(UsageError, match="expected ble"):
        parse(text)
