"""What a scenario file expects, asked of a session that is simulated by itself."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from biofeedback.app.simulation import Simulation
from biofeedback.decisions import Decision
from biofeedback.events import Event
from simulators.lab.scenarios import telling
from simulators.lab.scenarios.playing import Witness
from simulators.lab.scenarios.reading import expectations_in


class Expecting:
    """A listener that knows at the end what did not hold. Raises InputError where the file cannot be read."""

    def __init__(self, file: Path, simulation: Simulation) -> None:
        self._file = file
        self._expectations = expectations_in(file, simulation.protocol)
        self._simulation = simulation
        self._witness = Witness(simulation.engine)

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Keep what can be asked for."""
        self._witness.on_step(event, decisions)

    def missed(self) -> Iterator[str]:
        """What did not hold, in lines; nothing where all of it did. For after the session."""
        for began in self._simulation.faults_began:
            self._witness.fault_began(began.fault, began.t)
        yield from telling.told(
            self._file, self._witness.played(self._simulation.made_from.seed or 0, self._expectations)
        )
