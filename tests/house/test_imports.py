"""Rooms are kept apart: by contract, and by looking at what is really loaded."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from tests.house.tree import PACKAGES, ROOT, sources

HEAVY = {"textual", "bleak", "neurokit2", "scipy", "matplotlib", "pandas", "edfio", "fitdecode"}
HEADLESS = ("signal", "coach", "review", "run", "store", "report", "export", "texts", "app")  # rooms of biofeedback
LINT_IMPORTS = "from importlinter.cli import lint_imports_command; lint_imports_command()"


def _modules_after(code: str) -> set[str]:
    """All modules that a fresh interpreter has loaded after `code`."""
    tell = "\nimport json, sys; sys.stderr.write('\\n' + json.dumps(sorted(sys.modules)))"
    ran = subprocess.run([sys.executable, "-c", code + tell], cwd=ROOT, capture_output=True, text=True, check=True)
    return set(json.loads(ran.stderr.splitlines()[-1]))


def _loaded_after(code: str) -> set[str]:
    """The top-level ones."""
    return {name.split(".")[0] for name in _modules_after(code)}


def test_asking_for_the_version_loads_nothing_heavy() -> None:
    """`biofeedback --version` answers without the screen, the radio or any numerics."""
    loaded = _loaded_after("""
import sys
sys.argv = ["biofeedback", "--version"]
from biofeedback.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
""")

    assert not loaded & (HEAVY | {"numpy"})


def test_a_session_does_not_load_the_lab(tmp_path: Path) -> None:
    """It is there for its own commands, which are known without it."""
    loaded = _modules_after("""
import sys
sys.argv = ["biofeedback", "simulate", "--protocol", "three_minutes", "--json"]
from biofeedback.cli import main
try:
    main()
except SystemExit as end:
    assert not end.code, end.code
""")

    assert "simulators.participants.participant" in loaded
    assert not {name for name in loaded if name.startswith("simulators.lab")}


FIRST_PAINT = """
import asyncio, os, tempfile
os.environ["BIOFEEDBACK_DATA"] = tempfile.mkdtemp()
from biofeedback.app.ports import StrapSeen
from biofeedback.app.session_factory import LiveSessionFactory
from biofeedback.app.session_request import SessionRequest
from biofeedback.tui.app import BiofeedbackApp
from biofeedback.tui.home import HomeScreen

async def no_strap(address):
    return StrapSeen()

async def paint():
    app = BiofeedbackApp(LiveSessionFactory(SessionRequest(), no_strap))
    async with app.run_test() as pilot:
        await pilot.pause()
        assert isinstance(app.screen, HomeScreen)

asyncio.run(paint())
"""
OPENED_LATER = {
    "asking.interviewer", "asking.browse", "asking.questions", "asking.plan", "asking.review", "asking.check",
    "practise", "watch", "pair", "rating", "report", "help", "hanzi", "commands", "browser_driver", "session_screens",
    "after.review", "after.trends", "watching.windowed",
}  # fmt: skip
"""Rooms and screens of the terminal interface that home has no need of."""


def test_home_loads_no_screen_but_its_own() -> None:
    """What is opened later is loaded then: home is painted before anybody has lifted a hand."""
    loaded = _modules_after(FIRST_PAINT)

    assert "biofeedback.tui.home" in loaded
    assert {name for name in OPENED_LATER if f"biofeedback.tui.{name}" in loaded} == set()
    assert not {name.split(".")[0] for name in loaded} & (HEAVY - {"textual"} | {"aiohttp", "textual_serve"})


PAINT_FROM_COMMAND_LINE = """
import gc, os, sys, tempfile
os.environ["BIOFEEDBACK_DATA"] = tempfile.mkdtemp()
os.environ["TERM"] = "xterm-256color"
from biofeedback.app.ports import StrapSeen
from biofeedback.app import session_factory
from biofeedback.tui import app
from biofeedback import cli
from biofeedback.cli import screens

async def no_strap(address):
    return StrapSeen()

async def paint(self):
    async with self.run_test() as pilot:
        await pilot.pause()
        assert type(self.screen).__name__ == "HomeScreen", self.screen
        assert gc.isenabled()  # it stands still only until now

session_factory.LiveSessionFactory.__init__.__defaults__ = (no_strap,)
app.BiofeedbackApp.run_async = paint
app.BiofeedbackApp.suggest = app.BiofeedbackApp.ask_later = lambda self: None  # what comes after the first paint
screens._screen = lambda: True
sys.argv = ["biofeedback"]
try:
    cli.main()
except SystemExit:
    pass
