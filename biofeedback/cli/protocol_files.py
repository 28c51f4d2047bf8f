"""`protocols list | show | check`: what can be practised, and whether a file of one's own may be."""

from __future__ import annotations

import sys
from pathlib import Path

from biofeedback.texts import Texts
from protocols import library
from protocols.training import TrainingProtocol

NOT_SAFE = 2


def show_list(lang: str) -> int:
    """One protocol a line, name first."""
    names = library.names()
    width = max(len(name) for name in names)
    for name in names:
        protocol = library.load(name)
        sys.stdout.write(f"{name:<{width}}  {protocol.title.say(lang)}\n")
    return 0


def show(name: str, lang: str) -> int:
    """One protocol: what it is, how long, which groups."""
    protocol = library.load(name)
    texts = Texts(lang)
    lines = [
        protocol.title.say(lang),
        protocol.summary.say(lang),
        texts.say("cli.protocol_length", minutes=least_minutes(protocol), groups=len(protocol.steps)),
    ]
    for step in protocol.steps:
        code = "cli.protocol_step" if step.hold_s > 0 else "cli.protocol_step_release"
        lines.append(texts.say(code, group=step.group.name.say(lang), hold=step.hold_s, rest=step.rest_s))
    lines += [texts.say("cli.protocol_source", source=source) for source in protocol.sources]
    sys.stdout.write("\n".join(lines) + "\n")
    return 0


def least_minutes(protocol: TrainingProtocol) -> float:
    """Minutes from the first to the last word, without longer rests and settle pauses."""
    steps = sum(step.lead_in_s + step.hold_s + step.rest_s for step in protocol.steps)
    return (protocol.baseline_s + steps + protocol.closing_s) / 60


def check(path: Path, lang: str) -> int:
    """Each fault of a protocol file with its line, value, limit and a way to mend it."""
    texts = Texts(lang)
    faults = library.check(path)
    for fault in faults:
        sys.stdout.write(f"{path}: {fault}. {texts.why(fault.fix)}\n")
    if not faults:
        sys.stdout.write(texts.say("cli.protocol_good", file=str(path)) + "\n")
    return NOT_SAFE if faults else 0
