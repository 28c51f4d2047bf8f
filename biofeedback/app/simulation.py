"""A session without a strap and without a face, as fast as it goes, with a recording or a simulated participant."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass
from difflib import get_close_matches
from pathlib import Path
from typing import Any

from biofeedback import __version__
from biofeedback.app.made_from import MadeFrom
from biofeedback.app.sources import DEFAULT_PERSON, File, Past, Present, body, parse
from biofeedback.coach.adaptation_policy import AdaptationPolicy, PolicyOf
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.errors import InputError, UsageError, cause
from biofeedback.ports import Body, Sink
from biofeedback.run import headless
from biofeedback.why import why
from protocols.library import DEFAULT, load
from protocols.training import TrainingProtocol
from simulators.faults.injection import Fault


@dataclass(frozen=True, slots=True, kw_only=True)
class SimulationRequest:
    """What is to be simulated; None: a sensible default."""

    protocol: str | None = None
    source: str | None = None
    seed: int = 1
    start_s: float = 0.0
    """Where a recording begins, seconds of its own."""
    faults: tuple[str, ...] = ()
    adaptation: str = Adaptation.ON.value
    """How far the body may steer the pace, as `Adaptation` names it."""


@dataclass(frozen=True, slots=True)
class FaultBegan:
    """When a fault began to act."""

    fault: Fault
    t: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Simulation:
    """A session that is ready to run. Used once."""

    protocol: TrainingProtocol
    body: Body
    engine: Engine
    made_from: MadeFrom
    faults_began: list[FaultBegan]
    """Filled while it runs."""

    def run(self, listeners: Sequence[Sink]) -> None:
        """To its end."""
        headless.run(self.engine, self.body, listeners)


def prepared(
    request: SimulationRequest, policy: PolicyOf = AdaptationPolicy, *, ask_ratings: bool = True
) -> Simulation:
    """Look at all that it needs. Raises BiofeedbackError with one clear sentence where that cannot be.

    `ask_ratings` False: a participant is not asked to rate their tension either.
    """
    source = request.source or DEFAULT_PERSON
    spec = parse(source)
    if isinstance(spec, Present | Past):
        raise UsageError(
            "simulate plays recordings and simulated participants: use practise for a strap",
            reasons=(why("cli.not_simulated"),),
        )
    protocol = load(request.protocol or DEFAULT)
    began: list[FaultBegan] = []

    def note(fault: Fault, t: float) -> None:
        began.append(FaultBegan(fault, t))

    played = body(spec, seed=request.seed, start_s=request.start_s, faults=request.faults, began=note)
    answers = not isinstance(spec, File)
    plan = Plan(protocol=protocol, adaptation=Adaptation(request.adaptation), ask_ratings=answers and ask_ratings)
    made = MadeFrom(
        version=__version__,
        protocol=protocol.name,
        protocol_digest=protocol.digest,
        source=source,
        seed=request.seed,
        faults=request.faults,
        adaptation=request.adaptation,
        start_s=request.start_s,
        answers=answers,
    )
    return Simulation(protocol=protocol, body=played, engine=Engine(plan, policy), made_from=made, faults_began=began)


def expected_in(path: Path, known: Sequence[str]) -> dict[str, Any]:
    """The fields of a summary as a file expects them: some of those that are known. Raises InputError."""
    try:
        table = json.loads(path.read_text(encoding="utf-8"))
    except OSError as problem:
        reason = cause(problem)
        raise _expectation(path, "unread", f"cannot be read: {reason}", reason=reason) from problem
    except (ValueError, RecursionError) as problem:
        raise _expectation(path, "no_fields", f"expected a JSON object of summary fields ({problem})") from problem
    if not isinstance(table, dict):
        found = type(table).__name__
        raise _expectation(path, "no_fields", f"expected a JSON object of summary fields, found {found}")
    if not table:
        raise _expectation(path, "nothing", "it expects nothing, so nothing would be checked")
    for key in table:
        if key not in known:
            near = get_close_matches(key, known, 1)
            meant = f": did you mean {near[0]!r}?" if near else f"; there are {', '.join(known)}"
            raise _expectation(
                path, "no_field", f"a summary has no field {key!r}{meant}", field=key, names=", ".join(near or known)
            )
    return table


def _expectation(path: Path, code: str, english: str, **values: str) -> InputError:
    return InputError(f"{path}: {english}", reasons=(why(f"cli.expect_{code}", **values),), file=str(path))
