"""Going on without the rhythm watch: offered where the strap stays away, begun by the person only, without tension.

While nothing watches the heart nothing is tensed: the rest of the practice is letting go, the gentlest effort there is.
The watch is taken up again as soon as the beats would end a pause, and tension with the next muscle group.

It is refused where the watch is what makes practice safe enough: a heart that screening said to keep watched or that
cannot be judged, one that was not seen at rest today, one that gave a warning in this session (of any weight; the state
of the signal is none), and a person who reported anything but being sleepy.
"""

from __future__ import annotations

from biofeedback.coach.symptoms import Response, response_to
from biofeedback.decisions import Phase
from biofeedback.events import Symptom
from biofeedback.findings import Finding, Rule, WarningRaised
from biofeedback.signal.heart_monitor import HeartMonitor
from protocols.restrictions import Restrictions

# No beat for this long and going on without the strap is offered: a whole search and a whole connection attempt have
# had their time (10 s and 15 s), and one pause between them. Seconds.
OFFERED_AFTER_S = 30.0


class Unmonitored:
    """Whether this session may go on without its strap, and since which silence that has been offered."""

    def __init__(self, restrictions: Restrictions, heart: HeartMonitor) -> None:
        self._heart = heart
        self._refused = restrictions.stay_watched or restrictions.rhythm_unjudged
        self._offered_for: float | None = None  # the last beat before the silence in which it was offered

    @property
    def refused(self) -> bool:
        """Whether it is out of the question for the rest of this session."""
        return self._refused

    def heed(self, findings: tuple[Finding, ...]) -> None:
        """A warning about the heart, of whatever weight, forbids it from now on."""
        warned = any(isinstance(found, WarningRaised) and found.rule is not Rule.SIGNAL for found in findings)
        self._refused = self._refused or warned

    def report(self, symptom: Symptom) -> None:
        """So does a report of the person. Being sleepy is no trouble."""
        self._refused = self._refused or response_to(symptom) is not Response.PASS_ON

    def offer_at(self, phase: Phase | None) -> float | None:
        """When the offer falls due, if no beat comes; None where there is none to make, or it has been made."""
        due = self._due(phase)
        return due if self._offered_for != self._heart.last_beat_t else None

    def offered(self) -> None:
        """It was offered now."""
        self._offered_for = self._heart.last_beat_t

    def may(self, t: float, phase: Phase | None) -> bool:
        """Whether the person may choose it now."""
        due = self._due(phase)
        return due is not None and due <= t

    def _due(self, phase: Phase | None) -> float | None:
        baseline, last = self._heart.baseline, self._heart.last_beat_t
        seen_at_rest = baseline is not None and baseline.hr_bpm is not None
        if phase is not Phase.PAUSED or self._refused or not seen_at_rest or last is None:
            return None
        return last + OFFERED_AFTER_S
