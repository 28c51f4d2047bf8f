"""Variants of what people have: other words, units, clocks and marks, each read as it is meant or refused by its kind.

Many are written from memory of what programs export: their shapes, not files of theirs. In all of them, but where the
name says otherwise, a minute is lost in the middle.
"""

from __future__ import annotations

import gzip
import json
from collections.abc import Callable
from pathlib import Path

import pytest

from biofeedback.ticks import to_ms
from tests.signal.ecg.synthetic import ecg, rhythm
from tests.simulators.recordings.fit_files import fit, hrv, second
from tests.simulators.recordings.test_kinds import refused, written
from tests.simulators.recordings.test_tables import RR, ends, intervals, moment

E = ends()
PAIRS = [RR[k : k + 2] for k in range(0, len(RR), 2)]


def rows(form: Callable[[float], str], mark: str = ";") -> str:
    return "".join(f"{form(t)}{mark}{x}\n" for t, x in zip(E, RR, strict=True))


def later(pattern: str, hours: float) -> Callable[[float], str]:
    """The same day, so many hours later."""
    return lambda t: moment(pattern)(t + 3600 * hours)


def summer_time(t: float) -> str:
    """The clock is put back an hour in the middle, and says so."""
    ahead = 1 if t < E[100] else 0
    return moment("%Y-%m-%dT%H:%M:%S.%f")(t + 3600 * ahead)[:-3] + f"+0{ahead + 1}:00"


CLOCKS: dict[str, Callable[[float], str]] = {
    "time before day": moment("%H:%M:%S %d/%m/%Y"),
    "year at the end": moment("%a %b %d %H:%M:%S %Y"),
    "underscores": moment("%Y-%m-%d_%H-%M-%S"),
    "chinese clock": moment("%Y年%m月%d日 %H时%M分%S秒"),
    "half of the day before": moment("%Y/%m/%d 上午%I:%M:%S"),
    "at": moment("%b %d, %Y at %I:%M:%S %p"),
    "in words": lambda t: f"{int(t // 3600)}h {int(t // 60) % 60}m {t % 60:.3f}s",
    "ISO duration": lambda t: f"PT{int(t // 60)}M{t % 60:.3f}S",
    "pandas": lambda t: f"0 days 00:{int(t // 60):02}:{t % 60:09.6f}",
    "with its unit": lambda t: f"{1000 * t:.0f} ms",
    "grouped": lambda t: f"{1000 * t:,.0f}".replace(",", "'"),
    "over midnight": later("%m/%d/%Y %I:%M:%S %p", 15.95),
    "over noon, twelve hours": later("%I:%M:%S", 4.95),
    "summer time ends": summer_time,
    "ticks of Windows": lambda t: f"{638700000000000000 + int(1e7 * t)}",
    "hundredths": lambda t: f"{100 * t:.0f}",
    "samples at 130 Hz": lambda t: f"{130 * t:.0f}",
    "samples at 250 Hz": lambda t: f"{250 * t:.0f}",
    "samples at 500 Hz": lambda t: f"{500 * t:.0f}",
}


@pytest.mark.parametrize("form", CLOCKS.values(), ids=CLOCKS)
@pytest.mark.parametrize("name", ["timestamp", "wert"])
def test_more_clocks(tmp_path: Path, name: str, form: Callable[[float], str]) -> None:
    """Each shows the minute that was lost, and no other gap."""
    found = written(tmp_path, f"{name};rr\n" + rows(form))
    assert found.duration_s == pytest.approx(E[-1], abs=2.5)
    assert sum(found.gaps) == 1


def summary(found: Callable[[float], str]) -> str:
    return "".join(f"{found(t)}\n" for t in E[:60])


