"""What is asked before a session, on the screen: with keys alone, one way back, and nothing begun by mistake."""

from __future__ import annotations

from collections.abc import AsyncGenerator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest

from biofeedback.app import history
from biofeedback.app.interview import Checked, ToAnswer
from biofeedback.app.ports import Activity
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.clock import wall_time
from biofeedback.errors import StoreError
from biofeedback.store import answering, person
from biofeedback.store.answering import Answering
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from biofeedback.tui.asking.check import CheckScreen
from biofeedback.tui.asking.places import PlacesScreen
from biofeedback.tui.asking.plan import PlanScreen
from biofeedback.tui.asking.questions import QuestionsScreen
from biofeedback.tui.asking.review import ReviewScreen
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.why import why
from protocols.library import load
from protocols.programme import Afterwards
from protocols.restrictions import Place
from protocols.screening.proposal import propose
from protocols.screening.questionnaire import Answer, Answers, Reply, questions, unanswered
from protocols.screening.sheet import parts
from protocols.training import Region, Side
from tests.screening.answering import chose, single_answers, yes
from tests.screening.test_suggestion import practise
from tests.tui.drive import SIZES, Stage, at_home, stage
from tests.tui.fake_factory import FakeFactory
from tests.tui.fake_strap import in_reach
from tests.tui.snapshot import screen_lines, screen_text

STANDING = unanswered((), today=False)
TODAY = unanswered((), today=True)
DEFAULT = load("feet_to_forehead")
FIRST = why("screening.due_first")
EVERYWHERE = pytest.mark.parametrize("lang", ["en", "zh"])
AT_EVERY_SIZE = pytest.mark.parametrize("size", SIZES)


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    return tmp_path


@asynccontextmanager
async def asked_questions(lang: str = "en", size: str = "usual") -> AsyncGenerator[tuple[Stage, list[Answers | None]]]:
    left: list[Answers | None] = []
    async with at_home(Look(lang=lang), size) as on:
        on.app.push_screen(QuestionsScreen(ToAnswer(reason=FIRST), on.app.look), left.append)
        await on.settle()
        yield on, left


@asynccontextmanager
async def checked(
    lang: str = "en", size: str = "usual", *, afterwards: bool = True
) -> AsyncGenerator[tuple[Stage, list[Checked | None]]]:
    left: list[Checked | None] = []
    async with at_home(Look(lang=lang), size) as on:
        on.app.push_screen(CheckScreen(TODAY, on.app.look, afterwards=afterwards), left.append)
        await on.settle()
        yield on, left


@asynccontextmanager
async def shown(
    *given: Answer, lang: str = "en", size: str = "usual", pause: bool = False, begins: bool = True
) -> AsyncGenerator[tuple[Stage, list[str | None]]]:
    left: list[str | None] = []
    async with at_home(Look(lang=lang), size) as on:
        plan = PlanScreen(propose(given, DEFAULT, pause=pause), on.app.look, begins=begins)
        on.app.push_screen(plan, left.append)
        await on.settle()
        yield on, left


# ------------------------------------------------------------------------------- before the first time


async def test_what_is_so_is_marked_and_enter_says_none_of_the_rest() -> None:
    """A number, Space, an arrow for the next choice; parts of the body are asked for."""
    async with asked_questions() as (on, left):
        await on.press("1", "1", "enter", "1")
        assert isinstance(on.app.screen, PlacesScreen)
        await on.press("space", "down", "r", "down", "l", "l", "down", "b", "enter", "enter")
        await on.press("enter", "enter", "space", "enter", "1", "1", "down", "right", "right", "3", "left", "3")
        await on.press("3", "enter")
    (answers,) = left
    assert answers is not None
    assert [answer.question for answer in answers] == [question.id for question in STANDING]
    given = {answer.question: answer for answer in answers if answer.reply is not Reply.NO}
    assert given == {
        "pressure": Answer(question="pressure", reply=Reply.AGREED),
        "injury": yes(
            "injury",
            Place(region=Region.HANDS),
            Place(region=Region.FOREARMS, side=Side.RIGHT),
            Place(region=Region.SHOULDERS),
        ),
        "trauma": yes("trauma"),
        "age": chose("age", "30_to_39"),
        "position": chose("position", "reclined"),
        "handedness": chose("handedness", "left"),
    }


