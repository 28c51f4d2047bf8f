"""The adapter judges from how the body answers whether it has come back since the tension, and what that asks for.

Slowing down is at once, in bounded steps. Without a baseline, or with too few clean beats, it cannot tell.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import Enum

from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.why import Why, why
from protocols.training import Effort, Step

BACK_WITHIN_BPM = 6.0
"""Heart rate counts as come back when its 12 s mean is no more than this above what it was before. At real rest that
mean wanders with a standard deviation of 2-4/min within minutes; tension adds 8-20/min. Beats a minute."""
VAGAL_LOSS = 0.55
"""A rise that is only half of it counts too, where vagal activity has dropped to less than this share of the baseline:
about three standard deviations of a one-minute lnRMSSD (0.14) and half again for drift. Ratio."""
MOST_DRIFT_BPM = 10.0
"""The level before a tension may drift this far above the baseline and still serve as "what it was". Beats a minute."""
MOST_BELOW_BPM = 4.0
"""Or below it, where the body has relaxed by then: what relaxation usually takes off. With the baseline as the floor, a
body that is calmer than at the start could be held up by 15/min and pass for back. Beats a minute."""
MOST_CREEP_BPM = 2.0
"""From one group to the next it may drift up by no more than this: resting heart rate wanders by 4-6/min (sd) in twenty
minutes of real rest, a group takes one, and a residue of tension would pass for drift. Beats a minute."""
REST_STEP_S = 10.0
"""A rest is lengthened by this much at a time. Seconds."""
MOST_REST_STEPS = 3
"""Half a minute, while the rate is coming down by itself; a longer wait is a settle pause. Times."""
COMING_DOWN_BPM = 1.5
"""Coming down: lower by this much than one step before. The fall of half the least rise that counts as up, with the
time constant of a slow return (30 s), is 1.7 in ten seconds. Beats a minute."""
LEAST_SETTLE_S = 15.0
"""Two or three slow breaths, or nothing can have changed. Seconds."""
STAYS_BACK_S = 5.0
"""Heart rate must stay back this long: one slow breath. Seconds."""
MOST_UNHELPFUL = 2
"""Settle pauses in a row that did not help; then the session ends gently. Times."""
HELD_ON_RISE_BPM = 8.0
"""A group that holds on to tension: it raised the rate by at least what mild tension costs, and its rest was not
enough. Beats a minute."""
MOST_GROUPS_AGAIN = 3
"""In a session: each costs a minute, and more would be strain. Times."""
LARGE_RISE_BPM = 20.0
"""Above the 8-20/min that mild tension of a few seconds costs (isometric literature). Beats a minute."""
SOFTER_HOLD_S = 1.0
"""A large rise shortens the next tensions by this much. Seconds."""
LEAST_HOLD_S = 3.0
"""Below this there is no contrast to notice. Seconds."""


QUICK_BREATH_RATIO = 1.4
"""Breath holds a pause up where it is quicker than in the baseline by this and by `QUICK_BREATH_BPM`. At real rest a
restless breather (7 to 13 a minute) stays below both; what strain leaves is more. Our choice. Ratio."""
QUICK_BREATH_BPM = 4.0
"""The other of the two. Breaths a minute."""


class Arousal(Enum):
    """Whether the body has come back since the tension."""

    BACK = "back"
    UP = "up"
    UNKNOWN = "unknown"


@dataclass(frozen=True, slots=True)
class Judgement:
    """The arousal, with the reason, and how far heart rate is above what it was before (None: unknown)."""

    arousal: Arousal
    why: Why
    rise_bpm: float | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ArousalMemory:
    """The level before the tension, the rise it cost, and how settle pauses went. Rates in beats a minute."""

    before_bpm: float | None = None
    peak_bpm: float | None = None
    back_since: float | None = None
    left_bpm: float | None = None  # of the rise, when it was last asked whether to wait longer
    waits: int = 0  # so many times was this rest lengthened
    unhelpful: int = 0  # settle pauses in a row

    def tension_begins(self, t: float, heart: HeartMonitor) -> ArousalMemory:
        """Note the level before; a body that never quite comes back must not carry it up from group to group."""
        rate, baseline = heart.rate(t), heart.baseline
        before = rate
        if rate is not None and baseline is not None and baseline.hr_bpm is not None:
            before = min(rate, self._level(baseline.hr_bpm) + MOST_CREEP_BPM)
        return replace(self, before_bpm=before, peak_bpm=rate, left_bpm=None, waits=0)

    def _level(self, baseline_bpm: float) -> float:
        """What the rate is compared with: that before the tension, near the baseline."""
        before = baseline_bpm if self.before_bpm is None else self.before_bpm
        return min(max(before, baseline_bpm - MOST_BELOW_BPM), baseline_bpm + MOST_DRIFT_BPM)

    def with_rate(self, rate: float | None) -> ArousalMemory:
        """Follow the highest rate of this tension and its rest."""
        if rate is None or (self.peak_bpm is not None and rate <= self.peak_bpm):
            return self
        return replace(self, peak_bpm=rate)

    @property
    def rise_bpm(self) -> float | None:
        """What the last tension cost."""
        if self.peak_bpm is None or self.before_bpm is None:
            return None
        return self.peak_bpm - self.before_bpm

    def above_bpm(self, t: float, heart: HeartMonitor) -> float | None:
        """How far the rate is above what it was before the tension; None: unknown. The cheap part of `judge`."""
        baseline, rate = heart.baseline, heart.rate(t)
        if baseline is None or baseline.hr_bpm is None or rate is None:
            return None
        return rate - self._level(baseline.hr_bpm)

    def judge(self, t: float, heart: HeartMonitor) -> Judgement:
        """Compare like with like: the rate now with the level before the tension, itself near the baseline."""
        baseline, rate, rise = heart.baseline, heart.rate(t), self.above_bpm(t, heart)
        if baseline is None or baseline.hr_bpm is None or rate is None or rise is None:
            return Judgement(Arousal.UNKNOWN, why("coach.cannot_tell"))
        before = self._level(baseline.hr_bpm)
        if rise > BACK_WITHIN_BPM:
            # Whoever has just moved has a reason to be up, and is up all the same.
            up = "coach.rate_up_moved" if heart.moved(t) else "coach.rate_up"
            return Judgement(Arousal.UP, why(up, hr_bpm=round(rate), before_bpm=round(before)), rise)
        now = heart.rmssd_ms(t) if rise > BACK_WITHIN_BPM / 2 else None
        if now is not None and baseline.rmssd_ms is not None:
            share = now / baseline.rmssd_ms.value
            if share < VAGAL_LOSS:
                return Judgement(Arousal.UP, why("coach.vagal_down", percent=round(100 * share)), rise)
        return Judgement(Arousal.BACK, why("coach.rate_back", hr_bpm=round(rate), before_bpm=round(before)), rise)

    def settled(self, t: float, heart: HeartMonitor) -> Judgement:
        """As `judge`, and the breath must have come back too, where it is known. Unknown, the heart alone decides."""
        judgement = self.judge(t, heart)
        quick = quick_breath(t, heart) if judgement.arousal is Arousal.BACK else None
        return judgement if quick is None else replace(judgement, arousal=Arousal.UP, why=quick)

    # ------------------------------------------------------------------------------------------------ longer rests

    def asked_to_wait(self, judgement: Judgement) -> ArousalMemory:
        """Arousal is up at the end of a rest: one wait more, once in any case, then as long as the rate comes down."""
        left, rise = self.left_bpm, judgement.rise_bpm
        falls = left is None or (rise is not None and rise <= left - COMING_DOWN_BPM)
        longer = falls and self.waits < MOST_REST_STEPS
        return replace(self, left_bpm=rise, waits=self.waits + 1 if longer else self.waits)

    @property
    def waited(self) -> bool:
        """Whether this rest was not enough."""
        return self.waits > 0

    @property
    def held_on(self) -> bool:
        """Whether this group raised the rate and did not let it go in its rest."""
        return self.waited and self.rise_bpm is not None and self.rise_bpm >= HELD_ON_RISE_BPM

    # ------------------------------------------------------------------------------------------------ settle pauses

    def settle_begins(self) -> ArousalMemory:
        """A new settle pause: nothing is back yet."""
        return replace(self, back_since=None)

    def settling(self, t: float, judgement: Judgement, *, moved: bool = False) -> ArousalMemory:
        """Follow since when the body is back. A body that has just moved is not at rest, whatever its heart says."""
        if judgement.arousal is not Arousal.BACK or moved:
            return replace(self, back_since=None)
        return self if self.back_since is not None else replace(self, back_since=t)

    def stays_back(self, t: float, began: float) -> bool:
        """Whether the settle pause that began then has done its work."""
        return self.back_since is not None and t - began >= LEAST_SETTLE_S and t - self.back_since >= STAYS_BACK_S

    def settle_ended(self, *, helped: bool) -> ArousalMemory:
        """Count the pauses in a row that did not help."""
        return replace(self, unhelpful=0 if helped else self.unhelpful + 1)

    @property
    def gives_up(self) -> bool:
        """True once settling has not helped often enough: ending gently is kinder."""
        return self.unhelpful >= MOST_UNHELPFUL


def quick_breath(t: float, heart: HeartMonitor) -> Why | None:
    """Why the breath is still quicker than in the baseline; None where it is not, or is not known.

    It only ever holds up: no breath, known or not, lets anything go on sooner than the heart does.
    """
    breath, resting = heart.seen_breath(t), heart.resting_breath_bpm
    if breath is None or resting is None:
        return None
    if breath.rate_bpm <= max(QUICK_BREATH_RATIO * resting, resting + QUICK_BREATH_BPM):
        return None
    return why("coach.breath_quick", breath_bpm=round(breath.rate_bpm), rest_bpm=round(resting))


def softer(step: Step, times: int) -> Step:
    """The step after `times` large rises: shorter by a second each, and mild."""
    if times == 0 or step.hold_s <= LEAST_HOLD_S:
        return step
    return replace(step, hold_s=max(LEAST_HOLD_S, step.hold_s - times * SOFTER_HOLD_S), effort=Effort.MILD)
