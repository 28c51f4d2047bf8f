"""The breath in the shape of the ECG's beats: the chest turns the heart and changes what lies around it.

Amplitude, slope and area of each QRS complex swing with the breath (Lázaro et al. 2014, doi:10.1109/JBHI.2013.2282338;
Charlton et al. 2016, doi:10.1088/0967-3334/37/4/610), each in some people and not in others, so all three are taken.
Early beats and those of a line that moves have other shapes for other reasons, and are left out.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from typing import TYPE_CHECKING

from biofeedback.findings import BeatShape, BreathWitness, EcgState, RPeak
from biofeedback.signal.breath_series import KEPT_S, wave
from biofeedback.signal.ecg.template import USUAL_FORM_CORRELATION

if TYPE_CHECKING:
    from biofeedback.signal.periodogram import Floats


def shape_of(peak: RPeak) -> BeatShape | None:
    """The shape of a beat of the usual form on a good line; None of any other."""
    usual = peak.correlation is not None and peak.correlation >= USUAL_FORM_CORRELATION
    if peak.state is not EcgState.GOOD or not usual or peak.slope_uv_per_s is None or peak.area_uv_s is None:
        return None
    return BeatShape(t=peak.t, amplitude=abs(peak.amplitude_uv), slope=peak.slope_uv_per_s, area=peak.area_uv_s)


class BeatShapes:
    """A witness: the shapes of the last beats."""

    witness = BreathWitness.ECG

    def __init__(self) -> None:
        self._shapes: deque[BeatShape] = deque()

    def push(self, peaks: Iterable[RPeak]) -> None:
        """The next beats of the ECG."""
        for peak in peaks:
            shape = shape_of(peak)
            if shape is not None:
                self.add(shape)

    def add(self, shape: BeatShape) -> None:
        """The next shape. One that lies no later than the last has no place on a time axis."""
        if not self._shapes or shape.t > self._shapes[-1].t:
            self._shapes.append(shape)
            while self._shapes[0].t < shape.t - KEPT_S:
                self._shapes.popleft()

    def restart(self) -> None:
        """Samples were lost: what comes next is of another stretch."""
        self._shapes.clear()

    def waves(self, t: float, span_s: float) -> tuple[Floats, ...]:
        """Amplitude, slope and area over the seconds up to `t`; none where too few beats could be taken."""
        shapes = [each for each in self._shapes if each.t <= t]
        times = [each.t for each in shapes]
        columns = (
            [each.amplitude for each in shapes], [each.slope for each in shapes], [each.area for each in shapes],
        )  # fmt: skip
        found = [wave(times, values, t, span_s, robust=True) for values in columns]
        return tuple(each for each in found if each is not None)