async def test_enter_alone_is_no_to_all_and_a_page_can_be_gone_back_to() -> None:
    """The later answer counts; the way back from the parts of the body answers nothing."""
    async with asked_questions() as (on, left):
        await on.press("enter", "1", "escape", "b", "2", "2", "2", *["enter"] * len(parts()))
    assert left[0] is not None
    assert {answer.reply for answer in left[0]} == {Reply.NO}


@pytest.mark.parametrize("key", ["escape", "q"])
async def test_whoever_leaves_has_not_answered(key: str) -> None:
    """From the middle too."""
    async with asked_questions() as (on, left):
        await on.press("1", "enter", key)
        assert isinstance(on.app.screen, HomeScreen)
    assert left == [None]


@EVERYWHERE
@AT_EVERY_SIZE
async def test_every_question_is_whole_at_every_size_before_it_can_be_said_no_to(lang: str, size: str) -> None:
    """With all its choices: Enter leads down the page first."""
    async with asked_questions(lang, size) as (on, left):
        seen = {part.id: "" for part in parts()}
        for _ in range(60):
            if not isinstance(screen := on.app.screen, QuestionsScreen):
                break
            seen[screen._part.id] += "".join(screen_text(on.app).split())
            assert "…" not in screen_text(on.app)
            await on.press("enter")
        assert left != []
    for part in parts():
        for question in part.questions:
            for word in question.ask.say(lang).replace("?", "").replace("？", "").split():
                assert word in seen[part.id] or lang == "zh"
            assert "".join(question.ask.say(lang).split())[-6:] in seen[part.id]
            assert all("".join(choice.name.say(lang).split()) in seen[part.id] for choice in question.choices)


# ------------------------------------------------------------------------------------- the short check


async def test_one_key_says_no_to_all() -> None:
    """And leaves unsaid how the last time was."""
    async with checked() as (on, left):
        await on.press("enter")
    assert left == [
        Checked(
            answers=tuple(Answer(question=question.id, reply=Reply.NO) for question in TODAY),
            afterwards=Afterwards.UNSAID,
        )
    ]


async def test_digits_mark_and_letters_tell_of_the_last_time() -> None:
    """The same key again takes it back; pain asks where."""
    async with checked() as (on, left):
        await on.press("2", "5", "2", "a", "c", "1", "9", "z", "enter")
        assert isinstance(on.app.screen, PlacesScreen)
        await on.press("down", "down", "down", "down", "l", "enter")
    (told,) = left
    assert told is not None
    said = {answer.question: answer for answer in told.answers if answer.reply is Reply.YES}
    assert said == {
        "pain_today": yes("pain_today", Place(region=Region.NECK, side=Side.LEFT)),
        "panic_now": yes("panic_now"),
    }
    assert told.afterwards is Afterwards.PAIN


async def test_nothing_is_asked_about_the_last_time_where_there_was_none() -> None:
    """A letter then means nothing."""
    async with checked(afterwards=False) as (on, left):
        assert Texts("en").say("screening.afterwards") not in screen_text(on.app)
        await on.press("b", "enter")
    assert left[0] is not None
    assert left[0].afterwards is None


@EVERYWHERE
async def test_the_check_is_one_page(lang: str) -> None:
    """All of it at 80 by 24, without scrolling."""
    async with checked(lang) as (on, _):
        seen = "".join(screen_text(on.app).split())
        texts = Texts(lang)
        wanted = [question.ask.say(lang) for question in TODAY]
        wanted += [texts.say(f"screening.after_{each}") for each in ("well", "dread", "pain", "worse")]
        assert all("".join(each.split()) in seen for each in wanted)


# -------------------------------------------------------------------------------------------- the plan


@EVERYWHERE
async def test_every_answer_shows_on_one_page(lang: str) -> None:
    """Its reason stands there, whole, at 80 by 24, without scrolling."""
    async with at_home(Look(lang=lang), "usual") as on:
        for answer in single_answers():
            if answer.choice == "left":
                continue  # nothing in this protocol is done one side at a time
            on.app.push_screen(PlanScreen(propose((answer,), DEFAULT, pause=False), on.app.look, begins=True))
            await on.settle()
            reason = Texts(lang).say(f"screening.because_{answer.question}")
            seen = "".join("".join(line.split()) for line in screen_lines(on.app))
            assert "".join(reason.split()) in seen, answer
            assert on.app.screen.query_one(".page").max_scroll_y == 0, answer
            await on.app.pop_screen()


