"""Watching two hearts: each with its name, figures and chart, and both on one scale with what they share."""

from __future__ import annotations

from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from biofeedback.clock import Clock
from biofeedback.text_layout import one_line, parts_of
from biofeedback.tui.figures import NUMBERS_EVERY_S, figures
from biofeedback.tui.guidance import in_turn
from biofeedback.tui.live import status_line
from biofeedback.tui.look import SHORT_ROWS, Look
from biofeedback.tui.page import TALL_ROWS
from biofeedback.tui.pair_session import HeartShown, PairSession
from biofeedback.tui.text_widgets import FixedText
from biofeedback.tui.watching.course import Glimpse
from biofeedback.tui.watching.heart_panel import HeartPicture, drawn_of
from biofeedback.tui.watching.mark_line import MarkLine
from biofeedback.tui.watching.time_window import TimeWindow
from biofeedback.tui.watching.together_panel import TogetherPanel
from biofeedback.tui.watching.windowed import WindowedScreen
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
        yield HeartPicture(self._look)
        yield FixedText(classes="reason")

    def frame(self, now: float, window: TimeWindow, *, brief: bool) -> Glimpse:
        """Look at it once, at time `now` of the wall; what was seen."""
        view, texts = self.session.runner.view(), self._look.texts
        self.session.follow(view)
        glimpse = Glimpse(view, self.session.course, window, self.session.marks)
        self._say_why(view, now)
        picture = self.query_one(HeartPicture)
        picture.show(drawn_of(glimpse, picture.size.width, self._look))
        if self._numbers_at is None or now - self._numbers_at >= NUMBERS_EVERY_S:
            self._numbers_at = now
            shown = figures(view, texts, brief=brief)
            self._say("rate", shown.heart)
            self._say("rmssd", shown.rmssd)
            self._say("signal", shown.signal)
            self._say("trend", shown.trend)
        return glimpse

    def forget(self) -> None:
        """Another size may need shorter words."""
        self._numbers_at = None

    def _say_why(self, view: SessionView, now: float) -> None:
        """Whose heart it is, and why it is as it is, part by part where that is long; without a row of its own on a
        short screen, where it takes the place of the name.
        """
        number, reason = f"{self._number}  ", self._reason(view)
        parts = parts_of(reason, max(1, (self.size.width or self.app.size.width) - len(number)), 1)
        part, short = in_turn(parts, now), self.app.size.height < SHORT_ROWS
        self._say(
            "name", number + (part if short and reason else self._look.texts.why(self.session.runner.source_words))
        )
        self._say("reason", "" if short else part)

    def _reason(self, view: SessionView) -> str:
        if self._watched.over:
            trouble, texts = self._watched.trouble, self._look.texts
            return texts.say("tui.summary_watched") if trouble is None else texts.problem(trouble)
        return status_line(self.session, view, self._look.texts)

    def _say(self, place: str, text: str) -> None:
        self.query_one(f".{place}", FixedText).show(text)


class PairView(Enum):
    """Each by the key that shows it."""

    FIRST = 1
    SECOND = 2
    TOGETHER = 3
    EACH = 4


class PairScreen(WindowedScreen):
    """Two live hearts."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding(str(view.value), f"view({view.value})", show=False) for view in PairView
    ]

    def __init__(self, session: PairSession, look: Look, clock: Clock, *, ticking: bool) -> None:
        super().__init__(session, look, clock, ticking=ticking)
        self._hearts = [Heart(each, number, look) for number, each in enumerate(session.hearts, 1)]
        self._chosen = PairView.EACH

    def compose(self) -> ComposeResult:
        """One above the other, then both together."""
        yield from self._hearts
        yield TogetherPanel(self.look)
        yield FixedText(id="mark-told")
        yield MarkLine(self.look)
        yield FixedText(id="keys", classes="keys")

    def on_mount(self) -> None:
        """Only what has room."""
        self._arrange()

    def _arrange(self) -> None:
        """On a tall screen all of it, unless one was chosen."""
        all_of_it = self._chosen is PairView.EACH
        for heart, view in zip(self._hearts, (PairView.FIRST, PairView.SECOND), strict=True):
            heart.display = all_of_it or self._chosen is view
        tall = self.app.size.height >= TALL_ROWS
        self.query_one(TogetherPanel).display = self._chosen is PairView.TOGETHER or (all_of_it and tall)
        self.call_after_refresh(self.frame)

    def frame(self) -> None:
        """Look at both; nothing where there is nothing to draw on."""
        if not self.stands:
            return
        first, second = (heart.frame(self._clock.now(), self.window, brief=self.brief) for heart in self._hearts)
        together = self.query_one(TogetherPanel)
        if together.display:
            one, other = (self.look.texts.why(heart.session.runner.source_words) for heart in self._hearts)
            together.look_at(first, second, (one, other))
        told = self.mark_said() or ""
        self.set_class(bool(told), "-marked")
        self.query_one("#mark-told", FixedText).show(told)
        names = ("end", "help") if self.brief else ("end", "help", "numbers")
        said = (self.look.texts.say("watching.key_pair_views"), *self.window_keys(), *map(self.key_said, names))
        self.query_one("#keys", FixedText).show(one_line(said, self.size.width))

    def on_resize(self) -> None:
        """Another size may need shorter words."""
        for heart in self._hearts:
            heart.forget()
        self._arrange()

    def action_view(self, key: int) -> None:
        """One of them, both on one scale, or each above the other."""
        self._chosen = PairView(key)
        self._arrange()
