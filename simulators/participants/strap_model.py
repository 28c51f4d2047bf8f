"""What a strap makes of a heart: beats found, lost and made up, counted in 1/1024 s, told once a second."""

from __future__ import annotations

from collections import deque
from random import Random

from biofeedback.events import HeartRate
from simulators.measurement import MOST_RR, MOST_UNITS, RATE_OVER, STALE_S, UNITS_PER_S, packet
from simulators.participants.profiles import Profile

_TROUBLE_EVERY_S = (70.0, 160.0)
"""A loose strap: between the end of one trouble and the next, least and most. Seconds."""

_TROUBLE_LASTS_S = (8.0, 20.0)
"""How long each trouble lasts, least and most. Seconds."""

_BURST_BEATS = (6, 22)
"""While it moves it counts muscle as beats: beats after a trouble with a false one before each, fewest and most."""

FIXED_FOR_S = 180.0
"""A strap put right stays right for some minutes."""


class Strap:
    """Hears beats and gives packets."""

    def __init__(self, profile: Profile, random: Random) -> None:
        self._profile = profile
        self._random = random
        self._last_units: int | None = None
        self._last_s = 0.0
        self._waiting: deque[int] = deque()
        self._recent: deque[int] = deque(maxlen=RATE_OVER)
        self._burst = 0
        self._trouble_from = random.uniform(*_TROUBLE_EVERY_S) if profile.loose else float("inf")
        self._trouble_until = float("inf")
        self._plan_trouble_end()

    def hear(self, t: float) -> None:
        """A beat of the heart at `t`."""
        self._trouble(t)
        if not self.touches(t):
            self._last_units = None
            return
        profile, chance = self._profile, self._random.random()
        if chance < profile.missed_share:
            return
        extra = chance > 1 - profile.extra_share
        if (extra or self._burst > 0) and self._last_units is not None:
            self._burst = max(0, self._burst - 1)
            self._found(self._last_s + (t - self._last_s) * self._random.uniform(0.3, 0.7))
        self._found(t)

    def touches(self, t: float) -> bool:
        """Whether the strap has skin contact."""
        return not self._trouble_from <= t < self._trouble_until

    def put_right(self, t: float) -> None:
        """The person wets the strap and pulls it tight."""
        if self._profile.loose:
            self._trouble_from = t + FIXED_FOR_S + self._random.uniform(*_TROUBLE_EVERY_S)
            self._burst = 0
            self._plan_trouble_end()

    def notify(self, t: float) -> HeartRate:
        """The packet at `t`."""
        touches = self.touches(t)
        units = tuple(self._waiting.popleft() for _ in range(min(len(self._waiting), MOST_RR)))
        self._recent.extend(units)
        rate: int | None = None
        if touches and self._recent and t - self._last_s < STALE_S:
            rate = round(60 * UNITS_PER_S * len(self._recent) / sum(self._recent))
        return packet(t, rate, units, contact=touches)

    def _found(self, t: float) -> None:
        units = round(t * self._profile.strap_clock * UNITS_PER_S)
        if self._last_units is not None and 0 < units - self._last_units <= MOST_UNITS:
            self._waiting.append(units - self._last_units)
        self._last_units = units
        self._last_s = t

    def _trouble(self, t: float) -> None:
        if t >= self._trouble_until:
            self._trouble_from = t + self._random.uniform(*_TROUBLE_EVERY_S)
            self._burst = self._random.randint(*_BURST_BEATS)
            self._plan_trouble_end()

    def _plan_trouble_end(self) -> None:
        self._trouble_until = self._trouble_from + self._random.uniform(*_TROUBLE_LASTS_S)
