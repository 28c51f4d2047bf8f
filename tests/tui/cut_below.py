"""What a screen has no room for at its bottom: rows of a text that nobody can see, and no key that shows them."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from textual.app import App
from textual.containers import VerticalScroll
from textual.geometry import Region
from textual.screen import Screen
from textual.widget import Widget
from textual.widgets import OptionList, Static

LEAST_LIST_ROWS = 2
"""A list with fewer shows nothing but the cursor."""

SCROLLS = "↑↓", "PgDn"
"""Signs of the keys that show more: at least one of them stands on the screen where a page of sentences goes on."""


def cut_below(app: App[Any]) -> list[str]:
    """Each text that is cut, and each page that goes on without saying so, in words."""
    screen = app.screen
    return [*_cut_texts(screen), *_unsaid(screen)]


def _cut_texts(screen: Screen[Any]) -> Iterator[str]:
    shown = screen._compositor.full_map
    docked = [each for each in shown if each.styles.dock != "none" and each.parent is screen]
    for widget, place in shown.items():
        if isinstance(widget, OptionList | VerticalScroll) and widget.visible and widget.virtual_size.height:
            if widget.size.height < min(LEAST_LIST_ROWS, widget.virtual_size.height):
                yield f"{widget}: {widget.size.height} rows to scroll in"
            over = [each for each in docked if _covers(shown[each].region, place.region)]
            if over or place.region.bottom > screen.region.bottom:
                yield f"{widget}: its last rows lie under {over or 'the edge'} and can never be seen"
            continue
        if not isinstance(widget, Static) or not widget.visible or not _said(widget):
            continue
        needed = widget.get_content_height(screen.size, screen.size, max(1, widget.content_size.width))
        if widget.content_size.height < needed:
            yield f"{widget}: {needed} rows in {widget.content_size.height}: {_said(widget)!r}"
        elif not _scrolled(widget, screen):
            seen = place.region.intersection(place.clip).intersection(screen.region)
            over = [each for each in docked if each is not widget and _covers(shown[each].region, place.region)]
            if seen.height < place.region.height or over:
                yield f"{widget}: {seen.height} of {place.region.height} rows, {over}: {_said(widget)!r}"


def _covers(one: Region, other: Region) -> bool:
    return bool(one.intersection(other).area)


def _said(widget: Static) -> str:
    return str(widget.visual).strip()


def _scrolled(widget: Widget, screen: Screen[Any]) -> bool:
    """Whether it lies on something that scrolls, and shows that it does."""
    above = (each for each in widget.ancestors if isinstance(each, Widget) and each is not screen)
    return any(each.max_scroll_y > 0 and each.show_vertical_scrollbar for each in above)


def _unsaid(screen: Screen[Any]) -> Iterator[str]:
    keys = " ".join(_said(each) for each in screen.query(".keys").results(Static))
    for widget in screen._compositor.full_map:
        longer = widget.is_scrollable and widget.max_scroll_y > 0 and widget is not screen
        if longer and not isinstance(widget, OptionList) and not any(sign in keys for sign in SCROLLS):
            yield f"{widget} goes on for {widget.max_scroll_y} rows, and the keys do not say so: {keys!r}"
