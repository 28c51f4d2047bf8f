"""What hurt or tingled is remembered for a while, from the sessions themselves, and can only narrow the next plan."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.app import body_memory as kept
from biofeedback.app.screening import standing
from biofeedback.app.settings import Settings
from biofeedback.cli import screening as command
from biofeedback.coach.engine import Engine
from biofeedback.decisions import Action, Meaning, Phase, PhaseBegan, Responded
from biofeedback.events import Event, Reported, Symptom, Tick
from biofeedback.findings import Estimate
from biofeedback.store import person
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions, SourceKind
from biofeedback.texts import Texts
from biofeedback.why import why
from protocols.library import load, names
from protocols.restrictions import Place
from protocols.screening.memory import LATELY_SESSIONS, RECENT_SESSIONS, REPORTED_AGAIN, REPORTED_LATELY, remembered
from protocols.screening.personal import Change, personal, plan_for
from protocols.screening.questionnaire import Answers, unanswered
from protocols.screening.terms import counsel
from protocols.training import Effort, Region, Side, TrainingProtocol
from tests.coach.streams import cues, packets, plan, played, protocol, steady
from tests.screening.answering import answers, places, yes

FEET, LEFT_FOOT, NECK = Place(region=Region.FEET), Place(region=Region.FEET, side=Side.LEFT), Place(region=Region.NECK)
STRAP = "ble:00:11:22:33:44:55"
NOTHING: tuple[Place, ...] = ()
PROTOCOLS = [load(name) for name in names()]
WHOLE = load("feet_to_forehead")
STRONGER = {Effort.NONE: 0, Effort.MILD: 1, Effort.MODERATE: 2}
histories = st.lists(st.lists(places, max_size=3).map(tuple), max_size=RECENT_SESSIONS + 2)


@pytest.fixture(autouse=True)
def at_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    return tmp_path


# ------------------------------------------------------------------------------------------------------- the rule


def test_a_report_is_remembered_for_three_sessions() -> None:
    """As a part that is only gone through in the mind; then it is tried again."""
    for calm in range(LATELY_SESSIONS):
        assert remembered([NOTHING] * calm + [(FEET,)], answered_since=9) == (yes(REPORTED_LATELY, FEET),)
    assert remembered([NOTHING] * LATELY_SESSIONS + [(FEET,)], answered_since=9) == ()


def test_the_same_part_twice_is_left_out_until_the_questions_are_answered_anew() -> None:
    """Sides are counted one by one. Answering anew after both leaves what one report alone asks for."""
    twice = [(LEFT_FOOT,), NOTHING, (FEET, NECK)]
    right = Place(region=Region.FEET, side=Side.RIGHT)
    assert remembered(twice, answered_since=1) == (yes(REPORTED_LATELY, NECK, right), yes(REPORTED_AGAIN, LEFT_FOOT))
    assert remembered(twice, answered_since=0) == (yes(REPORTED_LATELY, NECK, FEET),)
    long_ago = [NOTHING] * (RECENT_SESSIONS - 2) + [(FEET,), (FEET,)]
    assert remembered(long_ago, answered_since=RECENT_SESSIONS) == (yes(REPORTED_AGAIN, FEET),)
    assert remembered([NOTHING, *long_ago], answered_since=RECENT_SESSIONS) == ()


def test_a_part_begins_in_the_mind_and_is_left_out_the_second_time() -> None:
    """With the reason on the page of the plan, in words."""
    for question, change in ((REPORTED_LATELY, Change.IMAGINED), (REPORTED_AGAIN, Change.LEFT_OUT)):
        ours = plan_for((yes(question, FEET),), WHOLE)
        assert [(each.group.en, each.change) for each in ours.changes] == [("Feet", change)]
        (note,) = ours.notes
        assert "pain or tingling there" in Texts("en").why(note.why)


def test_nobody_is_asked_what_is_remembered() -> None:
    """Neither before the first session nor each time."""
    asked = {question.id for today in (True, False) for question in unanswered((), today=today)}
    assert asked.isdisjoint({REPORTED_LATELY, REPORTED_AGAIN})


@pytest.mark.parametrize("order", [1, -1])
def test_what_is_left_out_is_not_brought_back_as_something_to_imagine(order: int) -> None:
    """An injured part stays left out where a report asks for less, whichever comes first."""
    both = (yes("spasm", FEET), yes("injury", FEET), yes(REPORTED_LATELY, FEET))[::order]
    assert [each.change for each in plan_for(both, WHOLE).changes] == [Change.LEFT_OUT]


def tensions(ours: TrainingProtocol | None) -> dict[str, tuple[float, int, float]]:
    """Of each group that is tensed: the longest hold, the strongest effort, the shortest rest (negative)."""
    found: dict[str, tuple[float, int, float]] = {}
    for step in () if ours is None else ours.steps:
        if step.hold_s > 0:
            now = (step.hold_s, STRONGER[step.effort], -step.rest_s)
            before = found.get(step.group.id, now)
            found[step.group.id] = (max(now[0], before[0]), max(now[1], before[1]), max(now[2], before[2]))
    return found


def narrows(less: Answers, more: Answers, protocol_: TrainingProtocol) -> None:
    """Under `more` nothing is begun, tensed or gone through that is not under `less`, nor longer or stronger."""
    wide, narrow = personal(protocol_, counsel(less).terms), personal(protocol_, counsel(more).terms)
    assert wide is not None or narrow is None
    allowed, asked = tensions(wide), tensions(narrow)
    for group, now in asked.items():
        assert all(a <= b for a, b in zip(now, allowed[group], strict=True))
    if wide is not None and narrow is not None:
        assert {step.group.id for step in narrow.steps} <= {step.group.id for step in wide.steps}
    held, more_held = counsel(less).terms.restrictions, counsel(more).terms.restrictions
    assert set(held.never_tensed) <= set(more_held.never_tensed)
    assert replace(more_held, never_tensed=()) == replace(held, never_tensed=())


@given(answers(), histories, st.integers(0, RECENT_SESSIONS), st.sampled_from(PROTOCOLS))
def test_memory_can_only_narrow(
    given_: Answers, past: list[tuple[Place, ...]], since: int, of: TrainingProtocol
) -> None:
    """Whatever was answered, reported and practised."""
    asked = tuple(answer for answer in given_ if answer.question not in (REPORTED_LATELY, REPORTED_AGAIN))
    narrows(asked, (*asked, *remembered(past, since)), of)


@given(histories.filter(bool), st.data(), st.integers(0, RECENT_SESSIONS), st.sampled_from(PROTOCOLS))
def test_one_report_more_never_allows_more(
    past: list[tuple[Place, ...]], data: st.DataObject, since: int, of: TrainingProtocol
) -> None:
    """In whichever session it was."""
    k = data.draw(st.integers(0, len(past) - 1))
    more = [*past[:k], (*past[k], data.draw(places)), *past[k + 1 :]]
    wide, narrow = remembered(past, since), remembered(more, since)
    allowed, asked = (tensions(personal(of, counsel(each).terms)) for each in (wide, narrow))
    assert asked.keys() <= allowed.keys()


# ------------------------------------------------------------------------------------------- from the journals kept


def about_of(day: int, source: str = STRAP, name: str = "feet_to_forehead") -> About:
    settings = json.dumps(Settings(protocol=name).stored())
    started = f"2026-03-{day:02d}T12:00:00+00:00"
    return About(
        started=started,
        version="0",
        protocol=name,
        digest="",
        source_kind=SourceKind.STRAP if source.startswith("ble") else SourceKind.PARTICIPANT,
        source=source,
        seed=None,
        settings=settings,
        lang="en",
    )


def practised(day: int, *reports: tuple[str, Symptom], source: str = STRAP) -> int:
    """A session of that day as it is kept: each report comes while its group is being tensed."""
    known = played(Engine(plan(protocol=protocol(4))), packets(steady(), 300))
    tensed = {cue.group: cue.t for cue in cues(known, Action.TENSE)}
    closing = next(each.t for each in known if isinstance(each, PhaseBegan) and each.phase is Phase.CLOSING)
    events: list[Event] = [*packets(steady(), 300)]
    events += [Reported(t=tensed.get(group, closing) + 2.0, symptom=symptom) for group, symptom in reports]
    log, engine = SessionLog(about_of(day, source)), Engine(plan(protocol=protocol(4)))
    for event in sorted(events, key=lambda event: event.t):
        log.on_step(event, engine.step(event))
    log.close()
    return log.id


def answered(day: int) -> None:
    person.keep(person.Person(answers=(), answered=f"2026-03-{day:02d}T18:00:00+00:00"))


def of_group(group: str) -> set[Region]:
    return {region for step in WHOLE.steps if step.group.id == group for region in step.group.regions}


def told(given_: Answers) -> dict[str, set[Region]]:
    return {answer.question: {place.region for place in answer.places} for answer in given_}


def test_what_was_reported_shapes_the_next_plan_and_goes_with_its_session() -> None:
    """Once: in the mind. Twice: left out. The sessions deleted: nothing is known any more."""
    answered(1)
    first = practised(2, ("feet", Symptom.PAIN))
    assert told(standing()) == {REPORTED_LATELY: of_group("feet")}
    second = practised(3, ("feet", Symptom.TINGLING), ("upper_legs", Symptom.PAIN))
    assert told(standing()) == {REPORTED_LATELY: of_group("upper_legs"), REPORTED_AGAIN: of_group("feet")}
    ours = plan_for(standing(), WHOLE).protocol
    assert ours is not None
    assert "feet" not in [step.group.id for step in ours.steps]
    answered(4)
    assert REPORTED_AGAIN not in told(standing())
    with Sessions() as store:
        store.delete(first)
        store.delete(second)
    assert standing() == ()


def test_only_reports_that_spare_a_part_in_hand_with_a_strap_on_count() -> None:
    """Not sleepiness, not a report in the closing, not a simulated body; and not what began because of the report."""
    answered(1)
    practised(2, ("feet", Symptom.SLEEPY), ("closing", Symptom.PAIN))
    practised(3, ("feet", Symptom.PAIN), source="person:calm")
    assert kept.remembered(None) == ()


def test_without_sessions_nothing_is_remembered() -> None:
    """Nor is anybody taken to have been asked."""
    assert standing() == ()


def test_a_group_whose_protocol_is_gone_is_known_by_its_name(at_home: Path) -> None:
    """A file of one's own that was deleted: the shipped group of that name is what it was made of."""
    log = SessionLog(about_of(2, name=str(at_home / "mine.toml")))
    log.on_step(Reported(t=5.0, symptom=Symptom.PAIN), (PhaseBegan(t=3.0, phase=Phase.REST, group="feet"),))
    log.close()
    assert told(standing()) == {REPORTED_LATELY: of_group("feet")}


