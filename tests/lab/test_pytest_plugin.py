"""Scenarios are tests wherever this package is installed: collected, told when they fail, brought up to date."""

from __future__ import annotations

import subprocess
import sys
from importlib.metadata import entry_points
from pathlib import Path

import pytest

from simulators.lab.scenarios.reading import ENDING
from tests.lab.test_scenarios import HEAD

PLUGIN = "simulators.lab.pytest_plugin"
GOOD = '[[expect]]\ncount = "cue tense"\nexactly = 4\n'
STALE = '[[expect]]\ncount = "cue tense"\nexactly = 9 # of them\n\n[[expect]]\nsummary = "outcome"\nis = "stopped"\n'


def pytested(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Pytest in a folder of somebody else's, with our plugin as an installation has it."""
    known = any(each.value == PLUGIN for each in entry_points(group="pytest11"))
    command = [sys.executable, "-m", "pytest", "-q", "-p", "no:cacheprovider", *(() if known else ("-p", PLUGIN))]
    return subprocess.run([*command, *arguments], cwd=folder, capture_output=True, text=True, check=False)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "pytest.ini").write_text("[pytest]\n", encoding="utf-8")
    (tmp_path / f"good{ENDING}").write_text(HEAD + GOOD, encoding="utf-8")
    (tmp_path / f"stale{ENDING}").write_text(HEAD + STALE, encoding="utf-8")
    return tmp_path


def test_a_scenario_is_collected_and_what_fails_is_told(folder: Path) -> None:
    """Each file a test; a failure shows what was decided, not this program's inside; a mistake is one line."""
    (folder / f"wrong{ENDING}").write_text(HEAD + '[[expect]]\nnever = "stopp"\n', encoding="utf-8")
    (folder / f"known{ENDING}").write_text(HEAD + 'wrong_today = "a test"\n[[expect]]\neventually = "stop"\n', "utf-8")
    ran = pytested(folder)

    assert ran.returncode == 1
    assert "2 failed, 1 passed, 1 xfailed" in ran.stdout
    assert f"stale{ENDING}, line 5, seed 1: count 'cue tense' 9: 4 times" in ran.stdout
    assert "did you mean 'stop'?" in ran.stdout
    assert "Traceback" not in ran.stdout
    assert "checking.py" not in ran.stdout


def test_update_takes_over_exact_figures_and_nothing_else(folder: Path) -> None:
    """Comments and the rest of the line stay; after that all holds. Shared out among processes, too."""
    ran = pytested(folder, "--update", "-n", "2")
    stale = (folder / f"stale{ENDING}").read_text(encoding="utf-8")

    assert ran.returncode == 0, ran.stdout
    assert stale == HEAD + STALE.replace("exactly = 9", "exactly = 4").replace('"stopped"', '"completed"')
    assert (folder / f"good{ENDING}").read_text(encoding="utf-8") == HEAD + GOOD
