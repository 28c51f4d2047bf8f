"""What one room knows reaches the other that acts on it: through a session as the program puts it together."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.settings import from_stored
from biofeedback.clock import wall_time
from biofeedback.decisions import BreathPaced, Decision, ResonanceFound
from biofeedback.errors import StoreError
from biofeedback.events import Event, Tick
from biofeedback.findings import Estimate
from biofeedback.source_news import Topic
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions, SourceKind
from biofeedback.why import why
from simulators.participants.participant import person as participant
from tests.app.assembled import Aloud, all_well, no_answers_due, parts, practised

BREATHS_PER_MIN = 5.2
STRAP = "ble:C0:FF:EE:00:00:01"


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own, and the questions answered."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    no_answers_due()
    return tmp_path


def assessed() -> None:
    """An assessment with a strap that found a pace."""
    about = About(
        started=wall_time(),
        version="0",
        protocol="resonance_assessment",
        digest="",
        source_kind=SourceKind.STRAP,
        source="",
        seed=None,
        settings="{}",
        lang="en",
    )
    log = SessionLog(about)
    found = Estimate(value=BREATHS_PER_MIN, low=5.0, high=5.4)
    log.on_step(Tick(t=900.0), (ResonanceFound(t=900.0, breaths_per_min=found, why=why("coach.completed")),))
    log.close()


def kept(kind: type[Decision]) -> tuple[Decision, ...]:
    """What was decided of this kind in the newest session that is kept."""
    with Sessions() as store:
        return store.of_kind(store.all()[0].id, kind)


async def test_a_personal_pace_is_the_one_that_was_found() -> None:
    """From an assessment that was kept, through what is stored with the session, to the cue."""
    assessed()

    await practised(parts(participant("calm", 1), {}, Aloud()), protocol="resonance_breathing")

    with Sessions() as store:
        assert from_stored(store.all()[0].about.settings).own_breaths_per_min == BREATHS_PER_MIN
    paces = {each.breaths_per_min for each in kept(BreathPaced) if isinstance(each, BreathPaced)}
    assert BREATHS_PER_MIN in paces


@pytest.mark.parametrize(("activity", "source"), [(Activity.DEMO, "person:calm"), (Activity.PRACTISE, "person:calm")])
async def test_it_is_nobody_elses_pace(activity: Activity, source: str) -> None:
    """Whose heart a simulated one is, is known."""
    assessed()
    session = open_session(activity, SessionRequest(protocol="resonance_breathing", source=source))
    with Sessions() as store:
        settings = store.all()[0].about.settings
    await session.close()
    assert from_stored(settings).own_breaths_per_min is None


async def test_where_earlier_sessions_cannot_be_read_a_personal_pace_is_the_usual_one(folder: Path) -> None:
    """The person was told, and goes on without being kept."""
    (folder / "sessions.sqlite3").write_bytes(b"no database" * 100)
    request = SessionRequest(
        source=STRAP,
        protocol="resonance_breathing",
        today=all_well(),
        unkept=(why("keeping.not_kept"),),
        blind=True,
    )
    await open_session(Activity.PRACTISE, request).close()


async def test_a_journal_that_cannot_be_written_is_told_while_it_lasts() -> None:
    """And that it can again. The strap has its own words beside it."""
    session = open_session(Activity.PRACTISE, SessionRequest(source=STRAP, today=all_well()))
    assert session.log is not None

    session.log.trouble = StoreError("the disk is full")
    failing = [each.topic for each in session.source_says()]
    session.log.trouble = None
    again = [each.topic for each in session.source_says()]
    await session.close()

    assert Topic.UNWRITTEN in failing
    assert Topic.SEARCH in failing
    assert Topic.WRITTEN_AGAIN in again
    assert Topic.UNWRITTEN not in again


class Unable:
    """A part that fails at its first event."""

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        raise StoreError("a part is at fault")


async def test_a_part_that_failed_is_told_while_the_session_goes_on() -> None:
    """In what the source says, and once more at the end."""
    session = open_session(Activity.DEMO, SessionRequest(source="person:calm@1000"))
    said: set[Topic] = set()

    class Face:
        """Looks at what is said, as the screen does."""

        def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
            said.update(each.topic for each in session.source_says())

    session.add(Unable())
    session.start(Face())
    await session.wait()
    with pytest.raises(StoreError, match="at fault"):
        await session.close()

    assert Topic.LEFT_OUT in said


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_what_is_said_past_the_screen_is_in_the_persons_language(lang: str) -> None:
    """It is made before anything is tensed."""
    asked: list[str] = []

    def aloud(lang: str) -> Callable[[], None]:
        asked.append(lang)
        return lambda: None

    put_in = replace(parts(participant("calm", 1), {}, Aloud()), aloud=aloud)
    await practised(put_in, lang=lang)

    assert asked == [lang]


async def test_a_session_is_kept_with_its_seed_and_whose_heart_it_was() -> None:
    """A simulated one can be begun again."""
    session = open_session(Activity.DEMO, SessionRequest(source="person:calm", seed=7, lang="zh"))
    with Sessions() as store:
        about = store.all()[0].about
    await session.close()
    assert (about.seed, about.source_kind, about.lang) == (7, SourceKind.PARTICIPANT, "zh")


@pytest.mark.parametrize("asks", [True, False])
async def test_nobody_is_asked_to_rate_who_cannot(asks: bool) -> None:
    """As without a terminal."""
    session = open_session(Activity.DEMO, SessionRequest(source="person:calm@1000"), asks=asks)
    with Sessions() as store:
        settings = from_stored(store.all()[0].about.settings)
    await session.close()
    assert settings.ask_ratings is asks
