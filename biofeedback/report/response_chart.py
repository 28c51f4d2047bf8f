"""How the heart answered each muscle group: the estimate and its 95 % interval, one row a group."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from biofeedback.decisions import Responded
from biofeedback.findings import Estimate
from biofeedback.report.drawing import WIDTH, Axis, chart, line, number, text
from biofeedback.texts import Texts

ROW = 15.0
"""Height of a row."""

NAMES = 150.0
"""Room for the names of muscle groups."""

COLUMN = (WIDTH - NAMES - 40) / 2
"""Width of each of the two columns: the rest is the space between and after them."""

HEAD = 30.0
"""Above the first row."""

WIDEST = 40.0
"""Furthest value that is shown, beats a minute: a wider interval tells nothing but that it is wide."""


@dataclass(frozen=True, slots=True)
class Row:
    """One muscle group, or all together, in words."""

    name: str
    response: Responded


def response_chart(rows: Sequence[Row], texts: Texts) -> Markup | None:
    """The chart; None where nothing could be measured."""
    known = [row for row in rows if row.response.rise_bpm is not None or row.response.fall_bpm is not None]
    if not known:
        return None
    foot = HEAD + ROW * len(known)
    drawn: list[str] = []
    for column, title in enumerate((texts.say("report.rise"), texts.say("report.fall"))):
        across = _axis([_estimate(row, column) for row in known], NAMES + column * (COLUMN + 20), COLUMN)
        zero = across.at(0.0)
        drawn += [text(across.begin, 10, title, "small", "start"), line(zero, HEAD - 6, zero, foot, "level")]
        for tick in across.ticks(5):
            drawn.append(text(across.at(tick), 23, f"{tick:+g}" if tick else "0", "small"))
        for place, row in enumerate(known):
            drawn += _whisker(_estimate(row, column), across, HEAD + ROW * (place + 0.5))
    drawn += [text(NAMES - 8, HEAD + ROW * (place + 0.5) + 4, row.name, "", "end") for place, row in enumerate(known)]
    told = texts.say("report.response_told", groups=len(known))
    return chart("answer", foot + 4, texts.say("report.responses"), told, drawn)


def _estimate(row: Row, column: int) -> Estimate | None:
    return row.response.rise_bpm if column == 0 else row.response.fall_bpm


def _axis(values: Sequence[Estimate | None], begin: float, width: float) -> Axis:
    known = [each for each in values if each is not None]
    low = max(-WIDEST, min([0.0, *(each.low for each in known)]))
    high = min(WIDEST, max([0.0, *(each.high for each in known)]))
    spare = max(0.5, 0.06 * (high - low))
    return Axis(low - spare, high + spare, begin, begin + width)


def _whisker(found: Estimate | None, across: Axis, y: float) -> list[str]:
    if found is None:
        return []
    dot = f'<circle cx="{number(across.at(found.value))}" cy="{number(y)}" r="3" class="dot"/>'
    return [line(across.at(found.low), y, across.at(found.high), y, "whisker"), dot]
