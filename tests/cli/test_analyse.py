"""`biofeedback analyse` on files that hold more than intervals."""

from __future__ import annotations

from pathlib import Path

import numpy as np

from tests.cli.program import run
from tests.signal.ecg.synthetic import ecg, rhythm
from tests.signal.rhythm import hearts
from tests.simulators.recordings.fit_files import fit, hrv
from tests.simulators.recordings.test_ecg import write

MARKS = b"".join([(1 << 10 | 100).to_bytes(2, "little")] * 20) + b"\0\0"


def test_what_is_left_out_is_told(tmp_path: Path) -> None:
    """The beats of a record are judged without its damaged ECG; in either form of the answer it says so."""
    header = write(tmp_path, ecg(rhythm(20)).uv.astype(np.int64), gain="1000")
    header.with_suffix(".atr").write_bytes(MARKS)
    whole = run("analyse", str(header), "--json", data=tmp_path)
    header.with_suffix(".dat").write_bytes(b"\0" * 100)
    damaged = run("analyse", str(header), "--json", data=tmp_path)
    in_words = run("analyse", str(header), "--lang", "zh", data=tmp_path)

    assert (whole.code, damaged.code, in_words.code) == (0, 0, 0)
    assert whole.lines[0]["remarks"] == []
    assert [each["message"] for each in damaged.lines[0]["remarks"]] == [
        "the ECG beside the beats is left out",
        "the signal is shorter than its header says",
    ]
    assert "心电信号没有采用" in in_words.out


def test_the_intervals_of_a_watch_are_judged_like_any_other(tmp_path: Path) -> None:
    """The same numbers as from a text that holds them."""
    intervals = [800 + 10 * (k % 7) for k in range(60)]
    (tmp_path / "run.fit").write_bytes(fit(*(hrv(*intervals[k : k + 5]) for k in range(0, 60, 5))))
    (tmp_path / "run.txt").write_text("\n".join(map(str, intervals)))
    ran = run("analyse", "run.fit", "run.txt", "--json", data=tmp_path)

    assert [line["format"] for line in ran.lines] == ["fit", "rr-text"]
    assert ran.lines[0]["hrv"] == ran.lines[1]["hrv"]
    assert ran.lines[0]["hrv"]["rmssd_ms"] is not None


def test_a_rhythm_that_only_minutes_tell_is_a_caution(tmp_path: Path) -> None:
    """With its time and its words; a breather as slow is told nothing of."""
    for name, intervals in (("held.txt", hearts.held_down(320, 1)), ("breath.txt", hearts.deep_breathing(320))):
        (tmp_path / name).write_text("\n".join(f"{ms:.1f}" for ms in intervals))
    ran = run("analyse", "held.txt", "breath.txt", "--json", data=tmp_path)

    (told,) = ran.lines[0]["warnings"]
    assert (told["rule"], told["severity"]) == ("irregular", "caution")
    assert 160 < told["decided_s"] < 320
    assert ran.lines[1]["warnings"] == []
