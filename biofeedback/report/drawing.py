"""The few parts of SVG that the charts are made of. Colours are left to the page's style, by class."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil, floor, log10

from markupsafe import Markup, escape

WIDTH = 760.0
"""Of every chart, in its own units: near the pixels of a page, so that 11 units are letters of a readable size."""

LEFT = 46.0
"""Room for the numbers of the left axis."""

RIGHT = 44.0
"""Room for the numbers of the right axis."""

_STEPS = (1.0, 2.0, 2.5, 5.0, 10.0)
"""Round steps between two ticks, within a power of ten."""


@dataclass(frozen=True, slots=True)
class Axis:
    """Values from `low` to `high` laid on pixels from `begin` to `end`; either may fall."""

    low: float
    high: float
    begin: float
    end: float

    def at(self, value: float) -> float:
        """Where a value lies, in the chart's units; what lies outside is put on the edge."""
        share = (value - self.low) / (self.high - self.low) if self.high != self.low else 0.5
        return self.begin + min(1.0, max(0.0, share)) * (self.end - self.begin)

    def ticks(self, about: int) -> tuple[float, ...]:
        """Some round values within it, `about` so many."""
        raw = (self.high - self.low) / max(1, about)
        power = 10.0 ** floor(log10(raw)) if raw > 0 else 1.0
        step = next(power * each for each in _STEPS if power * each >= raw * 0.999)
        first = ceil(self.low / step - 1e-9)
        return tuple(number * step for number in range(first, floor(self.high / step + 1e-9) + 1))


def number(value: float) -> str:
    """A place, to a tenth of a unit, in few characters."""
    text = f"{value:.1f}"
    return text.removesuffix(".0")


def text(x: float, y: float, said: str, kind: str = "", anchor: str = "middle") -> str:
    """Some words."""
    named = f' class="{kind}"' if kind else ""
    placed = "" if anchor == "start" else f' text-anchor="{anchor}"'
    return f'<text x="{number(x)}" y="{number(y)}"{named}{placed}>{escape(said)}</text>'


def line(x1: float, y1: float, x2: float, y2: float, kind: str) -> str:
    """A straight line."""
    return f'<line x1="{number(x1)}" y1="{number(y1)}" x2="{number(x2)}" y2="{number(y2)}" class="{kind}"/>'


def box(x: float, y: float, width: float, height: float, kind: str) -> str:
    """A filled box."""
    size = f'width="{number(max(0.0, width))}" height="{number(max(0.0, height))}"'
    return f'<rect x="{number(x)}" y="{number(y)}" {size} class="{kind}"/>'


def path(runs: Iterable[Sequence[tuple[float, float]]], kind: str) -> str:
    """Lines through points, one for each run; a run of a single point is a dot."""
    parts: list[str] = []
    for run in runs:
        if run:
            points = " ".join(f"{number(x)} {number(y)}" for x, y in run)
            parts.append(f"M{points}" + ("h.1" if len(run) == 1 else ""))
    return f'<path d="{"".join(parts)}" class="{kind}"/>' if parts else ""


def signs(places: Iterable[tuple[float, float]], kind: str, shape: str) -> str:
    """The same small shape at many places."""
    drawn = "".join(f"M{number(x)} {number(y)}{shape}" for x, y in places)
    return f'<path d="{drawn}" class="{kind}"/>' if drawn else ""


def chart(name: str, height: float, title: str, told: str, parts: Iterable[str]) -> Markup:
    """A whole chart. `title` and `told` are what it shows in words, for whoever does not see it."""
    head = f'<svg viewBox="0 0 {number(WIDTH)} {number(height)}" role="img" aria-labelledby="{name}-t {name}-d">'
    words = f'<title id="{name}-t">{escape(title)}</title><desc id="{name}-d">{escape(told)}</desc>'
    return Markup(head + words + "".join(parts) + "</svg>")
