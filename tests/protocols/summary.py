"""What a protocol asks for, in numbers."""

from __future__ import annotations

from dataclasses import dataclass

from protocols import safety
from protocols.training import Effort, Kind, Region, TrainingProtocol, Words


@dataclass(frozen=True, slots=True, kw_only=True)
class Summary:
    """A protocol in numbers. Times in seconds, without settle pauses, which come on top of `total_s`."""

    name: str
    title: Words
    kind: Kind
    total_s: float
    baseline_s: float
    closing_s: float
    steps: int  # repeats counted
    groups: tuple[Words, ...]  # in order, each once
    regions: frozenset[Region]  # tensed ones only
    tension_s: float
    tension_share: float  # of the time between baseline and closing
    longest_hold_s: float
    shortest_rest_s: float  # after a tension; 0 where nothing is tensed
    strongest: Effort
    settle_max_s: float
    breaths_per_min: float | None  # None: breathing is never paced
    sources: tuple[str, ...]


def summarise(protocol: TrainingProtocol) -> Summary:
    """The numbers of a protocol."""
    tense = [step for step in protocol.steps if step.hold_s > 0]
    guided = safety.guided_s(protocol)
    return Summary(
        name=protocol.name,
        title=protocol.title,
        kind=protocol.kind,
        total_s=safety.total_s(protocol),
        baseline_s=protocol.baseline_s,
        closing_s=protocol.closing_s,
        steps=len(protocol.steps),
        groups=tuple({step.group.id: step.group.name for step in protocol.steps}.values()),
        regions=frozenset(region for step in tense for region in step.group.regions),
        tension_s=safety.tension_s(protocol),
        tension_share=safety.tension_s(protocol) / guided if guided else 0.0,
        longest_hold_s=max((step.hold_s for step in tense), default=0.0),
        shortest_rest_s=min((step.rest_s for step in tense), default=0.0),
        strongest=max((step.effort for step in tense), key=list(Effort).index, default=Effort.NONE),
        settle_max_s=protocol.settle_max_s,
        breaths_per_min=protocol.pace.breaths_per_min if protocol.breath_cue else None,
        sources=protocol.sources,
    )
