"""From an encoded clip to samples."""

from __future__ import annotations

import numpy as np

from biofeedback.sound.loudness import Samples

RATE = 24_000
"""Samples/s of every clip, as the voices were made."""


def decoded(encoded: bytes) -> Samples:
    """The samples of an encoded clip (Vorbis, FLAC, MP3 or WAV) at `RATE`, one channel. OSError: not decodable."""
    import miniaudio

    try:
        found = miniaudio.decode(encoded, miniaudio.SampleFormat.FLOAT32, nchannels=1, sample_rate=RATE)
    except miniaudio.MiniaudioError as problem:
        raise OSError(f"not a sound that can be decoded: {problem}") from problem
    return np.frombuffer(found.samples, np.float32)
