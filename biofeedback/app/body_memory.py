"""What the sessions kept here say about parts of the body: read from their journals, so it goes when they are deleted.

Only sessions with a strap count, as in the programme: a simulated participant has no sore knee. Nothing else is kept.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Callable, Iterator
from datetime import datetime
from itertools import islice
from typing import TypeVar

from biofeedback.coach.symptoms import Response, response_to
from biofeedback.decisions import Phase, PhaseBegan, ResonanceFound, Responded
from biofeedback.errors import BiofeedbackError, StoreError
from biofeedback.events import Reported
from biofeedback.signal.response import LEAST_REPEATS
from biofeedback.signal.stats import OUTSIDE, mean_of_some
from biofeedback.store import person
from biofeedback.store.sessions import Sessions, SourceKind, StoredSession
from protocols import groups
from protocols.restrictions import Place
from protocols.screening import memory
from protocols.screening.questionnaire import Answers
from protocols.training import MuscleGroup, Words

Known = TypeVar("Known")


def known(read: Callable[[], Known], otherwise: Known, *, blind: bool) -> Known:
    """What is kept. `blind`: it may be unreadable, the person was told what is then not known, and this is taken."""
    try:
        return read()
    except StoreError:
        if not blind:
            raise
        return otherwise


def remembered(known: person.Person | None) -> Answers:
    """What follows from the reports of the last sessions, as answers that were not asked for, of whoever is known."""
    asked = None if known is None else datetime.fromisoformat(known.answered)
    with Sessions() as store:
        last = tuple(islice(_practised(store), memory.RECENT_SESSIONS))
    since = sum(asked is None or datetime.fromisoformat(session.about.started) > asked for session, _ in last)
    return memory.remembered([places for _, places in last], since)


def answering() -> tuple[Words, ...]:
    """The muscle groups after which the heart slowed over the last sessions, surely: only said, nothing follows."""
    falls: dict[str, list[float]] = {}
    names: dict[str, Words] = {}
    with Sessions() as store:
        for session in islice(_with_a_strap(store), memory.RECENT_SESSIONS):
            for response in store.of_kind(session.id, Responded):
                if response.group is not None and response.fall_bpm is not None:
                    falls.setdefault(response.group, []).append(response.fall_bpm.value)
                    if response.group not in names and (group := _group(response.group, session, store)) is not None:
                        names[response.group] = group.name
    known = {group: each for group, each in falls.items() if len(each) >= LEAST_REPEATS and group in names}
    return tuple(
        names[group] for group, each in known.items() if mean_of_some(each, each, OUTSIDE / len(known)).low > 0
    )


def own_pace() -> float | None:
    """The resonance rate as it was found last, breaths a minute; None where it never was.

    An assessment that cannot tell, or was broken off, leaves what an earlier one found.
    """
    with Sessions() as store:
        for session in _with_a_strap(store):
            for resonance in store.of_kind(session.id, ResonanceFound):
                if resonance.breaths_per_min is not None:
                    return round(resonance.breaths_per_min.value, 1)
    return None


def _with_a_strap(store: Sessions) -> Iterator[StoredSession]:
    strap = (each for each in store.all() if each.about.source_kind is SourceKind.STRAP)
    return (each for each in strap if each.about.protocol is not None)


def _practised(store: Sessions) -> Iterator[tuple[StoredSession, tuple[Place, ...]]]:
    """The sessions in which something was tensed or reported, the newest first, with where it hurt or tingled."""
    for session in _with_a_strap(store):
        begun = store.of_kind(session.id, PhaseBegan)
        places = tuple(_reported(store, session, begun))
        if places or any(each.phase is Phase.TENSE for each in begun):
            yield session, places


def _reported(store: Sessions, session: StoredSession, begun: tuple[PhaseBegan, ...]) -> Iterator[Place]:
    """Where the groups work that were in hand at a report which spares a part of the body."""
    for report in store.of_kind(session.id, Reported):
        if response_to(report.symptom) is not Response.EASE_OFF:
            continue
        # What began at that very moment began because of the report.
        before = begun[: bisect_left(begun, report.t, key=lambda each: each.t)]
        held = next((each for each in reversed(before) if each.phase is not Phase.PAUSED), None)
        group = None if held is None or held.group is None else _group(held.group, session, store)
        if group is not None:
            yield from (Place(region=region, side=group.side) for region in group.regions)


def _group(name: str, session: StoredSession, store: Sessions) -> MuscleGroup | None:
    """A muscle group as the session knew it; where its protocol is gone, the shipped one of that name, if any."""
    from biofeedback.app.settings import from_stored  # and what a session is begun with: home has no need of it

    try:
        protocol = store.practised(session.id) or from_stored(session.about.settings).loaded()
    except BiofeedbackError:
        protocol = None
    steps = () if protocol is None else protocol.steps
    return next((step.group for step in steps if step.group.id == name), groups.shipped().get(name))
