"""When the samples of an ECG were taken, by the clock of the session.

Chunks arrive late by an unknown and changing time, and a strap's 130 Hz may be 129.9. So within a stretch the samples
are counted, and the count is drawn towards the arrivals slowly enough not to be felt. Intervals between beats are
never taken from here, but from the count itself.
"""

from __future__ import annotations

MOST_SAMPLE_LEAD_S = 0.5
"""Samples cannot lie in the future: beyond this the stretch was laid too late (a stall at its begin)."""
MOST_SAMPLE_LAG_S = 5.0
"""A stall of 3-4 s is common and comes to an end with all its samples. Later than this they are not coming."""
_CLOCK_GAIN = 0.02
"""Share of the distance from an arrival by which the clock is drawn, with each chunk."""
_MOST_SLEW = 0.002
"""Seconds a second by which it is drawn at most: twice what a strap's own clock was seen to differ."""


class SampleClock:
    """The time of the newest sample, chunk by chunk."""

    def __init__(self) -> None:
        self.last_t: float | None = None

    def reset_stretch(self) -> None:
        """What comes next begins a new stretch."""
        self.last_t = None

    def push(self, arrival: float, length_s: float) -> bool:
        """A chunk of `length_s` arrives. Returns whether it goes on from the one before; else it is laid anew."""
        if self.last_t is not None:
            lag = arrival - (self.last_t + length_s)
            if -MOST_SAMPLE_LEAD_S <= lag <= MOST_SAMPLE_LAG_S:
                slew = _MOST_SLEW * length_s
                self.last_t += length_s + min(max(_CLOCK_GAIN * lag, -slew), slew)
                return True
        self.last_t = arrival
        return False
