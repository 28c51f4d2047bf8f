"""What is said of a window of time, above a view."""

from __future__ import annotations

from biofeedback.texts import Texts
from biofeedback.tui.watching.time_window import TimeWindow


def length_said(window: TimeWindow, t: float, texts: Texts) -> str:
    """How long the window is, in words, and where it ends, if that is not now."""
    length = window.length_s(t)
    if window.whole:
        return texts.say("watching.length_all")
    said = texts.say("watching.seconds", n=round(length))
    if length >= 120:
        said = texts.say("watching.minutes", n=round(length / 60))
    if window.end_s is None:
        return said
    return texts.say("watching.length_past", length=said, end=moment(window.shows_to(t)))


def moment(t: float) -> str:
    """A time of the session, as minutes and seconds."""
    return f"{int(t) // 60}:{int(t) % 60:02}"
