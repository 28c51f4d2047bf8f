"""What people's programs leave in a file: broken cells, copies, sums, other columns. Each is read, told, or refused."""

from __future__ import annotations

import json
import math
import random
from collections.abc import Callable
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from biofeedback.ticks import to_ms
from simulators.recordings.tables import moments
from simulators.recordings.tables.names import column_name
from tests.signal.ecg.synthetic import ecg, rhythm
from tests.simulators.recordings.test_as_people_have_them import codes, refusal
from tests.simulators.recordings.test_ecg import edf
from tests.simulators.recordings.test_kinds import written
from tests.simulators.recordings.test_tables import RR, ends

E = ends()
BEGAN = datetime(2026, 3, 4, 8)  # noqa: DTZ001 - as files write it


def date(pattern: str) -> Callable[[float], str]:
    return lambda t: (BEGAN + timedelta(seconds=t)).strftime(pattern)


def table(header: str, cell: Callable[[float], str], broken: dict[int, str] | None = None, mark: str = ";") -> str:
    cells = [cell(t) for t in E]
    for place, wrong in (broken or {}).items():
        cells[place] = wrong
    return header + "\n" + "".join(f"{c}{mark}{x}\n" for c, x in zip(cells, RR, strict=True))


GERMAN = date("%d.%m.%Y %H:%M:%S")
REPORT = "Kubios HRV\n\nRR INTERVAL DATA\n\nDate;RR"


@pytest.mark.parametrize("wrong", ["", "xx", "0", "31.02.2026 08:00:00", "01.01.1970 00:00:00", "01.01.2050 00:00:00"])
@pytest.mark.parametrize("place", [0, 1, 3, 50, len(RR) - 2, len(RR) - 1])
def test_one_broken_date_costs_neither_the_order_nor_the_clock(tmp_path: Path, place: int, wrong: str) -> None:
    found = written(tmp_path, table(REPORT, GERMAN, {place: wrong}))
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=0.6)
    assert found.duration_s == pytest.approx(E[-1], abs=2.5)
    assert sum(found.gaps) == 1


@pytest.mark.parametrize("place", [0, 1, 50, len(RR) - 1])
def test_a_day_that_is_wrong_in_one_cell_turns_no_table_round(tmp_path: Path, place: int) -> None:
    """The day alone is the same in all rows but one."""
    for wrong in ("03.03.2026 00:00:00", "05.03.2026 00:00:00"):
        found = written(tmp_path, table("Date;RR", lambda _t: "04.03.2026 00:00:00", {place: wrong}))
        assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=0.6)
        assert "remarks.newest_first" not in codes(found)


def test_two_wrong_cells_one_after_the_other(tmp_path: Path) -> None:
    found = written(tmp_path, table("time;rr", lambda t: f"{1.76e12 + 1000 * t:.0f}", {70: "0", 71: "0"}))
    assert found.duration_s == pytest.approx(E[-1], abs=2.5)


def test_a_cell_of_midnight_at_noon_is_no_new_day(tmp_path: Path) -> None:
    found = written(tmp_path, table("time;rr", lambda t: date("%H:%M:%S")(t + 12 * 3600), {70: "00:00:00"}))
    assert found.duration_s == pytest.approx(E[-1], abs=2.5)


@pytest.mark.parametrize(
    "pattern",
    [
        "4. März 2026 %H:%M:%S", "4 mars 2026 %H:%M:%S", "4 de marzo de 2026 %H:%M:%S", "Mi 04.03.2026 %H:%M:%S",
        "[%Y-%m-%d %H:%M:%S]", "%d/%b/%Y:%H:%M:%S +0000", "%H:%M:%S %Y-%m-%d", "03-04 %H:%M:%S", "Mar  4 %H:%M:%S",
        "%Y. %m. %d. 오전 %I:%M:%S", "%Y/%m/%d 午前%I:%M:%S", "%Y-%m-%d %H:%M:%S Europe/Berlin",
    ],
)  # fmt: skip
def test_dates_of_more_languages_and_logs(tmp_path: Path, pattern: str) -> None:
    found = written(tmp_path, table("timestamp;rr", date(pattern)))
    assert found.duration_s == pytest.approx(E[-1], abs=2.5)
    assert sum(found.gaps) == 1


