"""What all formats are made of: a row for each interval as it was measured, and exact numbers in few characters."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from biofeedback.review.record import SessionRecord
from biofeedback.review.segments import Segment, segments
from biofeedback.ticks import TICKS_PER_S, to_ms


@dataclass(frozen=True, slots=True)
class ExportFile:
    """One file of an export; its name may name folders."""

    name: str
    content: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One interval: the time (s) of the beat that ends it, its length, its class, and what the session was doing."""

    t_s: float
    rr_ticks: int
    kind: str
    gap: bool
    phase: str
    group: str


def rows(record: SessionRecord) -> Iterator[Row]:
    """Every interval as measured, in order."""
    parts = iter(segments(record))
    part: Segment | None = next(parts, None)
    for beat in record.beats:
        while part is not None and beat.t >= part.end_s:
            part = next(parts, None)
        here = part if part is not None and beat.t >= part.begin_s else None
        yield Row(
            t_s=beat.t,
            rr_ticks=beat.rr_ticks,
            kind=beat.kind.value,
            gap=beat.gap,
            phase="" if here is None else here.phase.value,
            group="" if here is None else here.group or "",
        )


def peaks(record: SessionRecord) -> Iterator[tuple[float, bool]]:
    """The time (s) of every beat, the one that begins the first interval too, and whether time was lost before it.

    Within a stretch the times are added up from the intervals, so that these come back from the times to the last bit.
    """
    anchor, ticks, last = 0.0, 0, -1.0
    for place, beat in enumerate(record.beats):
        begin = anchor + ticks / TICKS_PER_S
        if place == 0 or beat.gap:
            anchor, ticks = beat.t - beat.rr_ticks / TICKS_PER_S, 0
            begin = anchor
            if begin > last:
                yield begin, place > 0
        ticks += beat.rr_ticks
        last = anchor + ticks / TICKS_PER_S
        yield last, False


def exact_ms(ticks: int) -> str:
    """Milliseconds of an interval, exactly: a tick is 1/128 ms, which seven decimals hold."""
    return f"{to_ms(ticks):.7f}".rstrip("0").rstrip(".")


def seconds(t: float) -> str:
    """Seconds to the microsecond."""
    return f"{t:.6f}".rstrip("0").rstrip(".")
