"""Long files: they take no more memory than their samples, and what is read quickly is read as it is read slowly."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st
from numpy.typing import NDArray

from biofeedback.errors import InputError
from biofeedback.signal.ecg.interpolate import REACH, extremum
from simulators.recordings import missing_samples
from simulators.recordings.gradient_peaks import maxima
from simulators.recordings.missing_samples import fill
from simulators.recordings.reading import read
from tests.fuzz_files import bounds
from tests.fuzz_files.seeds import edf

SHORT, LONG = 240_000, 1_200_000
"""Samples: a quarter of an hour of a Holter, which is looked at at a time, and more, but no second's work."""

A_SAMPLE = 8
"""Bytes that a sample of 16 bits may take in all while it is read: as floats, held several times, it took 17 to 28."""


@pytest.mark.parametrize("form", ["edf", "212"])
def test_a_long_signal_takes_the_memory_of_its_samples(tmp_path: Path, form: str) -> None:
    """Of two files in processes of their own the longer takes so much more."""

    def peak(samples: int) -> float:
        name = tmp_path / f"{samples}.edf"
        return bounds.used(bounds.edf(name, samples) if form == "edf" else bounds.wfdb(name, samples, form)).mb

    assert peak(LONG) - peak(SHORT) < (LONG - SHORT) * A_SAMPLE / 1e6


def test_peaks_between_samples_are_those_of_one_peak_at_a_time() -> None:
    """To the last bit."""
    wave = np.random.default_rng(1).normal(size=400)
    wave[90:100] = 0.0  # where all is level, too
    places = np.array([REACH + 1, 20, 94, 95, 200, 400 - REACH - 2])
    assert maxima(wave, places).tolist() == [extremum(wave.tolist(), int(p), 1.0) for p in places]


@given(
    values=st.lists(st.integers(-3000, 3000), min_size=1, max_size=40),
    lost=st.lists(st.booleans(), min_size=40, max_size=40),
    block=st.integers(1, 9),
)
def test_missing_samples_lie_on_a_line_whatever_the_blocks(values: list[int], lost: list[bool], block: int) -> None:
    samples, missing = np.array(values, np.float32), np.array(lost[: len(values)], np.bool_)
    wanted = samples.copy()
    there = np.flatnonzero(~missing)
    if len(there):
        wanted[missing] = np.interp(np.flatnonzero(missing), there, samples[there])
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(missing_samples, "_BLOCK", block)
        fill(samples, missing)
    assert samples == pytest.approx(wanted, abs=1e-3)


def _beats(path: Path, text: str) -> tuple[list[float], list[int]]:
    path.write_text(text)
    found = read(path)
    return found.t_s.tolist(), found.rr_ticks.tolist()


def _rows(uv: NDArray[np.int16], time: str) -> list[str]:
    def written(k: int) -> str:
        seconds = k / bounds.RATE
        if time == "date":
            return f"2026-03-04 08:{int(seconds) // 60:02}:{seconds % 60:06.3f}"
        return f"{seconds:.4f}"

    return [f"{written(k)},{x}" for k, x in enumerate(uv.tolist())]


@pytest.mark.parametrize("time", ["t_s", "date"])
def test_a_text_is_read_alike_in_blocks_and_row_by_row(tmp_path: Path, time: str) -> None:
    """A sample without a value in each block keeps them from being read at once; a clock called `t_s` is one, too."""
    rows = _rows(bounds.ecg(60 * bounds.RATE), time)
    odd = [row.rpartition(",")[0] + ",nan" if k % 3000 == 40 else row for k, row in enumerate(rows)]
    plain = _beats(tmp_path / "a.csv", f"{time},ecg [uV]\n" + "\n".join(rows))
    slow = _beats(tmp_path / "b.csv", f"{time},ecg [uV]\n" + "\n".join(odd))
    assert len(plain[0]) > 50
    assert plain[0] == pytest.approx(slow[0], abs=1e-4)
    assert plain[1] == pytest.approx(slow[1], abs=3)


def test_of_several_clocks_in_a_long_table_the_best_is_taken_in_whole(tmp_path: Path) -> None:
    """Its gap lies behind the rows by which the columns were compared."""
    t, rows = 0, list[str]()
    for k in range(32_000):
        t += 850 + 600_000 * (k == 31_500)
        rows.append(f"850,{t // 1000},{t}")
    path = tmp_path / "long.csv"
    path.write_text("rr_ms,sec,time_ms\n" + "\n".join(rows))
    found = read(path)
    assert [k for k, gap in enumerate(found.gaps) if gap] == [31_500]
    assert found.duration_s == pytest.approx(32_000 * 0.85 + 600, abs=1)


def test_an_interrupted_file_without_its_times_is_read_as_its_records_stand(tmp_path: Path) -> None:
    """Its texts are damaged: what says when each record began is not there."""
    whole, damaged = edf(True), edf(True).replace(b"EDF Annotations ", b"EDF Annotationz ", 1)
    assert damaged != whole
    path = tmp_path / "d.edf"
    path.write_bytes(damaged)
    with suppress(InputError):  # one clear line at the most
        assert len(read(path)) > 5
