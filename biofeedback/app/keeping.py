"""Sessions that cannot be kept, or are not to be: what is offered instead, and what is then not known of the person.

Read is whatever can be read: without keeping, nothing that restricts is left out but what the person was told of.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from typing import assert_never

from biofeedback.app import body_memory, history, resting
from biofeedback.app.interview import CannotKeep, Instead, Interviewer
from biofeedback.app.ports import Activity
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.sources import Radio, parse
from biofeedback.errors import NotAStore, StoreError
from biofeedback.store import database, private
from biofeedback.store.remembered import recall
from biofeedback.store.sessions import Sessions
from biofeedback.texts import Texts
from biofeedback.why import Why, why

NOT_KEPT = (why("keeping.not_kept"),)
"""For `SessionRequest.unkept`, where the person wants it so."""


@dataclass(frozen=True, slots=True)
class _Need:
    """Something of the data folder that a session needs, and what is not known without it."""

    take: Callable[[], object]
    otherwise: tuple[Why, ...] = ()


async def keepable(request: SessionRequest, person: Interviewer) -> SessionRequest:
    """How to practise where a session cannot be kept as usual, as the person chooses.

    Raises UsageError where they begin nothing, and StoreError where a new file cannot be begun either.
    """
    trouble = _trouble(Activity.PRACTISE, request)
    return request if trouble is None else await _chosen(request, trouble, person)


async def instead(request: SessionRequest, problem: StoreError, person: Interviewer) -> SessionRequest:
    """The same where a session could not be begun after all, as on a disk that is just now full."""
    return await _chosen(request, CannotKeep(problem=problem), person)


def unasked(activity: Activity, request: SessionRequest) -> SessionRequest:
    """The same where nobody is asked. Watching goes on without keeping; so does practice, where that was asked for.

    Raises StoreError, naming the option, where it was not.
    """
    trouble = None if request.blind else _trouble(activity, request)
    if trouble is None:
        return request
    if activity is Activity.PRACTISE and not request.unkept:
        option = why("keeping.name_the_option")
        message = f"{trouble.problem.message}; {Texts('en').why(option)}"
        raise StoreError(message, reasons=(*trouble.problem.reasons, why("keeping.joint"), option))
    return _without(request, trouble)


async def _chosen(request: SessionRequest, trouble: CannotKeep, person: Interviewer) -> SessionRequest:
    way = await person.cannot_keep(trouble)
    match way:
        case Instead.UNKEPT:
            return _without(request, trouble)
        case Instead.NEW_FILE:
            database.begin_beside()
            return await keepable(request, person)
        case _:
            assert_never(way)


def _without(request: SessionRequest, trouble: CannotKeep) -> SessionRequest:
    unkept = (*NOT_KEPT, *trouble.unknown, *trouble.problem.reasons)
    return replace(request, unkept=unkept, blind=True)


def _trouble(activity: Activity, request: SessionRequest) -> CannotKeep | None:
    problems: list[StoreError] = []
    unknown: list[Why] = []
    for need in _needs(activity, request):
        try:
            need.take()
        except StoreError as problem:
            problems.append(problem)
            unknown += need.otherwise
    if not problems:
        return None
    afresh = not request.unkept and isinstance(problems[0], NotAStore)
    return CannotKeep(problem=problems[0], unknown=tuple(unknown), new_file=_new_file() if afresh else None)


def _new_file() -> str:
    return database.next_beside(private.folder()).name


def _needs(activity: Activity, request: SessionRequest) -> Iterator[_Need]:
    if not request.unkept:
        yield _Need(_write)
    if activity is Activity.PRACTISE:
        yield _Need(_read, (why("keeping.unread"),))
    for source in (request.source or "ble", request.beside):
        if activity is not Activity.DEMO and source is not None and parse(source) == Radio(None):
            yield _Need(recall, (why("keeping.any_strap"),))


def _write() -> None:
    with Sessions() as store:
        store.try_to_write()


def _read() -> None:
    """All that is read of earlier sessions before one begins."""
    history.suggested()
    body_memory.remembered(None)
    body_memory.own_pace()
    resting.known()
