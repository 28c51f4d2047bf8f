"""A handful of the crash campaign (`make crash`) on the machine at hand: real processes on a real terminal."""

from __future__ import annotations

import signal
import sys
from random import Random

import pytest

from tests.crash import full_disk, kept
from tests.crash.session import TENSE, Face, Outcome, folder, practise
from tests.crash.signals import End, once

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="there are no pseudo-terminals here")
SPEED = 40.0
HOLDING = 1  # the seed of a moment in the first hold


def test_what_was_told_is_there_after_a_kill() -> None:
    """In the middle of a tension: the store opens, the journal replays, and nothing is missing from it."""
    outcome = Outcome("kill")
    with folder() as data, practise(data, Face.PLAIN, SPEED) as seen:
        assert seen.hears(TENSE)
        crashed = seen.signal(signal.SIGKILL)
        assert seen.ends()
        assert kept.opens(data, outcome, ended=False)
        kept.compare(data, seen, crashed, SPEED, outcome)
    assert outcome.failures == []


def test_a_signal_in_a_hold_is_heard_as_a_release() -> None:
    """And the terminal is as it was, and the session kept with its end."""
    assert once(End.TERM, Face.SCREEN, Random(HOLDING), speed=15.0).failures == []


def test_on_a_full_disk_all_that_must_be_heard_is_heard() -> None:
    """Something is reported in a hold: the release, the stop, and that not all could be kept."""
    if reason := full_disk.why_not():
        pytest.skip(reason)
    with full_disk.small_disk() as data:
        outcome = Outcome("full disk")
        full_disk.reported(data, Face.PLAIN, Random(HOLDING), outcome)
    assert outcome.failures == []
