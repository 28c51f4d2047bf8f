"""`python -m tests.mutants [--share S] [--jobs N] [TARGET...]`: do the tests notice small wrong changes?

Each mutant is put in place of its module as it is imported, in a process of its own and in those that its tests start,
so no file is ever changed. It is killed where a test fails, where it cannot be imported, or where it takes far longer
than the tests do without it. The tests of its module alone come first: only what they let pass is put before the
others, which takes far longer. `wiring` names those modules that put the parts together.
"""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

import hypothesis.stateful
import numpy
import pytest

from tests.mutants.equivalent import EQUIVALENT
from tests.mutants.in_place import ROOT, put
from tests.mutants.operators import Mutant, mutants

Stages = tuple[tuple[str, ...], ...]
COACH = ("tests/coach", "tests/principles/test_phases.py")
DECIDING = ("guard", "pausing", "muscles", "phases", "engine", "session_flow", "unmonitored", "symptoms", "step_cursor")
"""Modules of the coach that say whether a session stops, pauses or goes on."""
RHYTHM = ("tests/signal/rhythm",)
STORE = ("tests/store", "tests/app/test_note.py", "tests/app/test_past_source.py")
SLOW = ("test_contract.py",)  # minutes of commands that begin no session
ASSEMBLED = (
    "tests/run",
    "tests/plain",
    "tests/app",
    *(str(each.relative_to(ROOT)) for each in sorted((ROOT / "tests/cli").glob("test_*.py")) if each.name not in SLOW),
    "tests/screening/test_memory.py",
    "tests/tui/test_unkept.py",
)
PROCESSES = ("tests/crash",)  # real ones, on a terminal
CLASSIFIER: Stages = (
    ("tests/signal/test_classifier_borders.py", "tests/signal/test_classifier_floors.py"),
    ("tests/signal/test_classifier.py",),
)
WIRING: dict[str, Stages] = {  # how the parts are put together: a room's own tests, then those of the whole program
    **{
        f"biofeedback/run/{path.name}": (("tests/run",), ASSEMBLED, PROCESSES)
        for path in sorted((ROOT / "biofeedback/run").glob("*.py"))
        if path.name != "__init__.py"
    },
    "biofeedback/app/running_session.py": (("tests/run", "tests/plain"), ASSEMBLED, PROCESSES),
    "biofeedback/app/session_factory.py": (("tests/cli/test_problems.py",), ASSEMBLED, PROCESSES),
    "biofeedback/app/opening.py": (("tests/cli/test_problems.py",), ASSEMBLED, PROCESSES),
    "biofeedback/cli/screens.py": (("tests/cli/test_problems.py",), ASSEMBLED, PROCESSES),
    "biofeedback/app/whole_session.py": (("tests/app/test_reaching.py",), ASSEMBLED, PROCESSES),
    "biofeedback/app/whole_screen.py": (("tests/tui/test_leaving.py",), ASSEMBLED, PROCESSES),
    "biofeedback/cli/in_lines.py": (("tests/app/test_reaching.py",), ASSEMBLED, PROCESSES),
    "biofeedback/cli/on_screen.py": (("tests/tui/test_faults.py", "tests/tui/test_leaving.py"), PROCESSES),
    "biofeedback/app/failures.py": (("tests/app/test_reaching.py",), ASSEMBLED),
    "biofeedback/app/terms.py": (("tests/app/test_unasked.py", "tests/screening/test_after_surgery.py"), ASSEMBLED),
    "biofeedback/app/strap_in_use.py": (("tests/app/test_strap_in_use.py",), ASSEMBLED),
    "biofeedback/app/screening.py": (("tests/screening/test_memory.py",), ("tests/screening", *ASSEMBLED)),
    "biofeedback/app/crash_report.py": (("tests/cli/test_problems.py",), ASSEMBLED),
    "biofeedback/store/database.py": (("tests/store/test_database.py",), STORE),
    "biofeedback/store/log.py": (("tests/store",), STORE, PROCESSES),
    "biofeedback/store/private.py": (("tests/store",), STORE),
}
CLASSIFYING: dict[str, Stages] = {
    "biofeedback/signal/classifier.py": CLASSIFIER,
    **{
        f"biofeedback/signal/{name}.py": (
            tuple(sorted(str(p.relative_to(ROOT)) for p in (ROOT / "tests/signal").glob(f"test_{name}*.py"))),
            *CLASSIFIER,
        )
        for name in ("hypotheses", "natural", "change_model", "breath_wave", "breath_steps")
    },
}

ECG: dict[str, Stages] = {
    "biofeedback/signal/ecg/legible.py": (
        ("tests/signal/ecg/test_legible_borders.py",),
        ("tests/signal/ecg/test_legible.py",),
    )
}


def _stages(target: str, others: tuple[str, ...]) -> Stages:
    """The tests of one module alone (by name), which notice most and in no time, if it has any, and then the others."""
    path = Path(target)
    folder = "tests/coach" if path.parent.name == "coach" else RHYTHM[0]
    own = [*(ROOT / folder).glob(f"test_{path.stem}*.py"), *(ROOT / folder).glob("test_borders.py")]
    return tuple(stage for stage in (tuple(str(each.relative_to(ROOT)) for each in own), others) if stage)


