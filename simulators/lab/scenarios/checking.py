"""What of a scenario did not hold in a session, and at which moment."""

from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import Enum

from biofeedback.review.summary import SessionSummary
from simulators.lab.scenarios.happenings import Happening
from simulators.lab.scenarios.patterns import Pattern
from simulators.lab.scenarios.scenario import During, Expectation, Must


@dataclass(frozen=True, slots=True, kw_only=True)
class Missed:
    """What did not hold: what was found instead, and at which second (None: at none)."""

    expectation: Expectation
    found: str
    t: float | None
    figure: str | float | None = None
    """The exact figure that was found, where one was expected."""


@dataclass(frozen=True, slots=True)
class _Stretch:
    """The happenings of a stretch of the session, in order; `t` is when it begins."""

    t: float
    inside: tuple[Happening, ...]


def missed(
    expectations: Sequence[Expectation], happenings: Sequence[Happening], summary: SessionSummary
) -> tuple[Missed, ...]:
    """All that did not hold, in the order it was written."""
    return tuple(found for each in expectations for found in _missed(each, happenings, summary))


def _missed(each: Expectation, happenings: Sequence[Happening], summary: SessionSummary) -> Iterator[Missed]:
    if each.pattern is None:
        yield from _of_summary(each, summary)
        return
    stretches = list(_stretches(each.during, happenings))
    if not stretches:
        anchor = each.during.after or each.during.begins
        yield Missed(expectation=each, found=f"{'' if anchor is None else anchor.text!r} did not happen", t=None)
        return
    match each.must:
        case Must.NEVER:
            for happening in _fitting(each.pattern, stretches)[:1]:
                yield Missed(expectation=each, found="it happened", t=happening.t)
        case Must.EVENTUALLY:
            empty = (one for one in stretches if not any(map(each.pattern.fits, one.inside)))
            for stretch in list(empty)[:1]:
                yield Missed(expectation=each, found="it did not happen", t=stretch.t)
        case Must.COUNT:
            fitting = _fitting(each.pattern, stretches)
            if not each.bounds.hold(len(fitting)):
                yield Missed(expectation=each, found=f"{len(fitting)} times", t=_last(fitting), figure=len(fitting))
        case Must.ALWAYS | Must.SUMMARY:
            yield from _always(each, _fitting(each.pattern, stretches))


def _last(fitting: Sequence[Happening]) -> float | None:
    return fitting[-1].t if fitting else None


def _always(each: Expectation, fitting: Sequence[Happening]) -> Iterator[Missed]:
    known = [(one.t, value) for one in fitting if (value := one.number(each.number or "")) is not None]
    if not known:
        yield Missed(expectation=each, found="it never happened with a number that is known", t=None)
    for t, value in known:
        if not each.bounds.hold(value):
            yield Missed(expectation=each, found=f"{value:.1f}", t=t)
            return


def _fitting(pattern: Pattern, stretches: Sequence[_Stretch]) -> list[Happening]:
    """Those that fit, each once, however many stretches it is in."""
    seen = {id(one): one for stretch in stretches for one in stretch.inside if pattern.fits(one)}
    return sorted(seen.values(), key=lambda one: one.t)


def _stretches(during: During, happenings: Sequence[Happening]) -> Iterator[_Stretch]:
    until = math.inf if during.until_s is None else during.until_s
    within = math.inf if during.within_s is None else during.within_s
    if during.after is None and during.begins is None:
        yield _cut(during.from_s, happenings, during.from_s, min(until, during.from_s + within))
        return
    anchor = during.after or during.begins
    for place, one in enumerate(happenings):
        if anchor is None or not anchor.fits(one) or not during.from_s <= one.t <= until:
            continue
        later = happenings[place + 1 :]
        if during.ends is not None:
            last = next((k for k, other in enumerate(later) if during.ends.fits(other)), len(later))
            later = later[:last]
        yield _cut(one.t, later, during.from_s, min(until, one.t + within))


def _cut(t: float, happenings: Sequence[Happening], begin: float, end: float) -> _Stretch:
    return _Stretch(t, tuple(one for one in happenings if begin <= one.t <= end))


def _of_summary(each: Expectation, summary: SessionSummary) -> Iterator[Missed]:
    found = getattr(summary, each.number or "")
    value = found.value if isinstance(found, Enum) else found
    if each.absent:
        holds = value is None
    elif each.value is not None:
        holds = value == each.value
    else:
        holds = isinstance(value, int | float) and each.bounds.hold(value)
    if not holds:
        yield Missed(expectation=each, found="absent" if value is None else repr(value), t=None, figure=value)
