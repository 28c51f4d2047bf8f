"""The lab as an environment for research on adaptation: reset by a seed, then a choice at the end of each rest."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from biofeedback.app.simulation import Simulation, SimulationRequest, prepared
from biofeedback.coach.chosen_policy import Choice, ChosenPolicy
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Decision, Phase, PhaseBegan
from biofeedback.errors import UsageError
from biofeedback.run import headless
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.view import SessionView
from biofeedback.why import why


@dataclass(frozen=True, slots=True)
class Turn:
    """Where the session stands: the end of a rest, or its own end. What it is worth is for the caller to say."""

    observed: SessionView
    """The guidance, and in `vitals` the heart, at this moment."""
    decisions: tuple[Decision, ...]
    """All that was decided since the turn before, each with its reason."""
    over: bool


class Environment:
    """Sessions of one protocol with one simulated participant. The guard is on in each; nothing is kept."""

    def __init__(self, protocol: str | None = None, source: str | None = None, *, faults: Sequence[str] = ()) -> None:
        self._request = SimulationRequest(protocol=protocol, source=source, faults=tuple(faults))
        self._session: Simulation | None = None
        self._policy: ChosenPolicy | None = None
        self._rest_until: float | None = None  # as it was begun: a chosen wait moves it on
        self._t = 0.0

    def reset(self, seed: int = 1) -> Turn:
        """Begin anew, up to the end of the first rest. Raises UsageError and InputError."""
        self._rest_until, self._t = None, 0.0
        self._session = prepared(replace(self._request, seed=seed), self._chosen)
        return self._on(self._session, past_border=False)

    def step(self, choice: Choice) -> Turn:
        """Do this at the end of the rest, then on to the end of the next. Raises UsageError where none is on."""
        if self._session is None or self._policy is None or self._session.engine.over:
            raise UsageError("no session is on: call reset() first", reasons=(why("cli.no_session_on"),))
        self._policy.choice = choice
        return self._on(self._session, past_border=True)

    def _chosen(self, plan: Plan, heart: HeartMonitor) -> ChosenPolicy:
        self._policy = ChosenPolicy(plan, heart)
        return self._policy

    def _on(self, session: Simulation, *, past_border: bool) -> Turn:
        engine, body, decisions = session.engine, session.body, list[Decision]()
        while not engine.over:
            if not past_border and self._at_border(session):
                break
            event = headless.following(engine, body)
            if event is None:
                break
            decided = engine.step(event)
            for decision in decided:
                body.receive(decision)
                if isinstance(decision, PhaseBegan):
                    self._rest_until = decision.until if decision.phase is Phase.REST else None
            decisions += decided
            self._t, past_border = event.t, False
        at = self._t if engine.deadline is None else engine.deadline
        return Turn(engine.view(at), tuple(decisions), engine.over)

    def _at_border(self, session: Simulation) -> bool:
        """Whether a rest is over at what comes next."""
        planned, due = self._rest_until, session.engine.deadline
        if planned is None or due is None or due < planned:
            return False
        heard = session.body.due
        return due == session.engine.view(due).until and (heard is None or due <= heard)
