"""The heart without guidance: the rate large, the figures and the chart below it."""

from __future__ import annotations

from textual.app import ComposeResult
from textual.containers import Horizontal

from biofeedback.tui.bigtext import big, framed, spaced
from biofeedback.tui.figures import Figures, slow_indices
from biofeedback.tui.live import LiveScreen
from biofeedback.tui.look import SHORT_ROWS, Charset
from biofeedback.tui.still import Still
from biofeedback.view import SessionView


class WatchScreen(LiveScreen):
    """Live heart rate and HRV."""

    def compose(self) -> ComposeResult:
        """From the top: title, the rate; then the heart."""
        with Horizontal(id="top"):
            yield Still(self.look.texts.say("tui.watch_title"), id="title")
            yield Still(self.session.runner.source_name, id="place")
        yield Still(id="headline")
        yield Still(id="group")
        yield Still(id="slow")
        yield from self.compose_figures()

    def show_middle(self, view: SessionView) -> None:
        """Nothing to do: the large number moves with the other numbers."""

    def show_figures(self, shown: Figures) -> None:
        """The rate stands large in the middle as well."""
        super().show_figures(shown)
        vitals, texts = self.session.runner.view().vitals, self.look.texts
        hr_bpm = vitals.hr_bpm
        self.query_one("#slow", Still).show(slow_indices(vitals, texts))
        if hr_bpm is None:
            self.query_one("#headline", Still).show("")
            self.query_one("#group", Still).show(texts.say("tui.heart_big_none"))
            return
        number = str(round(hr_bpm))
        self.query_one("#headline", Still).show(self._large(number))
        self.query_one("#group", Still).show(texts.say("tui.beats_a_minute"))

    def _large(self, number: str) -> str:
        if self.size.height < SHORT_ROWS:
            return spaced(number)
        if self.look.charset is Charset.ASCII:
            return framed(number, "=")
        return big(number, self.size.width) or number

    def keys(self, view: SessionView) -> str:
        """The keys that do something."""
        return "   ".join(self.look.texts.say(f"tui.key_{name}") for name in ("end", "numbers", "help"))
