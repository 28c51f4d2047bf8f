"""Watching two hearts: one above the other, each with its name, its figures and its chart."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal, Vertical

from biofeedback.clock import Clock
from biofeedback.tui.figures import NUMBERS_EVERY_S, figures
from biofeedback.tui.heart_rate_chart import HeartRateChart, time_marks
from biofeedback.tui.live import LiveScreen, status_line
from biofeedback.tui.look import Look
from biofeedback.tui.pair_session import HeartShown, PairSession
from biofeedback.tui.text_widgets import FixedText
from biofeedback.view import SessionView


class Heart(Vertical):
    """One of them."""

    def __init__(self, heart: HeartShown, number: int, look: Look) -> None:
        super().__init__(classes="heart")
        self.session = heart.session
        self._watched = heart.watched
        self._number = number
        self._look = look
        self._numbers_at: float | None = None

    def compose(self) -> ComposeResult:
        """Name and reason, four short texts, the chart."""
        yield FixedText(classes="name")
        with Horizontal(classes="pair"):
            yield FixedText(classes="figure rate")
            yield FixedText(classes="figure rmssd")
        with Horizontal(classes="pair more"):
            yield FixedText(classes="figure signal")
            yield FixedText(classes="figure trend")
        yield HeartRateChart(self._look.charset, time_marks(self._look.texts))
        yield FixedText(classes="reason")

    def frame(self, now: float, *, brief: bool) -> None:
        """Look at it once, at time `now` of the wall."""
        view, texts = self.session.runner.view(), self._look.texts
        self._say("name", f"{self._number}  {self.session.runner.source_name}")
        self._say("reason", self._reason(view))
        self.query_one(HeartRateChart).show(self.session.chart(view))
        if self._numbers_at is None or now - self._numbers_at >= NUMBERS_EVERY_S:
            self._numbers_at = now
            shown = figures(view, texts, brief=brief)
            self._say("rate", shown.heart)
            self._say("rmssd", shown.rmssd)
            self._say("signal", shown.signal)
            self._say("trend", shown.trend)

    def forget(self) -> None:
        """Another size may need shorter words."""
        self._numbers_at = None

    def _reason(self, view: SessionView) -> str:
        if self._watched.over:
            trouble, texts = self._watched.trouble, self._look.texts
            return texts.say("tui.summary_watched") if trouble is None else texts.problem(trouble)
        return status_line(self.session, view, self._look.texts)

    def _say(self, place: str, text: str) -> None:
        self.query_one(f".{place}", FixedText).show(text)


class PairScreen(LiveScreen):
    """Two live hearts."""

    def __init__(self, session: PairSession, look: Look, clock: Clock, *, ticking: bool) -> None:
        super().__init__(session, look, clock, ticking=ticking)
        self._hearts = [Heart(each, number, look) for number, each in enumerate(session.hearts, 1)]

    def compose(self) -> ComposeResult:
        """One above the other."""
        yield from self._hearts
        yield FixedText(id="keys", classes="keys")

    def frame(self) -> None:
        """Look at both; nothing where there is nothing to draw on."""
        if not self.stands:
            return
        for heart in self._hearts:
            heart.frame(self._clock.now(), brief=self.brief)
        names = ("end", "numbers", "help")
        self.query_one("#keys", FixedText).show(self.look.keys_line(names))

    def on_resize(self) -> None:
        """Another size may need shorter words."""
        for heart in self._hearts:
            heart.forget()
        self.call_after_refresh(self.frame)
