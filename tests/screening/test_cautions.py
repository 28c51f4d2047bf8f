"""Each caution of the sources is asked about, told with what it changes, and met with something that suits."""

from __future__ import annotations

import pytest

from protocols.library import load
from protocols.limits import TRUNK
from protocols.restrictions import Place
from protocols.screening.personal import plan_for
from protocols.screening.questionnaire import Effect, questions
from protocols.screening.terms import counsel
from protocols.training import Breathing, Effort, Kind, Region
from tests.screening.answering import yes

E = Effect
TOLD = {
    # S0, physical and medical conditions
    "pressure": {E.PHYSICIAN, E.NO_TENSING},
    "chest_pain": {E.PHYSICIAN, E.NO_TENSING},
    "rhythm": {E.RHYTHM_UNJUDGED, E.NO_TENSING},
    "injury": {E.SKIP},
    "surgery": {E.PHYSICIAN, E.ONLY, E.GENTLER},
    "mobility": {E.ONLY, E.GENTLER, E.SHORTER_HOLD},
    "neuromuscular": {E.GENTLER, E.SHORTER_HOLD, E.LONGER_REST},
    "lungs": {E.SKIP, E.NO_BREATH_CUE},
    "eyes": {E.SKIP, E.UNBOUND_BREATH},
    # S0, situational and practical
    "pregnancy": {E.PHYSICIAN, E.SKIP, E.GENTLER},
    "unexplained": {E.PHYSICIAN, E.NO_TENSING},
    "medicines": {E.PHYSICIAN, E.GENTLER},
    "beta_blockers": {E.PHYSICIAN, E.RATE_WEAKER},
    "dizziness": {E.RISE_SLOWLY},
    # S0, psychological; S1, drawbacks; S2, mindfulness
    "trauma": {E.PROFESSIONAL, E.EYES_OPEN, E.NOT_NOW},
    "psychosis": {E.PROFESSIONAL, E.NOT_NOW},
    "worry": {E.NO_NUMBERS},
    "inward": {E.PROFESSIONAL, E.NOT_NOW},
    "spasm": {E.PHYSICIAN, E.IMAGINE},
    "panic_now": {E.NOT_NOW, E.EYES_OPEN, E.NO_NUMBERS},
    "pain_today": {E.SKIP},
    "ill_today": {E.NO_TENSING},
}
"""What must be among the consequences, written from the sources."""


@pytest.mark.parametrize("caution", TOLD)
def test_each_caution_is_told_with_what_it_changes(caution: str) -> None:
    """A yes, with a part of the body where parts are asked for."""
    told = {note.effect for note in counsel((yes(caution, Place(region=Region.NECK)),)).notes}

    assert told >= TOLD[caution]


def test_every_question_has_its_caution() -> None:
    """But for what only this moment forbids: alcohol, and a place that is not safe."""
    refusing = {question.id for question in questions() if question.then[0].effect is Effect.NOT_NOW}

    assert set(TOLD) <= {question.id for question in questions()}
    assert {"alcohol_today", "hazard_today"} <= refusing


def test_what_a_caution_leaves_is_adapted_as_the_sources_say() -> None:
    """Mild and isometric for nerve and muscle conditions, hands to face for the immobile, no trunk for severe lungs."""
    assert counsel((yes("neuromuscular"),)).offers[0] == "gentle_isometric"
    assert counsel((yes("mobility"),)).offers[0] == "limited_mobility"
    assert counsel((yes("surgery"),)).offers[0] == "after_surgery"
    assert counsel((yes("lungs"),)).offers[0] == "without_trunk"
    assert counsel((yes("panic_now"),)).offers == ("grounding", "diaphragm_breathing")
    lungs = plan_for((yes("lungs"),), load("feet_to_forehead")).protocol
    assert lungs is not None
    assert not [step for step in lungs.steps if step.hold_s and TRUNK & set(step.group.regions)]
    assert {step.breathing for step in lungs.steps} == {Breathing.FREE}
    assert plan_for((yes("inward"),), load("body_scan")).protocol is None


def test_someone_who_may_not_strain_is_offered_the_milder_companions() -> None:
    """Breathing, imagery and letting go; each of them may be begun, and none tenses."""
    offered = plan_for((yes("pressure"),), load("feet_to_forehead")).alternatives

    assert {load(name).kind for name in offered} == {Kind.RELEASE, Kind.BREATHING, Kind.IMAGERY}
    assert all(step.effort is Effort.NONE for name in offered for step in load(name).steps)
