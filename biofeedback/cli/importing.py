"""`import`: what a file holds is shown, and kept beside the sessions if that is wanted."""

from __future__ import annotations

import sys
from pathlib import Path

from biofeedback.app import importing
from biofeedback.app.analysing import Wishes
from biofeedback.app.importing import Preview
from biofeedback.cli import terminal
from biofeedback.cli.deleting import AGREES
from biofeedback.cli.exit_codes import UNUSABLE
from biofeedback.texts import Texts


def wishes(unit: str | None, column: str | None, signal: str | None) -> Wishes:
    """What the command line says of the file that it does not say itself."""
    return Wishes(unit=unit, column=column, signal=signal)


def run(file: Path, said: Wishes, lang: str, *, yes: bool) -> int:
    """Show, ask, keep. Where nobody can be asked, `--yes` says it."""
    texts, found = Texts(lang), importing.preview(file, said)
    terminal.write("\n".join(_lines(found, texts)))
    if not yes:
        if not sys.stdin.isatty():
            terminal.complain(texts.say("importing.say_yes"))
            return UNUSABLE
        terminal.write_live(texts.say("importing.ask"))
        if sys.stdin.readline().strip().lower() not in AGREES:
            terminal.write(texts.say("importing.left"))
            return 0
    terminal.write(texts.say("importing.kept", id=importing.keep(found)))
    return 0


def _lines(found: Preview, texts: Texts) -> list[str]:
    recording = found.recording
    lines = [
        texts.say("importing.file", name=found.name, format=recording.format),
        texts.say("importing.length", minutes=recording.duration_s / 60, beats=len(recording), gaps=found.gaps),
        texts.say("importing.implausible", share=100 * found.implausible),
    ]
    if found.has_ecg:
        lines.append(texts.say("importing.ecg"))
    return [*lines, *("  " + texts.why(remark) for remark in found.remarks)]
