"""Leaving and standing by in mid-session: the release first, the session kept, the terminal as it was."""

from __future__ import annotations

import os
import shlex
import signal
import sys
from io import StringIO
from pathlib import Path

import pytest

from biofeedback.decisions import Phase
from biofeedback.events import Key
from biofeedback.texts import Texts
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.look import Look
from biofeedback.tui.practise import PractiseScreen
from tests.cli.program import run
from tests.tui.drive import at_home, practising, watching
from tests.tui.snapshot import screen_text
from tests.tui.terminal import at_a_tension, terminal

TENSE, REST = 71, 80
IN, OUT = "\x1b[?1049h", "\x1b[?1049l"  # of the alternate screen
LET_GO = Texts("en").say("tui.let_go_last")


@pytest.mark.parametrize("at", [0, 20, TENSE, REST])
async def test_a_signal_ends_the_session_in_order(at: int) -> None:
    """The session is asked at once; its source is let go of, and the exit code says that it was interrupted."""
    async with practising(Look(), "usual", at=at) as on:
        on.app.leave_for()
        assert on.runner.pressed == [Key.STOP], "before anything else is done"
        await on.settle()
    assert on.runner.closed
    assert on.app.return_code == 130
    assert on.app.cut_off is (at == TENSE)


async def test_a_signal_at_home_leaves() -> None:
    """There is nothing to end."""
    async with at_home(Look(), "usual") as on:
        on.app.leave_for(7)
        await on.settle()
    assert on.app.return_code == 7


@pytest.mark.parametrize("key", ["ctrl+c", "ctrl+q"])
async def test_a_session_that_hangs_is_left_all_the_same(key: str) -> None:
    """It does not answer: the release is said past it."""
    async with practising(Look(), "usual", at=TENSE) as on:
        on.runner.deaf = True
        await on.pilot.press(key)
        await on.pilot.pause()
    assert on.runner.let_go_aloud
    assert on.runner.closed


async def test_setting_the_program_aside_holds_the_session() -> None:
    """It stays held when one comes back."""
    async with practising(Look(), "usual", at=TENSE) as on:
        await on.press("ctrl+z")
        assert on.runner.pressed == [Key.PAUSE]
        await on.later(60)
        assert on.runner.view().phase is Phase.PAUSED
        assert isinstance(on.app.screen, PractiseScreen)
        assert "Space goes on" in screen_text(on.app)
        await on.press("ctrl+z")
        assert on.runner.pressed == [Key.PAUSE, Key.PAUSE], "and can be done again"


async def test_setting_it_aside_where_nothing_is_practised() -> None:
    """There is nothing to hold."""
    async with at_home(Look(), "usual") as on:
        await on.press("ctrl+z")
        assert isinstance(on.app.screen, HomeScreen)
    async with watching(Look(), "usual", at=20) as on:
        await on.press("ctrl+z")
        assert on.runner.pressed == []


def test_a_terminal_that_is_gone_is_told_once_and_written_to_no_more() -> None:
    """Textual's writing thread would end, and leaving would wait for it for ever."""
    from biofeedback.tui.terminal import Lasting

    class Gone(StringIO):
        def write(self, text: str) -> int:
            raise OSError(5, "Input/output error")

    told: list[bool] = []
    file = Lasting(Gone(), lambda: told.append(True))
    for _ in range(3):
        file.write("x")
        file.flush()
    assert told == [True]


# ------------------------------------------------------------------------------------------------ on a real terminal


def test_leaving_from_a_tension_on_a_real_terminal(tmp_path: Path) -> None:
    """The terminal is as before, the last word is the release, the session is kept."""
    with terminal(tmp_path, *at_a_tension("self.app.leave_for(130)")) as on:
        assert on.ended() == 130
        assert on.as_before
        assert on.shown.decode().rpartition(OUT)[2].strip().endswith(LET_GO)
    assert "ended early" in run("sessions", "list", data=tmp_path).out


def test_setting_the_program_aside_on_a_real_terminal(tmp_path: Path) -> None:
    """From a tension: held, the terminal given back to the shell; then painted anew and still paused; keys work."""
    program = shlex.join(at_a_tension("self.app.stand_by()"))
    with terminal(tmp_path, "sh", "-mc", f"{program}; echo aside; fg; echo ended $?; exit 0") as on:
        on.until(IN)
        on.until(OUT)
        on.until("aside")
        on.until(IN)
        on.until("Space goes on")
        on.type("x")
        on.until("Every minute counts")
        on.type("q")
        on.until(OUT)
        on.until("ended 0")
    assert "ended early" in run("sessions", "list", data=tmp_path).out


@pytest.mark.parametrize("asks", ["self.app.stand_by()", "os.kill(os.getpid(), signal.SIGTSTP)"], ids=["key", "signal"])
def test_with_no_shell_to_bring_it_back_the_program_is_not_stopped(asks: str, tmp_path: Path) -> None:
    """It would stand there for ever: it is held, the release is said, and it goes on being shown."""
    with terminal(tmp_path, *at_a_tension(asks)) as on:
        on.until(IN)
        on.until(OUT)
        on.until(LET_GO)
        on.until(IN)
        on.until("Space goes on")
        on.type("x")
        on.until("Every minute counts")
        on.type("q")
        assert on.ended() == 0


def test_a_program_that_was_stopped_from_outside_comes_back_whole(tmp_path: Path) -> None:
    """Textual would begin twice: two readers of the keys, and a raw terminal at the end."""
    with terminal(tmp_path, *at_a_tension("self.app.stand_by()")) as on:
        on.until("Space goes on")
        os.kill(on.process.pid, signal.SIGSTOP)
        os.kill(on.process.pid, signal.SIGCONT)
        on.until(OUT)
        on.until(IN)
        on.type("x")
        on.until("Every minute counts")
        on.type("q")
        assert on.ended() == 0
        assert on.as_before


def test_a_closed_terminal_ends_the_session_and_the_program(tmp_path: Path) -> None:
    """Also where nobody is told by a signal: the first line that cannot be written tells."""
    program = shlex.join((sys.executable, "-m", "biofeedback", "practise", "--source", "person:calm@60"))
    with terminal(tmp_path, "sh", "-c", f"trap '' HUP; exec {program}") as on:
        on.until(IN)
        on.until("Space pause")
        on.hang_up()
        assert on.ended() == 130
    assert "ended early" in run("sessions", "list", data=tmp_path).out
