"""An ECG in rows of a text whose clock jumps: a gap of any length costs no memory."""

from __future__ import annotations

from array import array
from pathlib import Path

import numpy as np
import pytest

from biofeedback.ticks import to_s
from simulators.recordings.reading import read
from simulators.recordings.tables.clocks import Column
from simulators.recordings.text_ecg import signal
from tests.signal.ecg.synthetic import ecg, rhythm

RATE = 130.0


def test_a_clock_that_jumps_by_hours_is_a_gap_and_not_millions_of_samples(tmp_path: Path) -> None:
    """Beats on both sides keep the clock's times; the signal, which would be mostly gap, is not kept beside them."""
    synthetic = ecg(rhythm(60), RATE)
    times = np.arange(len(synthetic.uv)) / RATE
    middle = len(times) // 2
    times[middle:] += 17 * 3600.0
    path = tmp_path / "ecg.txt"
    rows = "\n".join(f"{t:.5f};{uv:.0f}" for t, uv in zip(times, synthetic.uv, strict=True))
    path.write_text("time [s];ecg [uV]\n" + rows)
    clock = Column(name="t", values=times.tolist(), dated=False, named=True)
    found = signal("ecg [uV]", array("f", synthetic.uv.tolist()), [clock], None)
    recording = read(path)

    assert len(found.signal.microvolts) < len(times) + RATE
    assert recording.ecg is None
    assert sum(recording.gaps) == 1
    assert recording.t_s[-1] - times[-1] == pytest.approx(0, abs=2)
    assert recording.t_s[0] < 3
    assert max(map(to_s, recording.rr_ticks)) < 1.5
    assert "ecg_apart" in [told.code.split(".")[-1] for told in recording.remarks]


def test_a_clock_that_jumps_by_minutes_leaves_the_signal_in_one_piece(tmp_path: Path) -> None:
    """The samples that are missing are marked, and the signal's time is the clock's."""
    synthetic = ecg(rhythm(60), RATE)
    times = np.arange(len(synthetic.uv)) / RATE
    times[len(times) // 2 :] += 600.0
    path = tmp_path / "ecg.txt"
    rows = "\n".join(f"{t:.5f};{uv:.0f}" for t, uv in zip(times, synthetic.uv, strict=True))
    path.write_text("time [s];ecg [uV]\n" + rows)
    recording = read(path)

    assert recording.ecg is not None
    assert len(recording.ecg.microvolts) / RATE == pytest.approx(times[-1], abs=1)
    assert recording.ecg.missing.sum() == pytest.approx(600 * RATE, abs=2)
    assert sum(recording.gaps) == 1
