"""The whole time of a heart that was watched, as one small picture with its marks, once that is over."""

from __future__ import annotations

from collections.abc import Iterator

from textual.app import ComposeResult
from textual.containers import Vertical

from biofeedback.review.told import mark_said
from biofeedback.texts import Texts
from biofeedback.tui.look import Look
from biofeedback.tui.pair_session import PairSession
from biofeedback.tui.raster import Flag, TimeMark
from biofeedback.tui.session import Session
from biofeedback.tui.text_widgets import FixedText
from biofeedback.tui.watching.heading import moment
from biofeedback.tui.watching.heart_panel import HeartDrawn, HeartPicture
from biofeedback.tui.watching.time_window import LEAST_ALL_S, named_every


def marked(session: Session, texts: Texts) -> tuple[str, ...]:
    """A paragraph with each mark, its time and its words; none where none was set."""
    lines = "\n".join(f"{moment(mark.t):>6}  {mark_said(mark, texts)}" for mark in session.marks)
    return (lines,) if lines else ()


def whole_times(session: Session, look: Look) -> Iterator[WholeTime]:
    """Of a heart that was only watched, its picture; of two, one of each; none for whoever is better off without."""
    if session.guided or session.runner.hides_numbers:
        return
    title, hearts = look.texts.say("watching.whole"), [("", session)]
    if isinstance(session, PairSession):
        hearts = [(f"{number}  ", each.session) for number, each in enumerate(session.hearts, 1)]
    for number, heart in hearts:
        if heart.course.beats.span_s is not None:
            yield WholeTime(heart, look, number + title)


class WholeTime(Vertical):
    """Nothing where no beat came."""

    def __init__(self, session: Session, look: Look, name: str) -> None:
        super().__init__(classes="whole-time")
        self._session = session
        self._look = look
        self._title = name

    def compose(self) -> ComposeResult:
        """Whose heart, and its line."""
        yield FixedText(self._title, classes="heading")
        yield HeartPicture(self._look)

    def on_mount(self) -> None:
        """It is over: it is drawn once."""
        view, course = self._session.runner.view(), self._session.course
        course.look(view)
        end = max(LEAST_ALL_S, course.last_t)
        every = named_every(end)
        baseline = view.vitals.baseline
        drawn = HeartDrawn(
            beats=course.beats,
            end_s=end,
            place=0,
            last_t=course.last_t,
            length_s=end,
            baseline_bpm=None if baseline is None else baseline.hr_bpm,
            flags=tuple(Flag(mark.t, str(mark.number)) for mark in self._session.marks),
            axis=tuple(TimeMark(max(0.01, end - k * every), moment(k * every)) for k in range(1, int(end / every) + 1)),
        )
        self.query_one(HeartPicture).show(drawn)
