"""`protocols list | show | new | check`: what can be practised, and whether a file of one's own may be."""

from __future__ import annotations

import sys
from pathlib import Path

from biofeedback.errors import UsageError
from biofeedback.texts import Texts
from protocols import library
from protocols.schema import Describe, schema
from protocols.script import dump
from protocols.summary import summarise

NOT_SAFE = 2


def show_list(lang: str) -> int:
    """One protocol a line, name first."""
    names = library.names()
    width = max(len(name) for name in names)
    for name in names:
        protocol = library.load(name)
        sys.stdout.write(f"{name:<{width}}  {protocol.title.say(lang)}\n")
    return 0


def show(name: str, lang: str, script: bool) -> int:
    """One protocol: what it is, how long, which groups; or every word that is said, with its time."""
    protocol = library.load(name)
    if script:
        sys.stdout.write(dump(protocol, lang) + "\n")
        return 0
    texts, summary = Texts(lang), summarise(protocol)
    lines = [
        protocol.title.say(lang),
        protocol.summary.say(lang),
        texts.say("cli.protocol_length", minutes=summary.total_s / 60, groups=len(protocol.steps)),
    ]
    for step in protocol.steps:
        code = "cli.protocol_step" if step.hold_s > 0 else "cli.protocol_step_release"
        lines.append(texts.say(code, group=step.group.name.say(lang), hold=step.hold_s, rest=step.rest_s))
    lines += [texts.say("cli.protocol_source", source=source) for source in protocol.sources]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def print_schema(lang: str) -> int:
    """The JSON Schema of a protocol file, with each key described."""
    sys.stdout.write(schema(describer(Texts(lang))) + "\n")
    return 0


def describer(texts: Texts) -> Describe:
    """What is written at each key, in words."""
    return lambda key: texts.say(f"protocol_keys.{key.replace('.', '_')}")


def new(path: Path, lang: str) -> int:
    """A commented file to begin with. Never writes over one that is there."""
    try:
        with path.open("x", encoding="utf-8") as file:
            file.write(library.template())
    except FileExistsError:
        raise UsageError(f"{path} is there already: choose another name") from None
    except OSError as problem:
        raise UsageError(f"{path} cannot be written ({problem.strerror})") from problem
    sys.stdout.write(Texts(lang).say("cli.protocol_new", file=str(path)) + "\n")
    return 0


def check(path: Path, lang: str) -> int:
    """Each fault of a protocol file with its line, value, limit and a way to mend it."""
    texts = Texts(lang)
    faults = library.check(path)
    for fault in faults:
        sys.stdout.write(f"{path}: {fault}. {texts.why(fault.fix)}\n")
    if not faults:
        sys.stdout.write(texts.say("cli.protocol_good", file=str(path)) + "\n")
    return NOT_SAFE if faults else 0
