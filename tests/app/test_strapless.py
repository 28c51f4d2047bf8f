"""Practice without a strap put together as the program does, and what of a session that came to nothing is kept."""

from __future__ import annotations

import asyncio
from pathlib import Path
from typing import cast

import pytest

from biofeedback.app import strapless
from biofeedback.app.interview import Interviewer, Otherwise, OutOfReach
from biofeedback.app.opening import within_reach
from biofeedback.app.past_sessions import past_sessions
from biofeedback.app.ports import Activity, StrapSeen
from biofeedback.app.reviewing import record
from biofeedback.app.session_assembly import Parts, open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.sources import NoStrap, parse
from biofeedback.clock import SessionClock
from biofeedback.cues.cueing import Cueing
from biofeedback.decisions import Action, CueGiven, Decision, Outcome
from biofeedback.errors import UsageError
from biofeedback.events import Event, Key, Tick
from biofeedback.plain.lines import PlainLines
from biofeedback.review.sentences import facts
from biofeedback.texts import Texts
from protocols.groups import common
from protocols.library import load
from protocols.restrictions import Restrictions
from protocols.screening.terms import Terms
from protocols.training import tenses
from tests.tui.fake_strap import PutsItOn

FAST = Parts(clock=lambda _: SessionClock(5000.0))


class Heard:
    """All that was decided."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self.decisions += decisions


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")


def wished(protocol: str = "grounding") -> SessionRequest:
    return SessionRequest(source="none", protocol=protocol)


async def test_a_whole_practice_without_a_strap_is_kept_and_tenses_nothing() -> None:
    session, heard = open_session(Activity.PRACTISE, wished(), asks=False, parts=FAST), Heard()
    session.start(heard)
    assert session.view().unmonitored
    async with asyncio.timeout(30):
        await session.wait()
    await session.close()

    (kept,) = past_sessions()
    told = " ".join(facts(record(kept.number), Texts("en")))
    assert "without a strap" in told
    assert "5 of 5 steps" in told
    assert "chest strap" not in told
    assert kept.outcome is Outcome.COMPLETED
    assert [d for d in heard.decisions if isinstance(d, CueGiven) and d.action is Action.TENSE] == []
    assert session.unkept == ()


@pytest.mark.parametrize("lang", ["en", "zh"])
async def test_no_beats_are_waited_for_in_words_where_nobody_wears_a_strap(lang: str) -> None:
    """Neither in lines nor for closed eyes."""
    lines, texts = list[str](), Texts(lang)
    session, heard = open_session(Activity.PRACTISE, wished(), asks=False, parts=FAST), Heard()
    session.start(heard)
    async with asyncio.timeout(30):
        await session.wait()
    await session.close()

    plain = PlainLines(lines.append, texts, protocol=load("grounding"))
    cueing = Cueing(load("grounding"), lang)
    spoken = list[str]()
    for decision in heard.decisions:
        plain.on_step(Tick(t=decision.t), (decision,))
        spoken += [part.line.text for part in cueing.parts(decision) if part.line is not None]
    assert any(common()["preparation"].say(lang) in line for line in (*lines, *spoken))
    waiting = texts.say("cues.waiting_detail")
    assert not [line for line in (*lines, *spoken) if waiting in line]


async def test_what_ends_before_its_first_beat_or_step_is_not_kept() -> None:
    """Neither a look that found no strap nor a session that was left at once stands in the list."""
    session = open_session(Activity.PRACTISE, SessionRequest(source="none", protocol="grounding"), asks=False)
    session.start(Heard())
    await asyncio.sleep(0)
    session.press(Key.STOP)
    await session.wait()
    await session.close()

    assert past_sessions() == ()
    assert [each.code for each in session.unkept] == ["keeping.nothing_begun"]


@pytest.mark.parametrize("activity", [Activity.PRACTISE, Activity.WATCH])
def test_what_needs_a_strap_is_refused_in_a_sentence(activity: Activity) -> None:
    with pytest.raises(UsageError) as refused:
        open_session(activity, wished("recall" if activity is Activity.WATCH else "gentle_isometric"), asks=False)
    assert refused.value.reasons or refused.value.message


def test_whoever_is_to_stay_watched_is_refused_without_a_strap() -> None:
    with pytest.raises(UsageError):
        strapless.must_suit(load("grounding"), Terms(restrictions=Restrictions(stay_watched=True)))
    strapless.must_suit(load("grounding"), Terms())


def test_what_is_offered_tenses_nothing() -> None:
    assert not any(tenses(load(name)) for name in strapless.OFFERED)
    assert strapless.suited(()) == strapless.OFFERED
    assert parse("none") == NoStrap()


class Offered(PutsItOn):
    """Who is offered what can be done without a strap, and begins all the same."""

    practices: tuple[str, ...] = ()

    async def without_strap(self, trouble: OutOfReach) -> str | Otherwise:
        self.practices = trouble.practices
        return await super().without_strap(trouble)


async def out_of_reach(address: str | None) -> StrapSeen:
    return StrapSeen(problem=UsageError("no strap is in reach"))


@pytest.mark.parametrize("named", [*strapless.OFFERED, "bedtime", None])
async def test_what_was_named_is_offered_first(named: str | None) -> None:
    """One Enter begins it, where it needs no strap; the others follow in their own order."""
    person = Offered()
    request = SessionRequest(protocol=named)
    await within_reach(Activity.PRACTISE, request, cast(Interviewer, person), out_of_reach)
    others = [name for name in strapless.OFFERED if name != named]
    assert person.practices == (*([named] if named in strapless.OFFERED else []), *others)
