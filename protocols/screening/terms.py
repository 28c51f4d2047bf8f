"""What all answers together ask for. The strictest word wins; nothing an answer adds can loosen another.

`Terms` is what is stored with a session, so that a replay decides the same. It holds what is to be done, never what
was answered.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum
from typing import TypeVar, assert_never

from biofeedback.why import Why, why
from protocols.limits import sides_of
from protocols.restrictions import UNRESTRICTED, Place, Restrictions
from protocols.screening.questionnaire import (
    Answer,
    Answers,
    Consequence,
    Effect,
    Question,
    Reply,
    ReplyForm,
    questions,
)
from protocols.training import Kind, Region, Side

_Item = TypeVar("_Item")


class Position(Enum):
    """How a body rests while it practises."""

    SEATED = "seated"
    RECLINED = "reclined"  # leaning back, half upright
    LYING = "lying"  # on the back
    SIDE = "side"


@dataclass(frozen=True, slots=True, kw_only=True)
class Terms:
    """What a session must keep to. The default changes nothing."""

    restrictions: Restrictions = UNRESTRICTED
    imagined: tuple[Place, ...] = ()  # of the parts never tensed, those that are gone through in the mind
    refused: tuple[Kind, ...] = ()  # kinds of protocol that are not begun
    longest_s: float | None = None  # of all steps together
    eyes_open: bool = False
    seated: bool = False  # or half upright
    not_flat: bool = False  # the same, or on one side
    position: Position | None = None  # what they like; None: as it comes
    left_first: bool = False
    rise_slowly: bool = False
    no_numbers: bool = False
    age_years: int | None = None  # at most; the heart's limit goes by it. None: not known

    @property
    def positions(self) -> tuple[Position, ...]:
        """The positions that nothing speaks against."""
        if self.seated:
            return (Position.SEATED, Position.RECLINED)
        return tuple(each for each in Position if not self.not_flat or each is not Position.LYING)

    @property
    def chosen_position(self) -> Position | None:
        """What they like, where nothing speaks against it."""
        return self.position if self.position in self.positions else None


NO_TERMS = Terms()
"""Nothing narrows the practice."""

_POSITIONS = {position.value: position for position in Position}


@dataclass(frozen=True, slots=True, kw_only=True)
class Note:
    """One consequence with its reason, for people."""

    effect: Effect
    why: Why
    kinds: tuple[Kind, ...] = ()  # of protocol that it is about; empty: all

    def concerns(self, kind: Kind) -> bool:
        """Whether it is about this kind of protocol."""
        return not self.kinds or kind in self.kinds


@dataclass(frozen=True, slots=True, kw_only=True)
class Counsel:
    """What the answers come to: what to keep to, why, and which protocols suit instead."""

    terms: Terms
    notes: tuple[Note, ...]
    offers: tuple[str, ...]


def counsel(answers: Answers) -> Counsel:
    """Add up all that follows from the answers. One answer more never allows more."""
    terms, notes, offers = NO_TERMS, list[Note](), list[str]()
    given = {answer.question: answer for answer in answers if answer.reply is not Reply.NO}
    for question in questions():
        answer = given.get(question.id)
        if answer is None:
            continue
        offers += question.offer
        for consequence in question.then:
            if _follows(consequence, answer):
                terms = _with(terms, consequence, places_meant(question, consequence, answer), answer.choice)
                reason = why(f"screening.because_{question.id}")
                notes.append(Note(effect=consequence.effect, why=reason, kinds=consequence.kinds))
    return Counsel(terms=terms, notes=tuple(dict.fromkeys(notes)), offers=tuple(dict.fromkeys(offers)))


def _follows(consequence: Consequence, answer: Answer) -> bool:
    if consequence.if_chosen and consequence.if_chosen != answer.choice:
        return False
    return not (consequence.unless_agreed and answer.reply is Reply.AGREED)


def places_meant(question: Question, consequence: Consequence, answer: Answer) -> tuple[Place, ...]:
    """The parts of the body that a consequence is about.

    A yes that names no part means all of them: nobody is tensed where nobody knows.
    """
    if consequence.regions:
        return tuple(Place(region=region) for region in consequence.regions)
    if answer.places or question.reply is ReplyForm.CLEARED:
        return answer.places
    return tuple(Place(region=region) for region in Region)


def _with(terms: Terms, consequence: Consequence, places: tuple[Place, ...], choice: str) -> Terms:
    """The terms, narrowed by one consequence."""
    held = terms.restrictions
    match consequence.effect:
        case Effect.SKIP:
            left = tuple(place for place in terms.imagined if place not in places)
            held = replace(held, never_tensed=_united(held.never_tensed, places))
            return replace(terms, restrictions=held, imagined=left)
        case Effect.IMAGINE:
            free = tuple(each for each in places if each in terms.imagined or each not in held.never_tensed)
            held = replace(held, never_tensed=_united(held.never_tensed, places))
            return replace(terms, restrictions=held, imagined=_united(terms.imagined, free))
        case Effect.ONLY:
            return replace(terms, restrictions=replace(held, never_tensed=_united(held.never_tensed, _all_but(places))))
        case Effect.SHORT:
            return replace(terms, longest_s=_smaller(terms.longest_s, consequence.seconds))
        case Effect.RATE_LIMIT:
            return replace(terms, age_years=max(terms.age_years or 0, consequence.years or 0))
        case Effect.EYES_OPEN:
            return replace(terms, eyes_open=True)
        case Effect.SEATED:
            return replace(terms, seated=True)
        case Effect.NOT_FLAT:
            return replace(terms, not_flat=True)
        case Effect.POSITION:
            return replace(terms, position=_POSITIONS.get(choice))
        case Effect.LEFT_FIRST:
            return replace(terms, left_first=True)
        case Effect.RISE_SLOWLY:
            return replace(terms, rise_slowly=True)
        case Effect.NO_NUMBERS:
            return replace(terms, no_numbers=True)
        case Effect.NOT_NOW:
            return replace(terms, refused=_united(terms.refused, consequence.kinds or tuple(Kind)))
        case Effect.GENTLER:
            return replace(terms, restrictions=replace(held, mild_only=True))
        case Effect.SHORTER_HOLD:
            held = replace(held, max_hold_s=_smaller(held.max_hold_s, consequence.seconds))
            return replace(terms, restrictions=held)
        case Effect.LONGER_REST:
            held = replace(held, min_rest_s=max(held.min_rest_s, consequence.seconds or 0.0))
            return replace(terms, restrictions=held)
        case Effect.UNBOUND_BREATH:
            return replace(terms, restrictions=replace(held, unbound_breath=True))
        case Effect.NO_BREATH_CUE:
            return replace(terms, restrictions=replace(held, unbound_breath=True, no_breath_cue=True))
        case Effect.NO_TENSING:
            return replace(terms, restrictions=replace(held, no_tensing=True))
        case Effect.STAY_WATCHED:
            return replace(terms, restrictions=replace(held, stay_watched=True))
        case Effect.RHYTHM_UNJUDGED:
            return replace(terms, restrictions=replace(held, rhythm_unjudged=True))
        case Effect.PHYSICIAN | Effect.PROFESSIONAL | Effect.RATE_WEAKER:
            return terms  # said to the person; there is nothing here that a program could hold to
        case _:
            assert_never(consequence.effect)


def _united(old: tuple[_Item, ...], new: tuple[_Item, ...]) -> tuple[_Item, ...]:
    return tuple(dict.fromkeys((*old, *new)))


def _smaller(old: float | None, new: float | None) -> float | None:
    known = [each for each in (old, new) if each is not None]
    return min(known) if known else None


def _all_but(places: tuple[Place, ...]) -> tuple[Place, ...]:
    """All parts of the body except these, side by side."""
    kept = {(place.region, side) for place in places for side in sides_of(place.side)}
    return tuple(
        Place(region=region, side=side)
        for region in Region
        for side in sides_of(Side.BOTH)
        if (region, side) not in kept
    )
