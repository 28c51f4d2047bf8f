"""Many early beats: every other one, or more than a handful a minute.

More than six a minute are told as a caution; as many as nine a minute over a minute and a half are a stop, and so are
more than seven a minute over two and a half. It stays until they are over. A caution stays a little longer: while seven
came in a minute and a half. Healthy people of middle age have two a day (median), one in twenty more than two hundred.

The limit, on annotated dense ectopy (23 rows of MIT-BIH, delay from more than six a minute on) and on 599 h of healthy
24 h records (26 people, the count alone):

    in 90 s            12      14      16      18      20      22
    found              23      23      23      23      23      23
    delay, median      0       3       7       20      29      29    s
    delay, 90 %        43      44      69      70      75      75    s
    stops of healthy   8       4       4       4       4       2     in 2 people at every limit

So a higher limit costs delay and spares nobody: those two people do have rows of 15 to 30 early beats a minute. The
highest count of all others was 13.

What lasts may be less: eighteen in 150 s find 282 of 339 rows of dense ectopy that were under no stop yet (long-term,
ambulatory and surgical records, 143 people), where fourteen in 90 s find 266, and stop no healthy heart of 803 h (24 h
records, nights of controls, meditation, straps) that was not stopped before. Seventeen stop one, and so do fourteen in
120 s.
"""

from __future__ import annotations

from collections import deque
from itertools import pairwise

from biofeedback.findings import Activity, Rule, Severity
from biofeedback.signal.rhythm.detection import Detection
from biofeedback.signal.rhythm.early_beats import EarlyBeats
from biofeedback.signal.rhythm.heard_twice import each_heard_twice
from biofeedback.signal.rhythm.rr_buffer import MOST_IMPLAUSIBLE_14, RrBuffer
from biofeedback.why import why

CAUTION_COUNT = 7
"""So many early beats within `CAUTION_WINDOW_S` are a caution: more than six in a minute."""
CAUTION_WINDOW_S = 60.0
"""The time in which early beats are counted for a caution. Seconds."""
STOP_COUNT = 14
"""So many early beats within `STOP_WINDOW_S` are a stop: see above."""
STOP_WINDOW_S = 90.0
"""The time in which early beats are counted for a stop. Seconds."""
LASTING_STOP_COUNT = 18
"""So many early beats within `LASTING_STOP_WINDOW_S` are a stop: more than seven a minute, which were a caution alone
for as long as they lasted. See above."""
LASTING_STOP_WINDOW_S = 150.0
"""The time in which they are counted. Seconds."""
CAUTION_KEPT_WINDOW_S = STOP_WINDOW_S
"""While `CAUTION_COUNT` early beats came within so long, a caution that is on stays; none begins, and no stop is held
by it. Seconds. Where about six come in a minute a caution of one minute came and went while they lasted. Over 2,646
files no stop differs with it; of the time in dense ectopy that no stop tells a caution tells 29 % instead of 14 in one
half of the people and 5.2 instead of 3.7 in the other; healthy hearts have 17 cautions as before (11.2 min in 787 h
instead of 9.1). As long as the stop's window, so that what is counted is remembered."""
PATTERN_OVER_S = 30.0
"""Without an early beat for so long the pattern is over for now: at nine a minute one stretch in a hundred is as long
by chance. By the count alone a stop would stay on through a minute of good rhythm."""

COUPLET_COUNT = 3
"""So many rows of two or more early beats within `COUPLET_WINDOW_S` are a stop, though they are only six beats."""
COUPLET_WINDOW_S = 60.0
"""The time in which couplets are counted. Seconds."""
COUPLET_SHORT = 0.75
"""The mean of such a row is at most this share of the level: in deep sleep a breath makes rows of short intervals too,
but shortens them less (0.79 and more, but for one in a night)."""
COUPLET_ABRUPT = 0.8
"""The first of such a row is at most this share of the interval before: in deep sleep a breath shortens them one after
another (0.82 and more, but for one in a night)."""
TRIGEMINY_CYCLES = 5
"""Early beats with two others between, one after another. Monitors tell it after three cycles; healthy 24 h records
have rows of four such beats (one person of 26, four times in a day), and none of five."""
TRIGEMINY_BEATS = 3
"""Beats in a cycle of trigeminy."""

ALTERNATING_BEATS = 10
"""Intervals that take turns before it is told: five pairs."""
ALTERNATING_MS = 6500.0
"""A row that takes turns lasts for so long before it is told: at fast rates ten intervals are soon over (healthy hearts
have such rows of three or four pairs)."""
ALTERNATING_STEP = 0.24
"""The least typical step, as a share of the level: breathing at half the heart's pace alternates by less."""
LEAST_ALTERNATING_STEP = 0.1
"""The least of all its steps, as a share of the level: a few early beats in a row between even ones take turns by their
sign only."""
ALTERNATING_RETURN = 0.33
"""Every second interval must come back to within this share of the step: breathing drifts out of phase."""
MOST_SHORT_SHARE = 0.9
"""Short ones of the usual length are the normal beats, and the long ones hold a beat that was not seen."""


