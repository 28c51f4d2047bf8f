"""Random sessions: a number gives a protocol, a participant, faults, keys and settings, always the same."""

from __future__ import annotations

from dataclasses import dataclass, replace
from random import Random

from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.events import Key, Pressed, Rated, Reported, Symptom
from biofeedback.signal.rhythm import RhythmProfile
from protocols.library import load, names
from protocols.restrictions import UNRESTRICTED, Place, Restrictions
from protocols.safety import guided_s, total_s
from protocols.training import Breathing, Effort, Side, Step, TrainingProtocol
from simulators.faults.injection import Fault, fault_names
from simulators.faults.moments import AtTime
from simulators.lab.campaign.edges import EDGES, NO_EDGES, Edges, edges

WHOLE_SHARE = 0.01
"""Share of sessions whose protocol is not shortened."""

LAWLESS_SHARE = 0.15
"""Share of sessions whose protocol no check of files would let pass."""

RESTRICTED_SHARE = 0.3
"""Share of sessions whose person may not be asked for everything."""

CUT_SHARE = 0.1
"""Share of sessions whose source ends early."""

SETTLES_S = 20.0
"""Until beats are good enough to begin, s."""

AWAY_EVERY = 4
"""One session in so many has a strap that is away for long."""

TAKES_OFFERS_SHARE = 0.7
"""Share of their people who go on without it where that is offered."""

LATER = ("cough", "posture")
"""Faults that came after the campaign's numbers were given."""

PEOPLE = ("calm", "restless", "palpitations", "athlete", "ectopic", "fast", "loose")
"""Participants that are drawn: those there were then. Others have scenarios of their own."""

KINDS = tuple(name for name in fault_names() if name not in (*EDGES, *LATER))
"""Faults that are drawn. Those that `edges.py` lays on by itself are left out, so that each number stays the session
it was."""

