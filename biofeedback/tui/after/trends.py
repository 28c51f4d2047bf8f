"""How practising goes over weeks: tension, the heart at rest, the muscle groups, the weeks. Shown, never graded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from textual.app import ComposeResult
from textual.binding import Binding, BindingType
from textual.containers import VerticalGroup, VerticalScroll

from biofeedback.app.archive import KeptTrends
from biofeedback.review.trends import (
    GroupTrend,
    day_of,
    group_name,
    part_lines,
    practised_line,
    rating_lines,
    resting_lines,
    settled_lines,
)
from biofeedback.text_layout import columns
from biofeedback.tui.after.trend_rows import (
    LEAST_POINTS,
    SIGNS,
    Bar,
    bar_rows,
    day_row,
    resting_rows,
    tension_rows,
    weeks_of,
)
from biofeedback.tui.look import Look
from biofeedback.tui.page import Aside
from biofeedback.tui.text_widgets import FixedText, KeysText, WrappedText

WIDE_COLUMNS = 120
"""A screen with so many has two sections side by side. Columns."""

EDGES = 4
"""Beside a section: the margin of the screen, the bar to scroll by. Columns."""


class TrendsScreen(Aside):
    """One page to scroll through. What is not known yet is said in a sentence, without an empty picture."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("n", "numbers", show=False),
        Binding("escape,q,h,t", "close", show=False),
    ]

    def __init__(self, kept: KeptTrends, look: Look) -> None:
        super().__init__()
        self._found = kept.found
        self._hidden = kept.hidden
        self._numbers = not kept.hidden
        self._look = look
        self._drawn_for = 0

    def compose(self) -> ComposeResult:
        """Title, the sections, keys."""
        texts, found = self._look.texts, self._found
        self._drawn_for = self.app.size.width
        yield FixedText(texts.say("after.trends_title"), classes="title")
        with VerticalScroll(id="trends", classes="page"):
            yield WrappedText(practised_line(found, texts), classes="paragraph")
            with VerticalGroup(id="sections"):
                for head, rows, said in self._sections():
                    with VerticalGroup(classes="section"):
                        yield WrappedText(head, classes="head")
                        if rows:
                            yield self._drawn(rows)
                        yield WrappedText("\n".join(line.strip() for line in said), classes="paragraph")
        yield KeysText(self._look.keys_line(("more", *(("numbers",) if self._hidden else ()), "back")), classes="keys")

    def _drawn(self, rows: tuple[str, ...]) -> FixedText | WrappedText:
        """Where a row has no room it is wrapped, never cut."""
        text = "\n".join(rows)
        fits = all(columns(row) <= self._width for row in rows)
        return FixedText(text, classes="rows") if fits else WrappedText(text)

    def on_mount(self) -> None:
        """As wide as the screen is."""
        self._widen()

    def on_resize(self) -> None:
        """Pictures of another width."""
        super().on_resize()
        if self.app.size.width != self._drawn_for:
            self.refresh(recompose=True)
            self.call_after_refresh(self._widen)

    def _widen(self) -> None:
        self.set_class(self._wide, "-wide")

    @property
    def _wide(self) -> bool:
        return self.app.size.width >= WIDE_COLUMNS

    @property
    def _width(self) -> int:
        return self.app.size.width // (2 if self._wide else 1) - EDGES

    def _sections(self) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        """Head, picture and sentences of each section that has something to say."""
        if not self._found.sessions:
            return
        yield self._tension()
        if self._numbers:
            yield from self._resting()
        if self._found.groups:
            yield self._groups()
        yield self._weeks()

    def _tension(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        texts, rated, signs = self._look.texts, self._found.rated, SIGNS[self._look.charset]
        head = texts.say("after.tension_head", before=signs.before, after=signs.after)
        rows = tension_rows(rated, self._width, signs)
        if rows:
            return head, rows, tuple(rating_lines(self._found, texts))
        few = texts.say("after.few_rated", least=LEAST_POINTS, rated=len(rated))
        return texts.say("after.tension_plain"), (), (*rating_lines(self._found, texts), few)

    def _resting(self) -> Iterator[tuple[str, tuple[str, ...], tuple[str, ...]]]:
        texts, signs = self._look.texts, SIGNS[self._look.charset]
        for code, points, form in (
            ("hr", self._found.resting_hr_bpm, "{:.0f}"),
            ("ln_rmssd", self._found.resting_ln_rmssd, "{:.1f}"),
        ):
            known = any(point.band is not None for point in points)
            head = texts.say(f"after.resting_{code}" if known else f"after.days_{code}", day=signs.day, band=signs.band)
            rows = resting_rows(points, self._width, signs, form.format)
            said = tuple(resting_lines(f"trends.{code}", points, texts))
            if rows:
                days = [day_of(point) for point in points]
                yield head, (*rows, day_row(days)), said
            else:
                few = texts.say("after.few_days" if points else "after.no_days", least=LEAST_POINTS, days=len(points))
                yield texts.say(f"after.resting_{code}_plain"), (), (*said[:1], few)

    def _groups(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        texts, signs = self._look.texts, SIGNS[self._look.charset]

        def told(group: GroupTrend) -> str:
            said = texts.say("after.rested", seconds=group.rest_s)
            return said + texts.say("after.group_settled", pauses=group.settle_pauses) if group.settle_pauses else said

        groups = self._found.groups
        bars = [Bar(name=group_name(each.group, texts), value=each.rest_s, said=told(each)) for each in groups]
        said = tuple(settled_lines(self._found, texts))
        return texts.say("after.settling_head"), bar_rows(bars, self._width, signs), said

    def _weeks(self) -> tuple[str, tuple[str, ...], tuple[str, ...]]:
        texts, signs = self._look.texts, SIGNS[self._look.charset]
        weeks = weeks_of(self._found.days)
        said = [texts.say("after.week", minutes=each.minutes, days=each.days) for each in weeks]
        bars = [Bar(name=each.monday, value=each.minutes, said=words) for each, words in zip(weeks, said, strict=True)]
        return texts.say("after.weeks_head"), bar_rows(bars, self._width, signs), tuple(part_lines(self._found, texts))

    def action_numbers(self) -> None:
        """The heart at rest, where it is shown only if it is asked for; or without it again."""
        if self._hidden:
            self._numbers = not self._numbers
            self.refresh(recompose=True)

    def action_close(self) -> None:
        """Back home."""
        self.app.pop_screen()
