"""`sessions scenario`: a kept session as a scenario for good."""

from __future__ import annotations

from pathlib import Path

from biofeedback.app import session_scenario
from biofeedback.cli import terminal


def run(number: int, shows: str | None, out: Path | None, *, whole: bool, replace: bool) -> int:
    """Write it, and say where it is."""
    terminal.write(f"{session_scenario.write(number, shows, out, whole=whole, replace=replace)}")
    return 0
