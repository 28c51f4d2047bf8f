"""How good the classifier is, on made streams whose truth is known: no figure may fall below what was reached.

Each trouble over all hearts, each heart over all troubles, and hearts that turn into others. The floors stand in
`classifier_floors.toml`, as close to the measured figures as their rounding. A change that makes something better
at the cost of nothing raises them: `python -m tests.signal.test_classifier_floors` prints the table anew.
"""

from __future__ import annotations

import math
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from pathlib import Path
from random import Random

import pytest

from biofeedback.findings import BeatClass
from biofeedback.signal.classifier import BeatClassifier
from tests.signal.made_streams import HEARTS, TROUBLES, TURNS, Interval, raw, stream, turning

FLOORS = Path(__file__).with_name("classifier_floors.toml")
INTERVALS = 120
"""Of each heart with each trouble: one and a half minutes."""
REPEATED = 4
"""Streams of each turn."""
SUREST = 1e-4
"""Normality is taken as no surer than this: one sure error is not all that counts."""


@dataclass(slots=True)
class Count:
    """Intervals so far, of one figure's streams."""

    normal: int = 0
    kept: int = 0
    disturbed: int = 0
    found: int = 0
    named: int = 0
    nats: float = 0.0

    def __add__(self, other: Count) -> Count:
        return Count(*(getattr(self, f.name) + getattr(other, f.name) for f in fields(Count)))


@dataclass(frozen=True, slots=True)
class Figures:
    """Shares in per cent; what does not occur is at its best.

    `kept`: natural intervals called normal. `found`: disturbed ones called anything else; `named`: by their right name.
    `log_loss`: mean of -ln(p) in nats, p what `normality` gives to the truth: being unsure costs, wrongly sure more.
    """

    kept: float
    found: float
    named: float
    log_loss: float

    @classmethod
    def of(cls, count: Count) -> Figures:
        """From what was counted."""
        return cls(
            _share(count.kept, count.normal),
            _share(count.found, count.disturbed),
            _share(count.named, count.disturbed),
            count.nats / (count.normal + count.disturbed),
        )

    def floor(self) -> Figures:
        """These figures to a tenth of a per cent and four digits, rounded to the kind side."""
        digits = 3 - math.floor(math.log10(self.log_loss))
        up = math.ceil(self.log_loss * 1.002 * 10**digits) / 10**digits
        kept, found, named = (math.floor(each * 10) / 10 for each in (self.kept, self.found, self.named))
        return Figures(kept, found, named, round(up, digits))

    def below(self, floor: Figures) -> Iterator[str]:
        """What is worse than its floor, with both."""
        for name in ("kept", "found", "named"):
            if (now := getattr(self, name)) < (least := getattr(floor, name)):
                yield f"{name} {now:.2f} % < {least} %"
        if self.log_loss > floor.log_loss:
            yield f"log loss {self.log_loss:.5f} > {floor.log_loss}"


def _share(part: int, whole: int) -> float:
    return 100 * part / whole if whole else 100.0


def counted(intervals: Sequence[Interval]) -> Count:
    """One stream through a new classifier."""
    classifier, count = BeatClassifier(), Count()
    beats = [beat for each in raw(intervals) for beat in classifier.push(each)] + list(classifier.flush())
    for interval, beat in zip(intervals, beats, strict=True):
        normal = beat.kind is BeatClass.NORMAL
        natural = BeatClass.NORMAL in interval.kinds
        if natural and len(interval.kinds) > 1:
            continue
        if natural:
            count.normal += 1
            count.kept += normal
        else:
            count.disturbed += 1
            count.found += not normal
            count.named += beat.kind in interval.kinds
        count.nats -= math.log(max(SUREST, beat.normality if natural else 1 - beat.normality))
    return count


def measured() -> dict[str, Figures]:
    """Every figure of today, by its row of the table."""
    cells = {
        (heart, trouble): counted(stream(HEARTS[heart], TROUBLES[trouble], INTERVALS, Random(f"{heart}/{trouble}")))
        for heart in HEARTS
        for trouble in TROUBLES
    }
    rows = {trouble: _sum(cells[heart, trouble] for heart in HEARTS) for trouble in TROUBLES}
    rows |= {f"{heart} heart": _sum(cells[heart, trouble] for trouble in TROUBLES) for heart in HEARTS}
    rows |= {
        name: _sum(counted(turning(parts, Random(f"{name}/{k}"))) for k in range(REPEATED))
        for name, parts in TURNS.items()
    }
    return {name: Figures.of(count) for name, count in rows.items()}


def _sum(counts: Iterable[Count]) -> Count:
    return sum(counts, Count())


def floors() -> dict[str, Figures]:
    """As they stand in the table."""
    return {name: Figures(**row) for name, row in tomllib.loads(FLOORS.read_text(encoding="utf-8")).items()}


@pytest.fixture(scope="module")
def today() -> dict[str, Figures]:
    return measured()


def fallen(today: dict[str, Figures]) -> list[str]:
    """Every figure below its floor, in one line each."""
    return [f"{name}: {worse}" for name, floor in floors().items() for worse in today[name].below(floor)]


def test_no_figure_falls_below_its_floor(today: dict[str, Figures]) -> None:
    """Shares kept, found and named, and how sure it is of the truth."""
    assert not (worse := fallen(today)), "\n" + "\n".join(worse)


def test_the_floors_are_those_of_today(today: dict[str, Figures]) -> None:
    """Every row has one, and none is so low that a fall of one per cent would pass: who does better raises it."""
    known = floors()
    assert set(known) == set(today)
    for name, now in today.items():
        assert known[name].kept > now.kept - 1.0, name
        assert known[name].found > now.found - 1.0, name
        assert known[name].named > now.named - 1.0, name
        assert known[name].log_loss < 1.05 * now.log_loss, name


def table() -> Iterator[str]:
    """The table of floors as measured now."""
    yield '# Written by "python -m tests.signal.test_classifier_floors": least per cent, and most nats of log loss.'
    for name, now in measured().items():
        row = now.floor()
        yield (
            f'"{name}" = {{ kept = {row.kept}, found = {row.found}, named = {row.named}, log_loss = {row.log_loss} }}'
        )


if __name__ == "__main__":
    print("\n".join(table()))
