"""`watch --json`: what is heard, as lines for a program; and nothing else on standard output."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.app import stored_session
from biofeedback.ticks import to_ms
from tests.cli.program import run


@pytest.fixture
def minutes(tmp_path: Path) -> Path:
    """Two minutes of a heart, one beat of it far too early."""
    file = tmp_path / "heart.txt"
    rr = [800 + 30 * (k % 5) for k in range(150)]
    rr[100:102] = [480, 1150]
    file.write_text("".join(f"{each}\n" for each in rr))
    return file


def test_each_beat_is_a_line_with_its_final_class_and_the_store_says_the_same(
    minutes: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """First what it is, last the summary; between them beats and indices in the order of the session."""
    data = tmp_path / "data"
    data.mkdir()
    ran = run("watch", "--json", "--source", f"replay:{minutes}@100", data=data)
    lines = ran.lines

    assert ran.code == 0
    assert (lines[0]["type"], lines[0]["schema"]) == ("run", "biofeedback.stream/1")
    assert lines[-1]["type"] == "summary"
    beats = [line for line in lines if line["type"] == "beat"]
    assert len(beats) == 150
    assert beats[100]["class"] == "ectopic"
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(data))
    kept = stored_session.whole(1).beats
    assert [(beat["rr_ms"], beat["class"]) for beat in beats] == [
        (round(to_ms(beat.rr_ticks), 3), beat.kind.value) for beat in kept
    ]
    indices = [line for line in lines if line["type"] == "indices"]
    assert indices
    assert indices[0]["rmssd_ms"] is None  # too few beats yet
    assert any(60 < (line["hr_bpm"] or 0) < 90 for line in indices)


def test_two_hearts_are_two_commands(tmp_path: Path) -> None:
    """One clear line."""
    ran = run("watch", "--json", "--source", "person:calm", "--source", "person:calm", data=tmp_path)

    assert (ran.code, ran.out) == (2, "")
    assert "one source" in ran.err
