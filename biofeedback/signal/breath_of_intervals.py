"""Breathing as the intervals alone tell it, by two judges: a peak over a minute and a half, and a filter over looks.

The peak (`breathing`) knows a slow breath by its shape; a faster one it may take from a short stretch that stands out.
The filter weighs half a minute at a time, look after look, and believes what stays. Where it is sure of a rate that
is not slow, and the peak does not know a slow breath, its rate is told; one of the peak that is not slow is told where
the filter holds it likely too, or sees only a slow wave and the peak is very sure.

Looks lie on a grid of time and hold only beats whose class is final, so what is told never hangs on who asked when.
"""

from __future__ import annotations

from collections import deque
from dataclasses import dataclass
from math import exp, log
from typing import TYPE_CHECKING, NamedTuple

from biofeedback.findings import Beat, BeatClass, Breath, BreathWitness
from biofeedback.signal.breath_series import BEFORE_S, waves
from biofeedback.ticks import TICKS_PER_MS

if TYPE_CHECKING:
    from biofeedback.signal.breathing import Breathing
    from biofeedback.signal.periodogram import Floats

EVERY_S = 4.0
"""Between two looks: with two seconds as much is told and as little wrong, at twice the cost. Seconds."""
SPAN_S = 32.0
"""Length of a look: as beside other witnesses. Seconds."""
LOOKS = 20
"""So many are weighed together: what was believed earlier is forgotten by then (`CHANGES`)."""
LEAST_LOOKS = 6
"""With fewer nothing is told: the chances were fitted on what a minute and more of beats tells."""
BEATS_KEPT = 600
"""As many as all looks hold: two minutes at 300 beats a minute."""
FRESH_S = 10.0
"""A beat that is older says nothing of now. Seconds."""
SLOW_BELOW_BPM = 8.4
"""Below it the filter cannot tell a breath from the wave of blood pressure, and leaves the word to the peak."""
SURE = 0.9
"""Chance of being right from which the filter's own rate is told."""
LIKELY = 0.5
"""And from which it bears out the peak's."""
VERY_SURE = 0.93
"""Chance that the peak must give a rate that is not slow, where the filter's best is a slow wave: of the answers of
people who follow a metronome of 15 a minute 0.7 instead of 0.9 % were wrong, and of two at a slow pace none."""
ALIKE_BPM = 2.0
"""Two rates that are one, breaths a minute."""
A_LOOK = 0.2
"""Share of its evidence that a look counts for: eight overlap, and there is no other witness to correct them."""
CHANGES = 0.1
"""Chance that a rate changes altogether between two looks."""
SMOOTH = 0.35
"""Weight of each look in the evidence that is remembered for the chance of being right."""
_CHANCE = 0.21
"""Log odds of being right where nothing stands out."""
_BELIEVED = 2.4
"""Log odds for each log odd of the filter's own belief."""
_SEEN = 0.08
"""Log odds for each factor of e by which the rate stands out of late."""
_SLOW_SEEN = 0.75
"""And for each by which a slow wave does: a heart with large waves shows its breath, too. All fitted on 157 made
hearts, tried on as many others and on recorded people (DECISIONS say how it went)."""
SD_BPM = 0.4
"""Of a rate that is told: over some minutes 95 % lie within 0.6/min of a known pace."""


@dataclass(frozen=True, slots=True)
class _Belief:
    rate_bpm: float
    chance: float | None  # of being right; None of a slow one, which the filter cannot know


class _Look(NamedTuple):
    """What one look shows: the evidence (ln) at each rate, and how likely the look is at each."""

    seen: Floats
    likely: Floats


