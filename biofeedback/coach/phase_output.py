"""What is said and cued when a session moves from phase to phase. It judges nothing: the engine says which trigger.

Its one promise: however a tension is left, its release is the first thing said.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import replace
from typing import assert_never

from biofeedback.coach.phases import Trigger, after
from biofeedback.coach.step_cursor import StepCursor
from biofeedback.decisions import Action, BreathPaced, CueGiven, Decision, Phase, PhaseBegan
from biofeedback.findings import Activity
from protocols.training import Ending, Step, TrainingProtocol

# Without an answer in this time the rating is left out: a session never waits for ever. Seconds.
RATING_WAIT_S = 120.0
# A pause longer than this ends the session; all that was recorded is kept. Seconds.
LONGEST_PAUSE_S = 600.0
# Heart rate rebounds for some seconds after a release; they are judged as part of the tension. Seconds.
REBOUND_S = 8.0


class PhaseOutput:
    """The phase, when it began and is planned to end, the breathing cue, and what has just been said."""

    def __init__(
        self, protocol: TrainingProtocol, course: StepCursor, softening: bool, begins: Callable[[PhaseBegan], None]
    ) -> None:
        self._protocol = protocol
        self._course = course
        self._softening = softening
        self._begins = begins  # is told of each phase at once
        self.phase: Phase | None = None  # None: nothing has happened yet
        self.began = 0.0
        self.until: float | None = 0.0  # the session begins at 0 by itself
        self.breath_at: float | None = None  # when the breathing cue of a rest will begin
        self.pace_began: float | None = None
        self.pace = protocol.pace  # of the breathing cue; adaptation may change it, at the end of a breath
        self.said: list[Decision] = []

    def open(self, t: float, phase: Phase) -> None:
        """Begin the session in this phase."""
        self._enter(t, phase)

    def move(self, t: float, trigger: Trigger) -> bool:
        """Follow the table; False where the trigger means nothing in this phase."""
        assert self.phase is not None
        new = after(self.phase, trigger)
        if new is None:
            return False
        self._leave(t, new)
        self._enter(t, new)
        return True

    @property
    def has_cue(self) -> bool:
        """Whether breathing is ever paced here."""
        return self._protocol.breath_cue

    def look_again(self, after_s: float) -> None:
        """Come back to the breathing cue at the end of the breath that is under way so long after it began."""
        if self.pace_began is None or self.until is None:
            return
        breath_s = 60.0 / self.pace.breaths_per_min
        at = self.pace_began + math.ceil(after_s / breath_s) * breath_s
        self.breath_at = at if at < self.until else None

    def activity(self, t: float) -> Activity:
        """What the person is being asked to do at time `t`, as the signal core needs to know it."""
        match self.phase:
            case Phase.BASELINE:
                return Activity.BASELINE
            case Phase.TENSE:
                return Activity.TENSION
            case Phase.REST if t - self.began < REBOUND_S and self._course.tenses:
                return Activity.TENSION
            case Phase.PREPARE | Phase.REST | Phase.SETTLE | Phase.CLOSING:
                return Activity.REST
            case _:
                return Activity.FREE

    def breathe(self, t: float) -> None:
        """Begin the breathing cue, with an in-breath; not in a protocol that leaves breathing alone."""
        pace = self.pace
        self.breath_at = None
        if not self._protocol.breath_cue:
            return
        self.pace_began = t
        self.said.append(BreathPaced(t=t, breaths_per_min=pace.breaths_per_min, inhale_share=pace.inhale_share))

    def extend(self, by_s: float) -> float:
        """Let this phase last longer; returns its new planned length."""
        assert self.until is not None
        self.until += by_s
        return self.until - self.began

    def _leave(self, t: float, new: Phase) -> None:
        if self.phase is Phase.TENSE:
            self._course.released(t)
            self._cue(t, Action.RELEASE)
        self.breath_at = None
        if self.pace_began is not None and not (self.phase is Phase.REST and new is Phase.SETTLE):
            self.pace_began = None
            self.said.append(BreathPaced(t=t, breaths_per_min=None))

    def _enter(self, t: float, phase: Phase) -> None:
        came_from, self.phase, self.began, self.until = self.phase, phase, t, None
        match phase:
            case Phase.ASK_BEFORE | Phase.ASK_AFTER:
                self._begin(RATING_WAIT_S, Action.RATE)
            case Phase.BASELINE:
                self._begin(self._protocol.baseline_s, Action.SIT_QUIETLY)
            case Phase.PREPARE:
                self._prepare(t)
            case Phase.TENSE:
                self._tense(t)
            case Phase.REST:
                if came_from is not Phase.TENSE:
                    self._cue(t, Action.RELEASE)  # a step without tension: let go of what is there
                self._begin(self._step.rest_s)
                self.breath_at = t + self._exhale_s  # the release goes with an out-breath; then breathe in
            case Phase.SETTLE:
                self._begin(self._protocol.settle_max_s, Action.SETTLE)
                if self.pace_began is None:
                    self.breathe(t)
            case Phase.CLOSING:
                self._begin(self._protocol.closing_s, Action.CLOSE)
            case Phase.PAUSED:
                self._begin(LONGEST_PAUSE_S)
            case Phase.FINISHED:
                self._begin(None, None if self._protocol.ending is Ending.SILENT else Action.END)
            case Phase.WAITING | Phase.STOPPED:
                self._begin(None)
            case _:
                assert_never(phase)

    def _prepare(self, t: float) -> None:
        step, changes = self._course.prepare(t, self._softening)
        if step.breaths_per_min is not None:
            self.pace = replace(self.pace, breaths_per_min=step.breaths_per_min)
        self.said.extend(changes)
        self._begin(step.lead_in_s, Action.PREPARE)

    def _tense(self, t: float) -> None:
        step = self._step
        self._course.tensed(t)
        self._begin(step.hold_s)
        self.said.append(
            CueGiven(t=t, action=Action.TENSE, group=step.group.id, hold_s=step.hold_s, effort=step.effort)
        )

    @property
    def _step(self) -> Step:
        assert self._course.step is not None
        return self._course.step

    @property
    def _exhale_s(self) -> float:
        pace = self.pace
        return 60.0 / pace.breaths_per_min * (1 - pace.inhale_share)

    def _begin(self, length_s: float | None, action: Action | None = None) -> None:
        assert self.phase is not None
        in_group = self.phase in (Phase.PREPARE, Phase.TENSE, Phase.REST, Phase.SETTLE)
        self.until = None if length_s is None else self.began + length_s
        group = self._step.group.id if in_group else None
        place = self._course.place if in_group else None
        began = PhaseBegan(t=self.began, phase=self.phase, until=self.until, step=place, group=group)
        self.said.append(began)
        self._begins(began)
        if action is not None:
            self._cue(self.began, action)

    def _cue(self, t: float, action: Action) -> None:
        about_group = action in (Action.PREPARE, Action.RELEASE)
        group = self._step.group.id if about_group else None
        self.said.append(CueGiven(t=t, action=action, group=group, brief=about_group and self._course.brief))
