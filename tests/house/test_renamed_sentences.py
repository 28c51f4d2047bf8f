"""Sentences may be called anything: with every code renamed, the same is decided, remembered, suggested and said."""

from __future__ import annotations

import json
import re
from dataclasses import replace
from pathlib import Path
from types import SimpleNamespace
from typing import cast

import pytest

import biofeedback.why
from biofeedback.app import history
from biofeedback.app.log_words import LogWords
from biofeedback.app.ports import SessionRunner
from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import Adapted, EndCause, Finished, Paused, Responded, Warned
from biofeedback.errors import StoreError
from biofeedback.events import Tick
from biofeedback.findings import Missing
from biofeedback.journal import decision_from_line, to_line
from biofeedback.plain.lines import PlainLines
from biofeedback.plain.source_lines import SourceLines
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions, SourceKind
from biofeedback.texts import Texts
from biofeedback.tui.ended import SummaryScreen
from biofeedback.tui.look import Look
from biofeedback.why import Value, Why
from protocols.programme import suggest
from protocols.restrictions import Restrictions
from simulators.lab.campaign.adaptation_invariants import nothing_is_adapted_without_leave
from simulators.lab.campaign.cases import case
from simulators.lab.campaign.playing import play
from simulators.lab.campaign.trace import Trace, trace_of
from tests.coach.streams import packets, plan, steady
from tests.devices.inprocess import InProcessAir
from tests.plain.wearing import BEAT, OFF, Wearing
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


def limited() -> Trace:
    """One in which limits change something, and nothing else may."""
    restrictions = Restrictions(max_hold_s=3.0, min_rest_s=60.0)
    return trace_of(plan(adaptation=Adaptation.SHADOW, restrictions=restrictions), packets(steady(), 400))


def played() -> list[Trace]:
    return [*(play(case(number)) for number in CASES), restless(), limited()]


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
    """From now on every reason that is given has another code; what the catalogue calls it is found all the same.

    A code is written backwards, so that nothing is found in it, nor by putting something at its end.
    """
    say = Texts.say

    def found(self: Texts, code: str, **values: Value) -> str:
        return say(self, as_it_was(code), **values)

    def other(code: str, values: tuple[tuple[str, Value], ...] = ()) -> Why:
        return Why(RENAMED + code[::-1], values)

    patch.setattr(biofeedback.why, "Why", other)
    patch.setattr(Texts, "say", found)


def as_it_was(code: str) -> str:
    return code.removeprefix(RENAMED)[::-1] if code.startswith(RENAMED) else code


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
    assert [[named_back(line) for line in session] for session in told] == lines(as_they_are)


def named_back(line: str) -> str:
    return re.sub('(?<="code":")[^"]+', lambda code: as_it_was(code[0]), line)


def test_what_is_missing_is_what_the_sentence_says(as_they_are: list[Trace]) -> None:
    """Of every pause and every warning, as it is read off lines that had the sentence only."""
    told = [each for trace in as_they_are for each in trace.decisions() if isinstance(each, Paused | Warned)]
    for each in told:
        fields = json.loads(to_line(each))
        del fields["missing"]
        assert decision_from_line(json.dumps(fields)) == each
    assert {each.missing for each in told} == {None, Missing.LINK, Missing.BEATS}


def test_a_limit_is_told_from_adaptation_by_any_name(as_they_are: list[Trace], renamed: list[Trace]) -> None:
    """Where nothing may be adapted, limits still hold."""
    for traces in (as_they_are, renamed):
        assert [violation for each in traces for violation in nothing_is_adapted_without_leave(each)] == []
        changes = [each for each in traces[-1].decisions() if isinstance(each, Adapted) and each.carried_out]
        assert {change.what for change in changes} == {"hold_s", "rest_s"}


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
    """With numbers and without."""
    written: list[str] = []
    for numbers in (True, False):
        face = PlainLines(written.append, Texts("en"), protocol=trace.protocol, numbers=numbers)
        for step in trace.steps:
            face.on_step(step.event, step.decisions)
    return written


async def test_what_a_strap_says_of_itself_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """What is new, what is left unsaid, and what the guidance has said already."""
    air = InProcessAir()
    air.carry(monkeypatch)
    before = await worn(Wearing(air, "en"))
    rename(monkeypatch)
    air = InProcessAir()
    air.carry(monkeypatch)
    assert await worn(Wearing(air, "en")) == before
    text = "\n".join(before)
    for code in ("devices.no_contact", "devices.refused", "coach.link_lost", "devices.lost_next", "devices.taken"):
        assert text.count(Texts("en").say(code, attempt=2, left=0.25)) == 2, code
    for code in ("devices.weak", "devices.lost", "devices.gap_next"):
        assert Texts("en").say(code) not in text, code


async def worn(wearing: Wearing) -> list[str]:
    """A strap that is off the skin, well, silent and lost, and the same once more."""
    async with wearing.running():
        await wearing.passes(1)
        for _ in range(2):
            await wearing.passes(12, OFF)
            await wearing.passes(30, BEAT)
            await wearing.passes(12)
            await wearing.passes(40, BEAT)
            wearing.air.asleep = True
            wearing.air.drop()
            await wearing.passes(60)
            wearing.air.asleep = False
            await wearing.passes(3, BEAT)
    return wearing.lines


def test_what_the_journal_says_of_itself_is_the_same(monkeypatch: pytest.MonkeyPatch) -> None:
    """After good news the same trouble is news again."""
    before = written_of_the_journal()
    rename(monkeypatch)
    assert written_of_the_journal() == before
    assert len(before) == 4


def written_of_the_journal() -> list[str]:
    """What is written of one that fails, twice."""
    t, written = 0.0, list[str]()
    log = SimpleNamespace(trouble=None)
    journal = LogWords(cast("SessionLog", log), lambda: t)
    session = SimpleNamespace(source_says=journal.says, view=lambda: SimpleNamespace(t=t))
    source = SourceLines(cast("SessionRunner", session), written.append, Texts("en"))
    for trouble in (StoreError("full"), None) * 2:
        log.trouble = trouble
        for _ in range(2):
            t += 1.0
            source.look()
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