class IntervalBreath:
    """Takes classified beats; all work is done when it is asked, about 10 ms the first time and 1 ms later."""

    def __init__(self) -> None:
        self._beats: deque[Beat] = deque(maxlen=BEATS_KEPT)  # normal ones
        self._looks: dict[int, _Look | None] = {}
        self._asked: tuple[int, _Belief | None] | None = None

    def push(self, beat: Beat) -> None:
        """The next beat whose class is final."""
        if beat.kind is BeatClass.NORMAL and (not self._beats or beat.t > self._beats[-1].t):
            self._beats.append(beat)

    def told(self, t: float, peak: Breathing | None) -> Breath | None:
        """Breathing at `t` (s); `peak` is what the minute and a half before it tells."""
        slow = peak is not None and peak.rate_bpm < SLOW_BELOW_BPM
        found = None if slow else self._belief(t)
        if found is not None and found.chance is not None and found.chance >= SURE:
            return _breath(t, found.rate_bpm, found.chance)
        if peak is None or not (slow or _borne_out(peak, found)):
            return None
        return _breath(t, peak.rate_bpm, peak.confidence)

    def _belief(self, t: float) -> _Belief | None:
        if not self._beats or self._beats[-1].t < t - FRESH_S:
            return None
        newest = int(self._beats[-1].t // EVERY_S)
        if self._asked is None or self._asked[0] != newest:
            self._asked = newest, self._weighed(newest)
        return self._asked[1]

    def _weighed(self, newest: int) -> _Belief | None:
        grid = range(newest - LOOKS + 1, newest + 1)
        known = {k: self._looks[k] for k in grid if k in self._looks}
        self._looks = known | self._looked([k for k in grid if k not in known])
        return _filtered([self._looks[k] for k in grid])

    def _looked(self, places: list[int]) -> dict[int, _Look | None]:
        """What the looks at these places of the grid show."""
        times, lengths = self._since(places[0] * EVERY_S - SPAN_S - BEFORE_S)
        found = waves(times, lengths, [k * EVERY_S for k in places], SPAN_S)
        known = {k: each for k, each in zip(places, found, strict=True) if each is not None}
        looks: dict[int, _Look | None] = dict.fromkeys(places)
        if known:
            from biofeedback.signal.breath_evidence import evidences
            from biofeedback.signal.breath_filter import likely

            seen = evidences(list(known.values()))
            looks.update(zip(known, map(_Look, seen, likely(A_LOOK * seen)), strict=True))
        return looks

    def _since(self, t: float) -> tuple[list[float], list[float]]:
        """Times (s) and lengths (ms) of the beats from `t` (s) on: looks are asked for often, and need the newest."""
        beats: list[Beat] = []
        for beat in reversed(self._beats):
            if beat.t < t:
                break
            beats.append(beat)
        beats.reverse()
        return [beat.t for beat in beats], [beat.rr_ticks / TICKS_PER_MS for beat in beats]


def _borne_out(peak: Breathing, found: _Belief | None) -> bool:
    """Whether the filter speaks for a rate of the peak that is not slow."""
    if found is None:
        return False
    if found.chance is None:
        return peak.confidence >= VERY_SURE
    return found.chance >= LIKELY and abs(found.rate_bpm - peak.rate_bpm) <= ALIKE_BPM


def _breath(t: float, rate_bpm: float, chance: float) -> Breath:
    return Breath(t=t, rate_bpm=rate_bpm, sd_bpm=SD_BPM, confidence=chance, witnesses=(BreathWitness.INTERVALS,))


def _filtered(looks: list[_Look | None]) -> _Belief | None:
    """What all looks together tell; None where the last shows nothing, or too few do."""
    from biofeedback.signal.breath_evidence import BPM
    from biofeedback.signal.breath_filter import Rates

    rates, seen, run = Rates(CHANGES), None, 0
    for each in looks:
        if each is None:
            rates.blind()
            run = 0
            continue
        run += 1
        seen = each.seen if seen is None or run == 1 else seen + max(SMOOTH, 1 / run) * (each.seen - seen)
        rates.push(each.likely)
    if run < LEAST_LOOKS or seen is None:
        return None
    best = rates.best()
    if best.rate_bpm < SLOW_BELOW_BPM:
        return _Belief(best.rate_bpm, None)
    odds = _CHANCE + _BELIEVED * log(best.mass / (1 - best.mass))
    odds += _SEEN * float(seen[best.place]) + _SLOW_SEEN * float(seen[BPM < SLOW_BELOW_BPM].max())
    return _Belief(best.rate_bpm, 1 / (1 + exp(-max(-50.0, min(50.0, odds)))))
