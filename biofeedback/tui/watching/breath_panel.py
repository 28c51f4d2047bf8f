"""The breath that is heard: its wave of the last half minute, its rate, and who bears witness."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import floor

from biofeedback.tui.chart import Chart
from biofeedback.tui.look import Charset
from biofeedback.tui.raster import Run, TimeMark
from biofeedback.tui.watching.axis import ago
from biofeedback.tui.watching.canvas import Canvas
from biofeedback.tui.watching.course import Glimpse
from biofeedback.tui.watching.panel import Panel, Picture
from biofeedback.tui.watching.views import WatchView

RATE_HZ = 4.0
"""Of the wave that a view holds. Hertz."""

NAMED_S = (20.0, 10.0)
"""Moments named on the axis beside now. Seconds ago."""


@dataclass(frozen=True, slots=True)
class BreathDrawn:
    """The wave, -1 to 1, up is breathing in; and the axis of time."""

    wave: tuple[float, ...]
    axis: tuple[TimeMark, ...]


def breath_rows(drawn: BreathDrawn, width: int, height: int, charset: Charset) -> tuple[tuple[Run, ...], ...]:
    """The wave from edge to edge, the axis below."""
    canvas = Canvas(width, height, charset)
    rows = max(1, canvas.rows - 1)
    down, many = rows * (canvas.down // canvas.rows), len(drawn.wave)

    def at(k: int) -> tuple[int, int]:
        level = (1 - max(-1.0, min(1.0, drawn.wave[k]))) / 2
        return floor(k / (many - 1) * (canvas.across - 1)), min(down - 1, floor(level * down))

    if many > 1:
        for before, after in pairwise(range(many)):
            canvas.line(at(before), at(after))
        canvas.axis(drawn.axis, many / RATE_HZ, 0)
    return canvas.draw()


class BreathPicture(Picture[BreathDrawn]):
    """Its wave."""

    def picture(self, drawn: BreathDrawn) -> tuple[tuple[Run, ...], ...]:
        """The rows."""
        return breath_rows(drawn, self.size.width, self.size.height, self.look.charset)


class BreathPanel(Panel):
    """The breath."""

    VIEW = WatchView.BREATH

    def chart(self) -> Chart:
        """Its wave."""
        return BreathPicture(self.look)

    def said(self, glimpse: Glimpse) -> tuple[str, ...]:
        """Its rate with how far it may be off, and where it was seen; or that it is not known."""
        texts, breath = self.look.texts, glimpse.view.vitals.breath
        if breath is None:
            return texts.say("watching.breath"), texts.say("watching.breath_none")
        witnesses = " + ".join(texts.say(f"breath.witness_{each.value}") for each in breath.witnesses)
        rate = texts.say("watching.breath_rate", rate=breath.rate_bpm, sd=breath.sd_bpm)
        return texts.say("watching.breath"), rate, witnesses

    def draw(self, glimpse: Glimpse) -> None:
        """The last half minute."""
        wave = glimpse.view.vitals.breath_wave
        span = len(wave) / RATE_HZ
        past = tuple(TimeMark(s, ago(s, self.look.texts)) for s in NAMED_S if s < span)
        now = TimeMark(0.0, self.look.texts.say("tui.axis_now"))
        self.query_one(BreathPicture).show(BreathDrawn(wave, (*past, now)))
