"""The programme: a ladder of stages over weeks, and one suggestion for today. It suggests; it never counts missed days.

The ladder is Bernstein & Borkovec's, then Öst's (1987, doi 10.1016/0005-7967(87)90010-8): ever fewer groups, then
release from memory, on a count, on a word, in daily life. Down it goes when the person's own ratings and their body
both say so; after trouble one stage back up; after repeated trouble a pause and something else.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

STAGES = (
    "sixteen_groups",
    "seven_groups",
    "four_groups",
    "recall",
    "recall_counting",
    "cue_controlled",
    "differential",
    "rapid",
)
"""Protocols from the first stage to the last."""

GENTLE = ("grounding", "diaphragm_breathing")
"""Suggested while the ladder pauses: nothing is tensed and attention is not turned into the body alone."""

GOOD_SESSIONS = 3
"""Sessions in a row that must have worked before the next stage: one can be luck, and the taught course gives each
stage about a week. Count."""

CALMER_BY = 2
"""A rating that fell by this much has fallen: one step is within what people give twice for the same. Of 0 to 10."""

CALM = 2
"""A rating this low is calm, even where it was low before. Of 0 to 10."""

MOST_SETTLE_PAUSES = 1
"""A body that needed more settle pauses than this had not come back by itself. Count."""

TROUBLES = 2
"""So many troubled sessions among the last `LOOKED_BACK` suggest a pause and something else. Count."""

LOOKED_BACK = 3
"""Sessions. The cautions speak of dread, pain or worsening that stays, not of one bad day."""


class Afterwards(Enum):
    """How practising felt after a session, as said before the next one; asked once a session, never pressed for."""

    WELL = "well"
    DREAD = "dread"  # did not want to practise again, or dreaded it
    PAIN = "pain"
    WORSE = "worse"  # what one practises for had grown worse
    UNSAID = "unsaid"  # they would rather not say


HARD = frozenset({Afterwards.DREAD, Afterwards.PAIN, Afterwards.WORSE})
"""These make a session a troubled one, as a stop does (S0, "When to stop"): one leads a stage back, `TROUBLES` of the
last `LOOKED_BACK` suggest a pause and something gentle."""


class Advice(Enum):
    """What today's suggestion is."""

    BEGIN = "begin"
    STAY = "stay"
    NEXT_STAGE = "next_stage"
    STAGE_BACK = "stage_back"
    PAUSE = "pause"  # leave the ladder for now, something gentle instead
    DONE_TODAY = "done_today"


@dataclass(frozen=True, slots=True, kw_only=True)
class Practised:
    """One session that was, as far as the programme looks at it."""

    day: str  # local date, ISO 8601
    protocol: str
    completed: bool
    trouble: bool  # stopped by the rhythm watch, or ended because something felt wrong
    settle_pauses: int
    tension_before: int | None
    tension_after: int | None
    afterwards: Afterwards | None = None  # None: not asked yet

    @property
    def was_hard(self) -> bool:
        """Whether it went wrong then, or felt wrong afterwards."""
        return self.trouble or self.afterwards in HARD


@dataclass(frozen=True, slots=True, kw_only=True)
class Suggestion:
    """Today's suggestion."""

    advice: Advice
    protocol: str
    stage: int  # from 0


def suggest(practised: Sequence[Practised], today: str) -> Suggestion:
    """What to do today, after these sessions, oldest first."""
    stage, advice = 0, Advice.BEGIN
    good = 0
    for session in practised:
        if session.was_hard:
            advice = Advice.STAGE_BACK if stage > 0 else Advice.STAY
            stage, good = max(0, stage - 1), 0
        elif session.protocol == STAGES[stage]:
            good = good if _unsaid(session) else good + 1 if _worked(session) else 0
            advice = Advice.STAY
            if good >= GOOD_SESSIONS and stage + 1 < len(STAGES):
                stage, good, advice = stage + 1, 0, Advice.NEXT_STAGE
    if _should_pause(practised):
        return Suggestion(advice=Advice.PAUSE, protocol=GENTLE[0], stage=stage)
    if practised and practised[-1].day == today and practised[-1].completed:
        return Suggestion(advice=Advice.DONE_TODAY, protocol=STAGES[stage], stage=stage)
    return Suggestion(advice=advice, protocol=STAGES[stage], stage=stage)


def _unsaid(session: Practised) -> bool:
    """Whether it was completed, and how it felt was not said: that speaks neither for it nor against it."""
    return session.completed and (session.tension_before is None or session.tension_after is None)


def _worked(session: Practised) -> bool:
    """Whether rating and body both say so; what is not known says nothing."""
    before, after = session.tension_before, session.tension_after
    if not session.completed or before is None or after is None:
        return False
    felt = before - after >= CALMER_BY or after <= min(CALM, before)
    return felt and session.settle_pauses <= MOST_SETTLE_PAUSES


def _should_pause(practised: Sequence[Practised]) -> bool:
    """Whether the last sessions were hard, or left the person more tense than before."""
    last = practised[-LOOKED_BACK:]
    worse = [
        session.tension_before is not None
        and session.tension_after is not None
        and session.tension_after > session.tension_before
        for session in last
    ]
    hard = [session.was_hard or more for session, more in zip(last, worse, strict=True)]
    return sum(hard) >= TROUBLES and hard[-1]
