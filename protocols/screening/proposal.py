"""What is put to a person before a session: the protocol they asked for as it would be, and what suits instead."""

from __future__ import annotations

from dataclasses import dataclass

from protocols.library import load, names
from protocols.programme import GENTLE
from protocols.safety import total_s
from protocols.screening.personal import (
    Change,
    PersonalPlan,
    changed_groups,
    has_a_place_of_its_own,
    personal,
    plan_for,
)
from protocols.screening.questionnaire import Answers, Effect
from protocols.training import Kind, TrainingProtocol

QUIET = frozenset({Effect.RATE_LIMIT})
"""What changes nothing of the practice itself: said with the rest of a plan, but no reason to show one each time."""


MOST = 0.5
"""A larger share of the groups than this is most of them: what is left is no longer what was asked for. Our choice."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Proposal:
    """A plan to say yes or no to."""

    protocol: TrainingProtocol  # as written
    plan: PersonalPlan
    pause: bool = False  # the last times were hard: something gentle is offered beside it
    held: bool = False  # the answers could not be kept

    @property
    def instead(self) -> tuple[str, ...]:
        """Protocols that can be begun instead. Empty: what was asked for, or none."""
        if self.plan.protocol is None:
            return self.plan.alternatives
        shorter = () if self.shorter is None else (self.shorter,)
        return (*shorter, *(name for name in self.gentle if name not in shorter))

    @property
    def gentle(self) -> tuple[str, ...]:
        """What is offered while the practice itself rests."""
        if not self.pause:
            return ()
        gentle = [load(name) for name in GENTLE if name != self.protocol.name]
        return tuple(each.name for each in gentle if personal(each, self.plan.terms) is not None)

    @property
    def shorter(self) -> str | None:
        """A shorter one that suits whole, where most groups would be left out of this one; None: there is no need."""
        written = {step.group.name for step in self.protocol.steps if step.hold_s > 0}
        gone = {each.group for each in self.plan.changes if each.change is not Change.SOFTENED}
        if self.plan.protocol is None or len(written & gone) <= MOST * len(written):
            return None
        fitting = [load(name) for name in (*self.plan.alternatives, *names())]
        suited = [each for each in fitting if self._suits_whole(each)]
        made_for_it = [each for each in suited if each.name in self.plan.alternatives]
        return next((each.name for each in (*made_for_it, *sorted(suited, key=total_s, reverse=True))), None)

    def _suits_whole(self, other: TrainingProtocol) -> bool:
        """Whether it tenses, is shorter, and nothing of it is left out or only imagined."""
        ours = personal(other, self.plan.terms)
        if ours is None or other.kind is not Kind.TENSION or other.cleared_only:
            return False
        if total_s(other) >= total_s(self.protocol) or has_a_place_of_its_own(other):
            return False
        changes = changed_groups(other.steps, ours.steps, self.plan.terms)
        return all(each.change is Change.SOFTENED for each in changes)

    @property
    def changes_nothing(self) -> bool:
        """Whether there is nothing to say: it is practised as written."""
        noted = any(note.effect not in QUIET for note in self.plan.notes)
        return not (noted or self.plan.changes or self.pause) and self.plan.protocol is not None


def propose(answers: Answers, protocol: TrainingProtocol, *, pause: bool = False) -> Proposal:
    """The proposal that these answers lead to. A pause is not suggested where what was asked for is gentle itself."""
    return Proposal(protocol=protocol, plan=plan_for(answers, protocol), pause=pause and protocol.name not in GENTLE)
