"""Only watching: the heart live, without a protocol. It cues nothing, pauses nothing and stops nothing; it tells."""

from __future__ import annotations

from typing import assert_never

from biofeedback.coach import guard, to_decisions
from biofeedback.coach.symptoms import Reports
from biofeedback.decisions import Advised, Decision, EndCause, Finished, Outcome, Phase, PhaseBegan
from biofeedback.events import (
    EcgChunk,
    Event,
    HeartRate,
    Key,
    LinkBack,
    LinkLost,
    Marked,
    MotionChunk,
    Pressed,
    Rated,
    Reported,
    SamplesHeard,
    SourceEnded,
    Suspended,
    Tick,
)
from biofeedback.findings import Activity, Finding
from biofeedback.signal.baseline import BASELINE_S
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.view import SessionView
from biofeedback.why import Why, why


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
        said: list[Decision] = []
        now = max(self._t, event.t)
        while (due := self.deadline) is not None and due <= now:
            self._t = due
            said += self._fall_due(due)
        self._t = now
        if not self.over:
            said += self._take(self._t, event)
        return tuple(said)

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
            pace=None,
            pace_began=0.0,
            last_why=self._last_why,
            link_up=self._link_up,
            vitals=self._heart.vitals(t),
        )

    @property
    def _activity(self) -> Activity:
        return Activity.BASELINE if self._phase is Phase.BASELINE else Activity.FREE

    def _fall_due(self, t: float) -> list[Decision]:
        if self._phase is None:
            return self._enter(t, Phase.WAITING)
        said: list[Decision] = []
        if (due := self._heart.deadline) is not None and due <= t:
            said += _decisions_of(t, self._heart.silence(t))
        if self._until is not None and self._until <= t:
            said.append(to_decisions.baseline(t, self._heart.end_baseline(t)))
            said += self._enter(t, Phase.REST)
        return said

    def _take(self, t: float, event: Event) -> list[Decision]:
        match event:
            case HeartRate():
                return self._hear(t, event)
            case EcgChunk():
                return _decisions_of(t, self._heart.push_ecg(event))
            case SamplesHeard():
                self._heart.push_samples(event)
            case MotionChunk():
                self._heart.push_motion(event)
            case LinkLost():
                self._link_up = False
                self._last_why = why("coach.link_lost")
                self._heart.reset_stretch()
            case LinkBack():
                self._link_up = True
                self._last_why = None
            case Suspended():
                self._heart.reset_stretch()
            case Pressed(key=Key.STOP):
                return self._finish(t, Outcome.COMPLETED, EndCause.PERSON, why("coach.person_stopped"))
            case Reported():
                self._reports = self._reports.after(event.symptom)
                advice = self._reports.answer(event.symptom).advice  # nothing is asked of the body, so nothing is ended
                return [Advised(t=t, why=advice)]
            case SourceEnded():
                return self._finish(t, Outcome.ENDED_EARLY, EndCause.SOURCE_ENDED, why("coach.source_ended"))
            case Pressed() | Rated() | Marked() | Tick():
                pass
            case _:
                assert_never(event)
        return []

    def _hear(self, t: float, packet: HeartRate) -> list[Decision]:
        said = _decisions_of(t, self._heart.push(packet, self._activity))
        here = guard.Situation(t=t, phase=Phase.WAITING, heart=self._heart, link_up=self._link_up)
        if self._phase is Phase.WAITING and guard.ready(here):
            self._heart.begin_baseline(t)
            said += self._enter(t, Phase.BASELINE, BASELINE_S)
        return said

    def _enter(self, t: float, phase: Phase, length_s: float | None = None) -> list[Decision]:
        self._phase = phase
        self._began = t
        self._until = None if length_s is None else t + length_s
        return [PhaseBegan(t=t, phase=phase, until=self._until)]

    def _finish(self, t: float, outcome: Outcome, cause: EndCause, reason: Why) -> list[Decision]:
        said = self._enter(t, Phase.FINISHED)
        self._last_why = reason
        finished = Finished(
            t=t,
            outcome=outcome,
            rule=None,
            groups_done=0,
            groups_planned=0,
            settle_pauses=0,
            tension_before=None,
            tension_after=None,
            why=reason,
            cause=cause,
        )
        return [*said, finished]


def _decisions_of(t: float, findings: tuple[Finding, ...]) -> list[Decision]:
    return [to_decisions.of_finding(t, finding) for finding in findings]
