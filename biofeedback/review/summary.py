"""A session in a few figures: what `simulate --json` ends with, and what an expectation may ask for."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

from biofeedback import journal
from biofeedback.decisions import Decision, Finished, Outcome
from biofeedback.findings import Rule
from biofeedback.why import Why


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionSummary:
    """How a session went. Absent (None) is what was not said."""

    outcome: Outcome
    rule: Rule | None
    why: Why | None
    duration_s: float
    groups_done: int
    groups_planned: int
    settle_pauses: int
    tension_before: int | None
    tension_after: int | None
    decisions_sha256: str
    """Of all decisions as lines of the journal, in order."""


class Summing:
    """Hears decisions one by one and knows the summary when all is said."""

    def __init__(self) -> None:
        self._digest = hashlib.sha256()
        self._finished: Finished | None = None

    def add(self, decision: Decision) -> None:
        """One decision more, in order."""
        self._digest.update(journal.to_line(decision).encode() + b"\n")
        if isinstance(decision, Finished):
            self._finished = decision

    def summary(self, last_t: float) -> SessionSummary:
        """The figures; `last_t`: when the session was last heard of, for one without a last word. Seconds."""
        end = self._finished
        return SessionSummary(
            outcome=Outcome.ENDED_EARLY if end is None else end.outcome,
            rule=None if end is None else end.rule,
            why=None if end is None else end.why,
            duration_s=round(last_t if end is None else end.t, 3),
            groups_done=0 if end is None else end.groups_done,
            groups_planned=0 if end is None else end.groups_planned,
            settle_pauses=0 if end is None else end.settle_pauses,
            tension_before=None if end is None else end.tension_before,
            tension_after=None if end is None else end.tension_after,
            decisions_sha256=self._digest.hexdigest(),
        )
