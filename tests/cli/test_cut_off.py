"""No session is left as one that was cut off where it was refused, or ended by a signal at the worst moment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from biofeedback.store.sessions import Sessions
from tests.cli.program import ROOT
from tests.cli.test_contract import table

IN_ITS_FIRST_MOMENT = """
import os, signal, sys
from biofeedback.cli import main
from biofeedback.store.log import SessionLog
begin = SessionLog.begin

def and_is_told_to_end(**given):
    log = begin(**given)
    os.kill(os.getpid(), signal.{signal})
    return log

SessionLog.begin = and_is_told_to_end
sys.argv = ["biofeedback", *sys.argv[1:]]
main()
"""
"""The program, sent a signal by somebody right after its journal was begun."""

WITHOUT_LSL = """
import sys
sys.modules["pylsl"] = None
from biofeedback.cli import main
sys.argv = ["biofeedback", *sys.argv[1:]]
main()
"""
"""The program where the extra is not installed."""

COMMANDS = {
    "watch as JSON": "watch --json --source replay:strap.csv",
    "watch": "watch --plain --source replay:strap.csv",
    "two hearts": "watch --plain --source replay:strap.csv --source replay:strap.csv",
    "practise": "practise --plain --protocol three_minutes --source person:calm",
}


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a recording is, and the program keeps what it keeps."""
    table(tmp_path / "strap.csv", beats=60)
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    return tmp_path


def ran(code: str, command: str, folder: Path) -> tuple[int, str]:
    """The exit code, and what was said on standard error."""
    line = [sys.executable, "-c", code, *command.split()]
    environ = {**os.environ, "PYTHONPATH": str(ROOT)}
    done = subprocess.run(line, capture_output=True, text=True, cwd=folder, env=environ, check=False, timeout=120)
    return done.returncode, done.stderr


def cut_off() -> int:
    """Sessions without a last word."""
    with Sessions() as kept:
        return sum(session.finished is None for session in kept.all())


@pytest.mark.parametrize("sent", ["SIGTERM", "SIGINT", "SIGHUP"])
def test_a_watched_heart_that_is_ended_at_once_is_ended_in_order(sent: str, folder: Path) -> None:
    """As by a key."""
    assert ran(IN_ITS_FIRST_MOMENT.format(signal=sent), COMMANDS["watch as JSON"], folder) == (130, "")
    assert cut_off() == 0


@pytest.mark.parametrize("command", ["watch", "two hearts", "practise"])
def test_any_session_that_is_ended_at_once_is_ended_in_order(command: str, folder: Path) -> None:
    """However it is shown."""
    assert ran(IN_ITS_FIRST_MOMENT.format(signal="SIGTERM"), COMMANDS[command], folder) == (130, "")
    assert cut_off() == 0


@pytest.mark.parametrize("command", ["watch as JSON", "watch", "two hearts"])
def test_streams_without_the_extra_are_refused_before_anything_is_kept(command: str, folder: Path) -> None:
    """One line, and no session."""
    code, told = ran(WITHOUT_LSL, f"{COMMANDS[command]} --lsl", folder)

    assert code == 2
    assert told == "biofeedback: LSL needs the 'lsl' extra: uv tool install 'biofeedback[lsl]'\n"
    assert cut_off() == 0
