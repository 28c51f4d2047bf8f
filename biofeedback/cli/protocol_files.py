"""`protocols list | show | new | check | schema`: what can be practised, and whether a file of one's own may be."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from pathlib import Path

from biofeedback.app import protocol_files as files
from biofeedback.app.protocol_files import CheckedFile
from biofeedback.cli import terminal
from biofeedback.cli.exit_codes import INTERRUPTED
from biofeedback.clock import wait
from biofeedback.errors import InputError, UsageError
from biofeedback.plain.authoring import Authoring
from biofeedback.text_layout import wrap
from biofeedback.texts import Texts
from biofeedback.texts.protocol_faults import fault_line
from protocols import library
from protocols.safety import total_s
from protocols.schema import Describe, schema
from protocols.script import WIDTH, dump
from protocols.training import TrainingProtocol, missing_languages

NOT_SAFE = 2
"""Exit code: the file has faults, so it cannot be practised."""


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
        files.begin(path, library.template())
        terminal.write(texts.say("cli.protocol_new", file=str(path)))
        return 0
    if path is not None:
        files.must_be_new(path)
    asks = Authoring(terminal.write_live, sys.stdin.readline, texts, describer(texts))
    terminal.write(texts.say("authoring.intro"))
    path = files.file_called(asks.name(files.is_taken)) if path is None else path
    protocol = _begun(path, asks.text(), texts)
    minutes = total_s(protocol) / 60
    terminal.write(texts.say("authoring.done", file=str(path), minutes=minutes, steps=len(protocol.steps)))
    terminal.write(texts.say("authoring.next", file=str(path)))
    return 0


def _begun(path: Path, text: str, texts: Texts) -> TrainingProtocol:
    """Write what was asked for. Where it cannot be written it is shown, so that nothing that was typed is lost."""
    try:
        return files.begin(path, text)
    except UsageError:
        terminal.write(texts.say("authoring.unwritten"))
        terminal.write(text)
        raise


def check(path: Path, lang: str) -> int:
    """Each fault of a protocol file with its line, value, limit and a way to mend it."""
    found = files.check(path)
    for line in _lines(path, found, Texts(lang)):
        terminal.write(line)
    return NOT_SAFE if found.faults else 0


def check_on_save(path: Path, lang: str, wait: Callable[[float], None] = wait) -> int:
    """Check a file now and whenever it is saved, until interrupted."""
    texts, saves = Texts(lang), files.whenever_saved(path, wait)
    try:
        lines = (*_lines(path, next(saves), texts), texts.say("cli.protocol_watched"))
        terminal.write_live("\n".join(lines))
        for found in saves:
            terminal.write_live("\n".join(("", *_lines(path, found, texts))))
    except KeyboardInterrupt:
        pass
    return INTERRUPTED


def _lines(path: Path, found: CheckedFile | InputError, texts: Texts) -> Iterator[str]:
    if isinstance(found, InputError):
        yield texts.problem(found)
        return
    for fault in (*found.faults, *found.mended):
        yield texts.say("cli.problem_in", file=str(path), problem=fault_line(fault, texts))
    if found.protocol is not None:
        yield texts.say("cli.protocol_good", file=str(path))
        yield _length(found.protocol, texts)
        for lang in missing_languages(found.protocol):
            yield texts.say(f"cli.protocol_without_{lang}")


def _length(protocol: TrainingProtocol, texts: Texts) -> str:
    return texts.say("cli.protocol_length", minutes=total_s(protocol) / 60, groups=len(protocol.steps))
