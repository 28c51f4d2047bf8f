"""`strap`: a recording or a simulated participant on the air, for this program or any other to be tested with."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from biofeedback.app.sources import DEFAULT_PERSON, Past, Radio, body, parse
from biofeedback.cli import terminal
from biofeedback.clock import SessionClock
from biofeedback.errors import UsageError
from biofeedback.ports import Body
from biofeedback.texts import Texts


def run(source: str | None, transport: str, seed: int, faults: Sequence[str], name: str | None, lang: str) -> int:
    """Be a strap until the source has no more."""
    spec = parse(source or DEFAULT_PERSON)
    if isinstance(spec, Radio | Past):
        raise UsageError(Texts(lang).say("devices.virtual_of_itself"))
    played = body(spec, seed=seed, faults=faults)
    asyncio.run(_play(played, spec.speed, transport, name, Texts(lang)))
    return 0


async def _play(played: Body, speed: float, transport: str, name: str | None, texts: Texts) -> None:
    from simulators.on_air.virtual_strap import Label, on_transport

    label = Label() if name is None else Label(name=name)
    async with on_transport(transport, label) as strap:
        terminal.remark(texts.say("devices.virtual_on_air", name=label.name))
        await strap.listened_to()
        terminal.remark(texts.say("devices.virtual_listened_to"))
        await strap.play(played, SessionClock(speed))
        terminal.remark(texts.say("devices.virtual_over"))
