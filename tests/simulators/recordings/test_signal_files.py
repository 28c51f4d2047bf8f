"""Signals in files: every packing of WFDB, every spelling of a unit, and which of several signals is the ECG."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np
import pytest
from numpy.typing import NDArray

from biofeedback.errors import InputError
from simulators.recordings.asked import Asked
from simulators.recordings.ecg_signal import microvolts_in
from simulators.recordings.gradient_peaks import cleaned, gradient_peaks
from simulators.recordings.reading import read
from simulators.recordings.wfdb_samples import PACKINGS, one_of
from tests.fuzz_files.seeds import edf
from tests.signal.ecg.synthetic import ecg, rhythm
from tests.simulators.recordings.test_ecg import write

RATE = 130.0
WIDE = {"8": 8, "16": 16, "24": 24, "32": 32, "61": 16, "80": 8, "160": 16, "212": 12, "310": 10, "311": 10}
"""Bits of a sample."""


def packed(values: NDArray[np.int64], form: str) -> bytes:
    """Samples as signal(5) stores them: the other way round than the reader, bit by bit."""
    bits = WIDE[form]
    match form:
        case "80" | "160":
            return b"".join(int(x + (1 << (bits - 1))).to_bytes(bits // 8, "little") for x in values)
        case "61":
            return b"".join(int(x).to_bytes(2, "big", signed=True) for x in values)
        case "212":
            a, b = values[0::2] & 0xFFF, values[1::2] & 0xFFF
            return b"".join(
                bytes([x & 255, x >> 8 | y >> 8 << 4, y & 255]) for x, y in zip(a.tolist(), b.tolist(), strict=True)
            )
        case "310":
            threes = (values & 0x3FF).reshape(-1, 3).tolist()
            return b"".join(struct.pack("<HH", x << 1 | (z & 31) << 11, y << 1 | z >> 5 << 11) for x, y, z in threes)
        case "311":
            threes = (values & 0x3FF).reshape(-1, 3).tolist()
            return b"".join(struct.pack("<I", x | y << 10 | z << 20) for x, y, z in threes)
        case _:
            return b"".join(int(x).to_bytes(bits // 8, "little", signed=True) for x in values)


@pytest.mark.parametrize("form", PACKINGS)
@pytest.mark.parametrize("piece", [7, 1000])
def test_every_packing_is_taken_apart(form: str, piece: int) -> None:
    """The second of three signals, whatever pieces the file comes in."""
    most = min(1 << (WIDE.get(form, 8) - 1), 1 << 30) - 1
    values = np.random.default_rng(2).integers(-most, most + 1, 3 * 600)
    data = packed(values, form)
    pieces = iter([data[k : k + piece] for k in range(0, len(data), piece)])
    taken, total = one_of(pieces, form, 3, slice(1, 2), 600, RATE)
    assert np.array_equal(taken, values[1::3])
    assert total == values[1::3].sum()


@pytest.mark.parametrize(
    ("unit", "microvolts"),
    [("mV", 1000), ("MV", 1000), ("uV", 1), ("UV", 1), ("µV", 1), ("μV", 1), ("Âµv", 1), ("microV", 1),
     ("microvolts", 1), ("millivolt", 1000), ("Volt", 1e6), ("V", 1e6), ("nV", 1e-3), (" mV ", 1000),
     ("mmHg", None), ("bpm", None), ("", None)],
)  # fmt: skip
def test_units_of_voltage_in_all_spellings(unit: str, microvolts: float | None) -> None:
    """Capitals, Greek letters of both kinds, words, and what a wrong encoding made of them."""
    assert microvolts_in(unit) == microvolts


@pytest.mark.parametrize("other", ["RESP", "HR (ECG)", "ECG Quality", "EEG Fpz-Cz", "PLETH", "ECG rate"])
def test_the_ecg_is_chosen_wherever_it_stands(tmp_path: Path, other: str) -> None:
    """Not the first millivolts, nor the first label that mentions an ECG; and the choice is told."""
    synthetic = ecg(rhythm(30), RATE)
    breath = 800 * np.sin(np.arange(len(synthetic.uv)) / 200)
    header = write(tmp_path, np.stack((breath, synthetic.uv), axis=1).astype(np.int64), gain="1000/mV")
    header.write_text(header.read_text().replace("lead 0", other).replace("lead 1", "V5"))
    found = read(header)
    assert len(found) >= 27
    assert [remark.code for remark in found.remarks] == ["remarks.signal"]
    assert read(header, Asked(signal="v5")).rr_ticks == found.rr_ticks
    with pytest.raises(InputError, match="there is no signal II; there are"):
        read(header, Asked(signal="II"))


def test_an_electrode_without_a_body_is_passed_over(tmp_path: Path) -> None:
    """The next lead is read, and that is told."""
    synthetic = ecg(rhythm(30), RATE)
    header = write(tmp_path, np.stack((0 * synthetic.uv, synthetic.uv), axis=1).astype(np.int64), gain="1000/mV")
    header.write_text(header.read_text().replace("lead 0", "ECG I").replace("lead 1", "ECG II"))
    assert "remarks.signal_flat" in [remark.code for remark in read(header).remarks]


def marks(rr: int, count: int, hz: int | None) -> bytes:
    """A beat every so many units, with a note of their number in a second."""
    text = f"## time resolution: {hz}".encode()
    note = b"\0X" + (63 << 10 | len(text)).to_bytes(2, "little") + text.ljust(len(text) + len(text) % 2, b"\0")
    return (note if hz else b"") + (1 << 10 | rr).to_bytes(2, "little") * count + b"\0\0"


def test_annotations_count_in_their_own_time(tmp_path: Path) -> None:
    """Their resolution goes before the header's rate; without a header it is enough, under any name."""
    for name in ("r.atr", "alone.bin"):
        (tmp_path / name).write_bytes(marks(920, 60, 1000))
    (tmp_path / "r.hea").write_text("r 0 250\n")
    for name in ("r.hea", "r.atr", "alone.bin"):
        assert read(tmp_path / name).duration_s == pytest.approx(59 * 0.92)
    (tmp_path / "none.qrs").write_bytes(marks(230, 60, None))
    with pytest.raises(InputError, match="no header"):
        read(tmp_path / "none.qrs")


