"""The waves of the heart rate: the spectrum of the last minutes, its bands, and the breath where it is known."""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from math import floor

from biofeedback.findings import PowerCurve
from biofeedback.tui.chart import Chart
from biofeedback.tui.look import Charset
from biofeedback.tui.raster import Ink, Run
from biofeedback.tui.watching.canvas import Canvas
from biofeedback.tui.watching.course import Glimpse
from biofeedback.tui.watching.panel import Panel, Picture
from biofeedback.tui.watching.views import WatchView

MOST_HZ = 0.42
"""The right edge: a little beyond the high frequency band. Hertz."""

BAND_ENDS_HZ = (0.04, 0.15, 0.4)
"""Where the bands begin and end (Task Force, 10.1161/01.CIR.93.5.1043). Hertz."""


@dataclass(frozen=True, slots=True)
class SpectrumDrawn:
    """The curve (None: not known yet), the breath (/min), and the words of the two bands and of the breath."""

    curve: PowerCurve | None
    breath_bpm: float | None
    low: str
    high: str
    breath: str


def spectrum_rows(drawn: SpectrumDrawn, width: int, height: int, charset: Charset) -> tuple[tuple[Run, ...], ...]:
    """Frequency to the right; a curve whose top is the highest wave, and below it the names of the bands."""
    canvas = Canvas(width, height, charset)
    rows = max(1, canvas.rows - 1)
    across, down = canvas.across // canvas.width, rows * (canvas.down // canvas.rows)

    def column(hz: float) -> int:
        return min(canvas.width - 1, floor(hz / MOST_HZ * canvas.width))

    for hz in BAND_ENDS_HZ:
        canvas.flag(column(hz), rows, "")
    if (curve := drawn.curve) is not None and (most := max(curve.density, default=0.0)) > 0:
        before: tuple[int, int] | None = None
        for k, density in enumerate(curve.density):
            hz = curve.from_hz + (k + 0.5) * curve.step_hz
            here = (
                min(canvas.across - 1, floor(hz / MOST_HZ * canvas.width * across)),
                min(down - 1, floor((1 - density / most) * down)),
            )
            canvas.line(here if before is None else before, here)
            before = here
    if drawn.breath_bpm is not None and drawn.breath_bpm / 60 < MOST_HZ:
        at = column(drawn.breath_bpm / 60)
        canvas.flag(at, rows, "")
        canvas.say(at + 1, 0, drawn.breath, Ink.FLAG)
    for (begin, end), name in zip(pairwise(BAND_ENDS_HZ), (drawn.low, drawn.high), strict=True):
        room = column(end) - column(begin)
        canvas.say(column(begin) + max(0, (room - len(name)) // 2), rows, name)
    return canvas.draw()


class SpectrumPicture(Picture[SpectrumDrawn]):
    """The curve."""

    def picture(self, drawn: SpectrumDrawn) -> tuple[tuple[Run, ...], ...]:
        """The rows."""
        return spectrum_rows(drawn, self.size.width, self.size.height, self.look.charset)


class SpectrumPanel(Panel):
    """The waves of the heart rate."""

    VIEW = WatchView.SPECTRUM

    def chart(self) -> Chart:
        """The curve."""
        return SpectrumPicture(self.look)

    def said(self, glimpse: Glimpse) -> tuple[str, ...]:
        """What it is, and that it needs its time."""
        texts, vitals = self.look.texts, glimpse.view.vitals
        title = texts.say("watching.spectrum")
        if vitals.curve is None:
            return title, texts.say("watching.spectrum_later")
        return title, texts.say("watching.spectrum_axis")

    def draw(self, glimpse: Glimpse) -> None:
        """As it was taken last."""
        texts, vitals = self.look.texts, glimpse.view.vitals
        slow, breath = vitals.spectrum, vitals.spectrum.breathing_bpm
        low = "LF" if slow.lf_ms2 is None else texts.say("watching.lf", ms2=slow.lf_ms2)
        high = "HF" if slow.hf_ms2 is None else texts.say("watching.hf", ms2=slow.hf_ms2)
        said = "" if breath is None else texts.say("watching.breath_peak", rate=breath)
        self.query_one(SpectrumPicture).show(SpectrumDrawn(vitals.curve, breath, low, high, said))
