"""Intervals in 1/1024 s that do not say so: beside a clock of the beats their unit shows; by a name it is believed."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.ticks import to_ms
from tests.simulators.recordings.test_tables import RR, ends, moment, written

E = ends()
TICKS = [round(x * 1.024) for x in RR]

CLOCKS: dict[str, Callable[[float], str]] = {
    "time_s": lambda t: f"{t:.3f}",
    "timestamp": lambda t: f"{1.76e12 + 1000 * t:.0f}",
    "date": moment("%Y-%m-%dT%H:%M:%S.%f"),
}


def rows(form: Callable[[float], str], values: list[int]) -> str:
    return "".join(f"{form(t)},{x}\n" for t, x in zip(E, values, strict=True))


@pytest.mark.parametrize("name", CLOCKS)
def test_a_clock_of_the_beats_tells_the_unit(tmp_path: Path, name: str) -> None:
    found = written(tmp_path, f"{name},RR\n" + rows(CLOCKS[name], TICKS))
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=9)
    assert [k for k, gap in enumerate(found.gaps) if gap] == [200]
    told = next(each for each in found.remarks if each.code == "remarks.unit_clock")
    assert dict(told.values) == {"name": name, "unit": "1/1024 s"}  # what has no name of its own is told by its clock


@pytest.mark.parametrize("name", CLOCKS)
def test_milliseconds_stay_milliseconds(tmp_path: Path, name: str) -> None:
    found = written(tmp_path, f"{name},RR\n" + rows(CLOCKS[name], RR))
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=9)


def test_a_clock_of_whole_seconds_tells_no_unit(tmp_path: Path) -> None:
    """A hundredth is within what such a clock may be wrong by."""
    found = written(tmp_path, "date,RR\n" + rows(moment("%Y-%m-%d %H:%M:%S"), TICKS))
    assert "remarks.unit_clock" not in [each.code for each in found.remarks]


def test_a_stated_unit_is_believed(tmp_path: Path) -> None:
    found = written(tmp_path, "time_s,RR (ms)\n" + rows(CLOCKS["time_s"], TICKS))
    assert "remarks.unit_clock" not in [each.code for each in found.remarks]


@pytest.mark.parametrize("name", ["ticks1024_rr", "rr_1024ths", "RR 1024", "rr_ticks_1024", "rr1024"])
def test_names_that_say_so(tmp_path: Path, name: str) -> None:
    found = written(tmp_path, f"{name}\n" + "".join(f"{x}\n" for x in TICKS))
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=9)