READ: dict[str, str | bytes] = {
    # orders, and what was put together
    "newest first without names": "\n".join(reversed(rows(lambda t: f"{t:.3f}").splitlines())),
    "newest first, unnamed": "a;rr\n" + "\n".join(reversed(rows(lambda t: f"{t:.3f}").splitlines())),
    "names again in the middle": "time;rr\n" + rows(lambda t: f"{t:.3f}").replace("\n", "\ntime;rr\n", 1),
    "words behind": "time;rr\n" + rows(lambda t: f"{t:.3f}") + "\nend of file\n",
    "end mark of DOS": "time;rr\n" + rows(lambda t: f"{t:.3f}") + "\x1a",
    "separator named": "sep=;\ntime;rr\n" + rows(lambda t: f"{t:.3f}"),
    "end of lines of old Macs": ("time;rr\n" + rows(lambda t: f"{t:.3f}")).replace("\n", "\r"),
    # encodings
    "UTF-16 big, no mark": ("Zeit;RR-Intervall\n" + rows(lambda t: f"{t:.3f}")).encode("utf-16-be"),
    "UTF-16 with characters": ("时间;RR间期\n" + rows(lambda t: f"{t:.3f}")).encode("utf-16-le"),
    "UTF-32": ("Zeit;RR\n" + rows(lambda t: f"{t:.3f}")).encode("utf-32"),
    "packed in two parts": gzip.compress(b"time;rr\n") + gzip.compress(rows(lambda t: f"{t:.3f}").encode()),
    # packets
    "packets in brackets": "t;rr\n" + "".join(f"{E[2 * k + 1]:.0f};{p}\n" for k, p in enumerate(PAIRS)),
    "packets with commas": "t;rr\n" + "".join(f"{E[2 * k + 1]:.0f};{a},{b}\n" for k, (a, b) in enumerate(PAIRS)),
    "packets with blanks": "t,hr,rr\n"
    + "".join(f"{E[2 * k + 1]:.0f},70,{a} {b}\n" for k, (a, b) in enumerate(PAIRS)),
    # programs
    "Movesense table": "timestamp;heartRate.average;heartRate.rrData\n"
    + "".join(f"{1000 * E[2 * k + 1]:.0f};70.1;[{a},{b}]\n" for k, (a, b) in enumerate(PAIRS)),
    "Movesense showcase": "Timestamp (ms),Average (bpm),RR (ms)\n"
    + "".join(f"{1000 * t:.0f},70.1,{x}\n" for t, x in zip(E, RR, strict=True)),
    "Zephyr BB": "Timestamp,BB\n" + rows(moment("%d/%m/%Y %H:%M:%S.%f"), ","),
    "Zephyr day in columns": "Year,Month,Day,msofDay,BB\n"
    + "".join(f"2026,3,4,{28800000 + 1000 * t:.0f},{x}\n" for t, x in zip(E, RR, strict=True)),
    "Zephyr RtoR": "Time,RtoR\n"
    + "".join(
        f"{moment('%d/%m/%Y %H:%M:%S.%f')(t)},{-x if k % 2 else x}\n"
        for k, (t, x) in enumerate(zip(E, RR, strict=True))
    ),
    "Hexoskin ticks": "time [s/256],RR_interval [s](/api/datatype/18/),RR_interval_quality [](/api/datatype/1000/)\n"
    + "".join(f"{256 * (1.76e9 + t):.0f},{x / 1000:.4f},0\n" for t, x in zip(E, RR, strict=True)),
    "Hexoskin seconds": "time [s/256],NN_interval [s](/api/datatype/19/)\n"
    + "".join(f"{t:.4f},{x / 1000:.4f}\n" for t, x in zip(E, RR, strict=True)),
    "ActiGraph, day first": "---- Data File Created By ActiGraph ActiLife date format dd/MM/yyyy ----\n"
    "Serial Number: X\n"
    "Start Time 08:00:00\n-----\nTimestamp,RR\n" + rows(moment("%d/%m/%Y %H:%M:%S.%f"), ","),
    "ActiGraph, date and time": "---- Data File Created By ActiGraph ----\n----\nDate,Time,HR,RR\n"
    + "".join(f"{moment('%m/%d/%Y,%H:%M:%S')(t)},70,{x}\n" for t, x in zip(E, RR, strict=True)),
    "Empatica Plus": "timestamp,ibi\n" + "".join(
        f"{(1.7e9 + t) * 1e6:.0f},{x / 1000:.6f}\n" for t, x in zip(E, RR, strict=True)
    ),
    "Polar PPI": "Phone timestamp;PP-interval [ms];error estimate [ms];blocker;contact;hr [bpm]\n"
    + "".join(f"{moment('%Y-%m-%dT%H:%M:%S.%f')(t)};{x};10;0;1;70\n" for t, x in zip(E, RR, strict=True)),
    "Kubios report, German": "Kubios HRV\n\nRR INTERVAL DATA;\n\nTime;RR Interval;FFT\n(s);(s);(Hz)\n"
    + "".join(f"{t:.3f};{x / 1000:.4f};0,1\n".replace(".", ",") for t, x in zip(E, RR, strict=True)),
    "Kubios report, text": "Kubios HRV\n  Mean RR:   850\n\n RR INTERVAL DATA\n\n"
    "     Time      RR\n      (s)      (s)\n"
    + "".join(f"   {t:.3f}   {x / 1000:.4f}\n" for t, x in zip(E, RR, strict=True)),
    "GoldenCheetah, one column": json.dumps({"RIDE": {"XDATA": [{"NAME": "HRV", "VALUE": "R-R", "UNIT": "msecs",
        "SAMPLES": [{"SECS": t, "VALUE": x} for t, x in zip(E, RR, strict=True)]}]}}),
    "Suunto samples": json.dumps({"DeviceLog": {"Samples": [
        {"Time": t, "IBI": x} for t, x in zip(E, RR, strict=True)]}}),
    "Movesense packets": json.dumps({"data": [
        {"timestamp": round(1000 * E[2 * k + 1]), "heartRate": {"average": 70, "rrData": p}}
        for k, p in enumerate(PAIRS)]}),
}  # fmt: skip


