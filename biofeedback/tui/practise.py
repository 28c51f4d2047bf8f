"""The guided session: what to do now, large and in the middle; the heart below it."""

from __future__ import annotations

from dataclasses import replace
from enum import Enum
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import Horizontal, Vertical

from biofeedback.clock import Clock
from biofeedback.decisions import Phase
from biofeedback.events import Key
from biofeedback.text_layout import columns, fill
from biofeedback.tui import hanzi
from biofeedback.tui.asked import ReportAsked, TourAsked
from biofeedback.tui.body_map import Marks, body_map
from biofeedback.tui.breath_line import breath_line
from biofeedback.tui.figures import Figures
from biofeedback.tui.guidance import guidance
from biofeedback.tui.large_letters import big, framed, spaced
from biofeedback.tui.live import LiveScreen, speed_shown
from biofeedback.tui.look import SHORT_ROWS, Charset, Look
from biofeedback.tui.pacer import BAR_NARROW, BAR_WIDEST, SessionTime, cue_said
from biofeedback.tui.practice_course import course_rows, unheard
from biofeedback.tui.progress import Progress, progress
from biofeedback.tui.session import Session
from biofeedback.tui.text_widgets import FixedText
from biofeedback.tui.veil import TOLD_S, Veil, cover, is_lifted
from biofeedback.view import SessionView

BREATH_S = 0.1
"""Between two steps of the breathing cue: fast enough to glide, slow enough to cost nothing. Seconds of the wall."""

HANZI_ROWS = 24
"""A screen with this many has room for large Chinese characters and a chart. Rows."""

WIDE_COLUMNS = 100
"""The line of keys has room for all of them. Columns."""


class Shown(Enum):
    """How much of the heart is shown while practising."""

    CHART = "chart"  # its line, and words
    FIGURES = "figures"
    NOTHING = "nothing"


_NEXT = {Shown.CHART: Shown.FIGURES, Shown.FIGURES: Shown.NOTHING, Shown.NOTHING: Shown.CHART}