@pytest.mark.parametrize("name", ["year first", "day first", "month first", "time of day"])
def test_dates_are_read_alike_in_haste(name: str) -> None:
    reading = next(each for each in moments._READINGS if each.name == name)
    quick = moments.quickly((reading,))
    for cell in (
        "04.03.2026 08:00:01",
        "2026-03-04T08:00:01.5",
        "08:00:59",
        "08:00:61",
        "xx",
        "08:00:01 PM",
        "8:1",
        "",
    ):
        slow = reading.seconds(cell)
        for _ in (1, 2):
            (found,) = quick(cell)
            assert found == slow or (slow is None and math.isnan(found))


@pytest.mark.parametrize("name", ["timestamp", "time [ms]"])
def test_rows_that_stand_twice_with_their_times_are_read_once(tmp_path: Path, name: str) -> None:
    """No clock of samples that would fit by chance."""
    begin = 1.76e12 if name == "timestamp" else 0
    rows = [f"{begin + 1000 * t:.0f},{x}\n" for t, x in zip(E, RR, strict=True)]
    found = written(tmp_path, f"{name},rr\n" + "".join(row * 2 for row in rows))
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=0.6)
    assert "remarks.doubled" in codes(found)


def test_a_table_that_was_appended_to_itself_is_read_once(tmp_path: Path) -> None:
    rows = table("time;rr", lambda t: f"{1.76e12 + 1000 * t:.0f}")
    found = written(tmp_path, rows + rows)
    assert len(found) == len(RR)
    assert "remarks.repeated" in codes(found)


def test_a_clock_that_begins_anew_is_told(tmp_path: Path) -> None:
    found = written(tmp_path, table("time;rr", lambda t: f"{t if t < E[80] else t - E[80]:.1f}"))
    assert "remarks.restarts" in codes(found)


@pytest.mark.parametrize("foot", ["Mean;850\nSD;30\n", "Total;400\n"])
def test_sums_behind_a_table_are_no_intervals(tmp_path: Path, foot: str) -> None:
    found = written(tmp_path, table("time;rr", lambda t: f"{t:.3f}") + foot)
    assert len(found) == len(RR)
    assert "remarks.words_behind" in codes(found)


def test_what_else_was_in_the_file_is_told(tmp_path: Path) -> None:
    """Another column, another list, several intervals in a cell, rows in which no beat ended, commas of two kinds."""
    rows = zip(E, RR, strict=True)
    assert "remarks.other_columns" in codes(
        written(tmp_path, "t,rr_left,rr_right\n" + "".join(f"{t},{x},{x + 9}\n" for t, x in rows))
    )
    assert "remarks.other_lists" in codes(written(tmp_path, {"rest": {"rr": RR}, "run": {"rr": RR[:90]}}))
    packets = "".join(f"{E[k + 1]:.0f};{RR[k]},{RR[k + 1]}\n" for k in range(0, len(RR), 2))
    assert "remarks.packets" in codes(written(tmp_path, "t;rr\n" + packets))
    sparse = "".join(f"{k};{RR[k // 5] if k % 5 == 0 else ''}\n" for k in range(5 * len(RR)))
    assert "remarks.rows_without" in codes(written(tmp_path, "nr;rr\n" + sparse))
    assert "remarks.pairs" in codes(written(tmp_path, "\n".join(f"0,{x}" for x in RR)))


def noise() -> list[object]:
    source = random.Random(5)
    return [round(2000 * source.random()) for _ in range(400)]


NAMED: dict[str, tuple[list[object], str]] = {
    "noise": (noise(), "samples"),
    "ECG in counts": ([512 + (300 if k % 104 < 4 else k % 7) for k in range(3000)], "samples"),
    "a count": ([300 + 3 * k for k in range(400)], "only rise"),
}


