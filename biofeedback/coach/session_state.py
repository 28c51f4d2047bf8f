"""The state of a guided session: all that a session remembers, in one frozen value.

`Plan` holds what a session was begun with, the heart what was heard of it; everything else is here. Whoever decides is
given a state and gives back another one in an `Update`. Only `SessionFlow` keeps one.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from biofeedback.coach.adapter import ArousalMemory
from biofeedback.coach.guard import MOST_TENSIONS_OF_A_GROUP
from biofeedback.coach.muscles import Muscles
from biofeedback.coach.pacing import Pacing
from biofeedback.coach.pausing import Pause
from biofeedback.coach.phases import TERMINAL
from biofeedback.coach.plan import Plan
from biofeedback.coach.rest_policy import RestEvidence
from biofeedback.coach.step_cursor import StepCursor
from biofeedback.coach.symptoms import Reports
from biofeedback.coach.unmonitored import Unmonitored
from biofeedback.decisions import Decision, EndCause, Phase
from biofeedback.findings import Activity, Rule
from biofeedback.signal.response import REBOUND_S
from biofeedback.why import Why
from protocols.training import Pace, Step

IN_GROUP = frozenset({Phase.PREPARE, Phase.TENSE, Phase.REST, Phase.SETTLE})
"""The phases of a muscle group."""

REASON_SHOWN_S = 30.0
"""A reason that stays on the screen long after its act is read as being about the present. Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class End:
    """How a session ends. `rule`: of the rhythm watch, where one of them stops it."""

    cause: EndCause
    why: Why
    rule: Rule | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class SessionState:
    """A session at one moment. How late it is, which changes with every event, the flow keeps beside it."""

    link_up: bool = True

    # The phase
    phase: Phase | None = None  # None: nothing has happened yet
    began: float = 0.0
    until: float | None = 0.0  # when it is planned to end, None: open; the session begins at 0 by itself
    pause: Pause = field(default_factory=Pause)
    unmonitored: Unmonitored

    # The step in hand
    cursor: StepCursor
    step: Step | None = None  # as it is cued, within the limits; None: before the first group
    lead_in_why: Why | None = None  # why its announcement is longer than planned
    muscles: Muscles

    # The breathing cue
    pace: Pace  # adaptation may change it, at the end of a breath
    pacing: Pacing
    cue_began: float | None = None  # None: there is none
    breath_at: float | None = None  # when it begins, or the breath that may change it ends

    # How the body answers
    arousal: ArousalMemory = field(default_factory=ArousalMemory)
    rests: RestEvidence = field(default_factory=RestEvidence)
    large_rises: int = 0  # tensions that cost one: the next are softer
    brief: bool = False  # few words and longer rests, from the next group on
    early_proposed: bool = False  # that this rest ends before its time
    settle_helped: bool = False  # a settle pause after this group brought the body back
    reports: Reports = field(default_factory=Reports)
    trouble: bool = False  # something was reported: no group is asked for once more than planned

    # For the last word, and for the screen
    groups_done: int = 0
    settle_pauses: int = 0
    tension_before: int | None = None
    tension_after: int | None = None
    end: End | None = None  # set once the session is to end before its last group
    acted_at: float = 0.0
    acted_why: Why | None = None  # of the latest automatic act

    @classmethod
    def of(cls, plan: Plan) -> SessionState:
        """Before anything has happened."""
        return cls(
            unmonitored=Unmonitored.of(plan.restrictions, strapless=plan.strapless),
            cursor=StepCursor(plan.protocol.steps),
            muscles=Muscles(own_rest_s=plan.restrictions.min_rest_s),
            pace=plan.protocol.pace,
            pacing=Pacing.towards(plan.protocol.pace.breaths_per_min),
        )

    @property
    def over(self) -> bool:
        """True once nothing more will be decided."""
        return self.phase in TERMINAL

    @property
    def step_in_hand(self) -> Step:
        """The step that is cued; only in a muscle group."""
        assert self.step is not None
        return self.step

    @property
    def tenses(self) -> bool:
        """Whether the step that is cued now has a tension in it."""
        return self.step is not None and self.step.hold_s > 0

    @property
    def may_repeat(self) -> bool:
        """Whether this group may be begun again: not once it has been tensed as often as is good for it."""
        if self.cursor.left:
            return False
        return not self.tenses or self.muscles.times(self.cursor.written.group) < MOST_TENSIONS_OF_A_GROUP

    @property
    def planned_s(self) -> float:
        """The planned length of this phase, which is not an open one."""
        assert self.until is not None
        return self.until - self.began

    def activity(self, t: float) -> Activity:
        """What the person is being asked to do at time `t`, as the signal core needs to know it."""
        match self.phase:
            case Phase.BASELINE:
                return Activity.BASELINE
            case Phase.TENSE:
                return Activity.TENSION
            case Phase.REST if t - self.began < REBOUND_S and self.tenses:
                return Activity.TENSION  # the rate rebounds: that is judged as part of the tension
            case Phase.PREPARE | Phase.REST | Phase.SETTLE | Phase.CLOSING:
                return Activity.REST
            case _:
                return Activity.FREE if self.step is None else Activity.BETWEEN

    def last_why(self, t: float) -> Why | None:
        """The reason of the latest automatic act, as long as the act lasts and a little longer."""
        if self.phase is Phase.PREPARE and self.lead_in_why is not None:
            return self.lead_in_why
        lasts = self.over or self.phase in (Phase.PAUSED, Phase.SETTLE)
        return self.acted_why if lasts or t - self.acted_at < REASON_SHOWN_S else None


@dataclass(frozen=True, slots=True)
class Update:
    """What a moment makes of a session: its state from now on, and what is said. `why`: of an automatic act in it."""

    state: SessionState
    said: tuple[Decision, ...] = ()
    why: Why | None = None
