"""When plain mode asks for a few words: after a whole practice, and of nobody who was stopped or is falling asleep."""

from __future__ import annotations

import pytest

from biofeedback.app.whole_session import invites_note
from biofeedback.decisions import EndCause, Finished, Outcome
from biofeedback.why import why
from protocols.library import load


@pytest.mark.parametrize(
    ("outcome", "protocol", "asks"),
    [
        (Outcome.COMPLETED, "feet_to_forehead", True),
        (Outcome.COMPLETED, "bedtime", False),
        (Outcome.COMPLETED, None, False),
        (Outcome.ENDED_EARLY, "feet_to_forehead", False),
        (Outcome.STOPPED, "feet_to_forehead", False),
    ],
)
def test_a_note_is_asked_for_after_a_whole_practice_only(outcome: Outcome, protocol: str | None, asks: bool) -> None:
    """Whoever leaves wants to leave."""
    end = Finished(
        t=600.0,
        outcome=outcome,
        rule=None,
        groups_done=4,
        groups_planned=4,
        settle_pauses=0,
        tension_before=None,
        tension_after=None,
        why=why("coach.completed"),
        cause=EndCause.COMPLETED,
    )
    assert invites_note(end, None if protocol is None else load(protocol)) is asks
