"""The README's table of errors is a promise: after each artefact our RMSSD is as near the truth as it says."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import pytest

from biofeedback.validation.statistics import quantile
from simulators.lab.benchmark.artefacts import KINDS
from simulators.lab.benchmark.methods import NamedMethod, this_program
from simulators.lab.benchmark.page import errors
from simulators.lab.benchmark.segments import recorded, synthetic

README = Path(__file__).resolve().parents[2] / "README.md"
OURS = NamedMethod("biofeedback", this_program)
SYNTHETIC = {
    "none": (0.0, 0),
    "1 missed": (1.5, 4),
    "1 extra": (1.2, 3),
    "1 ventricular": (1.1, 4),
    "1 atrial": (1.7, 5),
    "1 misplaced": (2.0, 10),
    "3 missed": (3.0, 7),
    "3 ventricular": (1.8, 7),
    "5 mixed": (3.3, 27),
    "5 heard as two": (2.3, 6),
    "burst of 8": (1.8, 10),
}
"""Error of RMSSD in per cent on sixteen synthetic minutes: median and 95th percentile, as measured; anew where the made
people changed (with those of before the classifier gives the errors of before)."""


def worse(minutes: Sequence[list[float]], kind: str, most: tuple[float, float]) -> str | None:
    """What is worse than that, to the digits in which it is said."""
    found = errors(minutes, kind, OURS)
    middle, high = quantile(found.found, 0.5), quantile(found.found, 0.95)
    if found.refused or middle is None or high is None:
        return f"{kind}: no number for {found.refused} of {len(minutes)}"
    if round(middle, 1) > most[0] or round(high) > most[1]:
        return f"{kind}: {middle:.1f} / {high:.0f}, not {most[0]} / {most[1]}"
    return None


def promised() -> dict[str, tuple[float, float]]:
    """The second column of the README's table, by kind of artefact."""
    rows = [line.split("|")[1:3] for line in README.read_text(encoding="utf-8").splitlines() if line.count(" / ") == 5]
    named = {label.strip().removesuffix("s").removesuffix(" beat"): cell.split(" / ") for label, cell in rows}
    return {kind: (float(cell[0]), float(cell[1])) for kind, cell in named.items()}


def test_synthetic_minutes_come_out_as_well_as_they_did() -> None:
    """On each kind of artefact, none left without a number."""
    minutes = list(synthetic(16, 60.0))
    assert set(SYNTHETIC) == set(KINDS)
    assert not [said for kind, most in SYNTHETIC.items() if (said := worse(minutes, kind, most))]


def test_the_readme_says_what_recordings_show(recordings: Path) -> None:
    """Healthy hearts at rest, by the same code as `biofeedback lab benchmark`."""
    said = promised()
    minutes = list(recorded(recordings, 60, 60.0))
    if len(minutes) != 53:
        pytest.skip("not the recordings of the README's table")
    assert len(said) == 9
    assert set(said) <= set(KINDS)
    assert not [told for kind, most in said.items() if (told := worse(minutes, kind, most))]