@pytest.mark.parametrize(
    ("given", "pause", "keys", "begins"),
    [
        ((yes("worry"),), False, ("enter",), "feet_to_forehead"),
        ((yes("worry"),), False, ("1", "escape"), None),
        ((yes("panic_now"),), False, ("enter", "9", "1"), "grounding"),
        ((yes("panic_now"),), False, ("enter", "escape"), None),
        ((yes("alcohol_today"),), False, ("enter", "1", "q"), None),
        ((), True, ("enter",), "feet_to_forehead"),
        ((), True, ("2",), "diaphragm_breathing"),
        ((yes("lungs"),), True, ("2", "1"), "grounding"),
    ],
)
async def test_what_is_begun_is_chosen(given: Answers, pause: bool, keys: tuple[str, ...], begins: str | None) -> None:
    """What does not suit cannot be begun, and a pause is a suggestion."""
    async with shown(*given, pause=pause) as (on, left):
        await on.press(*keys)
    assert left == [begins]


async def test_a_plan_that_is_only_looked_at_begins_nothing() -> None:
    """After answering anew there is no session to begin."""
    async with shown(yes("panic_now"), begins=False) as (on, left):
        await on.press("1", "enter")
    assert left == [None]


# --------------------------------------------------------------------------------- all of it, in order


def keep(*given: Answer, answered: str | None = None) -> None:
    yeses = {answer.question: answer for answer in given}
    nos = tuple(yeses.get(q.id, Answer(question=q.id, reply=Reply.NO)) for q in questions() if not q.today)
    person.keep(person.Person(answers=nos, answered=answered or wall_time()))


@asynccontextmanager
async def with_a_strap(monkeypatch: pytest.MonkeyPatch) -> AsyncGenerator[tuple[Stage, list[SessionRequest]]]:
    """The whole app over a real factory; only the strap is not opened."""
    opened: list[SessionRequest] = []
    factory = LiveSessionFactory(SessionRequest(), in_reach)
    fake = FakeFactory()

    def open_session(activity: Activity, request: SessionRequest, *, asks: bool) -> object:
        assert asks
        opened.append(request)
        return fake.make()

    monkeypatch.setattr("biofeedback.app.session_assembly.open_session", open_session)
    async with stage(Look(), "usual", None, factory) as on:
        yield on, opened


async def test_from_home_to_the_session_the_first_time(monkeypatch: pytest.MonkeyPatch) -> None:
    """Questions, check, plan, session; what was answered is kept, that of the day is not."""
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.press("p")
        assert isinstance(on.app.screen, QuestionsScreen)
        await on.press(*["enter"] * (len(parts()) - 1), "down", "left", "enter")
        assert isinstance(on.app.screen, ReviewScreen)
        await on.press("y")
        assert isinstance(on.app.screen, CheckScreen)
        await on.press("enter")
        assert isinstance(on.app.screen, PlanScreen)
        assert "You lie on your side." in screen_text(on.app)
        await on.press("enter")
        assert [request.protocol for request in opened] == ["sixteen_groups"]
    known = person.recall()
    assert known is not None
    assert {answer.question for answer in known.answers} == {question.id for question in STANDING}


async def test_what_home_names_is_what_its_key_begins(monkeypatch: pytest.MonkeyPatch) -> None:
    """The next stage, what suits the answers instead, and the same stage for whoever practises twice a day."""
    keep()
    for _ in range(3):
        practise()
    monkeypatch.setattr(history, "unasked", lambda: None)
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.settle()
        assert load("seven_groups").title.en in screen_text(on.app)
        await on.press("p", "enter")
    practise("seven_groups", started=wall_time())
    async with with_a_strap(monkeypatch) as (on, again):
        await on.settle()
        assert "practised today" in screen_text(on.app)
        await on.press("p", "enter")
    keep(yes("pressure"))
    practise("release_only")
    async with with_a_strap(monkeypatch) as (on, instead):
        await on.settle()
        assert load("release_only").title.en in screen_text(on.app)
        await on.press("p", "enter", "enter")
    assert [request.protocol for request in (*opened, *again, *instead)] == [
        "seven_groups",
        "seven_groups",
        "release_only",
    ]


@pytest.mark.parametrize(
    ("asked", "shown"),
    [(SessionRequest(protocol="desk"), "desk"), (SessionRequest(source="person:calm"), "feet_to_forehead")],
)
async def test_home_names_what_was_asked_for(asked: SessionRequest, shown: str) -> None:
    """On the command line, whatever was suggested; a simulated participant has no stage."""
    for lang in ("en", "zh"):
        assert load(shown).title.say(lang) in await LiveSessionFactory(asked).suggestion(lang)


