"""What the plain face says of the strap and of the journal: each sentence once, as it comes."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

from biofeedback.app.log_words import AGAIN_S, LogWords
from biofeedback.app.ports import Activity, SessionRunner
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.decisions import Action, CueGiven, Paused
from biofeedback.errors import StoreError
from biofeedback.events import Tick
from biofeedback.findings import Missing
from biofeedback.languages import LANGUAGES
from biofeedback.plain.keys import what_to_type
from biofeedback.plain.source_lines import OVER_AFTER_S, SourceLines
from biofeedback.source_news import SourceNews, Topic
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import SourceKind
from biofeedback.texts import Texts
from biofeedback.why import why
from tests.devices.inprocess import InProcessAir
from tests.plain.wearing import BEAT, NO_INTERVALS, NOTHING, OFF, Wearing
from tests.tui.fake_guide import FakeRunner


def state(topic: Topic, code: str, **numbers: float) -> tuple[SourceNews, SourceNews]:
    """What is so with the strap, and what happens next."""
    return (
        SourceNews(topic, why(f"devices.{code}", **numbers)),
        SourceNews(topic, why(f"devices.{code}_next", **numbers), is_next_step=True),
    )


LOST = state(Topic.LOST, "lost", seconds=0.0, attempt=2, left=0.2)
SCANNING = state(Topic.SEARCH, "scanning")
BACK = (SourceNews(Topic.BACK, why("devices.back")),)
UNWRITTEN = SourceNews(Topic.UNWRITTEN, why("store.unwritten"))
WRITTEN_AGAIN = SourceNews(Topic.WRITTEN_AGAIN, why("store.written_again"))


# ----------------------------------------------------------------------------------------------------- what is new


class Says(FakeRunner):
    """A session whose source says what a test tells it to say."""

    def __init__(self) -> None:
        super().__init__()
        self.says: tuple[SourceNews, ...] = ()

    def source_says(self) -> tuple[SourceNews, ...]:
        return self.says


class Listened:
    """The lines of such a session, looked at when the test says so."""

    def __init__(self, lang: str = "en") -> None:
        self.runner, self.written = Says(), list[str]()
        self.lines = SourceLines(self.runner, self.written.append, Texts(lang))

    def says(self, *news: SourceNews, after_s: float = 1.0) -> list[str]:
        """What is written when the source says this so much later."""
        self.runner.now += after_s
        self.runner.says = news
        self.lines.look()
        new = self.written[:]
        self.written.clear()
        return new


def words(*news: SourceNews, lang: str = "en") -> str:
    return ("" if lang == "zh" else " ").join(Texts(lang).why(each.why) for each in news)


@pytest.mark.parametrize("lang", LANGUAGES)
def test_a_trouble_is_said_once_with_its_next_step_and_its_time(lang: str) -> None:
    """A countdown and the number of an attempt run on without a word."""
    listened = Listened(lang)
    assert listened.says(*LOST, after_s=65.0) == [f"01:05  {words(*LOST, lang=lang)}"]
    assert listened.says(*state(Topic.LOST, "lost", seconds=3.0, attempt=5, left=4.0)) == []


def test_a_search_that_goes_round_and_round_is_said_once() -> None:
    """Lost, looked for, not found, looked for."""
    listened, absent = Listened(), state(Topic.TROUBLE, "not_found")
    assert listened.says(*LOST)
    assert listened.says(*SCANNING)
    assert listened.says(*absent)
    assert [listened.says(*each, after_s=5.0) for each in (SCANNING, absent, LOST) * 5] == [[]] * 15


def test_after_good_news_the_same_trouble_is_news_again() -> None:
    """And the good news too."""
    listened = Listened()
    for _ in range(2):
        assert listened.says(*LOST)
        assert [line[7:] for line in listened.says(*BACK)] == [words(*BACK)]
        assert listened.says(*BACK) == listened.says() == []


def test_trouble_that_comes_and_goes_is_one_trouble() -> None:
    """Until it has stayed away for a while."""
    listened = Listened()
    assert listened.says(*LOST)
    assert listened.says() == []
    assert listened.says(*LOST) == []
    assert listened.says() == []
    assert listened.says(after_s=OVER_AFTER_S) == []
    assert listened.says(*LOST)


def test_what_the_guidance_has_just_said_is_not_said_again_in_other_words() -> None:
    """Only what it did not say; and long after it, it is worth a word."""
    listened = Listened()
    held = Paused(t=listened.runner.now, why=why("coach.link_lost"), missing=Missing.LINK)
    listened.lines.on_step(Tick(t=held.t), (held, CueGiven(t=held.t, action=Action.CHECK_STRAP)))
    assert listened.says(*LOST) == [f"00:01  {words(LOST[1])}"]
    gap = state(Topic.GAP, "gap", seconds=6.0)
    assert listened.says(gap[0]) != []
    assert listened.says(*gap) == []
    late = Listened()
    late.lines.on_step(Tick(t=0.0), (held,))
    assert late.says(*LOST, after_s=60.0) == [f"01:00  {words(*LOST)}"]


def test_a_signal_that_is_a_little_late_is_left_to_the_guard() -> None:
    """Nobody is told in a tension to stay as they are."""
    assert Listened().says(*state(Topic.LATE, "weak")) == []


def test_the_journal_and_the_strap_are_two_matters() -> None:
    """Good news of one is none of the other."""
    listened = Listened()
    assert listened.says(*LOST, UNWRITTEN)
    assert listened.says(*BACK, UNWRITTEN) == [f"00:02  {words(*BACK)}"]
    assert listened.says(WRITTEN_AGAIN) == [f"00:03  {words(WRITTEN_AGAIN)}"]


async def test_it_looks_again_and_again_and_a_fault_of_its_own_comes_out() -> None:
    """Not hidden in a task that nobody asks."""
    listened, asked, looked = Listened(), asyncio.Event(), asyncio.Event()

    async def pause() -> None:
        looked.set()
        await asked.wait()
        asked.clear()

    async def look() -> None:
        looked.clear()
        asked.set()
        await looked.wait()

    async def session() -> None:
        async with listened.lines.looking(pause):
            await looked.wait()
            listened.runner.says = LOST
            await look()
            assert len(listened.written) == 1
            listened.runner.says = state(Topic.TROUBLE, "no_such_text")
            asked.set()
            await asyncio.sleep(0)

    with pytest.raises(KeyError):
        await session()


# ------------------------------------------------------------ a session with a strap, assembled


@pytest.fixture(params=LANGUAGES)
def worn(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> tuple[Wearing, Callable[[str], str]]:
    """A session, and its texts by their code: of the state and the next step together."""
    air, texts = InProcessAir(), Texts(request.param)
    air.carry(monkeypatch)
    values = {"seconds": 0.0, "attempt": 2, "left": 0.25}
    joint = "" if request.param == "zh" else " "
    return Wearing(air, request.param), lambda code: joint.join(
        texts.say(f"devices.{code}{part}", **values) for part in ("", "_next")
    )


async def test_a_strap_without_contact_says_why_nothing_begins(worn: tuple[Wearing, Callable[[str], str]]) -> None:
    """From the beginning; then that it is back; and again, when contact is lost later."""
    wearing, said = worn
    texts = Texts(wearing._lang)
    async with wearing.running():
        await wearing.passes(1)
        await wearing.passes(12, OFF)
        lines = wearing.since()
        assert lines.count(said("no_contact")) == 1
        assert said("waiting") in lines
        await wearing.passes(6, BEAT)
        assert wearing.since() == [texts.say("devices.back")]
        await wearing.passes(8, OFF)
        assert wearing.since().count(said("no_contact")) == 1


async def test_a_strap_that_finds_no_heartbeat_says_so(worn: tuple[Wearing, Callable[[str], str]]) -> None:
    """Where it cannot tell whether it touches skin; and one that has no intervals says that it cannot guard."""
    wearing, said = worn
    async with wearing.running():
        await wearing.passes(1)
        await wearing.passes(14, NOTHING)
        assert wearing.since().count(said("no_beats")) == 1
        await wearing.passes(20, NO_INTERVALS)
        assert Texts(wearing._lang).say("devices.no_intervals") in wearing.since()


async def test_a_lost_strap_is_told_with_what_happens_next_and_when_it_is_back(
    worn: tuple[Wearing, Callable[[str], str]],
) -> None:
    """Each once, however often it is tried; the session says itself that it is out of reach."""
    wearing, _ = worn
    texts = Texts(wearing._lang)
    async with wearing.running():
        await wearing.passes(1)
        await wearing.passes(30, BEAT)
        wearing.since()
        wearing.air.asleep = True
        wearing.air.drop()
        await wearing.passes(60)
        lines = wearing.since()
        assert sum(texts.say("devices.lost") in line for line in lines) == 0
        assert sum(texts.say("coach.link_lost") in line for line in lines) == 1
        for code in ("refused", "taken"):
            assert sum(texts.say(f"devices.{code}") in line for line in lines) == 1, code
        assert lines.count(texts.say("plain.link_down")) == 1
        wearing.air.asleep = False
        await wearing.passes(20, BEAT)
        assert texts.say("devices.back") in wearing.since()


# ------------------------------------------------------------------------------------------------------- the journal


def test_a_journal_that_cannot_be_written_says_so_until_it_can(tmp_path: Path) -> None:
    """When it happens, not at the end."""
    now = 10.0
    log = SessionLog.begin(
        protocol=None, source_kind=SourceKind.RECORDING, source="x", seed=1, lang="en", settings={}, folder=tmp_path
    )
    journal = LogWords(log, lambda: now)
    assert journal.says() == ()
    log.trouble = StoreError("full")
    assert journal.says() == journal.says() == (UNWRITTEN,)
    log.trouble = None
    assert journal.says() == (WRITTEN_AGAIN,)
    now += AGAIN_S
    assert journal.says() == ()
    log.close()


@pytest.mark.parametrize("source", ["person:calm", "ble:C0:FF"])
async def test_a_session_as_it_is_opened_tells_of_its_journal(
    source: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Beside what is to be said of the strap, and so on the screen as in the lines."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    session = open_session(Activity.WATCH, SessionRequest(source=source))
    log = session.log
    assert log is not None

    def topics() -> list[Topic]:
        return [news.topic for news in session.source_says()]

    before = topics()
    log.trouble = StoreError("full")
    assert topics() == [*before, Topic.UNWRITTEN]
    log.trouble = None
    assert topics() == [*before, Topic.WRITTEN_AGAIN]
    await session.close()


# --------------------------------------------------------------------------------------------------------- the keys


@pytest.mark.parametrize("lang", LANGUAGES)
def test_the_keys_are_told_before_it_begins(lang: str) -> None:
    """Those that do something: nothing is paused or skipped while a heart is only watched."""
    guided, watching = (what_to_type(FakeRunner(watch=each), Texts(lang))[0] for each in (False, True))
    assert all(key in guided for key in ("p", "s", "x", "0", "10"))
    assert "x" in watching
    assert len(watching) < len(guided) / 2


@pytest.mark.parametrize("guided", [True, False])
def test_what_the_guidance_has_just_said_of_the_strap_is_not_said_again_in_other_words(guided: bool) -> None:
    """That it has come off the skin is told by whoever comes first; what to do about it is new."""
    lines: list[str] = []
    news = state(Topic.NO_CONTACT, "no_contact")
    session = SimpleNamespace(source_says=lambda: news, view=lambda: SimpleNamespace(t=100.0))
    source = SourceLines(cast("SessionRunner", session), lines.append, Texts("en"))
    if guided:
        source.on_step(Tick(t=99.0), (Paused(t=99.0, why=why("coach.no_contact"), missing=Missing.CONTACT),))
    source.look()

    said = Texts("en").say("devices.no_contact")
    assert any(said in line for line in lines) is not guided
    assert any(Texts("en").say("devices.no_contact_next") in line for line in lines)
