"""Side by side with other ways, in one run.

Clean minutes, made and (where a folder of recordings is named) real, each with each kind of artefact injected; the
error of every way's RMSSD against that of the clean minute. Tables in Markdown. Speeds are told as ratios: they were
taken in the same run on the same machine.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from random import Random

from biofeedback.validation.statistics import quantile
from simulators.lab.benchmark import resting_variability
from simulators.lab.benchmark.artefacts import KINDS, injected
from simulators.lab.benchmark.methods import NamedMethod, methods, raw_beats, stream
from simulators.lab.benchmark.segments import breathing_slowly, recorded, rmssd, synthetic
from simulators.lab.benchmark.speed import latency, paces

SECONDS = 60.0
"""Length of each segment, s: what the live RMSSD is taken over."""

LEAD_IN_S = 30.0
"""What is heard before a minute of slow breathing in the line below its table: about two breaths. Seconds. In the
tables each minute begins cold, as none does in a session, whose baseline lasts for minutes."""


@dataclass(frozen=True, slots=True)
class Errors:
    """Errors of RMSSD in per cent by one way on one kind of artefact. `refused`: no number was given."""

    found: tuple[float, ...]
    refused: int

    def cell(self) -> str:
        """Median and 95th percentile."""
        middle, high = quantile(self.found, 0.5), quantile(self.found, 0.95)
        if middle is None or high is None:
            return "-"
        return f"{middle:.1f} / {high:.0f}" + (f" ({self.refused} refused)" if self.refused else "")


def errors(segments: Sequence[list[float]], kind: str, named: NamedMethod) -> Errors:
    """How far a way's RMSSD is from the truth, over all segments."""
    found, refused = list[float](), 0
    for number, rr_ms in enumerate(segments):
        got, truth = named.method(injected(rr_ms, kind, Random(f"{kind}/{number}"))), rmssd(rr_ms)
        if got is None:
            refused += 1
        else:
            found.append(100 * abs(got - truth) / truth)
    return Errors(tuple(found), refused)


def error_table(title: str, segments: Sequence[list[float]], ways: Sequence[NamedMethod]) -> Iterator[str]:
    """One table, a line at a time."""
    yield f"RMSSD over {SECONDS:.0f} s, error in per cent (median / 95th percentile), {len(segments)} {title}:"
    yield ""
    yield f"| injected | {' | '.join(way.name for way in ways)} |"
    yield "|---|" + "---|" * len(ways)
    for kind in KINDS:
        yield f"| {kind} | {' | '.join(errors(segments, kind, way).cell() for way in ways)} |"
    yield ""


def lead_in_line(segments: int) -> str:
    """What is left of the error in slow breathing where the minute does not begin cold. In the table it does: a first
    breath is not known for one, and its steps are left out.
    """
    found, refused = list[float](), 0
    for rr_ms in breathing_slowly(segments, LEAD_IN_S + SECONDS):
        got, truth = stream(raw_beats(rr_ms)), rmssd(last_minute(rr_ms))
        if got is None:
            refused += 1
        else:
            found.append(100 * abs(got - truth) / truth)
    cell = Errors(tuple(found), refused).cell()
    return f"Where biofeedback heard {LEAD_IN_S:.0f} s of it before that minute, none injected: {cell}."


def last_minute(rr_ms: list[float]) -> list[float]:
    """The intervals of the last `SECONDS`: those that end in it."""
    left, first = 1000 * SECONDS, len(rr_ms)
    while first and left > 0:
        first -= 1
        left -= rr_ms[first]
    return rr_ms[first:]


def speed_lines(ways: Sequence[NamedMethod]) -> Iterator[str]:
    """Speeds as ratios, and the latency."""
    first, *others = paces(ways)
    for other in others:
        times = first.beats_per_s / other.beats_per_s
        yield f"- {first.name} judges a beat {times:,.0f} times as fast as {other.name} corrects its last minute anew."
    took = latency()
    yield (
        f"- From an event to its decisions, in whole sessions ({took.events} events): median {100 * took.p50_s:.2g} %, "
        f"99th percentile {100 * took.p99_s:.2g} % of the second between two packets."
    )


def page(segments: int, recordings: Path | None) -> Iterator[str]:
    """The whole of it, in Markdown."""
    ways = methods()
    yield from error_table("simulated minutes", list(synthetic(segments, SECONDS)), ways)
    yield from error_table("made minutes of slow, deep breathing", list(breathing_slowly(segments, SECONDS)), ways)
    yield lead_in_line(segments)
    yield ""
    if recordings is not None:
        yield from error_table("minutes of healthy hearts", list(recorded(recordings, segments, SECONDS)), ways)
    yield from speed_lines(ways)
    yield ""
    yield from resting_variability.table(recordings, seeds=segments // 3)
