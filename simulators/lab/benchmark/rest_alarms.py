"""How often the detectors speak up at mere rest, of real hearts and of made ones: a kinder rest would flatter them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

from biofeedback.findings import Direction, Severity
from biofeedback.signal.analysis import analyse
from biofeedback.signal.baseline import BASELINE_S
from biofeedback.validation.statistics import share_bounds
from simulators.lab.benchmark.methods import raw_beats


@dataclass(frozen=True, slots=True)
class RestAlarms:
    """What was said of one stretch of rest: a shift either way, warnings, and the share of intervals left out."""

    calmer: bool
    stirred: bool
    stops: int
    cautions: int
    left_out: float


def rest_alarms(rr_s: Sequence[float]) -> RestAlarms:
    """Of a stretch of clean intervals in seconds, whose first minutes are the baseline."""
    found = analyse(raw_beats([1000 * rr for rr in rr_s]), baseline_s=BASELINE_S)
    ways = {shift.direction for shift in found.shifts}
    severities = [each.raised.severity for each in found.warnings]
    return RestAlarms(
        calmer=Direction.PARASYMPATHETIC in ways,
        stirred=Direction.SYMPATHETIC in ways,
        stops=severities.count(Severity.STOP),
        cautions=severities.count(Severity.CAUTION),
        left_out=found.artefact_share,
    )


def table(groups: Iterable[tuple[str, Iterable[Sequence[float]]]], seconds: float = 1200.0) -> Iterator[str]:
    """In Markdown: of each group of stretches the share with a shift, with its 95 % interval, and warnings."""
    heads = "calmer, % | stirred, % | stops a hundred | cautions a hundred | left out, %"
    yield f"| stretches of {seconds / 60:.0f} min | {heads} |"
    yield "|---|---|---|---|---|---|"
    for who, stretches in groups:
        found = [rest_alarms(rr_s) for rr_s in stretches]
        if found:
            yield _row(who, found)


def _row(who: str, found: Sequence[RestAlarms]) -> str:
    n = len(found)
    shares = [_share(sum(each.calmer for each in found), n), _share(sum(each.stirred for each in found), n)]
    warned = [f"{100 * fmean(counts):.1f}" for counts in zip(*((e.stops, e.cautions) for e in found), strict=True)]
    return f"| {who} ({n}) | {' | '.join([*shares, *warned])} | {100 * fmean(e.left_out for e in found):.3f} |"


def _share(k: int, n: int) -> str:
    bounds = share_bounds(k, n)
    return "-" if bounds is None else f"{100 * k / n:.1f} ({100 * bounds.low:.0f} to {100 * bounds.high:.0f})"
