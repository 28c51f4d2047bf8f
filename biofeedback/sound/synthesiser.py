"""A synthesiser of the system, for words that no voice of the program says: those of one's own protocols.

It runs in a process of its own, before a session and never within one, and writes a file a text. Its name proves
nothing: espeak reads Mandarin as a row of letters, and so does whatever stands on it. So it first says a sentence whose
length is known.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from biofeedback.sound.decoding import RATE, decoded

MOST_S = 60.0
"""Time that one text may take, s: the slowest one speaks in real time, and no text is longer than half a minute."""

PROBES = {"en": "Let go, and breathe out slowly.", "zh": "慢慢呼气，全身放松。"}
"""What is said first: eight syllables each."""

PROBE_S = (0.8, 5.0)
"""How long that may take, s: eight syllables, 10 to 2 a second, with pauses. Spelt out, they take 9 s and more."""

PIPER_MODEL = "BIOFEEDBACK_PIPER_MODEL"
"""Environment variable that names the model that piper speaks with: only its owner knows which language it has."""

_SAPI = (
    "Add-Type -AssemblyName System.Speech;"
    "$s = New-Object System.Speech.Synthesis.SpeechSynthesizer;"
    "$s.SelectVoiceByHints('NotSet', 'NotSet', 0, [Globalization.CultureInfo]'{culture}');"
    "$s.Rate = -2; $s.SetOutputToWaveFile('{file}');"
    "$s.Speak([Console]::In.ReadToEnd()); $s.Dispose()"
)
"""What Windows is asked for. The text comes on the standard input, so that no sign of it is ever a command."""


class SynthesiserError(Exception):
    """It failed, took too long, or does not speak the language."""


@dataclass(frozen=True, slots=True)
class Synthesiser:
    """A program of the system that speaks `lang`."""

    name: str
    program: str
    lang: str

    def say(self, text: str, file: Path) -> None:
        """Write `text` as speech into a WAV file. SynthesiserError: it could not."""
        try:
            subprocess.run(
                self._command(file),
                input=text.encode(),
                timeout=MOST_S,
                check=True,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
            )
            decoded(file.read_bytes())
        except (OSError, subprocess.SubprocessError) as problem:
            file.unlink(missing_ok=True)
            raise SynthesiserError(f"{self.name}: {problem}") from problem

    def probe(self, folder: Path) -> None:
        """Say a sentence whose length is known. SynthesiserError: it takes far too long or too short."""
        file = folder / "probe.wav"
        self.say(PROBES[self.lang], file)
        length_s = decoded(file.read_bytes()).size / RATE
        file.unlink()
        if not PROBE_S[0] < length_s < PROBE_S[1]:
            raise SynthesiserError(f"{self.name} does not speak this language: {length_s:.1f} s for eight syllables")

    def _command(self, file: Path) -> Sequence[str]:
        match self.name:
            case "say":
                voice = ["-v", "Tingting"] if self.lang == "zh" else []
                return [self.program, *voice, "-r", "140", "--data-format=LEI16@24000", "-o", str(file), "-f", "-"]
            case "sapi":
                culture = "zh-CN" if self.lang == "zh" else "en-GB"
                script = _SAPI.format(culture=culture, file=str(file).replace("'", "''"))
                return [self.program, "-NoProfile", "-NonInteractive", "-Command", script]
            case "piper":
                return [self.program, "--model", os.environ.get(PIPER_MODEL, ""), "--output_file", str(file)]
            case _:
                return [self.program, "-v", "en", "-s", "130", "-w", str(file), "--stdin"]


def synthesisers(lang: str) -> tuple[Synthesiser, ...]:
    """Those of this machine that may speak the language, the best first. espeak: English only."""
    programs = {"say": "say", "sapi": "powershell", "piper": "piper", "espeak": "espeak-ng"}
    found = []
    for name, program in programs.items():
        path = shutil.which(program)
        usable = (name != "espeak" or lang == "en") and (name != "piper" or PIPER_MODEL in os.environ)
        if path is not None and usable:
            found.append(Synthesiser(name, path, lang))
    return tuple(found)
