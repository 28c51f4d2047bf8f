"""Two hearts watched at once: which sources, and a session for each."""

from __future__ import annotations

from dataclasses import replace

from biofeedback.app.ports import Activity
from biofeedback.app.running_session import RunningSession
from biofeedback.app.session_factory import prepared
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.sources import Radio, parse
from biofeedback.errors import BiofeedbackError, UsageError
from biofeedback.strap_name import same_strap
from biofeedback.texts import Texts
from devices.reach import StrapInReach


async def sources_of(request: SessionRequest) -> tuple[str, str]:
    """The two that were named, else the two strongest straps in reach. Raises UsageError or BluetoothUnavailable."""
    if request.source is not None and request.beside is not None:
        return apart(request.source, request.beside, request.lang)
    from devices.scan import straps_in_reach

    found = list[StrapInReach]()
    for strap in await straps_in_reach():
        if not any(same_strap(strap.name, other.name) for other in found):  # one that has just changed its address
            found.append(strap)
    if len(found) < 2:
        raise UsageError(Texts(request.lang).say("cli.two_needed", n=len(found)))
    return f"ble:{found[0].address}", f"ble:{found[1].address}"


def apart(first: str, second: str, lang: str) -> tuple[str, str]:
    """Two sources that cannot be the same strap. Raises UsageError where they could."""
    one, other = parse(first), parse(second)
    if isinstance(one, Radio) and isinstance(other, Radio):
        addresses = {None if each.address is None else each.address.casefold() for each in (one, other)}
        if None in addresses or len(addresses) < 2:
            raise UsageError(Texts(lang).say("cli.two_addresses"))
    return first, second


async def open_two(request: SessionRequest) -> tuple[RunningSession, RunningSession]:
    """Both, not yet started, each with its own clock and journal. Neither strap is remembered as this person's."""
    names = await sources_of(request)
    one, other = replace(request, source=names[0]), replace(request, source=names[1], seed=request.seed + 1)
    begins = [prepared(Activity.WATCH, each, remembers=False) for each in (one, other)]
    first = begins[0]()
    try:
        return first, begins[1]()
    except BiofeedbackError:
        await first.close()
        raise
