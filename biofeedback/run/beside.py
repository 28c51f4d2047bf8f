"""A source with others beside it: the session is the first one's, the others only add what they hear."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence

from biofeedback.ports import Put, Source


class Beside:
    """Ends with the first source, or with the first that raises."""

    def __init__(self, main: Source, others: Sequence[Source]) -> None:
        self._main = main
        self._others = others

    async def run(self, put: Put) -> None:
        """Run all until the first one ends."""
        tasks = [asyncio.create_task(each.run(put)) for each in (self._main, *self._others)]
        try:
            waiting = set(tasks)
            while not tasks[0].done():
                done, waiting = await asyncio.wait(waiting, return_when=asyncio.FIRST_COMPLETED)
                for task in done:
                    task.result()
        finally:
            for task in tasks:
                task.cancel()
            await asyncio.gather(*tasks, return_exceptions=True)
