"""A protocol as one person may practise it: parts left out, imagined or softened, or not begun at all."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from enum import Enum
from itertools import accumulate

from biofeedback.languages import LANGUAGES
from protocols import limits
from protocols.groups import common
from protocols.library import load
from protocols.screening.questionnaire import Answers, Effect, words
from protocols.screening.terms import Counsel, Note, Terms, counsel
from protocols.sides import left_first
from protocols.training import Effort, Kind, MuscleGroup, Step, TrainingProtocol, Words
from protocols.wording import saying_s

SUITS_MOST = ("release_only", "quiet_place", "diaphragm_breathing", "grounding")
"""Offered after what the questions offer: nothing is tensed in any of them."""

MOST_OFFERED = 3
"""Practices offered instead of one: more would be a menu to choose from, not a suggestion."""


class Change(Enum):
    """What became of a muscle group."""

    LEFT_OUT = "left_out"
    IMAGINED = "imagined"
    SOFTENED = "softened"


@dataclass(frozen=True, slots=True, kw_only=True)
class GroupChange:
    """One muscle group that is not practised as written."""

    group: Words
    change: Change


@dataclass(frozen=True, slots=True, kw_only=True)
class PersonalPlan:
    """What is practised, and what was changed for which reason."""

    protocol: TrainingProtocol | None  # None: this one is not begun
    terms: Terms
    notes: tuple[Note, ...]
    changes: tuple[GroupChange, ...]
    alternatives: tuple[str, ...]  # protocols that may be begun; empty: none may


def plan_for(answers: Answers, protocol: TrainingProtocol) -> PersonalPlan:
    """The plan that these answers leave of a protocol."""
    return plan_under(counsel(answers), protocol)


def plan_under(advice: Counsel, protocol: TrainingProtocol) -> PersonalPlan:
    """The plan under counsel that was taken before."""
    ours = personal(protocol, advice.terms)
    kept = protocol.steps if ours is None else ours.steps
    return PersonalPlan(
        protocol=ours,
        terms=advice.terms,
        notes=tuple(note for note in advice.notes if note.concerns(protocol.kind) and _shows(note, protocol, advice)),
        changes=() if ours is None else changed_groups(protocol.steps, kept, advice.terms),
        alternatives=tuple(_suited((*advice.offers, *SUITS_MOST), advice.terms, protocol.name))[:MOST_OFFERED],
    )


def personal(protocol: TrainingProtocol, terms: Terms) -> TrainingProtocol | None:
    """The protocol within the terms; None: it is not to be begun.

    Where no tensing is allowed at all, a protocol of tension is not begun: half of it would be left without its sense,
    and there are protocols of release alone. After surgery a group that is not cleared as a whole is left out: not even
    imagined.
    """
    held = terms.restrictions
    refused = protocol.kind in terms.refused or (held.no_tensing and protocol.kind is Kind.TENSION)
    ordered = left_first(protocol.steps) if terms.left_first else protocol.steps
    written = () if refused else _fitting(ordered, terms.longest_s)  # so that leaving one out lets no other in
    kept = (step for step in written if not (protocol.cleared_only and held.forbids(step.group)))
    steps = _fitting([ours for step in kept if (ours := _of(step, terms)) is not None], terms.longest_s)
    had_tension = any(step.hold_s > 0 for step in protocol.steps)
    if not steps or (had_tension and not any(step.hold_s > 0 for step in steps)):
        return None
    return _framed(held.of_breath(replace(protocol, steps=steps)), terms)


def changed_groups(written: Iterable[Step], kept: tuple[Step, ...], terms: Terms) -> tuple[GroupChange, ...]:
    """The muscle groups that are not practised as written, each once."""
    return tuple(dict.fromkeys(_changes(written, kept, terms)))


def _suited(names: Iterable[str], terms: Terms, but: str) -> Iterator[str]:
    for name in dict.fromkeys(names):
        if name != but and personal(load(name), terms) is not None:
            yield name


def _fate(group: MuscleGroup, terms: Terms) -> Change | None:
    """What becomes of a group that would be tensed.

    Left out where every part of it is to be left alone; where it shares them with others it is imagined as a whole,
    since nobody can tense half of a movement.
    """
    if not terms.restrictions.forbids(group):
        return None
    alone = [place for place in terms.restrictions.never_tensed if place not in terms.imagined]
    covered = {place.region for place in alone if place.within(group)}
    return Change.LEFT_OUT if covered >= set(group.regions) else Change.IMAGINED


def _of(step: Step, terms: Terms) -> Step | None:
    held = terms.restrictions
    if step.hold_s <= 0:
        return step
    match _fate(step.group, terms):
        case Change.LEFT_OUT:
            return None
        case Change.IMAGINED:
            return _imagined(step)
        case _:
            return _softened(held.of_manner(step), held.longest_hold_s(step), held.min_rest_s)


def _imagined(step: Step) -> Step:
    said = words()
    notice = Words(*(said["notice"].say(lang).format(group=step.group.name.say(lang)) for lang in LANGUAGES))
    group = replace(step.group, notice=notice, tense=Words("", ""), release=said["release"], rest=said["rest"])
    return replace(
        step,
        group=group,
        hold_s=0.0,
        effort=Effort.NONE,
        lead_in_s=max(step.lead_in_s, math.ceil(saying_s(notice))),
        rest_s=max(step.rest_s, math.ceil(saying_s(said["release"], said["rest"]))),
    )


def _softened(step: Step, hold_s: float, rest_s: float) -> Step:
    """Shorter and with longer rest; words that would outlast the shorter tension are replaced by shorter ones."""
    tense = step.group.tense if math.ceil(saying_s(step.group.tense)) <= hold_s else words()["gentle"]
    rest_s = max(step.rest_s, rest_s, limits.min_rest_s(hold_s))
    return replace(step, group=replace(step.group, tense=tense), hold_s=hold_s, rest_s=rest_s)


def _fitting(steps: Sequence[Step], longest_s: float | None) -> tuple[Step, ...]:
    """As many steps, from the beginning, as fit; at least one."""
    length_s = accumulate(step.length_s for step in steps)
    fit = sum(longest_s is None or length <= longest_s for length in length_s)
    return tuple(steps[: max(1, fit)])


def _shows(note: Note, protocol: TrainingProtocol, advice: Counsel) -> bool:
    """Whether a wish can be met here. What a body needs is always said; a wish only where it changes something."""
    match note.effect:
        case Effect.POSITION:
            return advice.terms.chosen_position is not None and not has_a_place_of_its_own(protocol)
        case Effect.LEFT_FIRST:
            return left_first(protocol.steps) != protocol.steps
        case _:
            return True


def has_a_place_of_its_own(protocol: TrainingProtocol) -> bool:
    """Whether it says itself how to sit or lie, such as at a desk or in bed."""
    return protocol.baseline_words != common()["baseline_words"]


def _framed(protocol: TrainingProtocol, terms: Terms) -> TrainingProtocol:
    """Beginning and end in words that fit the position, the eyes and the getting up."""
    eyes_open = protocol.eyes_open or terms.eyes_open
    bound = terms.seated or terms.not_flat
    wished = terms.chosen_position is not None and not has_a_place_of_its_own(protocol)
    if bound or wished or eyes_open != protocol.eyes_open:
        begin = _first_words(terms, eyes_open)
        baseline_s = max(protocol.baseline_s, math.ceil(saying_s(begin)))
        protocol = replace(protocol, baseline_words=begin, baseline_s=baseline_s, eyes_open=eyes_open)
    if bound or terms.rise_slowly:
        end = words()["closing"]
        protocol = replace(protocol, closing=end, closing_s=max(protocol.closing_s, math.ceil(saying_s(end))))
    return protocol


def _first_words(terms: Terms, eyes_open: bool) -> Words:
    if terms.chosen_position is not None:
        position = terms.chosen_position.value
    elif terms.seated:
        position = "upright"
    else:
        position = "not_flat" if terms.not_flat else "as_it_comes"
    parts = [words()[key] for key in (f"position_{position}", "eyes_open" if eyes_open else "eyes_closed", "at_first")]
    return Words(" ".join(part.en for part in parts), "".join(part.zh for part in parts))


def _changes(written: Iterable[Step], kept: tuple[Step, ...], terms: Terms) -> Iterator[GroupChange]:
    left = {step.group.id: step for step in kept}
    for step in written:
        ours = left.get(step.group.id)
        if ours is None:
            yield GroupChange(group=step.group.name, change=Change.LEFT_OUT)
        elif _fate(step.group, terms) is Change.IMAGINED and step.hold_s > 0:
            yield GroupChange(group=step.group.name, change=Change.IMAGINED)
        elif (ours.hold_s, ours.effort) != (step.hold_s, step.effort):
            yield GroupChange(group=step.group.name, change=Change.SOFTENED)
