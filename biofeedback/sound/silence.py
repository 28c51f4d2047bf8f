"""Silence at the ends of a clip: found, and cut to a little."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from biofeedback.sound.decoding import RATE
from biofeedback.sound.loudness import Samples

FRAME_S = 0.010
"""Length of the frames that are judged for silence, s."""

SILENCE_DB = -35.0
"""Frames so far below the loudest one are silence: soft beginnings such as f and h stand at about -30. dB."""

LEAD_S = 0.030
"""Silence kept before the first sound, s: more would make every cue late."""

TRAIL_S = 0.080
"""Silence kept after the last sound, s: for what fades away."""


def trimmed(samples: Samples) -> Samples:
    """Without the silence at its ends, but for a little."""
    sounding = np.flatnonzero(_sounding(samples))
    if not sounding.size:
        return samples.copy()
    frame = round(FRAME_S * RATE)
    begin = max(0, int(sounding[0]) * frame - round(LEAD_S * RATE))
    end = (int(sounding[-1]) + 1) * frame + round(TRAIL_S * RATE)
    return samples[begin:end].copy()


def leading_silence_s(samples: Samples) -> float:
    """Silence before the first sound, s."""
    sounding = np.flatnonzero(_sounding(samples))
    return float(sounding[0]) * FRAME_S if sounding.size else samples.size / RATE


def _sounding(samples: Samples) -> NDArray[Any]:
    """Of each frame, whether it is sound."""
    frame = round(FRAME_S * RATE)
    whole = samples[: samples.size // frame * frame].reshape(-1, frame).astype(np.float64)
    powers = (whole**2).mean(axis=1) if whole.size else np.zeros(1)
    found: NDArray[Any] = powers > powers.max() * 10 ** (SILENCE_DB / 10)
    return found
