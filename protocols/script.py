"""A protocol as it will be read aloud, with the planned time of every line: for review as a whole."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from biofeedback.text_layout import wrap
from protocols.groups import common
from protocols.training import Ending, Step, TrainingProtocol, Words

WIDTH = 78
"""Columns of the dump: it fits a terminal of 80."""

_INDENT = 7
"""Room for the time before each line. Columns."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is said at `t` seconds of a session that needs no settle pause. `heading` names a new muscle group."""

    t: float
    text: Words
    heading: Words | None = None


def read_aloud(protocol: TrainingProtocol) -> tuple[Line, ...]:
    """Every text in the order and at the time it is said. The settle words are left out: they come when needed."""
    return tuple(_lines(protocol))


def dump(protocol: TrainingProtocol, lang: str) -> str:
    """The script as plain text of at most 78 columns, in `lang` ("en" or "zh")."""
    rows = [protocol.title.say(lang), "", *wrap(common()["preparation"].say(lang), WIDTH), ""]
    for line in read_aloud(protocol):
        if line.heading is not None:
            rows += ["", " " * _INDENT + f"— {line.heading.say(lang)} —"]
        first, *more = wrap(line.text.say(lang), WIDTH - _INDENT)
        rows.append(f"{_clock(line.t):>5}  {first}")
        rows += [" " * _INDENT + part for part in more]
    return "\n".join(rows) + "\n"


def _lines(protocol: TrainingProtocol) -> Iterator[Line]:
    yield Line(t=0.0, text=protocol.baseline_words)
    t = protocol.baseline_s
    for step in protocol.steps:
        yield from _step(t, step)
        t += step.length_s
    yield Line(t=t, text=protocol.closing)
    if protocol.ending is not Ending.SILENT:
        yield Line(t=t + protocol.closing_s, text=protocol.reflection)


def _step(t: float, step: Step) -> Iterator[Line]:
    group = step.group
    yield Line(t=t, text=group.notice, heading=group.name)
    t += step.lead_in_s
    if step.hold_s > 0:
        yield Line(t=t, text=group.tense)
    for text in (group.release, group.rest):
        if text.say("en"):  # or in the one language that there is
            yield Line(t=t + step.hold_s, text=text)


def _clock(t: float) -> str:
    return f"{int(t) // 60}:{int(t) % 60:02d}"
