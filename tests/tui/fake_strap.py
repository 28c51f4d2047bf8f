"""A strap that is looked for and found at once: no radio."""

from __future__ import annotations

from collections.abc import AsyncIterator, Callable

from biofeedback.app.archive import Archive, Unrated
from biofeedback.app.interview import Interviewer, Otherwise, OutOfReach
from biofeedback.app.ports import SessionRunner, StrapSeen
from biofeedback.app.settable import Settable
from biofeedback.app.sources import parse, words_of
from biofeedback.appearance import ThemeName
from biofeedback.errors import UsageError
from biofeedback.why import Why
from protocols.screening.questionnaire import Answer, Answers


class NamedSource:
    """What a runner has of it."""

    name = "person:calm"

    @property
    def source_words(self) -> Why:
        return words_of(parse(self.name))


class StrapOfHome:
    """What a factory has of it."""

    strap = StrapSeen(name="Polar H10", battery_percent=78)
    examined: tuple[str, ...] = ("ok  Everything here works.",)

    async def look_for_strap(self) -> StrapSeen:
        return self.strap

    async def review(self, answers: Answers, change: Callable[[Answer], Answers]) -> bool:
        return False

    async def examine(self, person: Interviewer) -> None:
        await person.examine(self._lines())

    def keep_theme(self, theme: ThemeName) -> None:
        """No screen of a test is asked for again."""

    def keep_language(self, lang: str) -> None:
        """Nothing is said in either."""

    async def replay(self, number: int, start_s: float) -> SessionRunner:
        raise UsageError("nothing is kept here")

    def archive(self) -> Archive:
        raise UsageError("nothing is kept here")

    async def unrated(self) -> Unrated | None:
        return None

    def keep_rating(self, number: int, tension: int | None) -> None:
        raise UsageError("nothing is kept here")

    def settable(self) -> Settable:
        raise UsageError("nothing is kept here")

    async def delete(self, number: int) -> None:
        raise UsageError("nothing is kept here")

    async def _lines(self) -> AsyncIterator[str]:
        for line in self.examined:
            yield line


class PutsItOn:
    """Who begins all the same, and puts the strap on meanwhile."""

    async def without_strap(self, trouble: OutOfReach) -> str | Otherwise:
        return Otherwise.WAIT

    async def review(self, answers: Answers, change: Callable[[Answer], Answers]) -> bool:
        return False

    async def examine(self, lines: AsyncIterator[str]) -> None:
        async for _ in lines:
            pass


async def in_reach(address: str | None) -> StrapSeen:
    """A strap is near; no radio is asked."""
    return StrapSeen(name="Polar H10")
