"""The tones, made of sines: each told apart by its pitch, its timbre or its rhythm. Samples are mono float32.

What asks for strain rises, what ends it falls; a stop is like nothing else. All are soft at both ends, so that nothing
clicks or startles, and have overtones, so that small speakers carry the low ones too.
"""

from __future__ import annotations

from functools import cache
from typing import assert_never

import numpy as np
from numpy.typing import NDArray

from biofeedback.cues.words import Tone

Samples = NDArray[np.float32]

RATE_HZ = 24_000
"""Samples a second of everything that is heard: what the voices are rendered at; the device converts it. Hertz."""

SOFT_S = 0.03
"""Rise of a note from silence. Shorter ones click. Seconds."""

GENTLE = (1.0, 0.35, 0.12, 0.05)
"""Strengths of the first partials of nearly all tones: round, with enough of the octave for small speakers."""

HOLLOW = (1.0, 0.0, 0.45, 0.0, 0.2)
"""Odd partials only, as of a clarinet: the sound of everything about the strap."""

FULL = (1.0, 0.8, 0.65, 0.5, 0.4, 0.3)
"""Many strong partials: only a stop sounds so."""

BELL = (1.0, 0.0, 0.5, 0.0, 0.25)
"""Strengths of a bell's partials at `BELL_RATIOS`."""

BELL_RATIOS = (1.0, 2.0, 2.76, 4.0, 5.4)
"""Partials of a struck bar against its lowest, which is what makes a bell of it (Fletcher & Rossing, The Physics of
Musical Instruments, free bars)."""

LEVELS = {
    Tone.NOTICE: 0.055,
    Tone.TENSE: 0.10,
    Tone.RELEASE: 0.09,
    Tone.REST: 0.05,
    Tone.BREATHE_IN: 0.03,
    Tone.BREATHE_OUT: 0.03,
    Tone.SETTLE: 0.06,
    Tone.PAUSE: 0.08,
    Tone.GO_ON: 0.08,
    Tone.STRAP_LOST: 0.08,
    Tone.STRAP_FOUND: 0.08,
    Tone.STOP: 0.17,
    Tone.END: 0.06,
}
"""Root mean square of each tone while it sounds. A voice of -20 LUFS has about 0.1: tones lie at or below it, the
breath far below, a stop above it (-15 LUFS)."""


@cache
def tone(kind: Tone) -> Samples:
    """A tone as it is played; the breathing tones in a breath of 4 and 6 s (see `breath` for others)."""
    match kind:
        case Tone.NOTICE:
            made = _note(392.0, 0.35)
        case Tone.TENSE:
            made = _glide(330.0, 440.0, 0.55)
        case Tone.RELEASE:
            made = _glide(440.0, 220.0, 0.9, decay_s=0.5)
        case Tone.REST:
            made = _note(262.0, 0.7)
        case Tone.BREATHE_IN:
            made = breath(4.0, inwards=True)
        case Tone.BREATHE_OUT:
            made = breath(6.0, inwards=False)
        case Tone.SETTLE:
            made = _joined(_note(294.0, 0.6), _note(247.0, 0.6), _note(196.0, 0.9), every_s=0.55)
        case Tone.PAUSE:
            made = _joined(_note(294.0, 0.22), _note(294.0, 0.4), every_s=0.28)
        case Tone.GO_ON:
            made = _joined(_note(294.0, 0.2), _note(294.0, 0.2), _note(440.0, 0.4), every_s=0.22)
        case Tone.STRAP_LOST:
            made = _trembling(_note(165.0, 1.0, HOLLOW))
        case Tone.STRAP_FOUND:
            made = _joined(_trembling(_note(165.0, 0.5, HOLLOW)), _note(330.0, 0.6, HOLLOW), every_s=0.45)
        case Tone.STOP:
            made = _joined(*(_note(196.0, 0.3, FULL, decay_s=2.0) for _ in range(3)), every_s=0.4)
        case Tone.END:
            made = _joined(*(_bell(523.0, 2.4) for _ in range(3)), every_s=1.3)
        case _:
            assert_never(kind)
    return _levelled(made, LEVELS[kind])


