"""Our EDF+ files by the rules of the format themselves, and by the reader that others are built on where it is there.

wfdb 4.3.1 opens no EDF+ with annotations, whoever wrote it: its `rdedfann` hands its own `read_edf` an argument that
this does not know, and `read_edf` takes the annotations for a signal.
"""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from biofeedback.export.names import ExportFormat
from biofeedback.review.record import SessionRecord
from tests.export.test_formats import with_ecg, written
from tests.report.made import session

HEADER, RECORDS, RECORD_S, SIGNALS = slice(0, 256), slice(236, 244), slice(244, 252), slice(252, 256)
WIDTHS = (16, 80, 8, 8, 8, 8, 8, 80, 8, 32)
TAL = re.compile(rb"[+-]\d+(?:\.\d+)?(?:\x15\d+(?:\.\d+)?)?\x14(?:[^\x00\x14]*\x14)*\x00")
"""A list of annotations: onset, perhaps a duration, texts each ended by 20, the whole by 0."""

RECORDED = {"with an ECG": with_ecg, "beats alone": session}


def columns(data: bytes, count: int) -> list[list[str]]:
    """The header's fields of all signals, kind by kind."""
    found, at = list[list[str]](), 256
    for width in WIDTHS:
        found.append([data[at + k * width : at + (k + 1) * width].decode("ascii").strip() for k in range(count)])
        at += width * count
    return found


@pytest.mark.parametrize("kind", RECORDED)
def test_the_header_keeps_the_rules(tmp_path: Path, kind: str) -> None:
    """Printable ASCII, its own length, EDF+C, ranges that are ranges, and as many bytes as it says."""
    record: SessionRecord = RECORDED[kind]()
    (path,) = written(record, ExportFormat.EDF, tmp_path)
    data = path.read_bytes()
    count, records = int(data[SIGNALS]), int(data[RECORDS])
    labels, _, _, lows, highs, digital_lows, digital_highs, _, samples, _ = columns(data, count)

    assert data[:8] == b"0       "
    assert data[192:197] == b"EDF+C"
    assert all(32 <= byte < 127 for byte in data[: 256 * (count + 1)])
    assert int(data[184:192]) == 256 * (count + 1)
    assert re.fullmatch(rb"X X X X +", data[8:88])
    assert re.fullmatch(rb"Startdate (\d\d-[A-Z]{3}-\d{4}|X) \S+ \S+ \S+ *", data[88:168])
    assert labels[-1] == "EDF Annotations"
    assert all(float(low) != float(high) for low, high in zip(lows, highs, strict=True))
    assert all(-32768 <= int(a) < int(b) <= 32767 for a, b in zip(digital_lows, digital_highs, strict=True))
    assert len(data) == 256 * (count + 1) + records * 2 * sum(map(int, samples))


@pytest.mark.parametrize("kind", RECORDED)
def test_every_record_begins_with_its_time_and_its_lists_end(tmp_path: Path, kind: str) -> None:
    """The first list of each record says when it begins, without a text; behind the last stand zeros only."""
    (path,) = written(RECORDED[kind](), ExportFormat.EDF, tmp_path)
    data = path.read_bytes()
    count, records, record_s = int(data[SIGNALS]), int(data[RECORDS]), float(data[RECORD_S])
    samples = [int(each) for each in columns(data, count)[8]]
    size = 2 * sum(samples)
    peaks = 0
    for k in range(records):
        begin = 256 * (count + 1) + k * size + 2 * sum(samples[:-1])
        text = data[begin : begin + 2 * samples[-1]]
        lists = TAL.findall(text)
        assert float(lists[0].partition(b"\x14")[0]) == pytest.approx(k * record_s)
        assert lists[0].endswith(b"\x14\x14\x00")
        assert not text[sum(map(len, lists)) :].strip(b"\0")
        peaks += text.count(b"\x14R-peak\x14")
    assert peaks == len(RECORDED[kind]().beats) + beginnings(RECORDED[kind]())


def beginnings(record: SessionRecord) -> int:
    """Beats that begin an interval which no other ends: the first, and the one behind lost time."""
    return 1 + sum(beat.gap for beat in record.beats[1:])


@pytest.mark.parametrize("kind", RECORDED)
def test_edflib_opens_them(tmp_path: Path, kind: str) -> None:
    """The strictest reader: it refuses a file that breaks a rule."""
    pyedflib = pytest.importorskip("pyedflib", reason="pyedflib is not installed: EDFlib was not asked")
    (path,) = written(RECORDED[kind](), ExportFormat.EDF, tmp_path)
    with pyedflib.EdfReader(str(path)) as reader:
        texts = list(reader.readAnnotations()[2])
        assert reader.filetype == pyedflib.FILETYPE_EDFPLUS
        assert "R-peak" in texts
        assert [reader.getLabel(k) for k in range(reader.signals_in_file)] in ([], ["ECG"])
