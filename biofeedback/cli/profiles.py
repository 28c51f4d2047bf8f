"""`profiles`: several people on one machine, each with their own sessions, answers and strap."""

from __future__ import annotations

from biofeedback.app import profiles
from biofeedback.cli import terminal
from biofeedback.texts import Texts


def show_list(lang: str) -> int:
    """One profile a line; the one in use is marked."""
    texts, known = Texts(lang), profiles.known()
    for name in (profiles.DEFAULT, *known.names):
        terminal.write(f"{'*' if name == (known.in_use or profiles.DEFAULT) else ' '} {name}")
    if not known.names:
        terminal.write(texts.say("profiles.one_person"))
    return 0


def new(name: str, lang: str) -> int:
    """Make one."""
    name = profiles.make(name)
    terminal.write(Texts(lang).say("profiles.made", name=name))
    return 0


def use(name: str, lang: str) -> int:
    """Take it from now on, where none is named."""
    chosen = profiles.choose(name)
    texts = Texts(lang)
    terminal.write(texts.say("profiles.no_longer") if chosen is None else texts.say("profiles.chosen", name=chosen))
    return 0
