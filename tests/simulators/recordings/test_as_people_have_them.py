"""More files as people have them: one series of intervals in every dress, and what a killed recorder leaves."""

from __future__ import annotations

import gzip
import io
import json
import math
import zipfile
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

import pytest

from biofeedback.errors import InputError
from biofeedback.ticks import TICKS_PER_MS
from simulators.recordings.formats import apple_health
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording
from tests.fuzz_files.bounds import ecg, edf
from tests.fuzz_files.seeds import RATE

_RANDOM = Random(4)
RR = [_RANDOM.randint(790, 910) for _ in range(120)]
ENDS = [sum(RR[: k + 1]) + 60_000 * (k >= 60) for k in range(120)]
"""Milliseconds; a minute is missing in the middle."""

ROWS = list(zip(RR, ENDS, strict=True))
BEGAN = datetime(2026, 3, 4, 23, 58, 30, tzinfo=UTC)


def at(ms: int) -> datetime:
    return BEGAN + timedelta(milliseconds=ms)


def thousandths(ms: int) -> str:
    return f"{at(ms).microsecond // 1000:03}"


def table(header: str, row: str) -> str:
    """A table whose rows are written by a template: `x` the interval, `t` and `s` its end, `d` the date, `f` of it."""
    values = ((x, t, at(t)) for x, t in ROWS)
    return header + "\n" + "".join(row.format(x=x, t=t, s=t / 1000, d=d, f=thousandths(t)) + "\n" for x, t, d in values)


