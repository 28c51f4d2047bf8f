"""The questions in plain lines, and that a session keeps to what was answered: live, stored and replayed."""

from __future__ import annotations

import json
import stat
from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.app import history, screening
from biofeedback.app.interview import ToAnswer
from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import open_session
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.settings import Settings, from_stored
from biofeedback.cli import screening as command
from biofeedback.clock import wall_time
from biofeedback.coach.engine import Engine
from biofeedback.decisions import Action, BreathPaced, CueGiven, Decision, Phase, Stopped
from biofeedback.errors import UsageError
from biofeedback.events import Key, Reported, Symptom, Tick
from biofeedback.findings import Rule
from biofeedback.languages import LANGUAGES
from biofeedback.plain.interview import Interview
from biofeedback.plain.keys import Marking, understood
from biofeedback.store import person
from biofeedback.text_layout import columns
from biofeedback.texts import Texts
from biofeedback.texts.plan import plan_lines
from biofeedback.why import why
from protocols.library import load
from protocols.programme import Afterwards
from protocols.restrictions import Place
from protocols.screening.proposal import propose
from protocols.screening.questionnaire import Answer, Answers, Reply, questions
from protocols.screening.terms import counsel
from protocols.training import Effort, Region, Side
from tests.cli.program import run
from tests.coach.streams import packets, played, steady
from tests.screening.answering import chose, single_answers, yes
from tests.screening.test_suggestion import practise
from tests.tui.fake_strap import in_reach

STANDING = [question for question in questions() if not (question.today or question.remembered)]
DEFAULT = load("feet_to_forehead")
FIRST = ToAnswer(reason=why("screening.due_first"))


def interview(*typed: str, lang: str = "en") -> tuple[Interview, list[str]]:
    """A person who types these lines and then leaves."""
    said, lines = list[str](), [line + "\n" for line in typed]
    return Interview(said.append, lambda: lines.pop(0) if lines else "", Texts(lang)), said


async def test_every_question_is_asked_and_every_answer_is_understood() -> None:
    """In order; what is not an answer is asked again."""
    typed: list[str] = []
    for question in STANDING:
        typed += {
            "pressure": ["d"],
            "injury": ["maybe", "y", "33", "1l 5"],
            "surgery": ["y", ""],
            "mobility": ["d", "n"],  # no doctor is asked about there
            "position": ["y", "5", "4"],  # one of four, and a yes is none of them
            "handedness": ["n"],
        }.get(question.id, ["n"])
    asks, said = interview(*typed, "")
    answers = {answer.question: answer for answer in await asks.standing(FIRST)}

    assert set(answers) == {question.id for question in STANDING}
    assert answers["pressure"].reply is Reply.AGREED
    assert answers["injury"].places == (Place(region=Region.HANDS, side=Side.LEFT), Place(region=Region.NECK))
    assert answers["surgery"] == Answer(question="surgery", reply=Reply.YES)
    assert answers["mobility"].reply is Reply.NO
    assert answers["position"] == chose("position", "side")
    assert answers["handedness"].reply is Reply.NO
    assert sum(question.ask.en in line for question in STANDING for line in said) == len(STANDING) + 4


@pytest.mark.parametrize("lang", LANGUAGES)
async def test_each_choice_is_a_line_of_its_own_and_whole(lang: str) -> None:
    """Numbers among numbers, such as spans of years, are told apart, by the ear too; no line is wider than 80."""
    choosing = [question for question in STANDING if question.choices]
    asks, said = interview(*("n" for _ in STANDING), "", lang=lang)
    await asks.standing(FIRST)
    for question in choosing:
        at = next(k for k, line in enumerate(said) if question.ask.say(lang) in line)
        below = said[at + 1 : at + 1 + len(question.choices)]
        expected = [f"  {number}  {each.name.say(lang)}" for number, each in enumerate(question.choices, 1)]
        assert below == expected
        assert max(map(columns, below)) <= 80


async def test_the_short_check_is_one_line() -> None:
    """Enter alone is no to all; numbers are a yes to those."""
    asks, _ = interview("")
    assert {answer.reply for answer in (await asks.today(afterwards=False)).answers} == {Reply.NO}

    asks, said = interview("7", "1, 2", "5r")
    answers = {answer.question: answer for answer in (await asks.today(afterwards=False)).answers}
    assert answers["pain_today"] == yes("pain_today", Place(region=Region.NECK, side=Side.RIGHT))
    assert answers["ill_today"].reply is Reply.YES
    assert answers["panic_now"].reply is Reply.NO
    assert any("1 to 5" in line for line in said)


@pytest.mark.parametrize(
    ("typed", "felt"),
    [("1", Afterwards.WELL), ("2", Afterwards.DREAD), ("3", Afterwards.PAIN), ("4", Afterwards.WORSE)]
    + [(nothing, Afterwards.UNSAID) for nothing in ("", "5", "0", "no")],
)
async def test_how_the_last_time_was_is_one_line_and_may_be_left_unsaid(typed: str, felt: Afterwards) -> None:
    """It is not asked twice, whatever is typed."""
    asks, _ = interview("", typed)
    assert (await asks.today(afterwards=True)).afterwards is felt
    assert (await interview("")[0].today(afterwards=False)).afterwards is None


