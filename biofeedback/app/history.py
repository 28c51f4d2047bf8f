"""What was practised here by a body with a strap on, as the programme looks at it."""

from __future__ import annotations

from datetime import datetime

from biofeedback.clock import wall_time
from biofeedback.coach.adverse import is_adverse_stop
from biofeedback.decisions import EndCause, Finished, Outcome
from biofeedback.store.sessions import Sessions, SourceKind, StoredSession
from protocols.programme import Advice, Afterwards, Practised, Suggestion, suggest


def suggested() -> Suggestion:
    """What to do today."""
    with Sessions() as store:
        past = [practised(session) for session in reversed(store.all()) if counts(session)]
    return suggest(past, _local_day(wall_time()))


def first() -> Suggestion:
    """What to do where nothing was practised yet."""
    return suggest([], _local_day(wall_time()))


def calls_for_pause() -> bool:
    """Whether the last sessions were hard enough to suggest a pause and something gentle."""
    return suggested().advice is Advice.PAUSE


def unasked() -> int | None:
    """The number of the last session, where it is not known yet how it felt afterwards."""
    with Sessions() as store:
        last = next((session for session in store.all() if counts(session)), None)
    return last.id if last is not None and last.afterwards is None else None


def keep_afterwards(session: int, feeling: Afterwards) -> None:
    """Keep how a session felt afterwards."""
    with Sessions() as store:
        store.keep_afterwards(session, feeling.value)


def practised(session: StoredSession) -> Practised:
    """A stored session, as far as the programme looks at it."""
    end = session.finished
    known = session.afterwards in {each.value for each in Afterwards}
    return Practised(
        day=_local_day(session.about.started),
        protocol=session.about.protocol or "",
        completed=end is not None and end.outcome is Outcome.COMPLETED,
        trouble=_was_trouble(end),
        settle_pauses=0 if end is None else end.settle_pauses,
        tension_before=None if end is None else end.tension_before,
        tension_after=None if end is None else end.tension_after,
        afterwards=Afterwards(session.afterwards) if known else None,
    )


def _was_trouble(end: Finished | None) -> bool:
    if end is None:
        return False
    stopped = end.outcome is Outcome.STOPPED and is_adverse_stop(end.rule)
    return stopped or end.cause is EndCause.SYMPTOM


def counts(session: StoredSession) -> bool:
    """Practised with a strap on, and further than the first group or into trouble.

    A demonstration teaches a simulated participant, nobody else. A session that could not begin, that was left before
    its first group was done, or that was cut off says nothing about how practising goes.
    """
    end = session.finished
    of_a_body = session.about.protocol is not None and session.about.source_kind is SourceKind.STRAP
    return of_a_body and end is not None and (end.groups_done > 0 or _was_trouble(end))


def _local_day(wall: str) -> str:
    return datetime.fromisoformat(wall).astimezone().date().isoformat()