def zipped(files: dict[str, bytes]) -> bytes:
    into = io.BytesIO()
    with zipfile.ZipFile(into, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in files.items():
            archive.writestr(name, content)
    return into.getvalue()


def found(folder: Path, content: str | bytes, name: str = "file") -> Recording:
    path = folder / name
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return read(path)


def refusal(folder: Path, content: str | bytes, name: str = "file") -> str:
    with pytest.raises(InputError) as refused:
        found(folder, content, name)
    return refused.value.message


def codes(recording: Recording) -> list[str]:
    return [each.code for each in recording.remarks]


def ms(recording: Recording) -> list[int]:
    return [round(each / TICKS_PER_MS) for each in recording.rr_ticks]


PLAIN = table("t_s,rr_ms", "{s:.3f},{x}")

WITH_A_CLOCK: dict[str, str | bytes] = {
    "the first time is 0.00": "t,rr\n" + "".join(f"{(t - ENDS[0]) / 1000:.2f},{x}\n" for x, t in ROWS),
    "bars": table("Tempo|Intervallo RR (ms)|Frequenza cardiaca", "{s:.3f}|{x}|70"),
    "a date of a browser": table("when,rr", "{d:%a %b %d %Y %H:%M:%S} GMT+0100 (CET),{x}"),
    "Chinese, UTF-16": table("时间,心率,RR间期(毫秒)", "{d:%Y-%m-%d %H:%M:%S}.{f},70,{x}").encode("utf-16"),
    "Japanese": table("時刻,心拍間隔(ms),心拍数", "{d:%Y/%m/%d %H:%M:%S}.{f},{x},70"),
    "all quoted": table('"t_s","rr_ms"', '"{s:.3f}","{x}"'),
    "tenths of a ms": table("time_ms,RR (0.1 ms)", "{t},{x}0"),
    "a cell that is infinite": table("time,rr", "{t},{x}").replace("\n", "\ninf,inf\n", 1),
    "elements of XML": "<a>" + "".join(f"<s><time>{t / 1000}</time><rr>{x}</rr></s>" for x, t in ROWS) + "</a>",
    "XML, the time behind": "<a>" + "".join(f"<rr>{x}</rr><time>{t}</time>" for x, t in ROWS) + "</a>",
    "attributes of XML": "<a>" + "".join(f'<s timestamp="{t}" rr="{x}"/>' for x, t in ROWS) + "</a>",
    "Suunto's depth": json.dumps(
        {
            "Samples": [
                {"TimeISO8601": at(t).isoformat(), "Attributes": {"suunto/sml": {"R-R": {"Data": [x]}}}}
                for x, t in ROWS
            ]
        }
    ),
    "a ZIP": zipped({"my/rr.csv": PLAIN.encode(), "__MACOSX/my/._rr.csv": b"\0\5"}),
    "a ZIP with a gz": zipped({"rr.csv": PLAIN.encode()}),
}


@pytest.mark.parametrize("kind", WITH_A_CLOCK)
def test_the_lost_minute_is_found(tmp_path: Path, kind: str) -> None:
    """Every interval, and one gap; which clock was believed is told."""
    recording = found(tmp_path, WITH_A_CLOCK[kind])
    assert ms(recording) == RR
    assert [k for k, gap in enumerate(recording.gaps) if gap] == [60]
    assert recording.duration_s == pytest.approx(ENDS[-1] / 1000, abs=2)


WITHOUT: dict[str, str] = {
    "a list of Matlab": "rr = [\n" + "\n".join(map(str, RR)) + "\n];\n",
    "a row of Matlab": "rr = [" + " ".join(map(str, RR)) + "];\n",
    "a list of Python": "rr_intervals = [" + ", ".join(map(str, RR)) + "]\n",
    "times of beats from 0 on": "\n".join(str(sum(RR[:k]) / 1000) for k in range(len(RR) + 1)),
}


@pytest.mark.parametrize("kind", WITHOUT)
def test_bare_lists_of_programs_are_read_whole(tmp_path: Path, kind: str) -> None:
    assert ms(found(tmp_path, WITHOUT[kind])) == RR


@pytest.mark.parametrize(
    ("text", "lost"),
    [(PLAIN, 1), (PLAIN, 2), (PLAIN, 5), (PLAIN, 9), ("\n".join(map(str, RR)), 1), ("\n".join(map(str, RR)), 2)]
    + [(table("time,rr", "{d:%H:%M:%S}.{f},{x}"), lost) for lost in (1, 2, 4, 6, 14)],
)
def test_a_line_that_was_cut_off_is_left_out_and_told(tmp_path: Path, text: str, lost: int) -> None:
    """No interval of 8 ms at its end, and no night refused for half a line."""
    recording = found(tmp_path, text.rstrip("\n")[:-lost])
    assert ms(recording) == RR[:-1]
    assert "remarks.last_line" in codes(recording)


def test_a_long_last_line_that_is_wrong_is_refused(tmp_path: Path) -> None:
    """Longer than what is looked at of a file's end."""
    said = refusal(tmp_path, "\n" * 9 + '{"rr": [' + "850, " * 5000, "cut.json")
    assert "JSON" in said


def test_a_last_line_without_an_end_that_is_whole_is_read(tmp_path: Path) -> None:
    recording = found(tmp_path, PLAIN.rstrip("\n"))
    assert ms(recording) == RR
    assert "remarks.last_line" not in codes(recording)


def test_a_short_last_interval_of_as_many_figures_is_a_beat(tmp_path: Path) -> None:
    """An early beat, no figure is missing."""
    assert ms(found(tmp_path, "\n".join(map(str, [*RR, 320]))))[-1] == 320


def test_a_column_of_times_that_nobody_can_read_is_told(tmp_path: Path) -> None:
    text = table("when,rr", "noon plus {d:%H:%M:%S} or so,{x}")
    assert "remarks.time_not_used" in codes(found(tmp_path, text))


def test_resampled_intervals_are_refused_whatever_the_first_time_looks_like(tmp_path: Path) -> None:
    """`0.00` is no time of day."""
    text = "t,rr\n" + "".join(f"{k / 4:.2f},{RR[int(k / 4 / 0.9)]}\n" for k in range(400))
    assert "times as long as the clock" in refusal(tmp_path, text)


def test_counts_of_a_converter_in_columns_are_no_intervals(tmp_path: Path) -> None:
    """OpenSignals: a counter, a digital line, and an ECG whose resting level looks like intervals."""
    values = (512 + ecg(5000, RATE) // 10).tolist()
    text = "# OpenSignals Text File Format\n# EndOfHeader\n" + "".join(
        f"{k % 16}\t0\t{x}\n" for k, x in enumerate(values)
    )
    assert "samples of a signal" in refusal(tmp_path, text)


@pytest.mark.parametrize("comma", [False, True])
def test_an_ecg_of_an_apple_watch_is_read(tmp_path: Path, comma: bool) -> None:
    """Words that say a rate and a unit, then one sample a line; with decimal commas they are quoted."""
    head = "Name,X\nClassification,Sinus Rhythm\nSample Rate,512 hertz\n\n\nLead,Lead I\nUnit,µV\n\n"
    german = "Name,X\nKlassifizierung,Sinusrhythmus\nAbtastrate,512 Hertz\n\n\nAbleitung,Ableitung I\nEinheit,µV\n\n"
    values = [x + 0.25 for x in ecg(512 * 30, 512).tolist()]
    rows = "".join(f'"{x}"\n'.replace(".", ",") if comma else f"{x}\n" for x in values)
    recording = found(tmp_path, (german if comma else head) + rows)
    assert recording.format == "ecg-text"
    assert recording.ecg is not None
    assert recording.ecg.rate_hz == 512
    assert 26 <= len(recording) <= 42
    assert float(recording.ecg.microvolts.max()) == pytest.approx(max(values), abs=0.1)


def test_bids_without_its_json_says_what_is_missing(tmp_path: Path) -> None:
    rows = "".join(f"{x}\n" for x in ecg(5000).tolist())
    said = refusal(tmp_path, gzip.compress(rows.encode()), "sub-01_physio.tsv.gz")
    assert "sub-01_physio.json" in said


def test_of_two_streams_of_intervals_the_other_is_told(tmp_path: Path) -> None:
    from tests.fuzz_files.bounds import rr_stream

    content = b"XDF:" + rr_stream(1, "Polar A", ROWS) + rr_stream(2, "Polar B", ROWS)
    recording = found(tmp_path, content)
    assert ms(recording) == RR
    told = next(each for each in recording.remarks if each.code == "remarks.stream")
    assert dict(told.values)["others"] == "Polar B"


def test_a_zip_says_which_of_its_files_was_read(tmp_path: Path) -> None:
    recording = found(tmp_path, zipped({"night.edf": edf(tmp_path / "n.edf", 30 * 250).read_bytes()}), "night.zip")
    assert recording.format == "edf-ecg"
    assert recording.remarks[0].code == "remarks.zip"
    assert dict(recording.remarks[0].values)["name"] == "night.edf"


def test_of_apples_export_the_records_are_read(tmp_path: Path) -> None:
    """Beside them are documents for doctors, tracks, and ECGs."""
    beats = "".join(
        f'<InstantaneousBeatsPerMinute bpm="{60_000 // x}" time="{at(t):%I:%M:%S}.{thousandths(t)[:2]} {at(t):%p}"/>'
        for x, t in ROWS[:50]
    )
    xml = (
        '<HealthData><Record type="HKQuantityTypeIdentifierHeartRateVariabilitySDNN" '
        f'startDate="2026-03-04 23:58:30 +0100"><HeartRateVariabilityMetadataList>{beats}'
        "</HeartRateVariabilityMetadataList></Record></HealthData>"
    )
    folder = "apple_health_export"
    files = {
        f"{folder}/export_cda.xml": b"<C/>",
        f"{folder}/export.xml": xml.encode(),
        f"{folder}/a/ecg.csv": b"Name\n",
    }
    recording = found(tmp_path, zipped(files), "export.zip")
    assert recording.format == "apple-health"
    assert len(recording) == 49


def apple(*records: str, end: str = "</HealthData>") -> str:
    kind = "HKQuantityTypeIdentifierHeartRateVariabilitySDNN"
    other = '<Record type="HKQuantityTypeIdentifierHeartRate" value="62"/>'
    each = "".join(f'{other}<Record type="{kind}" startDate="2026-03-04 10:00:00 +0100"{record}' for record in records)
    return f'<?xml version="1.0"?>\n<HealthData locale="de_DE">{each}{other}{end}'


def _beats(hour: int, count: int) -> str:
    beats = "".join(f'<InstantaneousBeatsPerMinute time="{hour}:05:{k:02},50" bpm="60"/>' for k in range(count))
    return f"><HeartRateVariabilityMetadataList>{beats}</HeartRateVariabilityMetadataList></Record>"


@pytest.mark.parametrize("piece", [1, 7, 100, 1 << 20])
def test_apples_records_are_found_whatever_the_pieces(tmp_path: Path, piece: int) -> None:
    """Times of 24 hours with a decimal comma; a record without beats is passed over."""
    text = apple(_beats(10, 20), "/>", _beats(14, 20))
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apple_health, "_PIECE", piece)
        recording = found(tmp_path, text)
    assert ms(recording) == [1000] * 38
    assert [k for k, gap in enumerate(recording.gaps) if gap] == [19]


def test_of_more_beats_than_are_kept_the_newest_are_read(tmp_path: Path) -> None:
    """Ten years of a watch are no reason to refuse them."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(apple_health, "MOST", 30)
        recording = found(tmp_path, apple(_beats(10, 20), _beats(14, 20)))
    told = next(each for each in recording.remarks if each.code == "remarks.older")
    assert dict(told.values) == {"kept": 20, "left": 20}
    assert len(recording) == 19


def test_an_export_that_was_cut_off_is_refused(tmp_path: Path) -> None:
    assert "XML" in refusal(tmp_path, apple(_beats(10, 20), end=""))


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        (zipped({"a.csv": PLAIN.encode(), "b.csv": PLAIN.encode()}), "holds 2 files"),
        (zipped({}), "none of these"),
        (zipped({"[Content_Types].xml": b"<T/>", "xl/workbook.xml": b"<w/>"}), "Excel"),
        (zipped({"a.csv": PLAIN.encode()})[:-40], "damaged"),
        (zipped({"a.csv": PLAIN.encode()}).replace(b"PK\x01\x02", b"PK\x01\x03"), "damaged"),
    ],
)
def test_other_zips_are_refused_with_their_reason(tmp_path: Path, content: bytes, reason: str) -> None:
    with pytest.raises(InputError, match=reason):
        found(tmp_path, content)


def test_any_damage_of_a_zip_is_a_refusal_or_a_recording(tmp_path: Path) -> None:
    good, random = zipped({"a.csv": PLAIN.encode()}), Random(1)
    for _ in range(150):
        damaged = bytearray(good)
        for _ in range(random.randint(1, 4)):
            damaged[random.randrange(len(damaged))] = random.randrange(256)
        with suppress(InputError):
            assert math.isfinite(found(tmp_path, bytes(damaged)).duration_s)


def test_of_two_clocks_that_run_against_each_other_no_end_is_in_turning_the_table(tmp_path: Path) -> None:
    """It is turned once at the most, and read, or refused in one line."""
    rr = [830, 883, 971, 714, 938, 827, 726, 780, 757, 890, 940, 826]
    ends = [sum(rr[: k + 1]) / 1000 for k in range(len(rr))]
    rows = [f"{t:.3f},{x},2026-02-{28 - k:02d}T00:00:00" for k, (t, x) in enumerate(zip(ends, rr, strict=True))]
    path = tmp_path / "both.csv"
    path.write_text("\n".join(["Time (s),RR (ms),Date", *rows]) + "\n", encoding="utf-8")
    with suppress(InputError):
        assert len(read(path)) == len(rr)
