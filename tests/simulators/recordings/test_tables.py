"""Tables of any program: names, units and clocks are understood by what they say and what fits, not by a list."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime, timedelta
from itertools import accumulate
from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biofeedback.errors import InputError
from biofeedback.ticks import to_ms
from simulators.recordings.asked import NOTHING_ASKED, Asked, Unit
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording

BEGAN = datetime(2026, 3, 4, 8, 0, 0)  # noqa: DTZ001 - as loggers write it


def intervals(count: int = 400, seed: int = 3) -> list[int]:
    """A heart at 850 ms that breathes and wanders."""
    random, level, found = Random(seed), 0.0, []
    for k in range(count):
        level = 0.95 * level + random.gauss(0, 8)
        found.append(round(850 + level + 30 * ((k % 5) - 2) / 2 + random.gauss(0, 5)))
    return found


RR = intervals()
LOST_S = 60.0


def ends(lost_at: int | None = 200, rr: list[int] = RR) -> list[float]:
    """When each interval ended, with a minute lost before one of them."""
    lost = [LOST_S if lost_at is not None and k >= lost_at else 0.0 for k in range(len(rr))]
    return [total / 1000 + gone for total, gone in zip(accumulate(rr), lost, strict=True)]


def written(folder: Path, text: str, asked: Asked = NOTHING_ASKED, name: str = "file.txt") -> Recording:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return read(path, asked)


def refused(folder: Path, text: str, asked: Asked = NOTHING_ASKED) -> str:
    with pytest.raises(InputError) as caught:
        written(folder, text, asked)
    return caught.value.message


def table(header: str, times: list[str], mark: str = ",", rr: list[int] = RR) -> str:
    rows = (f"{t}{mark}{x}" for t, x in zip(times, rr, strict=True))
    return "\n".join([header, *rows, ""])


def moment(pattern: str) -> Callable[[float], str]:
    return lambda t: (BEGAN + timedelta(seconds=t)).strftime(pattern)


CLOCKS: dict[str, tuple[str, Callable[[float], str]]] = {
    "seconds": ("Elapsed (s)", lambda t: f"{t:.3f}"),
    "no name": ("x", lambda t: f"{t:.3f}"),
    "milliseconds": ("t_ms", lambda t: f"{1000 * t:.0f}"),
    "microseconds": ("sensor_us", lambda t: f"{1e6 * t:.0f}"),
    "nanoseconds": ("sensor timestamp", lambda t: f"{5e17 + 1e9 * t:.0f}"),
    "epoch s": ("unix", lambda t: f"{1760000000 + t:.3f}"),
    "epoch ms": ("created_at", lambda t: f"{1760000000000 + 1000 * t:.0f}"),
    "minutes": ("minutes", lambda t: f"{t / 60:.6f}"),
    "spreadsheet days": ("Date", lambda t: f"{45356.31 + t / 86400:.9f}"),
    "ticks": ("beat_time [1/1024 s]", lambda t: f"{1024 * t:.0f}"),
    "iso": ("Zeitstempel", moment("%Y-%m-%dT%H:%M:%S.%f")),
    "iso zone": ("when", lambda t: moment("%Y-%m-%dT%H:%M:%S.%f")(t)[:-3] + "+01:00"),
    "iso Z": ("when", lambda t: moment("%Y-%m-%dT%H:%M:%S.%f")(t)[:-3] + "Z"),
    "whole seconds": ("timestamp", moment("%Y-%m-%d %H:%M:%S")),
    "with zone": ("date", moment("%Y-%m-%d %H:%M:%S +0000")),
    "day first": ("Hora", moment("%d/%m/%Y %H:%M:%S")),
    "month first": ("time", moment("%m/%d/%Y %I:%M:%S %p")),
    "dots": ("Datum", moment("%d.%m.%Y %H:%M:%S.%f")),
    "slashes": ("date", moment("%Y/%m/%d %H:%M:%S")),
    "short year": ("date", moment("%d.%m.%y %H:%M:%S")),
    "packed": ("time", moment("%Y%m%d%H%M%S")),
    "packed T": ("time", moment("%Y%m%dT%H%M%S")),
    "month name": ("time", moment("%d %b %Y %H:%M:%S")),
    "month name first": ("time", moment("%b %d, %Y %I:%M:%S %p")),
    "time of day": ("clock", moment("%H:%M:%S.%f")),
    "colon fraction": ("clock", lambda t: moment("%H:%M:%S")(t) + f":{int(1000 * (t % 1)):03}"),
    "am": ("clock", moment("%I:%M:%S %p")),
    "minutes and seconds": ("lap", lambda t: f"{int(t // 60) % 60:02}:{t % 60:04.1f}"),
    "chinese": ("时间", moment("%Y年%m月%d日 %H:%M:%S")),
}


@pytest.mark.parametrize(("name", "form"), CLOCKS.values(), ids=CLOCKS)
def test_a_clock_is_found_by_its_fit(tmp_path: Path, name: str, form: Callable[[float], str]) -> None:
    """Whatever it is called and however it is written, the minute that was lost is found, and told."""
    mark = ";" if "," in form(1.0) else ","
    found = written(tmp_path, table(f"{name}{mark}RR", [form(t) for t in ends()], mark))
    assert found.duration_s == pytest.approx(ends()[-1], abs=2)
    assert sum(found.gaps) == 1
    assert "remarks.clock" in [remark.code for remark in found.remarks]


def test_a_decimal_comma_in_times(tmp_path: Path) -> None:
    """Both columns have commas, where another sign separates; also quoted between commas."""
    cells = [
        (f"{t:.3f}".replace(".", ","), f"{x / 1000:.3f}".replace(".", ",")) for t, x in zip(ends(), RR, strict=True)
    ]
    for mark, quote in ((";", ""), ("\t", ""), (",", '"')):
        text = "\n".join(["Zeit" + mark + "RR [s]", *(f"{quote}{a}{quote}{mark}{quote}{b}{quote}" for a, b in cells)])
        found = written(tmp_path, text)
        assert [to_ms(x) for x in found.rr_ticks] == RR
        assert sum(found.gaps) == 1


def test_without_names_and_with_commas_only(tmp_path: Path) -> None:
    """`0,841` on each line is one number, `0,841,0,841` two."""
    one = "\n".join(f"0,{x:03}" for x in RR)
    two = "\n".join(
        f"{int(t)},{round(1000 * (t % 1)) % 1000:03},{x // 1000},{x % 1000:03}" for t, x in zip(ends(), RR, strict=True)
    )
    assert [to_ms(x) for x in written(tmp_path, one).rr_ticks] == RR
    assert [to_ms(x) for x in written(tmp_path, two).rr_ticks] == RR


@pytest.mark.parametrize(
    ("header", "ms"),
    [
        ("rr", 1), ("RR [1/1024 s]", 1000 / 1024), ("ibi_s", 1000), ("IBI_ms", 1), ("rrs_ms", 1), ("rr_interval_ms", 1),
        ("PPI", 1), ("PP-interval (ms)", 1), ("RR-Intervall [ms]", 1), ("nn_us", 0.001), ("RrInterval", 1), ("R-R", 1),
        ("interbeat interval (sec)", 1000), ("RR间期(ms)", 1), ("rr in s", 1000), ("RRms", 1), ("HRV RR (ms)", 1),
        ("Beat to beat interval / ms", 1), ("rr_raw", 1), ('"IBI"', 1),
    ],
)  # fmt: skip
def test_names_and_units_of_intervals(tmp_path: Path, header: str, ms: float) -> None:
    """A stated unit is believed; without one the size of the numbers decides between s and ms."""
    values = [x / ms for x in RR]
    found = written(tmp_path, "\n".join([header, *(f"{value:.6g}" for value in values)]))
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=1)


@pytest.mark.parametrize("unit", Unit)
def test_a_unit_that_is_asked_for_goes_before_all(tmp_path: Path, unit: Unit) -> None:
    """What a file cannot say, its reader can."""
    found = written(tmp_path, "\n".join(f"{x / unit.ms:.4f}" for x in RR), Asked(unit=unit))
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=0.1)


def test_a_column_that_is_asked_for_is_read(tmp_path: Path) -> None:
    """Under any name, and beside one that would be taken without a word."""
    text = "\n".join(["rr,Abstand", *(f"500,{x}" for x in RR)])
    assert [to_ms(x) for x in written(tmp_path, text, Asked(column="abstand")).rr_ticks] == RR
    assert "no column nix" in refused(tmp_path, text, Asked(column="nix"))


LOOKS: dict[str, tuple[Callable[[int], object], str]] = {
    "microseconds": (lambda x: 1000 * x, "microseconds"),
    "tenths": (lambda x: 10 * x, "tenths of a ms"),
    "nanoseconds": (lambda x: 1000000 * x, "nanoseconds"),
    "heart rates": (lambda x: round(60000 / x), "heart rates"),
    "heart rates with points": (lambda x: f"{60000 / x:.1f}", "heart rates"),
    "breaths": (lambda x: 10 + x % 9, "breaths"),
}


@pytest.mark.parametrize(("form", "likeness"), LOOKS.values(), ids=LOOKS)
@pytest.mark.parametrize("header", ["", "rr\n"])
def test_no_heart_no_numbers(tmp_path: Path, form: Callable[[int], object], likeness: str, header: str) -> None:
    """Numbers that no heart gives are refused with what they look like, and how to say otherwise."""
    message = refused(tmp_path, header + "\n".join(str(form(x)) for x in RR))
    assert likeness in message
    assert "unit" in message


def test_samples_of_a_signal_are_no_intervals(tmp_path: Path) -> None:
    """Numbers that jump as noise does, down to what no heart muscle can do."""
    random = Random(1)
    noise = "\n".join(str(round(random.gauss(500, 120))) for _ in range(2000))
    assert "samples" in refused(tmp_path, noise)


def test_rows_that_stand_twice_are_read_once_or_refused(tmp_path: Path) -> None:
    """Every row twice is put right and told; packets of two that came twice are refused with the ratio."""
    times = [f"{1760000000 + t:.0f}" for t in ends(None)]
    rows = [f"{t},{x}" for t, x in zip(times, RR, strict=True)]
    once = written(tmp_path, "\n".join(["timestamp,rr", *(row for row in rows for _ in range(2))]))
    assert [to_ms(x) for x in once.rr_ticks] == RR
    assert "remarks.doubled" in [remark.code for remark in once.remarks]
    packets = [row for k in range(0, len(rows), 2) for row in (*rows[k : k + 2], *rows[k : k + 2])]
    assert "times as long as the clock" in refused(tmp_path, "\n".join(["timestamp,rr", *packets]))


def test_resampled_intervals_and_two_devices_are_refused(tmp_path: Path) -> None:
    """Where the intervals together are longer than the clock, something is there twice."""
    resampled = [(k / 4, RR[k // 4]) for k in range(1200)]
    assert "times as long" in refused(tmp_path, "\n".join(["time,rr", *(f"{t},{x}" for t, x in resampled)]))
    both = [f"{t:.0f},{d},{x + 120 * (d == 'B')}" for t, x in zip(ends(None), RR, strict=True) for d in "AB"]
    assert "times as long" in refused(tmp_path, "\n".join(["time,device,rr", *both]))


def test_a_clock_that_runs_ahead_throughout_is_refused(tmp_path: Path) -> None:
    """Only one interval of each packet was logged: differences of neighbours would be of others."""
    kept = [(t, x) for k, (t, x) in enumerate(zip(ends(None), RR, strict=True)) if k % 2]
    assert "missing throughout" in refused(
        tmp_path, "\n".join(["timestamp,rr", *(f"{1760000000 + t:.0f},{x}" for t, x in kept)])
    )


def test_the_newest_row_first_is_turned_round(tmp_path: Path) -> None:
    """The intervals come in the order in which they were, and that is told."""
    rows = [f"{moment('%Y-%m-%dT%H:%M:%S.%f')(t)},{x}" for t, x in zip(ends(), RR, strict=True)]
    found = written(tmp_path, "\n".join(["timestamp,rr", *reversed(rows)]))
    assert [to_ms(x) for x in found.rr_ticks] == RR
    assert sum(found.gaps) == 1
    assert "remarks.newest_first" in [remark.code for remark in found.remarks]


def test_single_bad_cells_do_not_cost_the_clock(tmp_path: Path) -> None:
    """One of them empty, one a word, one far off."""
    times = [f"{t:.3f}" for t in ends()]
    for bad in ("", "error", "0", "99999999"):
        found = written(tmp_path, table("Timestamp,rr", [*times[:50], bad, *times[51:]]))
        assert found.duration_s == pytest.approx(ends()[-1], abs=1)


@pytest.mark.parametrize("empty", ["", "NA", "NaN", "0", "65535", "-1"])
def test_what_is_missing_is_a_hole(tmp_path: Path, empty: str) -> None:
    """No difference is taken over a beat that is not there."""
    cells = [empty if k % 7 == 3 else str(x) for k, x in enumerate(RR)]
    found = written(tmp_path, "\n".join(["rr", *cells]))
    assert [to_ms(x) for x in found.rr_ticks] == [x for k, x in enumerate(RR) if k % 7 != 3]
    assert sum(found.gaps) == sum(k % 7 == 3 for k in range(len(RR) - 1))


def test_blank_lines_between_all_lines_are_no_holes(tmp_path: Path) -> None:
    """Some programs end their lines twice."""
    assert not any(written(tmp_path, "\n\n".join(map(str, RR))).gaps)


@pytest.mark.parametrize("mark", [",", ";", "\t", " ", ", ", "|", "\n"])
def test_all_numbers_on_one_line_or_several_a_line(tmp_path: Path, mark: str) -> None:
    """A list is a list, whatever separates it."""
    assert [to_ms(x) for x in written(tmp_path, mark.join(map(str, RR))).rr_ticks] == RR
    lines = "\n".join(mark.join(map(str, RR[k : k + 10])) for k in range(0, len(RR), 10))
    assert [to_ms(x) for x in written(tmp_path, lines).rr_ticks] == RR


def test_words_before_the_numbers(tmp_path: Path) -> None:
    """A head of remarks, keys and values, and a rule of dashes; with names or without."""
    head = "# Recorded with an app\nDevice: H10\nDate: 2026-03-04\n-----------\n\n"
    for names in ("", "RR\n", "Timestamp;RR\n"):
        rows = table("", [f"{t:.3f}" for t in ends(None)], ";").strip() if ";" in names else "\n".join(map(str, RR))
        assert [to_ms(x) for x in written(tmp_path, head + names + rows).rr_ticks] == RR


def test_one_measurement_a_row(tmp_path: Path) -> None:
    """A list in a cell is a measurement; between two of them time passed."""
    for form in ("{}", '"{}"', "[{}]"):
        first, second = (form.format(" ".join(map(str, part))) for part in (RR[:200], RR[200:]))
        text = f"id;rr_intervals\n1;{first}\n2;{second}\n"
        found = written(tmp_path, text)
        assert [to_ms(x) for x in found.rr_ticks] == RR
        assert [k for k, gap in enumerate(found.gaps) if gap] == [200]


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    rr=st.lists(st.integers(600, 1100), min_size=40, max_size=80),
    unit=st.sampled_from([1.0, 1000.0, 1e6, 1e9]),
    begin=st.sampled_from([0.0, 5.0, 1.7e9]),
    mark=st.sampled_from([",", ";", "\t"]),
    name=st.text(st.characters(categories=["L"]), min_size=1, max_size=8),
)
def test_any_name_and_unit_of_a_beat_clock(
    tmp_path: Path, rr: list[int], unit: float, begin: float, mark: str, name: str
) -> None:
    """Intervals are kept word for word; where the clock is taken, it gives the same length."""
    times = [f"{(begin + t) * unit:.0f}" if unit > 1 else f"{begin + t:.3f}" for t in ends(None, rr)]
    found = written(tmp_path, table(f"{name}_time{mark}rr_ms", times, mark, rr))
    assert [to_ms(x) for x in found.rr_ticks] == rr
    assert found.duration_s == pytest.approx(sum(rr) / 1000, abs=0.01)
    assert not any(found.gaps)


def test_summaries_and_rates_are_named_as_such(tmp_path: Path) -> None:
    """From them no interval can be had, and that is said."""
    for header, row in (
        ("timestamp,rmssd,coverage,low_frequency", "2024-03-05T02:00:00,48.1,0.98,900"),
        ("date,HR,AVNN,SDNN,rMSSD", "2024-03-05,56,1060,55,48"),
        ("Phone timestamp;HR [bpm]", "2024-03-05T07:30:00.000;56"),
        ("Datum;Herzfrequenz", "05.03.2024;61"),
        ("start_time,heart_rate.hrv,heart_rate.comment", "2024-03-05,48,-"),
        ("HR", "61"),
    ):
        assert "hold no intervals" in refused(tmp_path, "\n".join([header, *[row] * 30]))
