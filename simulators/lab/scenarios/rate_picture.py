"""The heart rate of some minutes as a few rows of text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from statistics import fmean
from typing import Protocol

COLUMNS = 60
"""Of the picture: it stands indented in lines of eighty."""

ROWS = 5
"""Of the picture: the heart's ups and downs, not its beats."""

LEAST_SPAN_BPM = 10.0
"""Of the vertical axis, so that a steady heart looks steady. Beats a minute."""


class Rated(Protocol):
    """A heart rate at a time."""

    @property
    def t(self) -> float:
        """Seconds."""
        ...

    @property
    def bpm(self) -> float:
        """Beats a minute."""
        ...


def rate_picture(rates: Sequence[Rated], begin: float, end: float, moment: float) -> Iterator[str]:
    """Rows from the highest rate to the lowest, and an axis with the moment marked. Nothing where no beats came."""
    begin = max(0.0, begin)
    columns = [list[float]() for _ in range(COLUMNS)]
    for each in rates:
        if begin <= each.t < end:
            columns[int((each.t - begin) / (end - begin) * COLUMNS)].append(each.bpm)
    means = [fmean(column) if column else None for column in columns]
    known = [mean for mean in means if mean is not None]
    if not known:
        return
    low, high = min(known), max(known)
    if high - low < LEAST_SPAN_BPM:
        low, high = (low + high - LEAST_SPAN_BPM) / 2, (low + high + LEAST_SPAN_BPM) / 2
    levels = [None if mean is None else min(ROWS - 1, int((mean - low) / (high - low) * ROWS)) for mean in means]
    for row in reversed(range(ROWS)):
        label = f"{high if row == ROWS - 1 else low:4.0f} /min" if row in (0, ROWS - 1) else " " * 9
        yield f"{label} |" + "".join("*" if level == row else " " for level in levels).rstrip()
    at = min(COLUMNS - 1, max(0, int((moment - begin) / (end - begin) * COLUMNS)))
    yield f"{' ' * 9} +" + "-" * at + "^" + "-" * (COLUMNS - at - 1)
    yield f"{' ' * 10} {begin:<8.0f}{'':{COLUMNS - 18}}{end:>8.0f} s"
