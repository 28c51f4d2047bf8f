"""The files that people have: each is recognised by its content and read as its program meant it."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.errors import InputError
from biofeedback.ticks import to_ms
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording
from simulators.recordings.tables.moments import readings


def written(folder: Path, text: str) -> Recording:
    path = folder / "file"
    path.write_text(text)
    return read(path)


def logged(lost_at: int, lost_s: int, late_at: int = -1) -> str:
    """A Polar Sensor Logger file: the phone's clock when each interval arrived, a quarter of a second unsure."""
    rows, t = ["Phone timestamp;RR-interval [ms]"], 14 * 3600.0
    for k in range(120):
        t += 0.8 + (lost_s if k == lost_at else 0)
        arrived = t + 0.25 * (k % 3) + (3.0 if late_at <= k < late_at + 4 else 0.0)
        clock = f"{int(arrived // 3600):02}:{int(arrived // 60) % 60:02}:{arrived % 60:06.3f}"
        rows.append(f"2026-04-24T{clock};800")
    return "\n".join(rows)


def test_arrival_clocks_show_lost_time_and_nothing_else(tmp_path: Path) -> None:
    """A clock of arrival makes one gap where time was lost, none where packets came late or unevenly."""
    whole = written(tmp_path, logged(-1, 0))
    late = written(tmp_path, logged(-1, 0, late_at=40))
    lost = written(tmp_path, logged(60, 30))
    assert not any(whole.gaps)
    assert not any(late.gaps)
    assert [k for k, gap in enumerate(lost.gaps) if gap] == [60]
    assert lost.duration_s == pytest.approx(whole.duration_s + 30, abs=0.6)


def test_polar_hrm_in_rr_mode_and_otherwise(tmp_path: Path) -> None:
    """Intervals are read from RR mode up to the closing 0; rates every five seconds are refused."""
    text = "[Params]\nVersion=106\nInterval={}\n\n[Note]\nhello\n\n[HRData]\n800\n810\n0\n"
    assert [to_ms(x) for x in written(tmp_path, text.format(238)).rr_ticks] == [800, 810]
    with pytest.raises(InputError) as caught:
        written(tmp_path, text.format(5))
    assert (caught.value.kind, caught.value.line) == ("no_intervals", 8)


def test_openhrv_reads_intervals_only(tmp_path: Path) -> None:
    """Other events of the table are passed over."""
    rows = ["event,value,timestamp"]
    for k in range(20):
        rows.append(f"InterBeatInterval,80{k % 10},2026-01-01T10:00:{k + 10}.5")
        rows.append(f"PacerRate,6,2026-01-01T10:00:{k + 10}.6")
    recording = written(tmp_path, "\n".join(rows))
    assert (recording.format, len(recording)) == ("openhrv", 20)


@pytest.mark.parametrize(
    "header", ["date,rr,since start", "timestamp, rr, since_start", "time\tRRI (ms)", "IBI;Time", "RR Intervals"]
)
def test_headers_of_many_programs(tmp_path: Path, header: str) -> None:
    """A column of intervals is found by its name, in any order, with any separator."""
    mark = ";" if ";" in header else "\t" if "\t" in header else ","
    names = header.lower().split(mark)
    row = mark.join("800" if ("rr" in n or "ibi" in n) else "17" for n in names)
    assert [to_ms(x) for x in written(tmp_path, "\n".join([header, row, row])).rr_ticks] == [800, 800]


def test_decimal_commas(tmp_path: Path) -> None:
    """Where the semicolon separates, the comma is the decimal point."""
    assert to_ms(written(tmp_path, "t_s;rr_ms\n0,8;800,5\n1,6;810\n").rr_ticks[0]) == 800.5
    assert to_ms(written(tmp_path, "time;RR\n0;0,800\n1;0,810\n").rr_ticks[0]) == 800


def test_empty_cells_are_rows_without_a_beat(tmp_path: Path) -> None:
    """A logger's table of samples holds an interval only where a beat ended."""
    recording = written(tmp_path, "time,ecg,hr,rr\n1,-0.1,,\n2,0.3,90,421\n3,0.1,,\n4,0.2,91,430\n")
    assert [to_ms(x) for x in recording.rr_ticks] == [421, 430]


def test_time_of_day_goes_on_after_midnight(tmp_path: Path) -> None:
    """Where only the time of day is written, the day after follows: no time is lost there, and none is won."""
    rows = ["time,rr"]
    for k in range(100):
        t = (23 * 3600 + 59 * 60 + k) % 86_400
        rows.append(f"{t // 3600:02}:{t // 60 % 60:02}:{t % 60:02},1000")
    found = written(tmp_path, "\n".join(rows))
    assert found.duration_s == 100
    assert not any(found.gaps)


@given(st.text(max_size=25))
def test_any_cell_is_seconds_or_none(cell: str) -> None:
    """Reading clocks never fails, and what is read is a number."""
    assert all(isinstance(each.seconds(cell), float) for each in readings(cell))


def test_real_files(recordings: Path) -> None:
    """Real files of each program are read, and those without intervals are refused with a reason."""
    formats = recordings / "formats"
    expected = {
        "kubios/kubios_type2_time_rr_seconds.txt": ("rr-text", 978),
        "polar_hrm/rr_mode_smode000000000.hrm": ("polar-hrm", 4117),
        "polar_hrm/polarflow_bipolar_rr.hrm": ("polar-hrm", 628),
        "generic_txt/hrvas_time_ibi_seconds.ibi": ("rr-text", 3482),
        "generic_txt/ghrv_beat_times_seconds.txt": ("rr-text", 7181),
        "generic_txt/rri_semicolon.csv": ("rr-columns", 4),
        "constructed/polar_sensor_logger_RR.txt": ("rr-columns", 120),
    }
    for name, (form, count) in expected.items():
        recording = read(formats / name)
        assert (recording.format, len(recording)) == (form, count), name
    for name in ("polar_hrm/hr_only_s625x_not_rr.hrm", "generic_txt/test_file_3.txt", "garmin_fit/Activity.fit"):
        with pytest.raises(InputError):
            read(formats / name)
