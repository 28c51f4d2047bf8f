"""`protocols list | show | new | check | schema`: what can be practised, and whether a file of one's own may be."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from pathlib import Path

from biofeedback.cli import INTERRUPTED, terminal
from biofeedback.clock import wait
from biofeedback.errors import InputError, UsageError
from biofeedback.plain.authoring import Authoring
from biofeedback.text_layout import wrap
from biofeedback.texts import Texts
from biofeedback.texts.protocol_faults import fault_line
from biofeedback.why import why
from protocols import library
from protocols.safety import total_s
from protocols.schema import Describe, schema
from protocols.script import WIDTH, dump
from protocols.training import TrainingProtocol

NOT_SAFE = 2

LOOK_EVERY_S = 0.5
"""How often a watched file is looked at, s: soon enough for whoever has just saved it."""


def show_list(lang: str) -> int:
    """One protocol a line, name first."""
    names = library.names()
    width = max(len(name) for name in names)
    for name in names:
        protocol = library.load(name)
        terminal.write(f"{name:<{width}}  {protocol.title.say(lang)}")
    return 0


def show(name: str, lang: str, script: bool) -> int:
    """One protocol: what it is, how long, which groups; or every word that is said, with its time."""
    protocol = library.load(name)
    if script:
        terminal.write(dump(protocol, lang))
        return 0
    texts = Texts(lang)
    lines = [protocol.title.say(lang), *wrap(protocol.summary.say(lang), WIDTH), _length(protocol, texts)]
    for step in protocol.steps:
        code = "cli.protocol_step" if step.hold_s > 0 else "cli.protocol_step_release"
        lines.append(texts.say(code, group=step.group.name.say(lang), hold=step.hold_s, rest=step.rest_s))
    for source in protocol.sources:
        first, *more = wrap(texts.say("cli.protocol_source", source=source), WIDTH)
        lines += [first, *(f"  {line}" for line in more)]
    terminal.write("\n".join(lines))
    return 0


def print_schema(lang: str) -> int:
    """The JSON Schema of a protocol file, with each key described."""
    terminal.write(schema(describer(Texts(lang))))
    return 0


def describer(texts: Texts) -> Describe:
    """What is written at each key, in words."""
    return lambda key: texts.say(f"protocol_keys.{key.replace('.', '_')}")


def new(path: Path | None, lang: str, *, template: bool) -> int:
    """A file to begin with: asked for question by question, or the commented template. Never writes over one.

    Without a name it is asked for; without anybody at a terminal a named file is the template.
    """
    texts = Texts(lang)
    if path is not None and (template or not sys.stdin.isatty()):
        _write(path, library.template())
        terminal.write(texts.say("cli.protocol_new", file=str(path)))
        return 0
    if path is not None and os.path.lexists(path):  # which never raises for a strange name
        raise _there_already(path)
    asks = Authoring(terminal.write, sys.stdin.readline, texts, describer(texts))
    terminal.write(texts.say("authoring.intro"))
    path = asks.path(Path()) if path is None else path
    _write(path, asks.text())
    protocol = library.load(str(path.absolute()))
    minutes = total_s(protocol) / 60
    terminal.write(texts.say("authoring.done", file=str(path), minutes=minutes, steps=len(protocol.steps)))
    terminal.write(texts.say("authoring.next", file=str(path)))
    return 0


def check(path: Path, lang: str) -> int:
    """Each fault of a protocol file with its line, value, limit and a way to mend it."""
    lines, good = _checked(path, Texts(lang))
    for line in lines:
        terminal.write(line)
    return 0 if good else NOT_SAFE


def check_on_save(path: Path, lang: str, wait: Callable[[float], None] = wait) -> int:
    """Check a file now and whenever it is saved, until interrupted. A file that is away for a moment is waited for."""
    texts, seen = Texts(lang), _state(path)
    try:
        check(path, lang)
        terminal.write(texts.say("cli.protocol_watched"))
        while True:
            wait(LOOK_EVERY_S)
            if (now := _state(path)) not in (None, seen):
                seen = now
                try:
                    lines, _ = _checked(path, texts)
                except InputError as problem:
                    lines = [texts.problem(problem)]
                for line in ("", *lines):
                    terminal.write(line)
    except KeyboardInterrupt:
        return INTERRUPTED


def _checked(path: Path, texts: Texts) -> tuple[list[str], bool]:
    faults = library.check(path)
    if faults:
        problems = (fault_line(fault, texts) for fault in faults)
        return [texts.say("cli.problem_in", file=str(path), problem=problem) for problem in problems], False
    protocol = library.load(str(path.absolute()))
    return [texts.say("cli.protocol_good", file=str(path)), _length(protocol, texts)], True


def _length(protocol: TrainingProtocol, texts: Texts) -> str:
    return texts.say("cli.protocol_length", minutes=total_s(protocol) / 60, groups=len(protocol.steps))


def _state(path: Path) -> tuple[int, int, int] | None:
    """What changes when a file is saved, in place or by putting another one in its place."""
    try:
        found = path.stat()
    except (OSError, ValueError):
        return None
    return found.st_mtime_ns, found.st_size, found.st_ino


def _write(path: Path, text: str) -> None:
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(text)
    except FileExistsError:
        raise _there_already(path) from None
    except (OSError, ValueError) as problem:
        cause = problem.strerror if isinstance(problem, OSError) else "not a name for a file"
        raise UsageError(
            f"{path} cannot be written ({cause})", reasons=(why("cli.not_written", file=str(path)),)
        ) from problem


def _there_already(path: Path) -> UsageError:
    return UsageError(
        f"{path} is there already: choose another name", reasons=(why("cli.there_already", file=str(path)),)
    )
