"""The breathing cue: where in a breath the pacer stands, as a number and as a bar."""

from __future__ import annotations

from dataclasses import dataclass
from math import cos, pi

from biofeedback.tui.look import Charset
from protocols.training import Pace

_BAR = {Charset.BRAILLE: ("━", "●", "·"), Charset.BLOCKS: ("█", "█", "·"), Charset.ASCII: ("=", "O", ".")}


@dataclass(frozen=True, slots=True)
class Breath:
    """One moment of the paced breath: `fullness` of the lungs from 0 to 1."""

    inhaling: bool
    fullness: float


def breath_at(t: float, began: float, pace: Pace) -> Breath:
    """Where the breath cued since `began` stands at `t` (seconds). It swells and ebbs without corners."""
    length_s = 60.0 / pace.breaths_per_min
    phase = ((t - began) % length_s) / length_s
    if phase < pace.inhale_share:
        return Breath(True, (1 - cos(pi * phase / pace.inhale_share)) / 2)
    return Breath(False, (1 + cos(pi * (phase - pace.inhale_share) / (1 - pace.inhale_share))) / 2)


def bar(breath: Breath, width: int, charset: Charset) -> str:
    """The breath as a bar of `width` columns that fills to the right."""
    full, head, empty = _BAR[charset]
    at = round(breath.fullness * (width - 1))
    return full * at + head + empty * (width - 1 - at)
