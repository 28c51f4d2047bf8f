"""One session is one session: however it is ticked, cut, stored or shifted in time, it decides the same."""

from __future__ import annotations

import copy
import dataclasses
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import Decision, Phase, PhaseBegan
from biofeedback.events import Event, Tick
from biofeedback.journal import event_from_line, to_line
from biofeedback.run import headless
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import Sessions, SourceKind
from tests.principles.streams import SHORT_S, SOME, adaptations, decided, engine, heart, in_order, streams

HOUR_S = 3600.0


def lines(decisions: tuple[Decision, ...]) -> list[str]:
    """As the journal would hold them: what cannot be told apart there is the same."""
    return [to_line(decision) for decision in decisions]


@SOME
@given(stream=streams(), adaptation=adaptations(), ticks=st.lists(st.floats(0.0, SHORT_S * 2), max_size=40))
def test_ticks_change_nothing(stream: list[Event], adaptation: Adaptation, ticks: list[float]) -> None:
    """Ticks at any time, too many, too few, or none at all: the same decisions at the same times."""
    ticked = in_order([*stream, *(Tick(t=t) for t in ticks)])

    assert lines(decided(engine(adaptation), ticked)) == lines(decided(engine(adaptation), stream))


@SOME
@given(stream=streams(), adaptation=adaptations(), late=st.floats(0.0, 5.0))
def test_late_ticks_change_nothing(stream: list[Event], adaptation: Adaptation, late: float) -> None:
    """A timer that wakes up for every deadline, but always late, decides what one that never wakes up does."""
    guide, decisions = engine(adaptation), list[Decision]()
    for event in stream:
        while (due := guide.deadline) is not None and due + late <= event.t:
            decisions += guide.step(Tick(t=due + late))
        decisions += guide.step(event)

    assert lines(tuple(decisions)) == lines(decided(engine(adaptation), stream))


@SOME
@given(stream=streams(), cut=st.floats(0.0, SHORT_S))
def test_a_session_may_be_cut_anywhere(stream: list[Event], cut: float) -> None:
    """An engine copied in the middle goes on as the one it was copied from: it is all there is to a session."""
    whole = engine()
    before = decided(whole, [event for event in stream if event.t < cut])
    after = [event for event in stream if event.t >= cut]
    copied = copy.deepcopy(whole)

    rest = decided(whole, after)

    assert lines(decided(copied, after)) == lines(rest)
    assert lines(before + rest) == lines(decided(engine(), stream))


@SOME
@given(stream=streams(), looks=st.lists(st.floats(0.0, SHORT_S), max_size=20))
def test_looking_changes_nothing(stream: list[Event], looks: list[float]) -> None:
    """A screen that asks for its view at any moment does not disturb what it sees."""
    guide, decisions, asked = engine(), list[Decision](), sorted(looks)
    for event in stream:
        while asked and asked[0] < event.t:
            guide.view(asked.pop(0))
        decisions += guide.step(event)

    assert lines(tuple(decisions)) == lines(decided(engine(), stream))


@SOME
@given(stream=streams(), adaptation=adaptations())
def test_a_journal_is_its_session(stream: list[Event], adaptation: Adaptation) -> None:
    """Written down, read back and replayed: the same decisions, byte for byte."""
    stored = [event_from_line(to_line(event)) for event in stream]

    assert lines(headless.replay(engine(adaptation), stored)) == lines(decided(engine(adaptation), stream))


def test_a_stored_session_replays_to_what_was_decided(tmp_path: Path) -> None:
    """The whole way through the file on the disk."""
    log = SessionLog.begin(
        protocol=None,
        source_kind=SourceKind.RECORDING,
        source="test",
        seed=1,
        lang="en",
        settings={},
        folder=tmp_path,
    )
    guide = engine()
    for event in [*heart(1, SHORT_S), Tick(t=SHORT_S * 10)]:
        log.on_step(event, guide.step(event))
    log.close()

    with Sessions(tmp_path) as sessions:
        replayed = headless.replay(engine(), sessions.events(log.id))
        assert replayed
        assert lines(replayed) == lines(sessions.decisions(log.id))


@pytest.mark.parametrize("by_s", [0.25, 1024.0, 12 * HOUR_S])
@pytest.mark.parametrize("seed", range(4))
def test_a_session_may_begin_at_any_time(seed: int, by_s: float) -> None:
    """The strap comes a quarter of a second, a quarter of an hour or half a day later: so does everything else."""
    stream = heart(seed, SHORT_S * 1.5)
    shifted = [dataclasses.replace(event, t=event.t + by_s) for event in stream]

    now = _from_baseline_on(decided(engine(ask_ratings=False), stream), 0.0)
    later = _from_baseline_on(decided(engine(ask_ratings=False), shifted), by_s)

    assert len(now) > 10
    assert [kind for kind, _ in later] == [kind for kind, _ in now]
    for (_, shifted_values), (_, values) in zip(later, now, strict=True):
        assert shifted_values == pytest.approx(values, abs=1e-6)


def _from_baseline_on(decisions: tuple[Decision, ...], by_s: float) -> list[tuple[str, dict[str, Any]]]:
    """From the first decision that depends on the heart: what is said, and every time in it, shifted back."""
    kept = [
        (n, each) for n, each in enumerate(decisions) if isinstance(each, PhaseBegan) and each.phase is Phase.BASELINE
    ]
    told = []
    for decision in decisions[kept[0][0] :]:
        values = {field.name: getattr(decision, field.name) for field in dataclasses.fields(decision)}
        times = {name: values.pop(name) - by_s for name in ("t", "until", "start_s") if values.get(name) is not None}
        numbers = {name: values.pop(name) for name in list(values) if isinstance(values[name], float)}
        told.append((f"{type(decision).__name__} {values}", times | numbers))
    return told
