"""The time that is left does not jump because a session is paused."""

from __future__ import annotations

from dataclasses import replace

from biofeedback.decisions import Phase
from biofeedback.tui.progress import progress
from protocols.library import load
from tests.tui.fake_guide import FakeRunner


def test_a_pause_while_sitting_quietly_does_not_take_the_quiet_minutes_away() -> None:
    protocol = load("three_minutes")
    at_rest = replace(FakeRunner().view(), phase=Phase.WAITING, step=None, group=None, until=None)
    paused = replace(at_rest, phase=Phase.PAUSED)
    assert progress(paused, protocol).minutes_left == progress(at_rest, protocol).minutes_left
