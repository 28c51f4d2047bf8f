"""`sessions delete` and `delete --everything`: asked first, then for good."""

from __future__ import annotations

import sys

from biofeedback.app import kept_here, past_sessions
from biofeedback.app.past_sessions import local
from biofeedback.cli import terminal
from biofeedback.cli.exit_codes import UNUSABLE
from biofeedback.texts import Texts

AGREES = frozenset({"y", "yes", "是", "好", "删除"})
"""What means yes, in either language. Anything else is no: what is deleted does not come back."""


def one(number: int, lang: str, *, yes: bool) -> int:
    """Overwrite what is kept under a number. Where another program still holds its lines, that is said.

    That is no failure of what was asked: no list, replay or suggestion knows it any more; the lines go by themselves.
    """
    texts, session = Texts(lang), past_sessions.get(number)
    name = session.about.protocol or session.about.source
    question = texts.say("deleting.ask_one", id=number, began=local(session.about.started), name=name)
    if not yes and (refused := _refused(question, texts)) is not None:
        return refused
    overwritten = past_sessions.delete(number)
    terminal.write(texts.say("cli.deleted", id=number))
    if not overwritten:
        terminal.complain(texts.say("cli.deleted_not_yet"))
    return 0


def everything(lang: str, *, yes: bool) -> int:
    """Overwrite all that is kept of whoever is in use."""
    texts, kept = Texts(lang), kept_here.kept_here()
    if not kept.files:
        terminal.write(texts.say("deleting.nothing_kept", folder=str(kept.folder)))
        return 0
    question = texts.say("deleting.ask_everything", files=len(kept.files), folder=str(kept.folder))
    if not yes and (refused := _refused(question, texts)) is not None:
        return refused
    done = kept_here.delete_everything()
    terminal.write(texts.say("deleting.everything_deleted", folder=str(done.folder)))
    if done.left:
        names = texts.say("cli.list_joint").join(each.name for each in done.left)
        terminal.write(texts.say("deleting.left", names=names))
    if done.others:
        terminal.write(texts.say("deleting.others", names=texts.say("cli.list_joint").join(done.others)))
    terminal.write(texts.say("deleting.copies"))
    return 0


def nothing(lang: str) -> int:
    """Without a word on what to delete, nothing is."""
    terminal.complain(Texts(lang).say("deleting.what"))
    return UNUSABLE


def _refused(question: str, texts: Texts) -> int | None:
    """The exit code where it is not to be done; None: it is. Without a terminal nobody can be asked."""
    if not sys.stdin.isatty():
        terminal.complain(texts.say("deleting.say_yes"))
        return UNUSABLE
    terminal.write_live(question)
    if sys.stdin.readline().strip().casefold() in AGREES:
        return None
    terminal.write(texts.say("deleting.not_deleted"))
    return 0
