"""The guard: always on, and may only shorten, soften, pause or stop. No setting loosens it.

What it knows of a person are their restrictions, which forbid more. One of them takes something from it: where the
rhythm watch cannot judge a heart, only the rate rules, the link and the age of the news are left to act on.

It judges in a fixed order: link, quality, rhythm, limits. Each layer may give a reason; the most limiting wins (a stop
over a pause), and among equals the earlier layer, since what is wrong with the data explains what the data seem to say.
Bad data never escalate: they pause, they never accuse a rhythm and never move a step forward.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import ceil
from typing import NamedTuple, TypeAlias, assert_never

from msgspec import Struct

from biofeedback.coach.muscles import FRESH, Strain
from biofeedback.decisions import Phase
from biofeedback.findings import (
    BaselineTaken,
    Finding,
    Grade,
    Missing,
    Quality,
    Rule,
    Severity,
    ShiftFound,
    ShiftLost,
    WarningEnded,
    WarningRaised,
)
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.why import Why, why
from protocols import limits
from protocols.restrictions import UNRESTRICTED, Restrictions
from protocols.training import Effort, Step

STALE_TENSING_S = 4.0
"""No beat for this long and tension is let go. The slowest honest stream (40/min, a packet a second) leaves 2.8 s
between news; muscles are never held on older data than this. Seconds."""
STALE_S = 6.0
"""No beat for this long and the session pauses. BLE stalls of 3-4 s are common and harmless at rest. Seconds."""
READY_BEATS = 10
"""Normal beats in a row before tension may begin or a pause may end. The guard's own margin; ten seconds at rest.
Beats."""
LEAST_PAUSE_S = 10.0
"""A pause of its own making lasts at least as long as a caution needs to be confirmed. Seconds (contract of the
guard)."""
MOST_TENSIONS_OF_A_GROUP = limits.MAX_REPEATS
"""A group that keeps being interrupted is left: more tension of the same muscles is strain, not practice. Times, over
the whole session and for each of its regions and sides, whichever groups they are in."""

RATE_RULES = frozenset({Rule.TOO_FAST})
"""Rules that need a rate and no rhythm: they hold in a heart whose rhythm cannot be judged, too."""

MOVING = frozenset({Phase.BASELINE, Phase.PREPARE, Phase.TENSE, Phase.REST, Phase.SETTLE, Phase.CLOSING})
"""The phases in which a session goes on by itself."""


class Situation(Struct, frozen=True):
    """All that the guard judges by, at time `t`. The defaults are the strict ones.

    `tenses`: the step in hand has a tension. `unmonitored`: the person went on without the strap, and nothing is
    tensed. That the signal is away is then no news; whatever is heard of the rhythm all the same is obeyed.
    """

    t: float
    phase: Phase
    heart: HeartMonitor
    link_up: bool
    tenses: bool = True
    restrictions: Restrictions = UNRESTRICTED
    unmonitored: bool = False


@dataclass(frozen=True, slots=True)
class Clear:
    """Nothing stands against going on."""


@dataclass(frozen=True, slots=True)
class PauseNow:
    """Pause, for this reason. `strap`: the person can help by looking at the strap. `missing`: as in `Paused`."""

    why: Why
    strap: bool
    missing: Missing | None = None


@dataclass(frozen=True, slots=True)
class StopNow:
    """Stop for good, for this reason."""

    rule: Rule
    why: Why


Verdict: TypeAlias = Clear | PauseNow | StopNow


def judge(at: Situation) -> Verdict:
    """The most limiting word of link, quality and rhythm."""
    warnings = at.heart.warnings
    rhythm = _rhythm(tuple(warning for warning in warnings if _counts(warning, at))) if warnings else Clear()
    if isinstance(rhythm, StopNow) or at.unmonitored:
        return rhythm
    for verdict in (_link(at), _quality(at), rhythm):
        if not isinstance(verdict, Clear):
            return verdict
    return Clear()


def stale_at(phase: Phase, heart: HeartMonitor) -> float | None:
    """When the news will be too old for this phase, if no beat comes."""
    if phase not in MOVING or heart.last_beat_t is None:
        return None
    return heart.last_beat_t + (STALE_TENSING_S if phase is Phase.TENSE else STALE_S)


def heeds(finding: Finding, restrictions: Restrictions) -> bool:
    """Whether a finding says anything about this heart: where its rhythm cannot be judged, only its rate does."""
    match finding:
        case WarningRaised() | WarningEnded():
            return not restrictions.rhythm_unjudged or finding.rule in RATE_RULES
        case ShiftFound() | ShiftLost():
            return not restrictions.rhythm_unjudged
        case BaselineTaken():
            return True
        case _:
            assert_never(finding)


def ready(at: Situation) -> bool:
    """Whether there is enough good signal to begin, or to begin again."""
    heart = at.heart
    fresh = heart.last_beat_t is not None and at.t - heart.last_beat_t < STALE_TENSING_S
    good = at.restrictions.rhythm_unjudged or heart.good_run >= READY_BEATS
    return at.link_up and fresh and not heart.contact.lost and good


def ready_to_tense(at: Situation) -> bool:
    """Whether a group may be begun again: the last half minute too must be good, or it would be paused at once."""
    return ready(at) and _graded(at).grade is not Grade.POOR


def _counts(warning: WarningRaised, at: Situation) -> bool:
    return heeds(warning, at.restrictions) and not (at.unmonitored and warning.rule is Rule.SIGNAL)


def _link(at: Situation) -> Verdict:
    if not at.link_up:
        return PauseNow(why("coach.link_lost"), strap=True, missing=Missing.LINK)
    due = stale_at(at.phase, at.heart)
    if due is not None and at.t >= due:
        reason = why("coach.no_beats", seconds=round(at.t - (at.heart.last_beat_t or 0.0), 1))
        return PauseNow(reason, strap=True, missing=Missing.BEATS)
    return Clear()


def _graded(at: Situation) -> Quality:
    """How clean beats are is judged by how regular they are, so a heart that is never regular would always look like
    poor signal: of such a one only the lengths count, so that silence and nonsense still forbid tension.
    """
    return at.heart.quality(at.t, any_rhythm=at.restrictions.rhythm_unjudged)


def _quality(at: Situation) -> Verdict:
    """Poor signal, and what comes from a strap off the skin, only forbid tension: resting on them harms nobody."""
    if not at.tenses or at.phase not in (Phase.PREPARE, Phase.TENSE):
        return Clear()
    if at.heart.contact.lost:
        return PauseNow(why("coach.no_contact"), strap=True, missing=Missing.CONTACT)
    quality = _graded(at)
    return PauseNow(quality.why, strap=True) if quality.grade is Grade.POOR else Clear()


def _rhythm(warnings: tuple[WarningRaised, ...]) -> Verdict:
    stops = [w for w in warnings if w.severity is Severity.STOP]
    if stops:
        first = min(stops, key=lambda w: w.t)
        return StopNow(first.rule, first.why)
    cautions = [w for w in warnings if w.severity is Severity.CAUTION]
    if cautions:
        first = min(cautions, key=lambda w: w.t)
        return PauseNow(first.why, strap=first.rule is Rule.SIGNAL, missing=first.missing)
    return Clear()


class StepChange(NamedTuple):
    """What was changed in a step: `what` as in `Adapted`."""

    what: str
    before: float
    after: float
    why: Why


def limited(
    step: Step, restrictions: Restrictions = UNRESTRICTED, strain: Strain = FRESH, *, unmonitored: bool = False
) -> tuple[Step, tuple[StepChange, ...]]:
    """The step within the hard limits of its regions and of this person, and what was changed.

    `strain` is what its muscles have been through in this session: interrupted tensions, begun again, count like any
    other. Where they must still rest, the announcement lasts until they have. `unmonitored`: nothing watches this
    heart, so nothing is tensed. The check of protocol files rejects what is outside the hard limits, and a personal
    plan keeps to a person's; the guard holds both all the same.
    """
    changes: list[StepChange] = []
    regions = step.group.regions
    # A person's gentler manner never buys a longer hold than the step as written could have.
    as_written = limits.max_hold_s(regions, step.effort, step.breathing)
    step = restrictions.of_manner(step)
    if step.effort is Effort.MODERATE and limits.max_effort(regions) is Effort.MILD:
        step = replace(step, effort=Effort.MILD)
    # A tension of no known region could be of a forbidden one.
    longest = min(as_written, limits.max_hold_s(regions, step.effort, step.breathing)) if regions else 0.0
    hard = (longest, why("coach.limit_hold", limit=longest))
    for allowed, reason in (
        hard,
        _personal_hold(step, restrictions),
        _tensed_enough(step, strain),
        _tensed_long_enough(step, strain),
        _watched(step, unmonitored),
    ):
        if step.hold_s > allowed:
            changes.append(StepChange("hold_s", step.hold_s, allowed, reason))
            step = replace(step, hold_s=allowed, effort=step.effort if allowed > 0 else Effort.NONE)
    for shortest, reason in _rests(step.hold_s, restrictions):
        if step.rest_s < shortest:
            changes.append(StepChange("rest_s", step.rest_s, shortest, reason))
            step = replace(step, rest_s=shortest)
    for least, reason in _lead_ins(step.hold_s, strain):
        if step.lead_in_s < least:
            changes.append(StepChange("lead_in_s", step.lead_in_s, least, reason))
            step = replace(step, lead_in_s=least)
    return step, tuple(changes)


def _personal_hold(step: Step, restrictions: Restrictions) -> tuple[float, Why]:
    longest = restrictions.longest_hold_s(step)
    if longest <= 0:
        return longest, why("screening.limit_never_tensed")
    return longest, why("screening.limit_hold", limit=longest)


def _tensed_enough(step: Step, strain: Strain) -> tuple[float, Why]:
    allowed = step.hold_s if strain.times < MOST_TENSIONS_OF_A_GROUP else 0.0
    return allowed, why("coach.limit_repeats", times=MOST_TENSIONS_OF_A_GROUP)


def _tensed_long_enough(step: Step, strain: Strain) -> tuple[float, Why]:
    allowed = step.hold_s if strain.total_s + step.hold_s <= limits.MAX_TENSION_S else 0.0
    return allowed, why("coach.limit_total", limit=round(limits.MAX_TENSION_S / 60))


def _watched(step: Step, unmonitored: bool) -> tuple[float, Why]:
    return 0.0 if unmonitored else step.hold_s, why("coach.limit_unmonitored")


def _lead_ins(hold_s: float, strain: Strain) -> tuple[tuple[float, Why], ...]:
    """The shortest announcements of a tension of `hold_s`: of any, and of muscles that were let go a moment ago."""
    if hold_s <= 0:
        return ()
    least, rest_s = limits.MIN_LEAD_IN_S, strain.rest_s
    return (least, why("coach.limit_lead_in", limit=least)), (rest_s, why("coach.limit_rested", seconds=ceil(rest_s)))


def _rests(hold_s: float, restrictions: Restrictions) -> tuple[tuple[float, Why], ...]:
    """The shortest rests after a tension of `hold_s`: of everybody, and of this person."""
    least, own = limits.min_rest_s(hold_s), restrictions.min_rest_s if hold_s > 0 else 0.0
    return (least, why("coach.limit_rest", limit=least)), (own, why("screening.limit_rest", limit=own))
