"""One session that is over, along its time: the heart, the phases, what was decided and why, and what there is to do
with it. The same page for the one just now and for any other.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalScroll

from biofeedback.app.archive import KeptSession
from biofeedback.decisions import BaselineSet
from biofeedback.review.course import Point, course
from biofeedback.review.overview import better_without, overview
from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import Segment, segments
from biofeedback.review.sentences import clock, title
from biofeedback.review.told import told_with_marks
from biofeedback.tui.after.asked import OfReview, Wanted
from biofeedback.tui.after.course_raster import Course, scale_of, spans_of
from biofeedback.tui.after.session_chart import SessionChart
from biofeedback.tui.after.timeline import JUMP, Timeline, last_before, next_after
from biofeedback.tui.look import SHORT_ROWS, Look
from biofeedback.tui.page import Aside
from biofeedback.tui.raster import Flag
from biofeedback.tui.text_widgets import FixedText, KeysText, WrappedText

AT_FIRST_COLUMNS = 72
"""Columns of time before the first layout."""

ALONG = ("after.key_cursor", "after.key_zoom", "after.key_decision", "after.key_words")
"""The keys that move along the session."""

WITH_IT = ("after.key_again", "tui.key_note", "after.key_export", "tui.key_page", "tui.key_delete", "tui.key_back")
"""The keys that do something with it."""


class ReviewScreen(Aside):
    """A chart with a cursor; what was decided at it; and the whole in words."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("left", "move(-1)", show=False),
        Binding("right", "move(1)", show=False),
        Binding("ctrl+left,shift+left", f"move(-{JUMP})", show=False),
        Binding("ctrl+right,shift+right", f"move({JUMP})", show=False),
        Binding("home", "to_end(False)", show=False),
        Binding("end", "to_end(True)", show=False),
        Binding("plus,equals_sign", "zoom(1)", show=False),
        Binding("minus", "zoom(-1)", show=False),
        Binding("tab,full_stop", "decision(True)", show=False),
        Binding("shift+tab,comma", "decision(False)", show=False),
        Binding("down", "scroll(1)", show=False),
        Binding("up", "scroll(-1)", show=False),
        Binding("pagedown,space", "scroll_page(1)", show=False),
        Binding("pageup", "scroll_page(-1)", show=False),
        Binding("i", "words", show=False),
        Binding("n", "numbers", show=False),
        Binding("enter", "want('again')", show=False),
        Binding("e", "want('note')", show=False),
        Binding("w", "want('export')", show=False),
        Binding("p", "want('page')", show=False),
        Binding("x,delete", "want('delete')", show=False),
        Binding("escape,q,h", "close", show=False),
    ]

    def __init__(self, kept: KeptSession, look: Look) -> None:
        super().__init__()
        self.kept = kept
        self._look = look
        self._hidden = kept.hidden or better_without(kept.record)
        self._numbers = not self._hidden
        self._parts = segments(kept.record)
        self._points = course(kept.record.beats, self._parts, kept.record.ends).points
        self._told = told_with_marks(kept.record, look.texts, numbers=self._numbers)
        self._scale = scale_of(kept.record.beats)
        record = kept.record
        self._time = Timeline(begin=record.begins, end=record.ends, columns=AT_FIRST_COLUMNS, cursor=record.begins)

    @property
    def record(self) -> SessionRecord:
        """What is looked at."""
        return self.kept.record

    @property
    def title_line(self) -> str:
        """What was practised, and when."""
        return f"{title(self.record, self._look.texts)}   {self.kept.began}"

    @property
    def cursor(self) -> float:
        """The moment that the cursor is at, s."""
        return self._time.cursor

    def compose(self) -> ComposeResult:
        """Title, chart, the moment at the cursor, what was decided there, the whole in words, keys."""
        yield FixedText(self.title_line, classes="title")
        yield SessionChart(self._course(), self._time, self._look.charset, id="course")
        yield WrappedText(self._here(), id="here")
        yield WrappedText(self._decided(), id="decided")
        with VerticalScroll(id="overview", can_focus=False):
            yield from self._in_words()
        yield WrappedText("", id="review-note")
        yield KeysText(self._keys(), more=self._look.texts.say("tui.key_more"), classes="keys")

    def _in_words(self) -> Iterable[WrappedText]:
        for part in overview(self.record, self._look.texts, numbers=self._numbers):
            if part.head:
                yield WrappedText(part.head, classes="head")
            yield WrappedText("\n".join(part.lines), classes="paragraph")

    def _course(self) -> Course:
        record = self.record
        rest = next((each.hr_bpm for each in record.decisions if isinstance(each, BaselineSet)), None)
        return Course(
            beats=record.beats,
            spans=spans_of(self._parts),
            told=self._told,
            scale=self._scale,
            rest_bpm=rest,
            heart=self._numbers,
            flags=tuple(Flag(mark.t, str(mark.number)) for mark in record.marks),
        )

    def on_mount(self) -> None:
        """As wide as the screen is."""
        self.call_after_refresh(self._show)

    def on_resize(self) -> None:
        """Other keys may have room."""
        super().on_resize()
        self.call_after_refresh(self._show)

    def on_session_chart_widened(self, event: SessionChart.Widened) -> None:
        """The chart knows how many columns it has."""
        event.stop()
        self._show()

    def on_session_chart_pointed(self, event: SessionChart.Pointed) -> None:
        """Go there."""
        event.stop()
        self._go(self._time.to(self._time.middle(event.column)))

    def show(self, note: str = "") -> None:
        """Say something in a line or two above the keys."""
        if self.stands:
            self.query_one("#review-note", WrappedText).show(note)

    def show_note(self, text: str) -> None:
        """The person's own words, as they are now."""
        self.kept = replace(self.kept, record=replace(self.record, note=text or None))
        self.refresh(recompose=True)
        self.call_after_refresh(self._show)

    def _show(self) -> None:
        if self.stands:
            chart = self.query_one(SessionChart)
            if chart.columns != self._time.columns:
                self._time = self._time.as_wide_as(chart.columns)
            chart.show(self._course(), self._time)
            self.query_one("#here", WrappedText).show(self._here())
            self.query_one("#decided", WrappedText).show(self._decided())
            self.query_one(KeysText).show(self._keys())

    def _keys(self) -> str:
        along = (*ALONG, *(("tui.key_numbers",) if self._hidden else ()))
        names = (*along, *WITH_IT)
        if self.app.size.height < SHORT_ROWS:
            in_words = self.has_class("-words")
            names = ("after.key_chart", *WITH_IT) if in_words else (*along, "tui.key_back")
        return self._look.keys_line(names)

    # ------------------------------------------------------------------------------------------------ the cursor

    def _here(self) -> str:
        """When it is, what was asked of the body then, and the heart in the minute before."""
        texts, t = self._look.texts, self.cursor
        said = [clock(t - self.record.begins)]
        part = next((each for each in self._parts if each.begin_s <= t < each.end_s), None)
        if part is not None:
            said.append(self._named(part))
        point = self._point(t)
        if self._numbers and point is not None and point.rate_bpm is not None:
            said.append(texts.say("review.rate", rate=point.rate_bpm))
            if point.rmssd_ms is not None:
                said.append(texts.say("after.rmssd", value=point.rmssd_ms))
        return "   ".join(said)

    def _named(self, part: Segment) -> str:
        texts, name = self._look.texts, self._look.texts.say(f"review.phase_{part.phase.value}")
        if part.group is None:
            return name
        return texts.say("review.of_group", group=self.record.group_name(part.group).say(texts.lang), phase=name)

    def _point(self, t: float) -> Point | None:
        return next((each for each in self._points if each.t >= t), None)

    def _decided(self) -> str:
        """What was decided last, in the column of the cursor or before it."""
        time = self._time
        known = [each for each in self._told if time.column(each.t) <= time.at]
        if not known:
            return self._look.texts.say("after.nothing_decided")
        here = [each for each in known if time.column(each.t) == time.at] or known[-1:]
        return "\n".join(f"{clock(each.t - self.record.begins)}  {each.said}" for each in here)

    def _go(self, time: Timeline) -> None:
        self._time = time
        self._show()

    def action_move(self, columns: int) -> None:
        """Later or earlier."""
        self._go(self._time.moved(columns))

    def action_to_end(self, end: bool) -> None:
        """To the end or the begin."""
        self._go(self._time.to(self._time.end if end else self._time.begin))

    def action_zoom(self, by: int) -> None:
        """Closer or further away."""
        self._go(self._time.zoomed(by))

    def action_decision(self, later: bool) -> None:
        """On to the next decision, or back to the one before."""
        moments = [each.t for each in self._told]
        there = (next_after if later else last_before)(moments, self.cursor)
        if there is not None:
            self._go(self._time.to(there))

    # ------------------------------------------------------------------------------------------------ the words

    def action_scroll(self, rows: int) -> None:
        """Read on."""
        self.query_one("#overview", VerticalScroll).scroll_relative(y=rows, animate=False)

    def action_scroll_page(self, pages: int) -> None:
        """Read on, a page at a time."""
        page = self.query_one("#overview", VerticalScroll)
        page.scroll_relative(y=pages * max(1, page.size.height - 1), animate=False)

    def action_words(self) -> None:
        """All the room for the words, or for the chart again."""
        self.toggle_class("-words")
        self.call_after_refresh(self._show)

    def action_numbers(self) -> None:
        """The figures of the heart, where they are not shown unless they are asked for; or without them again."""
        if self._hidden:
            self._numbers = not self._numbers
            self._told = told_with_marks(self.record, self._look.texts, numbers=self._numbers)
            self.refresh(recompose=True)
            self.call_after_refresh(self._show)

    # ------------------------------------------------------------------------------------------------ what is asked

    def action_want(self, wanted: str) -> None:
        """To watch it again from here on, to write about it, to have it as files or a page, to have it gone."""
        self.post_message(OfReview(self, Wanted(wanted)))

    def action_close(self) -> None:
        """Back to where one came from."""
        self.app.pop_screen()