def test_after_which_groups_the_heart_slows_is_said_where_it_is_sure(capsys: pytest.CaptureFixture[str]) -> None:
    """Over four sessions: steadily after the feet, now so and now so after the hands, too seldom after the neck."""
    answered(1)
    falls = {"feet": (3.0, 3.5, 4.0, 3.2), "arms_and_hands": (3.0, -3.0, 4.0, -2.0), "neck": (9.0, 9.1, 9.2)}
    for k in range(4):
        here = {group: values[k] for group, values in falls.items() if k < len(values)}
        log = SessionLog(about_of(2 + k))
        log.on_step(Tick(t=1.0), tuple(answer(group, value) for group, value in here.items()))
        log.close()
    assert [name.en for name in kept.answering()] == ["Feet"]
    assert command.run("en", show=True) == 0
    assert capsys.readouterr().out.splitlines()[-1].endswith("your heart slowed in the rest after: Feet.")
    assert standing() == ()


def answer(group: str, value: float) -> Responded:
    fall = Estimate(value=value, low=value - 9, high=value + 9)
    return Responded(
        t=1.0,
        group=group,
        repeats=1,
        rise_bpm=None,
        fall_bpm=fall,
        rmssd_gain=None,
        why=why("response.group_cannot_tell"),
        meaning=Meaning.CANNOT_TELL,
    )