@pytest.mark.parametrize(
    ("old", "new"),
    [(b"uV      ", b"UV      "), (b"uV      ", b"        "), (b"uV      ", b"\xc2\xb5V     "),
     (b"-32768  -1", b"-32768,0-1"), (b"ECG             ", b"II              "),
     (b"ECG             ", b"EKG1            "), (b"32767   1 ", b"32767\0\0\0" + b"1 ")],
)  # fmt: skip
def test_edf_headers_as_programs_write_them(tmp_path: Path, old: bytes, new: bytes) -> None:
    """Units in other spellings or none, decimal commas, NULs for blanks, leads by their names."""
    data = edf()
    assert data.count(old) >= 1
    (tmp_path / "night.rec").write_bytes(data.replace(old, new, 1))
    found = read(tmp_path / "night.rec")
    assert (found.format, 11 <= len(found) <= 13) == ("edf-ecg", True)


def test_an_interrupted_edf_file_has_a_gap(tmp_path: Path) -> None:
    """Each record is at its own time; between them there is nothing."""
    (tmp_path / "d.edf").write_bytes(edf(interrupted=True))
    found = read(tmp_path / "d.edf")
    assert sum(found.gaps) == 1
    assert found.duration_s == pytest.approx(40, abs=1.5)
    assert "remarks.interrupted" in [remark.code for remark in found.remarks]


def test_r_peaks_that_are_marked(tmp_path: Path) -> None:
    """Where there is no ECG, the marks of beats are read."""
    (tmp_path / "p.edf").write_bytes(edf().replace(b"ECG             ", b"EMG chin        "))
    found = read(tmp_path / "p.edf")
    assert (found.format, len(found)) == ("edf-beats", 10)


def test_the_peaks_are_those_of_the_package_that_the_method_is_from() -> None:
    """Sample by sample, among noise."""
    neurokit = pytest.importorskip("neurokit2")
    uv = ecg(rhythm(30), 250.0).uv
    uv = uv + np.random.default_rng(4).normal(0, 60, len(uv))
    clean = neurokit.ecg_clean(uv, sampling_rate=250, method="neurokit")
    _, wanted = neurokit.ecg_peaks(clean, sampling_rate=250, method="neurokit", correct_artifacts=False)
    assert gradient_peaks(cleaned(uv, 250.0), 250.0).tolist() == list(wanted["ECG_R_Peaks"])


def test_signals_beyond_all_bounds_are_refused(tmp_path: Path) -> None:
    """A sparse file of gigabytes is not taken into memory."""
    (tmp_path / "r.hea").write_text("r 1 130\nr.dat 16 200/mV 12 0 0 0 0 ECG\n")
    with (tmp_path / "r.dat").open("wb") as file:
        file.truncate(400_000_000)
    with pytest.raises(InputError, match="more than is read"):
        read(tmp_path / "r.hea")


def test_remarks_that_only_sound_like_beats_are_none(tmp_path: Path) -> None:
    """Marks minutes apart are no heart's."""
    (tmp_path / "p.edf").write_bytes(
        edf().replace(b"ECG             ", b"EMG chin        ").replace(b".4\x14", b"00\x14")
    )
    with pytest.raises(InputError, match="no signal"):
        read(tmp_path / "p.edf")
