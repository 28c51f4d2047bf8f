"""How long the rest after each tension of a session was, and whether the body had come back by its end."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from biofeedback.decisions import Phase, PhaseBegan

_GOES_ON = (Phase.PREPARE, Phase.CLOSING)
"""What follows a rest that came to its end; whatever else ended it says nothing of how long it takes to settle."""


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupRest:
    """One rest after a tension, from the release to the end of it or of its settle pause."""

    group: str
    length_s: float
    settle_pause: bool


def group_rests(phases: Sequence[PhaseBegan]) -> tuple[GroupRest, ...]:
    """The rests of a session that came to their end, in order. `phases`: all that began in it."""
    return tuple(_rests(phases))


def _rests(phases: Sequence[PhaseBegan]) -> Iterator[GroupRest]:
    for k, rest in enumerate(phases):
        if rest.phase is not Phase.REST or rest.group is None or k == 0 or phases[k - 1].phase is not Phase.TENSE:
            continue
        settles = k + 1 < len(phases) and phases[k + 1].phase is Phase.SETTLE
        after = k + 2 if settles else k + 1
        if after < len(phases) and phases[after].phase in _GOES_ON:
            yield GroupRest(group=rest.group, length_s=phases[after].t - rest.t, settle_pause=settles)
