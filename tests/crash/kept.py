"""What the store holds after a crash, asked as anybody would ask, and compared with what was seen on the terminal."""

from __future__ import annotations

import json
import re
import subprocess
from dataclasses import dataclass
from itertools import accumulate
from pathlib import Path
from typing import Any

from biofeedback.decisions import Action, CueGiven, Finished
from biofeedback.errors import BiofeedbackError
from biofeedback.store.sessions import Sessions
from tests.crash.session import RELEASE, TENSE, Outcome
from tests.crash.terminal import PATIENCE_S, Program, environment, program

FRESH_S = 1.0  # what was told so shortly before a crash may be lost. Seconds of wall time
_LINE = re.compile(r"(\d\d):(\d\d)  ([^\r\n]*)[\r\n]")
_RELEASED = re.compile(rf"^(?!No sound|Stop\.).*(?:{RELEASE.pattern})", re.IGNORECASE)
"""How the bell rings is told with the same words, and a stop, which is no cue."""

_SAYS = ((Action.TENSE, TENSE), (Action.RELEASE, _RELEASED), (Action.PREPARE, re.compile(r"^Fists\.")))


@dataclass(frozen=True, slots=True)
class Line:
    """A line of the plain face: when it was read (seconds of the monotonic clock), its time, its words."""

    wall: float
    clock: int
    words: str


def asked(data: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    """Call a command of the program that needs no terminal."""
    return subprocess.run(
        [*program(), *arguments],
        capture_output=True,
        text=True,
        env=environment(data),
        cwd=data,
        stdin=subprocess.DEVNULL,
        timeout=PATIENCE_S,
        check=False,
    )


def opens(data: Path, outcome: Outcome, *, ended: bool | None = None) -> bool:
    """The store opens, and shows and replays its one session. `ended`: whether that must have an end.

    False: there is no session yet, so that there is nothing to compare.
    """
    listed = asked(data, "sessions", "list", "--json")
    outcome.must(listed.returncode == 0 and not listed.stderr, f"sessions list: {listed.stderr.strip()[:200]}")
    if listed.returncode != 0 or not listed.stdout.strip():
        return False
    outcome.count("a session was there")
    shown, again = asked(data, "sessions", "show", "1"), asked(data, "sessions", "replay", "1")
    outcome.must(shown.returncode == 0, f"sessions show: {shown.stderr.strip()[:200]}")
    outcome.must(again.returncode == 0, f"sessions replay: {(again.stdout + again.stderr).strip()[:400]}")
    session: dict[str, Any] = json.loads(listed.stdout.splitlines()[-1])
    if ended is not None:
        how = session["outcome"]
        outcome.must((how != "cut_off") is ended, f"the session is kept as {how!r}")
    return True


def lines(seen: Program) -> list[Line]:
    """The lines of the plain face."""
    ends = list(accumulate(len(piece.data) for piece in seen.pieces))
    found, at, byte = list[Line](), 0, 0
    raw = seen.raw
    for text in raw.splitlines(keepends=True):
        byte += len(text)
        while ends[at] < byte:
            at += 1
        if match := _LINE.search(text.decode("utf-8", "replace")):
            minutes, seconds, words = match.groups()
            found.append(Line(seen.pieces[at].wall, 60 * int(minutes) + int(seconds), words))
    return found


def compare(data: Path, seen: Program, crashed: float, speed: float, outcome: Outcome) -> None:
    """Nothing that was told longer than a second before `crashed` is missing from the journal."""
    try:
        with Sessions(data) as store:
            decisions, events = store.decisions(1), store.events(1)
    except BiofeedbackError as problem:
        outcome.failures.append(f"the journal cannot be read: {problem}")
        return
    cues = [(each.action, each.t) for each in decisions if isinstance(each, CueGiven)]
    last_t = max((each.t for each in (*events, *decisions)), default=0.0)
    shown = [line for line in lines(seen) if line.wall <= crashed - FRESH_S]
    for line in shown:
        outcome.must(last_t >= line.clock, f"lost: {line} though the journal ends at {last_t:.1f} s")
        for action, words in _SAYS:
            if words.search(line.words):
                there = any(each is action and int(t) == line.clock for each, t in cues)
                outcome.must(there, f"lost: no {action.value} at {line.clock} s in the journal")
    if not any(isinstance(each, Finished) for each in decisions):  # else it was over before, and all is there
        _measure(seen, crashed, speed, cues, last_t, outcome)


def _measure(
    seen: Program, crashed: float, speed: float, cues: list[tuple[Action, float]], last_t: float, outcome: Outcome
) -> None:
    """How much of the session's time is missing, by its own clock: its zero is known from the lines of its cues."""
    exact = {(action, int(t)): t for action, t in cues}
    zeros = [
        line.wall - exact[action, line.clock] / speed
        for line in lines(seen)
        for action, words in _SAYS
        if words.search(line.words) and (action, line.clock) in exact
    ]
    if not zeros:
        return
    outcome.lost_s = max(0.0, crashed - min(zeros) - last_t / speed)
    between = 2.0 / speed  # two heartbeats: so long nothing may happen at all
    outcome.must(outcome.lost_s <= FRESH_S + between, f"lost: the last {outcome.lost_s:.2f} s before it")


def tensions_kept(data: Path, action: Action = Action.TENSE) -> int:
    """How many cues of that kind the journal has; none, where it has nothing."""
    try:
        with Sessions(data) as store:
            return sum(isinstance(each, CueGiven) and each.action is action for each in store.decisions(1))
    except BiofeedbackError:
        return 0


def whole(data: Path) -> bool:
    """Whether the journal goes up to the session's last word."""
    try:
        with Sessions(data) as store:
            return any(isinstance(each, Finished) for each in store.decisions(1))
    except BiofeedbackError:
        return False
