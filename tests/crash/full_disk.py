"""The disk is full from some moment on: what must be heard is heard, the exit code is the session's, and it is told.

On a real tmpfs of its own, filled up to the last byte. Mounting one is for root on Linux; elsewhere this is not tested.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
import time
from collections.abc import Generator
from contextlib import contextmanager
from pathlib import Path
from random import Random

from tests.crash import kept
from tests.crash.session import (
    CALM,
    HOLD_S,
    LENGTH_S,
    RELEASE,
    STOP,
    TENSIONS,
    UNKEPT,
    Face,
    Outcome,
    folder,
    into_hold,
    leave,
    practise,
    report,
    tensing,
)
from tests.crash.terminal import Program

SIZE = "6m"
SPEED = 20.0
STOPPED_FOR_SAFETY = 3
CHEST = 4  # the number of what ends a session at once; ended at one's own word, it counts as no stop of the program
SOON_S = HOLD_S / SPEED + 1.5 + 1.0  # of wall time: by the watchdog at the latest
TURNS_S = 480.0  # the heart of the participant with palpitations has turned by then
LONG_REST_S = 180.0  # so that the session lasts beyond it
LONG_SPEED = 60.0
WHOLE_S = LENGTH_S / SPEED + 20.0
FILLER = "filler"
OFFER = "Enter alone ends"


@contextmanager
def small_disk() -> Generator[Path]:
    """A data folder on a small disk of its own. Raises PermissionError where none may be mounted."""
    if sys.platform != "linux" or os.geteuid() != 0:
        raise PermissionError("a small disk (tmpfs) can be mounted by root on Linux only")
    with folder() as place:
        mount = ["mount", "-t", "tmpfs", "-o", f"size={SIZE},mode=700", "tmpfs", str(place)]
        mounted = subprocess.run(mount, capture_output=True, text=True, check=False)
        if mounted.returncode != 0:
            raise PermissionError(f"a small disk cannot be mounted here: {mounted.stderr.strip()}")
        try:
            yield place
        finally:
            subprocess.run(["umount", "-l", str(place)], check=True)


def fill(place: Path) -> float:
    """Take all the room there is; returns when there was none left (seconds of the monotonic clock)."""
    file = os.open(place / FILLER, os.O_WRONLY | os.O_CREAT, 0o600)
    try:
        for size in (65536, 512, 1):
            try:
                while True:
                    os.write(file, b"\0" * size)
            except OSError as problem:
                if problem.errno != errno.ENOSPC:
                    raise
    finally:
        os.close(file)
    return time.monotonic()


def play(chance: Random) -> Outcome:
    """One of three stories."""
    face = chance.choice(list(Face))
    story = chance.choice((reported, reported, _palpitations, _quiet))
    outcome = Outcome(f"full disk, {story.__name__.strip('_')}, {face}")
    with small_disk() as data:
        story(data, face, chance, outcome)
    return outcome


def reported(data: Path, face: Face, chance: Random, outcome: Outcome) -> None:
    """Full somewhere before a hold, and in the hold something is reported that ends the session."""
    with practise(data, face, SPEED) as seen:
        nth = chance.randint(1, TENSIONS - 1)
        if not into_hold(seen, nth, 0.0):
            outcome.count("over before it")
            return
        full = fill(data)
        seen.lets_pass(chance.uniform(0.0, 0.5) * HOLD_S / SPEED)
        strained, before = tensing(seen), seen.length
        outcome.count("in a hold" if strained else "elsewhere")
        report(seen, face, CHEST)
        if strained:
            outcome.must(seen.hears(CALM, SOON_S, before), "no release is heard")
        outcome.must(seen.hears(STOP, SOON_S, before), "no stop is heard")
        _after(seen, data, face, full, 0, outcome)


def _palpitations(data: Path, face: Face, chance: Random, outcome: Outcome) -> None:
    """Full at any moment; the heart of this participant turns, and the session is stopped for it."""
    seed = chance.randint(1, 1000)
    with practise(data, face, LONG_SPEED, "palpitations", seed, LONG_REST_S) as seen:
        full = _full_at_some_moment(seen, data, chance.uniform(0.5, TURNS_S / LONG_SPEED))
        outcome.must(seen.hears(STOP, WHOLE_S), "no stop is heard")
        _after(seen, data, face, full, STOPPED_FOR_SAFETY, outcome, LONG_SPEED)


def _quiet(data: Path, face: Face, chance: Random, outcome: Outcome) -> None:
    """Full at any moment of a session that is otherwise as it should be."""
    with practise(data, face, SPEED) as seen:
        full = _full_at_some_moment(seen, data, chance.uniform(0.5, 0.6 * LENGTH_S / SPEED))
        outcome.must(seen.hears("That is all" if face is Face.PLAIN else "quit", WHOLE_S), "its end is not heard")
        outcome.must(bool(RELEASE.search(seen.said())), "no release is heard")
        _after(seen, data, face, full, 0, outcome)


def _full_at_some_moment(seen: Program, data: Path, after_s: float) -> float:
    seen.wait(lambda: bool(seen.pieces))
    seen.lets_pass(after_s)
    return fill(data)


def _after(
    seen: Program, data: Path, face: Face, full: float, code: int, outcome: Outcome, speed: float = SPEED
) -> None:
    """It leaves as it should have, says what is not kept, and what was kept before is there once there is room."""
    if face is Face.SCREEN:
        seen.hears(UNKEPT, SOON_S)  # on its last page
    outcome.must(_is_left(seen, face), "does not end")
    outcome.must(seen.code == code, f"exit code {seen.code}, not {code}: {seen.said()[-300:]!r}")
    outcome.must("Traceback" not in seen.said(), "a traceback is shown")
    outcome.failures += seen.insane()
    (data / FILLER).unlink()
    there = kept.opens(data, outcome)
    if there and face is Face.PLAIN:
        kept.compare(data, seen, full, speed, outcome)
    if kept.whole(data):  # what was written over needed no room
        outcome.count("all was kept")
    else:
        outcome.must(bool(UNKEPT.search(seen.said())), "nobody is told that not all is kept")


def _is_left(seen: Program, face: Face) -> bool:
    """Whether it ends: on a screen when it is left; in plain lines by itself, or by Enter where it offers a page."""
    if face is Face.SCREEN:
        return leave(seen, face)
    if seen.hears(OFFER, 15.0):
        seen.types("\n")
    return seen.ends(15.0)


def why_not() -> str | None:
    """Why this cannot be tested here; None: it can."""
    try:
        with small_disk():
            return None
    except PermissionError as reason:
        return str(reason)
