"""Recordings with the experts' labels, from tables and from WFDB files."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from biofeedback.errors import InputError
from biofeedback.ticks import to_ms
from simulators.recordings.reading import read
from simulators.recordings.wfdb_annotations import marks


def word(kind: int, value: int) -> bytes:
    return (kind << 10 | value).to_bytes(2, "little")


def test_labels_and_rhythms_of_a_table(tmp_path: Path) -> None:
    """Each interval has the label and rhythm of its row."""
    path = tmp_path / "a.csv"
    path.write_text("# x\nt_s,rr_ms,label,rhythm\n0.8,800,N,(N\n\n1.4,600,V,(N\n2.4,1000,N,(AFIB\n")
    found = read(path)
    assert found.labels == ("N", "V", "N")
    assert found.rhythms == ("(N", "(N", "(AFIB")


def test_a_made_annotation_file(tmp_path: Path) -> None:
    """Skips, texts and marks that are no beats are understood."""
    data = word(28, 10) + word(63, 5) + b"(AFIB\0" + word(1, 90) + word(59, 0) + b"\x01\x00\x00\x00" + word(5, 3)
    (tmp_path / "r.atr").write_bytes(data + word(14, 5) + word(1, 95) + word(0, 0))
    (tmp_path / "r.hea").write_text("r 1 100 1000\n")
    found = read(tmp_path / "r.hea")
    assert found.labels == ("V", "N")
    assert found.rhythms == ("(AFIB", "(AFIB")
    assert [to_ms(x) for x in found.rr_ticks] == [655_390, 1000]
    assert read(tmp_path / "r.atr").rr_ticks == read(tmp_path / "r.hea").rr_ticks == found.rr_ticks


def test_the_experts_marks_agree_with_the_table(recordings: Path) -> None:
    """The same record as WFDB files and as a table: the same beats, labels and rhythms."""
    for name in ("106", "119"):
        table = recordings / "mitdb" / f"{name}.csv"
        if not table.is_file():
            continue
        wanted, found = read(table), read(recordings / "formats" / "wfdb" / f"{name}.hea")
        assert found.labels == wanted.labels
        assert found.rhythms == wanted.rhythms
        for a, b in zip(found.t_s, wanted.t_s, strict=True):
            assert a == pytest.approx(b, abs=6e-4)


def test_a_header_without_annotations_and_damaged_ones(tmp_path: Path) -> None:
    """What is missing or cut off is told."""
    header = tmp_path / "r.hea"
    header.write_text("r 1 360 1000\n")
    with pytest.raises(InputError, match="no annotations"):
        read(header)
    (tmp_path / "r.atr").write_bytes(word(1, 90) + word(1, 90))
    with pytest.raises(InputError, match="cut off"):
        read(header)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=80), header=st.text(max_size=20))
def test_any_bytes_are_marks_or_a_refusal(tmp_path: Path, data: bytes, header: str) -> None:
    """No annotation file and no header brings anything but marks in order or an InputError."""
    (tmp_path / "r.atr").write_bytes(data)
    (tmp_path / "r.hea").write_text(header, encoding="utf-8", errors="replace")
    for attempt in (lambda: marks(data, 100.0), lambda: read(tmp_path / "r.hea")):
        try:
            attempt()
        except InputError:
            continue