class EctopicBurden:
    """Stop on beats that take turns (bigeminy), or on too many early beats; caution on the way there."""

    rule = Rule.ECTOPIC_BURDEN
    recovery_beats = 15

    def __init__(self) -> None:
        self._early = EarlyBeats()
        self._times: deque[float] = deque()  # within the stop's window
        self._lasting: deque[float] = deque()  # and within the lasting stop's
        self._couplets: deque[tuple[float, float]] = deque(maxlen=COUPLET_COUNT)  # from, to
        self._since_early = 0
        self._cycles = 0

    def judge(self, rr: RrBuffer) -> Detection | None:
        """The detection at the newest beat. Early beats while tensing are not counted: muscle noise looks like them."""
        times = self._times
        early = self._early.count(rr)
        if rr.activity is Activity.TENSION:
            early = 0
        self._since_early += 1
        if early:
            times.extend([rr.t] * early)
            self._lasting.extend([rr.t] * early)
            self._note(rr, early)
        _forget(times, rr.t, STOP_WINDOW_S)
        _forget(self._lasting, rr.t, LASTING_STOP_WINDOW_S)
        if rr.implausible_14 > MOST_IMPLAUSIBLE_14 or not rr.run:
            return None
        detection = None
        if rr.run > ALTERNATING_BEATS and abs(rr.ms[-1] - rr.ms[-2]) > ALTERNATING_STEP * rr.level:
            detection = _alternation(rr)
        if detection is None and early:
            detection = self._row(rr)
        if detection is None and len(times) >= CAUTION_COUNT and rr.t - times[-1] <= PATTERN_OVER_S:
            detection = self._many(rr.t)
        return detection

    def _note(self, rr: RrBuffer, early: int) -> None:
        """Count couplets and how many early beats have come every third beat."""
        if early > 1 and _couplet(rr, early):
            self._couplets.append((rr.start_of(early + 1), rr.t))
        regular = early == 1 and self._since_early == TRIGEMINY_BEATS and rr.run > TRIGEMINY_BEATS
        self._cycles = self._cycles + 1 if regular else 1
        self._since_early = 0

    def _row(self, rr: RrBuffer) -> Detection | None:
        couplets = self._couplets
        if self._cycles >= TRIGEMINY_CYCLES:
            beats = TRIGEMINY_BEATS * self._cycles
            reason = why("rhythm.trigeminy", beats=beats)
            return Detection(severity=Severity.STOP, start_s=rr.start_of(min(beats, rr.run)), why=reason)
        if len(couplets) == COUPLET_COUNT and rr.t - couplets[0][1] <= COUPLET_WINDOW_S:
            reason = why("rhythm.couplets", count=COUPLET_COUNT, seconds=COUPLET_WINDOW_S)
            return Detection(severity=Severity.STOP, start_s=couplets[0][0], why=reason)
        return None

    def _many(self, t: float) -> Detection:
        times = self._times
        if len(times) >= STOP_COUNT:
            severity, count, seconds = Severity.STOP, len(times), STOP_WINDOW_S
        elif len(self._lasting) >= LASTING_STOP_COUNT:
            times = self._lasting
            severity, count, seconds = Severity.STOP, len(times), LASTING_STOP_WINDOW_S
        elif t - times[-CAUTION_COUNT] <= CAUTION_WINDOW_S:
            severity = Severity.CAUTION
            count, seconds = sum(t - at <= CAUTION_WINDOW_S for at in times), CAUTION_WINDOW_S
        else:
            reason = why("rhythm.ectopic_burden", count=len(times), seconds=CAUTION_KEPT_WINDOW_S)
            return Detection(severity=Severity.CAUTION, start_s=times[0], why=reason, begins=False)
        reason = why("rhythm.ectopic_burden", count=count, seconds=seconds)
        return Detection(severity=severity, start_s=times[0], why=reason, keeps_stop=True)


def _forget(times: deque[float], t: float, window_s: float) -> None:
    while times and t - times[0] > window_s:
        times.popleft()


def _couplet(rr: RrBuffer, early: int) -> bool:
    """Whether the row of early beats before the newest interval is short and sudden enough for one."""
    row, before = rr.ms[-1 - early : -1], rr.ms[-2 - early]
    return sum(row) <= COUPLET_SHORT * rr.previous_level * early and row[0] <= COUPLET_ABRUPT * before


def _alternation(rr: RrBuffer) -> Detection | None:
    beats, length = ALTERNATING_BEATS, sum(rr.ms[-ALTERNATING_BEATS:])
    while length < ALTERNATING_MS and beats < rr.run:
        beats += 1
        length += rr.ms[-beats]
    row = rr.ms[-beats:]
    if beats >= rr.run or not alternating(row, rr.level, rr.minute_level) or each_heard_twice(row, rr.twice.level):
        return None
    return Detection(severity=Severity.STOP, start_s=rr.start_of(beats), why=why("rhythm.bigeminy", beats=beats))


def alternating(x: list[float], level: float, usual: float) -> bool:
    """Whether short and long intervals take turns, by more than breathing can make them."""
    steps = [b - a for a, b in pairwise(x)]
    if any(a * b >= 0 for a, b in pairwise(steps)):
        return False
    sizes = sorted(map(abs, steps))
    typical = sizes[len(sizes) // 2]
    returns = sorted([abs(b - a) for a, b in zip(x, x[2:], strict=False)])[(len(x) - 2) // 2]
    if (
        typical <= ALTERNATING_STEP * level
        or sizes[0] <= LEAST_ALTERNATING_STEP * level
        or returns >= ALTERNATING_RETURN * typical
    ):
        return False
    shorts = x[1::2] if x[1] < x[0] else x[::2]
    return sum(shorts) / len(shorts) <= MOST_SHORT_SHARE * usual
