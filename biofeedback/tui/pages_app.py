"""The app's way to pages that can be kept, printed or shown: of the session that has ended, and of past ones."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from typing import TYPE_CHECKING

from textual import on

from biofeedback.errors import BiofeedbackError
from biofeedback.tui.asked import PageAsked, PastPageAsked
from biofeedback.tui.background import go_on_with
from biofeedback.tui.commands_app import CommandsApp

if TYPE_CHECKING:
    from biofeedback.tui.session import Session


class PagesApp(CommandsApp):
    """An app that writes pages while its screens go on."""

    def follow(self) -> None:
        """Show the screen that is due."""
        raise NotImplementedError

    @on(PageAsked)
    def write_page(self) -> None:
        """Write the session that has ended as a page, while the screens go on."""
        if (session := self.session) is not None:
            go_on_with(self, "page", self._write_page, session)

    async def _write_page(self, session: Session) -> None:
        session.written = await self.written(session.runner.write_page, self.look.lang)
        self.follow()

    @on(PastPageAsked)
    def write_past_page(self, event: PastPageAsked) -> None:
        """Write a past session as a page."""
        go_on_with(self, "page", self._write_past_page, event.number)

    async def _write_past_page(self, number: int) -> None:
        from biofeedback.tui.past import PastScreen

        said = await self.written(self.factory.write_page, number, self.look.lang)
        if isinstance(self.screen, PastScreen):
            self.screen.note(said)

    async def written(self, write: Callable[..., str], *asked: object) -> str:
        """Where the page is, or why there is none, in words."""
        try:
            return self.look.texts.say("report.written", file=await asyncio.to_thread(write, *asked))
        except BiofeedbackError as problem:
            return self.look.texts.problem(problem)
