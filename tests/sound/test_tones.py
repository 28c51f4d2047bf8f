"""Each tone is told from every other by what the ear goes by: where the pitch goes, the timbre, the rhythm."""

from __future__ import annotations

from functools import cache
from itertools import combinations

import numpy as np
import pytest

from biofeedback.cues.merging import TONE_S
from biofeedback.cues.words import Tone
from biofeedback.sound.tones import RATE_HZ, Samples, tone

BLOCK = 1024  # samples, 43 ms
APART = 0.25
"""Least distance of two tones in the picture below: a tone and the same one a semitone higher are 0.1 apart."""


def _spectra(made: Samples) -> np.ndarray:
    """Strengths by block and frequency, silence left out."""
    blocks = [made[k : k + 2 * BLOCK] for k in range(0, len(made) - BLOCK, BLOCK)]
    padded = [np.pad(each, (0, 2 * BLOCK - len(each))) * np.hanning(2 * BLOCK) for each in blocks]
    return np.abs(np.fft.rfft(padded, 4 * BLOCK, axis=1))


def _pitches(made: Samples) -> list[float]:
    """The lowest strong frequency of each block that sounds, Hz."""
    hz = np.fft.rfftfreq(4 * BLOCK, 1 / RATE_HZ)
    spectra = _spectra(made)
    strongest = spectra.max()
    found = []
    for spectrum in spectra:
        if spectrum.max() > 0.05 * strongest:
            strong = np.flatnonzero(spectrum > 0.4 * spectrum.max())
            found.append(float(hz[strong[0] : strong[0] + 12][np.argmax(spectrum[strong[0] : strong[0] + 12])]))
    return found


def _notes(made: Samples) -> int:
    """How often it begins anew: peaks of the envelope."""
    blocks = len(made) // 480
    envelope = np.sqrt(np.mean(np.square(made[: blocks * 480].reshape(blocks, 480)), axis=1))
    rising = np.flatnonzero(envelope[2:] > 1.25 * envelope[:-2] + 0.01 * envelope.max())
    return 1 + int(np.sum(np.diff(rising) > 5))


@cache
def _picture(kind: Tone) -> np.ndarray:
    """What of a tone an ear would remember: pitch in time, partials, rhythm, length; each about 0 to 1."""
    made = tone(kind)
    pitches = np.log2(np.asarray(_pitches(made)) / 200.0)
    course = np.interp(np.linspace(0, 1, 8), np.linspace(0, 1, len(pitches)), pitches)
    spectrum = _spectra(made).sum(axis=0)
    first = int(np.argmax(spectrum))
    partials = [spectrum[min(len(spectrum) - 1, int(first * n))] / spectrum[first] for n in (1.5, 2, 3, 4, 5)]
    return np.concatenate((course, partials, [_notes(made) / 3, np.log2(len(made) / RATE_HZ) / 2]))


@pytest.mark.parametrize(
    ("kind", "direction"),
    [
        (Tone.TENSE, 1),
        (Tone.RELEASE, -1),
        (Tone.BREATHE_IN, 1),
        (Tone.BREATHE_OUT, -1),
        (Tone.SETTLE, -1),
        (Tone.GO_ON, 1),
    ],
)
def test_what_asks_for_effort_rises_and_what_ends_it_falls(kind: Tone, direction: int) -> None:
    pitches = _pitches(tone(kind))
    assert np.sign(pitches[-1] - pitches[0]) == direction
    assert abs(np.log2(pitches[-1] / pitches[0])) > 4 / 12  # more than a third


def test_a_tension_glides_and_goes_on_in_steps() -> None:
    """Both rise: one in one breath, the other in three knocks."""
    assert _notes(tone(Tone.TENSE)) == 1
    assert _notes(tone(Tone.GO_ON)) == 3


@pytest.mark.parametrize(("one", "other"), list(combinations(Tone, 2)))
def test_no_two_tones_are_alike(one: Tone, other: Tone) -> None:
    assert float(np.max(np.abs(_picture(one) - _picture(other)))) > APART


def test_a_stop_is_unmistakable() -> None:
    """The loudest, the only one of three equal strokes, and the richest in overtones."""
    loudness = {kind: float(np.sqrt(np.mean(np.square(tone(kind))))) for kind in Tone}
    assert max(loudness, key=lambda kind: loudness[kind]) is Tone.STOP
    assert _notes(tone(Tone.STOP)) == 3
    pitches = _pitches(tone(Tone.STOP))
    assert max(pitches) / min(pitches) < 1.05


@pytest.mark.parametrize("kind", Tone)
def test_no_tone_clicks_clips_or_outlasts_its_place(kind: Tone) -> None:
    made = tone(kind)
    assert float(np.max(np.abs(made))) < 0.89
    assert abs(float(made[0])) < 1e-3
    assert abs(float(made[-1])) < 1e-2
    assert float(np.max(np.abs(np.diff(made)))) < 0.2
    assert len(made) / RATE_HZ <= TONE_S[kind] + 0.01
