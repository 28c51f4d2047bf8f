"""That a session is not being written down is told when it happens, and that it is again: not only at the end."""

from __future__ import annotations

from collections.abc import Callable

from biofeedback.source_news import SourceNews, Topic
from biofeedback.store.log import SessionLog
from biofeedback.why import why

AGAIN_S = 10.0
"""For so long the good news is told: a sentence is read in five. Seconds."""


class LogWords:
    """What a session's journal says of itself. `now` is the time of the session."""

    def __init__(self, log: SessionLog, now: Callable[[], float]) -> None:
        self._log = log
        self._now = now
        self._failing = False
        self._again_at: float | None = None

    def says(self) -> tuple[SourceNews, ...]:
        """That it cannot be written, for as long as that is so; then, for a while, that it can."""
        if self._log.trouble is not None:
            self._failing = True
            return (SourceNews(Topic.UNWRITTEN, why("store.unwritten")),)
        if self._failing:
            self._failing = False
            self._again_at = self._now()
        if self._again_at is not None and self._now() - self._again_at < AGAIN_S:
            return (SourceNews(Topic.WRITTEN_AGAIN, why("store.written_again")),)
        return ()
