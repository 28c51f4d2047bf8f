"""Futures that the message bus library leaves behind when its bus has died under it.

`dbus_fast` makes a future for each message it sends and `MessageBus.call` waits for the reply only: where the write
itself fails (the bus was killed while a search was on), nobody ever looks at that future, and asyncio would print a
traceback across the screen. That the bus is dead is known otherwise, from the call and from the lost link.
"""

from __future__ import annotations

import asyncio
import logging
from typing import Any

_log = logging.getLogger(__name__)


def overlook_abandoned_futures() -> None:
    """Have this event loop pass over such futures, and hand everything else to whoever was asked before. Once a loop.

    A task is none of them: what a task raises is a fault of its own, and is still reported.
    """
    loop = asyncio.get_running_loop()
    before = loop.get_exception_handler()
    if isinstance(before, _Overlooking):
        return
    loop.set_exception_handler(_Overlooking(before))


class _Overlooking:
    def __init__(self, before: Any) -> None:  # typeshed's type of a handler cannot be named here
        self._before = before

    def __call__(self, loop: asyncio.AbstractEventLoop, context: dict[str, Any]) -> None:
        future, error = context.get("future"), context.get("exception")
        if future is not None and not isinstance(future, asyncio.Task) and isinstance(error, OSError | EOFError):
            _log.debug("left behind by a dead bus: %r", error)
        elif self._before is not None:
            self._before(loop, context)
        else:
            loop.default_exception_handler(context)
