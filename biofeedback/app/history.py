"""What was practised here by a body with a strap on, as the programme looks at it."""

from __future__ import annotations

from datetime import datetime, timedelta

from biofeedback.clock import wall_time
from biofeedback.coach.adverse import is_adverse_stop
from biofeedback.decisions import EndCause, Finished, Outcome, Phase, PhaseBegan
from biofeedback.errors import UsageError
from biofeedback.events import Rated
from biofeedback.store.sessions import Sessions, SourceKind, StoredSession
from biofeedback.why import why
from protocols.programme import Advice, Afterwards, Practised, Suggestion, suggest

ASKED_WITHIN = timedelta(hours=36)
"""A session is asked about so long after its begin: last night's is remembered in the morning, what was felt the day
before is not. Our choice."""

HIGHEST_RATING = 10
"""The strongest tension that can be rated."""


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


def unrated(now: str | None = None) -> StoredSession | None:
    """The last session, where its end came before the tension after it could be said, and nobody asked since.

    Whoever would rather not say has said so, and who does not rate at all is not asked. `now`: wall time.
    """
    with Sessions() as store:
        last = next((session for session in store.all() if counts(session)), None)
        if last is None or last.asked_later or last.tension_before is None or last.tension_after is not None:
            return None
        end = last.finished
        if end is None or end.outcome is not Outcome.COMPLETED or _declined(store, last):
            return None
    age = datetime.fromisoformat(wall_time() if now is None else now) - datetime.fromisoformat(last.about.started)
    return last if age <= ASKED_WITHIN else None


def _declined(store: Sessions, session: StoredSession) -> bool:
    """Whether the question after it was answered, with or without a number."""
    asked = [phase.t for phase in store.of_kind(session.id, PhaseBegan) if phase.phase is Phase.ASK_AFTER]
    return any(rated.t >= asked[-1] for rated in store.of_kind(session.id, Rated)) if asked else True


def keep_rating(session: int, tension: int | None) -> None:
    """Keep the tension after a session, said later; None: they would rather not say. Raises UsageError, StoreError."""
    if tension is not None and not 0 <= tension <= HIGHEST_RATING:
        raise UsageError(
            f"a rating is 0 to {HIGHEST_RATING}, not {tension}",
            reasons=(why("after.no_such_rating", highest=HIGHEST_RATING, given=tension),),
        )
    with Sessions() as store:
        store.keep_rating(session, tension)


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
        tension_before=session.tension_before,
        tension_after=session.tension_after,
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
