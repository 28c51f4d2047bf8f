"""Whether the beats of an ECG and the intervals of a strap are of the same time.

An ECG may be held up for seconds or minutes where the intervals are not, in a strap's buffer or in the radio's, and
samples carry no time of day. But a heart writes its own: no thirty intervals of a breathing heart come again. So the
proof of an ECG's time is that its own intervals are those of the strap, at the same times, one by one; and that no
later or earlier part of this heart's beats would do as well, for in a very even heart any would.

Found on eight records of the MIT-BIH database at 130 Hz, 20 min each, against intervals that experts marked: half of
them differ by less than 1.6 ms (record 208: 5.4). Of thirty, 25 and more are the same within 5 ms on average (208: 14,
and 24 within 10 ms), but only 9 and 16 of those at the best other lag, nine times in ten. Proved: 97.4 to 98.5 % of the
half hours, first after 28 to 49 s.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from biofeedback.findings import RawBeat, RPeak
from biofeedback.ticks import from_ms

PROOF_BEATS = 30
"""Beats of a proof: about half a minute."""
SAME_WITHIN_MS = (5.0, 10.0)
"""Two intervals are the same within so much: the finer tells an even heart's apart, the coarser bears a poorer ECG."""
LEAST_SAME = 21
"""So many of the thirty are the same. The others may be a strap's artefacts, or of beats that are timed by their form:
an ectopic beat spoils two intervals."""
SAME_ELSEWHERE_SHARE = 0.55
"""And at no other lag more than this share of it: in such a heart an ECG that is late would seem to fit by chance."""
LAGS = 128
"""Those lags, from one beat on: by two minutes a heart resembles itself no more and no less. Beats."""
LEAST_KNOWN = 45
"""Intervals of the strap that must be known: in fewer it cannot be seen whether a heart is even, or breathes like a
clock. Beats."""

MOST_EARLY_S = 1.0
"""How much earlier than the strap's the same beat of the ECG may lie. A strap's beat is laid half a second before its
first packet came and may be as much older. Seconds."""
MOST_LATE_S = 1.6
"""How much later than the strap's it may lie. An ECG is laid where it arrived, up to a second late; one that is two
seconds late lies at 1.9 s or more. Seconds."""
OFFSET_SPREAD_S = 0.12
"""How far the offsets of the beats of one proof may lie from the newest one's: the clock of samples is drawn by half of
that in half a minute, and no two beats are within twice as much."""
WAITS_FOR_ECG_S = 10.0
"""An interval that no ECG has reached by so long after it counts as not confirmed."""
PROOF_HOLDS_S = 120.0
"""For so long a proof is good, where no sample was lost since: the samples are counted, and their clock is drawn by
0.24 s in it at the most. As long as beats can be asked about."""


@dataclass(frozen=True, slots=True)
class _Match:
    """A beat of the ECG that may be the strap's: how much later it lies, s, and how unlike its interval is, ticks."""

    offset_s: float
    unlike: int


class _Resemblance:
    """How many of the last intervals are the same as those some beats before, at the best of many lags."""

    def __init__(self, within: int) -> None:
        self._within = within
        self._same = [0] * LAGS  # for each lag a bit a beat, the newest lowest

    def push(self, ticks: int, before: deque[int]) -> None:
        """The next interval; `before` holds those before it, the newest first."""
        within, mask = self._within, (1 << PROOF_BEATS) - 1
        self._same[: len(before)] = [
            (bits << 1 | (-within <= ticks - other <= within)) & mask
            for bits, other in zip(self._same, before, strict=False)
        ]

    def best(self) -> int:
        """Of the last `PROOF_BEATS` intervals, at the lag at which most are the same."""
        return max(bits.bit_count() for bits in self._same)


