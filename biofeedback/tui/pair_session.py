"""Two watched sessions as the screens see them: side by side, each with what was decided for it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

from biofeedback.app.ports import PairRunner, WatchedHeart
from biofeedback.decisions import Decision
from biofeedback.tui.session import Session
from biofeedback.view import SessionView


@dataclass(frozen=True, slots=True)
class HeartShown:
    """One of them."""

    watched: WatchedHeart
    session: Session


class PairSession(Session):
    """Both as one. `hearts` hold what was decided for each."""

    def __init__(self, pair: PairRunner, moved: Callable[[tuple[Decision, ...]], None]) -> None:
        super().__init__(pair, moved)
        first, second = pair.hearts
        self.hearts = (_shown(first), _shown(second))
        pair.listen(self.hearts[0].session, self.hearts[1].session)

    def follow(self, view: SessionView) -> None:
        """Each of them does so for itself."""


def _shown(heart: WatchedHeart) -> HeartShown:
    return HeartShown(heart, Session(heart.runner, _nothing))


def _nothing(decisions: tuple[Decision, ...]) -> None:
    """The screen looks at both of them anyway."""