async def test_where_nothing_changes_the_check_is_one_key(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody is held up by a page that says nothing."""
    keep()
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.press("p", "enter")
        assert len(opened) == 1


async def test_a_held_enter_begins_no_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """It says no to page after page and ends at the answers: that they are right is said by another key."""
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.press("p", *["enter"] * (4 * len(parts())))
        assert isinstance(on.app.screen, ReviewScreen)
        assert opened == []
        assert person.recall() is None
        await on.press("y")
        assert isinstance(on.app.screen, CheckScreen)


async def test_leaving_says_so_at_home_and_begins_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    """From the questions, whose answers so far are kept."""
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.press("p", "enter", "escape")
        assert isinstance(on.app.screen, HomeScreen)
        assert "Nothing was begun; your answers so far are kept" in screen_text(on.app)
        assert person.recall() is None
        assert opened == []


async def test_answers_that_cannot_be_kept_are_not_said_to_be(monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the disk is full."""

    def full(_: Answering) -> None:
        raise StoreError("the disk is full")

    monkeypatch.setattr(answering, "keep", full)
    async with with_a_strap(monkeypatch) as (on, _):
        await on.press("p", "enter", "escape")
        assert isinstance(on.app.screen, HomeScreen)
        assert "your answers so far could not be kept" in screen_text(on.app)


@pytest.mark.parametrize(
    ("keys", "said"),
    [(("escape",), "The questions were left, so nothing was begun."), (("enter", "escape"), "Nothing was begun.")],
)
async def test_leaving_the_check_or_the_plan_begins_nothing(
    monkeypatch: pytest.MonkeyPatch, keys: tuple[str, ...], said: str
) -> None:
    """And says so at home."""
    keep(yes("worry"))
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.press("p", *keys)
        assert isinstance(on.app.screen, HomeScreen)
        assert said in screen_text(on.app)
        assert opened == []


@pytest.mark.parametrize(
    ("reason", "code"),
    [("adverse", "due_adverse"), ("old", "due_age")],
)
async def test_the_questions_say_why_they_come_again(reason: str, code: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """After trouble, and after a season."""
    keep(answered="2020-01-01T00:00:00+00:00" if reason == "old" else None)
    if reason == "adverse":
        person.note_adverse("2026-01-01T00:00:00+00:00")
    async with with_a_strap(monkeypatch) as (on, _):
        await on.press("p")
        seen = "".join(screen_text(on.app).split())
        assert "".join(Texts("en").say(f"screening.{code}", days=90).split()) in seen


async def test_hard_last_times_lead_to_a_suggestion_and_not_to_a_refusal(monkeypatch: pytest.MonkeyPatch) -> None:
    """Each session is asked about once; the second hard one in three suggests a pause."""
    keep()
    async with with_a_strap(monkeypatch) as (on, opened):
        practise()
        await on.press("p", "b", "enter")
        assert len(opened) == 1
        assert history.unasked() is None
    practise()
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.press("p", "c", "enter")
        assert isinstance(on.app.screen, PlanScreen)
        assert "not easy" in screen_text(on.app)
        await on.press("1")
        assert [request.protocol for request in opened] == ["grounding"]
    with Sessions() as store:
        assert [session.afterwards for session in store.all()] == ["pain", "dread"]


async def test_answers_can_be_given_anew_from_home(monkeypatch: pytest.MonkeyPatch) -> None:
    """They are kept, what they change is shown, and nothing is begun."""
    async with with_a_strap(monkeypatch) as (on, opened):
        await on.press("a", "enter", "enter", "5", *["enter"] * (len(parts()) - 2), "y")
        assert isinstance(on.app.screen, PlanScreen)
        assert "Rise slowly" in screen_text(on.app)
        await on.press("enter")
        assert isinstance(on.app.screen, HomeScreen)
        assert Texts("en").say("screening.kept_brief") in screen_text(on.app)
        assert opened == []


@EVERYWHERE
async def test_home_suggests_one_thing(lang: str) -> None:
    """In the language of the screen, and again after a session."""
    async with stage(Look(lang=lang), "usual", None, LiveSessionFactory(SessionRequest(), in_reach)) as on:
        await on.settle()
        assert load("sixteen_groups").title.say(lang) in screen_text(on.app)
        await on.press("l")
        assert load("sixteen_groups").title.say("zh" if lang == "en" else "en") in screen_text(on.app)
