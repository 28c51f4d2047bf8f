"""Breathing beside NeuroKit2, in one run: by people, how often a rate is told, how often it is right, and how soon.

The truth is the middle length of the breaths that lie in the last 48 s, so that a sigh or a breath that was marked
twice does not move it. Recorded people are those of `breathing` with a measured respiration; the made ones are of
the kind that the chances were fitted on, other hearts.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator, Sequence
from itertools import pairwise
from pathlib import Path
from statistics import fmean, median

from biofeedback.findings import BeatShape
from biofeedback.validation.statistics import quantile
from simulators.lab.benchmark.breath_ways import Answer, Way, questions, ways
from simulators.lab.benchmark.made_breathers import BreathingHeart, made

TRUE_OVER_S = 48.0
"""The breaths of so long are the truth, s."""

RIGHT_WITHIN_BPM = 2.0
"""Right is an answer within this of the truth, breaths a minute."""

PACES_BPM = (4.5, 6.0, 8.0, 10.0, 12.0, 14.0, 16.0, 18.0, 20.0, 23.0)
"""Paces of the made hearts, breaths a minute."""

MADE_S = 200.0
"""How long each is heard, s."""

CHANGES_BPM = ((6.0, 15.0), (15.0, 6.0))
"""Changes of pace that are to be found, breaths a minute."""

CHANGED_S = 300.0
"""Length of those, s: half of it at each pace."""

PLAIN_SWING = 4.0
"""How many times its noise a shape swings there: what healthy people at rest show."""

STATED = ((0.5, 0.7), (0.7, 0.8), (0.8, 0.85), (0.85, 0.95), (0.95, 1.0))
"""Stated chances of being right that are compared with how often it was."""

Answered = Sequence[tuple[BreathingHeart, list[Answer]]]


def truth(heart: BreathingHeart, t: float) -> float | None:
    """Breaths a minute at `t`; None where nothing breathes."""
    lengths = [b - a for a, b in pairwise(heart.breaths) if b > t - TRUE_OVER_S and a < t]
    return 60 / median(lengths) if len(lengths) > 1 else None


def is_right(heart: BreathingHeart, answer: Answer) -> bool:
    """Whether an answer is within `RIGHT_WITHIN_BPM` of the truth."""
    true = truth(heart, answer.t)
    return true is not None and abs(answer.bpm - true) <= RIGHT_WITHIN_BPM


def recorded(folder: Path) -> Iterator[BreathingHeart]:
    """People with an ECG and a measured respiration: `breathing/NAME.beats.csv.gz` and `NAME.breaths.csv.gz`."""
    for path in sorted((folder / "breathing").glob("*.beats.csv.gz")):
        name = path.name.removesuffix(".beats.csv.gz")
        marks = path.with_name(f"{name}.breaths.csv.gz")
        if not marks.is_file() or not path.with_name(f"{name}.resp5.csv.gz").is_file():
            continue
        rows = [row for row in _rows(path) if row["rr_ms"]]
        shapes = [
            BeatShape(
                t=float(row["t_s"]),
                amplitude=abs(float(row["r_amplitude"])),
                slope=float(row["qrs_slope"]),
                area=float(row["qrs_area"]),
            )
            for row in rows
        ]
        times, lengths = [float(row["t_s"]) for row in rows], [float(row["rr_ms"]) for row in rows]
        breaths = [float(row["t_s"]) for row in _rows(marks)]
        yield BreathingHeart(name, tuple(times), tuple(lengths), tuple(shapes), tuple(breaths))


def _rows(path: Path) -> list[dict[str, str]]:
    with gzip.open(path, "rt", encoding="utf-8") as file:
        return list(csv.DictReader(file))


def cell(found: Answered) -> str:
    """Told, wrong among those, right of all questions (per cent); mean error."""
    asked, told, right, apart = 0, 0, 0, list[float]()
    for heart, answers in found:
        known = {t for t in questions(heart) if not heart.breaths or truth(heart, t) is not None}
        shown = [each for each in answers if each.told and each.t in known]
        asked, told = asked + len(known), told + len(shown)
        right += sum(is_right(heart, each) for each in shown)
        apart += [abs(each.bpm - true) for each in shown if (true := truth(heart, each.t)) is not None]
    if not told:
        return "0"
    error = f"{fmean(apart):.2f}" if apart else "-"
    return f"{100 * told / asked:.0f} / {100 * (told - right) / told:.1f} / {100 * right / asked:.0f}; {error}"


def hearts(recordings: Path | None, count: int) -> dict[str, list[BreathingHeart]]:
    """By rows of the table."""
    rows: dict[str, list[BreathingHeart]] = {}
    if recordings is not None:
        rows |= {heart.name: [heart] for heart in recorded(recordings)}
    paces = [PACES_BPM[k % len(PACES_BPM)] for k in range(count)]
    rows[f"{count} made"] = [made(k, MADE_S, bpm, bpm) for k, bpm in enumerate(paces)]
    rows[f"{max(1, count // 4)} in which nothing breathes"] = [
        made(10_000 + k, MADE_S, 12.0, 12.0, seen=0) for k in range(max(1, count // 4))
    ]
    return rows


def table(recordings: Path | None, count: int) -> Iterator[str]:
    """In Markdown: by people, the calibration, and the delay after a change of pace."""
    known, stated = ways(), list[tuple[float, bool]]()
    yield f"| told / wrong of these / right of all, %; mean error, /min | {' | '.join(known)} |"
    yield "|---" * (len(known) + 1) + "|"
    for title, some in hearts(recordings, count).items():
        by_way = {name: [(heart, way(heart)) for heart in some] for name, way in known.items()}
        yield f"| {title} | {' | '.join(cell(found) for found in by_way.values())} |"
        for heart, answers in by_way["intervals and ECG"]:
            stated += [(each.chance, is_right(heart, each)) for each in answers if each.chance is not None]
    yield ""
    yield from calibration(stated)
    yield ""
    yield from delays(known, max(4, count // 4))


def calibration(stated: Sequence[tuple[float, bool]]) -> Iterator[str]:
    """How often right, by the chance that was stated; answers that would not be told included."""
    yield "| stated chance (intervals and ECG) | answers | right |"
    yield "|---|---|---|"
    for low, high in STATED:
        some = [right for chance, right in stated if low <= chance < high]
        if some:
            yield f"| {low:.2f} to {high:.2f} | {len(some)} | {100 * sum(some) / len(some):.0f} % |"


def delays(known: dict[str, Way], count: int) -> Iterator[str]:
    """How long after a change of pace the new one is told for the first time."""
    yield f"| change of pace, {count} made hearts whose beats swing plainly | {' | '.join(known)} |"
    yield "|---" * (len(known) + 1) + "|"
    for before, after in CHANGES_BPM:
        changed = [made(20_000 + k, CHANGED_S, before, after, seen=PLAIN_SWING) for k in range(count)]
        cells = [_delay([_found_after(heart, way(heart), after) for heart in changed]) for way in known.values()]
        yield f"| {before:g} to {after:g}/min: median / 95th percentile, s | {' | '.join(cells)} |"


def _found_after(heart: BreathingHeart, answers: Sequence[Answer], pace: float) -> float | None:
    begun = CHANGED_S / 2
    near = (each.t - begun for each in answers if each.told and abs(each.bpm - pace) <= RIGHT_WITHIN_BPM)
    return next((late for late in near if late >= 0), None)


def _delay(found: Sequence[float | None]) -> str:
    late = [each for each in found if each is not None]
    middle, high = quantile(late, 0.5), quantile(late, 0.95)
    if middle is None or high is None:
        return "never"
    never = f" ({len(found) - len(late)} never)" if len(late) < len(found) else ""
    return f"{middle:.0f} / {high:.0f}{never}"
