"""What comes before a session with a strap: who practises is asked first, and briefly each time."""

from __future__ import annotations

import contextlib
from collections.abc import Callable
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, replace
from datetime import datetime

from biofeedback.app import answering, body_memory, history
from biofeedback.app.interview import Interviewer, ToAnswer
from biofeedback.clock import wall_time
from biofeedback.coach.adverse import is_adverse
from biofeedback.cues.words import LedBy
from biofeedback.decisions import Decision
from biofeedback.errors import StoreError, UsageError
from biofeedback.events import Event
from biofeedback.store import person
from biofeedback.texts import Texts
from biofeedback.why import Why, why
from protocols.library import DEFAULT, load
from protocols.screening.proposal import Proposal, propose
from protocols.screening.questionnaire import Answer, Answers

HOLD_DAYS = person.ASK_ANEW_DAYS
"""So long the standing answers hold, as the store has it. Days."""


async def ask(interviewer: Interviewer, reason: Why) -> None:
    """Ask the standing questions, or go on where they were left, and keep the answers."""
    answering.finished(await interviewer.standing(answering.to_answer(reason, _known())))


async def look_over(interviewer: Interviewer) -> bool:
    """Show the kept answers and let single ones be changed, or ask all of it where that is due or wished.

    Returns whether anything may have changed.
    """
    if (due := why_due()) is None and (known := _known()) is not None:
        changes = list[Answer]()

        def change(answer: Answer) -> Answers:
            changes.append(answer)
            return answering.changed(answer)

        if not await interviewer.review(known.answers, change):
            return bool(changes)
    await ask(interviewer, due or why("screening.due_asked"))
    return True


def _known() -> person.Person | None:
    """What is kept; None also where it cannot be read: then all is asked anew."""
    try:
        return person.recall()
    except StoreError:
        return None


def answered() -> str | None:
    """When the answers were given that are kept, wall time; None: nobody was asked yet."""
    known = person.recall()
    return None if known is None else known.answered


def of_the_default() -> Proposal:
    """What the kept answers change, told of the protocol that is begun where none is named."""
    return propose(standing(), load(DEFAULT))


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What was said before a practice."""

    protocol: str  # the one to begin
    today: Answers
    held: Answers | None = None  # the standing answers, where they could not be kept; None: as they are kept


async def before_practice(
    protocol: str,
    lang: str,
    interviewer: Interviewer,
    *,
    unkept: bool = False,
    blind: bool = False,
    sound: LedBy | None = None,
) -> Asked:
    """Ask whoever is there: the protocol they chose to begin, and their answers.

    `unkept`: nothing is to be written. `sound`: what will be heard. `blind`: earlier sessions may be unreadable,
    and they know.
    Raises UsageError where nothing is to be begun.
    """
    whole = load(protocol)
    reason = why_due()
    held = None if reason is None else await _held(interviewer, reason, unkept=unkept)
    last = None if unkept else history.unasked()
    checked = await interviewer.today(afterwards=last is not None)
    if last is not None and checked.afterwards is not None:
        history.keep_afterwards(last, checked.afterwards)
    pause = body_memory.known(history.calls_for_pause, False, blind=blind)
    answers = (*standing(held, blind=blind), *checked.answers)
    proposal = replace(propose(answers, whole, pause=pause), held=held is not None)
    chosen: str | None = whole.name
    if reason is not None or not proposal.changes_nothing:
        chosen = await interviewer.begins(proposal, sound)
    if chosen is None:
        raise UsageError(Texts(lang).say("screening.not_begun"))
    return Asked(protocol=protocol if chosen == whole.name else chosen, today=checked.answers, held=held)


async def _held(interviewer: Interviewer, reason: Why, *, unkept: bool) -> Answers | None:
    """Ask the standing questions: the answers, where they are not kept."""
    asked = answering.to_answer(reason, _known())
    if unkept:
        return await interviewer.standing(ToAnswer(reason=reason, given=asked.given))
    answers = await interviewer.standing(asked)
    with contextlib.suppress(StoreError):  # the plan that is shown next says so
        answering.finished(answers)
        return None
    return answers


def standing(held: Answers | None = None, *, blind: bool = False) -> Answers:
    """The answers that are kept, none where nobody was asked; and what is remembered of the last sessions.

    `held`: those that were just given instead. `blind`: what is remembered may be unreadable, and the person knows.
    """
    known = person.recall() if held is None else person.Person(answers=held, answered=wall_time())
    return _with_reports(known, blind=blind)


def foreseen(*, blind: bool) -> Answers:
    """The same as far as they can be read: enough to suggest by, for they are asked anew before anything is begun."""
    try:
        known = person.recall()
    except StoreError:
        known = None
    return _with_reports(known, blind=blind)


def _with_reports(known: person.Person | None, *, blind: bool) -> Answers:
    nothing: Answers = ()
    begun = answering.narrowing(known)
    reported = body_memory.known(lambda: body_memory.remembered(known), nothing, blind=blind)
    return (*(() if known is None else known.answers), *begun, *reported)


def why_due(held: Answers | None = None) -> Why | None:
    """Why the standing questions are to be asked before anything is tensed; None: they are not, or were just answered.

    Answers that cannot be read are asked anew.
    """
    if held is not None:
        return None
    try:
        known = person.recall()
    except StoreError:
        return why("screening.due_unreadable")
    return answering.why_due(known, datetime.fromisoformat(wall_time()).date())


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

    def on_step(self, event: Event, decisions: tuple[Decision, ...]) -> None:
        """Note it where it happens. Returns at once, whatever the disk does."""
        if is_adverse(event, decisions):
            self._happened = wall_time()
            self._noting.append(self._worker.submit(self._note, self._happened))

    def close(self) -> None:
        """Wait until it is noted. Raises StoreError where it cannot be."""
        self._worker.shutdown()
        if self._happened is not None and all(each.exception() is not None for each in self._noting):
            self._note(self._happened)
