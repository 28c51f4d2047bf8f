"""What is put to a person before a session: the protocol they asked for as it would be, and what suits instead."""

from __future__ import annotations

from dataclasses import dataclass

from protocols.library import load
from protocols.programme import GENTLE
from protocols.screening.personal import PersonalPlan, personal, plan_for
from protocols.screening.questionnaire import Answers, Effect
from protocols.training import TrainingProtocol

QUIET = frozenset({Effect.RATE_LIMIT})
"""What changes nothing of the practice itself: said with the rest of a plan, but no reason to show one each time."""


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
        if not self.pause:
            return ()
        gentle = [load(name) for name in GENTLE if name != self.protocol.name]
        return tuple(each.name for each in gentle if personal(each, self.plan.terms) is not None)

    @property
    def changes_nothing(self) -> bool:
        """Whether there is nothing to say: it is practised as written."""
        noted = any(note.effect not in QUIET for note in self.plan.notes)
        return not (noted or self.plan.changes or self.pause) and self.plan.protocol is not None


def propose(answers: Answers, protocol: TrainingProtocol, *, pause: bool = False) -> Proposal:
    """The proposal that these answers lead to. A pause is not suggested where what was asked for is gentle itself."""
    return Proposal(protocol=protocol, plan=plan_for(answers, protocol), pause=pause and protocol.name not in GENTLE)
