"""All that the engine can say. Whoever listens (screen, journal, a simulated participant) hears the same words."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias

from biofeedback.findings import Direction, Estimate, Missing, Rule, Severity
from biofeedback.why import Why
from protocols.training import Effort


class Phase(Enum):
    """Where a session is. The transition table is in `coach/phases.py`."""

    # Ten times at each packet it is asked whether a phase is one of some: an enumeration's own hash is one of its name.
    __hash__ = object.__hash__

    ASK_BEFORE = "rating_before"
    WAITING = "waiting"  # for a few seconds of good beats
    BASELINE = "baseline"
    PREPARE = "prepare"  # a muscle group is announced
    TENSE = "tense"
    REST = "rest"
    SETTLE = "settle"  # a pause until heart rate and breathing have come back
    PAUSED = "paused"
    CLOSING = "closing"
    ASK_AFTER = "rating_after"
    FINISHED = "finished"
    STOPPED = "stopped"


class Action(Enum):
    """What the person is asked to do now."""

    SIT_QUIETLY = "sit_quietly"
    PREPARE = "prepare"
    TENSE = "tense"
    RELEASE = "release"
    REST = "rest"
    SETTLE = "settle"
    CLOSE = "close"
    RATE = "rate"
    CHECK_STRAP = "check_strap"
    END = "end"


class EndCause(Enum):
    """What ended a session."""

    COMPLETED = "completed"
    PERSON = "person"  # their own stop
    SYMPTOM = "symptom"  # something felt wrong
    SAFETY_RULE = "safety_rule"  # of the rhythm watch
    NOT_SETTLING = "not_settling"  # settle pauses did not help
    PAUSED_TOO_LONG = "paused_too_long"
    SOURCE_ENDED = "source_ended"  # no more beats will come


class Meaning(Enum):
    """What the heart's answer to a tension and its release comes to."""

    SLOWER = "slower"  # in the rest than before the tension
    SLOWER_VARIED = "slower_varied"  # and with more variability
    VARIED = "varied"  # more variability, and no rate that could be told apart
    QUICKER = "quicker"
    ROSE = "rose"  # under tension; of the rest nothing can be told
    CANNOT_TELL = "cannot_tell"


class Outcome(Enum):
    """How a session ended."""

    COMPLETED = "completed"
    STOPPED = "stopped"
    ENDED_EARLY = "ended_early"


@dataclass(frozen=True, slots=True, kw_only=True)
class PhaseBegan:
    """A new phase. `until` is when it is planned to end (None: open), `step` the place in the protocol from 0."""

    t: float
    phase: Phase
    until: float | None = None
    step: int | None = None
    group: str | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class CueGiven:
    """The person is asked to do something now. `brief`: in few words, the group's name is enough."""

    t: float
    action: Action
    group: str | None = None
    hold_s: float | None = None
    effort: Effort | None = None
    brief: bool = False


@dataclass(frozen=True, slots=True, kw_only=True)
class BreathPaced:
    """A breathing cue runs from `t` on, beginning with an in-breath; no rate: the cue has ended."""

    t: float
    breaths_per_min: float | None
    inhale_share: float = 0.4


@dataclass(frozen=True, slots=True, kw_only=True)
class Adapted:
    """The plan was changed. `carried_out` is False in shadow mode: it was only proposed.

    `what` is rest_s, hold_s or lead_in_s (seconds), breaths_per_min (of the breathing cue), times (how often this
    muscle group is led through) or words (1: all of them, 0: few).
    """

    t: float
    what: str
    before: float
    after: float
    why: Why
    carried_out: bool = True


@dataclass(frozen=True, slots=True, kw_only=True)
class Settling:
    """A settle pause begins or ends."""

    t: float
    begun: bool
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Paused:
    """The session pauses (by the person, the strap or a caution). `missing`: only because this is not there."""

    t: float
    why: Why
    missing: Missing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class GoesOn:
    """The pause is over; the muscle group is begun again."""

    t: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Offered:
    """The strap stays away: the person may go on without it, by a key. Nothing happens unless they do."""

    t: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Monitoring:
    """The rhythm watch is left off (`on` False, by the person) or taken up again.

    While it is off, which the next pause ends too, nothing is tensed.
    """

    t: float
    on: bool
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Advised:
    """A word of advice on what the person reported; what is done about it is told by the other decisions."""

    t: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Warned:
    """A pattern was seen. `missing`: no more than that this is not there."""

    t: float
    start_s: float
    rule: Rule
    severity: Severity
    why: Why
    missing: Missing | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class WarningOver:
    """The pattern is over and the rhythm is good again."""

    t: float
    rule: Rule


@dataclass(frozen=True, slots=True, kw_only=True)
class BaselineSet:
    """The baseline of today, which later numbers are compared with. Absent numbers could not be taken."""

    t: float
    hr_bpm: float | None
    rmssd_ms: float | None


@dataclass(frozen=True, slots=True, kw_only=True)
class ShiftTold:
    """The body has moved away from its baseline, or (found False) is back."""

    t: float
    direction: Direction
    found: bool
    strength: float
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Responded:
    """How the heart answered one muscle group in this session, or all of them (group None): see `signal/response.py`.

    Told at the end, the whole first, where anything was tensed. Absent numbers: cannot tell.
    """

    t: float
    group: str | None
    repeats: int
    rise_bpm: Estimate | None
    fall_bpm: Estimate | None
    rmssd_gain: Estimate | None
    why: Why  # what the numbers come to
    meaning: Meaning  # the same, as a fact


@dataclass(frozen=True, slots=True, kw_only=True)
class ResonanceFound:
    """At which pace of breathing the heart swung most, as `signal/resonance.py` judges it: told at the end, where paces
    were compared. An absent number: cannot tell.
    """

    t: float
    breaths_per_min: Estimate | None
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Stopped:
    """The session is stopped for good: by a rule, or by the person (rule None). Nothing more is cued after this."""

    t: float
    rule: Rule | None
    why: Why


@dataclass(frozen=True, slots=True, kw_only=True)
class Finished:
    """The last word of every session."""

    t: float
    outcome: Outcome
    rule: Rule | None
    groups_done: int
    groups_planned: int
    settle_pauses: int
    tension_before: int | None
    tension_after: int | None
    why: Why
    cause: EndCause


Decision: TypeAlias = (
    PhaseBegan
    | CueGiven
    | BreathPaced
    | Adapted
    | Settling
    | Paused
    | GoesOn
    | Offered
    | Monitoring
    | Advised
    | Warned
    | WarningOver
    | BaselineSet
    | ShiftTold
    | Responded
    | ResonanceFound
    | Stopped
    | Finished
)
