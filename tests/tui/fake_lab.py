"""The lab of a test: real lists and commands, and trials that only the test moves."""

from __future__ import annotations

from collections.abc import Callable

from biofeedback.app.bench import Bench
from biofeedback.app.played import Catalogue, Trial, Trying
from biofeedback.decisions import Decision, EndCause, Finished, Outcome, Paused, Phase, PhaseBegan, Settling
from biofeedback.why import why
from protocols.training import Words
from tests.tui.fake_guide import FakeRunner


class FakeLab:
    """Each fault begins at the seventh second; a trial with an even seed settles once, and one with an odd does not."""

    def __init__(self, make: Callable[[], FakeRunner]) -> None:
        self._make = make
        self._bench = Bench("en")

    @property
    def catalogue(self) -> Catalogue:
        return self._bench.catalogue

    def group_name(self, group: str) -> Words | None:
        return self._bench.group_name(group)

    def open(self, trial: Trial) -> Trying:
        return Trying(self._make(), lambda fault: f"{fault}:7")

    def command(self, trial: Trial) -> str:
        return self._bench.command(trial)

    def decisions(self, trial: Trial) -> tuple[Decision, ...]:
        begun = (PhaseBegan(t=0.0, phase=Phase.BASELINE), PhaseBegan(t=41.0, phase=Phase.TENSE, step=0, group="feet"))
        pause = (Settling(t=60.0, begun=True, why=why("coach.link_lost")),) if trial.seed % 2 == 0 else ()
        return (*begun, *pause, Paused(t=72.0, why=why("coach.link_lost")), _END)


_END = Finished(
    t=90.0,
    outcome=Outcome.ENDED_EARLY,
    rule=None,
    groups_done=1,
    groups_planned=4,
    settle_pauses=0,
    tension_before=None,
    tension_after=None,
    why=why("cues.stopped_detail"),
    cause=EndCause.PERSON,
)
