"""How alike two heart rates swing: their lagged cross-correlation, with an interval, beside what chance gives.

Heart rate is taken evenly, without what is slower than a minute, and correlated at every lag of a few seconds (Boker et
al. 2002, doi:10.1037/1082-989X.7.3.338). Two hearts that breathe swing alike now and then by chance; so the same is
asked of the same two with one of them turned round the stretch by far more than that, where nothing can be shared
(shifted surrogates: Moulder et al. 2018, doi:10.1037/met0000172). The interval counts as many independent samples as
the two series have by their own memory (Pyper and Peterman 1998, doi:10.1139/f98-104).

It says that two rates swing alike, and not why: a common pace of breath, a common task or a common noise all do it.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from biofeedback.findings import Beat, BeatClass, Estimate
from biofeedback.ticks import TICKS_PER_S

SPAN_S = 300.0
"""Taken over at most: as long as a standard short-term recording. Seconds."""

LEAST_S = 180.0
"""Below nothing is told: three minutes hold three of the slowest waves that are kept. Seconds."""

RATE_HZ = 2.0
"""Of the even series: a heart has no news oftener. Hertz."""

SLOW_S = 60.0
"""What is slower is taken away: a common trend would pass for a common swing. Seconds."""

MOST_LAG_S = 5.0
"""One may follow the other by so much. Seconds."""

FAR_S = 20.0
"""Turned by at least so much nothing is shared any more: two slow breaths. Seconds."""

HOLE_S = 3.0
"""Between two normal beats further apart nothing is known. Seconds."""

LEAST_KNOWN = 0.9
"""Share of the stretch in which both must be known: what stands in for the rest is a straight line. Share."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Synchrony:
    """The highest correlation within a few seconds of lag, and the lag at which it is: above 0 the second follows.

    `by_chance`: the highest that the same two reach while turned. Of 200 looks at two people who had nothing to do with
    each other (recordings `meditation`) 12 were beyond chance.
    """

    r: Estimate
    lag_s: float
    by_chance: float

    @property
    def beyond_chance(self) -> bool:
        """Whether more is shared than chance gives; then the interval does not hold 0 either."""
        return self.r.value > self.by_chance and self.r.low > 0


def synchrony(first: Sequence[Beat], second: Sequence[Beat], end_s: float) -> Synchrony | None:
    """Of two hearts, on one clock, up to `end_s`; None where too little of either is known."""
    begins = [beats[0].t for beats in (first, second) if beats]
    if len(begins) < 2:
        return None
    begin = max(*begins, end_s - SPAN_S)
    if end_s - begin < LEAST_S:
        return None
    known = [_evenly(beats, begin, end_s) for beats in (first, second)]
    if any(each is None for each in known):
        return None
    x, y = (_swing(each) for each in known if each is not None)
    return _compared(x, y)


def _evenly(beats: Sequence[Beat], begin: float, end: float) -> list[float] | None:
    """Beats a minute at 2 Hz along straight lines between normal beats; None where too much is unknown."""
    points = [(b.t, 60.0 * TICKS_PER_S / b.rr_ticks, b.gap) for b in beats if b.kind is BeatClass.NORMAL]
    if len(points) < 2:
        return None
    many, k, unknown, rates = int((end - begin) * RATE_HZ), 0, 0, list[float]()
    for i in range(many):
        t = begin + i / RATE_HZ
        while k + 2 < len(points) and points[k + 1][0] <= t:
            k += 1
        (t0, y0, _), (t1, y1, gap) = points[k], points[k + 1]
        share = min(1.0, max(0.0, (t - t0) / (t1 - t0)))
        unknown += gap or t1 - t0 > HOLE_S or not t0 - HOLE_S <= t <= t1 + HOLE_S
        rates.append(y0 + (y1 - y0) * share)
    return rates if unknown <= (1 - LEAST_KNOWN) * many else None


def _swing(rates: list[float]) -> list[float]:
    """Without what is slower than a minute, mean 0 and length 1; all 0 for a rate that stands."""
    half, many = int(SLOW_S * RATE_HZ / 2), len(rates)
    sums = [0.0]
    for rate in rates:
        sums.append(sums[-1] + rate)
    spans = [(max(0, i - half), min(many, i + half + 1)) for i in range(many)]
    quick = [rate - (sums[b] - sums[a]) / (b - a) for rate, (a, b) in zip(rates, spans, strict=True)]
    mean = math.fsum(quick) / many
    length = math.sqrt(math.fsum((each - mean) ** 2 for each in quick))
    return [(each - mean) / length for each in quick] if length > 1e-9 else [0.0] * many


def _compared(x: list[float], y: list[float]) -> Synchrony | None:
    import numpy as np

    a, b = np.array(x), np.array(y)
    if not a.any() or not b.any():
        return None
    turned = np.fft.irfft(np.conj(np.fft.rfft(a)) * np.fft.rfft(b), len(a))  # r at each turn of the second
    most, far = int(MOST_LAG_S * RATE_HZ), int(FAR_S * RATE_HZ)
    near = [(float(turned[k]), k) for k in range(-most, most + 1)]
    r, lag = max(near)
    return Synchrony(
        r=_interval(r, _independent(a, b)),
        lag_s=lag / RATE_HZ,
        by_chance=float(turned[far : len(a) - far].max()),
    )


def _independent(a: object, b: object) -> float:
    """How many independent samples two series hold: many, over the sum of the products of their own correlations."""
    import numpy as np

    x, y = np.asarray(a, float), np.asarray(b, float)
    n = len(x)
    own = [np.fft.irfft(np.abs(np.fft.rfft(each, 2 * n)) ** 2, 2 * n)[: n // 4] for each in (x, y)]
    memory = 1 + 2 * float((own[0][1:] * own[1][1:]).sum())
    return max(4.0, min(float(n), n / max(memory, 1e-9)))


def _interval(r: float, independent: float) -> Estimate:
    """Fisher's, in the inverse hyperbolic tangent."""
    bounded = max(-0.999, min(0.999, r))
    half = 1.96 / math.sqrt(max(1.0, independent - 3))
    middle = math.atanh(bounded)
    return Estimate(value=r, low=math.tanh(middle - half), high=math.tanh(middle + half))
