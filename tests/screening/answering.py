"""Answers of every kind, and a hand-written list of what each of them forbids.

The list is written from the practice's own cautions, not from the table under test: it is the oracle.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from hypothesis import strategies as st

from protocols.restrictions import Place
from protocols.screening.questionnaire import Answer, Answers, Question, Reply, ReplyForm, questions
from protocols.training import Kind, Region, Side, Step

R = Region
TRUNK = {R.CHEST, R.UPPER_BACK, R.LOWER_BACK, R.ABDOMEN, R.PELVIS}
HANDS_ARMS_FACE = {R.HANDS, R.FOREARMS, R.UPPER_ARMS, R.FOREHEAD, R.EYES, R.CHEEKS, R.JAW}
ALL = set(Region)


@dataclass(frozen=True)
class Forbidden:
    """What a yes forbids. `once_agreed`: what of it still holds after a doctor agreed."""

    tension: bool = False
    regions: set[Region] = field(default_factory=set)
    moderate: bool = False
    hold_over_s: float = 1000.0
    rest_under_s: float = 0.0
    breath_with_tension: bool = False
    breath_cue: bool = False
    kinds: set[Kind] = field(default_factory=set)
    longer_than_s: float = 1e9


F = Forbidden
YES = {
    "pressure": F(tension=True, moderate=True, breath_with_tension=True),
    "chest_pain": F(tension=True, moderate=True, breath_with_tension=True),
    "rhythm": F(tension=True, moderate=True),
    "injury": F(),
    "spasm": F(),
    "surgery": F(moderate=True),
    "mobility": F(regions=ALL - HANDS_ARMS_FACE, moderate=True, hold_over_s=4, longer_than_s=600),
    "neuromuscular": F(moderate=True, hold_over_s=4, rest_under_s=40),
    "lungs": F(regions=TRUNK, breath_with_tension=True, breath_cue=True, kinds={Kind.BREATHING}),
    "eyes": F(regions={R.EYES}, breath_with_tension=True),
    "pregnancy": F(regions={R.ABDOMEN, R.PELVIS}, moderate=True, breath_with_tension=True),
    "unexplained": F(tension=True, moderate=True),
    "medicines": F(moderate=True),
    "beta_blockers": F(moderate=True),
    "trauma": F(kinds={Kind.ATTENTION}, longer_than_s=480),
    "psychosis": F(kinds=set(Kind)),
    "inward": F(kinds={Kind.ATTENTION}),
    "worry": F(),
    "dizziness": F(),
    "age": F(),
    "position": F(),
    "handedness": F(),
    "pain_today": F(),
    "ill_today": F(tension=True),
    "alcohol_today": F(kinds=set(Kind)),
    "hazard_today": F(kinds=set(Kind)),
    "panic_now": F(kinds=set(Kind) - {Kind.GROUNDING, Kind.BREATHING}),
    "reported_lately": F(),
    "reported_again": F(),
}
AGREED = {
    "pressure": F(moderate=True, hold_over_s=4, breath_with_tension=True),
    "chest_pain": F(moderate=True, breath_with_tension=True),
    "rhythm": F(moderate=True),
    "pregnancy": F(regions={R.ABDOMEN, R.PELVIS}, moderate=True, breath_with_tension=True),
    "unexplained": F(moderate=True),
    "medicines": F(moderate=True),
    "beta_blockers": F(),
}
SPARED = {
    "injury",
    "spasm",
    "pain_today",
    "reported_lately",
    "reported_again",
}  # the parts that are named are not tensed
CLEARED = {"surgery"}  # only the parts that are named are tensed


def forbidden(answers: Answers) -> list[Forbidden]:
    """What these answers forbid, one by one."""
    return [
        AGREED[answer.question] if answer.reply is Reply.AGREED else YES[answer.question]
        for answer in answers
        if answer.reply is not Reply.NO
    ]


def strains_forbidden_part(step: Step, answers: Answers) -> bool:
    """Whether a tension works where the answers say it must not. Sides are counted one by one."""
    if step.hold_s == 0:
        return False
    worked = {(region, side) for region in step.group.regions for side in _sides(step.group.side)}
    for answer in answers:
        if answer.reply is Reply.NO:
            continue
        named = {(place.region, side) for place in answer.places for side in _sides(place.side)}
        if answer.question in SPARED and (worked & named or not named):
            return True
        if answer.question in CLEARED and not worked <= named:
            return True
    regions = {region for region, _ in worked}
    return any(each.tension or regions & each.regions for each in forbidden(answers))


def _sides(side: Side) -> set[Side]:
    return {Side.LEFT, Side.RIGHT} if side is Side.BOTH else {side}


places = st.builds(Place, region=st.sampled_from(Region), side=st.sampled_from(Side))


def replies(question: Question) -> tuple[Reply, ...]:
    """The answers that this question can have."""
    return (Reply.NO, Reply.YES, Reply.AGREED) if question.reply is ReplyForm.AGREED else (Reply.NO, Reply.YES)


@st.composite
def answers(draw: st.DrawFn) -> Answers:
    """Any number of questions answered in any way they can be."""
    given: list[Answer] = []
    for question in draw(st.lists(st.sampled_from(questions()), unique_by=lambda q: q.id)):
        takes_places = question.reply in (ReplyForm.PLACES, ReplyForm.CLEARED)
        named = tuple(draw(st.lists(places, max_size=4))) if takes_places else ()
        reply = draw(st.sampled_from(replies(question)))
        choice = draw(st.sampled_from([each.id for each in question.choices] or [""])) if reply is Reply.YES else ""
        given.append(Answer(question=question.id, reply=reply, places=named, choice=choice))
    return tuple(given)


def yes(question: str, *named: Place) -> Answer:
    return Answer(question=question, reply=Reply.YES, places=named)


def chose(question: str, choice: str) -> Answer:
    return Answer(question=question, reply=Reply.YES, choice=choice)


def single_answers() -> list[Answer]:
    """Every question with every answer but no; questions about parts of the body with two sorts of parts and none."""
    found: list[Answer] = []
    for question in questions():
        if question.choices:
            changing = [c.id for c in question.choices if any(t.if_chosen in ("", c.id) for t in question.then)]
            found += [Answer(question=question.id, reply=Reply.YES, choice=each) for each in changing]
            continue
        for reply in replies(question)[1:]:
            found.append(Answer(question=question.id, reply=reply))
            if question.reply in (ReplyForm.PLACES, ReplyForm.CLEARED):
                named = (Place(region=R.NECK), Place(region=R.HANDS, side=Side.LEFT))
                found.append(Answer(question=question.id, reply=reply, places=named))
    return found
