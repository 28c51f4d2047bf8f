"""Sentences may be called anything: with every code renamed, the same is decided, remembered, suggested and said."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

import biofeedback.why
from biofeedback.app import history
from biofeedback.decisions import EndCause, Finished, Responded
from biofeedback.events import Tick
from biofeedback.journal import to_line
from biofeedback.plain.lines import PlainLines
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions, SourceKind
from biofeedback.texts import Texts
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.look import Look
from biofeedback.why import Value, Why
from protocols.programme import suggest
from simulators.lab.campaign.cases import case
from simulators.lab.campaign.playing import play
from simulators.lab.campaign.trace import Trace, trace_of
from tests.coach.streams import packets, plan
from tests.tui.drive import practising
from tests.tui.snapshot import screen_text

RENAMED = "renamed."

CASES = (10, 18, 57, 97, 98, 130, 143, 182, 187, 224, 302, 317, 318, 392)
"""Sessions of the campaign with every way to end but one, and every kind of decision there is outside an assessment."""

DAY = "2027-01-01"
"""Of all sessions, and of the suggestion."""


def restless() -> Trace:
    """The way to end that is missing: a heart that never comes down from its first tension."""
    return trace_of(plan(), packets(lambda t: 64.0 if t < 140 else 82.0, 1500))


def played() -> list[Trace]:
    return [*(play(case(number)) for number in CASES), restless()]


@pytest.fixture(scope="module")
def as_they_are() -> list[Trace]:
    return played()


@pytest.fixture(scope="module")
def renamed() -> list[Trace]:
    """The same sessions where every sentence has another name."""
    with pytest.MonkeyPatch.context() as patch:
        rename(patch)
        return played()


def rename(patch: pytest.MonkeyPatch) -> None:
    """From now on every reason that is given has another code; what the catalogue calls it is found all the same."""
    say = Texts.say

    def found(self: Texts, code: str, **values: Value) -> str:
        return say(self, code.removeprefix(RENAMED), **values)

    def other(code: str, values: tuple[tuple[str, Value], ...] = ()) -> Why:
        return Why(RENAMED + code, values)

    patch.setattr(biofeedback.why, "Why", other)
    patch.setattr(Texts, "say", found)


def lines(traces: list[Trace]) -> list[list[str]]:
    return [[to_line(decision) for decision in trace.decisions()] for trace in traces]


def codes(line: str) -> list[str]:
    why = json.loads(line).get("why")
    return [] if why is None else [why["code"]]


def test_the_decisions_are_the_same_but_for_the_codes(as_they_are: list[Trace], renamed: list[Trace]) -> None:
    """Whatever ends the session."""
    assert {end.cause for end in ends(as_they_are)} == set(EndCause)
    assert any(isinstance(each, Responded) for trace in as_they_are for each in trace.decisions())
    told = lines(renamed)
    assert all(code.startswith(RENAMED) for session in told for line in session for code in codes(line))
    assert [[line.replace(f'"code":"{RENAMED}', '"code":"') for line in session] for session in told] == lines(
        as_they_are
    )


def ends(traces: list[Trace]) -> list[Finished]:
    return [each for trace in traces for each in trace.decisions() if isinstance(each, Finished)]


def test_what_is_remembered_and_suggested_is_the_same(
    as_they_are: list[Trace], renamed: list[Trace], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Trouble is trouble by its cause."""
    found = []
    for name, traces in (("plain", as_they_are), ("renamed", renamed)):
        monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / name))
        for trace in traces:
            keep(trace)
        with Sessions() as store:
            found.append([replace(history.practised(each), day=DAY) for each in store.all()])

    assert found[0] == found[1]
    assert any(each.trouble for each in found[0])
    assert any(not each.trouble for each in found[0])
    assert suggest(found[0], DAY) == suggest(found[1], DAY)


def keep(trace: Trace) -> None:
    log = SessionLog.begin(
        protocol=trace.protocol, source_kind=SourceKind.STRAP, source="ble", seed=1, lang="en", settings={}
    )
    for step in trace.steps:
        log.on_step(step.event, step.decisions)
    log.close()


def test_what_is_said_is_the_same(
    as_they_are: list[Trace], renamed: list[Trace], monkeypatch: pytest.MonkeyPatch
) -> None:
    """Line by line, the heart's answers among them."""
    before = [said(trace) for trace in as_they_are]
    rename(monkeypatch)
    assert [said(trace) for trace in renamed] == before


def said(trace: Trace) -> list[str]:
    written: list[str] = []
    face = PlainLines(written.append, Texts("en"), protocol=trace.protocol)
    for step in trace.steps:
        face.on_step(step.event, step.decisions)
    return written


async def test_an_end_because_of_what_is_felt_is_not_praised_by_any_name(monkeypatch: pytest.MonkeyPatch) -> None:
    """The last page goes by the cause."""
    rename(monkeypatch)
    async with practising(Look(), "usual", at=80) as on:
        reason = biofeedback.why.why("symptoms.advice_heart")
        assert reason.code.startswith(RENAMED)
        on.runner.say(Tick(t=on.runner.now), *on.runner.guide.stop(on.runner.now, None, reason, EndCause.SYMPTOM))
        await on.settle()
        assert isinstance(on.app.screen, SummaryScreen)
        assert Texts("en").say("tui.stop_title") in screen_text(on.app)
