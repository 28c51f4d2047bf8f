"""A session that was held, as a scenario: its plan and its events inside, and the decision that it is to show."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass, replace

import msgspec

from biofeedback import journal
from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.decisions import Decision, Paused, Settling, Stopped, Warned
from biofeedback.errors import UsageError
from biofeedback.events import Event
from biofeedback.findings import Severity
from biofeedback.run import headless
from simulators.lab.scenarios.happenings import Happening, happening
from simulators.lab.scenarios.patterns import UnknownWord, parse
from simulators.lab.scenarios.shortening import shortest


@dataclass(frozen=True, slots=True)
class Recorded:
    """What was held: all that a replay needs."""

    plan: Plan
    events: tuple[Event, ...]


def plan_line(plan: Plan) -> str:
    """A plan as one line of JSON, without the text of the protocol's file and without a quote that could end it."""
    bare = replace(plan, protocol=replace(plan.protocol, text=""))
    return msgspec.json.encode(bare).decode().replace("'", "\\u0027")


def plan_of(line: str) -> Plan:
    """The plan of such a line. Raises ValueError."""
    return msgspec.json.decode(line, type=Plan)


def events_of(lines: str) -> tuple[Event, ...]:
    """The events of lines of the journal. Raises ValueError."""
    return tuple(journal.event_from_line(line) for line in lines.splitlines() if line)


def shown(recorded: Recorded, shows: str | None) -> Decision:
    """The decision that a scenario is to show: the first that fits, or the gravest there is. Raises UsageError."""
    decisions = headless.replay(Engine(recorded.plan), recorded.events)
    if shows is None:
        grave = sorted((each for each in decisions if _weight(each)), key=lambda each: -_weight(each))
        if not grave:
            raise UsageError("nothing was stopped, warned of, paused or settled: say with --shows what is to be shown")
        return grave[0]
    try:
        pattern = parse(shows, tuple({step.group.id for step in recorded.plan.protocol.steps}))
    except UnknownWord as unknown:
        raise UsageError(f"--shows: {unknown.word!r} is not known here: {unknown}") from unknown
    found = next((each for each in decisions if pattern.fits(happening(each))), None)
    if found is None:
        raise UsageError(f"--shows: {shows!r} did not happen in this session")
    return found


def _weight(decision: Decision) -> int:
    match decision:
        case Stopped():
            return 5
        case Warned(severity=Severity.STOP):
            return 4
        case Warned(severity=Severity.CAUTION):
            return 3
        case Paused():
            return 2
        case Settling(begun=True):
            return 1
        case _:
            return 0


def shortened(recorded: Recorded, decision: Decision) -> Recorded:
    """The fewest events that still bring this decision, for the same reason, at whatever moment."""

    def shows(events: Sequence[Event]) -> bool:
        return _when(Recorded(recorded.plan, tuple(events)), decision) is not None

    return replace(recorded, events=shortest(recorded.events, shows))


def _when(recorded: Recorded, decision: Decision) -> float | None:
    engine = Engine(recorded.plan)
    for event in recorded.events:
        for each in engine.step(event):
            if _same(each, decision):
                return each.t
    return None


def _same(one: Decision, other: Decision) -> bool:
    """Whether both say the same, for the same reason."""
    if type(one) is not type(other) or happening(one).words != happening(other).words:
        return False
    reasons = (getattr(one, "why", None), getattr(other, "why", None))
    return [None if each is None else each.code for each in reasons[:1]] == [
        None if each is None else each.code for each in reasons[1:]
    ]


def text_of(recorded: Recorded, decision: Decision, why: str) -> str:
    """The scenario's file."""
    when = _when(recorded, decision)
    if when is None:
        raise ValueError("these events do not bring that decision")
    lines = "\n".join(journal.to_line(event) for event in recorded.events).replace("'", "\\u0027")
    return f"""# {len(recorded.events)} events of a session that was held, and what was decided on them.

[scenario]
why = {msgspec.json.encode(why).decode()}

[[expect]]
eventually = "{_pattern(happening(decision))}"
from_s = {math.floor(when)}
until_s = {math.ceil(when) + 1}

# All that is needed to hold it again: how it was set, and what happened. Lines of the journal; not meant to be written
# by hand.
[recorded]
plan = '''
{plan_line(recorded.plan)}
'''
events = '''
{lines}
'''
"""


def _pattern(shown: Happening) -> str:
    return " ".join((shown.kind.value, *shown.words))
