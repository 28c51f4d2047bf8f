"""A kept session becomes a scenario: whole, or with the fewest events that still show the decision."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Decision, Stopped
from biofeedback.errors import InputError, UsageError
from biofeedback.events import Event
from biofeedback.run import headless
from protocols.library import load
from simulators.faults.injection import parse, with_faults
from simulators.lab.scenarios.playing import play
from simulators.lab.scenarios.reading import read
from simulators.lab.scenarios.recorded import Recorded, plan_line, plan_of, shortened, shown, text_of
from simulators.lab.scenarios.shortening import MOST_TRIES, shortest
from simulators.participants.participant import person
from tests.cli.program import run
from tests.report.sessions import keep


class Keeping:
    def __init__(self) -> None:
        self.events: list[Event] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self.events.append(event)


@pytest.fixture(scope="module")
def held() -> Recorded:
    """A session that a fibrillating heart stops."""
    plan, kept = Plan(protocol=load("three_minutes")), Keeping()
    headless.run(Engine(plan), with_faults(person("calm", 1), (parse("af:rest:1"),), 1), [kept])
    return Recorded(plan, tuple(kept.events))


def test_it_is_shortened_to_what_still_shows_the_decision(held: Recorded) -> None:
    """The gravest where nothing was named; the same words for the same reason, of far fewer events."""
    decision = shown(held, None)
    short = shortened(held, decision)
    now = [each for each in headless.replay(Engine(short.plan), short.events) if isinstance(each, Stopped)]

    assert isinstance(decision, Stopped)
    assert [(each.rule, each.why.code) for each in now] == [(decision.rule, decision.why.code)]
    assert len(short.events) < len(held.events) / 2


def test_the_file_holds_protocol_and_events_and_holds(held: Recorded, tmp_path: Path) -> None:
    """Read anywhere, also where the protocol is not; and another decision would be noticed."""
    file = tmp_path / "held.scenario.toml"
    decision = shown(held, "stop")
    file.write_text(text_of(held, decision, 'it\'s "quoted"'), encoding="utf-8")
    scenario = read(file)

    assert scenario.recorded == held
    assert not scenario.answers
    file.write_text(file.read_text("utf-8").replace("\n[[expect]]", 'adaptation = "off"\n\n[[expect]]'), "utf-8")
    with pytest.raises(InputError, match=r"scenario\.adaptation is unknown"):
        read(file)
    file.write_text(text_of(held, decision, 'it\'s "quoted"'), encoding="utf-8")
    assert not play(scenario, 1).missed
    file.write_text(text_of(held, decision, "x").replace('"stop irregular"', '"stop too_fast"'), encoding="utf-8")
    assert play(read(file), 1).missed


def test_a_plan_comes_back_as_it_was(held: Recorded) -> None:
    """But for the text of the protocol's file, which nothing is decided by."""
    assert plan_of(plan_line(held.plan)) == held.plan


def test_a_decision_that_was_not_made_cannot_be_shown(held: Recorded) -> None:
    """Nor one of words that nobody knows."""
    with pytest.raises(UsageError, match="did not happen"):
        shown(held, "stop too_slow")
    with pytest.raises(UsageError, match="did you mean 'stop'"):
        shown(held, "stopp")


def test_a_kept_session_becomes_a_scenario_by_the_program(tmp_path: Path) -> None:
    """Written beside, held by `lab run`, and not written over another file."""
    keep(tmp_path, protocol="three_minutes")
    ran = run("sessions", "scenario", "1", "--shows", "baseline", data=tmp_path)
    file = Path(ran.out.strip())

    assert ran.code == 0, ran.err
    assert file.name == "session_1.scenario.toml"
    assert file.stat().st_mode & 0o077 == 0
    assert run("lab", "run", str(file), data=tmp_path).code == 0
    assert run("sessions", "scenario", "1", data=tmp_path).code == 2
    assert run("sessions", "scenario", "7", data=tmp_path).code == 2


@given(st.lists(st.integers(0, 9), min_size=1, max_size=60), st.sets(st.integers(0, 9), min_size=1, max_size=3))
def test_no_smaller_part_would_do(items: list[int], wanted: set[int]) -> None:
    """Of one that asks for some items: exactly one of each is left, in order; and the test is not asked without end."""
    asked = list[int]()

    def shows(some: Sequence[int]) -> bool:
        asked.append(len(some))
        return wanted <= set(some)

    if not wanted <= set(items):
        return
    found = shortest(items, shows)

    assert sorted(found) == sorted(wanted)
    assert len(asked) <= MOST_TRIES
