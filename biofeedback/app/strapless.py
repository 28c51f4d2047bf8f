"""Practising without a strap: what can be practised so, by whom, and the source that is nobody's heart."""

from __future__ import annotations

import asyncio

from biofeedback.errors import UsageError
from biofeedback.ports import Put
from biofeedback.why import why
from protocols.library import load
from protocols.screening.personal import plan_for
from protocols.screening.questionnaire import Answers
from protocols.screening.terms import Terms
from protocols.training import TrainingProtocol, tenses

OFFERED = ("release_only", "diaphragm_breathing", "quiet_place", "body_scan", "grounding")
"""What is offered where no strap is in reach, in the order of their keys: nothing is tensed in any of them."""


def suited(answers: Answers) -> tuple[str, ...]:
    """Those that these answers allow without a strap."""
    plans = {name: plan_for(answers, load(name)) for name in OFFERED}
    return tuple(
        name for name, plan in plans.items() if plan.protocol is not None and not plan.terms.restrictions.stay_watched
    )


GROUNDING = "grounding"
"""What is begun at once after something felt wrong: attention outwards, eyes open."""


class Nobody:
    """A source that hears nothing, until it is cancelled."""

    async def run(self, put: Put) -> None:
        """Wait."""
        await asyncio.Event().wait()


def must_suit(protocol: TrainingProtocol | None, terms: Terms) -> None:
    """Raise UsageError where this is not to be begun without a strap."""
    if protocol is None:
        raise UsageError("without a strap there is no heart to watch", reasons=(why("strapless.nothing_to_watch"),))
    if tenses(protocol):
        raise UsageError(
            f"{protocol.name} asks for tension, which needs a strap; without one: {', '.join(OFFERED)}",
            reasons=(why("strapless.tenses"),),
        )
    if terms.restrictions.stay_watched:
        raise UsageError(
            "what was answered before practice asks for a strap in every practice",
            reasons=(why("strapless.stay_watched"),),
        )
