"""`python -m tests.mutants [--share S] [--jobs N] [TARGET...]`: do the tests notice small wrong changes?

Each mutant is put in place of its module as it is imported, in a process of its own, so no file is ever changed. It is
killed where a test fails, where it cannot be imported, or where it takes far longer than the tests do without it.
"""

from __future__ import annotations

import argparse
import importlib.abc
import importlib.machinery
import importlib.util
import os
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random
from types import CodeType, ModuleType

import hypothesis.stateful
import numpy
import pytest

from tests.mutants.operators import Mutant, mutants

ROOT = Path(__file__).resolve().parents[2]
COACH = ("tests/coach", "tests/principles/test_phases.py", "tests/campaign/test_invariants.py")
RHYTHM = ("tests/signal/rhythm",)


def _own(name: str) -> tuple[str, ...]:
    """The tests of one rule alone, which notice most: they run first."""
    path = f"tests/signal/rhythm/test_{name}.py"
    return (path,) if (ROOT / path).exists() else ()


TARGETS: dict[str, tuple[str, ...]] = {
    "biofeedback/coach/guard.py": COACH,
    "biofeedback/coach/phases.py": COACH,
    **{
        f"biofeedback/signal/rhythm/{path.name}": (*_own(path.stem), *RHYTHM)
        for path in sorted((ROOT / "biofeedback/signal/rhythm").glob("*.py"))
        if path.name not in ("__init__.py", "profile.py", "sign.py")
    },
}
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
    tests: tuple[str, ...]


class _InPlace(importlib.abc.MetaPathFinder, importlib.abc.Loader):
    """Gives the mutant's code where its module is imported."""

    def __init__(self, target: str, code: CodeType) -> None:
        self._name = target.removesuffix(".py").replace("/", ".")
        self._path = str(ROOT / target)
        self._code = code

    def find_spec(
        self, fullname: str, path: Sequence[str] | None, target: ModuleType | None = None
    ) -> importlib.machinery.ModuleSpec | None:
        if fullname != self._name:
            return None
        return importlib.util.spec_from_file_location(fullname, self._path, loader=self)  # type: ignore[arg-type]

    def exec_module(self, module: ModuleType) -> None:
        exec(self._code, module.__dict__)


def begin(job: Job | None, tests: Sequence[str]) -> int:
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
            sys.meta_path.insert(0, _InPlace(job.target, compile(job.mutant.source, job.target, "exec")))
        os.environ["HYPOTHESIS_PROFILE"] = "default"
        os.environ["BIOFEEDBACK_RECORDINGS"] = (
            os.devnull
        )  # the tests that come with the program must notice by themselves
        code = int(pytest.main([*QUIET, *tests]))
    finally:
        os._exit(0 if code == 0 else 1)
    return 0


def survivors(jobs: Sequence[Job], limit_s: float, at_a_time: int) -> Iterator[Job]:
    """Those that no test noticed."""
    waiting, running = list(reversed(jobs)), dict[int, tuple[Job, float]]()
    while waiting or running:
        while waiting and len(running) < at_a_time:
            job = waiting.pop()
            running[begin(job, job.tests)] = (job, time.monotonic())
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


def _seconds(tests: Sequence[str]) -> float:
    """How long the tests take as things are. Exit 1 if they fail: then nothing can be learnt."""
    since = time.monotonic()
    _, status = os.waitpid(begin(None, tests), 0)
    if status != 0:
        sys.exit(f"the tests fail without a mutant: {' '.join(tests)}")
    return time.monotonic() - since


def main() -> int:
    """Run them and tell the share killed; exit 1 below the floor."""
    parser = argparse.ArgumentParser(prog="python -m tests.mutants")
    parser.add_argument("targets", nargs="*", metavar="TARGET", help="a part of a file's name; none: all")
    parser.add_argument("--share", type=float, default=1.0, help="of the mutants, drawn at random but always the same")
    parser.add_argument("--jobs", type=int, default=2)
    parser.add_argument("--floor", type=float, default=0.0, help="least per cent killed")
    wanted = parser.parse_args()
    os.chdir(ROOT)
    whole = killed = 0
    for target, tests in TARGETS.items():
        if wanted.targets and not any(part in target for part in wanted.targets):
            continue
        chance = Random(target)
        source = (ROOT / target).read_text(encoding="utf-8")
        jobs = [Job(target, m, tests) for m in mutants(source) if chance.random() < wanted.share]
        lived = list(survivors(jobs, max(LEAST_LIMIT_S, SLOWER * _seconds(tests)), wanted.jobs))
        whole, killed = whole + len(jobs), killed + len(jobs) - len(lived)
        print(f"{target}: {len(jobs) - len(lived)} of {len(jobs)} killed", flush=True)
        for job in sorted(lived, key=lambda job: job.mutant.line):
            print(f"  {target}:{job.mutant.line}: {job.mutant.what}", flush=True)
    share = 100 * killed / whole if whole else 0.0
    print(f"killed {killed} of {whole}: {share:.1f} %")
    return 0 if share >= wanted.floor else 1


if __name__ == "__main__":
    sys.exit(main())
