"""Files of other kinds than tables: JSON, XML, XDF, ECG as text, BIDS; and what is refused by name.

The samples are written from memory of what each program exports: their shapes, not whole files of theirs.
"""

from __future__ import annotations

import gzip
import json
from itertools import accumulate
from pathlib import Path

import numpy as np
import pytest

from biofeedback.errors import InputError
from biofeedback.ticks import to_ms
from simulators.recordings import opened
from simulators.recordings.asked import NOTHING_ASKED, Asked
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording
from simulators.recordings.tables import rows
from tests.fuzz_files.seeds import xdf
from tests.signal.ecg.synthetic import ecg, rhythm
from tests.simulators.recordings.test_tables import RR, ends

RATE = 130.0


def written(folder: Path, content: object, name: str = "file", asked: Asked = NOTHING_ASKED) -> Recording:
    data = (
        content
        if isinstance(content, bytes)
        else (content if isinstance(content, str) else json.dumps(content)).encode()
    )
    (folder / name).write_bytes(data)
    return read(folder / name, asked)


def refused(folder: Path, content: object, name: str = "file") -> str:
    with pytest.raises(InputError) as caught:
        written(folder, content, name)
    assert "\n" not in caught.value.message
    return caught.value.message


JSONS: dict[str, object] = {
    "list": RR,
    "seconds": [x / 1000 for x in RR],
    "key": {"rr": RR},
    "nested": {"session": {"data": {"rrIntervals": RR}}},
    "objects": [{"timestamp": round(1000 * t), "rr": x} for t, x in zip(ends(None), RR, strict=True)],
    "packets": [{"t": t, "rrs": [x], "hr": 70} for t, x in zip(ends(None), RR, strict=True)],
    "polar account": {"exercises": [{"samples": {"heartRate": [{"value": 70}],
                                                 "rr": [{"duration": f"PT{x / 1000}S"} for x in RR]}}]},
    "polar ppi": {"devicePpiSamplesList": [
        {"ppiSamples": [{"pulseLength": x, "sampleDateTime": "2026-01-01"} for x in RR]}]},
    "access link": {"samples": [{"recording-rate": 5, "sample-type": "0", "data": "70,71"},
                                {"recording-rate": 0, "sample-type": "11", "data": ",".join(map(str, RR))}]},
    "movesense": {"data": [{"heartRate": {"average": 70.5, "rrData": RR[k : k + 2]}} for k in range(0, len(RR), 2)]},
    "suunto": {"DeviceLog": {"Header": {}, "R-R": {"Data": RR}}},
    "suunto samples": {"Samples": [
        {"Attributes": {"sml": {"R-R": {"Data": [x], "Time": t}}}} for t, x in zip(ends(None), RR, strict=True)]},
    "golden cheetah": {"RIDE": {"XDATA": [{"NAME": "OTHER", "VALUES": ["a"], "SAMPLES": []},
        {"NAME": "HRV", "VALUES": ["R-R"], "UNITS": ["msecs"],
         "SAMPLES": [{"SECS": t, "VALUES": [x]} for t, x in zip(ends(None), RR, strict=True)]}]}},
    "columns": {"time": ends(None), "ibi_ms": RR},
    "text": {"rr": " ".join(map(str, RR))},
}  # fmt: skip


@pytest.mark.parametrize("content", JSONS.values(), ids=JSONS)
def test_intervals_in_json(tmp_path: Path, content: object) -> None:
    """Wherever they stand, by the name that stands over them."""
    found = written(tmp_path, content)
    assert [to_ms(x) for x in found.rr_ticks] == RR
    assert found.duration_s == pytest.approx(sum(RR) / 1000, abs=0.01)


