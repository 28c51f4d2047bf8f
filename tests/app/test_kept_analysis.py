"""What is kept is judged by its number as a file of it would be."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from biofeedback.app import kept_analysis, kept_recordings, stored_session
from biofeedback.app.analysing import NO_WISHES, Analysed, analysed, kept_number
from biofeedback.cli import analyse
from biofeedback.errors import UsageError
from biofeedback.ticks import to_ms
from simulators.recordings.reading import read
from tests.report.sessions import keep


@pytest.fixture(autouse=True)
def data(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A data folder of its own."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "data"))
    return tmp_path


def kept(number: int) -> Analysed:
    assert kept_number(Path(f"session:{number}")) == number
    return kept_analysis.analysed(number, 60.0)


def test_a_session_is_judged_by_its_number(data: Path) -> None:
    """All beats that were heard, at the times they were heard at."""
    number = keep(data / "data", protocol="three_minutes")
    found = kept(number)

    heard = stored_session.whole(number).beats
    assert list(found.recording.rr_ticks) == [beat.rr_ticks for beat in heard]
    assert list(found.recording.t_s) == [beat.t for beat in heard]
    assert [beat.kind for beat in found.analysis.beats] == [beat.kind for beat in heard]
    assert found.recording.format == "session"


def test_an_imported_recording_is_judged_as_its_file(data: Path) -> None:
    """By its number or by its file, the same comes out."""
    file = data / "walk.csv"
    file.write_text("rr_ms\n" + "\n".join(str(800 + 20 * (k % 5)) for k in range(300)))
    number = kept_recordings.keep(read(file), name="walk.csv")

    assert kept(number).analysis == analysed(file, 60.0).analysis
    assert to_ms(kept(number).recording.rr_ticks[1]) == 820


def test_a_number_that_is_not_there_is_refused(data: Path) -> None:
    """With its one line, as everywhere."""
    keep(data / "data", protocol="three_minutes")
    with pytest.raises(UsageError, match="no session 7"):
        kept(7)


def test_a_file_of_that_name_is_a_file(data: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where there is one, it is meant."""
    (data / "session:1").write_text("rr_ms\n" + "800\n" * 100)
    monkeypatch.chdir(data)
    assert kept_number(Path("session:1")) is None


def test_the_command_names_it_as_it_was_asked_for(data: Path, capsys: pytest.CaptureFixture[str]) -> None:
    """Beside files, in their order."""
    number = keep(data / "data", protocol="three_minutes")
    wanted = analyse.Wanted(as_json=True, baseline_s=60.0, with_beats=False, wishes=NO_WISHES, lang="en")
    code = analyse.run([Path(f"session:{number}"), Path("session:99")], wanted, jobs=1)

    first, second = map(json.loads, capsys.readouterr().out.splitlines())
    assert (code, first["file"], first["error"]) == (2, f"session:{number}", None)
    assert "no session 99" in second["error"]["message"]
