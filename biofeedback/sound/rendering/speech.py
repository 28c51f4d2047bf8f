"""The synthesiser: phoneme signs to samples. What it said once it keeps, so that only what changed is said again."""

# pyright: reportMissingImports=false
# What this loads is no dependency of the rest.

from __future__ import annotations

import hashlib
from functools import cached_property
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from biofeedback.sound.rendering import parts, phonemes
from biofeedback.sound.rendering.parts import Voice

MOST_SIGNS = parts.STYLE_ROWS
"""Longest text that fits one call, signs; the longest one of today has 251."""


class UnknownSignError(ValueError):
    """A phoneme sign that the model does not know: it would be left out, and a word with it."""


class Speech:
    """Says texts with one voice. `styles` is the folder of the unpacked styles, `kept` that of what was said before."""

    def __init__(self, voice: Voice, styles: Path, kept: Path) -> None:
        self._voice = voice
        self._styles = styles
        self._kept = kept

    def say(self, text: str) -> NDArray[np.float32]:
        """The samples of `text` as the model makes them: 24 kHz, float, peaks beyond 1 too, silence at both ends."""
        file = self._file(text)
        if not file.exists():
            self._kept.mkdir(parents=True, exist_ok=True)
            unfinished = file.with_suffix(".part")
            with unfinished.open("wb") as out:
                np.save(out, self._synthesise(self.signs(text), parts.paced(self._voice, text).speed))
            unfinished.replace(file)
        samples: NDArray[np.float32] = np.load(file)
        return samples

    def signs(self, text: str) -> str:
        """The phoneme signs of `text`."""
        if self._voice.lang == "zh":
            return phonemes.mandarin(text)
        return phonemes.english(text, british=self._voice.british)

    def _file(self, text: str) -> Path:
        speed = parts.paced(self._voice, text).speed
        key = f"{self._voice.name}\n{speed:.2f}\n{self.signs(text)}"
        return self._kept / f"{hashlib.sha256(key.encode()).hexdigest()[:24]}.npy"

    def _synthesise(self, signs: str, speed: float) -> NDArray[np.float32]:
        unknown = sorted({sign for sign in signs if sign not in self._numbers})
        if unknown or len(signs) > MOST_SIGNS:
            raise UnknownSignError(f"{len(signs)} signs, unknown {unknown}: {signs}")
        numbers = [self._numbers[sign] for sign in signs]
        given = {
            "tokens": np.array([[0, *numbers, 0]], np.int64),
            "style": self._style[len(numbers) - 1][np.newaxis],
            "speed": np.array([speed], np.float32),
        }
        (audio,) = self._session.run(["audio"], given)
        return np.asarray(audio, np.float32).ravel()

    @cached_property
    def _numbers(self) -> dict[str, int]:
        return dict(parts.signs())

    @cached_property
    def _style(self) -> NDArray[np.float32]:
        return parts.style_rows(self._voice, self._styles)

    @cached_property
    def _session(self):  # type: ignore[no-untyped-def]  # its package has no types, and is not here as a rule
        import onnxruntime

        options = onnxruntime.SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = 1  # the same samples on every machine of its kind
        return onnxruntime.InferenceSession(parts.model(), options, providers=["CPUExecutionProvider"])
