"""A scenario that did not hold, told: what was decided around the moment, the heart, and a small picture of both."""

from __future__ import annotations

import shlex
from collections.abc import Iterator, Sequence
from pathlib import Path

from biofeedback.texts import Texts
from simulators.lab.scenarios.checking import Missed
from simulators.lab.scenarios.happenings import Happening, Happens
from simulators.lab.scenarios.playing import Played
from simulators.lab.scenarios.rate_picture import rate_picture

BEFORE_S = 60.0
"""Of the session that is shown before the moment. Seconds."""

AFTER_S = 30.0
"""Of the session that is shown after it. Seconds."""

MOST_SHOWN = 12
"""Happenings that are shown around a moment: a screen's half."""


def told(file: Path, played: Played) -> Iterator[str]:
    """The failure in lines: each thing that did not hold, with the moment."""
    for each in played.missed:
        line = "" if each.expectation.line is None else f", line {each.expectation.line}"
        at = "" if each.t is None else f" at {each.t:.1f} s"
        yield f"{file}{line}, seed {played.seed}: {each.expectation}: {each.found}{at}"
        yield from _around(each, played)


def again(file: Path, played: Played) -> str:
    """The command that plays it again and tells all of it."""
    return f"again: biofeedback lab run {shlex.quote(str(file))} --seeds {played.seed} --decisions"


def _around(missed: Missed, played: Played) -> Iterator[str]:
    moment = played.summary.duration_s if missed.t is None else missed.t
    begin, end = moment - BEFORE_S, moment + AFTER_S
    near = [each for each in played.happenings if begin <= each.t <= end]
    ahead = [each for each in near if each.t < moment][-(MOST_SHOWN // 2) :]
    behind = [each for each in near if each.t >= moment][: MOST_SHOWN - len(ahead)]
    yield from (f"  {'>' if each.t == missed.t else ' '} {of(each)}" for each in (*ahead, *behind))
    yield from (f"    {line}" for line in rate_picture(played.rates, begin, end, moment))


def of(happening: Happening) -> str:
    """One happening in a line: when, what, its numbers, and why."""
    numbers = " ".join(f"{each.name} {each.value:.1f}" for each in happening.numbers if each.value is not None)
    reason = getattr(happening.decision, "why", None)
    why = "" if reason is None else f"({Texts('en').why(reason)})"
    words = " ".join(part for part in (happening.kind.value, *happening.words, numbers, why) if part)
    return f"{happening.t:8.1f} s  {words}"


def decisions(played: Played) -> Iterator[str]:
    """All that happened, a line each."""
    yield from (of(each) for each in played.happenings)


def outcome(played: Sequence[Played]) -> str:
    """How the sessions of a scenario ended, in a few words."""
    ends: dict[str, int] = {}
    for each in played:
        rule = "" if each.summary.rule is None else f" ({each.summary.rule.value})"
        word = f"{each.summary.outcome.value}{rule}"
        ends[word] = ends.get(word, 0) + 1
    if any(each.kind is Happens.PAUSE for one in played for each in one.happenings):
        paused = sum(any(each.kind is Happens.PAUSE for each in one.happenings) for one in played)
        ends["paused"] = paused
    return ", ".join(f"{count} {word}" for word, count in ends.items())