@pytest.mark.parametrize(("values", "reason"), NAMED.values(), ids=NAMED)
def test_a_name_alone_makes_no_intervals(tmp_path: Path, values: list[object], reason: str) -> None:
    assert reason in refusal(tmp_path, "rr\n" + "\n".join(map(str, values)))


@pytest.mark.parametrize("header", ["year", "Weight", "time,x,y,z", "time,lat,lon,ele"])
def test_other_quantities_are_no_intervals(tmp_path: Path, header: str) -> None:
    row = ",".join(["{k}", "0.85", "0.84", "0.86"][-header.count(",") - 1 :]) if "," in header else "{y}"
    text = header + "\n" + "".join(row.format(k=k, y=900 + k % 50) + "\n" for k in range(300))
    assert "hold no intervals" in refusal(tmp_path, text) or "expected a table" in refusal(tmp_path, text)


@pytest.mark.parametrize(
    ("header", "unit"),
    [("rrInterval1024", 1000 / 1024), ("RR 1024ths", 1000 / 1024), ("RR (1/10 ms)", 0.1), ("interval_ms", 1.0)],
)
def test_more_units_in_names(header: str, unit: float) -> None:
    name = column_name(header)
    assert name.is_intervals
    assert name.unit_ms == pytest.approx(unit)


def test_ticks_of_an_unknown_length_are_asked_for(tmp_path: Path) -> None:
    assert "--unit" in refusal(tmp_path, "rr_ticks\n" + "\n".join(map(str, RR)))


JSONS: dict[str, object] = {
    "pandas": {"time": dict(enumerate(E)), "rr": dict(enumerate(RR))},
    "time in an object beside": [
        {"body": {"rr_interval": {"value": x, "unit": "ms"}, "effective": {"date_time": date("%Y-%m-%dT%H:%M:%S")(t)}}}
        for t, x in zip(E, RR, strict=True)
    ],
}


@pytest.mark.parametrize("content", JSONS.values(), ids=JSONS)
def test_the_clock_of_more_json(tmp_path: Path, content: object) -> None:
    found = written(tmp_path, json.loads(json.dumps(content)))
    assert found.duration_s == pytest.approx(E[-1], abs=2.5)
    assert sum(found.gaps) == 1


@pytest.mark.parametrize("where", ["inside", "beside"])
def test_a_unit_in_json_is_believed(tmp_path: Path, where: str) -> None:
    ticks = [round(1.024 * x) for x in RR]
    unit = {"unit": "1/1024 s"}
    content = {"rr": {**unit, "values": ticks}} if where == "inside" else {**unit, "rr": ticks}
    assert [to_ms(x) for x in written(tmp_path, content).rr_ticks] == pytest.approx(RR, abs=0.6)


@pytest.mark.parametrize("begin", ["RR: ", "RR intervals (ms): ", "rr=", "var rr = ["])
@pytest.mark.parametrize("mark", [" ", ", ", ","])
def test_a_list_behind_its_name(tmp_path: Path, begin: str, mark: str) -> None:
    text = begin + mark.join(map(str, RR)) + ("];" if "[" in begin else "")
    assert [to_ms(x) for x in written(tmp_path, text).rr_ticks] == RR


@pytest.mark.parametrize(("content", "name"), [(b"{\\rtf1 841 884}", "RTF"), (b"<!DOCTYPE html><html><br>", "HTML")])
def test_pages_are_named(tmp_path: Path, content: bytes, name: str) -> None:
    assert name in refusal(tmp_path, content)


@pytest.mark.parametrize("label", ["Resp (ECG)", "ECG artefact"])
def test_what_is_made_of_an_ecg_is_none(tmp_path: Path, label: str) -> None:
    made = edf(tmp_path, ecg(rhythm(40), 130).uv, label=label)
    assert "no signal" in refusal(tmp_path, made.read_bytes())
