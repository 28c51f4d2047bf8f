"""Every event in every phase: where it leads, and that it leads nowhere else."""

from __future__ import annotations

import itertools
from collections.abc import Callable

import pytest
from hypothesis import given

from biofeedback.coach.engine import Engine
from biofeedback.coach.phases import TABLE, TERMINAL
from biofeedback.coach.plan import Adaptation
from biofeedback.decisions import (
    Action,
    CueGiven,
    Decision,
    Finished,
    Outcome,
    Paused,
    Phase,
    PhaseBegan,
    Stopped,
)
from biofeedback.events import Event, HeartRate, Key, LinkBack, LinkLost, Pressed, Rated, SourceEnded, Suspended, Tick
from protocols.limits import HARD_MAX_HOLD_S, MIN_REST_S
from tests.principles.streams import (
    SHORT_S,
    SOME,
    Happening,
    Trouble,
    adaptations,
    decided,
    engine,
    heart,
    in_order,
    streams,
)

STAYS = None
MOVING = {Phase.BASELINE, Phase.PREPARE, Phase.TENSE, Phase.REST, Phase.SETTLE, Phase.CLOSING}
GROUP = {Phase.PREPARE, Phase.TENSE, Phase.REST, Phase.SETTLE}
ENDED = {Phase.FINISHED, Phase.STOPPED}
RISEN = Happening(Trouble.RISEN, 108.0, 50.0)  # from the first tension on
AWAY = Happening(Trouble.LINK, 115.0, 10.0)

EVENTS: dict[str, Callable[[float], Event]] = {
    "beats": lambda t: HeartRate(t=t, hr_bpm=70, rr_ticks=(109_000,)),
    "empty packet": lambda t: HeartRate(t=t, hr_bpm=None, rr_ticks=()),
    "link lost": lambda t: LinkLost(t=t, cause="disconnected"),
    "link back": lambda t: LinkBack(t=t),
    "pause": lambda t: Pressed(t=t, key=Key.PAUSE),
    "resume": lambda t: Pressed(t=t, key=Key.RESUME),
    "skip": lambda t: Pressed(t=t, key=Key.SKIP),
    "stop": lambda t: Pressed(t=t, key=Key.STOP),
    "go on unmonitored": lambda t: Pressed(t=t, key=Key.UNMONITORED),  # only where it was offered
    "rating": lambda t: Rated(t=t, tension=3),
    "no rating": lambda t: Rated(t=t, tension=None),
    "stood still": lambda t: Suspended(t=t, seconds=30.0),
    "source ended": lambda t: SourceEnded(t=t),
    "tick": lambda t: Tick(t=t),
}


def leads(phase: Phase, event: str) -> Phase | None:
    """Where an event leads, written down a second time and in other words than in the table."""
    if phase in ENDED:
        return STAYS
    match event:
        case "stop":
            return Phase.FINISHED if phase is Phase.ASK_AFTER else Phase.STOPPED
        case "source ended":
            return Phase.FINISHED
        case "link lost":
            return Phase.PAUSED if phase in MOVING else STAYS
        case "pause" | "stood still":
            return Phase.PAUSED if phase in {*MOVING, Phase.ASK_BEFORE, Phase.WAITING} else STAYS
        case "resume":
            return Phase.PREPARE if phase is Phase.PAUSED else STAYS  # held in a group, with good beats
        case "skip":
            return Phase.PREPARE if phase in GROUP else STAYS  # the next group
        case "rating" | "no rating":
            return {Phase.ASK_BEFORE: Phase.WAITING, Phase.ASK_AFTER: Phase.FINISHED}.get(phase, STAYS)
        case _:
            return STAYS


def phase_after(decisions: tuple[Decision, ...]) -> Phase | None:
    """The last phase that was begun."""
    begun = [each.phase for each in decisions if isinstance(each, PhaseBegan)]
    return begun[-1] if begun else None


def brought_to(phase: Phase) -> tuple[Engine, float]:
    """A session a moment after it came into this phase for the first time, and that moment."""
    troubles = {Phase.SETTLE: (RISEN,)}.get(phase, ())
    stream = in_order([Rated(t=2.0, tension=6), *heart(1, SHORT_S * 1.5, troubles)])
    if phase is Phase.PAUSED:
        stream = in_order([*stream, Pressed(t=112.0, key=Key.PAUSE)])
    if phase is Phase.STOPPED:
        stream = in_order([*stream, Pressed(t=112.0, key=Key.STOP)])
    if phase is Phase.FINISHED:
        stream = in_order([*stream, SourceEnded(t=112.0)])
    guide = engine()
    for event in stream:
        if phase_after(guide.step(event)) is phase:
            return guide, event.t + 0.01
    raise AssertionError(f"{phase} was never reached")


