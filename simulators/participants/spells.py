"""What comes over some people in the middle of a session: panic, sleep, a vasovagal spell."""

from __future__ import annotations

import math

from simulators.participants.profiles import Profile

_PANIC_RISES_S = 10.0
"""Time constant: the rate climbs within half a minute. Seconds, an estimate."""

_PANIC_LASTS_S = 120.0
"""Until it begins to fall. Seconds, an estimate; most attacks have their peak within ten minutes."""

_PANIC_FALLS_S = 60.0
"""Time constant. Seconds, an estimate."""

_FALLS_ASLEEP_S = 90.0
"""Time constant of the heart's slowing. Seconds, an estimate."""

_FAINT_S = 4.0
"""Time constant of the heart's slowing in a vasovagal spell. Seconds, an estimate."""

_FAINT_LASTS_S = 20.0
"""Until it comes back. Seconds, an estimate."""

_COMES_BACK_S = 12.0
"""Time constant. Seconds, an estimate."""

SAYS_SO_S = 20.0
"""From the begin of a panic until the person says so. Seconds."""

GOES_ON_S = 200.0
"""From its begin until they go on. Seconds."""


class Spells:
    """What the spells of one person add to the heart rate."""

    def __init__(self, profile: Profile) -> None:
        self._profile = profile
        self.from_s = min(profile.panics_at_s, profile.faints_at_s, profile.sleeps_at_s)  # nothing before it

    def bpm(self, t: float) -> float:
        """Beats a minute, at a time of the session."""
        profile = self._profile
        panic = profile.panic_bpm * _there(t - profile.panics_at_s, _PANIC_RISES_S, _PANIC_LASTS_S, _PANIC_FALLS_S)
        faint = profile.faint_bpm * _there(t - profile.faints_at_s, _FAINT_S, _FAINT_LASTS_S, _COMES_BACK_S)
        asleep = profile.asleep_bpm * _there(t - profile.sleeps_at_s, _FALLS_ASLEEP_S, math.inf, 1.0)
        return panic - faint - asleep

    def asleep(self, t: float) -> bool:
        """Whether no cue is answered any more."""
        return t >= self._profile.sleeps_at_s


def _there(since_s: float, rises_s: float, lasts_s: float, falls_s: float) -> float:
    """How far something is there, 0 to 1, so long after its begin."""
    if since_s <= 0:
        return 0.0
    if since_s <= lasts_s:
        return 1 - math.exp(-since_s / rises_s)
    return (1 - math.exp(-lasts_s / rises_s)) * math.exp(-(since_s - lasts_s) / falls_s)
