"""Only watching: the heart live, without a protocol. It cues nothing, pauses nothing and stops nothing; it tells."""

from __future__ import annotations

from typing import assert_never

from biofeedback.coach import guard, to_decisions
from biofeedback.coach.symptoms import Reports
from biofeedback.decisions import Advised, Decision, Finished, Outcome, Phase, PhaseBegan
from biofeedback.events import (
    EcgChunk,
    Event,
    HeartRate,
    Key,
    LinkBack,
    LinkLost,
    Pressed,
    Rated,
    Reported,
    SourceEnded,
    Suspended,
    Tick,
)
from biofeedback.findings import Activity
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.view import SessionView
from biofeedback.why import Why, why

# The first minutes are what later numbers are compared with. Seconds; the same as a protocol's baseline.
BASELINE_S = 240.0


class Watching:
    """A Guide that never guides."""

    def __init__(self) -> None:
        self._heart = HeartMonitor()  # whoever is watched may be anybody, and up and about
        self._reports = Reports()
        self._phase: Phase | None = None
        self._began = 0.0
        self._until: float | None = 0.0
        self._t = 0.0
        self._link_up = True
        self._last_why: Why | None = None
        self._said: list[Decision] = []

    @property
    def over(self) -> bool:
        """True once the person has left or the recording is over."""
        return self._phase is Phase.FINISHED

    @property
    def deadline(self) -> float | None:
        """When the baseline is full, or silence says something."""
        if self.over:
            return None
        dues = [due for due in (self._until, self._heart.deadline) if due is not None]
        return max(self._t, min(dues)) if dues else None

    def step(self, event: Event) -> tuple[Decision, ...]:
        """Take one event; first what fell due before it."""
        self._said = []
        now = max(self._t, event.t)
        while (due := self.deadline) is not None and due <= now:
            self._t = due
            self._fall_due(due)
        self._t = now
        if not self.over:
            self._take(self._t, event)
        return tuple(self._said)

    def view(self, t: float) -> SessionView:
        """What can be shown at time `t`, but not beyond what is due: a look must not be ahead of what is decided."""
        t = max(self._t, t if self.deadline is None else min(t, self.deadline))
        return SessionView(
            t=t,
            phase=self._phase or Phase.WAITING,
            began=self._began,
            until=self._until,
            step=None,
            steps=0,
            group=None,
            next_group=None,
            effort_hold_s=None,
            pace=None,
            pace_began=0.0,
            last_why=self._last_why,
            link_up=self._link_up,
            vitals=self._heart.vitals(t),
        )

    @property
    def _activity(self) -> Activity:
        return Activity.BASELINE if self._phase is Phase.BASELINE else Activity.FREE

    def _fall_due(self, t: float) -> None:
        if self._phase is None:
            self._enter(t, Phase.WAITING)
            return
        if (due := self._heart.deadline) is not None and due <= t:
            self._said += [to_decisions.of_finding(t, finding) for finding in self._heart.silence(t, self._activity)]
        if self._until is not None and self._until <= t:
            self._said.append(to_decisions.baseline(t, self._heart.end_baseline(t)))
            self._enter(t, Phase.REST)

    def _take(self, t: float, event: Event) -> None:
        match event:
            case HeartRate():
                self._said += [
                    to_decisions.of_finding(t, finding) for finding in self._heart.push(event, self._activity)
                ]
                if self._phase is Phase.WAITING and guard.ready(t, self._link_up, self._heart):
                    self._heart.begin_baseline(t)
                    self._enter(t, Phase.BASELINE, BASELINE_S)
            case EcgChunk():
                self._said += [to_decisions.of_finding(t, finding) for finding in self._heart.push_ecg(event)]
            case LinkLost():
                self._link_up, self._last_why = False, why("coach.link_lost")
                self._heart.reset_stretch()
            case LinkBack():
                self._link_up, self._last_why = True, None
            case Suspended():
                self._heart.reset_stretch()
            case Pressed(key=Key.STOP):
                self._finish(t, Outcome.COMPLETED, why("coach.person_stopped"))
            case Reported():
                advice = self._reports.answer(event.symptom).advice  # nothing is asked of the body, so nothing is ended
                self._said.append(Advised(t=t, why=advice))
            case SourceEnded():
                self._finish(t, Outcome.ENDED_EARLY, why("coach.source_ended"))
            case Pressed() | Rated() | Tick():
                pass
            case _:
                assert_never(event)

    def _enter(self, t: float, phase: Phase, length_s: float | None = None) -> None:
        self._phase, self._began = phase, t
        self._until = None if length_s is None else t + length_s
        self._said.append(PhaseBegan(t=t, phase=phase, until=self._until))

    def _finish(self, t: float, outcome: Outcome, reason: Why) -> None:
        self._enter(t, Phase.FINISHED)
        self._last_why = reason
        self._said.append(
            Finished(
                t=t,
                outcome=outcome,
                rule=None,
                groups_done=0,
                groups_planned=0,
                settle_pauses=0,
                tension_before=None,
                tension_after=None,
                why=reason,
            )
        )
