"""The page of a sweep: outcomes, effects, distributions, and the worst cases with the commands that play them again."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from importlib import resources

import msgspec
from jinja2 import Environment, StrictUndefined

from simulators.lab.sweeps.figures import bins, kinds, worst
from simulators.lab.sweeps.grid import Grid
from simulators.lab.sweeps.outcomes import Outcome


@dataclass(frozen=True, slots=True)
class _Cases:
    title: str
    cases: tuple[tuple[str, str], ...]


def page(line: str, found: Sequence[Outcome]) -> str:
    """The page as HTML; `line`: the sweep, as `Grid.line` has it. What came from outside is escaped."""
    grid = msgspec.json.decode(line, type=Grid)
    source = (resources.files(__name__.rpartition(".")[0]) / "report.html").read_text(encoding="utf-8")
    pages = Environment(autoescape=True, undefined=StrictUndefined, trim_blocks=True, lstrip_blocks=True)
    return pages.from_string(source).render(
        sessions=len(found),
        version=grid.version,
        seeds=f"{grid.first_seed} to {grid.last_seed}",
        adaptation=grid.adaptation,
        protocols=list(zip(grid.protocols, grid.digests, strict=True)),
        kinds=list(kinds(found)),
        distributions=[
            ("Length", "min", bins([each.duration_s / 60 for each in found])),
            ("Slower at the end by", "/min", bins([each.slowed_bpm for each in found if each.slowed_bpm is not None])),
            (
                "From a fault to the stop",
                "s",
                bins([each.duration_s - each.fault_s for each in found if each.stopped and each.fault_s is not None]),
            ),
        ],
        worst=[
            _Cases(each.title, tuple((_told(one), one.cell(grid.adaptation).command()) for one in each.sessions))
            for each in worst(found)
        ],
    )


def _told(one: Outcome) -> str:
    rule = f" for {one.rule}" if one.rule else ""
    slowed = "" if one.slowed_bpm is None else f", slower by {one.slowed_bpm:.1f}/min"
    return f"{one.outcome}{rule} after {one.duration_s:.0f} s{slowed}"