class PractiseScreen(LiveScreen):
    """One session of muscle relaxation."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("space", "pause", show=False),
        Binding("s", "skip", show=False),
        Binding("r", "report", show=False),
        Binding("u", "unmonitored", show=False),
        Binding("v", "sound", show=False),
        Binding("t", "tour", show=False),
        Binding("f", "veil('focus')", show=False),
        Binding("b", "veil('blank')", show=False),
    ]

    def __init__(self, session: Session, look: Look, clock: Clock, *, ticking: bool) -> None:
        super().__init__(session, look, clock, ticking=ticking)
        self._view: SessionView | None = None
        self._time = SessionTime()
        self._shown = Shown.CHART
        self._veil = Veil.NONE
        self._focus = False  # as it is drawn
        self._veiled_at = 0.0
        self._so_far: Progress | None = None  # of the frame that is drawn
        self._marks: Marks | None = None  # as the body shows them

    def compose(self) -> ComposeResult:
        """From the top: title, the cue, the group, how, time left, breath; then the heart. The numbers are hidden where
        they do more harm than good.
        """
        self._show(Shown.NOTHING if self.session.runner.hides_numbers else Shown.CHART)
        with Horizontal(id="top"):
            yield FixedText(id="title")
            yield FixedText(id="place")
        with Horizontal(id="middle"):
            yield FixedText(id="body-map")
            with Vertical(id="asked"):
                with Horizontal(id="cue"):
                    yield FixedText(id="headline")
                    yield FixedText(id="count")
                yield FixedText(id="group")
                yield FixedText(id="detail")
                yield FixedText(id="breath")
                yield FixedText(id="breath-heard")
        yield from self.compose_figures()

    def compose_chart(self) -> ComposeResult:
        """The chart of the heart rate, or how the practice goes on where there is none to be drawn."""
        yield from super().compose_chart()
        yield FixedText(id="practice-course")

    def show_chart(self, view: SessionView) -> None:
        """Draw the one that has something to show."""
        protocol = self.session.runner.protocol
        self.set_class(protocol is not None and unheard(view), "-unheard")
        if protocol is None or not unheard(view):
            super().show_chart(view)
            return
        place = self.query_one("#practice-course", FixedText)
        place.show(course_rows(view, protocol, self.look.texts, self.look.charset, place.size))

    def on_mount(self) -> None:
        """Let the breathing cue run on its own, finer beat."""
        if self._ticking and self.look.motion:
            self.set_interval(BREATH_S, self.breathe)

    def show_middle(self, view: SessionView) -> None:
        """The cue and everything that belongs to it."""
        held = self.session.held.why if self.session.held else None
        wide = self.query_one("#detail").size.width or self.size.width
        said = guidance(view, self.look.texts, held, wide, letting_go=self.session.letting_go(view))
        short = self.size.height < SHORT_ROWS
        protocol = self.session.runner.protocol
        self._so_far = None if protocol is None else progress(view, protocol)
        place = self._place(view)
        self.query_one("#title", FixedText).show(said.group if short else self.title_said())
        self.query_one("#place", FixedText).show(self._place_brief(said.group, place) if short else self._where())
        self._show_body()
        self.query_one("#headline", FixedText).show(self._large(said.headline, short))
        self.set_class(not short and self.look.lang == "zh" and self.size.height >= HANZI_ROWS, "-hanzi")
        self.query_one("#count", FixedText).show(said.left if short else self._large(said.left, short, frame=False))
        told = (said.group, "" if self._veil is Veil.FOCUS else place, said.effort)
        self.query_one("#group", FixedText).show("   ".join(part for part in told if part))
        stated = short and said.effort and view.phase is Phase.TENSE
        effort = self.look.texts.say("tui.effort_brief", effort=said.effort) if stated else ""
        self.query_one("#detail", FixedText).show(fill(said.detail + effort, wide))
        heard = breath_line(view, self.look.texts, wide, self.look.charset)
        self.query_one("#breath-heard", FixedText).show("" if self.session.runner.hides_numbers else heard)
        self._show_veil(view)
        self._view = view
        self._time.look(self._clock.now(), view.t)
        self.breathe()

    def breathe(self) -> None:
        """Move the breathing cue, between two looks at the session too."""
        if self._view is not None and self.stands:
            view, t = self._view, self._time.at(self._clock.now())
            wide = BAR_NARROW if self.brief else BAR_WIDEST
            self.query_one("#breath", FixedText).show(cue_said(view, t, self.look, wide))

    def keys(self, view: SessionView) -> str:
        """The keys that do something now."""
        pause = "resume" if view.phase is Phase.PAUSED else "pause"
        if self._veil is Veil.FOCUS:
            return self.look.keys_line([pause, "report", "stop"] if self.brief else [pause, "report", "unveil", "stop"])
        if view.may_go_unmonitored:
            names = ["unmonitored", "end"] if self.brief else ["unmonitored", "report", "end", "help"]
        elif self.brief:
            names = [pause, "report", "stop", "help"]
        else:
            dial, wide = self.session.runner.speed, self.size.width >= WIDE_COLUMNS
            tour = ("tour",) if dial is not None and not dial.recorded else ()
            figures = () if unheard(view) else ("numbers",)
            other = (*figures, "focus", "blank", *tour) if wide else tour or figures
            names = [pause, "skip", "report", *self._sound_key(), *other, "stop", "help"]
        return self.look.keys_line(names)

    def _sound_key(self) -> tuple[str, ...]:
        state = self.session.runner.sound
        return () if state is None else (f"sound_{state.led_by.value}",)

    def reason(self, view: SessionView) -> str:
        """While the session is being ended, say so; and all the while that nothing watches the heart."""
        if self._veil is Veil.BLANK:
            return self.look.texts.say("tui.blank_told")
        if self.session.stop_asked:
            return self.look.texts.say("tui.stopping")
        return self.look.texts.say("tui.unmonitored") if view.unmonitored else super().reason(view)

    def title_said(self) -> str:
        """What is practised."""
        practised = self.session.runner.protocol_title
        return "" if practised is None else practised.say(self.look.lang)

    def _place(self, view: SessionView) -> str:
        so_far = self._so_far
        if view.step is None or not view.steps or so_far is None or so_far.group is None:
            return ""
        return self.look.texts.say("tui.place", step=so_far.group, steps=so_far.groups)

    def _hanzi(self, text: str, room: int) -> str | None:
        return hanzi.large(text, room) if self.size.height >= HANZI_ROWS else None

    @property
    def _room(self) -> int:
        return (self.query_one("#asked").size.width or self.size.width) - 4

    def _where(self) -> str:
        """Whose heart it is, or how fast it is played, and the time that is left."""
        runner = self.session.runner
        heard = speed_shown(runner, self.look.texts, brief=self.brief) or self.look.texts.why(runner.source_words)
        both = "   ".join(part for part in (heard, self._left()) if part)
        return both if columns(both) <= self.size.width // 2 else heard

    def _place_brief(self, group: str, place: str) -> str:
        speed = speed_shown(self.session.runner, self.look.texts, brief=True)
        both = "  ".join(part for part in (speed, place) if part)
        return both if columns(group) + columns(both) < self.size.width else place

    def _left(self) -> str:
        minutes = 0 if self._so_far is None else self._so_far.minutes_left
        return self.look.texts.say("tui.left", minutes=minutes) if minutes else ""

    def _show_body(self) -> None:
        """The body at the left, where the practice is about parts of it; it is drawn anew where a mark has changed."""
        marks = None if self._so_far is None else self._so_far.marks
        self.set_class(marks is not None, "-body")
        if marks is not None and marks != self._marks:
            self.query_one("#body-map", FixedText).show(body_map(marks, self.look.charset))
        self._marks = marks

    def _show(self, shown: Shown) -> None:
        self._shown = shown
        self.set_class(shown is Shown.NOTHING, "plain")
        self.set_class(shown is not Shown.FIGURES, "quiet")

    def _show_veil(self, view: SessionView) -> None:
        """Cover what is to be covered; what a person must see shows itself, and stays."""
        if self._veil is Veil.BLANK and is_lifted(self.session, view):
            self._veil = Veil.NONE
        blank = self._veil is Veil.BLANK
        if self._focus is not (self._veil is Veil.FOCUS):
            self._focus = not self._focus
            cover(self, focus=self._focus)
        self.set_class(blank, "-blank")
        self.set_class(blank and self._clock.now() - self._veiled_at < TOLD_S, "-told")

    def action_veil(self, veil: str) -> None:
        """Only the words, or nothing at all; the same key, or the other, brings back what was there."""
        self._veil = Veil(veil) if self._veil is Veil.NONE else Veil.NONE
        self._veiled_at = self._clock.now()
        self.frame()

    def action_numbers(self) -> None:
        """The figures too; then nothing of the heart; then its line alone again."""
        self._show(_NEXT[self._shown])
        self._numbers_at = None
        self.call_after_refresh(self.frame)

    def show_figures(self, shown: Figures) -> None:
        """Words only, until the figures are asked for."""
        if self._shown is not Shown.FIGURES:
            shown = replace(shown, signal=shown.signal_words)
        super().show_figures(shown)

    def _large(self, text: str, short: bool, *, frame: bool = True) -> str:
        if not text:
            return ""
        if short:
            return spaced(text)
        ascii_only, room = self.look.charset is Charset.ASCII, self._room
        large = None if ascii_only else big(text, room) or self._hanzi(text, room)
        rule = "=" if ascii_only else "━"
        return large or framed(text, rule if frame else " ")

    def action_sound(self) -> None:
        """More or less of it to be heard."""
        self.session.runner.turn_sound()
        self.frame()

    def action_pause(self) -> None:
        """Pause, or go on."""
        self.session.toggle_pause()
        self.frame()

    def action_report(self) -> None:
        """Say what feels wrong; the list holds the session, so that a tension is let go at once."""
        self.post_message(ReportAsked())

    def action_tour(self) -> None:
        """Be shown around, where nobody practises."""
        dial = self.session.runner.speed
        if dial is not None and not dial.recorded:
            self.post_message(TourAsked())

    def action_unmonitored(self) -> None:
        """Go on without the strap, where that is offered."""
        self.session.runner.press(Key.UNMONITORED)
        self.frame()

    def action_skip(self) -> None:
        """Leave this muscle group."""
        self.session.runner.press(Key.SKIP)
        self.frame()
