"""Hour, minute and second in columns of their own, put together to one clock."""

from __future__ import annotations

from array import array
from collections.abc import Sequence
from itertools import repeat
from math import isnan

from simulators.recordings.tables import cells
from simulators.recordings.tables.clocks import Column
from simulators.recordings.tables.moments import DAY_S, HOUR_S
from simulators.recordings.tables.names import column_name

_HOURS = cells.words(
    "h hh hr hour hours stunde stunden std heure heures hora horas ora ore uur час часы 时 時 小时 时钟"
)
_MINUTES = cells.words("m mm mi min mins minute minutes minuten minuto minutos minuti minuut мин минуты 分 分钟")
_SECONDS = cells.words(
    "s ss sec secs second seconds sek sekunde sekunden segundo segundos secondi seconde сек секунды 秒 秒钟"
)
_THOUSANDTHS = cells.words("ms msec millis millisecond milliseconds millisekunde millisekunden 毫秒")

_PARTS = ((_HOURS, HOUR_S, 24.0), (_MINUTES, 60.0, 60.0), (_SECONDS, 1.0, 61.0), (_THOUSANDTHS, 1e-3, 1000.0))
"""Words for a part of a clock, its seconds, and what it stays below."""


def together(columns: Sequence[Column]) -> list[Column]:
    """The columns, those that are minute and second, with hour or thousandths where they are there, as one."""
    parts = [next((c for c in columns if _is(c, words, below)), None) for words, _, below in _PARTS]
    if parts[1] is None or parts[2] is None:
        return list(columns)
    there = [part for part in parts if part is not None]
    seconds = [unit_s for part, (_, unit_s, _) in zip(parts, _PARTS, strict=True) if part is not None]
    if parts[3] is not None and any(value != int(value) for value in parts[2].values if not isnan(value)):
        return list(columns)
    values = array("d", repeat(0.0, len(there[0].values)))
    for part, unit_s in zip(there, seconds, strict=True):
        for k, value in enumerate(part.values):
            values[k] += unit_s * value
    name = ", ".join(part.name for part in there)
    clock = Column(name=name, values=values, dated=True, named=True, wheel_s=HOUR_S if parts[0] is None else DAY_S)
    return [clock, *(c for c in columns if not any(c is part for part in there))]


def _is(column: Column, words: frozenset[str], below: float) -> bool:
    """Whether a column is a part of a clock by its name, and its numbers can be."""
    said = column_name(column.name)
    return (
        not column.dated
        and said.text.strip().casefold() in words
        and all(0 <= value < below for value in column.values if not isnan(value))
    )