def test_one_object_a_line_with_a_clock(tmp_path: Path) -> None:
    """The minute that its times show is lost."""
    lines = [json.dumps({"ts": 1760000000000 + round(1000 * t), "rr_ms": x}) for t, x in zip(ends(), RR, strict=True)]
    assert sum(written(tmp_path, "\n".join(lines)).gaps) == 1


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ({"heartRate": [60, 61]}, "hold no intervals"),
        ({"steps": [1, 2]}, "no intervals by any name"),
        ('{"rr": [800, ', "no well-formed JSON"),
        ("[" * 100_000, "no well-formed JSON"),
        ([60, 61, 62, 60] * 20, "heart rates"),
    ],
)
def test_json_that_cannot_be_read(tmp_path: Path, content: object, reason: str) -> None:
    """One line with the true reason."""
    assert reason in refused(tmp_path, content)


def apple(records: int = 3) -> str:
    """Records of a minute each, an hour apart."""
    parts: list[str] = []
    for k in range(records):
        beats = "".join(
            f'<InstantaneousBeatsPerMinute bpm="{60000 // x}" time="{7 + k}:30:{t:05.2f}"/>'
            for x, t in zip(RR[:60], ends(None)[:60], strict=True)
        )
        kind = "HKQuantityTypeIdentifierHeartRateVariabilitySDNN"
        parts.append(
            f'<Record type="{kind}" startDate="2024-03-05 0{7 + k}:30:00 +0000">'
            f"<HeartRateVariabilityMetadataList>{beats}</HeartRateVariabilityMetadataList></Record>"
        )
    other = '<Record type="HKQuantityTypeIdentifierStepCount" value="7"/>'
    head = '<?xml version="1.0"?>\n<!DOCTYPE HealthData [<!ELEMENT HealthData (Me)>]>\n'
    return f"{head}<HealthData>{other.join(parts)}</HealthData>"


def test_the_beats_of_an_apple_health_export(tmp_path: Path) -> None:
    """Intervals inside each record; between records there is a gap."""
    found = written(tmp_path, apple())
    assert (found.format, len(found), sum(found.gaps)) == ("apple-health", 3 * 59, 2)
    assert [to_ms(x) for x in found.rr_ticks][:59] == pytest.approx(RR[1:60], abs=11)
    assert found.duration_s == pytest.approx(7200 + sum(RR[1:60]) / 1000, abs=0.1)


def test_lost_beats_inside_a_record_are_a_gap(tmp_path: Path) -> None:
    """The rate of a beat says how long its interval was."""
    text = apple(1)
    first = text.index("<Instant", text.index("<Instant") + 3000)
    last = text.index("<Instant", first + 200)
    found = written(tmp_path, text[:first] + text[last:])
    assert sum(found.gaps) == 1
    assert max(to_ms(x) for x in found.rr_ticks) < 1000


def test_intervals_between_tags(tmp_path: Path) -> None:
    """As Suunto's older programs write them."""
    assert [
        to_ms(x) for x in written(tmp_path, f"<log><R-R><Data>{' '.join(map(str, RR))}</Data></R-R></log>").rr_ticks
    ] == RR


@pytest.mark.parametrize(
    ("content", "reason"),
    [
        ("<a>", "no well-formed XML"),
        ('<!DOCTYPE a [<!ENTITY b "c">]><a>&b;</a>', "entities"),
        ("<T><Trackpoint><HeartRateBpm><Value>70</Value></HeartRateBpm></Trackpoint></T>", "summaries or rates"),
        ("<a><b>1</b></a>", "no beats and no intervals"),
    ],
)  # fmt: skip
def test_xml_that_cannot_be_read(tmp_path: Path, content: str, reason: str) -> None:
    """Entities are not expanded, rates are no intervals."""
    assert reason in refused(tmp_path, content)


def test_streams_of_the_lab_streaming_layer(tmp_path: Path) -> None:
    """Intervals by their times of sending; an ECG by its rate; pyxdf, where it is installed, sees the same."""
    data = xdf("RR", [float(x) for x in RR], 0)
    found = written(tmp_path, data, "rr.xdf")
    assert [to_ms(x) for x in found.rr_ticks] == RR
    uv = ecg(rhythm(30), RATE).uv
    beats = written(tmp_path, xdf("ECG", [float(x) for x in uv], 130), "ecg.xdf")
    assert (beats.format, len(beats) >= 27) == ("xdf-ecg", True)
    pyxdf = pytest.importorskip("pyxdf")
    (stream,), _ = pyxdf.load_xdf(str(tmp_path / "rr.xdf"), synchronize_clocks=False, dejitter_timestamps=False)
    assert [float(x) for x in stream["time_series"][:, 0]] == RR


