"""Clocks in pieces: hour, minute and second apart, counters that begin anew when full, zones that change in autumn."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.ticks import to_ms
from tests.simulators.recordings.test_tables import RR, ends, moment, written

E = ends()

APART: dict[str, tuple[str, Callable[[float], str]]] = {
    "whole": ("hour,minute,second", moment("%H,%M,%S")),
    "with parts": ("Hour,Min,Sec", moment("%H,%M,%S.%f")),
    "German": ("Stunde,Minute,Sekunde", moment("%H,%M,%S")),
    "Chinese": ("时,分,秒", moment("%H,%M,%S")),
    "milliseconds apart": ("h,m,s,ms", lambda t: f"8,{int(t // 60)},{int(t % 60)},{int(t * 1000 % 1000)}"),
    "no hours": ("minutes,seconds", lambda t: f"{int(t // 60)},{t % 60:.2f}"),
    "over the hour": ("min,sec", lambda t: f"{int((t + 3400) // 60) % 60},{(t + 3400) % 60:.2f}"),
    "over midnight": ("hh,mm,ss", lambda t: moment("%H,%M,%S.%f")(t + 57_400)),
    "a day apart, too": ("date,hour,minute,second", moment("2026-03-04,%H,%M,%S")),
}  # fmt: skip


@pytest.mark.parametrize("kind", APART)
def test_hours_minutes_and_seconds_in_columns_of_their_own(tmp_path: Path, kind: str) -> None:
    header, form = APART[kind]
    found = written(tmp_path, f"{header},rr\n" + "".join(f"{form(t)},{x}\n" for t, x in zip(E, RR, strict=True)))
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=11)
    assert [k for k, gap in enumerate(found.gaps) if gap] == [200]
    assert found.duration_s == pytest.approx(E[-1], abs=2.5)


@pytest.mark.parametrize("full", [65_536, 60_000, 32_768])
@pytest.mark.parametrize("name", ["time_ms", "timestamp", "device_time"])
def test_a_counter_that_is_full_begins_anew(tmp_path: Path, name: str, full: int) -> None:
    """A minute that is lost is told, where the counter holds a minute; no turn of it is a gap."""
    at = E if full > 60_000 else ends(None)
    found = written(
        tmp_path,
        f"{name},rr_ms\n" + "".join(f"{(1000 * t + 12_345) % full:.0f},{x}\n" for t, x in zip(at, RR, strict=True)),
    )
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=9)
    assert sum(found.gaps) == (full > 60_000)
    assert "remarks.restarts" not in [each.code for each in found.remarks]


@pytest.mark.parametrize(("summer", "winter"), [("CEST", "CET"), ("BST", "GMT"), ("EDT", "EST"), ("AEDT", "AEST")])
@pytest.mark.parametrize("pattern", ["%Y-%m-%d %H:%M:%S", "%d.%m.%Y %H:%M:%S", "%b %d, %Y %I:%M:%S %p"])
def test_zones_that_change_lose_no_time(tmp_path: Path, pattern: str, summer: str, winter: str) -> None:
    def cell(t: float) -> str:
        early = t < E[100]
        return f'"{moment(pattern)(t + 3600 * early)} {summer if early else winter}"'

    found = written(tmp_path, "date;rr\n" + "".join(f"{cell(t)};{x}\n" for t, x in zip(E, RR, strict=True)))
    assert [k for k, gap in enumerate(found.gaps) if gap] == [200]
    assert found.duration_s == pytest.approx(E[-1], abs=2.5)
