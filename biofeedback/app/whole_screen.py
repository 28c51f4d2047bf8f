"""A full screen from its first page until it is left: whatever ends it, a session that is open is closed."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Generator
from contextlib import contextmanager
from typing import Protocol

from biofeedback.app import crash_report
from biofeedback.run.leaving import leaving


class Screen(Protocol):
    """A full screen that leads its sessions itself."""

    async def run_async(self) -> object:
        """From its first page until it is left."""
        ...

    def leave_for(self) -> None:
        """The system wants the program to end."""
        ...

    def stand_by(self) -> None:
        """The system wants the process to stop until it is continued."""
        ...

    def keep_fault(self, fault: Exception) -> None:
        """It failed for this."""
        ...

    async def end(self) -> None:
        """Close the session that is open, if there is one."""
        ...


async def screen_to_its_end(screen: Screen) -> None:
    """Show it; whatever ends it, the session is closed in the same loop. What nobody awaits is only written down: the
    loop's own report would be a traceback on the terminal.
    """
    try:
        with answering(screen.leave_for, screen.stand_by):
            await screen.run_async()
    except Exception as fault:
        screen.keep_fault(fault)
    finally:
        await screen.end()


@contextmanager
def answering(leave: Callable[[], None], stand_by: Callable[[], None]) -> Generator[None]:
    """The signals of the system reach the session; what nobody waits for is only written down."""
    loop = asyncio.get_running_loop()
    loop.set_exception_handler(crash_report.of_loop)
    with leaving(loop, leave, stand_by):
        yield
