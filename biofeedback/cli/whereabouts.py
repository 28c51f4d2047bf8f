"""`sessions list --where`: the one place that says what is kept, in which files, and who reads it."""

from __future__ import annotations

import json

from biofeedback.app.kept_here import kept_here
from biofeedback.cli import terminal
from biofeedback.texts import Texts


def show(as_json: bool, lang: str) -> int:
    """Each file with its size, what it holds and what reads it."""
    texts, here = Texts(lang), kept_here()
    if as_json:
        for file in here.files:
            table = {"file": str(file.path), "bytes": file.size, "holds": file.holds.value, "private": file.private}
            terminal.give(json.dumps(table, ensure_ascii=False))
        return 0
    closed = all(file.private for file in here.files)
    code = "where" if here.private else "where_open" if closed else "where_readable"
    terminal.write(texts.say(f"deleting.{code}", folder=str(here.folder)))
    for file in here.files:
        name = str(file.path.relative_to(here.folder))
        terminal.write(texts.say("deleting.file", name=name, kilobytes=file.size / 1000))
    for holds in dict.fromkeys(file.holds for file in here.files):
        terminal.write(texts.say(f"deleting.holds_{holds.value}"))
    if here.others:
        terminal.write(texts.say("deleting.others", names=texts.say("cli.list_joint").join(here.others)))
    terminal.write(texts.say("deleting.who"))
    return 0