@pytest.mark.parametrize("content", READ.values(), ids=READ)
def test_variants_that_are_read(tmp_path: Path, content: str | bytes) -> None:
    """All intervals in their order, and the minute that was lost."""
    found = written(tmp_path, content)
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=0.6)
    assert found.duration_s == pytest.approx(E[-1], abs=2.5)
    assert sum(found.gaps) == 1


LISTS: dict[str, str] = {
    "parentheses": "(" + ", ".join(map(str, RR)) + ")",
    "printed by numpy": "[" + "\n ".join(" ".join(f"{x}." for x in RR[k : k + 10]) for k in range(0, 400, 10)) + "]",
    "units behind": "\n".join(f"{x} ms" for x in RR),
    "seconds with commas": " ".join(f"{x / 1000:.3f}".replace(".", ",") for x in RR),
    "texts": json.dumps([str(x) for x in RR]),
    "twice without a clock": "rr\n" + "\n".join(f"{x}\n{x}" for x in RR),
    "1/1024 s by a word": "RR_1024\n" + "\n".join(f"{1.024 * x:.3f}" for x in RR),
    "Welltory": "Date;Time;RR\n" + f"04.03.2026;07:30;{','.join(map(str, RR))}\n",
    "Welltory, blanks": "date,rr\n" + f"2026-03-04 07:30,{' '.join(map(str, RR))}\n",
    "AccessLink": json.dumps({"samples": {"sample": [{"sample_type": 11, "data": ",".join(map(str, RR))}]}}),
}


@pytest.mark.parametrize("content", LISTS.values(), ids=LISTS)
def test_lists_that_are_read(tmp_path: Path, content: str) -> None:
    """Without any time."""
    found = written(tmp_path, content)
    assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR, abs=0.6)
    assert not any(found.gaps)


@pytest.mark.parametrize(
    "empty", ["#N/A", "#DIV/0!", "9999", "32767", "-999", "4294967295", "2147483647", "null", "n/a", "--"]
)
def test_more_of_what_stands_for_no_beat(tmp_path: Path, empty: str) -> None:
    """Faults of spreadsheets, full fields, and what programs fill up with: each a hole, with names or without."""
    cells = [empty if k % 7 == 3 else str(x) for k, x in enumerate(RR)]
    for names in ("rr_ms\n", ""):
        found = written(tmp_path, names + "\n".join(cells))
        assert [to_ms(x) for x in found.rr_ticks] == [x for k, x in enumerate(RR) if k % 7 != 3]
        assert sum(found.gaps) == sum(k % 7 == 3 for k in range(len(RR) - 1))


def test_nothing_in_a_list_of_json_is_a_hole(tmp_path: Path) -> None:
    """Whether it is written as null, NaN or 0."""
    for empty in (None, float("nan"), 0):
        found = written(tmp_path, json.dumps({"rr": [empty if k % 7 == 3 else x for k, x in enumerate(RR)]}))
        assert sum(found.gaps) == sum(k % 7 == 3 for k in range(len(RR) - 1))


def test_one_long_pause_is_no_filler(tmp_path: Path) -> None:
    """9999 ms alone is as long as it says."""
    found = written(tmp_path, "rr_ms\n" + "\n".join(map(str, [*RR[:50], 9999, *RR[50:]])))
    assert to_ms(found.rr_ticks[50]) == 9999


def test_three_digits_behind_a_comma_are_no_second_interval(tmp_path: Path) -> None:
    """`827,833` with digits of all sizes behind it is one interval with thousandths of a ms."""
    found = written(tmp_path, "Zeit;RR\n" + "".join(f"{k};{x},{(37 * k) % 1000:03}\n" for k, x in enumerate(RR)))
    assert len(found) == len(RR)