PATIENCE_S = 1500.0
"""Beyond the planned length, s; then the source ends, and so must the session."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """One session, as it will be played."""

    number: int
    plan: Plan
    who: str
    faults: tuple[Fault, ...]
    keys: tuple[Pressed | Rated | Reported, ...]
    ends_s: float
    takes_offers: bool = False
    edges: Edges = NO_EDGES


def _case(number: int) -> Case:
    chance = Random(f"session/{number}")
    protocol = _protocol(chance)
    planned = total_s(protocol)
    cut = chance.random() < CUT_SHARE
    return Case(
        number=number,
        plan=Plan(
            protocol=protocol,
            adaptation=chance.choice(tuple(Adaptation)),
            ask_ratings=chance.random() < 0.5,
            restrictions=_restrictions(chance, protocol) if chance.random() < RESTRICTED_SHARE else UNRESTRICTED,
            profile=RhythmProfile(
                age_years=chance.choice((None, 18, 45, 80)), resting_hr_bpm=chance.choice((None, 45.0, 65.0))
            ),
        ),
        who=chance.choice(PEOPLE),
        faults=tuple(_fault(chance, planned) for _ in range(chance.choice((0, 1, 1, 2, 3)))),
        keys=tuple(sorted((_key(chance, planned) for _ in range(chance.choice((0, 0, 1, 3, 6)))), key=lambda k: k.t)),
        ends_s=chance.uniform(1.0, planned) if cut else planned + PATIENCE_S,
    )


def case(number: int) -> Case:
    """The session of that number; in some of them what happens happens at the worst moment."""
    played = _away(number)
    protocol = played.plan.protocol
    planned = total_s(protocol)
    drawn, faults = edges(number, planned)
    own_rest_s = Random(f"own rest/{number}").choice((None, 40.0, 60.0))
    restrictions = played.plan.restrictions
    if own_rest_s is not None and restrictions != UNRESTRICTED:
        restrictions = replace(restrictions, min_rest_s=own_rest_s)
    plan = replace(played.plan, restrictions=restrictions)
    return replace(played, plan=plan, edges=drawn, faults=(*played.faults, *faults))


def _away(number: int) -> Case:
    """In some the strap is away for long, and the person may go on without it."""
    plain, chance = _case(number), Random(f"without the strap/{number}")
    if number % AWAY_EVERY:
        return plain
    protocol, alone = plain.plan.protocol, chance.random() < 0.7  # else among all its other troubles
    groups_s = guided_s(protocol)
    name = chance.choice(("dropout", "linkloss"))
    start_s = protocol.baseline_s + SETTLES_S + chance.uniform(0.0, groups_s)
    lost = Fault(name, AtTime(start_s), chance.choice((45.0, 120.0, 400.0)))
    key = Pressed(t=chance.uniform(start_s, start_s + lost.length_s), key=chance.choice(tuple(Key)))
    watched = replace(plain.plan.restrictions, stay_watched=chance.random() < 0.2)
    return replace(
        plain,
        plan=replace(plain.plan, restrictions=watched),
        faults=(lost,) if alone else (*plain.faults, lost),
        keys=(key,) if alone else tuple(sorted((*plain.keys, key), key=lambda k: k.t)),
        ends_s=protocol.baseline_s + groups_s + PATIENCE_S,
        takes_offers=chance.random() < TAKES_OFFERS_SHARE,
    )


def _protocol(chance: Random) -> TrainingProtocol:
    whole = load(chance.choice(names()))
    if chance.random() < WHOLE_SHARE:
        return whole
    first, many = chance.randrange(len(whole.steps)), chance.randint(1, 4)
    steps = whole.steps[first : first + many]
    if chance.random() < 0.3:
        steps = tuple(step for step in steps for _ in range(2))  # each twice, as many protocols have it
    steps = tuple(replace(step, rest_s=min(step.rest_s, chance.uniform(15.0, 30.0))) for step in steps)
    if chance.random() < LAWLESS_SHARE:
        steps = tuple(_lawless(chance, step) for step in steps)
    return replace(
        whole,
        steps=steps,
        baseline_s=chance.choice((30.0, 60.0, 90.0)),
        closing_s=20.0,
        settle_max_s=min(whole.settle_max_s, chance.choice((0.0, 20.0, 60.0))),
    )


def _restrictions(chance: Random, protocol: TrainingProtocol) -> Restrictions:
    regions = [region for step in protocol.steps for region in step.group.regions]
    places = tuple(Place(region=chance.choice(regions), side=chance.choice(tuple(Side))) for _ in regions[:2])
    return Restrictions(
        no_tensing=chance.random() < 0.1,
        never_tensed=places if chance.random() < 0.5 else (),
        mild_only=chance.random() < 0.5,
        max_hold_s=chance.choice((None, 2.0, 5.0)),
        min_rest_s=chance.choice((0.0, 20.0)),
        unbound_breath=chance.random() < 0.3,
        no_breath_cue=chance.random() < 0.3,
        rhythm_unjudged=chance.random() < 0.3,
    )


def _lawless(chance: Random, step: Step) -> Step:
    return replace(
        step,
        hold_s=chance.choice((step.hold_s, 0.0, 1.0, 30.0, 600.0)),
        rest_s=chance.choice((step.rest_s, 0.0, 1.0)),
        lead_in_s=chance.choice((step.lead_in_s, 0.0, 0.5)),
        effort=chance.choice(tuple(Effort)),
        breathing=chance.choice(tuple(Breathing)),
    )


def _fault(chance: Random, planned: float) -> Fault:
    return Fault(
        chance.choice(KINDS), AtTime(chance.uniform(0.0, planned)), chance.choice((2.0, 6.0, 15.0, 40.0, 120.0))
    )


def _key(chance: Random, planned: float) -> Pressed | Rated | Reported:
    t = chance.uniform(0.0, planned)
    if chance.random() < 0.2:
        return Rated(t=t, tension=chance.choice((None, -1, 0, 7, 10, 11)))
    if chance.random() < 0.2:
        return Reported(t=t, symptom=chance.choice(tuple(Symptom)))
    return Pressed(t=t, key=chance.choice((Key.PAUSE, Key.PAUSE, Key.RESUME, Key.RESUME, Key.SKIP, Key.SKIP, Key.STOP)))