TARGETS: dict[str, Stages] = (
    {
        target: _stages(target, others)
        for target, others in (
            *((f"biofeedback/coach/{name}.py", COACH) for name in DECIDING),
            *(
                (f"biofeedback/signal/rhythm/{path.name}", RHYTHM)
                for path in sorted((ROOT / "biofeedback/signal/rhythm").glob("*.py"))
                if path.name not in ("__init__.py", "profile.py", "detection.py")
            ),
        )
    }
    | WIRING
    | CLASSIFYING
    | ECG
)
SLOWER = 4.0  # times as long as without a mutant, and some seconds
LEAST_LIMIT_S = 30.0
LOADED = (hypothesis.stateful, numpy)  # most tests need them: loaded once, before the first fork
QUIET = (
    "-W",
    "ignore::pytest.PytestAssertRewriteWarning",
    "-x",
    "-q",
    "-p",
    "no:randomly",
    "-p",
    "no:cacheprovider",
    "--no-header",
)


@dataclass(frozen=True, slots=True)
class Job:
    """One mutant of one module with the tests that should notice it."""

    target: str
    mutant: Mutant
    stages: Stages


def begin(job: Job | None, stages: Stages) -> int:
    """Run the tests in a process of their own, with the mutant in place; returns its id."""
    child = os.fork()
    if child:
        return child
    silent = os.open(os.devnull, os.O_WRONLY)
    os.dup2(silent, 1)
    os.dup2(silent, 2)
    code = 1
    try:
        if job is not None:
            put(job.target, job.mutant.source)
        os.environ["HYPOTHESIS_PROFILE"] = "default"
        os.environ["BIOFEEDBACK_RECORDINGS"] = (
            os.devnull
        )  # the tests that come with the program must notice by themselves
        code = next((failed for tests in stages if (failed := int(pytest.main([*QUIET, *tests])))), 0)
    finally:
        os._exit(0 if code == 0 else 1)
    return 0


def survivors(jobs: Sequence[Job], limit_s: float, at_a_time: int) -> Iterator[Job]:
    """Those that no test noticed."""
    waiting, running = list(reversed(jobs)), dict[int, tuple[Job, float]]()
    while waiting or running:
        while waiting and len(running) < at_a_time:
            job = waiting.pop()
            running[begin(job, job.stages)] = (job, time.monotonic())
        ended, status = os.waitpid(-1, os.WNOHANG)
        if ended in running:
            job, _ = running.pop(ended)
            if status == 0:
                yield job
            continue
        for child, (_, since) in list(running.items()):
            if time.monotonic() - since > limit_s:
                os.kill(child, 9)  # killed by time; its end is taken above
        time.sleep(0.05)


def excused(lived: Sequence[Job]) -> dict[Job, str]:
    """Those of them that nothing could tell apart, with the reason."""
    left, found = list(EQUIVALENT), dict[Job, str]()
    for job in lived:
        place, what = job.mutant.place, job.mutant.what
        for known in left:
            if (known.target, known.scope, known.statement, known.what) == (
                job.target,
                place.scope,
                place.statement,
                what,
            ):
                found[job] = known.reason
                left.remove(known)
                break
    return found


def _seconds(stages: Stages) -> float:
    """How long the tests take as things are. Exit 1 if they fail: then nothing can be learnt."""
    since = time.monotonic()
    _, status = os.waitpid(begin(None, stages), 0)
    if status != 0:
        sys.exit(f"the tests fail without a mutant: {stages}")
    return time.monotonic() - since


def main() -> int:
    """Run them and tell the share killed; exit 1 below the floor."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="a part of a file's name, or 'wiring'; none: all")
    parser.add_argument("--share", type=float, default=1.0, help="of the mutants, drawn at random but always the same")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--floor", type=float, default=0.0, help="least per cent killed")
    wanted = parser.parse_args()
    os.chdir(ROOT)
    whole = killed = 0
    for target, stages in TARGETS.items():
        named = target if target not in WIRING else f"{target} wiring"
        if wanted.targets and not any(part in named for part in wanted.targets):
            continue
        chance = Random(target)
        source = (ROOT / target).read_text(encoding="utf-8")
        jobs = [
            Job(target, m, stages) for m in mutants(source, wiring=target in WIRING) if chance.random() < wanted.share
        ]
        lived = list(survivors(jobs, max(LEAST_LIMIT_S, SLOWER * _seconds(stages)), wanted.jobs))
        known = excused(lived)
        counted = len(jobs) - len(known)
        whole, killed = whole + counted, killed + len(jobs) - len(lived)
        print(f"{target}: {len(jobs) - len(lived)} of {counted} killed, {len(known)} equivalent", flush=True)
        for job in sorted(lived, key=lambda job: job.mutant.line):
            said = f" (equivalent: {known[job]})" if job in known else ""
            print(f"  {target}:{job.mutant.line}: {job.mutant.what}{said}", flush=True)
    share = 100 * killed / whole if whole else 0.0
    print(f"killed {killed} of {whole}: {share:.1f} %")
    return 0 if share >= wanted.floor else 1


if __name__ == "__main__":
    sys.exit(main())
