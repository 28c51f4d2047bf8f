"""What practising and watching have in common: the figures, the chart, the keys, and the beat at which they change."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from biofeedback.app.ports import SessionRunner
from biofeedback.clock import Clock
from biofeedback.text_layout import parts_of
from biofeedback.texts import Texts, sentences
from biofeedback.tui.asked import HelpAsked, StopAsked
from biofeedback.tui.figures import NUMBERS_EVERY_S, Figures, figures
from biofeedback.tui.guidance import in_turn
from biofeedback.tui.heart_rate_chart import HeartRateChart
from biofeedback.tui.look import NARROW_COLUMNS, Look
from biofeedback.tui.page import Page
from biofeedback.tui.session import Session
from biofeedback.tui.text_widgets import FixedText
from biofeedback.view import SessionView

FRAME_S = 0.25
"""Between two looks at the session: a heart has nothing newer to show. Seconds of the wall."""


REASON_ROWS = 2
"""Rows in which a reason or a piece of advice is shown."""


def status_line(session: Session, view: SessionView, texts: Texts, *, hidden: bool = False) -> str:
    """A pattern that is on, the state of the source, or the reason of the latest act; `hidden`: the numbers are."""
    if session.warned:
        latest = max(session.warned.values(), key=lambda w: w.t)
        return texts.say("tui.noticed", what=texts.why(latest.why))
    if said := session.runner.source_says():
        return sentences((texts.why(each.why) for each in said), texts)
    why = view.last_why
    if why is None or (hidden and session.runner.hides_numbers and why.values):
        return ""
    return texts.why(why)


def speed_shown(runner: SessionRunner, texts: Texts, *, brief: bool = False) -> str:
    """How fast what is played runs, with its keys; nothing of a real body, which cannot be quickened."""
    dial = runner.speed
    if dial is None:
        return ""
    kind = "brief" if brief else "recorded" if dial.recorded else "simulated"
    return texts.say(f"tui.speed_{kind}", times=f"{dial.times:g}")


class LiveScreen(Page):
    """A running session. Subclasses add what stands in the middle."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("x,q,escape", "stop", show=False),
        Binding("question_mark", "help", show=False),
        Binding("n", "numbers", show=False),
        Binding("right_square_bracket", "speed(True)", show=False),
        Binding("left_square_bracket", "speed(False)", show=False),
    ]

    def __init__(self, session: Session, look: Look, clock: Clock, *, ticking: bool) -> None:
        super().__init__()
        self.session = session
        self.look = look
        self._clock = clock
        self._ticking = ticking
        self._numbers_at: float | None = None
        self._link_was_up = True
        self._reason = ""
        self._reason_at = 0.0

    def compose_figures(self) -> ComposeResult:
        """The lower half: four short texts, the chart, the reason, the keys."""
        with Vertical(id="numbers"):
            with Horizontal(classes="pair rates"):
                yield FixedText(id="heart", classes="figure")
                yield FixedText(id="rmssd", classes="figure")
            with Horizontal(classes="pair"):
                yield FixedText(id="signal", classes="figure")
                yield FixedText(id="trend", classes="figure")
        yield from self.compose_chart()
        yield FixedText(id="reason")
        yield FixedText(id="keys", classes="keys")

    def compose_chart(self) -> ComposeResult:
        """The chart of the heart rate."""
        yield HeartRateChart(self.look.charset, id="tacho")

    def show_chart(self, view: SessionView) -> None:
        """Draw it."""
        self.query_one(HeartRateChart).show(self.session.chart(view))

    def on_mount(self) -> None:
        """Show the first frame and begin to follow."""
        self.call_after_refresh(self.frame)
        if self._ticking:
            self.set_interval(FRAME_S, self.frame)

    def frame(self) -> None:
        """Look at the session once and show what changed; nothing where there is nothing to draw on."""
        if not self.stands:
            return
        view = self.session.runner.view()
        self.show_middle(view)
        self._show_numbers(view)
        self.show_chart(view)
        self._show_reason(self.reason(view))
        self.query_one("#keys", FixedText).show(self.keys(view))

    def _show_reason(self, text: str) -> None:
        """In the rows there are; what is longer is shown part by part, over and over, and never cut."""
        now, place = self._clock.now(), self.query_one("#reason", FixedText)
        if text != self._reason:
            self._reason = text
            self._reason_at = now
        columns = place.size.width or self.size.width
        rows = place.size.height or REASON_ROWS
        place.show(in_turn(parts_of(text, columns, rows), now - self._reason_at))

    def show_middle(self, view: SessionView) -> None:
        """What stands in the middle."""
        raise NotImplementedError

    def keys(self, view: SessionView) -> str:
        """The line of keys."""
        raise NotImplementedError

    @property
    def brief(self) -> bool:
        """True on a small screen."""
        return self.size.width < NARROW_COLUMNS

    def reason(self, view: SessionView) -> str:
        """The reason of the latest automatic act, or a pattern that is still on."""
        return status_line(self.session, view, self.look.texts, hidden=self.has_class("plain"))

    def _show_numbers(self, view: SessionView) -> None:
        now = self._clock.now()
        rested = self._numbers_at is not None and now - self._numbers_at < NUMBERS_EVERY_S
        if rested and view.link_up == self._link_was_up:
            return
        self._numbers_at = now
        self._link_was_up = view.link_up
        self.show_figures(figures(view, self.look.texts, brief=self.brief))

    def show_figures(self, shown: Figures) -> None:
        """Put the four texts in their places."""
        for place, text in (
            ("#heart", shown.heart),
            ("#rmssd", shown.rmssd),
            ("#signal", shown.signal),
            ("#trend", shown.trend),
        ):
            self.query_one(place, FixedText).show(text)

    def on_resize(self) -> None:
        """Another size may need shorter words."""
        self._numbers_at = None
        self.call_after_refresh(self.frame)

    def action_stop(self) -> None:
        """End at once."""
        self.post_message(StopAsked())

    def action_speed(self, faster: bool) -> None:
        """Quicken or slow what is played."""
        dial = self.session.runner.speed
        if dial is not None:
            (dial.faster if faster else dial.slower)()
            self.frame()

    def action_help(self) -> None:
        """Explain."""
        self.post_message(HelpAsked())

    def action_numbers(self) -> None:
        """Hide the numbers and the chart, or show them again."""
        self.toggle_class("plain")
