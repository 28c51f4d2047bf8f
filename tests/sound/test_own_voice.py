"""One's own voice: clips of a folder go first, one by one."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
import soundfile

from biofeedback.cues.words import Line
from biofeedback.sound.clips import NoClips
from biofeedback.sound.decoding import RATE
from biofeedback.sound.loudness import LEVEL_LUFS, Samples, loudness_lufs
from biofeedback.sound.own_voice import OwnVoice
from biofeedback.sound.pack import open_voice

LINE = Line("feet.release", "Good, and let go.")


class Beneath(NoClips):
    """A voice that has one clip for everything."""

    def length_s(self, line: object) -> float | None:
        return 9.0

    def samples(self, line: object) -> Samples | None:
        return np.zeros(9, np.float32)


def put(folder: Path, name: str, rate: int = RATE, seconds: float = 1.0) -> Path:
    """A clip in the folder, far too loud."""
    folder.mkdir(parents=True, exist_ok=True)
    t = np.arange(round(seconds * rate)) / rate
    soundfile.write(folder / name, 0.9 * np.sin(2 * np.pi * 300 * t), rate)
    return folder / name


@pytest.mark.parametrize("ending", ["wav", "flac", "ogg", "mp3"])
@pytest.mark.parametrize("rate", [16_000, 44_100])
def test_a_clip_of_any_form_and_rate_goes_first(tmp_path: Path, ending: str, rate: int) -> None:
    """It is brought to the rate and the level of the others."""
    put(tmp_path, f"feet.release.{ending}", rate)
    own = OwnVoice(tmp_path, Beneath())

    samples = own.samples(LINE)

    assert samples is not None
    assert samples.size / RATE == pytest.approx(1.0, abs=0.1)
    assert own.length_s(LINE) == pytest.approx(1.0, abs=0.1)
    assert loudness_lufs(samples, RATE) == pytest.approx(LEVEL_LUFS, abs=0.5)


def test_what_the_folder_lacks_the_other_voice_says(tmp_path: Path) -> None:
    """Clip by clip: nobody has to record everything."""
    put(tmp_path, "feet.release.wav")
    own = OwnVoice(tmp_path, Beneath())

    assert own.length_s(Line("feet.rest", "Rest.")) == 9.0
    assert OwnVoice(tmp_path, None).samples(Line("feet.rest", "Rest.")) is None
    assert OwnVoice(tmp_path / "nowhere", Beneath()).length_s(LINE) == 9.0


def test_a_clip_that_cannot_be_read_is_no_clip(tmp_path: Path) -> None:
    """The other voice says it: a broken file never silences a release."""
    (tmp_path / "feet.release.wav").write_bytes(b"not a sound")
    own = OwnVoice(tmp_path, Beneath())

    assert own.length_s(LINE) == 9.0
    assert own.samples(LINE) is not None


@pytest.mark.parametrize("name", ["../feet.release", "a/b", "", ".."])
def test_an_id_that_is_a_path_has_no_clip(tmp_path: Path, name: str) -> None:
    """A protocol file from elsewhere cannot reach beyond the folder."""
    put(tmp_path, "feet.release.wav")
    put(tmp_path / "below", "b.wav")

    assert OwnVoice(tmp_path / "below", None).file(Line(name, "x")) is None


def test_a_language_without_a_voice_has_one_where_there_is_a_folder(tmp_path: Path) -> None:
    """`open_voice` finds the folder of the language below the one it is given."""
    put(tmp_path / "en", "feet.release.wav")
    voice = open_voice("en", own=tmp_path)

    assert voice is not None
    assert voice.length_s(LINE) == pytest.approx(1.0, abs=0.1)
    assert open_voice("en", "nobody") is None
