"""After something felt wrong the advice for it comes first; a past session is watched again, or deleted if wished."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field
from pathlib import Path

import pytest

from biofeedback.app.archive import Unrated
from biofeedback.app.interview import Interviewer
from biofeedback.app.ports import Activity, PastSession, StrapSeen
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.decisions import EndCause, Finished, Outcome
from biofeedback.events import Reported, Symptom
from biofeedback.texts import Texts
from biofeedback.tui.after.rating_later import RatingLaterScreen
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.past import PastScreen
from biofeedback.tui.practise import PractiseScreen
from biofeedback.why import why
from tests.tui.drive import Stage, at_home, practising, stage
from tests.tui.fake_factory import FakeFactory
from tests.tui.fake_guide import TITLE, FakeRunner
from tests.tui.snapshot import assert_snapshot, screen_text

PAST = tuple(
    PastSession(
        number=number,
        began=f"2026-03-0{number} 20:15",
        title=TITLE,
        minutes=18.0,
        outcome=Outcome.COMPLETED,
        tension_before=6,
        tension_after=2,
    )
    for number in (3, 2, 1)
)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))


async def ended_by(on: Stage, symptom: Symptom, code: str) -> None:
    """The session ends because of what was reported."""
    session = on.app.session
    assert session is not None
    last = Finished(
        t=80.0,
        outcome=Outcome.ENDED_EARLY,
        rule=None,
        cause=EndCause.SYMPTOM,
        why=why(code),
        groups_done=1,
        groups_planned=3,
        settle_pauses=0,
        tension_before=4,
        tension_after=None,
    )
    session.on_step(Reported(t=80.0, symptom=symptom), (last,))
    on.runner._over.set()
    await on.settle()
    assert isinstance(on.app.screen, SummaryScreen)


def words(on: Stage) -> str:
    return "".join(screen_text(on.app).split())


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_the_advice_for_what_is_felt_comes_first_and_no_figure(lang: str) -> None:
    """Also where what ended it was that it was said the third time."""
    texts = Texts(lang)
    async with practising(Look(lang=lang), "usual", at=71) as on:
        await ended_by(on, Symptom.PANIC, "symptoms.advice_again")
        own, enough = ("".join(texts.say(f"symptoms.advice_{each}").split()) for each in (Symptom.PANIC.value, "again"))
        assert words(on).index(own) < words(on).index(enough)
        assert "1 of 3" not in screen_text(on.app)
        assert_snapshot(on.app, f"after-panic-{lang}-usual")
        await on.press("n")
        assert ("1 of 3" if lang == "en" else "1 / 3") in screen_text(on.app)
        await on.press("n")
        assert ("1 of 3" if lang == "en" else "1 / 3") not in screen_text(on.app)


async def test_one_key_leads_back_to_here_and_now() -> None:
    async with practising(Look(), "usual", at=71) as on:
        await ended_by(on, Symptom.PANIC, "symptoms.advice_again")
        await on.press("g")
        assert on.factory.opened[-1] is Activity.GROUNDING


@pytest.mark.parametrize("symptom", [Symptom.HEART, Symptom.BREATHLESSNESS])
async def test_where_help_may_be_needed_no_practice_is_offered(symptom: Symptom) -> None:
    async with practising(Look(), "usual", at=71) as on:
        await ended_by(on, symptom, f"symptoms.advice_{symptom.value}")
        assert "emergency number" in screen_text(on.app)
        await on.press("g")
        assert isinstance(on.app.screen, SummaryScreen)
        assert "here and now" not in screen_text(on.app)


async def test_grounding_begins_at_once_without_a_strap_or_a_question(monkeypatch: pytest.MonkeyPatch) -> None:
    """As the program puts it together: nobody is asked, nothing is looked for."""
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")

    async def never(address: str | None) -> StrapSeen:
        raise AssertionError("nothing is looked for")

    async with stage(Look(), "usual", Activity.GROUNDING, LiveSessionFactory(SessionRequest(), never)) as on:
        await on.settle()
        assert isinstance(on.app.screen, PractiseScreen)
        assert on.app.session is not None
        assert on.app.session.runner.view().unmonitored
        await on.app.end()


@pytest.mark.parametrize(("answer", "left"), [("y", [3, 1]), ("n", [3, 2, 1]), ("escape", [3, 2, 1])])
async def test_a_past_session_is_deleted_only_after_a_yes(answer: str, left: list[int]) -> None:
    async with at_home(Look(), "usual", FakeFactory(past=PAST)) as on:
        await on.press("s", "down", "x")
        assert "It does not come back" in screen_text(on.app)
        await on.press(answer)
        assert [each.number for each in on.factory.past] == left
        assert isinstance(on.app.screen, PastScreen)
        assert ("Deleted." if answer == "y" else "Nothing was deleted.") in screen_text(on.app)
        await on.press("escape")
        assert isinstance(on.app.screen, HomeScreen)


async def test_after_watching_the_last_page_has_the_heart_as_it_was_at_the_end() -> None:
    async with at_home(Look(), "usual") as on:
        await on.press("w")
        await on.later(90)
        await on.press("x")
        await until_summary(on)
        said = screen_text(on.app)
        assert "Heart         64 /min at the end" in said
        assert "RMSSD         41 ms (33 to 50) in the last 60 s" in said
        assert "Signal        good at the end, 1 % artefacts" in said


@pytest.mark.parametrize("lost", ["number", "strap", "wish"])
async def test_what_is_not_known_honestly_or_not_wished_is_left_out(lost: str) -> None:
    """No figure where there were too few clean beats, of a silent strap, or for whom numbers are better hidden."""
    async with at_home(Look(), "usual") as on:
        await on.press("w")
        await on.later(90)
        match lost:
            case "number":
                on.runner.guide.hr_bpm = on.runner.guide.rmssd = None
            case "strap":
                on.runner.guide.link_up = False
            case _:
                on.runner.hidden = True
        await on.press("x")
        await until_summary(on)
        assert "/min" not in screen_text(on.app)
        assert "RMSSD" not in screen_text(on.app)
        assert "Time          2 min" in screen_text(on.app)


async def until_summary(on: Stage) -> None:
    await on.settle()
    assert isinstance(on.app.screen, SummaryScreen)


@dataclass
class InItsTime(FakeFactory):
    """Looks at the last session, and opens one, only when it is let."""

    looked: asyncio.Event = field(default_factory=asyncio.Event)
    ready: asyncio.Event = field(default_factory=asyncio.Event)

    async def unrated(self) -> Unrated | None:
        await self.looked.wait()
        return self.to_ask

    async def open(self, activity: Activity, person: Interviewer, protocol: str | None = None) -> FakeRunner:
        await self.ready.wait()
        return await super().open(activity, person, protocol)


@pytest.mark.parametrize("prepares", [True, False])
async def test_a_rating_is_asked_for_later_only_while_nothing_is_being_prepared(prepares: bool) -> None:
    """Home still stands below while a session is opened: the question would lie over what comes."""
    factory = InItsTime(to_ask=Unrated(number=4, began="2026-03-04 20:15", title=TITLE))
    async with at_home(Look(), "usual", factory) as on:
        if prepares:
            await on.press("p")
        assert on.app.preparing is prepares
        assert isinstance(on.app.screen, HomeScreen)
        factory.looked.set()
        await on.settle()
        assert isinstance(on.app.screen, HomeScreen if prepares else RatingLaterScreen)
        factory.ready.set()
        await on.settle()
        assert factory.rated == []
        await on.app.end()
