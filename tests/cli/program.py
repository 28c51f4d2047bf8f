"""The program as others call it: a process with arguments, output and an exit code."""

from __future__ import annotations

import atexit
import json
import os
import select
import subprocess
import sys
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from tests.cli.warm import Call

ROOT = Path(__file__).resolve().parents[2]
LONGEST_S = 120.0


@dataclass(frozen=True, slots=True)
class Ran:
    """What a call gave."""

    code: int
    out: str
    err: str

    @property
    def lines(self) -> list[dict[str, Any]]:
        """The JSON objects it wrote."""
        return [json.loads(line) for line in self.out.splitlines()]


def run(*arguments: str, data: Path) -> Ran:
    """Call the program with a data folder of its own."""
    with TemporaryDirectory() as folder:
        out, err = Path(folder, "out"), Path(folder, "err")
        environ = {**os.environ, "BIOFEEDBACK_DATA": str(data), "PYTHONPATH": _path()}
        code = _code_of(Call(arguments, environ, str(data), str(out), str(err)))
        return Ran(code, out.read_text(encoding="utf-8"), err.read_text(encoding="utf-8"))


def _path() -> str:
    return os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])  # which may hold a mutant


def _code_of(call: Call) -> int:
    warm = _warm()
    assert warm.stdin is not None
    assert warm.stdout is not None
    warm.stdin.write(call.line())
    warm.stdin.flush()
    if not select.select([warm.stdout], [], [], LONGEST_S)[0]:
        _end(warm)
        raise TimeoutError(f"{call.arguments} did not end")
    return int(warm.stdout.readline())


@cache
def _warm() -> subprocess.Popen[str]:
    """One for all calls of this test process."""
    started = subprocess.Popen(
        [sys.executable, "-m", "tests.cli.warm"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONPATH": _path()},
        cwd=ROOT,
    )
    atexit.register(_end, started)
    return started


def _end(warm: subprocess.Popen[str]) -> None:
    _warm.cache_clear()
    if warm.stdin is not None:
        warm.stdin.close()
    warm.kill()
    warm.wait()
