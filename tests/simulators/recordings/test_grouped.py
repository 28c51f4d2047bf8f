"""Commas that group thousands, in intervals and in clocks; beside them those that are decimal points stay so."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.ticks import to_ms
from simulators.recordings.recording import Recording
from tests.simulators.recordings.test_tables import RR, ends, intervals, written

E = ends()
SLOW = [x + 150 for x in RR]
"""Some above a second, some below."""

CLOCKS: dict[str, Callable[[float], str]] = {
    "time_ms": lambda t: f"{1000 * t:,.0f}",
    "time_us": lambda t: f"{1e6 * t:,.0f}",
    "epoch_us": lambda t: f"{1.76e15 + 1e6 * t:,.0f}",
    "timestamp": lambda t: f"{1.76e12 + 1000 * t:,.0f}",
    "elapsed": lambda t: f"{1000 * t:,.1f}",
}

INTERVALS: dict[str, Callable[[float], str]] = {
    "rr_ms": lambda x: f"{x:,.0f}",
    "rr_us": lambda x: f"{1000 * x:,.0f}",
    "ibi [ns]": lambda x: f"{1e6 * x:,.0f}",
    "rr": lambda x: f"{x:,.0f}",
    "RR (ms)": lambda x: f"{x:,.2f}",
}


def read(
    folder: Path, name: str, clock: Callable[[float], str], rr: str, form: Callable[[float], str], mark: str
) -> Recording:
    sums = ends(200, SLOW)
    rows = (f'"{clock(t)}"{mark}"{form(x)}"\n' for t, x in zip(sums, SLOW, strict=True))
    return written(folder, f"{name}{mark}{rr}\n" + "".join(rows))


@pytest.mark.parametrize("mark", [",", ";", "\t"], ids=["comma", "semicolon", "tab"])
@pytest.mark.parametrize("rr", INTERVALS)
@pytest.mark.parametrize("name", CLOCKS)
def test_thousands_are_grouped(tmp_path: Path, name: str, rr: str, mark: str) -> None:
    found = read(tmp_path, name, CLOCKS[name], rr, INTERVALS[rr], mark)
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(SLOW, abs=9)
    assert [k for k, gap in enumerate(found.gaps) if gap] == [200]


DECIMAL: dict[str, Callable[[float], str]] = {
    "rr_s": lambda x: f"{x / 1000:.3f}",
    "rr_ms": lambda x: f"{x:.3f}",
    "rr": lambda x: f"{x / 1000:.3f}",
    "ibi": lambda x: f"{x:.1f}",
}


@pytest.mark.parametrize("mark", [",", ";"], ids=["comma", "semicolon"])
@pytest.mark.parametrize("rr", DECIMAL)
def test_a_decimal_comma_stays_one(tmp_path: Path, rr: str, mark: str) -> None:
    """Three digits behind it are as usual as thousands; what it is the unit and the numbers beside it tell."""
    found = read(
        tmp_path, "time_s", lambda t: f"{t:.3f}".replace(".", ","), rr, lambda x: DECIMAL[rr](x).replace(".", ","), mark
    )
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(SLOW, abs=9)
    assert [k for k, gap in enumerate(found.gaps) if gap] == [200]


def test_two_intervals_in_a_cell_are_no_thousands(tmp_path: Path) -> None:
    pairs = list(zip(intervals(200)[::2], intervals(200)[1::2], strict=True))
    found = written(tmp_path, "time;rr_ms\n" + "".join(f"{1.7 * k:.1f};{a},{b}\n" for k, (a, b) in enumerate(pairs)))
    assert len(found) == 200
