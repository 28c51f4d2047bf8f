"""Asks on the screen what `biofeedback practise --plain` asks in lines."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable
from dataclasses import replace
from typing import Any, TypeVar

from textual.app import App

from biofeedback.app.interview import CannotKeep, Checked, Instead, Left, Otherwise, OutOfReach, ToAnswer
from biofeedback.cues.words import LedBy
from biofeedback.errors import UsageError
from biofeedback.tui.asking.check import CheckScreen
from biofeedback.tui.asking.examination import ExaminationScreen
from biofeedback.tui.asking.keeping import KeepingScreen
from biofeedback.tui.asking.out_of_reach import OutOfReachScreen
from biofeedback.tui.asking.plan import PlanScreen
from biofeedback.tui.asking.questions import QuestionsScreen
from biofeedback.tui.asking.review import ReviewScreen, Way
from biofeedback.tui.look import Look
from protocols.screening.proposal import Proposal
from protocols.screening.questionnaire import Answer, Answers, unanswered
from protocols.screening.sheet import Sheet, parts

Reply = TypeVar("Reply")

_LEFT = {Left.NOTHING: "screening.not_begun", Left.KEPT: "screening.left_kept", Left.LOST: "screening.left_lost"}
"""What is said to whoever leaves the questions."""


class ScreenInterviewer:
    """An `Interviewer` on the screens of an app. To be awaited in one of its workers."""

    def __init__(self, app: App[Any], look: Look) -> None:
        self._app = app
        self._look = look

    async def without_strap(self, trouble: OutOfReach) -> str | Otherwise:
        """One page. Raises UsageError where the person leaves."""
        way = await self._app.push_screen_wait(OutOfReachScreen(trouble, self._look))
        if way is None:
            raise UsageError(self._look.texts.say("screening.not_begun"))
        return way

    async def examine(self, lines: AsyncIterator[str]) -> None:
        """A page that fills."""
        await self._app.push_screen_wait(ExaminationScreen(lines, self._look))

    async def standing(self, asked: ToAnswer) -> Answers:
        """A page for each kind, then all answers once more. Raises UsageError where the person leaves."""
        at = None
        while True:
            if Sheet(asked.given).open_part() is not None or at is not None:
                answers = await self._app.push_screen_wait(QuestionsScreen(asked, self._look, at=at))
                if answers is None:
                    raise self._left(asked)
                asked = replace(asked, given=answers)
            way, answers = await self._reviewed(asked)
            if way is Way.RIGHT:
                return answers
            if way is Way.LEAVE:
                raise self._left(asked)
            asked, at = replace(asked, given=answers), len(parts()) - 1

    def _left(self, asked: ToAnswer) -> UsageError:
        return UsageError(self._look.texts.say(_LEFT[asked.left()]))

    async def _reviewed(self, asked: ToAnswer) -> tuple[Way, Answers]:
        """The page with all answers: how it was left, and what they are then."""
        sheet = Sheet(asked.given)

        def change(answer: Answer) -> Answers:
            nonlocal sheet
            sheet = sheet.with_(answer)
            asked.keep(sheet.answers())
            return sheet.answers()

        way = await self._app.push_screen_wait(ReviewScreen(sheet.answers(), change, self._look, asked=True))
        return way, sheet.answers()

    async def review(self, answers: Answers, change: Callable[[Answer], Answers]) -> bool:
        """The same page for the kept answers."""
        way = await self._app.push_screen_wait(ReviewScreen(answers, change, self._look, asked=False))
        return way is Way.ANEW

    async def today(self, *, afterwards: bool) -> Checked:
        """One page. Raises UsageError where the person leaves."""
        asked = unanswered((), today=True)
        answer = await self._app.push_screen_wait(CheckScreen(asked, self._look, afterwards=afterwards))
        return _stayed(answer, self._look)

    async def begins(self, proposal: Proposal, sound: LedBy | None = None) -> str | None:
        """One page."""
        return await self._app.push_screen_wait(PlanScreen(proposal, self._look, begins=True, sound=sound))

    async def shows(self, proposal: Proposal) -> None:
        """The same page, to look at."""
        await self._app.push_screen_wait(PlanScreen(proposal, self._look, begins=False))

    async def cannot_keep(self, trouble: CannotKeep) -> Instead:
        """One page. Raises UsageError where the person leaves."""
        chosen = await self._app.push_screen_wait(KeepingScreen(trouble, self._look))
        if chosen is None:
            raise UsageError(self._look.texts.say("screening.not_begun"))
        return chosen


def _stayed(answer: Reply | None, look: Look) -> Reply:
    if answer is None:
        raise UsageError(look.texts.say("screening.left"))
    return answer
