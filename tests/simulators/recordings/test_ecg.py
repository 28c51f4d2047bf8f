"""WFDB records with a signal: read as they were written, refused in one line where they are not, and their beats."""

from __future__ import annotations

import gzip
from collections.abc import Callable
from contextlib import suppress
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from biofeedback.errors import InputError
from biofeedback.ticks import to_s
from simulators.recordings.ecg_signal import Signal
from simulators.recordings.formats.edf import ecg_in
from simulators.recordings.formats.tape import Tape
from simulators.recordings.opened import opened
from simulators.recordings.reading import read
from simulators.recordings.wfdb_header import read_header
from simulators.recordings.wfdb_signal import read_signal
from tests.signal.ecg.synthetic import ecg, rhythm

RATE = 130.0


def packed_212(samples: NDArray[np.int64]) -> bytes:
    """Two samples in three bytes."""
    even = np.append(samples, 0) if len(samples) % 2 else samples
    first, second = even[::2] & 0xFFF, even[1::2] & 0xFFF
    raw = np.stack((first & 0xFF, first >> 8 | second >> 8 << 4, second & 0xFF), axis=1).astype(np.uint8)
    return raw.tobytes()


def write(
    folder: Path, units: NDArray[np.int64], *, form: str = "16", gain: str = "200", extra: str = "", checksum: int = 0
) -> Path:
    """A record `r` with one channel for each column of `units`, all with the same gain; returns its header."""
    columns = units.reshape(len(units), -1)
    flat = columns.ravel()
    (folder / "r.dat").write_bytes(packed_212(flat) if form.startswith("212") else flat.astype("<i2").tobytes())
    sums = [checksum or int(np.int16(np.uint16(column.sum() & 0xFFFF))) for column in columns.T]
    lines = [f"r.dat {form}{extra} {gain} 12 0 {columns[0, k]} {sums[k]} 0 lead {k}" for k in range(columns.shape[1])]
    header = folder / "r.hea"
    header.write_text("\n".join([f"r {columns.shape[1]} {RATE:g} {len(columns)}", *lines, "# synthetic"]) + "\n")
    return header


def signal_of(header: Path) -> Signal | None:
    with opened(header) as file:
        found = read_signal(read_header(header, file.lines))
    return None if found is None else found[0]


def edf_signal(path: Path) -> Signal:
    with opened(path) as file:
        found = ecg_in(file)
    assert not isinstance(found, Tape)
    return found[0]


@pytest.mark.parametrize("form", ["212", "16"])
@pytest.mark.parametrize("channels", [1, 2, 3])
def test_samples_are_read_as_they_were_written(tmp_path: Path, form: str, channels: int) -> None:
    """The first channel of any number, in both formats, in microvolts; also an odd number of samples."""
    units = np.random.default_rng(1).integers(-2047, 2048, (301, channels))
    signal = signal_of(write(tmp_path, units, form=form, gain="200(10)/mV"))

    assert signal is not None
    assert signal.microvolts == pytest.approx((units[:, 0] - 10) * 5.0)
    assert signal.rate_hz == RATE
    assert not signal.missing.any()


def test_a_channel_that_is_no_voltage_is_passed_over(tmp_path: Path) -> None:
    """Breath and pressure are recorded beside an ECG, at times before it."""
    units = np.random.default_rng(1).integers(-2047, 2048, (300, 2))
    header = write(tmp_path, units)
    header.write_text(header.read_text().replace("200 12", "200/mmHg 12", 1))
    signal = signal_of(header)

    assert signal is not None
    assert signal.name == "lead 1"
    assert signal.microvolts == pytest.approx(units[:, 1] * 5.0)


def test_beats_of_a_record_without_annotations(tmp_path: Path) -> None:
    """NeuroKit2 finds them, and their times are those of the R peaks, between samples; the format says so."""
    synthetic = ecg(rhythm(60), RATE)
    recording = read(write(tmp_path, synthetic.uv.astype(np.int64), gain="1000"))
    off = [(t - synthetic.r_s[np.argmin(abs(synthetic.r_s - t))]) * 1000 for t in recording.t_s]

    assert recording.format == "wfdb-ecg"
    assert len(recording) >= 58
    assert np.std(off) < 0.6
    assert not any(recording.gaps)


def test_a_lead_upside_down_has_the_same_beats(tmp_path: Path) -> None:
    """It is turned over before R peaks are looked for."""
    synthetic = ecg(rhythm(40), RATE)
    up = read(write(tmp_path, synthetic.uv.astype(np.int64), gain="1000"))
    down = read(write(tmp_path, -synthetic.uv.astype(np.int64), gain="1000"))

    assert list(down.t_s) == pytest.approx(list(up.t_s), abs=1e-6)


def test_missing_samples_are_a_gap(tmp_path: Path) -> None:
    """Where samples were not taken there is no interval, and the next one says that time was lost."""
    synthetic = ecg(rhythm(60), RATE)
    units = synthetic.uv.astype(np.int64)
    units[2600:2990] = -32768
    recording = read(write(tmp_path, units, gain="1000"))

    assert sum(recording.gaps) == 1
    assert all(0.6 < to_s(rr) < 1.1 for rr in recording.rr_ticks)
    assert not any(20.0 < t < 23.0 for t in recording.t_s)


