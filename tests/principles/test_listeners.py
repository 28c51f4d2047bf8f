"""Whichever listener fails, at whichever decision, the others hear the same; the last face ends the session."""

from __future__ import annotations

from collections.abc import Callable
from functools import cache

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.decisions import Action, Decision, Finished
from biofeedback.events import Event, Key, Pressed
from biofeedback.run import headless
from biofeedback.run.live import LiveSession
from biofeedback.run.watchdog import TensionWatchdog, Timer
from biofeedback.view import SessionView
from simulators.participants.participant import person
from tests.principles.streams import short_protocol
from tests.run.stage import HandClock, Kept, Paced, cued

Told = tuple[Event, tuple[Decision, ...]]


def engine() -> Engine:
    return Engine(Plan(protocol=short_protocol(), adaptation=Adaptation.ON, ask_ratings=True))


@cache
def whole() -> tuple[Told, ...]:
    """A whole session with a simulated participant: what each event led to."""

    class All:
        def __init__(self) -> None:
            self.told: list[Told] = []

        def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
            self.told.append((event, decisions))

    heard = All()
    headless.run(engine(), person("calm", 3), [heard])
    return tuple(heard.told)


def deciding() -> list[Told]:
    """The events on which something is decided."""
    return [told for told in whole() if told[1]]


class Retold:
    """A guide that decides again what the engine decided, without working it out anew each time."""

    def __init__(self) -> None:
        self._left = deciding()

    @property
    def deadline(self) -> float | None:
        return None

    @property
    def over(self) -> bool:
        return not self._left

    def step(self, event: Event) -> tuple[Decision, ...]:
        return self._left.pop(0)[1]

    def view(self, t: float) -> SessionView:
        raise NotImplementedError


class Watched:
    """A watchdog that counts what it said."""

    def __init__(self) -> None:
        self.said = 0
        self.watchdog = TensionWatchdog(self._say, timer=lambda seconds, call: self)

    def _say(self) -> None:
        self.said += 1

    def start(self) -> None: ...
    def cancel(self) -> None: ...


async def lived(faces: list[Kept], rest: list[Kept], watched: Watched) -> int:
    """One session with these listeners. How many faults were noted."""
    noted: list[Exception] = []
    clock = HandClock()
    session = LiveSession(
        Retold(),
        clock,
        watchdog=watched.watchdog,
        noted=lambda fault, face: noted.append(fault),
        moved_s=lambda: 0.0,
    )
    for face in faces:
        session.add(face, first=True)
    for each in rest:
        session.add(each)
    source = Paced([event for event, _ in deciding()], clock, lambda _: None)
    session.add(source)
    await session.run(source)
    return len(noted)


@pytest.mark.parametrize("place", ["first face", "second face", "first of the rest", "last of the rest"])
async def test_whoever_fails_the_others_hear_the_same(place: str) -> None:
    """At each decision of a whole session in turn."""
    decided = [decision for _, decisions in deciding() for decision in decisions]
    assert len(decided) > 40
    for number in range(len(decided)):
        failing, others = Kept(fails_at=number), [Kept(), Kept(), Kept()]
        one, two, three = others
        faces, rest = {
            "first face": ([failing, one], [two, three]),
            "second face": ([one, failing], [two, three]),
            "first of the rest": ([one, two], [failing, three]),
            "last of the rest": ([one, two], [three, failing]),
        }[place]
        watched = Watched()

        assert await lived(faces, rest, watched) == 1
        assert [each.decisions for each in others] == [decided] * 3
        assert failing.decisions == decided[: len(failing.decisions)]
        assert watched.said == 0


async def test_the_watchdog_is_never_dropped() -> None:
    """Where it cannot have a thread, it is asked again at the next tension."""
    asked: list[float] = []

    def none(seconds: float, call: Callable[[], None]) -> Timer:
        asked.append(seconds)
        raise RuntimeError("can't start new thread")

    watched, face = Watched(), Kept()
    watched.watchdog = TensionWatchdog(lambda: None, timer=none)

    noted = await lived([face], [], watched)

    assert noted == len(asked) == len(cued(face.decisions, Action.TENSE)) > 1
    assert len(face.decisions) == sum(len(decisions) for _, decisions in deciding())


@pytest.mark.parametrize("with_stop", range(0, 60, 3))
async def test_where_the_last_face_fails_the_session_is_let_go_of_and_ended(with_stop: int) -> None:
    """Past the screen, if a tension is on or was just ended; then as if the person had stopped it, journal and all."""
    events = [event for event, _ in whole()]
    place = [n for n, (_, decisions) in enumerate(whole()) if decisions][with_stop % len(deciding())]
    before = [decision for _, decisions in whole()[:place] for decision in decisions]
    face, journal, watched, clock = Kept(fails_at=len(before)), Kept(), Watched(), HandClock()
    session = LiveSession(engine(), clock, watchdog=watched.watchdog, moved_s=lambda: 0.0)
    session.add(face, first=True)
    session.add(journal)
    source = Paced(events, clock, lambda _: None)
    session.add(source)
    await session.run(source)

    assert face.decisions == before
    assert journal.decisions[: len(before)] == before
    assert isinstance(journal.decisions[-1], Finished)
    here = whole()[place][1]
    if not any(isinstance(each, Finished) for each in here):
        assert journal.events[place + 1 :] == [Pressed(t=events[place].t, key=Key.STOP)]
    tensed = len(cued(before, Action.TENSE)) > len(cued(before, Action.RELEASE))
    assert watched.said == int(tensed or any(cued([each], Action.TENSE) for each in here))
    assert headless.replay(engine(), journal.events) == tuple(journal.decisions)
