"""`kill -9` at any moment: what was told is kept, and the store opens as if nothing had been."""

from __future__ import annotations

import signal
from pathlib import Path
from random import Random

from tests.crash import kept
from tests.crash.session import LENGTH_S, TENSE, TENSIONS, Face, Outcome, folder, practise
from tests.crash.terminal import Program

SPEEDS = (20.0, 40.0)
SCREEN_SHARE = 0.25


def play(chance: Random) -> Outcome:
    """One kill: somewhere between the start and the last word."""
    face = Face.SCREEN if chance.random() < SCREEN_SHARE else Face.PLAIN
    speed = chance.choice(SPEEDS)
    outcome = Outcome(f"kill -9, {face}")
    with folder() as data, practise(data, face, speed) as seen:
        seen.wait(lambda: bool(seen.pieces) or seen.code is not None)
        seen.lets_pass(chance.uniform(-0.2, LENGTH_S / speed))
        outcome.count("was still running" if seen.code is None else "was over")
        crashed = seen.signal(signal.SIGKILL)
        outcome.must(seen.ends(), "it lives on")
        if kept.opens(data, outcome) and face is Face.PLAIN:
            kept.compare(data, seen, crashed, speed, outcome)
        elif face is Face.SCREEN:
            _screen(data, seen, crashed, outcome)
    return outcome


def _screen(data: Path, seen: Program, crashed: float, outcome: Outcome) -> None:
    """Of a screen only the tensions can be counted: each stands there in words of its own."""
    told, at = 0, 0
    for piece in seen.pieces:
        at += len(piece.data)
        if piece.wall <= crashed - kept.FRESH_S:
            told = len(TENSE.findall(seen.said_until(at)))
    outcome.must(kept.tensions_kept(data) >= min(told, TENSIONS), f"lost: {told} tensions were shown")
