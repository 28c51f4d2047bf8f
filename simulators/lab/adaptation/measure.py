"""One session, measured against the truth that only a simulation knows: how far arousal is above this person's rest."""

from __future__ import annotations

from bisect import bisect_left
from dataclasses import dataclass
from itertools import pairwise

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.decisions import Action, Adapted, CueGiven, Decision, Finished, Outcome, Phase, PhaseBegan
from biofeedback.events import Event
from biofeedback.run import headless
from protocols.training import TrainingProtocol
from simulators.participants.participant import Person

SETTLED_BPM = 3.0
"""Settled: tension, its echo and worry together hold heart rate no more than this above the person's rest. Beats a
minute; half of what the program calls "back", which it must judge through the noise of a heart."""

FOLLOWED_S = 900.0
"""After the session everybody is left in peace and watched for so long, s: else who ends early would settle soonest."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One session. Times in seconds, shares from 0 to 1; None: it never came to a closing, or to a tension."""

    settled_share: float | None  # of the closing
    to_settle_s: float | None  # the longest from a release until settled, through later groups and beyond the session
    tensed_unsettled: float | None  # share of the tensions that began before the body had settled
    length_s: float
    groups: int
    pauses: int
    repeats: int
    outcome: Outcome


class ArousalRecorder:
    """A Body whose truth is written down at every event."""

    def __init__(self, person: Person) -> None:
        self._person = person
        self.times: list[float] = []
        self.arousal: list[float] = []

    @property
    def due(self) -> float | None:
        """When the person does something."""
        return self._person.due

    def next_event(self) -> Event:
        """What the person does."""
        event = self._person.next_event()
        self.times.append(event.t)
        self.arousal.append(self._person.arousal_bpm)
        return event

    def receive(self, decision: Decision) -> None:
        """The person hears; of the end nothing, so as to be followed beyond it."""
        if not isinstance(decision, Finished):
            self._person.receive(decision)

    def follow(self, seconds: float) -> None:
        """Go on watching after the session."""
        until = self.times[-1] + seconds
        while self.times[-1] < until:
            self.next_event()


class DecisionLog:
    """Keeps what was decided."""

    def __init__(self) -> None:
        self.decisions: list[Decision] = []

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Keep them."""
        self.decisions += decisions


def session(protocol: TrainingProtocol, person: Person, adaptation: Adaptation) -> Measured:
    """Guide the person through the protocol."""
    body, log = ArousalRecorder(person), DecisionLog()
    headless.run(Engine(Plan(protocol=protocol, adaptation=adaptation)), body, [log])
    body.follow(FOLLOWED_S)
    return measured(log.decisions, body.times, body.arousal)


def measured(decisions: list[Decision], times: list[float], arousal: list[float]) -> Measured:
    """What a session was worth, from its decisions and the truth at `times`."""
    end = decisions[-1]
    assert isinstance(end, Finished)
    cues = [d for d in decisions if isinstance(d, CueGiven)]
    tensed = [cue.t for cue in cues if cue.action is Action.TENSE]
    released = [b.t for a, b in pairwise(cues) if a.action is Action.TENSE]
    closing = next((d.t for d in decisions if isinstance(d, PhaseBegan) and d.phase is Phase.CLOSING), None)
    closed = next(
        (d.t for d in decisions if isinstance(d, PhaseBegan) and closing is not None and d.t > closing), end.t
    )
    settled = [value <= SETTLED_BPM for value in arousal]
    at_end = [] if closing is None else settled[bisect_left(times, closing) : bisect_left(times, closed)]
    waits = [_until_settled(t, times, settled) for t in released]
    unsettled = [not settled[min(bisect_left(times, t), len(times) - 1)] for t in tensed]
    return Measured(
        settled_share=_mean(at_end),
        to_settle_s=max(waits, default=None),
        tensed_unsettled=_mean(unsettled),
        length_s=end.t,
        groups=end.groups_done,
        pauses=end.settle_pauses,
        repeats=sum(isinstance(d, Adapted) and d.what == "times" and d.carried_out for d in decisions),
        outcome=end.outcome,
    )


def _until_settled(t: float, times: list[float], settled: list[bool]) -> float:
    """From `t` to the first settled moment; to the end of what was followed where there is none."""
    first = bisect_left(times, t)
    return next((times[k] for k in range(first, len(times)) if settled[k]), times[-1]) - t


def _mean(values: list[bool] | list[float]) -> float | None:
    return sum(values) / len(values) if values else None
