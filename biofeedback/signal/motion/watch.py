"""Whether a chest is still, fidgets or moves, whether its posture changed, and its breathing wave. O(1) a sample.

It explains and it voids: what was measured while somebody moved is not counted as rest. It never speaks for going on,
and it asks nobody whether they tensed: of a limb a sensor on the chest knows nothing.
"""

from __future__ import annotations

from collections import deque
from typing import TYPE_CHECKING

from biofeedback.events import MotionChunk
from biofeedback.findings import BreathWitness, Stir
from biofeedback.signal.ecg.clock import SampleClock
from biofeedback.signal.motion.chest_wave import ChestWave
from biofeedback.signal.motion.gravity import Gravity
from biofeedback.signal.motion.stirring import Stirring
from biofeedback.why import Why, why

if TYPE_CHECKING:
    from biofeedback.signal.periodogram import Floats

FRESH_S = 3.0
"""So long after its last sample a chest is still spoken of: two packets of a strap at 25 Hz. Seconds."""

MOVING_SPAN_S = 4.0
"""A cough is over in one second: moving is who moves for half of this. Seconds."""

JOINED_S = 0.6
"""Stirs nearer to one another than this are one: between two strides, or two coughs of one fit. Seconds."""

KEPT_S = 300.0
"""Stirs are remembered for as long as the longest window of the heart. Seconds."""

MOST_STIRS = 512
"""Remembered at most: one every 0.6 s for the whole of that. Count."""

MOST_UNREST_SHARE = 0.1
"""Three seconds of half a minute: more than a cough or two. Share of the time."""

MOST_MOVED_SHARE = 0.04
"""A cough or two in half a minute leave its breaths to be seen; more is no breath. Share of the time."""

RANGE_HZ = (10.0, 1000.0)
"""Rates that are taken: below, a cough cannot be told; above is no strap. Hertz."""


class MotionWatch:
    """One chest, chunk by chunk. Times are seconds of the session."""

    witness = BreathWitness.MOTION

    def __init__(self) -> None:
        self._clock = SampleClock()
        self._rate_hz = 0.0
        self._stirring = Stirring(RANGE_HZ[0])
        self._gravity = Gravity(RANGE_HZ[0])
        self._wave = ChestWave()
        self._stirs: deque[tuple[float, float]] = deque(maxlen=MOST_STIRS)  # begin and end, oldest first
        self._began: float | None = None  # of the samples of this stretch
        self._heard: float | None = None  # the last chunk
        self._turned: float | None = None

    def reset_stretch(self) -> None:
        """The link was lost, or the computer slept: what comes next is another stretch."""
        self._clock.reset_stretch()
        self._wave.clear()
        self._began = None

    def push(self, chunk: MotionChunk) -> None:
        """Take some samples."""
        n, rate = len(chunk.x_mg), chunk.rate_hz
        if not n or not RANGE_HZ[0] <= rate <= RANGE_HZ[1]:
            return
        goes_on = not chunk.gap and rate == self._rate_hz
        if chunk.gap:
            self._clock.reset_stretch()
        if not (self._clock.push(chunk.t, n / rate) and goes_on):
            self._begin(rate)
        last = self._clock.last_t
        assert last is not None
        began = last - (n - 1) / rate
        self._began = began if self._began is None else self._began
        for k, (x, y, z) in enumerate(zip(chunk.x_mg, chunk.y_mg, chunk.z_mg, strict=False)):
            t = began + k / rate
            if self._stirring.push(x, y, z):
                self._note(t)
            if self._gravity.push(x, y, z):
                self._turned = t
            self._wave.push(t, x, y, z)
        self._heard = chunk.t
        while self._stirs and self._stirs[0][1] < last - KEPT_S:
            self._stirs.popleft()

    def _begin(self, rate_hz: float) -> None:
        """A new stretch: the filters begin anew, what was learnt of this chest's quiet stays with its rate."""
        self._stirring = self._stirring.anew() if rate_hz == self._rate_hz else Stirring(rate_hz)
        if rate_hz != self._rate_hz:
            self._gravity = Gravity(rate_hz)
        self._rate_hz = rate_hz
        self._wave.clear()
        self._began = None

    def _note(self, t: float) -> None:
        if self._stirs and t - self._stirs[-1][1] <= JOINED_S:
            self._stirs[-1] = (self._stirs[-1][0], t)
        else:
            self._stirs.append((t, t))

    def moved_s(self, t: float, span_s: float) -> float:
        """For how many of the last `span_s` seconds up to `t` the chest was seen to move."""
        moved = 0.0
        for began, ended in reversed(self._stirs):
            if ended < t - span_s:
                break
            moved += max(0.0, min(ended, t) - max(began, t - span_s)) + 1 / self._rate_hz
        return moved

    def unquiet(self, began: float, ended: float) -> bool:
        """Whether more of a stretch was moved through than its heart can be taken for one at rest."""
        return self.moved_s(ended, ended - began) > MOST_UNREST_SHARE * (ended - began)

    def movement(self, t: float) -> Stir | None:
        """How the chest moves at `t`, by the samples that have come: those of the last moment are still on their way.

        None: no samples come, or too few came to know its quiet.
        """
        if self._heard is None or t - self._heard > FRESH_S or not self._stirring.knows:
            return None
        now = min(t, self._clock.last_t if self._clock.last_t is not None else t)
        moved = self.moved_s(now, MOVING_SPAN_S)
        if moved == 0.0:
            return Stir.STILL
        return Stir.MOVING if moved >= MOVING_SPAN_S / 2 else Stir.FIDGET

    def unrest(self, t: float, span_s: float) -> Why | None:
        """Why the last `span_s` seconds were no rest of the body; None: nothing is known against them."""
        if self._turned is not None and self._turned > t - span_s:
            return why("quality.turned")
        moved = self.moved_s(t, span_s)
        return why("quality.moved", seconds=round(moved)) if moved > MOST_UNREST_SHARE * span_s else None

    def waves(self, t: float, span_s: float) -> tuple[Floats, ...]:
        """The chest's three axes at 4 Hz over the last `span_s` seconds, thousandths of g, as a witness of breath.

        () where it is none: samples are missing, somebody moved, or sits otherwise than before.
        """
        turned = self._turned is not None and self._turned > t - span_s
        if turned or not self._stirring.knows or self.moved_s(t, span_s) > MOST_MOVED_SHARE * span_s:
            return ()
        return self._wave.axes(t, span_s)
