"""Moments with a name on the axis of time of a window."""

from __future__ import annotations

from math import floor

from biofeedback.texts import Texts
from biofeedback.tui.raster import TimeMark
from biofeedback.tui.watching.heading import moment
from biofeedback.tui.watching.time_window import TimeWindow, named_every


def time_marks(window: TimeWindow, t: float, texts: Texts) -> tuple[TimeMark, ...]:
    """Oldest first. Up to now they are named by how long ago they were, of the past by the time of the session."""
    length, end = window.length_s(t), window.shows_to(t)
    every = named_every(length)
    if window.end_s is None:
        past = [TimeMark(k * every, ago(k * every, texts)) for k in range(int(length / every), 0, -1)]
        return (*(mark for mark in past if mark.age_s < length), TimeMark(0.0, texts.say("tui.axis_now")))
    moments = [k * every for k in range(floor((end - length) / every) + 1, floor(end / every) + 1)]
    return tuple(TimeMark(max(0.01, end - at), moment(at)) for at in moments)


def ago(seconds: float, texts: Texts) -> str:
    """So long ago, in the unit that is whole."""
    if seconds >= 60 and seconds % 60 == 0:
        return texts.say("watching.ago_minutes", n=round(seconds / 60))
    return texts.say("tui.axis_ago", seconds=round(seconds))
