"""The program as others call it: a process with arguments, output and an exit code."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parents[2]


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
    path = os.pathsep.join([str(ROOT), *filter(None, [os.environ.get("PYTHONPATH")])])  # which may hold a mutant
    environ = {**os.environ, "BIOFEEDBACK_DATA": str(data), "PYTHONPATH": path}
    done = subprocess.run(
        [sys.executable, "-m", "biofeedback", *arguments],
        capture_output=True,
        text=True,
        encoding="utf-8",
        env=environ,
        cwd=data,
        stdin=subprocess.DEVNULL,
        timeout=120,
        check=False,
    )
    return Ran(done.returncode, done.stdout, done.stderr)
