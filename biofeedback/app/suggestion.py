"""Today's suggestion, from what was practised here and what was answered: in one line, and as what is begun."""

from __future__ import annotations

from biofeedback.app import body_memory, history
from biofeedback.app.screening import foreseen, standing
from biofeedback.texts import Texts
from protocols.library import DEFAULT, load
from protocols.programme import Advice
from protocols.safety import total_s
from protocols.screening.personal import plan_for
from protocols.screening.questionnaire import Answers


def line(texts: Texts) -> str:
    """Today's suggestion. What does not suit the person's answers is replaced by what does."""
    today = history.suggested()
    if today.advice is Advice.DONE_TODAY:
        return texts.say("programme.done_today")
    name = _suited(today.protocol, standing())
    if name is None:
        return texts.say("programme.none_suits")
    return _said(f"programme.{today.advice.value}" if name == today.protocol else "programme.instead", name, texts)


def named(protocol: str, texts: Texts) -> str:
    """The same line for a protocol that the person named themselves."""
    return _said("programme.stay", protocol, texts)


def protocol(*, blind: bool = False) -> str:
    """The protocol to begin where none was named: the one of the line.

    Whoever has practised today and wants to again practises the same stage. Where nothing suits, it is the default:
    they are told why not when they begin it. `blind`: earlier sessions may be unreadable, and they know; then it is as
    in a first one.
    """
    today = body_memory.known(history.suggested, history.first(), blind=blind)
    return _suited(today.protocol, foreseen(blind=blind)) or DEFAULT


def _suited(name: str, answers: Answers) -> str | None:
    plan = plan_for(answers, load(name))
    return name if plan.protocol is not None else next(iter(plan.alternatives), None)


def _said(code: str, name: str, texts: Texts) -> str:
    protocol = load(name)
    return texts.say(code, title=protocol.title.say(texts.lang), minutes=total_s(protocol) / 60)
