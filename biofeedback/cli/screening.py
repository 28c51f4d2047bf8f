"""`screening`, and what comes before a session with a strap: who practises is asked first, and briefly each time."""

from __future__ import annotations

import sys
from datetime import datetime

from biofeedback.cli import memory
from biofeedback.cli.interview import Interview, plan_lines
from biofeedback.clock import wall_time
from biofeedback.coach.symptoms import Response, response_to
from biofeedback.decisions import Decision, Stopped
from biofeedback.errors import UsageError
from biofeedback.events import Event, Reported
from biofeedback.store import person
from biofeedback.texts import Texts
from protocols.library import DEFAULT, load
from protocols.screening.personal import plan_for
from protocols.screening.questionnaire import Answers


def run(lang: str, *, show: bool) -> int:
    """Ask all questions anew and keep the answers, or show what the kept ones change."""
    texts = Texts(lang)
    if not show:
        _ask(_interview(texts))
        _say(texts.say("screening.kept", days=person.ASK_ANEW_DAYS))
    known = person.recall()
    if known is None:
        _say(texts.say("screening.never_answered"))
        return 0
    _say(texts.say("screening.answered", date=known.answered[:10]))
    protocol = load(DEFAULT)
    for line in plan_lines(plan_for(standing(), protocol), protocol, texts):
        _say(line)
    if answering := memory.answering():
        groups = texts.say("screening.joint").join(name.say(lang) for name in answering)
        _say(texts.say("response.over_sessions", groups=groups))
    return 0


def before_practice(protocol: str, lang: str) -> tuple[str, Answers]:
    """Ask whoever sits at the keyboard: the protocol they chose to begin, and their answers of today.

    Raises UsageError where nothing is to be begun.
    """
    texts = Texts(lang)
    interview = _interview(texts)
    if due():
        _ask(interview)
    today = interview.today()
    whole = load(protocol)
    chosen = interview.begins(plan_for((*standing(), *today), whole), whole)
    if chosen is None:
        raise UsageError(texts.say("screening.not_begun"))
    return protocol if chosen == whole.name else chosen, today


def standing() -> Answers:
    """The answers that are kept, none where nobody was asked; and what is remembered of the last sessions."""
    known = person.recall()
    return (*(() if known is None else known.answers), *memory.remembered())


def due() -> bool:
    """Whether the standing questions are to be asked before anything is tensed."""
    return person.is_due(person.recall(), datetime.fromisoformat(wall_time()).date())


class Adverse:
    """A listener that notes trouble: an end because of how somebody felt, or a stop by the rhythm watch."""

    def tell(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """After this the questions are asked anew."""
        felt = isinstance(event, Reported) and response_to(event.symptom) is Response.END
        if felt or any(isinstance(decision, Stopped) and decision.rule is not None for decision in decisions):
            person.note_adverse(wall_time())


def _ask(interview: Interview) -> None:
    answers = interview.standing()
    person.keep(person.Person(answers=answers, answered=wall_time()))


def _interview(texts: Texts) -> Interview:
    return Interview(_say, sys.stdin.readline, texts)


def _say(line: str) -> None:
    sys.stdout.write(line + "\n")
    sys.stdout.flush()