def test_annotations_come_first(tmp_path: Path) -> None:
    """What experts marked is better than what a program finds."""
    header = write(tmp_path, ecg(rhythm(20), RATE).uv.astype(np.int64), gain="1000")
    marks = [(1 << 10 | 100).to_bytes(2, "little")] * 5
    header.with_suffix(".atr").write_bytes(b"".join([*marks, b"\0\0"]))

    assert read(header).format == "wfdb"


DAMAGES: dict[str, tuple[Callable[[Path], object], str]] = {
    "cut off": (lambda h: h.with_suffix(".dat").write_bytes(b"\0" * 100), "shorter"),
    "no signal": (lambda h: h.with_suffix(".dat").unlink(), "r.dat"),
    "format": (lambda h: h.write_text(h.read_text().replace(" 16 ", " 81 ")), "format 81"),
    "two rates": (lambda h: h.write_text(h.read_text().replace(" 16 ", " 16x2 ")), "shorter"),
    "segments": (lambda h: h.write_text(h.read_text().replace("r 1", "r/2 1")), "segments"),
    "line": (lambda h: h.write_text(h.read_text().replace("r.dat 16", "r.dat sixteen")), "line 2"),
    "rate": (lambda h: h.write_text(h.read_text().replace(" 130 ", " 20 ")), "20 samples"),
    "damaged": (lambda h: h.with_suffix(".dat").write_bytes(b"\1" * 20_000), "damaged"),
}
"""What is done to a header or its signal, and a word of the reason."""


@pytest.mark.parametrize(("change", "reason"), DAMAGES.values(), ids=DAMAGES)
def test_what_cannot_be_read_is_refused(tmp_path: Path, change: Callable[[Path], object], reason: str) -> None:
    """One line that names the file and the reason."""
    header = write(tmp_path, ecg(rhythm(20), RATE).uv.astype(np.int64), gain="1000")
    change(header)

    with pytest.raises(InputError, match=reason) as refusal:
        read(header)
    assert "r.hea" in refusal.value.message
    assert "\n" not in refusal.value.message


@pytest.mark.parametrize("uv", [np.zeros(4000), np.full(4000, -32768)])
def test_a_signal_without_beats_is_refused(tmp_path: Path, uv: NDArray[np.float64]) -> None:
    """A flat line, and one of which nothing was taken."""
    with pytest.raises(InputError, match="no RR intervals"):
        read(write(tmp_path, uv.astype(np.int64)))


def test_a_signal_of_a_few_seconds_is_refused(tmp_path: Path) -> None:
    """There is nothing to be learnt from it."""
    with pytest.raises(InputError, match="too short"):
        read(write(tmp_path, ecg(rhythm(5), RATE).uv.astype(np.int64)))


def edf(folder: Path, uv: NDArray[np.float64], label: str = "ECG II", kind: str = "EDF+C", cut: int = 0) -> Path:
    """An EDF file with breath at 10 Hz before an ECG at 130 Hz, in mV, one second a record."""
    records = len(uv) // 130
    heads = ["0", "X X X X", "Startdate X X X X", "01.01.01", "01.01.01", "768", kind, str(records), "1", "2"]
    head = "".join(text.ljust(width) for text, width in zip(heads, (8, 80, 80, 8, 8, 8, 44, 8, 8, 4), strict=True))
    columns = [("Resp", label), ("", ""), ("", "mV"), ("-1", "-16.384"), ("1", "16.3835")]
    columns += [("-32768",) * 2, ("32767",) * 2, ("", ""), ("10", "130"), ("", "")]
    for (first, second), width in zip(columns, (16, 80, 8, 8, 8, 8, 8, 80, 8, 32), strict=True):
        head += first.ljust(width) + second.ljust(width)
    data = b"".join(
        np.zeros(10, "<i2").tobytes() + (uv[k * 130 : (k + 1) * 130] * 2).astype("<i2").tobytes()
        for k in range(records)
    )
    path = folder / "night.EDF"
    path.write_bytes(head.encode() + data[: len(data) - cut])
    return path


def test_beats_of_an_edf_file(tmp_path: Path) -> None:
    """The signal that is named an ECG is found among others, whatever its place, unit and scale."""
    synthetic = ecg(rhythm(40), RATE)
    recording = read(edf(tmp_path, synthetic.uv))
    off = [(t - synthetic.r_s[np.argmin(abs(synthetic.r_s - t))]) * 1000 for t in recording.t_s]

    assert recording.format == "edf-ecg"
    assert len(recording) >= 37
    assert np.std(off) < 0.6
    assert edf_signal(edf(tmp_path, synthetic.uv)).microvolts[:1000] == pytest.approx(synthetic.uv[:1000], abs=0.6)


