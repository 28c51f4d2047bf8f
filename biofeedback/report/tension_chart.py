"""The person's own tension before and after each session, in order."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from biofeedback.report.drawing import LEFT, RIGHT, WIDTH, Axis, chart, line, signs, text
from biofeedback.texts import Texts

HEIGHT = 128.0
"""Of the chart."""

TOP = 10.0
"""Where the highest tension lies."""

FOOT = 110.0
"""Where no tension lies."""

MOST = 10.0
"""The highest tension that can be rated."""

_RING = "m-3.5 0a3.5 3.5 0 1 0 7 0a3.5 3.5 0 1 0-7 0"


@dataclass(frozen=True, slots=True)
class Rated:
    """One session that was rated before and after, 0 to 10."""

    before: int
    after: int


def tension_chart(rated: Sequence[Rated], texts: Texts) -> Markup | None:
    """The chart; None where nothing was rated."""
    if not rated:
        return None
    along = Axis(-0.5, len(rated) - 0.5, LEFT, WIDTH - RIGHT)
    up = Axis(0.0, MOST, FOOT, TOP)
    drawn = [line(LEFT, up.at(value), WIDTH - RIGHT, up.at(value), "grid") for value in (0.0, 5.0, MOST)]
    drawn += [text(LEFT - 5, up.at(value) + 4, f"{value:g}", "small", "end") for value in (0.0, 5.0, MOST)]
    for place, each in enumerate(rated):
        drawn.append(line(along.at(place), up.at(each.before), along.at(place), up.at(each.after), "whisker"))
    drawn.append(signs(((along.at(k), up.at(each.before)) for k, each in enumerate(rated)), "ring", _RING))
    drawn.append(signs(((along.at(k), up.at(each.after)) for k, each in enumerate(rated)), "dot", _RING))
    count = len(rated)
    before, after = sum(each.before for each in rated) / count, sum(each.after for each in rated) / count
    told = texts.say("report.tension_told", count=count, before=before, after=after)
    return chart("tension", HEIGHT, texts.say("report.tension"), told, drawn)
