"""What the screens remember of a heart that is watched, beyond the view of one moment; little, however long it is."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.review.marks import Mark
from biofeedback.signal.beat_history import BeatHistory
from biofeedback.signal.slow_series import SlowSeries
from biofeedback.tui.watching.time_window import TimeWindow
from biofeedback.view import SessionView


class Course:
    """All beats, and RMSSD as it went."""

    def __init__(self) -> None:
        self.beats = BeatHistory()
        self.rmssd = SlowSeries()

    def look(self, view: SessionView) -> None:
        """Take from `view` what is new in it."""
        self.beats.push(view.vitals.beats)
        self.rmssd.offer(view.t, view.vitals.variability.rmssd_ms)

    @property
    def last_t(self) -> float:
        """Time of the last beat, s; 0 before there is one."""
        span = self.beats.span_s
        return 0.0 if span is None else span[1]


@dataclass(frozen=True, slots=True)
class Glimpse:
    """All that a view of a watched heart is drawn from, at one moment."""

    view: SessionView
    course: Course
    window: TimeWindow
    marks: tuple[Mark, ...] = ()
