"""The lab behind its screen: who, what and how can be tried, trials that run live, and trials without a clock.

A fault that is thrown in the middle of a trial begins at the next whole second, so that it can be written down as any
other: the same participant, seed and faults, asked for beforehand, decide the same. What was heard stands in the
journal, the fault with it, so the session replays as every other.
"""

from __future__ import annotations

import shlex
from collections.abc import Callable
from dataclasses import replace
from functools import cache
from math import floor

from biofeedback.app import keeping
from biofeedback.app.played import Catalogue, Trial, Trying
from biofeedback.app.ports import Activity
from biofeedback.app.session_assembly import MACHINE, Parts, open_session
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.simulation import SimulationRequest, prepared
from biofeedback.app.sources import Person, body, parse
from biofeedback.coach.plan import Adaptation
from biofeedback.cues.words import SoundMode
from biofeedback.decisions import Decision
from biofeedback.events import Event
from biofeedback.ports import Body
from protocols.library import load, names
from protocols.training import Words
from simulators.faults import injection
from simulators.participants import population


class OpenToFaults:
    """A simulated body on which faults can be laid while it is played.

    A fault may have looked at every beat since the first one (where does a rhythm of its own take over?), so the body
    is made anew with one fault more, and lives through all that it has lived through, in a fraction of a second: up to
    the begin of the fault that is the same. `make`: the body with these faults.
    """

    def __init__(self, make: Callable[[tuple[str, ...]], Body], faults: tuple[str, ...]) -> None:
        self._make = make
        self._faults = faults
        self._body = make(faults)
        self._lived: list[Decision | None] = []  # None: its next event was taken

    def throw(self, spec: str) -> None:
        """One more, which begins later than what was taken last. Raises UsageError."""
        faults = (*self._faults, spec)
        body = self._make(faults)
        for each in self._lived:
            if each is None:
                body.next_event()
            else:
                body.receive(each)
        self._body, self._faults = body, faults

    @property
    def due(self) -> float | None:
        """Time of the next event."""
        return self._body.due

    def next_event(self) -> Event:
        """The event that is due."""
        self._lived.append(None)
        return self._body.next_event()

    def receive(self, decision: Decision) -> None:
        """Pass the guidance on."""
        self._lived.append(decision)
        self._body.receive(decision)


class Bench:
    """What `played.Lab` asks for."""

    def __init__(self, lang: str, parts: Parts = MACHINE) -> None:
        self._lang = lang
        self._parts = parts

    @property
    def catalogue(self) -> Catalogue:
        """All that a trial can be made of, by the simulators' own lists."""
        titles = tuple((name, load(name).title) for name in names())
        return Catalogue(persons=population.names(), faults=injection.fault_names(), protocols=titles)

    def open(self, trial: Trial) -> Trying:
        """A trial, not yet started. Raises BiofeedbackError."""
        source = f"person:{trial.person}"
        played = OpenToFaults(lambda faults: body(_person(source), seed=trial.seed, faults=faults), trial.faults)
        request = SessionRequest(
            protocol=trial.protocol,
            source=source,
            seed=trial.seed,
            faults=trial.faults,
            adaptation=_adaptation(trial),
            lang=self._lang,
            sound=SoundMode.OFF,
        )

        def around(body: Body) -> Body:
            return played

        request = keeping.unasked(Activity.DEMO, request)
        session = open_session(Activity.DEMO, request, parts=replace(self._parts, around=around))
        thrown = list[str]()

        def throw(fault: str) -> str:
            spec = f"{fault}:{floor(session.view().t) + 1}"
            played.throw(spec)
            thrown.append(spec)
            session.mark(len(thrown), spec)
            return spec

        return Trying(session, throw)

    def group_name(self, group: str) -> Words | None:
        """A muscle group of any protocol by its id, in words."""
        return _groups().get(group)

    def command(self, trial: Trial) -> str:
        """The command line that does just this without a clock."""
        said = ["biofeedback", "simulate", "--protocol", trial.protocol, "--source", f"person:{trial.person}"]
        said += ["--seed", str(trial.seed), "--adaptation", _adaptation(trial)]
        for fault in trial.faults:
            said += ["--fault", fault]
        return shlex.join(said)

    def decisions(self, trial: Trial) -> tuple[Decision, ...]:
        """All that is decided in it, without a clock. Takes a second. Raises BiofeedbackError."""
        simulation = prepared(
            SimulationRequest(
                protocol=trial.protocol,
                source=f"person:{trial.person}",
                seed=trial.seed,
                faults=trial.faults,
                adaptation=_adaptation(trial),
            )
        )
        kept = _Decided()
        simulation.run([kept])
        return tuple(kept.decisions)


@cache
def _groups() -> dict[str, Words]:
    return {step.group.id: step.group.name for name in names() for step in load(name).steps}


def _person(source: str) -> Person:
    spec = parse(source)
    assert isinstance(spec, Person)
    return spec


class _Decided:
    def __init__(self) -> None:
        self.decisions: list[Decision] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        self.decisions += decisions


def _adaptation(trial: Trial) -> str:
    mode = Adaptation.ON if trial.adapts else Adaptation.OFF
    return str(mode.value)