@pytest.mark.parametrize(
    ("change", "reason"),
    [({"label": "EEG"}, "Resp, EEG"), ({"cut": 3}, "shorter")],
)
def test_an_edf_file_that_cannot_be_read_is_refused(tmp_path: Path, change: dict[str, Any], reason: str) -> None:
    """Without an ECG, or cut off."""
    with pytest.raises(InputError, match=reason):
        read(edf(tmp_path, ecg(rhythm(20), RATE).uv, **change))


def test_what_a_file_holds_decides_not_its_name(tmp_path: Path) -> None:
    """An EDF file under any name, packed or not; a text under the name of an ECG."""
    data = edf(tmp_path, ecg(rhythm(20), RATE).uv).read_bytes()
    for name, content in (("night", data), ("night.rec", data), ("night.txt", gzip.compress(data))):
        (tmp_path / name).write_bytes(content)
        assert read(tmp_path / name).format == "edf-ecg", name
    for name in ("text.edf", "text.hea", "text.atr"):
        (tmp_path / name).write_text("800\n810\n790\n")
        assert read(tmp_path / name).format == "rr-text", name


def test_a_file_of_no_known_content_is_refused_by_its_name(tmp_path: Path) -> None:
    """Its name says what it was meant to be."""
    for name, kind in (("a.edf", "bad_edf"), ("a.fit", "fit_damaged"), ("a.hea", "bad_header"), ("a", "unknown")):
        (tmp_path / name).write_text("dear diary\n")
        with pytest.raises(InputError) as refusal:
            read(tmp_path / name)
        assert refusal.value.kind == kind


def test_numbers_written_otherwise_in_an_edf_header(tmp_path: Path) -> None:
    """Whole numbers with a decimal point, no size of the header, and records behind those that the header tells of."""
    synthetic = ecg(rhythm(20), RATE)
    plain = edf(tmp_path, synthetic.uv).read_bytes()
    odd = plain.replace(b"-32768  -32768  32767   32767   ", b"-32768.0-32768.032767.0 32767.0 ")
    odd = odd.replace(b"768     EDF+C", b"        EDF+C") + plain[-280:]

    wanted = edf_signal(tmp_path / "night.EDF").microvolts
    (tmp_path / "odd").write_bytes(odd)

    assert odd != plain
    assert np.array_equal(edf_signal(tmp_path / "odd").microvolts, wanted)


def test_beats_of_a_bdf_file(tmp_path: Path) -> None:
    """The same with 24 bits."""
    from edfio import Bdf, BdfSignal

    synthetic = ecg(rhythm(40), RATE)
    uv = synthetic.uv[: len(synthetic.uv) // 130 * 130]
    Bdf([BdfSignal(uv, RATE, label="EKG", physical_dimension="uV", digital_range=(-8388608, 8388607))]).write(
        tmp_path / "night.bdf"
    )
    recording = read(tmp_path / "night.bdf")
    off = [(t - synthetic.r_s[np.argmin(abs(synthetic.r_s - t))]) * 1000 for t in recording.t_s]

    assert recording.format == "bdf-ecg"
    assert len(recording) >= 37
    assert np.std(off) < 0.6


@given(data=st.binary(max_size=900), at=st.integers(0, 760), text=st.binary(max_size=8))
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_bytes_are_an_edf_file_or_a_refusal(tmp_path: Path, data: bytes, at: int, text: bytes) -> None:
    """Neither noise nor a good file with some bytes of its header changed brings anything else."""
    good = edf(tmp_path, np.zeros(260)).read_bytes()
    for odd in (data, good[:at] + text + good[at + len(text) :]):
        (tmp_path / "odd.edf").write_bytes(odd)
        with suppress(InputError):
            read(tmp_path / "odd.edf")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(data=st.binary(max_size=60), lines=st.text(max_size=60))
def test_any_bytes_are_a_signal_or_a_refusal(tmp_path: Path, data: bytes, lines: str) -> None:
    """No header and no signal file brings anything else."""
    (tmp_path / "r.dat").write_bytes(data)
    header = tmp_path / "r.hea"
    for text in (lines, f"r 1 360 10\n{lines}", f"r 1 360\nr.dat 212 {lines}", "r 2 360\nr.dat 16\nr.dat 16"):
        header.write_text(text, encoding="utf-8", errors="replace")
        try:
            signal_of(header)
        except InputError:
            continue


def test_a_real_record_agrees_with_its_annotations(recordings: Path, tmp_path: Path) -> None:
    """The signal alone gives nearly the intervals that experts marked."""
    folder = recordings / "ecg" / "mitdb"
    if not (folder / "101.dat").is_file():
        pytest.skip("no recorded ECG")
    for suffix in (".hea", ".dat"):
        (tmp_path / f"101{suffix}").write_bytes((folder / f"101{suffix}").read_bytes())
    marked, detected = read(folder / "101.hea"), read(tmp_path / "101.hea")

    assert abs(len(marked) - len(detected)) <= 5
    assert np.median([abs(t - min(marked.t_s, key=lambda m: abs(m - t))) for t in detected.t_s[::20]]) < 0.004
