"""The lab behind its screen: a trial seen live, with faults thrown meanwhile, is what its command does."""

from __future__ import annotations

import shlex
from dataclasses import replace
from pathlib import Path

import pytest

from biofeedback.app.bench import Bench
from biofeedback.app.played import Trial
from biofeedback.app.replaying import replay
from biofeedback.app.session_assembly import Parts
from biofeedback.clock import SessionClock
from biofeedback.decisions import Decision, Phase, PhaseBegan
from biofeedback.events import Event, Marked
from biofeedback.store.sessions import Sessions
from biofeedback.texts import keys_of
from tests.cli.program import run
from tests.run.stage import HandClock, Kept


def _quick(speed: float) -> SessionClock:
    return Quick()


LIVE = replace(Parts(), clock=_quick, moved_s=lambda: 0.0)


class Quick(HandClock):
    """Nothing is waited for, and what falls due comes at once."""

    def __init__(self) -> None:
        super().__init__(1e6)

    def now(self) -> float:
        self.t += 0.3
        return self.t


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    monkeypatch.setenv("BIOFEEDBACK_SOUND", "off")
    return tmp_path


async def lived(trial: Trial, throws: dict[Phase, str]) -> tuple[Trial, Kept]:
    """A trial with these faults thrown at the first phase of each kind; as it was in the end."""
    bench, kept, left = Bench("en", LIVE), Kept(), dict(throws)
    trying = bench.open(trial)
    thrown = list[str]()

    class Throws:
        def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
            kept.on_step(event, decisions)
            for each in decisions:
                if isinstance(each, PhaseBegan) and each.phase in left:
                    thrown.append(trying.throw(left.pop(each.phase)))

    trying.runner.start(Throws())
    await trying.runner.wait()
    await trying.runner.close()
    return replace(trial, faults=(*trial.faults, *thrown)), kept


TRIAL = Trial(person="restless", protocol="three_minutes", seed=4)


@pytest.mark.parametrize(
    ("faults", "throws"),
    [
        ((), {}),
        (("posture:rest:1",), {Phase.TENSE: "linkloss"}),
        ((), {Phase.BASELINE: "pvc", Phase.REST: "burst"}),
        ((), {Phase.PREPARE: "cough", Phase.TENSE: "af"}),
        ((), {Phase.PREPARE: "late", Phase.REST: "norr"}),
    ],
)
async def test_what_is_thrown_live_is_what_the_command_does(faults: tuple[str, ...], throws: dict[Phase, str]) -> None:
    """And the journal, which has the fault in it, replays to the same decisions."""
    trial, kept = await lived(replace(TRIAL, faults=faults), throws)
    assert len(trial.faults) == len(faults) + len(throws)
    assert tuple(kept.decisions) == Bench("en").decisions(trial)
    assert [each.words for each in kept.events if isinstance(each, Marked)] == list(trial.faults[len(faults) :])
    with Sessions() as store:
        number = store.all()[0].id
    assert replay(number).same


async def test_the_command_is_one_that_the_program_takes(tmp_path: Path) -> None:
    trial = replace(TRIAL, faults=("linkloss:tense:1",), adapts=False)
    command = shlex.split(Bench("en").command(trial))
    ran = run(*command[1:], "--json", data=tmp_path)
    assert ran.code in (0, 3)
    begun = ran.lines[0]
    assert (begun["seed"], begun["faults"], begun["adaptation"]) == (4, ["linkloss:tense:1"], "off")
    assert (begun["protocol"], begun["source"]) == ("three_minutes", "person:restless")


async def test_adaptation_can_be_left_off_live_too() -> None:
    trial, kept = await lived(replace(TRIAL, adapts=False), {})
    assert tuple(kept.decisions) == Bench("en").decisions(trial)


@pytest.mark.parametrize("kind", ["person", "fault"])
def test_words_are_only_there_for_what_can_be_chosen(kind: str) -> None:
    """By the simulators' own lists; what is new there and has no words yet goes by its name."""
    catalogue = Bench("en").catalogue
    names = catalogue.persons if kind == "person" else catalogue.faults
    with_words = [key.removeprefix(f"{kind}_") for key in keys_of("lab") if key.startswith(f"{kind}_")]
    assert len(with_words) > 10
    assert [name for name in with_words if name not in names] == []
