"""The screens in a browser on this machine, until somebody ends it."""

from __future__ import annotations

import asyncio
import importlib.util
from collections.abc import Callable

from biofeedback.errors import UsageError, cause
from biofeedback.run.leaving import leaving
from biofeedback.why import why

LOCAL = ("127.0.0.1", "localhost")
"""How the loopback may be named."""


async def serve(host: str, port: int, lang: str, ready: Callable[[str], None]) -> None:
    """Serve one session at a time; `ready` is told the address. Port 0: a free one.

    Raises UsageError for any host but this machine, for a port that is taken, and where the extra is missing.
    """
    if host not in LOCAL:
        raise UsageError(
            f"the screens are shown on this machine only, not on {host}", reasons=(why("browser.only_here", host=host),)
        )
    if importlib.util.find_spec("textual_serve") is None:
        raise UsageError("this needs an extra package: install biofeedback[web]", reasons=(why("browser.missing"),))
    from biofeedback.browser.server import BrowserServer, program

    ended = asyncio.Event()
    with leaving(asyncio.get_running_loop(), ended.set, _goes_on):
        try:
            await BrowserServer(lang, program(lang)).serve(port, ready, ended)
        except OSError as problem:
            reason = why("browser.port_taken", port=port)
            raise UsageError(f"port {port} cannot be used: {cause(problem)}", reasons=(reason,)) from problem


def _goes_on() -> None:
    """A session in a browser cannot be stopped from here: it would run on unseen."""
