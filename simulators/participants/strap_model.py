"""What a strap makes of a heart: beats found, lost and made up, counted in 1/1024 s, told once a second."""

from __future__ import annotations

import math
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

_SLIPS_EVERY_S = (60.0, 180.0)
"""A strap that slips: between the end of one spell and the next, least and most. Seconds, an estimate."""

_SLIPS_FOR_S = (20.0, 60.0)
"""How long it does, least and most. Seconds, an estimate."""

_SECOND_MARK_SD_S = 0.012
"""The second mark of a beat is as late each time, as a T wave is, but for this. Standard deviation, an estimate."""

_LEAST_AFTER_MARK_S = 0.2
"""No strap hears a beat so soon after another. Seconds."""

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
        slips = profile.second_mark_share > 0 or profile.slipping_missed_share > 0
        self._slips_from = random.uniform(*_SLIPS_EVERY_S) if slips else float("inf")
        self._slips_until = self._slips_from + (random.uniform(*_SLIPS_FOR_S) if slips else 0.0)
        self._second: float | None = None  # when the last beat is heard again
        self._lost = False  # the last beat was not heard

    def hear(self, t: float) -> None:
        """A beat of the heart at `t`."""
        self._trouble(t)
        if not self.touches(t):
            self._last_units = None
            return
        if self._second is not None and self._second + _LEAST_AFTER_MARK_S < t:
            self._found(self._second)
        self._second = None
        profile, chance = self._profile, self._random.random()
        lost = chance < profile.missed_share
        if self._slips(t):
            lost = chance < profile.slipping_missed_share and not self._lost
        self._lost = lost
        if lost:
            return
        extra = chance > 1 - profile.extra_share
        if (extra or self._burst > 0) and self._last_units is not None:
            self._burst = max(0, self._burst - 1)
            self._found(self._last_s + (t - self._last_s) * self._random.uniform(0.3, 0.7))
        self._found(t)
        if self._slips(t) and self._random.random() < profile.second_mark_share:
            self._second = t + self._random.gauss(profile.second_mark_s, _SECOND_MARK_SD_S)

    def touches(self, t: float) -> bool:
        """Whether the strap has skin contact."""
        return not self._trouble_from <= t < self._trouble_until

    def _slips(self, t: float) -> bool:
        """Whether it hears beats twice and loses some now."""
        if t >= self._slips_until:
            self._slips_from = t + self._random.uniform(*_SLIPS_EVERY_S)
            self._slips_until = self._slips_from + self._random.uniform(*_SLIPS_FOR_S)
        return self._slips_from <= t

    def put_right(self, t: float) -> None:
        """The person wets the strap and pulls it tight."""
        if math.isfinite(self._slips_from):
            self._slips_from = t + FIXED_FOR_S + self._random.uniform(*_SLIPS_EVERY_S)
            self._slips_until = self._slips_from + self._random.uniform(*_SLIPS_FOR_S)
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