class Synchrony:
    """Takes both streams as they come. Bounded memory; 60 microseconds a beat, and next to nothing without an ECG."""

    def __init__(self) -> None:
        self._within = tuple(from_ms(ms) for ms in SAME_WITHIN_MS)
        self._before: deque[int] = deque(maxlen=LAGS)
        self._elsewhere = tuple(_Resemblance(within) for within in self._within)
        # Intervals that were not compared with one another yet; None: an ECG was heard, each is compared as it comes.
        self._uncompared: deque[int] | None = deque(maxlen=LAGS + PROOF_BEATS)
        self._waiting: deque[RawBeat] = deque()
        self._peaks: deque[RPeak] = deque()
        self._matches: deque[tuple[_Match, ...]] = deque(maxlen=PROOF_BEATS)
        self._proofs: deque[float] = deque()

    def restart(self) -> None:
        """Samples were lost, or held up for so long that it is the same: what was proved is no more."""
        self._peaks.clear()
        self._matches.clear()
        self._proofs.clear()

    def push_interval(self, raw: RawBeat) -> None:
        """The next interval of the strap. The ECG up to its end is heard a little later."""
        self._waiting.append(raw)
        while self._waiting[0].t < raw.t - WAITS_FOR_ECG_S:
            self._judge(self._waiting.popleft())

    def push_peaks(self, peaks: Iterable[RPeak], decided_to: float) -> None:
        """The next beats of the ECG, which is known up to `decided_to`."""
        if self._uncompared is not None:
            known, self._uncompared = self._uncompared, None
            for ticks in known:
                self._compare(ticks)
        self._peaks.extend(peaks)
        while self._peaks and self._peaks[0].t < decided_to - 2 * WAITS_FOR_ECG_S:
            self._peaks.popleft()
        while self._waiting and self._waiting[0].t + MOST_LATE_S <= decided_to:
            self._judge(self._waiting.popleft())

    def proved(self, t0: float, t1: float) -> bool:
        """Whether what the ECG shows from `t0` to `t1` is of that time."""
        return any(t0 - PROOF_HOLDS_S <= t <= t1 for t in reversed(self._proofs))

    def _judge(self, raw: RawBeat) -> None:
        """One interval of the strap, with all the ECG that can be its own."""
        peaks = self._peaks
        while peaks and peaks[0].t < raw.t - MOST_EARLY_S:
            peaks.popleft()
        newest = self._matching(raw) if peaks else ()
        self._matches.append(newest)
        if self._uncompared is None:
            self._compare(raw.rr_ticks)
        else:
            self._uncompared.append(raw.rr_ticks)
        if newest and len(self._before) >= LEAST_KNOWN and any(self._is_proof(match) for match in newest):
            self._proofs.append(raw.t)
        while self._proofs and self._proofs[0] < raw.t - 2 * PROOF_HOLDS_S:
            self._proofs.popleft()

    def _matching(self, raw: RawBeat) -> tuple[_Match, ...]:
        widest = self._within[-1]
        return tuple(
            _Match(peak.t - raw.t, unlike)
            for peak in self._peaks
            if peak.t <= raw.t + MOST_LATE_S and peak.rr_ticks is not None and not (peak.gap or raw.gap)
            if (unlike := abs(peak.rr_ticks - raw.rr_ticks)) <= widest
        )

    def _compare(self, ticks: int) -> None:
        """Of the next interval: which of those before it are the same."""
        for resemblance in self._elsewhere:
            resemblance.push(ticks, self._before)
        self._before.appendleft(ticks)

    def _is_proof(self, newest: _Match) -> bool:
        """Whether enough intervals are the same at the offset of this one, and more than would be by chance."""
        low, high = newest.offset_s - OFFSET_SPREAD_S, newest.offset_s + OFFSET_SPREAD_S
        unlike = [match.unlike for matches in self._matches for match in matches if low <= match.offset_s <= high]
        for within, elsewhere in zip(self._within, self._elsewhere, strict=True):
            same = sum(ticks <= within for ticks in unlike)
            if same >= LEAST_SAME and elsewhere.best() <= SAME_ELSEWHERE_SHARE * same:
                return True
        return False
