"""`biofeedback import`: a look at a file, and then its recording is kept beside the sessions."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.cli.program import run
from tests.simulators.recordings.test_tables import RR, ends, table


@pytest.fixture
def recorded(tmp_path: Path) -> Path:
    file = tmp_path / "walk.csv"
    file.write_text(table("timestamp,rr", [f"{1760000000 + t:.3f}" for t in ends()]))
    return file


def test_what_is_kept_is_shown_first(tmp_path: Path, recorded: Path) -> None:
    """Format, unit, count, length, gaps and what few hearts do; then it is in the list of what is kept."""
    done = run("import", str(recorded), "--yes", data=tmp_path)
    listed = run("sessions", "list", "--json", data=tmp_path)

    assert done.code == 0
    for said in ("rr-columns", f"{len(RR)} intervals", "1 gap", "0.0 %", "in ms", "timestamp", "number 1"):
        assert said in done.out
    assert [(line["source"], line["outcome"]) for line in listed.lines] == [("walk.csv", "imported")]
    assert "cut off" not in run("sessions", "show", "1", data=tmp_path).out


def test_without_a_word_nothing_is_kept(tmp_path: Path, recorded: Path) -> None:
    """Where nobody can be asked it says what to say."""
    done = run("import", str(recorded), data=tmp_path)

    assert (done.code, "--yes" in done.err) == (2, True)
    assert run("sessions", "list", "--json", data=tmp_path).lines == []


def test_what_cannot_be_read_is_not_kept(tmp_path: Path) -> None:
    """One clear line."""
    (tmp_path / "hr.csv").write_text("time,hr\n" + "".join(f"{k},61\n" for k in range(50)))
    done = run("import", str(tmp_path / "hr.csv"), "--yes", data=tmp_path)

    assert done.code == 2
    assert "hold no intervals" in done.err


def test_many_files_on_several_cores_are_the_same_bytes_in_order(tmp_path: Path, recorded: Path) -> None:
    """Good ones and bad ones, with the same exit code and complaints."""
    (tmp_path / "bad.csv").write_text("dear diary\n")
    (tmp_path / "plain.txt").write_text("\n".join(map(str, RR[:100])))
    files = [str(tmp_path / name) for name in ("plain.txt", "bad.csv", "walk.csv", "nowhere.csv", "plain.txt")]
    one = run("analyse", "--json", *files, data=tmp_path)
    two = run("analyse", "--json", "--jobs", "2", *files, data=tmp_path)

    assert (two.code, two.out, two.err) == (one.code, one.out, one.err)
    assert [line["file"] for line in two.lines] == files


def test_what_a_file_does_not_say_is_said_on_the_command_line(tmp_path: Path) -> None:
    """Its unit and its column; the answer tells that it was asked for."""
    file = tmp_path / "own.csv"
    file.write_text("abstand\n" + "\n".join(str(round(x * 1.024)) for x in RR))
    done = run("analyse", "--json", "--unit", "1024", "--column", "Abstand", str(file), data=tmp_path)

    assert done.lines[0]["duration_s"] == pytest.approx(sum(RR) / 1000, abs=0.3)
    assert [each["code"] for each in done.lines[0]["remarks"]] == ["remarks.unit_asked"]
    assert "1/1024 s" in json.dumps(done.lines[0]["remarks"])