def spikes(level: int, height: int) -> str:
    """A minute of an ECG in the counts of a converter, flat between narrow spikes."""
    shape = (0.0, 0.3, 1.0, 0.6, -0.2)
    samples = [float(level + k % 3) for k in range(60 * 130)]
    at = 40
    for rr in intervals(60):
        for k, part in enumerate(shape):
            samples[min(at + k, len(samples) - 1)] += part * height
        at += round(0.13 * rr)
    return "\n".join(f"{x:.0f}" for x in samples)


REFUSED: dict[str, tuple[str | bytes | object, str]] = {
    "acceleration": (
        "Phone timestamp;sensor timestamp [ns];X [mg];Y [mg];Z [mg]\n"
        + summary(lambda t: f"{moment('%Y-%m-%dT%H:%M:%S')(t)};0;10;20;980"),
        "hold no intervals",
    ),
    "temperature": ("time;T [°C]\n" + summary(lambda t: f"{t:.1f};36.5"), "hold no intervals"),
    "ECG in counts": (spikes(2048, 600), "samples"),
    "ECG in counts that are like intervals": (spikes(700, 300), "samples"),
    "ECG upside down": (spikes(900, -400), "samples"),
    "Empatica BVP": ("1709623800.0\n64.0\n" + "\n".join(f"{k % 40}.5" for k in range(300)), "samples"),
    "Empatica HR": ("1709623800.0\n1.0\n" + "\n".join(f"{70 + k % 5}" for k in range(300)), "hold no intervals"),
    "words between rows": (
        "time;rr\n" + rows(lambda t: f"{t:.3f}").replace("\n", "\nlap two\n", 1), "found lap two"
    ),
    "negative": ("rr\n" + "\n".join(str(-x) for x in RR), "longer than 0"),
    "oura": ({"heart_rate": {"interval": 300, "items": [60, 61]}, "average_hrv": 40}, "hold no intervals"),
    "whoop": ("Cycle start time,Heart rate variability (ms)\n2026-03-04,55\n", "hold no intervals"),
    "rates of a Zephyr": (
        "Time,HR,BR,SkinTemp\n" + summary(lambda t: f"{moment('%d/%m/%Y %H:%M:%S')(t)},70,15,30"), "hold no intervals"
    ),
    "twice in packets": (
        "timestamp,rr\n"
        + "".join(2 * f"{E[2 * k + 1]:.0f},{a}\n{E[2 * k + 1]:.0f},{b}\n" for k, (a, b) in enumerate(PAIRS)),
        "times as long as the clock",
    ),
    "packed by zlib": (b"x\x9c" + bytes(range(1, 200)), "none of these"),
    "a photo": (b"\xff\xd8\xff\xe0" + bytes(900), "JPEG"),
    "nothing but names": ("time,rr\n", "no RR intervals"),
    "blank": (b"\xef\xbb\xbf\n \n", ""),
}  # fmt: skip


@pytest.mark.parametrize(("content", "reason"), REFUSED.values(), ids=REFUSED)
def test_variants_that_are_refused(tmp_path: Path, content: object, reason: str) -> None:
    """With the true reason."""
    assert reason in refused(tmp_path, content)


def test_what_a_watch_logs_is_judged_too(tmp_path: Path) -> None:
    """Rates where intervals should be, and messages that stand twice."""
    rates = [message for k in range(300) for message in (second(1000 + k), hrv(70))]
    twice = [m for k in range(0, 400, 2) for m in (second(1000 + int(E[k + 1])), *2 * [hrv(*RR[k : k + 2])])]
    assert "heart rates" in refused(tmp_path, fit(*rates))
    assert "times as long as the clock" in refused(tmp_path, fit(*twice))


def test_the_unit_of_a_bids_column(tmp_path: Path) -> None:
    """Stands in an entry of its own in the JSON file beside it."""
    synthetic = ecg(rhythm(30), 130.0)
    sidecar = {"SamplingFrequency": 130.0, "Columns": ["cardiac"], "cardiac": {"Units": "mV"}}
    (tmp_path / "s_physio.json").write_text(json.dumps(sidecar))
    found = written(tmp_path, "".join(f"{x / 1000:.4f}\n" for x in synthetic.uv), "s_physio.tsv")
    assert found.ecg is not None
    assert float(found.ecg.microvolts.max()) == pytest.approx(float(synthetic.uv.max()), rel=0.02)
    assert "remarks.signal_no_unit" not in [remark.code for remark in found.remarks]
