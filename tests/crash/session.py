"""The session that is crashed: short, with many tensions in words of its own, and a simulated participant at speed."""

from __future__ import annotations

import re
from collections.abc import Generator
from contextlib import contextmanager
from dataclasses import dataclass, field
from enum import StrEnum
from pathlib import Path
from tempfile import TemporaryDirectory

from protocols.limits import MIN_BASELINE_S
from tests.crash.terminal import Program

HOLD_S = 7.0
LEAD_IN_S = 5.0
REST_S = 20.0
TENSIONS = 3
LENGTH_S = 12 + MIN_BASELINE_S + TENSIONS * (LEAD_IN_S + HOLD_S + REST_S) + 20  # with the first beats and the closing
ROUND_S = LEAD_IN_S + HOLD_S + REST_S
PROTOCOL = f"""
format = 1
kind = "tension"
baseline_s = {MIN_BASELINE_S:g}
settle_max_s = 0
closing_s = 20
sources = ["For tests only"]
title = {{ en = "Short", zh = "短" }}
summary = {{ en = "Many tensions in little time.", zh = "短时间内多次收紧。" }}
[defaults]
lead_in_s = {LEAD_IN_S:g}
again_s = {LEAD_IN_S:g}
hold_s = {HOLD_S:g}
rest_s = {REST_S:g}
effort = "moderate"
breathing = "free"
[[steps]]
group = "fists"
repeat = {TENSIONS}
[groups.fists]
regions = ["hands"]
name = {{ en = "Fists", zh = "拳" }}
notice = {{ en = "Now your fists.", zh = "现在是拳头。" }}
tense = {{ en = "Make fists.", zh = "握拳。" }}
release = {{ en = "And let go.", zh = "好，松开。" }}
rest = {{ en = "Let them lie.", zh = "让双手放下。" }}
"""
TENSE = re.compile(r"Make fists\.")
RELEASE = re.compile(r"let go|let everything go|松开", re.IGNORECASE)  # whoever says it, and however
REPORTING = "choose"  # stands on the screen's list of what can be felt
CALM = re.compile(rf"{RELEASE.pattern}|{REPORTING}", re.IGNORECASE)  # the words to tense are gone, others stand there
STOP = re.compile(r"(?<!times to )stop[.:]|stopped|let everything go loose", re.IGNORECASE)
UNKEPT = re.compile(r"\bkept\b|\bkeep\b|disk|no room|cannot be used", re.IGNORECASE)  # not all of it, for a reason


class Face(StrEnum):
    """How the session is shown."""

    PLAIN = "plain"
    SCREEN = "screen"


@dataclass(slots=True)
class Outcome:
    """What a case came to. Each failure is one clear line."""

    kind: str
    failures: list[str] = field(default_factory=list)
    seen: dict[str, int] = field(default_factory=dict)
    lost_s: float | None = None  # of wall time, where something was looked for in the journal

    def must(self, holds: bool, otherwise: str) -> None:
        """Note what does not hold."""
        if not holds:
            self.failures.append(otherwise)

    def count(self, what: str) -> None:
        """One more of it."""
        self.seen[what] = self.seen.get(what, 0) + 1


@contextmanager
def folder() -> Generator[Path]:
    """A data folder for one case."""
    with TemporaryDirectory(prefix="crash") as name:
        yield Path(name)


def practise(data: Path, face: Face, speed: float, who: str = "calm", seed: int = 1, rest_s: float = REST_S) -> Program:
    """Begin the session; to be used in a `with`. Longer rests make it longer."""
    protocol = data / "short.toml"
    protocol.write_text(PROTOCOL.replace(f"rest_s = {REST_S:g}", f"rest_s = {rest_s:g}"), encoding="utf-8")
    shown = ["--plain"] if face is Face.PLAIN else []
    source = f"person:{who}@{speed:g}"
    return Program(["practise", *shown, "--protocol", str(protocol), "--source", source, "--seed", str(seed)], data)


def tensing(program: Program) -> bool:
    """Whether the last that was said, of tense and let go, is to tense."""
    said = program.said()
    return _last(TENSE, said) > _last(RELEASE, said)


def _last(pattern: re.Pattern[str], text: str) -> int:
    return max((found.start() for found in pattern.finditer(text)), default=-1)


def report(program: Program, face: Face, number: int) -> None:
    """Say that something feels wrong: on the screen its list must be open before its digit means anything."""
    if face is Face.PLAIN:
        program.types(f"r{number}\n")
        return
    before = program.length
    program.types("r")
    program.hears(REPORTING, 10.0, before)
    program.types(str(number))


def into_hold(program: Program, nth: int, after_s: float) -> bool:
    """Look on until `after_s` seconds of wall time into the nth tension. False: the session ended before."""
    for _ in range(nth):
        since = program.length
        if not program.hears(TENSE, since=since):
            return False
    program.lets_pass(after_s)
    return program.code is None and tensing(program)


def leave(program: Program, face: Face) -> bool:
    """Ask it to end, as a person does, and wait for that."""
    program.types("x\n" if face is Face.PLAIN else "\x11")
    return program.ends(20.0)
