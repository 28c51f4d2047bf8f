"""`sessions export` and `export --all`: files for other programs, with a word on what they do and do not hold."""

from __future__ import annotations

from pathlib import Path

from biofeedback.app import exporting
from biofeedback.cli import terminal
from biofeedback.export.names import ExportFormat
from biofeedback.texts import Texts

_TOLD = {
    ExportFormat.KUBIOS: "export.no_clock",
    ExportFormat.ELITE: "export.no_clock_rounded",
    ExportFormat.HRV_LOGGER: "export.rounded",
    ExportFormat.BUG_REPORT: "export.bug_report",
}
"""What whoever hands the file on should know of it."""


def one(number: int, form: ExportFormat, out: Path | None, lang: str, *, replace: bool) -> int:
    """Write one session, and say where."""
    texts = Texts(lang)
    _tell(exporting.export(number, form, out, replace=replace), texts)
    _remark(form, texts)
    return 0


def every(form: ExportFormat, out: Path | None, lang: str, *, replace: bool) -> int:
    """Write all that is kept, and say where."""
    texts, count, written = Texts(lang), 0, 0
    for number, files in exporting.export_all(form, out, replace=replace):
        _tell(files, texts)
        count, written = count + 1, written + len(files)
        if not files:
            terminal.remark(texts.say("export.left_aside", number=number))
    if written:
        _remark(form, texts)
    elif not count:
        terminal.write(texts.say("cli.no_sessions"))
    return 0


def nothing_named(lang: str) -> int:
    """Neither a session nor all of them: say how either is asked for."""
    terminal.complain(Texts(lang).say("export.nothing_named"))
    return 2


def _tell(files: tuple[Path, ...], texts: Texts) -> None:
    for file in files:
        terminal.write(texts.say("export.written", file=str(file)))


def _remark(form: ExportFormat, texts: Texts) -> None:
    terminal.remark(texts.say("export.private"))
    if (code := _TOLD.get(form)) is not None:
        terminal.remark(texts.say(code))
