"""A validation as a picture: what was found, how late, and what was stopped for nothing. SVG."""

from __future__ import annotations

import io
import warnings
from collections.abc import Sequence
from typing import Any

from biofeedback.texts import Texts
from biofeedback.validation.figures import KindFigures, Validation
from biofeedback.validation.statistics import Bounds

INK = "#1b4965"
"""The colour of what was found."""

LIGHT = "#9db4c0"
"""The colour of the bounds behind it."""

_ROW_INCHES = 0.42
"""The height of one row of figures: two lines of small type. Inches."""


def svg(validation: Validation, texts: Texts) -> bytes:
    """The picture. The same validation gives the same bytes."""
    from matplotlib import rc_context
    from matplotlib.figure import Figure

    kinds = [each for each in validation.kinds if each.episodes]
    rows = max(len(kinds), len(validation.false_stops.by_rule) + 1, 2)
    with rc_context({"svg.fonttype": "none", "svg.hashsalt": "validate"}), warnings.catch_warnings():
        # Text stays text, drawn by whoever shows the picture: that this machine's font lacks a sign does not matter.
        warnings.filterwarnings("ignore", message="Glyph .* missing")
        figure = Figure(figsize=(11, 1.3 + _ROW_INCHES * rows), layout="constrained")
        found, late, false = figure.subplots(1, 3, width_ratios=(3, 2, 3))
        _found(found, kinds, texts)
        _late(late, kinds, texts)
        _false(false, validation, texts)
        for axes in (found, late, false):
            axes.spines[["top", "right"]].set_visible(False)
            axes.grid(axis="x", color="#e5e5e5")
            axes.set_axisbelow(True)
        out = io.BytesIO()
        figure.savefig(out, format="svg", metadata={"Date": None})
    return out.getvalue()


def _rows(axes: Any, names: Sequence[str], title: str) -> None:
    axes.set_yticks(range(len(names)), names)
    axes.set_ylim(max(len(names), 1) - 0.5, -0.5)
    axes.set_title(title, loc="left", fontsize=10)


def _with_bounds(axes: Any, row: int, value: float, bounds: Bounds | None, scale: float) -> None:
    if bounds is not None:
        axes.plot([scale * bounds.low, scale * bounds.high], [row, row], color=LIGHT, linewidth=3)
    axes.plot([value], [row], "o", color=INK)


def _found(axes: Any, kinds: Sequence[KindFigures], texts: Texts) -> None:
    for row, k in enumerate(kinds):
        if k.fresh:
            _with_bounds(axes, row, 100 * k.fresh_found / k.fresh, k.bounds, 100)
    names = [f"{texts.say(f'validate.kind_{k.kind.value}')} ({k.fresh_found}/{k.fresh})" for k in kinds]
    _rows(axes, names, texts.say("validate.picture_found"))
    axes.set_xlim(0, 102)


def _late(axes: Any, kinds: Sequence[KindFigures], texts: Texts) -> None:
    for row, k in enumerate(kinds):
        if k.delay_median_s is not None and k.delay_p90_s is not None:
            axes.plot([k.delay_median_s, k.delay_p90_s], [row, row], color=LIGHT, linewidth=3)
            axes.plot([k.delay_median_s], [row], "o", color=INK)
    _rows(axes, [""] * len(kinds), texts.say("validate.picture_late"))
    axes.set_xlim(left=0)


def _false(axes: Any, validation: Validation, texts: Texts) -> None:
    stops = validation.false_stops
    names: list[str] = []
    if stops.per_100h is not None:
        names.append(f"{texts.say('validate.all_rules')} ({stops.stops})")
        _with_bounds(axes, 0, stops.per_100h, stops.bounds, 1)
    for row, each in enumerate(stops.by_rule, 1):
        names.append(f"{each.rule.value} ({each.stops})")
        _with_bounds(axes, row, each.per_100h, each.bounds, 1)
    _rows(axes, names, texts.say("validate.picture_false", hours=stops.hours))
    axes.set_xlim(left=0)
