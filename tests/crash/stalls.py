"""The process stands still in a hold (SIGSTOP), and goes on: release first, then a pause, nothing by itself."""

from __future__ import annotations

import signal
from random import Random

from tests.crash import kept
from tests.crash.session import (
    HOLD_S,
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
)

SPEED = 20.0
STILL_S = 3.0  # of wall time: longer than what the program takes for a stall
EARLY = 0.5
PAUSED = "Paused"
SOON_S = 2.5  # of wall time


def play(chance: Random) -> Outcome:
    """One stall."""
    face = chance.choice(list(Face))
    outcome = Outcome(f"SIGSTOP, {face}")
    with folder() as data, practise(data, face, SPEED) as seen:
        if not into_hold(seen, chance.randint(1, TENSIONS - 1), chance.uniform(0.0, EARLY) * HOLD_S / SPEED):
            outcome.count("over before it")
            return outcome
        seen.signal(signal.SIGSTOP)
        seen.wait(lambda: seen.stops > 0)
        seen.lets_pass(STILL_S)
        before = seen.length
        seen.goes_on()
        outcome.must(seen.hears(RELEASE, SOON_S, before), "no release is heard")
        tensed = seen.hears(TENSE, (REST_S + ROUND_S) / SPEED, before)
        said = seen.said(before)
        outcome.must(not tensed, "a tension begins by itself after it")
        first, release = TENSE.search(said), RELEASE.search(said)
        late = first is not None and (release is None or first.start() < release.start())
        outcome.must(not late, "to tense is heard before the release")
        outcome.must(PAUSED in said or face is Face.SCREEN, "no pause is told")
        outcome.must(leave(seen, face), "does not end afterwards")
        outcome.failures += seen.insane()
        kept.opens(data, outcome, ended=True)
    return outcome
