"""`sound check` and `sound prepare`: what is missing, too long or too loud, and what a synthesiser says ahead."""

from __future__ import annotations

import stat
import sys
from pathlib import Path

import numpy as np
import pytest
import soundfile

from biofeedback.app.own_clips import Fault, check_clips, own_voice_folder, say_missing
from biofeedback.cli import own_voice
from biofeedback.cues.lines import protocol_lines
from biofeedback.cues.words import Line
from biofeedback.errors import UsageError
from biofeedback.sound.decoding import RATE
from biofeedback.sound.own_voice import MADE, OwnVoice
from biofeedback.sound.synthesiser import Synthesiser, SynthesiserError, synthesisers
from protocols.library import load, template

PROTOCOL = load("three_minutes")

OWN_WORDS = template()
"""A protocol file with a group of its own, my_hands."""


def put(folder: Path, name: str, seconds: float = 1.0, level: float = 0.3) -> None:
    """A clip in the folder."""
    folder.mkdir(parents=True, exist_ok=True)
    t = np.arange(round(seconds * RATE)) / RATE
    soundfile.write(folder / name, np.clip(level * np.sin(2 * np.pi * 300 * t), -1, 1), RATE)


def faults(folder: Path, lang: str = "en") -> dict[str, Fault]:
    """The faults of one's own clips, by clip, without those that are missing."""
    found = check_clips([PROTOCOL], lang, folder)
    return {each.clip: each.fault for each in found if each.fault is not Fault.MISSING}


def test_each_fault_of_a_clip_is_told(tmp_path: Path) -> None:
    """Too long for its phase, cut off, silent, no sound at all, or of no line; a good one is not mentioned."""
    folder = tmp_path / "en"
    put(folder, "both_arms.tense.wav", seconds=9.0)
    put(folder, "both_arms.release.flac", level=3.0)
    put(folder, "both_arms.rest.ogg", level=0.0)
    put(folder, "both_arms.notice.mp3")
    put(folder, "both_legs.tense.wav")
    put(folder, "both_arns.tense.wav")
    (folder / "trunk.tense.wav").write_bytes(b"no sound")
    (folder / "notes.txt").write_text("mine")

    assert faults(tmp_path) == {
        "both_arms.tense.wav": Fault.TOO_LONG,
        "both_arms.release.flac": Fault.TOO_LOUD,
        "both_arms.rest.ogg": Fault.SILENT,
        "both_arns.tense.wav": Fault.UNKNOWN,
        "trunk.tense.wav": Fault.UNREADABLE,
    }


def test_silence_around_a_clip_is_not_too_long(tmp_path: Path) -> None:
    """It is cut when it is played, so it takes no time."""
    t = np.arange(RATE) / RATE
    quiet = np.zeros(6 * RATE)
    (tmp_path / "en").mkdir()
    whole = np.concatenate([quiet, 0.3 * np.sin(2 * np.pi * 300 * t), quiet])
    soundfile.write(tmp_path / "en" / "both_arms.tense.wav", whole, RATE)

    assert not faults(tmp_path)


def test_what_a_synthesiser_said_ahead_is_told_where_it_outlasts_its_phase(tmp_path: Path) -> None:
    """Of the words of one's own protocol, which no voice of the program says."""
    file = tmp_path / "own.toml"
    file.write_text(OWN_WORDS, encoding="utf-8")
    protocol = load(str(file))
    tense, notice = (next(each for each in protocol_lines(protocol, "en") if each.id.endswith(f"my_hands.{role}"))
                     for role in ("tense", "notice"))  # fmt: skip
    put(tmp_path / "en" / MADE, f"{tense.hash}.wav", seconds=12.0)
    put(tmp_path / "en" / MADE, f"{notice.hash}.wav")

    found = {each.clip: each.fault for each in check_clips([protocol], "en", tmp_path)}
    assert found[tense.id] is Fault.TOO_LONG
    assert notice.id not in found


def test_no_folder_is_no_fault(tmp_path: Path) -> None:
    """Nobody needs a voice of their own."""
    assert not faults(tmp_path / "nowhere")


