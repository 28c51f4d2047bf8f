"""What the answers come to for one session, and whether it may be begun at all with those that were given."""

from __future__ import annotations

from dataclasses import replace

from biofeedback.app import screening
from biofeedback.app.ports import Activity
from biofeedback.app.session_request import SessionRequest
from biofeedback.app.sources import Present, SourceSpec
from biofeedback.errors import UsageError
from biofeedback.texts import Texts
from protocols.library import DEFAULT, load
from protocols.screening.questionnaire import Answers, names_cleared
from protocols.screening.terms import NO_TERMS, Terms, counsel
from protocols.training import tenses


def terms_of(activity: Activity, spec: SourceSpec, request: SessionRequest, *, asks: bool) -> Terms:
    """What the answers come to. A demonstration and a mere look at the heart ask nothing of the body.

    With a strap on, somebody who can answer must have answered: raises UsageError where they have not, and always where
    only cleared parts may be tensed and nobody said which they are. Where nobody can answer, as without a terminal,
    nothing is tensed: today's check was not answered, and what hurts or is feverish today no older answer knows. A
    practice that tenses is refused, one without goes on within the answers that are kept, and the guard is told never
    to tense in it.
    """
    if activity is not Activity.PRACTISE:
        return NO_TERMS
    answers = (*_standing(spec, request), *(request.today or ()))
    terms = counsel(answers).terms
    if not isinstance(spec, Present):
        return terms
    _must_be_answered(request, answers, asks=asks)
    if request.today is not None:
        return terms
    return replace(terms, restrictions=replace(terms.restrictions, no_tensing=True))


def _must_be_answered(request: SessionRequest, answers: Answers, *, asks: bool) -> None:
    """Raise UsageError where a body is not to begin this before somebody has answered for it."""
    texts, due = Texts(request.lang), screening.why_due(request.held) is not None
    protocol = load(request.protocol or DEFAULT)
    if asks and due:
        raise UsageError(texts.say("screening.ask_first"))
    if protocol.cleared_only and not names_cleared(answers):
        raise UsageError(texts.say("screening.say_cleared"))
    if request.today is None and tenses(protocol):
        raise UsageError(texts.say("screening.nobody_answered" if due else "screening.nobody_asked_today"))


def _standing(spec: SourceSpec, request: SessionRequest) -> Answers:
    """The standing answers. Nobody's body goes by those of a simulated participant, so there they may be unreadable."""
    if isinstance(spec, Present):
        return screening.standing(request.held, blind=request.blind)
    return screening.foreseen(blind=request.blind) if request.blind else screening.standing()