@pytest.mark.parametrize("typed", [(), ("n", "n"), ("n",) * len(STANDING)])
async def test_whoever_leaves_in_the_middle_begins_nothing(typed: tuple[str, ...]) -> None:
    """Half an interview is none."""
    with pytest.raises(UsageError, match="nothing was begun"):
        await interview(*typed)[0].standing(FIRST)


@pytest.mark.parametrize(
    ("given", "typed", "begins"),
    [
        ((), ("",), "feet_to_forehead"),
        ((yes("worry"),), ("",), "feet_to_forehead"),
        ((yes("worry"),), ("no",), None),
        ((yes("panic_now"),), ("1",), "grounding"),
        ((yes("panic_now"),), ("",), None),
        ((yes("panic_now"),), ("9",), None),
        ((yes("alcohol_today"),), (), None),
    ],
)
async def test_the_person_chooses_what_is_begun(given: Answers, typed: tuple[str, ...], begins: str | None) -> None:
    """Nothing that does not suit can be chosen, and nothing is begun that was not chosen."""
    assert await interview(*typed)[0].begins(propose(given, DEFAULT)) == begins


@pytest.mark.parametrize("lang", ["en", "zh"])
@pytest.mark.parametrize("answer", single_answers(), ids=lambda a: f"{a.question}-{a.reply.value}-{len(a.places)}")
def test_the_plan_is_explained_in_one_screen(answer: Answer, lang: str) -> None:
    """Every consequence with its reason, in lines of a terminal, in either language."""
    proposal = propose((answer,), DEFAULT)
    plan, lines = proposal.plan, plan_lines(proposal, Texts(lang))

    assert len(lines) >= 2 or not plan.notes
    assert sum(1 + (columns(line) - 1) // 80 for line in lines) <= 22
    assert all("{" not in line for line in lines)


@pytest.fixture
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    return tmp_path


def typing(monkeypatch: pytest.MonkeyPatch, *typed: str) -> None:
    lines = [line + "\n" for line in typed]
    read: Callable[[], str] = lambda: lines.pop(0) if lines else ""  # noqa: E731
    monkeypatch.setattr("sys.stdin.readline", read)


async def before_practice() -> screening.Asked:
    return await screening.before_practice("feet_to_forehead", "en", command.plain("en"))


def keep(*given: Answer) -> None:
    yeses = {answer.question: answer for answer in given}
    nos = (yeses.get(q.id, Answer(question=q.id, reply=Reply.NO)) for q in STANDING)
    person.keep(person.Person(answers=tuple(nos), answered=wall_time()))


async def test_the_first_session_with_a_strap_is_preceded_by_the_questions(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """All of them once, then only the short check; kept privately."""
    typing(monkeypatch, *["n"] * len(STANDING), "", "", "")
    assert (await before_practice()).protocol == "feet_to_forehead"
    assert stat.S_IMODE((at_home / person.FILE_NAME).stat().st_mode) == 0o600
    assert "1/22" in capsys.readouterr().out

    typing(monkeypatch, "")
    asked = await before_practice()
    assert (asked.protocol, len(asked.today)) == ("feet_to_forehead", 5)
    assert "1/22" not in capsys.readouterr().out


async def test_each_session_is_asked_about_once_and_two_hard_ones_suggest_a_pause(
    at_home: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Left unsaid is an answer too; a demonstration is nobody's last time."""
    keep()
    practise(source="person:calm")
    typing(monkeypatch, "")
    assert (await before_practice()).protocol == "feet_to_forehead"

    practise()
    typing(monkeypatch, "", "2")
    assert (await before_practice()).protocol == "feet_to_forehead"
    typing(monkeypatch, "")
    assert (await before_practice()).protocol == "feet_to_forehead"
    assert "rest for a while" not in capsys.readouterr().out

    practise()
    typing(monkeypatch, "", "3", "1")
    assert (await before_practice()).protocol == "grounding"
    assert "rest for a while" in capsys.readouterr().out

    practise()
    typing(monkeypatch, "", "")
    assert (await before_practice()).protocol == "feet_to_forehead"
    assert history.unasked() is None


async def test_an_unsuited_protocol_is_not_begun(at_home: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Enter begins nothing; a number begins what suits."""
    keep()
    typing(monkeypatch, "5", "")
    with pytest.raises(UsageError, match="Nothing was begun"):
        await before_practice()

    typing(monkeypatch, "5", "1")
    assert (await before_practice()).protocol == "grounding"


async def test_with_a_strap_nobody_is_tensed_who_was_not_asked(at_home: Path) -> None:
    """The home screen says which command asks; without anybody at the keyboard nobody can be asked."""
    with pytest.raises(UsageError, match="biofeedback screening"):
        open_session(Activity.PRACTISE, SessionRequest())

    keep()
    with pytest.raises(UsageError, match="today's short check"):
        open_session(Activity.PRACTISE, SessionRequest())

    await open_session(Activity.PRACTISE, SessionRequest(today=())).close()


async def test_the_questions_come_before_each_session_with_a_strap_and_no_other(
    at_home: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """From the home screen as from the command line; a simulated body and a mere look at the heart ask nothing."""
    keep()
    happened: list[str] = []

    async def asks(protocol: str, *_: object, **__: object) -> screening.Asked:
        happened.append(protocol)
        return screening.Asked(protocol=protocol, today=())

    monkeypatch.setattr(screening, "before_practice", asks)
    nobody = command.plain("en")
    factory = LiveSessionFactory(SessionRequest(protocol="desk"), in_reach)
    for _ in range(2):
        await (await factory.open(Activity.PRACTISE, nobody)).close()
    assert happened == ["desk", "desk"]
    for activity in (Activity.WATCH, Activity.DEMO):
        await (await factory.open(activity, nobody)).close()
    await (await LiveSessionFactory(SessionRequest(source="person:calm")).open(Activity.PRACTISE, nobody)).close()
    assert happened == ["desk", "desk"]


async def test_a_session_keeps_to_the_answers(at_home: Path) -> None:
    """Of before and of today: parts, effort and numbers."""
    keep(yes("worry"), yes("medicines"))
    today = (yes("pain_today", Place(region=Region.NECK)),)
    session = open_session(Activity.PRACTISE, SessionRequest(source="person:calm", today=today))
    await session.close()

    assert session.hides_numbers
    assert session.protocol is not None
    assert "neck" not in {step.group.id for step in session.protocol.steps}
    assert {step.effort for step in session.protocol.steps} == {Effort.MILD}


async def test_what_does_not_suit_is_refused_and_a_demonstration_is_not(at_home: Path) -> None:
    """A simulated body is nobody's."""
    keep(yes("pressure"))
    with pytest.raises(UsageError, match="does not suit"):
        open_session(Activity.PRACTISE, SessionRequest(source="person:calm"))
    await open_session(Activity.DEMO, SessionRequest()).close()


def test_stored_settings_make_the_same_session_again() -> None:
    """And hold what is to be done, not what was answered; settings from before this still mean the same."""
    terms = counsel((yes("lungs"), yes("injury", Place(region=Region.FEET)), yes("trauma"))).terms
    settings = Settings(protocol="feet_to_forehead", ask_ratings=False, terms=terms)
    kept = json.dumps(settings.stored())

    def session(of: Settings) -> list[Decision]:
        guide = of.guide(of.loaded())
        assert isinstance(guide, Engine)
        return played(guide, packets(steady(), 700))

    first = session(settings)
    assert from_stored(kept) == settings
    assert session(from_stored(kept)) == first
    assert "lungs" not in kept
    assert "because" not in kept
    assert {d.group for d in first if isinstance(d, CueGiven) and d.action is Action.TENSE} == {
        "lower_legs",
        "upper_legs",
    }
    assert not [d for d in first if isinstance(d, BreathPaced)]
    assert from_stored('{"protocol": "desk", "adaptation": "on", "ask_ratings": true}') == Settings(protocol="desk")


@pytest.mark.parametrize(
    ("happened", "anew"),
    [
        ((Reported(t=1.0, symptom=Symptom.HEART), ()), True),
        ((Reported(t=1.0, symptom=Symptom.SLEEPY), ()), False),
        ((Tick(t=1.0), (Stopped(t=1.0, rule=Rule.IRREGULAR, why=why("coach.completed")),)), True),
        ((Tick(t=1.0), (Stopped(t=1.0, rule=None, why=why("coach.person_stopped")),)), False),
    ],
)
def test_after_trouble_the_questions_come_again(
    at_home: Path, happened: tuple[Reported | Tick, tuple[Decision, ...]], anew: bool
) -> None:
    """Not after every key."""
    keep()
    listener = screening.Adverse()
    listener.on_step(*happened)
    listener.close()

    assert (screening.why_due() is not None) is anew


def test_without_a_keyboard_the_questions_are_one_clear_line(tmp_path: Path) -> None:
    """And nothing is kept; what is kept can be shown."""
    ran = run("screening", data=tmp_path)
    assert ran.code == 2
    assert len(ran.err.strip().splitlines()) == 1
    assert not (tmp_path / person.FILE_NAME).exists()

    shown = run("screening", "--show", "--lang", "zh", data=tmp_path)
    assert shown.code == 0
    assert "还没有问过" in shown.out


def test_a_symptom_is_typed_with_its_number() -> None:
    """A bare number stays a rating, so that no late rating is taken for a symptom."""
    assert understood("r1", Phase.TENSE) is Symptom.PAIN
    assert understood("R 8", Phase.REST) is Symptom.SLEEPY
    assert understood("4", Phase.REST) == 4
    assert [understood(word, Phase.REST) for word in ("r", "r0", "r9", "rr", "r1x")] == [None] * 5
    assert understood("x", Phase.REST) is Key.STOP
    assert understood("m", Phase.REST) == Marking("")
    assert understood("m The  door", Phase.REST) == Marking("The door")