def test_an_ecg_as_text(tmp_path: Path) -> None:
    """Samples with a clock in any unit; with the rate in words; BIDS, with its JSON file. The unit may be mV."""
    synthetic = ecg(rhythm(40), RATE)
    uv = synthetic.uv
    forms = {
        "ns": [
            "time;sensor timestamp [ns];ecg [uV]",
            *(f"x;{6e17 + 1e9 * k / RATE:.0f};{x:.0f}" for k, x in enumerate(uv)),
        ],
        "ms": ["timestamp_ms,ECG_mV", *(f"{1000 * k / RATE:.3f},{x / 1000:.4f}" for k, x in enumerate(uv))],
        "s": ["t\tecg", *(f"{k / RATE:.5f}\t{x:.0f}" for k, x in enumerate(uv))],
        "words": ["Sampling rate: 130 Hz", "ecg", *(f"{x:.0f}" for x in uv)],
    }
    for name, lines in forms.items():
        found = written(tmp_path, "\n".join(lines), name)
        off = [(t - synthetic.r_s[np.argmin(abs(synthetic.r_s - t))]) * 1000 for t in found.t_s]
        assert found.format == "ecg-text"
        assert len(found) >= 37
        assert np.std(off) < 1.5, name
        assert found.ecg is not None
        assert float(np.ptp(found.ecg.microvolts)) == pytest.approx(float(np.ptp(uv)), rel=0.02)
    (tmp_path / "s_physio.json").write_text('{"SamplingFrequency": 130.0, "Columns": ["respiratory", "cardiac"]}')
    physio = "".join(f"0\t{x:.0f}\n" for x in uv).encode()
    assert written(tmp_path, gzip.compress(physio), "s_physio.tsv.gz").format == "bids-physio"
    assert "how many samples a second" in refused(tmp_path, "ecg\n" + "\n".join(f"{x:.0f}" for x in uv))


@pytest.mark.parametrize(
    ("content", "name"),
    [(b"ISHNE1.0" + b"\0" * 600, "ISHNE"), (b"PK\x03\x04\0\0", "ZIP"), (b"SQLite format 3\0\0", "SQLite")],
)  # fmt: skip
@pytest.mark.parametrize("suffix", [".ecg", ".csv", ".atr", ""])
def test_other_kinds_are_named(tmp_path: Path, content: bytes, name: str, suffix: str) -> None:
    """Not as a file that is not there, nor as a damaged one of another kind."""
    assert name in refused(tmp_path, content, "file" + suffix)


def test_what_unpacks_to_more_than_any_recording_is_refused(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Some kilobytes may unpack to any size: intervals, text and bytes are counted while they are read."""
    monkeypatch.setattr(rows, "MOST", 1000)
    monkeypatch.setattr(opened, "MOST_TEXT", 30_000)
    monkeypatch.setattr(opened, "MOST_UNPACKED", 3000)
    assert "more than 1000 intervals" in refused(tmp_path, gzip.compress(b"rr\n" + b"800\n" * 2000))
    assert "MB" in refused(tmp_path, gzip.compress(b"time,rr\n" + b"1,\n" * 20_000))
    assert "MB" in refused(tmp_path, gzip.compress(b"XDF:" + b"\0" * 9000))


def test_sums_of_a_list(tmp_path: Path) -> None:
    """Times of beats in one column, in s or ms, are told as such."""
    for unit in (1, 1000):
        found = written(tmp_path, "\n".join(f"{t * unit:.3f}" for t in accumulate(x / 1000 for x in RR)))
        assert [to_ms(x) for x in found.rr_ticks] == pytest.approx(RR[1:], abs=1)
