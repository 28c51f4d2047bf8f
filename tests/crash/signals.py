"""What ends a program from outside, at any moment and most of all in a hold: the release is said, the terminal is sane.

TERM, HUP, a closed window, Ctrl-C; and Ctrl-Z with the going on after it.
"""

from __future__ import annotations

import signal
from enum import StrEnum
from random import Random

from biofeedback.decisions import Action
from tests.crash import kept
from tests.crash.session import (
    HOLD_S,
    LENGTH_S,
    RELEASE,
    REST_S,
    ROUND_S,
    TENSE,
    TENSIONS,
    Face,
    Outcome,
    folder,
    into_hold,
    leave,
    practise,
    tensing,
)
from tests.crash.terminal import Program

SPEED = 10.0
HOLD_SHARE = 0.75  # of the cases are in a hold
EARLY = 0.6  # of a hold: so late the signal comes at most, so that the release would not be due by itself
END_S = 8.0  # of wall time for an end in good order, on a loaded machine
SOON_S = HOLD_S / SPEED + 1.5 + 1.0  # the release by the watchdog at the latest, and its way to the terminal
INTERRUPTED = 130


class End(StrEnum):
    """What comes from outside."""

    TERM = "TERM"
    HUP = "HUP"
    CLOSED = "closed terminal"
    CTRL_C = "Ctrl-C"
    CTRL_Z = "Ctrl-Z"


def play(chance: Random) -> Outcome:
    """One of them, at one moment."""
    return once(chance.choice(list(End)), chance.choice(list(Face)), chance)


def once(how: End, face: Face, chance: Random, speed: float = SPEED) -> Outcome:
    """That one, on that face."""
    outcome = Outcome(f"{how}, {face}")
    with folder() as data, practise(data, face, speed) as seen:
        if chance.random() < HOLD_SHARE:
            there = into_hold(seen, chance.randint(1, TENSIONS - 1), chance.uniform(0.0, EARLY) * HOLD_S / speed)
        else:
            seen.wait(lambda: bool(seen.pieces))
            seen.lets_pass(chance.uniform(0.5, LENGTH_S / speed))
            there = seen.code is None
        if not there:
            outcome.count("over before it")
            return outcome
        strained, before = tensing(seen), seen.length
        outcome.count("in a hold" if strained else "elsewhere")
        if how is End.CTRL_Z:
            _stopped(seen, strained, before, outcome)
            outcome.must(leave(seen, face), "does not end afterwards")
            outcome.failures += [f"at its end: {wrong}" for wrong in seen.insane()]
        else:
            _ended(seen, how, strained, before, outcome)
        there = kept.opens(data, outcome, ended=True)
        if how is End.CLOSED and strained and there:
            tensed, let_go = (kept.tensions_kept(data, each) for each in (Action.TENSE, Action.RELEASE))
            outcome.must(let_go >= tensed, "the journal has no release")
    return outcome


def _send(seen: Program, how: End) -> None:
    match how:
        case End.TERM:
            seen.signal(signal.SIGTERM)
        case End.HUP:
            seen.signal(signal.SIGHUP)
        case End.CLOSED:
            seen.close_terminal()
        case End.CTRL_C:
            seen.types("\x03")
        case End.CTRL_Z:
            seen.types("\x1a")


def _ended(seen: Program, how: End, strained: bool, before: int, outcome: Outcome) -> None:
    _send(seen, how)
    outcome.must(seen.ends(END_S), f"still runs after {END_S:g} s")
    if how is End.CLOSED:
        return
    if strained:
        outcome.must(bool(RELEASE.search(seen.said(before))), "no release is heard")
    outcome.must(seen.code in (INTERRUPTED, None), f"exit code {seen.code}, not {INTERRUPTED}")
    outcome.must("Traceback" not in seen.said(before), "a traceback is shown")
    outcome.failures += seen.insane()


def _stopped(seen: Program, strained: bool, before: int, outcome: Outcome) -> None:
    """Ctrl-Z lets go and gives the terminal back; going on begins no tension by itself."""
    _send(seen, End.CTRL_Z)
    if strained:
        outcome.must(seen.hears(RELEASE, SOON_S, before), "no release is heard")
    if not seen.wait(lambda: seen.stops > 0 or seen.code is not None, END_S):
        outcome.failures.append("is not suspended")
        return
    outcome.failures += [f"while suspended: {wrong}" for wrong in seen.insane()]
    again = seen.length
    seen.goes_on()
    tensed = seen.hears(TENSE, (REST_S + ROUND_S) / SPEED, again)
    outcome.must(not tensed, "a tension begins by itself after it")
