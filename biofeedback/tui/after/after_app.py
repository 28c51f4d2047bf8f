"""The app's way to what is over: the list of sessions, and each of them looked at along its time.

The screens are loaded when they are opened: home has no need of them.
"""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from contextlib import suppress
from typing import TYPE_CHECKING, TypeVar, assert_never

from textual import on
from textual.worker import WorkerError

from biofeedback.errors import BiofeedbackError
from biofeedback.tui.after.asked import OfReview, Wanted
from biofeedback.tui.asked import PastDeleteAsked, PastReviewAsked, ReviewAsked
from biofeedback.tui.background import go_on_with
from biofeedback.tui.home import HomeScreen
from biofeedback.tui.pages_app import PagesApp

if TYPE_CHECKING:
    from biofeedback.tui.after.review import ReviewScreen

Found = TypeVar("Found")


class AfterApp(PagesApp):
    """An app that shows what was."""

    def watch_again(self, number: int, start_s: float) -> None:
        """A past session, watched again from a moment of it on."""
        raise NotImplementedError

    def go_home(self) -> None:
        """Leave what is shown behind."""
        raise NotImplementedError

    async def show_past(self, note: str | None = None) -> None:
        """The list of the sessions that are kept."""
        from biofeedback.tui.past import PastScreen

        try:
            self.push_screen(PastScreen(await self.factory.past_sessions(), self.look, note=note))
        except BiofeedbackError as problem:
            self.note_at_home(self.look.texts.problem(problem))

    def ask_later(self) -> None:
        """Ask once for the rating that was not said at the end of the last session; only at home, and only if idle."""
        go_on_with(self, "later", self._ask_later)

    async def _ask_later(self) -> None:
        with suppress(BiofeedbackError):  # whoever looks at the sessions is told what is wrong
            unrated = await self.factory.unrated()
            if unrated is None or self.preparing or not isinstance(self.screen, HomeScreen):
                return
            from biofeedback.tui.after.rating_later import RatingLaterScreen

            tension = await self.push_screen_wait(RatingLaterScreen(unrated, self.look))
            self.factory.keep_rating(unrated.number, tension)
            self.suggest()

    def show_trends(self) -> None:
        """How practising goes over weeks."""
        go_on_with(self, "review", self._show_trends)

    async def _show_trends(self) -> None:
        from biofeedback.tui.after.trends import TrendsScreen

        found = await self._found(self.note_at_home, self.factory.archive().trends)
        if found is not None and self.session is None:
            self.push_screen(TrendsScreen(found, self.look))

    @on(PastReviewAsked)
    def look_at_past(self, event: PastReviewAsked) -> None:
        """One of them."""
        go_on_with(self, "review", self._look_at, event.number, self._say_at_past)

    @on(ReviewAsked)
    def look_at_this(self) -> None:
        """The one that has just ended."""
        if (session := self.session) is not None and session.runner.number is not None:
            go_on_with(self, "review", self._look_at, session.runner.number, self._say_at_end)

    async def _look_at(self, number: int, say: Callable[[str], None]) -> None:
        ending = [worker for worker in self.workers if worker.group == "session"]
        if self.session is not None:
            with suppress(WorkerError):  # its journal is closed then; how it went is told on its own page
                await self.workers.wait_for_complete(ending)
        from biofeedback.tui.after.review import ReviewScreen

        kept = await self._found(say, lambda: self.factory.archive().session(number))
        if kept is not None and (self.session is None or self.session.over):
            self.push_screen(ReviewScreen(kept, self.look))

    async def _found(self, say: Callable[[str], None], look: Callable[[], Found]) -> Found | None:
        """What a look at the archive comes to, while the screens go on; None: it failed, which is said."""
        try:
            return await asyncio.to_thread(look)
        except BiofeedbackError as problem:
            say(self.look.texts.problem(problem))
            return None

    def _say_at_past(self, text: str) -> None:
        from biofeedback.tui.past import PastScreen

        if isinstance(self.screen, PastScreen):
            self.screen.note(text)

    def _say_at_end(self, text: str) -> None:
        if self.session is not None:
            self.session.written = text
            self.follow()

    @on(PastDeleteAsked)
    async def delete_past(self, event: PastDeleteAsked) -> None:
        """Delete it, and show the list without it."""
        from biofeedback.tui.past import PastScreen

        try:
            await self.factory.delete(event.number)
            self.switch_screen(PastScreen(await self.factory.past_sessions(), self.look, note="tui.past_deleted"))
        except BiofeedbackError as problem:
            self._say_at_past(self.look.texts.problem(problem))

    @on(OfReview)
    def do_with_it(self, event: OfReview) -> None:
        """What is wanted with the session that is looked at."""
        review, number = event.review, event.review.record.number
        if number is None:
            return
        match event.wanted:
            case Wanted.AGAIN:
                self.watch_again(number, review.cursor)
            case Wanted.NOTE:
                go_on_with(self, "review", self._note_on, review, number)
            case Wanted.EXPORT:
                go_on_with(self, "review", self._export, review, number)
            case Wanted.PAGE:
                go_on_with(self, "review", self._page_of, review, number)
            case Wanted.DELETE:
                go_on_with(self, "review", self._delete, review, number)
            case _:
                assert_never(event.wanted)

    async def _note_on(self, review: ReviewScreen, number: int) -> None:
        from biofeedback.tui.note import NoteScreen

        note = await self.push_screen_wait(NoteScreen(self.look, review.record.note or ""))
        if note is None:
            return
        try:
            await asyncio.to_thread(self.factory.archive().keep_note, number, note)
        except BiofeedbackError as problem:
            review.show(self.look.texts.problem(problem))
            return
        review.show_note(note)
        if self.session is not None and self.session.runner.number == number:
            self.session.note = note

    async def _export(self, review: ReviewScreen, number: int) -> None:
        from biofeedback.tui.after.export import ExportScreen

        form = await self.push_screen_wait(ExportScreen(self.look))
        if form is not None:
            files = await self._found(review.show, lambda: self.factory.archive().export(number, form))
            if files is not None:
                review.show(self.look.texts.say("after.exported", files="\n".join(files)))

    async def _page_of(self, review: ReviewScreen, number: int) -> None:
        review.show(await self.written(self.factory.write_page, number, self.look.lang))

    async def _delete(self, review: ReviewScreen, number: int) -> None:
        from biofeedback.tui.after.confirm import ConfirmScreen

        question = self.look.texts.say("after.delete_one")
        if not await self.push_screen_wait(ConfirmScreen(review.title_line, question, self.look)):
            review.show(self.look.texts.say("tui.past_not_deleted"))
            return
        try:
            await self.factory.delete(number)
        except BiofeedbackError as problem:
            review.show(self.look.texts.problem(problem))
            return
        self.go_home()
        await self.show_past("tui.past_deleted")
