"""The figures of a sweep: shares and effects of each kind of session with their intervals, and the worst cases."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from statistics import fmean, median, stdev

from biofeedback.signal.stats import t_quantile
from biofeedback.validation.statistics import Bounds, share_bounds
from simulators.lab.sweeps.outcomes import Outcome

OUTSIDE = 0.05
"""Of a 95 % interval, on both sides together."""

LEAST_VALUES = 4
"""Of fewer no interval is told: it would be as wide as one likes."""

BINS = 12
"""Of a distribution that is drawn."""

WORST = 10
"""Cases that are named of each kind."""


@dataclass(frozen=True, slots=True)
class Share:
    """So many of so many, with the 95 % interval of the share."""

    part: int
    whole: int
    bounds: Bounds | None

    def __str__(self) -> str:
        """In per cent."""
        if self.bounds is None or not self.whole:
            return "-"
        return f"{100 * self.part / self.whole:.0f} % ({100 * self.bounds.low:.0f}-{100 * self.bounds.high:.0f})"


@dataclass(frozen=True, slots=True)
class Effect:
    """A mean with its 95 % interval (Student)."""

    n: int
    mean: float
    bounds: Bounds | None  # None: too few values

    def __str__(self) -> str:
        """With its interval."""
        if self.bounds is None:
            return f"{self.mean:.2f}"
        return f"{self.mean:.2f} ({self.bounds.low:.2f} to {self.bounds.high:.2f})"


@dataclass(frozen=True, slots=True, kw_only=True)
class Kind:
    """All seeds of one protocol with one source and one fault."""

    protocol: str
    source: str
    fault: str
    sessions: int
    completed: Share
    stopped: Share
    paused: Share
    rules: tuple[tuple[str, int], ...]
    """For which rule it was stopped, how often."""
    minutes: float
    """Median length."""
    slowed: Effect | None
    """Beats a minute that the heart is slower at the end."""
    rmssd_ratio: Effect | None


def effect(values: Sequence[float]) -> Effect | None:
    """The mean of some values; None of none."""
    if not values:
        return None
    if len(values) < LEAST_VALUES:
        return Effect(len(values), fmean(values), None)
    half = t_quantile(len(values) - 1, OUTSIDE) * stdev(values) / len(values) ** 0.5
    return Effect(len(values), fmean(values), Bounds(fmean(values) - half, fmean(values) + half))


def kinds(found: Sequence[Outcome]) -> Iterator[Kind]:
    """Each protocol with each source and fault, in order."""
    for (protocol, source, fault), some in groupby(found, lambda each: (each.protocol, each.source, each.fault)):
        sessions = list(some)
        n = len(sessions)
        rules = Counter(each.rule or "person" for each in sessions if each.stopped)
        yield Kind(
            protocol=protocol,
            source=source,
            fault=fault,
            sessions=n,
            completed=_share(sessions, lambda each: each.outcome == "completed"),
            stopped=_share(sessions, lambda each: each.stopped),
            paused=_share(sessions, lambda each: each.pauses > 0),
            rules=tuple(rules.most_common()),
            minutes=median(each.duration_s for each in sessions) / 60,
            slowed=effect([each.slowed_bpm for each in sessions if each.slowed_bpm is not None]),
            rmssd_ratio=effect([each.rmssd_ratio for each in sessions if each.rmssd_ratio is not None]),
        )


def _share(sessions: Sequence[Outcome], which: Callable[[Outcome], bool]) -> Share:
    part = sum(map(which, sessions))
    return Share(part, len(sessions), share_bounds(part, len(sessions)))


@dataclass(frozen=True, slots=True)
class Worst:
    """The worst of something: what is bad about them, and the sessions."""

    title: str
    sessions: tuple[Outcome, ...]


def worst(found: Sequence[Outcome]) -> Iterator[Worst]:
    """Who is to be looked at first: stops without a fault, faults without a stop or pause, hearts that quickened."""
    false = [each for each in found if each.stopped and not each.fault]
    yield Worst("Stopped though nothing was wrong with strap or rhythm by a fault", tuple(false[:WORST]))
    missed = [
        each for each in found if each.fault and each.fault_s is not None and not each.stopped and not each.pauses
    ]
    yield Worst("A fault, and neither stop nor pause", tuple(missed[:WORST]))
    late = [each for each in found if each.stopped and each.fault_s is not None]
    late.sort(key=lambda each: (-(each.duration_s - (each.fault_s or 0.0)), each.number))
    yield Worst("The longest from the begin of a fault to the stop", tuple(late[:WORST]))
    quick = [each for each in found if each.slowed_bpm is not None]
    quick.sort(key=lambda each: (each.slowed_bpm or 0.0, each.number))
    yield Worst("The heart is quicker at the end, or slowed least", tuple(quick[:WORST]))


@dataclass(frozen=True, slots=True)
class Bin:
    """Values from `low` to `high`, how many, and their share of the fullest bin."""

    low: float
    high: float
    count: int
    share: float


def bins(values: Sequence[float]) -> tuple[Bin, ...]:
    """A distribution; empty of nothing."""
    if not values:
        return ()
    low, high = min(values), max(values)
    width = (high - low) / BINS or 1.0
    counts = Counter(min(BINS - 1, int((value - low) / width)) for value in values)
    most = max(counts.values())
    return tuple(Bin(low + k * width, low + (k + 1) * width, counts[k], counts[k] / most) for k in range(BINS))
