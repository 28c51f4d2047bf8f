"""`protocols suggest`: today's suggestion in one line, from what was practised here and what was answered."""

from __future__ import annotations

import sys

from biofeedback.cli import history
from biofeedback.cli.screening import standing
from biofeedback.texts import Texts
from protocols.library import load
from protocols.programme import Advice
from protocols.safety import total_s
from protocols.screening.personal import plan_for


def run(lang: str) -> int:
    """Say it."""
    sys.stdout.write(line(Texts(lang)) + "\n")
    return 0


def line(texts: Texts) -> str:
    """Today's suggestion. What does not suit the person's answers is replaced by what does."""
    today = history.suggested()
    if today.advice is Advice.DONE_TODAY:
        return texts.say("programme.done_today")
    plan = plan_for(standing(), load(today.protocol))
    if plan.protocol is not None:
        return _said(f"programme.{today.advice.value}", today.protocol, texts)
    if not plan.alternatives:
        return texts.say("programme.none_suits")
    return _said("programme.instead", plan.alternatives[0], texts)


def _said(code: str, name: str, texts: Texts) -> str:
    protocol = load(name)
    return texts.say(code, title=protocol.title.say(texts.lang), name=name, minutes=total_s(protocol) / 60)
