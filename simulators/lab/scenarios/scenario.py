"""A scenario as a value: what is played, and what must hold."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from pathlib import Path

from biofeedback.coach.plan import Adaptation
from protocols.training import TrainingProtocol
from simulators.faults.injection import Fault
from simulators.lab.scenarios.patterns import Pattern
from simulators.lab.scenarios.recorded import Recorded


class Must(Enum):
    """How something must hold."""

    ALWAYS = "always"  # whenever it happens, its number is within bounds
    NEVER = "never"
    EVENTUALLY = "eventually"
    COUNT = "count"
    SUMMARY = "summary"  # a field of the summary


@dataclass(frozen=True, slots=True, kw_only=True)
class Bounds:
    """Least and most; None: any."""

    least: float | None = None
    most: float | None = None

    def hold(self, value: float) -> bool:
        """Whether a number is within them."""
        return (self.least is None or value >= self.least) and (self.most is None or value <= self.most)

    def __str__(self) -> str:
        """In words."""
        if self.least is not None and self.least == self.most:
            return f"{self.least:g}"
        parts = [("at least", self.least), ("at most", self.most)]
        return " and ".join(f"{word} {value:g}" for word, value in parts if value is not None)


@dataclass(frozen=True, slots=True, kw_only=True)
class During:
    """When it is looked for: the whole session where nothing is said.

    After each `after` for `within_s` (None: to the end), or from each `begins` to the next `ends`; in either case no
    earlier than `from_s` and no later than `until_s`. Seconds.
    """

    after: Pattern | None = None
    within_s: float | None = None
    begins: Pattern | None = None
    ends: Pattern | None = None
    from_s: float = 0.0
    until_s: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Expectation:
    """One thing that must hold. `line`: where it stands in its file, from 1."""

    line: int | None
    must: Must
    pattern: Pattern | None = None  # None: it is about the summary
    during: During = During()
    number: str | None = None  # of a happening, or a field of the summary
    bounds: Bounds = Bounds()
    value: str | float | bool | None = None  # what a field of the summary must be
    absent: bool = False  # a field of the summary must be absent

    def __str__(self) -> str:
        """In words, as it is told where it does not hold."""
        if self.pattern is None:
            wanted = "absent" if self.absent else str(self.bounds) if self.value is None else repr(self.value)
            return f"summary {self.number}: {wanted}"
        told = f"{self.must.value} {self.pattern.text!r}"
        if self.number is not None:
            told += f" {self.number}"
        return " ".join(part for part in (told, str(self.bounds), _when(self.during)) if part)


def _when(during: During) -> str:
    parts: list[str] = []
    if during.begins is not None and during.ends is not None:
        parts.append(f"between {during.begins.text!r} and {during.ends.text!r}")
    if during.within_s is not None:
        parts.append(f"within {during.within_s:g} s")
    if during.after is not None:
        parts.append(f"after {during.after.text!r}")
    if during.from_s:
        parts.append(f"from {during.from_s:g} s")
    if during.until_s is not None:
        parts.append(f"until {during.until_s:g} s")
    return " ".join(parts)


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A stretch of a recording's own time, seconds, played so many times."""

    file: Path
    from_s: float | None = None  # None: from its begin
    to_s: float | None = None  # None: to its end
    times: int = 1

    def __str__(self) -> str:
        """In words: the file, and which part of it."""
        cut = [] if self.from_s is None else [f"from {self.from_s:g} s"]
        cut += [] if self.to_s is None else [f"to {self.to_s:g} s"]
        return " ".join([str(self.file), *cut, *([f"{self.times} times"] if self.times > 1 else [])])


@dataclass(frozen=True, slots=True, kw_only=True)
class Scenario:
    """What is played and what must hold."""

    file: Path
    name: str
    why: str
    protocol: TrainingProtocol
    person: str | None  # None: the recordings are played
    recordings: tuple[Part, ...]
    session: int
    """Which of the person's sessions it is, from 1: some learn."""
    seeds: tuple[int, ...]
    adaptation: Adaptation
    faults: tuple[Fault, ...]
    expectations: tuple[Expectation, ...]
    recorded: Recorded | None = None
    """A session that was held: its own events are heard again, and nothing else."""
    wrong_today: str | None = None
    """Why it does not hold yet: that is told, and is no failure; that it holds all at once is one."""

    @property
    def source(self) -> str:
        """Who or what is played, in a word."""
        if self.recorded is not None:
            return "session"
        return f"person:{self.person}" if self.person is not None else "recording"

    @property
    def answers(self) -> bool:
        """Whether the body answers the guidance: what was recorded does not, whatever it is asked (open loop)."""
        return self.person is not None
