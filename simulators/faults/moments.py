"""When a fault acts: from a second on, in a phase of the session, or again and again by chance."""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from difflib import get_close_matches
from random import Random
from typing import TypeAlias

from biofeedback.decisions import Decision, Phase, PhaseBegan
from simulators.refusal import unknown

LATEST_S = 604_800.0
"""A fault that began later than after a week, or lasted longer, is a slip of the pen: no recording does. Seconds."""

MOST_PER_MIN = 60.0
"""Of a fault that comes again and again: more often than every second nobody could tell them apart."""


@dataclass(frozen=True, slots=True)
class AtTime:
    """From this second of the session on."""

    start_s: float


@dataclass(frozen=True, slots=True)
class InPhase:
    """From the begin of a phase on: the `nth` of its kind, from 1."""

    phase: Phase
    nth: int


@dataclass(frozen=True, slots=True)
class AtRate:
    """So often a minute, at moments of chance; never two at once."""

    per_min: float


When: TypeAlias = AtTime | InPhase | AtRate


def parse_when(text: str) -> When:
    """`t 400`, `phase tense 3`, `rate 2/min`. Raises UsageError with the forms there are."""
    kind, *rest = text.split()
    match kind, rest:
        case "t", [seconds] if (start := _number(seconds)) is not None and start <= LATEST_S:
            return AtTime(start)
        case "phase", [name, *nth] if len(nth) < 2 and all(each.isdecimal() and 0 < int(each) < 1000 for each in nth):
            return InPhase(phase_of(name), int(nth[0]) if nth else 1)
        case "rate", [rate] if (often := rate_of(rate)) is not None:
            return AtRate(often)
        case _:
            raise unknown("bad_when", found=text)


def phase_of(name: str) -> Phase:
    """The phase of a name. Raises UsageError, with what was meant."""
    names = [phase.value for phase in Phase]
    if name not in names:
        near = get_close_matches(name, names, 1) or names
        raise unknown("unknown_phase", name=name, names=", ".join(near))
    return Phase(name)


def rate_of(text: str) -> float | None:
    """The number of `2/min`; None: it is none."""
    found = re.fullmatch(r"([0-9.]{1,8})/min", text)
    often = None if found is None else _number(found[1])
    return often if often is not None and 0 < often <= MOST_PER_MIN else None


def _number(text: str) -> float | None:
    try:
        number = float(text)
    except ValueError:
        return None
    return number if 0 <= number < math.inf else None


class Trigger:
    """Says when a fault begins to act. Once is enough for all but those that come by chance."""

    def __init__(self, when: When, random: Random) -> None:
        self._when = when
        self._random = random
        self._left = when.nth if isinstance(when, InPhase) else 0

    @property
    def first_s(self) -> float:
        """When it begins for the first time, as far as that is known from the start on. Seconds."""
        match self._when:
            case AtTime(start_s=start):
                return start
            case InPhase():
                return math.inf
            case AtRate():
                return self._later(0.0)

    def heard(self, decision: Decision) -> float | None:
        """When it begins because of what was just decided; None: it does not."""
        if not isinstance(self._when, InPhase) or not isinstance(decision, PhaseBegan):
            return None
        if decision.phase is not self._when.phase:
            return None
        self._left -= 1
        return decision.t if self._left == 0 else None

    def again(self, end_s: float) -> float | None:
        """When it begins again after an end; None: it does not."""
        return self._later(end_s) if isinstance(self._when, AtRate) else None

    def _later(self, t: float) -> float:
        assert isinstance(self._when, AtRate)
        return t + self._random.expovariate(self._when.per_min / 60.0)