def breath(seconds: float, *, inwards: bool) -> Samples:
    """One half of a breath: a fifth upwards or downwards over its whole length, swelling and ebbing."""
    low, high = 196.0, 294.0
    count = int(seconds * RATE_HZ)
    along = np.arange(count) / max(1, count)
    made = _sines(low * (high / low) ** (along if inwards else 1 - along), (1.0, 0.2))
    level = LEVELS[Tone.BREATHE_IN if inwards else Tone.BREATHE_OUT]
    return np.asarray(_levelled(made, level) * np.sin(np.pi * along) ** 0.8, np.float32)


def one_breath(breaths_per_min: float | None, inhale_share: float) -> Samples | None:
    """A whole breath, in and out; None: no rate. It takes some milliseconds, so it is made before it is played."""
    if breaths_per_min is None:
        return None
    one_s = 60.0 / breaths_per_min
    return np.concatenate(
        (breath(one_s * inhale_share, inwards=True), breath(one_s * (1 - inhale_share), inwards=False))
    )


def make_all() -> None:
    """Make every tone once: the bells of the end take 30 ms, in which nothing else would be played."""
    for kind in Tone:
        tone(kind)


def silence(seconds: float) -> Samples:
    """Nothing, for so long."""
    return np.zeros(int(seconds * RATE_HZ), np.float32)


def _note(hz: float, seconds: float, partials: tuple[float, ...] = GENTLE, *, decay_s: float = 0.3) -> Samples:
    return _glide(hz, hz, seconds, partials, decay_s=decay_s)


def _glide(
    start_hz: float, end_hz: float, seconds: float, partials: tuple[float, ...] = GENTLE, *, decay_s: float = 1.0
) -> Samples:
    """From one pitch to another in three fifths of the time, by equal ratios, then held."""
    count = int(seconds * RATE_HZ)
    along = np.minimum(1.0, np.arange(count) / (0.6 * count))
    return _shaped(_sines(start_hz * (end_hz / start_hz) ** along, partials), decay_s)


def _bell(hz: float, seconds: float) -> Samples:
    t = np.arange(int(seconds * RATE_HZ)) / RATE_HZ
    partials = zip(BELL, BELL_RATIOS, strict=True)
    rung = sum(part * np.sin(2 * np.pi * hz * ratio * t) * np.exp(-t * ratio / 0.8) for part, ratio in partials)
    return _shaped(np.asarray(rung, np.float32), 10.0)


def _sines(hz: NDArray[np.float64], partials: tuple[float, ...]) -> Samples:
    phase = 2 * np.pi * np.cumsum(hz) / RATE_HZ
    made: NDArray[np.float64] = np.zeros(len(hz))
    for number, strength in enumerate(partials, 1):
        made += strength * np.sin(number * phase)
    return np.asarray(made, np.float32)


def _shaped(made: Samples, decay_s: float) -> Samples:
    """Soft at its beginning, dying away, and silent at its end."""
    count = len(made)
    t = np.arange(count) / RATE_HZ
    rise = np.minimum(1.0, t / SOFT_S)
    end = np.minimum(1.0, (count / RATE_HZ - t) / (2 * SOFT_S))
    shape = np.sin(np.pi / 2 * rise) ** 2 * np.exp(-t / decay_s) * np.sin(np.pi / 2 * end) ** 2
    return np.asarray(made * shape, np.float32)


def _trembling(made: Samples) -> Samples:
    t = np.arange(len(made)) / RATE_HZ
    return np.asarray(made * (0.6 + 0.4 * np.cos(2 * np.pi * 6.0 * t)), np.float32)


def _joined(*notes: Samples, every_s: float) -> Samples:
    step = int(every_s * RATE_HZ)
    whole = np.zeros(step * (len(notes) - 1) + max(len(note) for note in notes), np.float32)
    for number, note in enumerate(notes):
        whole[number * step : number * step + len(note)] += note
    return whole


def _levelled(made: Samples, level: float) -> Samples:
    """With the wished root mean square over what sounds of it."""
    sounding = made[np.abs(made) > 0.02 * float(np.max(np.abs(made)))]
    rms = float(np.sqrt(np.mean(np.square(sounding))))
    return np.asarray(made * (level / rms), np.float32)
