"""The heart without guidance: the rate large, or its ECG where there is one; the figures and the views below it."""

from __future__ import annotations

from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Container, Horizontal

from biofeedback.clock import Clock
from biofeedback.text_layout import one_line
from biofeedback.tui.breath_line import breath_line
from biofeedback.tui.ecg_chart import EcgChart
from biofeedback.tui.ecg_raster import Grid
from biofeedback.tui.figures import Figures, slow_indices
from biofeedback.tui.large_letters import big, framed, spaced
from biofeedback.tui.live import speed_shown
from biofeedback.tui.look import SHORT_ROWS, Charset, Look
from biofeedback.tui.session import Session
from biofeedback.tui.text_widgets import FixedText
from biofeedback.tui.watching.breath_panel import BreathPanel
from biofeedback.tui.watching.course import Glimpse
from biofeedback.tui.watching.heart_panel import HeartPanel
from biofeedback.tui.watching.mark_line import MarkLine
from biofeedback.tui.watching.panel import Panel
from biofeedback.tui.watching.poincare_panel import PoincarePanel
from biofeedback.tui.watching.rmssd_panel import RmssdPanel
from biofeedback.tui.watching.spectrum_panel import SpectrumPanel
from biofeedback.tui.watching.views import WatchView, places
from biofeedback.tui.watching.windowed import WindowedScreen
from biofeedback.view import SessionView

ECG_LATE_S = 2.0
"""Age from which an ECG says nothing about now: a strap sends some every half second. Seconds."""

PANELS: tuple[type[Panel], ...] = (HeartPanel, RmssdPanel, PoincarePanel, SpectrumPanel, BreathPanel)
"""A panel for each view, in the order of their keys."""


class WatchScreen(WindowedScreen):
    """Live heart rate and HRV. The ECG shows itself when the first of it comes; a key puts it away."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("e", "ecg", show=False),
        *(Binding(str(view.value), f"view({view.value})", show=False) for view in WatchView),
    ]

    def __init__(self, session: Session, look: Look, clock: Clock, *, ticking: bool) -> None:
        super().__init__(session, look, clock, ticking=ticking)
        self._wants_ecg = True
        self._chosen = WatchView.HEART
        self._panels = tuple(kind(look) for kind in PANELS)

    def compose(self) -> ComposeResult:
        """From the top: title, the rate; then the heart."""
        with Horizontal(id="top"):
            yield FixedText(self.look.texts.say("tui.watch_title"), id="title")
            yield FixedText(self.look.texts.why(self.session.runner.source_words), id="place")
        yield FixedText(id="headline")
        yield FixedText(id="group")
        yield FixedText(id="slow")
        yield FixedText(id="breath-heard")
        yield FixedText(id="ecg-state")
        yield EcgChart(self.look.charset, id="ecg")
        yield from self.compose_figures()

    def compose_chart(self) -> ComposeResult:
        """The views; and a line for the words of a mark, in the place of the reason."""
        with Container(id="views"):
            yield from self._panels
        yield MarkLine(self.look)

    def on_mount(self) -> None:
        """Only those that have room."""
        self._arrange()

    def on_resize(self) -> None:
        """Others may have room now."""
        self._arrange()

    def _arrange(self) -> None:
        width, height = self.app.size
        found = places(self._chosen, width, height)
        grid = self.query_one("#views", Container)
        grid.styles.grid_size_columns, grid.styles.grid_size_rows = found.across, found.down
        for panel in self._panels:
            panel.display = panel.VIEW in found.shown
        self.call_after_refresh(self.frame)

    def show_chart(self, view: SessionView) -> None:
        """Each view that is shown."""
        self.session.follow(view)
        glimpse = Glimpse(view, self.session.course, self.window, self.session.marks)
        for panel in self._panels:
            if panel.display:
                panel.look_at(glimpse)

    def reason(self, view: SessionView) -> str:
        """A mark that has just been set is said, where no pattern has to be."""
        told = None if self.session.warned else self.mark_said()
        return super().reason(view) if told is None else told

    def show_middle(self, view: SessionView) -> None:
        """The ECG, where there is one; the large number moves with the other numbers."""
        if speed := speed_shown(self.session.runner, self.look.texts, brief=self.brief):
            self.query_one("#place", FixedText).show(speed)
        strip = view.vitals.ecg
        heard = breath_line(view, self.look.texts, self.size.width, self.look.charset)
        self.query_one("#breath-heard", FixedText).show(heard)
        self.set_class(self._wants_ecg and strip is not None, "-ecg")
        self.query_one(EcgChart).show(strip, view.t)
        if strip is not None:
            comes = view.t - strip.began - len(strip.microvolts) / strip.rate_hz <= ECG_LATE_S
            state = self.look.texts.why(strip.why) if comes else self.look.texts.say("tui.ecg_silent")
            grid = self.query_one(EcgChart).grid
            said = () if grid is None else (self._grid_said(grid),)
            self.query_one("#ecg-state", FixedText).show(one_line((state, *said), self.size.width))

    def _grid_said(self, grid: Grid) -> str:
        return self.look.texts.say("watching.ecg_grid", seconds=grid.seconds, mv=grid.microvolts / 1000)

    def show_figures(self, shown: Figures) -> None:
        """The rate stands large in the middle as well."""
        super().show_figures(shown)
        vitals, texts = self.session.runner.view().vitals, self.look.texts
        hr_bpm = vitals.hr_bpm
        self.query_one("#slow", FixedText).show(slow_indices(vitals, texts, self.size.width))
        if hr_bpm is None:
            self.query_one("#headline", FixedText).show("")
            self.query_one("#group", FixedText).show(texts.say("tui.heart_big_none"))
            return
        number = str(round(hr_bpm))
        self.query_one("#headline", FixedText).show(self._large(number))
        self.query_one("#group", FixedText).show(texts.say("tui.beats_a_minute"))

    def _large(self, number: str) -> str:
        if self.size.height < SHORT_ROWS:
            return spaced(number)
        if self.look.charset is Charset.ASCII:
            return framed(number, "=")
        return big(number, self.size.width) or number

    def keys(self, view: SessionView) -> str:
        """The keys that do something."""
        last = ("ecg", "numbers") if view.vitals.ecg is not None else ("numbers",)
        names = ("end", "help", *(last[:-1] if self.brief else last))
        said = (self.look.texts.say("watching.key_views"), *self.window_keys(), *map(self.key_said, names))
        return one_line(said, self.size.width)

    def action_ecg(self) -> None:
        """Put the ECG away, or show it again."""
        self._wants_ecg = not self._wants_ecg
        self.call_after_refresh(self.frame)
        self.frame()

    def action_view(self, key: int) -> None:
        """Another view."""
        self._chosen = WatchView(key)
        self._arrange()