"""
OF_SESSIONS = {
    "biofeedback.app.session_assembly", "biofeedback.app.running_session", "biofeedback.app.watched_pair",
    "biofeedback.app.hearing", "biofeedback.app.examination", "biofeedback.app.settings", "biofeedback.coach.plan",
    "biofeedback.signal.rhythm", "biofeedback.signal.ecg", "biofeedback.sound", "biofeedback.plain", "devices.strap",
    "devices.connection", "numpy",
}  # fmt: skip
"""What runs a session, makes sounds or prints lines."""
OF_SUGGESTIONS = {
    "biofeedback.app.history", "biofeedback.app.screening", "biofeedback.app.sources", "biofeedback.decisions",
    "biofeedback.events", "biofeedback.findings", "biofeedback.journal", "biofeedback.store.sessions",
    "biofeedback.tui.ended", "biofeedback.tui.live", "biofeedback.tui.session", "biofeedback.view", "protocols",
    "sqlite3",
}  # fmt: skip
"""What is needed to say what suits today, and what a session is told with: more than a hundred modules."""


def test_home_loads_nothing_that_runs_a_session_or_parses_a_command_line() -> None:
    """From the bare command to home: sessions and their numerics are loaded when one is begun, options when given."""
    loaded = _modules_after(PAINT_FROM_COMMAND_LINE)

    assert "biofeedback.tui.home" in loaded
    assert loaded & (OF_SESSIONS | OF_SUGGESTIONS | {"typer", "pydantic", "biofeedback.cli.app"}) == set()


def _room(file: Path) -> str:
    parts = file.relative_to(ROOT).with_suffix("").parts
    return ".".join(parts[:2]) if parts[0] == "biofeedback" else parts[0]


def _modules(rooms: set[str]) -> list[str]:
    """Every module of these rooms, by its full name."""
    inside = [file.relative_to(ROOT).with_suffix("").parts for file in sources() if _room(file) in rooms]
    return [".".join(parts[:-1] if parts[-1] == "__init__" else parts) for parts in inside]


@pytest.mark.parametrize("room", [*(f"biofeedback.{name}" for name in HEADLESS), "biofeedback.plain", *PACKAGES[1:]])
def test_a_headless_room_loads_nothing_heavy(room: str) -> None:
    """Importing every module of a headless room loads no screen, no radio and none of the big numeric packages."""
    modules = _modules({room})

    assert modules
    assert not _loaded_after("\n".join(f"import {module}" for module in modules)) & HEAVY


def _lint_imports(folder: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", LINT_IMPORTS, "--no-cache"], cwd=folder, capture_output=True, text=True, check=False
    )


def test_the_import_contracts_hold() -> None:
    """Upper rooms use lower ones, the core does no input or output, headless rooms never load the screen."""
    ran = _lint_imports(ROOT)

    assert ran.returncode == 0, ran.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("biofeedback/signal/__init__.py", "import biofeedback.coach", "Floors"),
        ("devices/__init__.py", "import simulators", "Floors"),
        ("protocols/__init__.py", "import biofeedback.events", "Floors"),
        ("biofeedback/coach/__init__.py", "import sqlite3", "The core does no input or output"),
        ("simulators/__init__.py", "import textual", "Headless rooms never load the screen"),
        ("simulators/faults/__init__.py", "import simulators.participants", "Rooms of the simulators"),
        ("biofeedback/tui/__init__.py", "import devices", "The faces know no file"),
        ("biofeedback/tui/__init__.py", "import biofeedback.app.history", "The faces know no file"),
        ("biofeedback/plain/__init__.py", "import pathlib", "The faces know no file"),
        ("biofeedback/plain/__init__.py", "import biofeedback.store", "The faces know no file"),
        ("biofeedback/plain/__init__.py", "import biofeedback.tui", "Floors"),
        ("biofeedback/app/__init__.py", "import biofeedback.plain", "Floors"),
        ("simulators/lab/__init__.py", "import biofeedback.plain", "Floors"),
        ("simulators/__init__.py", "import simulators.lab", "The lab is above"),
        ("biofeedback/cli/app.py", "import simulators.lab.campaign.tally", "The lab is above"),
    ],
)
def test_a_forbidden_import_breaks_its_contract(tmp_path: Path, file: str, line: str, contract: str) -> None:
    """The contracts bite: one forbidden import anywhere is found."""
    for package in PACKAGES:
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as module:
        module.write(f"\n{line}\n")

    ran = _lint_imports(tmp_path)

    assert ran.returncode == 1
    assert any(each.startswith(contract) and " BROKEN" in each for each in ran.stdout.splitlines())
