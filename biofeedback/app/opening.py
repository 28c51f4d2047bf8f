"""From what was wished to a session that can be begun: the strap is looked for, then the person is asked."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import TYPE_CHECKING, assert_never

from biofeedback.app import keeping, screening, sound_mode, strapless, suggestion
from biofeedback.app.interview import Interviewer, Otherwise, OutOfReach
from biofeedback.app.ports import Activity, StrapSeen
from biofeedback.app.session_request import SessionRequest, is_worn
from biofeedback.app.sources import NONE, Radio, parse
from biofeedback.errors import StoreError
from biofeedback.texts import Texts

if TYPE_CHECKING:  # the answers are asked for before anything is loaded that runs a session
    from biofeedback.app.running_session import RunningSession

LookForStrap = Callable[[str | None], Awaitable[StrapSeen]]
"""Looks for the strap with an address; None: for the remembered one, else any."""


def opened(activity: Activity, request: SessionRequest, *, asks: bool = True) -> RunningSession:
    """A session, and all that runs one."""
    from biofeedback.app.session_assembly import open_session

    return open_session(activity, request, asks=asks)


async def examined(person: Interviewer, lang: str) -> None:
    """Look at all that may be wrong, and show it."""
    from biofeedback.app import examination

    await person.examine(examination.all_in_words(Texts(lang)))


async def within_reach(
    activity: Activity, request: SessionRequest, person: Interviewer, look: LookForStrap
) -> tuple[Activity, SessionRequest]:
    """What is to be begun, and how, once the strap was looked for: before anything is asked of anybody.

    Raises UsageError where the person leaves.
    """
    spec = parse(request.source or "ble")
    while activity in (Activity.PRACTISE, Activity.WATCH) and isinstance(spec, Radio):
        seen = await look(spec.address)
        if seen.problem is None:
            break
        suited = () if activity is Activity.WATCH else strapless.suited(screening.foreseen(blind=True))
        practices = tuple(sorted(suited, key=lambda name: name != request.protocol))  # the one that was named first
        way = await person.without_strap(OutOfReach(problem=seen.problem, practices=practices))
        match way:
            case Otherwise.AGAIN:
                continue
            case Otherwise.WAIT:
                break
            case Otherwise.SIMULATED:
                return Activity.DEMO, replace(request, source=None, protocol=None)
            case Otherwise.EXAMINE:
                await examined(person, request.lang)
            case str():
                return Activity.PRACTISE, replace(request, source=NONE, protocol=way)
            case _:
                assert_never(way)
    return activity, request


async def screened(request: SessionRequest, person: Interviewer) -> SessionRequest:
    """Ask before a session with a strap: the one that was named, else what is suggested today.

    Raises UsageError where nothing is to be begun.
    """
    request = await keeping.keepable(request, person)
    if not is_worn(request):
        return request
    asked = await screening.before_practice(
        request.protocol or suggestion.protocol(blind=request.blind),
        request.lang,
        person,
        unkept=bool(request.unkept),
        blind=request.blind,
        sound=sound_mode.led_by(request.sound),
    )
    return replace(request, protocol=asked.protocol, today=asked.today, held=asked.held)


async def reached(
    activity: Activity, wished: SessionRequest, person: Interviewer, look: LookForStrap
) -> RunningSession:
    """A session as wished, not yet started. Raises BiofeedbackError."""
    activity, request = await within_reach(activity, wished, person, look)
    if activity is Activity.PRACTISE:
        request = await screened(request, person)
    else:
        request = keeping.unasked(activity, request)
    try:
        return opened(activity, request)
    except StoreError as problem:
        if request.unkept:
            raise
        return opened(activity, await keeping.instead(request, problem, person))


def grounding(wished: SessionRequest) -> RunningSession:
    """A few minutes of here and now: nothing is asked, tensed or measured."""
    calm = replace(wished, source=NONE, protocol=strapless.GROUNDING)
    return opened(Activity.PRACTISE, keeping.unasked(Activity.WATCH, calm), asks=False)
