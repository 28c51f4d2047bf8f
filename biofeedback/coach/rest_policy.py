"""How much is said and how long is rested, by evidence that has lasted: the body at several borders in a row."""

from __future__ import annotations

from dataclasses import dataclass, replace

from biofeedback.coach.adapter import quick_breath
from biofeedback.findings import Direction, Grade
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.why import Why, why
from protocols.limits import MAX_REST_S, min_rest_s
from protocols.training import Step
from protocols.wording import saying_s

SETTLED_BORDERS = 2
"""A shift is told at one false alarm in ten sessions of mere rest; that it is still there one group later, a minute on,
and that no rest had to wait, is what fewer words are given for. Borders in a row."""
LONGER_SHARE = 0.25
"""A settled body is left in peace a little longer: the share of the rest added."""
MOST_LONGER_S = 15.0
"""And the most of it. Seconds."""

LEAST_RISE_BPM = 4.0
"""Going on early takes a tension that was answered, or "back" says nothing. Half of the least that mild tension costs
(8-20/min), twice what is called noise here. Beats a minute."""
WELL_BACK_BPM = 1.0
"""Back is here no more than this above the level before the tension and above the baseline too: resting rate wanders by
2-4/min (sd), and one of the two alone hid an arousal of 6/min in three of twelve simulated sessions. Beats a minute."""
UNDERSHOOT_S = 20.0
"""After a release the rate undershoots for 10-20 s whatever the body does; "back" is counted from there. Seconds."""
WELL_BACK_S = 20.0
"""And must last: a window of the rate (12 s) and a slow breath. Seconds."""
LEAST_SHARE = 2 / 3
"""Of the rest as planned that is kept in any case."""
FIRST_GROUPS = 3
"""Groups that are always rested out: the person is finding their way, and so is the adapter."""
EASY_RESTS = 2
"""Rests in a row, before this one, that did not have to wait."""
SILENCE_S = 5.0
"""The words of a rest are heard out, and some silence after them. Seconds."""


@dataclass(frozen=True, slots=True, kw_only=True)
class RestEvidence:
    """What the borders between groups, and the rest in hand, have said of the body so far."""

    settled: bool = False  # for long enough to say less
    calm_borders: int = 0  # in a row
    easy_rests: int = 0  # in a row that did not wait
    groups: int = 0
    needed_pause: bool = False  # a settle pause, in this session: from then on no rest is shortened
    well_back_since: float | None = None

    def rest_begins(self) -> RestEvidence:
        """A new rest: nothing is known of it."""
        return replace(self, well_back_since=None)

    def settle_begins(self) -> RestEvidence:
        """The body needed a pause."""
        return replace(self, needed_pause=True)

    def after_group(self, heart: HeartMonitor, *, waited: bool) -> RestEvidence:
        """A group is over. `waited`: its rest had to be lengthened."""
        calm = heart.shift is Direction.PARASYMPATHETIC and not waited
        borders = self.calm_borders + 1 if calm else 0
        return replace(
            self,
            groups=self.groups + 1,
            calm_borders=borders,
            easy_rests=0 if waited else self.easy_rests + 1,
            settled=borders >= SETTLED_BORDERS,
        )

    def resting(self, t: float, released: float, heart: HeartMonitor, above_bpm: float | None) -> RestEvidence:
        """A beat in a rest: since when the body is well back. `above_bpm` is above the level before the tension."""
        undershoots = t - released < UNDERSHOOT_S
        if undershoots or not _well_back(t, heart, above_bpm) or heart.quality(t).grade is not Grade.GOOD:
            return self if self.well_back_since is None else replace(self, well_back_since=None)
        return self if self.well_back_since is not None else replace(self, well_back_since=t)

    def early(self, t: float, heart: HeartMonitor, cost_bpm: float | None) -> Why | None:
        """Why this rest may end before its time, at a beat in it, after a tension that cost so much; None: it goes on.

        A settled body is never hurried, nor one that is more awake than at the start.
        """
        if self.well_back_since is None:
            return None
        seconds = t - self.well_back_since
        calm = heart.shift is not Direction.SYMPATHETIC and not heart.warnings and quick_breath(t, heart) is None
        earned = self.groups >= FIRST_GROUPS and self.easy_rests >= EASY_RESTS
        answered = cost_bpm is not None and cost_bpm >= LEAST_RISE_BPM
        if self.needed_pause or self.settled or not (calm and earned and answered and seconds >= WELL_BACK_S):
            return None
        return why("coach.back_for_long", seconds=round(seconds))


def _well_back(t: float, heart: HeartMonitor, above_bpm: float | None) -> bool:
    rate, baseline = heart.rate(t), heart.baseline
    if rate is None or baseline is None or baseline.hr_bpm is None or above_bpm is None:
        return False
    return max(above_bpm, rate - baseline.hr_bpm) <= WELL_BACK_BPM


def longer(step: Step) -> float:
    """The rest of a settled body, seconds."""
    longest = max(step.rest_s, MAX_REST_S)
    return min(longest, step.rest_s + min(MOST_LONGER_S, LONGER_SHARE * step.rest_s))


def least_rest_s(step: Step) -> float:
    """The shortest a rest may become, seconds: most of it, and its words with some silence in either language."""
    said = saying_s(step.group.release, step.group.rest)
    return max(LEAST_SHARE * step.rest_s, said + SILENCE_S, UNDERSHOOT_S, min_rest_s(step.hold_s))
