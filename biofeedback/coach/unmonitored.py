"""Going on without the rhythm watch: offered where the strap stays away, begun by the person only, without tension.

While nothing watches the heart nothing is tensed: the rest of the practice is letting go, the gentlest effort there is.
The watch is taken up again as soon as the beats would end a pause, and tension with the next muscle group.

It is refused where the watch is what makes practice safe enough: a heart that screening said to keep watched or that
cannot be judged, one that was not seen at rest today, one that gave a warning in this session (of any weight; the state
of the signal is none), and a person who reported anything but being sleepy.

A strapless session is one that was begun so: nobody wears a strap, nothing is tensed from the first second on, and no
watch is waited for. A report then ends or pauses it as always, and going on is again the person's choice.
"""

from __future__ import annotations

from dataclasses import dataclass, replace

from biofeedback.coach.symptoms import Response, response_to
from biofeedback.decisions import Phase
from biofeedback.events import Symptom
from biofeedback.findings import Finding, Rule, WarningRaised
from biofeedback.signal.heart_monitor import HeartMonitor
from protocols.restrictions import Restrictions

OFFERED_AFTER_S = 30.0
"""No beat for this long and going on without the strap is offered: a whole search and a whole connection attempt have
had their time (10 s and 15 s), and one pause between them. Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Unmonitored:
    """Whether this session goes on without its strap, whether it may, and where that has been offered."""

    chosen: bool = False  # nothing watches the heart, so nothing is tensed
    refused: bool = False  # out of the question for the rest of this session
    strapless: bool = False  # it was begun so: no strap is worn, and none is waited for
    offered_for: float | None = None  # the last beat before the silence in which it was offered

    @classmethod
    def of(cls, restrictions: Restrictions, *, strapless: bool = False) -> Unmonitored:
        """At the beginning of a session of this person."""
        refused = restrictions.stay_watched or (restrictions.rhythm_unjudged and not strapless)
        return cls(chosen=strapless, strapless=strapless, refused=refused)

    def after_findings(self, findings: tuple[Finding, ...]) -> Unmonitored:
        """A warning about the heart, of whatever weight, forbids it from now on."""
        warned = any(isinstance(found, WarningRaised) and found.rule is not Rule.SIGNAL for found in findings)
        return replace(self, refused=True) if warned else self

    def after_report(self, symptom: Symptom) -> Unmonitored:
        """So does a report of the person. Being sleepy is no trouble."""
        trouble = response_to(symptom) is not Response.PASS_ON
        return replace(self, refused=True) if trouble and not self.strapless else self

    def after_pause(self) -> Unmonitored:
        """Going on without the strap is chosen anew after every pause, where there is one to wait for."""
        return replace(self, chosen=self.strapless)

    def offer_at(self, phase: Phase | None, heart: HeartMonitor) -> float | None:
        """When the offer falls due, if no beat comes; None where there is none to make, or it has been made."""
        return self._due(phase, heart) if self.offered_for != heart.last_beat_t else None

    def may_begin(self, t: float, phase: Phase | None, heart: HeartMonitor) -> bool:
        """Whether the person may choose it now."""
        due = self._due(phase, heart)
        return due is not None and due <= t

    def _due(self, phase: Phase | None, heart: HeartMonitor) -> float | None:
        if phase is not Phase.PAUSED or self.refused or heart.last_beat_t is None:
            return None
        if heart.baseline is None or heart.baseline.hr_bpm is None:  # not seen at rest
            return None
        return heart.last_beat_t + OFFERED_AFTER_S
