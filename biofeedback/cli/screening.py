"""`screening` in plain lines: the questions before the first session, and what the answers change."""

from __future__ import annotations

import asyncio
import sys
from contextlib import suppress

from biofeedback.app import body_memory, history, past_sessions, screening
from biofeedback.app.interview import Interviewer
from biofeedback.cli import terminal
from biofeedback.errors import BiofeedbackError
from biofeedback.plain.interview import Interview
from biofeedback.plain.rating_later import rating_later
from biofeedback.texts import Texts
from biofeedback.texts.plan import plan_lines


def run(lang: str, *, show: bool) -> int:
    """Ask, or go through the answers that are kept; `show`: only show what they change. In plain lines."""
    texts = Texts(lang)
    if not show and asyncio.run(screening.look_over(plain(lang))):
        terminal.write(texts.say("screening.kept_brief"))
    answered = screening.answered()
    if answered is None:
        terminal.write(texts.say("screening.never_answered"))
        return 0
    terminal.write(texts.say("screening.answered", date=answered[:10], days=screening.HOLD_DAYS))
    for line in plan_lines(screening.of_the_default(), texts):
        terminal.write(line)
    if answering := body_memory.answering():
        groups = texts.say("screening.joint").join(name.say(lang) for name in answering)
        terminal.write(texts.say("response.over_sessions", groups=groups))
    return 0


def ask_later(lang: str) -> None:
    """Ask once for the rating that was not said at the end of the last session. Nobody is held up by a fault here."""
    with suppress(BiofeedbackError, EOFError):  # whoever looks at the sessions is told what is wrong with them
        if (unrated := history.unrated()) is None:
            return
        past = past_sessions.of_one(unrated)
        tension = rating_later(past.title, past.began, terminal.write_live, sys.stdin.readline, Texts(lang))
        history.keep_rating(past.number, tension)


def plain(lang: str) -> Interviewer:
    """Whoever sits at the keyboard, asked in plain lines."""
    return Interview(terminal.write_live, sys.stdin.readline, Texts(lang))
