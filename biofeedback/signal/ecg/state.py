"""What the last two seconds of an ECG are worth.

An unusual rhythm is not noise: when beats come does not count here, nor does it that some are unlike the others. Only
where hardly two of them are alike is it the signal that cannot be trusted.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass

from biofeedback.findings import EcgState
from biofeedback.signal.ecg.template import USUAL_FORM_CORRELATION
from biofeedback.why import Why, why

STATE_SPAN_S = 2.0
"""What is judged: the last two seconds."""
STATE_BLOCK_S = 0.25
"""Samples are kept as extremes of blocks so long."""
LINE_S = 4.0
"""The resting line is remembered for longer: a lead that came off takes seconds to settle."""
FLAT_UV = 12.0
"""A body always moves the line by more (breath, muscles, the strap's own noise: 10 uV and up); a broken lead does not.
Peak to peak."""
MOST_RANGE_UV = 15_000.0
"""No R peak on the chest is so high, also with an electrode's offset gone adrift by half of it. Peak to peak."""
STUCK_S = 0.04
"""So much of a block at exactly one extreme is a signal that is cut off; an R peak is round."""
STUCK_OUT_UV = 100.0
"""The resting line is stuck too, where the resolution is low; but it lies in the middle, not so far out. Microvolts."""
STUCK_OUT_SHARE = 0.25
"""Nor does it lie out by this share of the range."""
MOST_NOISE = 0.25
"""Amplitude between beats over that of beats, in the QRS band: 0.04-0.15 in clean records of the MIT-BIH database, with
P and T waves in it. From here on white noise begins to cost beats (see the tests of this room)."""
LEAST_USUAL_BEATS = 2
"""Of the last eight beats at least two are of the usual form, also where every other is ectopic; what a detector takes
for beats in mere noise is not. Beats."""
BEATS_COMPARED = 8
"""The last beats that are compared with the usual form. Beats."""
FORMS_COMPARED = 16
"""The last beats of which most must be of a form that came before. Beats."""
LEAST_FAMILIAR = 12
"""So many of those: nine in ten are among frequent ectopic beats, six or seven in movement. Beats."""


@dataclass(frozen=True, slots=True)
class _Block:
    low: float
    high: float
    middle: float
    at_low: int  # samples at exactly the lowest value
    at_high: int


class StateJudge:
    """Takes the samples in any portions; keeps some numbers of each quarter of a second."""

    def __init__(self, rate_hz: float) -> None:
        self._size = max(4, round(STATE_BLOCK_S * rate_hz))
        self._stuck = max(3, round(STUCK_S * rate_hz))
        self._blocks: deque[_Block] = deque(maxlen=round(LINE_S / STATE_BLOCK_S))
        self._begun: list[float] = []
        self._usual_form: deque[bool] = deque(maxlen=BEATS_COMPARED)
        self._familiar: deque[bool] = deque(maxlen=FORMS_COMPARED)

    def push(self, samples: Sequence[float]) -> None:
        """The next samples."""
        self._begun.extend(samples)
        size = self._size
        while len(self._begun) >= size:
            block, self._begun = self._begun[:size], self._begun[size:]
            low, high = min(block), max(block)
            middle = sorted(block)[size // 2]
            self._blocks.append(_Block(low, high, middle, block.count(low), block.count(high)))

    def note(self, correlation: float | None, *, familiar: bool) -> None:
        """The next beat, how much it is like the usual one, and whether its form came before."""
        self._familiar.append(familiar)
        if correlation is not None:
            self._usual_form.append(correlation >= USUAL_FORM_CORRELATION)

    def judge(self, noise: float) -> tuple[EcgState, Why]:
        """The state and what it was judged on; `noise` is that of the lead."""
        blocks = tuple(self._blocks)[-round(STATE_SPAN_S / STATE_BLOCK_S) :]
        if not blocks:
            return EcgState.NOISY, why("ecg.starting")
        low, high = min(b.low for b in blocks), max(b.high for b in blocks)
        if high - low < FLAT_UV:
            return EcgState.FLAT, why("ecg.flat")
        if _cut_off(blocks, low, high, self._stuck):
            return EcgState.SATURATED, why("ecg.saturated")
        if high - low > MOST_RANGE_UV:
            return EcgState.NOISY, why("ecg.moving")
        if noise >= MOST_NOISE:
            return EcgState.NOISY, why("ecg.noisy", percent=round(100 * noise))
        if len(self._usual_form) == BEATS_COMPARED and sum(self._usual_form) < LEAST_USUAL_BEATS:
            return EcgState.NOISY, why("ecg.unlike")
        if len(self._familiar) == FORMS_COMPARED and sum(self._familiar) < LEAST_FAMILIAR:
            return EcgState.NOISY, why("ecg.unlike")
        return EcgState.GOOD, why("ecg.good")

    @property
    def line_range_uv(self) -> float:
        """How far the resting line has moved within `LINE_S`, from the medians of the blocks."""
        middles = [block.middle for block in self._blocks]
        return max(middles) - min(middles) if middles else 0.0


def _cut_off(blocks: Sequence[_Block], low: float, high: float, stuck: int) -> bool:
    middle = sorted(block.middle for block in blocks)[len(blocks) // 2]
    out = max(STUCK_OUT_UV, STUCK_OUT_SHARE * (high - low))
    return any(
        (block.at_low >= stuck and block.low == low and middle - low >= out)
        or (block.at_high >= stuck and block.high == high and high - middle >= out)
        for block in blocks
    )
