"""From what the synthesiser said to a clip: cut, slowed, levelled, with soft ends. In float until it is coded."""

from __future__ import annotations

import numpy as np

from biofeedback.sound.decoding import RATE
from biofeedback.sound.loudness import MOST_PEAK, Samples, levelled
from biofeedback.sound.rendering.stretch import stretched
from biofeedback.sound.silence import trimmed

FADE_IN_S = 0.005
"""Length of the rise at the beginning, s: no click."""

FADE_OUT_S = 0.040
"""Length of the fall at the end, s."""


def finished(said: Samples, stretch: float, most: float = MOST_PEAK * 0.94) -> Samples:
    """The clip of what was said, with no sample above `most`."""
    clip = trimmed(stretched(trimmed(said), RATE, stretch))
    rise, fall = round(FADE_IN_S * RATE), round(FADE_OUT_S * RATE)
    clip[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    clip[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return levelled(clip, RATE, most)
