"""The computer is asked to stay awake, and what asks it ends with the session, whatever the system grants."""

from __future__ import annotations

import shutil

import pytest

from biofeedback.run.awake import Awake, commands


def test_it_holds_while_what_asks_runs_and_ends_when_closed() -> None:
    awake = Awake(("cat",), found=shutil.which)
    assert awake.holds()
    awake.close()
    assert not awake.holds()


def test_where_the_program_is_missing_nothing_holds_and_nothing_fails() -> None:
    awake = Awake(("systemd-inhibit",), found=lambda _: None)
    assert not awake.holds()
    awake.close()


def test_where_the_system_refuses_it_no_longer_holds() -> None:
    """As `systemd-inhibit` does without a system bus: it ends at once."""
    awake = Awake((shutil.which("false") or "false",), found=lambda name: name)
    assert awake._process is not None
    awake._process.wait()
    assert not awake.holds()
    awake.close()


@pytest.mark.parametrize(("system", "program"), [("linux", "systemd-inhibit"), ("darwin", "caffeinate")])
def test_each_system_has_its_own_way(system: str, program: str) -> None:
    command = commands(7, system)
    assert command is not None
    assert command[0] == program
    assert system != "darwin" or command[-2:] == ("-w", "7")


def test_a_system_nobody_knows_is_left_alone() -> None:
    assert commands(7, "plan9") is None