@pytest.mark.parametrize("event", EVENTS)
@pytest.mark.parametrize("phase", Phase)
def test_every_event_in_every_phase(phase: Phase, event: str) -> None:
    """Each pair leads where it should; a pair that means nothing changes nothing."""
    guide, t = brought_to(phase)

    decisions = guide.step(EVENTS[event](t))

    assert phase_after(decisions) is leads(phase, event)
    if phase in ENDED:
        assert decisions == ()
    if phase is Phase.TENSE and leads(phase, event) is not STAYS:
        assert isinstance(decisions[0], CueGiven)
        assert decisions[0].action is Action.RELEASE


@SOME
@given(stream=streams(), adaptation=adaptations())
def test_phases_follow_the_table(stream: list[Event], adaptation: Adaptation) -> None:
    """Whatever happens, no session takes a way that is not in the table, and none leaves an end."""
    begun = [each.phase for each in decided(engine(adaptation), stream) if isinstance(each, PhaseBegan)]

    assert begun[0] is Phase.ASK_BEFORE
    for one, following in itertools.pairwise(begun):
        assert following in TABLE[one].values()


@SOME
@given(stream=streams(), adaptation=adaptations())
def test_every_tension_is_released_in_time(stream: list[Event], adaptation: Adaptation) -> None:
    """After each call to tense the next call is to release, no later than said and never later than the hard limit;
    and before the next tension there was at least the shortest rest.
    """
    released: float | None = None
    tensed: CueGiven | None = None
    for decision in decided(engine(adaptation), stream):
        if not isinstance(decision, CueGiven):
            assert tensed is None or not isinstance(decision, PhaseBegan) or decision.phase is Phase.TENSE
        elif decision.action is Action.TENSE:
            assert released is None or decision.t - released >= min(MIN_REST_S, 5.0)
            tensed = decision
            assert decision.hold_s is not None
            assert 0 < decision.hold_s <= HARD_MAX_HOLD_S
        elif tensed is not None:
            assert decision.action is Action.RELEASE
            assert tensed.hold_s is not None
            assert decision.t - tensed.t <= tensed.hold_s + 1e-9
            tensed, released = None, decision.t
    assert tensed is None


@SOME
@given(stream=streams(), adaptation=adaptations())
def test_a_session_ends_once_and_with_its_last_word(stream: list[Event], adaptation: Adaptation) -> None:
    """Every practice comes to an end, even where nobody answers; nothing is cued after a stop; times never go back.

    Waited for, however long, are a heart at the begin and what is said of the practice when it is over.
    """
    decisions = decided(engine(adaptation), stream)

    last = [each.phase for each in decisions if isinstance(each, PhaseBegan)][-1]
    waits_for_ever = last in (Phase.WAITING, Phase.ASK_AFTER)
    assert waits_for_ever != isinstance(decisions[-1], Finished)
    assert sum(isinstance(each, Finished) for each in decisions) <= 1
    stopped = [n for n, each in enumerate(decisions) if isinstance(each, Stopped)]
    assert not any(isinstance(each, CueGiven) for n in stopped for each in decisions[n:])
    assert all(one.t <= following.t for one, following in itertools.pairwise(decisions))


@SOME
@given(stream=streams())
def test_only_a_warning_stops_for_safety(stream: list[Event]) -> None:
    """An outcome of stopped names its rule; a person who stops has ended early; and no rule, no stop."""
    for finished in [each for each in decided(engine(), stream) if isinstance(each, Finished)]:
        assert (finished.outcome is Outcome.STOPPED) == (finished.rule is not None)


def test_no_tension_is_called_for_while_the_link_is_down() -> None:
    """From the loss to the first good beats after it, nobody is asked to do anything but look at the strap."""
    guide = engine()
    decisions = decided(guide, in_order([Rated(t=2.0, tension=6), *heart(1, SHORT_S * 1.5, (AWAY,))]))
    held = next(n for n, each in enumerate(decisions) if isinstance(each, Paused))
    cues = [each for each in decisions[held:] if isinstance(each, CueGiven)]

    assert decisions[held].t == AWAY.begin_s
    assert cues[0].action is Action.CHECK_STRAP
    assert cues[1].t > AWAY.begin_s + AWAY.length_s
    assert cues[1].action is Action.PREPARE


def test_ends_are_ends() -> None:
    """The terminal phases are those two."""
    assert TERMINAL == ENDED
