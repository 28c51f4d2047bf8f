"""`screening`, and what comes before a session with a strap: who practises is asked first, and briefly each time."""

from __future__ import annotations

import asyncio
import sys
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from datetime import datetime

from biofeedback.cli import history, memory, terminal
from biofeedback.cli.interview import Interview
from biofeedback.clock import wall_time
from biofeedback.coach.adverse import is_adverse
from biofeedback.decisions import Decision
from biofeedback.errors import UsageError
from biofeedback.events import Event
from biofeedback.store import person
from biofeedback.texts import Texts
from biofeedback.texts.plan import plan_lines
from biofeedback.tui.ports import Interviewer
from biofeedback.why import Why, why
from protocols.library import DEFAULT, load
from protocols.screening.proposal import propose
from protocols.screening.questionnaire import Answers


def run(lang: str, *, show: bool) -> int:
    """Ask all questions anew and keep the answers, or show what the kept ones change; in plain lines."""
    texts = Texts(lang)
    if not show:
        asyncio.run(ask(plain(lang), why("screening.due_asked")))
        terminal.write(texts.say("screening.kept", days=person.ASK_ANEW_DAYS))
    known = person.recall()
    if known is None:
        terminal.write(texts.say("screening.never_answered"))
        return 0
    terminal.write(texts.say("screening.answered", date=known.answered[:10]))
    for line in plan_lines(propose(standing(), load(DEFAULT)), texts):
        terminal.write(line)
    if answering := memory.answering():
        groups = texts.say("screening.joint").join(name.say(lang) for name in answering)
        terminal.write(texts.say("response.over_sessions", groups=groups))
    return 0


def plain(lang: str) -> Interviewer:
    """Whoever sits at the keyboard, asked in plain lines."""
    return Interview(terminal.write, sys.stdin.readline, Texts(lang))


async def ask(interviewer: Interviewer, reason: Why) -> None:
    """Ask the standing questions and keep the answers."""
    answers = await interviewer.standing(reason)
    person.keep(person.Person(answers=answers, answered=wall_time()))


async def before_practice(protocol: str, lang: str, interviewer: Interviewer) -> tuple[str, Answers]:
    """Ask whoever is there: the protocol they chose to begin, and their answers of today.

    Raises UsageError where nothing is to be begun.
    """
    whole = load(protocol)
    reason = why_due()
    if reason is not None:
        await ask(interviewer, reason)
    last = history.unasked()
    told = await interviewer.today(afterwards=last is not None)
    if last is not None and told.afterwards is not None:
        history.keep_afterwards(last, told.afterwards)
    proposal = propose((*standing(), *told.answers), whole, pause=history.calls_for_pause())
    chosen: str | None = whole.name
    if reason is not None or not proposal.changes_nothing:
        chosen = await interviewer.begins(proposal)
    if chosen is None:
        raise UsageError(Texts(lang).say("screening.not_begun"))
    return protocol if chosen == whole.name else chosen, told.answers


def standing() -> Answers:
    """The answers that are kept, none where nobody was asked; and what is remembered of the last sessions."""
    known = person.recall()
    return (*(() if known is None else known.answers), *memory.remembered())


def why_due() -> Why | None:
    """Why the standing questions are to be asked before anything is tensed; None: they are not."""
    return person.why_due(person.recall(), datetime.fromisoformat(wall_time()).date())


class Adverse:
    """A listener that notes trouble: after it the standing questions are asked anew. Close it at the end.

    It writes in a thread of its own: a slow or full disk costs the guidance nothing. What could not be written is tried
    once more at the end.
    """

    def __init__(self, note: Callable[[str], None] = person.note_adverse) -> None:
        self._note = note
        self._worker = ThreadPoolExecutor(1, "adverse")
        self._happened: str | None = None  # when last
        self._noting: list[Future[None]] = []

    def tell(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Note it where it happens. Returns at once, whatever the disk does."""
        if is_adverse(event, decisions):
            self._happened = wall_time()
            self._noting.append(self._worker.submit(self._note, self._happened))

    def close(self) -> None:
        """Wait until it is noted. Raises StoreError where it cannot be."""
        self._worker.shutdown()
        if self._happened is not None and all(each.exception() is not None for each in self._noting):
            self._note(self._happened)
