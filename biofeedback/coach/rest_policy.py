"""How much is said and how long is rested, by evidence that has lasted: the body at several borders in a row."""

from __future__ import annotations

from biofeedback.coach.adapter import Judgement
from biofeedback.findings import Direction, Grade
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.why import Why, why
from protocols.limits import MAX_REST_S, min_rest_s
from protocols.training import Step
from protocols.wording import speaking_s

# A shift is told at one false alarm in ten sessions of mere rest; that it is still there one group later, a minute on,
# and that no rest had to wait, is what fewer words are given for. Borders in a row.
SETTLED_BORDERS = 2
# A settled body is left in peace a little longer: the share of the rest added, and the most of it. Share; seconds.
LONGER_SHARE, MOST_LONGER_S = 0.25, 15.0

# Going on early takes a tension that was answered, or "back" says nothing. Half of the least that mild tension costs
# (8-20/min), twice what is called noise here. Beats a minute.
LEAST_RISE_BPM = 4.0
# Back is here no more than this above the level before the tension and above the baseline too: resting rate wanders by
# 2-4/min (sd), and one of the two alone hid an arousal of 6/min in three of twelve simulated sessions. Beats a minute.
WELL_BACK_BPM = 1.0
# After a release the rate undershoots for 10-20 s whatever the body does; "back" is counted from there. Seconds.
UNDERSHOOT_S = 20.0
WELL_BACK_S = 20.0  # and must last: a window of the rate (12 s) and a slow breath. Seconds
LEAST_SHARE = 2 / 3  # of the rest as planned that is kept in any case
FIRST_GROUPS = 3  # groups that are always rested out: the person is finding their way, and so is the adapter
EASY_RESTS = 2  # rests in a row, before this one, that did not have to wait
# The words of a rest are heard out, and some silence after them. Seconds.
SILENCE_S = 5.0


class RestPolicy:
    """The evidence, gathered at the borders between groups and within a rest."""

    def __init__(self) -> None:
        self.settled = False  # for long enough to say less
        self._settled = 0  # borders in a row
        self._easy = 0  # rests in a row that did not wait
        self._groups = 0
        self._paused = False  # a settle pause was needed in this session
        self._well_back_since: float | None = None

    def rest_begins(self) -> None:
        """A new rest: nothing is known of it."""
        self._well_back_since = None

    def settle_pause(self) -> None:
        """The body needed a pause: from now on no rest is shortened."""
        self._paused = True

    def border(self, heart: HeartMonitor, *, waited: bool) -> bool:
        """A group is over; whether the words change with that. `waited`: its rest had to be lengthened."""
        self._groups += 1
        calm = heart.shift is Direction.PARASYMPATHETIC and not waited
        self._settled = self._settled + 1 if calm else 0
        self._easy = 0 if waited else self._easy + 1
        before, self.settled = self.settled, self._settled >= SETTLED_BORDERS
        return before != self.settled

    def early(
        self, t: float, released: float, heart: HeartMonitor, before: Judgement, cost: float | None
    ) -> Why | None:
        """Why this rest may end before its time, at a beat in it; None: it goes on.

        `before` compares with the level before the tension, which cost a rise of `cost`. A settled body is never
        hurried, nor one that is more awake than at the start.
        """
        if not _well_back(t, heart, before) or heart.quality(t).grade is not Grade.GOOD or t - released < UNDERSHOOT_S:
            self._well_back_since = None
            return None
        if self._well_back_since is None:
            self._well_back_since = t
        seconds = t - self._well_back_since
        calm = heart.shift is not Direction.SYMPATHETIC and not heart.warnings
        earned = self._groups >= FIRST_GROUPS and self._easy >= EASY_RESTS and not self._paused and not self.settled
        answered = cost is not None and cost >= LEAST_RISE_BPM
        if not (calm and earned and answered and seconds >= WELL_BACK_S):
            return None
        return why("coach.back_for_long", seconds=round(seconds))


def _well_back(t: float, heart: HeartMonitor, before: Judgement) -> bool:
    rate, baseline = heart.rate(t), heart.baseline
    if rate is None or baseline is None or baseline.hr_bpm is None or before.rise_bpm is None:
        return False
    return max(before.rise_bpm, rate - baseline.hr_bpm) <= WELL_BACK_BPM


def longer(step: Step) -> float:
    """The rest of a settled body, seconds."""
    longest = max(step.rest_s, MAX_REST_S)
    return min(longest, step.rest_s + min(MOST_LONGER_S, LONGER_SHARE * step.rest_s))


def least_rest_s(step: Step) -> float:
    """The shortest a rest may become, seconds: most of it, and its words with some silence in either language."""
    group = step.group
    said = max(
        speaking_s(group.release.say(lang), lang) + speaking_s(group.rest.say(lang), lang) for lang in ("en", "zh")
    )
    return max(LEAST_SHARE * step.rest_s, said + SILENCE_S, UNDERSHOOT_S, min_rest_s(step.hold_s))
