"""An answer in words, what follows from it, and why it was asked: the same on the screen and as plain lines."""

from __future__ import annotations

from biofeedback.texts import Texts, sentences
from biofeedback.texts.plan import effect_words
from protocols.restrictions import Place
from protocols.screening.questionnaire import Answer, Question, Reply, ReplyForm
from protocols.screening.sheet import WITH_PLACES
from protocols.screening.terms import counsel
from protocols.training import Side


def question_name(question: Question, texts: Texts) -> str:
    """What a question is about, in a few words."""
    return texts.say(f"screening.about_{question.id}")


def answer_words(question: Question, answer: Answer | None, texts: Texts) -> str:
    """What was answered; nothing where it is open."""
    if answer is None:
        return ""
    match answer.reply:
        case Reply.NO:
            return texts.say("screening.no_matter" if question.reply is ReplyForm.CHOICE else "screening.answer_no")
        case Reply.AGREED:
            return texts.say("screening.answer_agreed")
        case Reply.YES if answer.choice:
            return next((each.name.say(texts.lang) for each in question.choices if each.id == answer.choice), "")
        case Reply.YES if question.reply in WITH_PLACES:
            return texts.say("screening.answer_places", places=_places(question, answer, texts))
        case Reply.YES:
            return texts.say("screening.answer_yes")


def _places(question: Question, answer: Answer, texts: Texts) -> str:
    if not answer.places:
        return texts.say(f"screening.no_place_{question.reply.value}")
    return texts.say("screening.places_joint").join(_place(place, texts) for place in answer.places)


def _place(place: Place, texts: Texts) -> str:
    region = texts.say(f"screening.region_{place.region.value}")
    return region if place.side is Side.BOTH else texts.say(f"screening.one_side_{place.side.value}", region=region)


def what_follows(answer: Answer | None, texts: Texts) -> str:
    """What follows from this answer alone."""
    if answer is None:
        return ""
    advice = counsel((answer,))
    effects = dict.fromkeys(effect_words(note.effect, advice.terms, texts) for note in advice.notes)
    if not effects:
        return texts.say("screening.follows_nothing")
    return texts.say("screening.follows", what=sentences(effects, texts))


def asked_why(question: Question, texts: Texts) -> str:
    """Why a question is asked, with the statement of the sources that it keeps to."""
    reason = texts.say(f"asked_why.{question.id}")
    if not question.source:
        return reason
    return sentences((reason, texts.say("asked_why.source", statement=question.source)), texts)