def test_what_nothing_says_is_missing(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Words of one's own protocol have no clip, until there is one."""
    file = tmp_path / "mine.toml"
    file.write_text(OWN_WORDS, encoding="utf-8")
    mine = load(str(file))
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))

    missing = {each.clip for each in check_clips([mine], "en") if each.fault is Fault.MISSING}
    put(own_voice_folder() / "en", "mine.my_hands.notice.wav")

    assert "mine.my_hands.notice" in missing
    assert "mine.my_hands.notice" not in {each.clip for each in check_clips([mine], "en")}


def speaker(tmp_path: Path, seconds_each: float, fails: bool = False) -> Synthesiser:
    """A program that writes a sound of so many seconds a sign, as a synthesiser of the system does."""
    program = tmp_path / "espeak-ng"
    program.write_text(
        f"#!{sys.executable}\n"
        "import sys, numpy, soundfile\n"
        f"if {fails}: sys.exit(3)\n"
        "text, file = sys.stdin.read(), sys.argv[sys.argv.index('-w') + 1]\n"
        f"t = numpy.arange(int(24000 * {seconds_each} * len(text))) / 24000\n"
        "soundfile.write(file, 0.2 * numpy.sin(2 * numpy.pi * 220 * t), 24000, format='WAV')\n",
        encoding="utf-8",
    )
    program.chmod(0o755)
    return Synthesiser("espeak", str(program), "en")


def test_a_synthesiser_says_ahead_what_no_voice_says(tmp_path: Path) -> None:
    """Each missing line once, kept privately, and found by the hash of its text."""
    file = tmp_path / "mine.toml"
    file.write_text(OWN_WORDS, encoding="utf-8")
    mine, spoken = load(str(file)), []
    known = (speaker(tmp_path, 0.05),)

    def say() -> int:
        return say_missing(mine, "en", lambda line: spoken.append(line.id), tmp_path, lambda lang: known)

    first, second = say(), say()
    voice = OwnVoice(tmp_path / "en", None)
    line = next(line for line in protocol_lines(mine, "en") if line.id == "mine.my_hands.notice")

    assert first == len(spoken) > 0
    assert second == 0
    assert voice.samples(line) is not None
    assert voice.samples(Line(line.id, "Other words.")) is None
    made = voice.made_file(line)
    assert made is not None
    assert stat.S_IMODE(made.stat().st_mode) == 0o600


@pytest.mark.parametrize("seconds_each", [0.5, 0.001])
def test_one_that_does_not_speak_the_language_is_not_used(tmp_path: Path, seconds_each: float) -> None:
    """It spells the signs out, or swallows them: its name proves nothing, the length of a known sentence does."""
    file = tmp_path / "mine.toml"
    file.write_text(OWN_WORDS, encoding="utf-8")

    with pytest.raises(SynthesiserError):
        speaker(tmp_path, seconds_each).probe(tmp_path)
    with pytest.raises(UsageError):
        say_missing(load(str(file)), "en", lambda line: None, tmp_path, lambda lang: (speaker(tmp_path, seconds_each),))


def test_one_that_fails_is_told(tmp_path: Path) -> None:
    """And leaves no file behind."""
    out = tmp_path / "out.wav"
    with pytest.raises(SynthesiserError):
        speaker(tmp_path, 0.05, fails=True).say("Let go.", out)
    with pytest.raises(SynthesiserError):
        Synthesiser("espeak", str(tmp_path / "nothing"), "en").say("Let go.", out)

    assert not out.exists()


def test_espeak_is_never_asked_for_mandarin(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """It has phonemes for it and cannot be understood."""
    speaker(tmp_path, 0.05)
    monkeypatch.setenv("PATH", str(tmp_path))

    assert [each.name for each in synthesisers("en")] == ["espeak"]
    assert not synthesisers("zh")


def test_the_commands_print_one_line_a_fault(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """Exit 1 where something is wrong."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path))
    put(tmp_path / "voice" / "zh", "both_arms.tense.wav", seconds=9.0)

    code = own_voice.check(["three_minutes"], "zh")
    lines = capsys.readouterr().out.splitlines()

    assert code == 1
    assert [line for line in lines if line.startswith("both_arms.tense.wav：")]
