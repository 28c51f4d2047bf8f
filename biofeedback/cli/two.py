"""Two hearts watched at once: which sources, and the plain lines of both."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from dataclasses import replace

from biofeedback.cli import UNUSABLE, crash
from biofeedback.cli.desk import prepared
from biofeedback.cli.keys import listening
from biofeedback.cli.sitting import Sitting
from biofeedback.cli.source_lines import SourceLines
from biofeedback.cli.sources import Radio, parse
from biofeedback.cli.wishes import Wishes
from biofeedback.decisions import Decision
from biofeedback.errors import BiofeedbackError, UsageError
from biofeedback.events import Event, Key
from biofeedback.plain import PlainLines
from biofeedback.run.leaving import leaving, stop_process
from biofeedback.strap_name import same_strap
from biofeedback.texts import Texts
from biofeedback.tui.ports import Activity
from biofeedback.tui.session import Session
from biofeedback.tui.two import Two, to_the_end
from biofeedback.view import SessionView
from devices.reach import StrapInReach


async def sources_of(wishes: Wishes) -> tuple[str, str]:
    """The two that were named, else the two strongest straps in reach. Raises UsageError or BluetoothUnavailable."""
    if wishes.source is not None and wishes.beside is not None:
        return apart(wishes.source, wishes.beside, wishes.lang)
    from devices.scan import straps_in_reach

    found = list[StrapInReach]()
    for strap in await straps_in_reach():
        if not any(same_strap(strap.name, other.name) for other in found):  # one that has just changed its address
            found.append(strap)
    if len(found) < 2:
        raise UsageError(Texts(wishes.lang).say("cli.two_needed", n=len(found)))
    return f"ble:{found[0].address}", f"ble:{found[1].address}"


def apart(first: str, second: str, lang: str) -> tuple[str, str]:
    """Two sources that cannot be the same strap. Raises UsageError where they could."""
    one, other = parse(first), parse(second)
    if isinstance(one, Radio) and isinstance(other, Radio):
        addresses = {None if each.address is None else each.address.casefold() for each in (one, other)}
        if None in addresses or len(addresses) < 2:
            raise UsageError(Texts(lang).say("cli.two_addresses"))
    return first, second


async def open_two(wishes: Wishes) -> tuple[Sitting, Sitting]:
    """Both, not yet started, each with its own clock and journal. Neither strap is remembered as this person's."""
    names = await sources_of(wishes)
    one, other = replace(wishes, source=names[0]), replace(wishes, source=names[1], seed=wishes.seed + 1)
    begins = [prepared(Activity.WATCH, each, remembers=False) for each in (one, other)]
    first = begins[0]()
    try:
        return first, begins[1]()
    except BiofeedbackError:
        await first.close()
        raise


async def plain_lines(wishes: Wishes, write: Callable[[str], None]) -> int:
    """Both as plain lines, each begun with its number. One that fails is told so, and the other goes on."""
    sittings, texts = await open_two(wishes), Texts(wishes.lang)
    two = Two(*sittings)
    sources: list[SourceLines] = []
    for number, sitting in enumerate(sittings, 1):
        numbered = _numbered(number, write)
        numbered(sitting.source_name)
        sitting.add(PlainLines(numbered, texts, view=_view_of(sitting)), first=True)
        sources.append(SourceLines(sitting, numbered, texts))
        sitting.add(sources[-1])

    async def followed(session: Session, number: int) -> None:
        async with sources[number - 1].looking():
            await to_the_end(session)
        if session.trouble is not None:
            write(f"{number}  {texts.problem(session.trouble)}")

    loop = asyncio.get_running_loop()
    loop.set_exception_handler(crash.of_loop)

    def leave() -> None:
        two.press(Key.STOP)

    try:
        two.start(_Nobody())
        with leaving(loop, leave, stop_process), listening(two):
            await asyncio.gather(*(followed(session, number) for number, session in enumerate(two.sessions, 1)))
    finally:
        await two.close()
    return UNUSABLE if any(session.trouble or session.unkept for session in two.sessions) else 0


def _numbered(number: int, write: Callable[[str], None]) -> Callable[[str], None]:
    return lambda line: write(f"{number}  {line}")


def _view_of(sitting: Sitting) -> Callable[[float], SessionView]:
    return lambda _: sitting.view()


class _Nobody:
    """The lines are written by a listener of each."""

    def tell(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Nothing to do."""
