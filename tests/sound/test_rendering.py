"""From what a synthesiser said to a clip in a voice: cut, slowed, levelled, packed."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from biofeedback.cues.words import Line, text_hash
from biofeedback.sound.clips import Key
from biofeedback.sound.decoding import RATE
from biofeedback.sound.loudness import LEVEL_LUFS, MOST_PEAK, Samples, loudness_lufs, true_peak
from biofeedback.sound.pack import BadVoiceError, Pack
from biofeedback.sound.rendering import making, packing
from biofeedback.sound.rendering.finishing import finished
from biofeedback.sound.rendering.hearing import Way, edits, judged, letters
from biofeedback.sound.rendering.parts import VOICES
from biofeedback.sound.rendering.stretch import stretched
from biofeedback.sound.silence import LEAD_S, TRAIL_S, leading_silence_s, trimmed

LINES = (Line("one", "Let go."), Line("two", "Breathe in."), Line("again", "Let go."))


def tone(seconds: float, hz: float = 200.0, level: float = 0.5) -> Samples:
    """A sound with overtones, as a voice has."""
    t = np.arange(round(seconds * RATE)) / RATE
    whole = sum(np.sin(2 * np.pi * hz * n * t) / n for n in (1, 2, 3))
    return (level * np.asarray(whole) / 2).astype(np.float32)


def said(seconds: float, hz: float = 200.0, level: float = 0.5) -> Samples:
    """As a synthesiser gives it: silence, sound, silence."""
    quiet = np.zeros(RATE // 2, np.float32)
    return np.concatenate([quiet, tone(seconds, hz, level), quiet, quiet])


class Reciter:
    """Stands in for the synthesiser: each text has a pitch of its own. `texts`: what it was asked to say."""

    def __init__(self) -> None:
        self.texts: list[str] = []

    def say(self, text: str) -> Samples:
        self.texts.append(text)
        return said(0.5 + len(text) / 50, 100 + len(text))


def make(file: Path, lines: tuple[Line, ...], voice: int = 0) -> tuple[int, Reciter]:
    """Make a voice; how many clips changed, and what was said for it."""
    reciter = Reciter()
    changed = making.make(VOICES[voice], lines, file, reciter, lambda done, of: None)
    return changed, reciter


def test_silence_at_the_ends_is_cut_to_a_little() -> None:
    """Half a second of lead would make every cue late."""
    clip = trimmed(said(1.0))

    assert clip.size / RATE == pytest.approx(LEAD_S + 1.0 + TRAIL_S, abs=0.021)
    assert leading_silence_s(clip) <= 0.05


def test_a_clip_is_levelled_however_loud_it_was_said() -> None:
    """Peaks beyond full scale are nothing a synthesiser would not do."""
    for level in (0.02, 0.5, 1.6):
        clip = finished(said(1.5, level=level), 1.0)

        assert loudness_lufs(clip, RATE) == pytest.approx(LEVEL_LUFS, abs=0.3)
        assert true_peak(clip) < MOST_PEAK
        assert clip[0] == clip[-1] == 0.0


@pytest.mark.parametrize("by", [1.0, 1.15, 1.2, 1.5])
def test_slower_speech_keeps_its_pitch_and_its_level(by: float) -> None:
    """No beat where pieces overlap: the level of a steady sound stays as it is."""
    plain = tone(1.0, 150.0)

    slow = stretched(plain, RATE, by)
    middle = slow[RATE // 8 : -RATE // 8]
    spectrum = np.abs(np.fft.rfft(middle * np.hanning(middle.size)))
    levels = np.sqrt((middle[: middle.size // 480 * 480].reshape(-1, 480) ** 2).mean(axis=1))

    assert slow.size == pytest.approx(plain.size * by, abs=2)
    assert np.argmax(spectrum) * RATE / middle.size == pytest.approx(150.0, abs=2.0)
    assert levels.min() > 0.9 * levels.max()


def test_the_length_of_a_clip_is_known_without_decoding_it(tmp_path: Path) -> None:
    """And what is decoded has that length, that level, and begins at once."""
    file = tmp_path / "a.voice"
    make(file, LINES)
    pack = Pack(file)

    for line in LINES:
        samples = pack.samples(line)
        assert samples is not None
        assert pack.length_s(line) == samples.size / RATE
        assert loudness_lufs(samples, RATE) == pytest.approx(LEVEL_LUFS, abs=0.5)
        assert leading_silence_s(samples) < 0.05
    assert [clip.ids for clip in pack.index.clips if len(clip.ids) > 1] == [("one", "again")]


def test_other_words_have_no_clip(tmp_path: Path) -> None:
    """A sentence that was changed since is silent, never said in its old words; its id alone is not enough."""
    file = tmp_path / "a.voice"
    make(file, LINES)
    pack = Pack(file)

    assert pack.samples(Line("one", "Let it go.")) is None
    assert pack.length_s(Line("one", "Let it go.")) is None
    assert pack.samples(Key("mine.feet.release", text_hash("Let go."))) is not None


def test_only_what_changed_is_said_again(tmp_path: Path) -> None:
    """A new line is said; the others are taken from the file, byte for byte."""
    file = tmp_path / "a.voice"
    assert make(file, LINES)[0] == 2
    before = {clip.hash: Pack(file).encoded(clip) for clip in Pack(file).index.clips}

    changed, reciter = make(file, (*LINES, Line("three", "Rest.")))
    after = {clip.hash: Pack(file).encoded(clip) for clip in Pack(file).index.clips}

    assert (changed, reciter.texts) == (1, ["Rest."])
    assert before.items() < after.items()


def test_the_same_texts_make_the_same_file(tmp_path: Path) -> None:
    """Rendering leaves no trace of the time or of chance: a repository keeps one copy."""
    one, two = tmp_path / "one.voice", tmp_path / "two.voice"
    make(one, LINES)
    make(two, LINES)

    assert one.read_bytes() == two.read_bytes()
    make(one, LINES)
    assert one.read_bytes() == two.read_bytes()


def test_a_corrected_reading_is_said_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """The text is the same, and its syllables are not: the clip is stale."""
    file, lines = tmp_path / "z.voice", (Line("one", "慢慢落下"),)
    make(file, lines, voice=1)
    assert make(file, lines, voice=1)[0] == 0

    def corrected(_text: str) -> str:
        return "corrected"

    monkeypatch.setattr(making, "reading_hash", corrected)

    assert make(file, lines, voice=1)[0] == 1


def test_a_voice_made_otherwise_is_made_anew(tmp_path: Path) -> None:
    """Another style or pace: nothing of the old file is kept."""
    file = tmp_path / "a.voice"
    make(file, LINES, voice=0)

    assert make(file, LINES, voice=2)[0] == 2


@pytest.mark.parametrize("damage", [b"", b"no voice at all", b"BFVOICE1\x05\0\0\0{}{}{"])
def test_a_damaged_file_is_no_voice(tmp_path: Path, damage: bytes) -> None:
    """It is told apart, and `make voice` makes it anew."""
    file = tmp_path / "a.voice"
    file.write_bytes(damage)

    with pytest.raises(BadVoiceError):
        _ = Pack(file).index
    assert make(file, LINES)[0] == 2


def test_a_clip_that_would_come_late_or_too_loud_is_refused() -> None:
    """Whatever went wrong before: it is not packed."""
    late = np.concatenate([np.zeros(RATE // 2, np.float32), finished(said(1.0), 1.0)])
    for clip in (late, 4 * tone(1.0), 0.01 * tone(1.0)):
        with pytest.raises(packing.BadClipError):
            packing.measured(packing.coded(clip), text="a", ids=(), reading="")


def test_clips_of_one_voice_share_one_head(tmp_path: Path) -> None:
    """Clips that were coded otherwise cannot be packed: behind the common head they would be noise."""
    one = other = packing.coded(finished(said(0.5), 1.0))
    with pytest.raises(packing.OtherHeadError):
        packing.write(
            tmp_path / "a.voice",
            "a",
            "en",
            "",
            [
                packing.Coded(packing.measured(one, text="a", ids=(), reading="").entry, part)
                for part in (one, other[9:])
            ],
        )


def test_the_nearest_of_all_texts_is_found_by_its_letters() -> None:
    """A homophone is no mistake, another sentence is; a text that is said with a syllable too many is refused."""
    texts = ("Let go.", "Let it rest.", "Face", "Three, four.")
    ways = (Way({text: letters(text) for text in texts}, lambda heard: frozenset({letters(heard)})),)

    assert judged("Face", "Vase.", "en", ways).right
    assert judged("Let go.", "Let's go", "en", ways).right
    assert judged("Three, four.", "34.", "en", ways).right
    assert not judged("Let it rest.", "Let go", "en", ways).right
    assert edits("kitten", "sitting") == 3
