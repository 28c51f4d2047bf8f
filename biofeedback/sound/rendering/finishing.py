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


BAND_END_HZ = 500.0
"""Width of the fall at the end of a band, Hz: short, and still without ringing that is heard."""


def finished(said: Samples, stretch: float, most: float = MOST_PEAK * 0.94, band_hz: float | None = None) -> Samples:
    """The clip of what was said, with no sample above `most`, and nothing of it above `band_hz`."""
    clip = trimmed(_below(stretched(trimmed(said), RATE, stretch), band_hz))
    rise, fall = round(FADE_IN_S * RATE), round(FADE_OUT_S * RATE)
    clip[:rise] *= np.linspace(0, 1, rise, dtype=np.float32)
    clip[-fall:] *= np.linspace(1, 0, fall, dtype=np.float32)
    return levelled(clip, RATE, most)


def _below(samples: Samples, band_hz: float | None) -> Samples:
    if band_hz is None:
        return samples
    spectrum = np.fft.rfft(samples)
    over = (np.fft.rfftfreq(samples.size, 1 / RATE) - band_hz) / BAND_END_HZ
    return np.fft.irfft(spectrum * np.clip(1.0 - over, 0.0, 1.0), samples.size).astype(np.float32)
