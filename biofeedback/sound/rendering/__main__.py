"""`make voice`: every voice, or those named. `make hear`: every clip recognised again. Both say what they did."""

from __future__ import annotations

import argparse
import logging
import sys
from importlib import resources
from pathlib import Path

from biofeedback.cues.lines import spoken_lines
from biofeedback.sound.pack import FOLDER
from biofeedback.sound.rendering import hearing, making
from biofeedback.sound.rendering.parts import VOICES, Voice
from biofeedback.sound.rendering.speech import Speech

log = logging.getLogger("voices")


def main(arguments: list[str] | None = None) -> int:
    """Make or hear voices; 1 where a clip was not recognised."""
    parser = argparse.ArgumentParser(prog="python -m biofeedback.sound.rendering", description=__doc__)
    parser.add_argument("what", choices=("make", "hear"))
    parser.add_argument("--parts", type=Path, default=Path(".voice"), help="where the environment was set up")
    parser.add_argument("--voice", action="append", choices=[voice.name for voice in VOICES], help="all, if left out")
    parser.add_argument("--out", type=Path, help="the folder of the voices; the program's own, if left out")
    given = parser.parse_args(arguments)
    logging.basicConfig(level=logging.INFO, format="%(message)s")
    chosen = [voice for voice in VOICES if given.voice is None or voice.name in given.voice]
    out = given.out or Path(str(resources.files("biofeedback.sound") / FOLDER))
    if given.what == "make":
        return _make(chosen, given.parts, out)
    return _hear(chosen, given.parts, out)


def _make(chosen: list[Voice], parts: Path, out: Path) -> int:
    for voice in chosen:
        speech = Speech(voice, parts / "styles", parts / "said")
        file = _file(out, voice)
        changed = making.make(voice, spoken_lines(voice.lang), file, speech, _progress(voice))
        log.info("%s: %d clips new or changed, %.1f MB", voice.name, changed, file.stat().st_size / 1e6)
    return 0


def _hear(chosen: list[Voice], parts: Path, out: Path) -> int:
    wrong = 0
    for voice in chosen:
        found = hearing.hear(_file(out, voice), spoken_lines(voice.lang), parts / "recogniser", parts / "heard")
        log.info("%s", found.report())
        wrong += len(found.wrong)
    return 1 if wrong else 0


def _file(out: Path, voice: Voice) -> Path:
    return out / voice.lang / f"{voice.name}.voice"


def _progress(voice: Voice) -> making.Progress:
    def show(done: int, of: int) -> None:
        if done % 50 == 0:
            log.info("%s: %d of %d", voice.name, done, of)

    return show


if __name__ == "__main__":
    sys.exit(main())
