"""Looks for a stream of another program by its name: the same for beats and for what is heard beside them."""

from __future__ import annotations

import asyncio
from types import ModuleType
from typing import Any

from biofeedback.errors import UsageError
from biofeedback.lsl.library import keep_to_loopback
from biofeedback.why import why

SEARCH_S = 10.0
"""How long the stream is looked for at the begin. Once heard, one that is lost is looked for until the end. Seconds."""

LOOK_S = 0.5
"""How long one look for it or for samples lasts: so soon it notices that it is to end. Seconds."""


async def found_stream(lsl: ModuleType, name: str, seconds: float, flags: int = 0) -> Any:
    """An inlet of the stream, with liblsl's processing flags; None: it was not there for so long."""
    waited = 0.0
    while waited < seconds:
        found = await asyncio.to_thread(lsl.resolve_streams, LOOK_S)
        mine = next((each for each in found if each.name() == name), None)
        if mine is not None:
            inlet = lsl.StreamInlet(mine, recover=False, processing_flags=flags)
            keep_to_loopback()
            return inlet
        waited += LOOK_S
    return None


async def first_found(lsl: ModuleType, name: str, flags: int = 0) -> Any:
    """An inlet of it at the begin. Raises UsageError where it is not there."""
    inlet = await found_stream(lsl, name, SEARCH_S, flags)
    if inlet is None:
        raise UsageError(f"no LSL stream {name!r} on this machine", reasons=(why("lsl.no_stream", name=name),))
    return inlet
