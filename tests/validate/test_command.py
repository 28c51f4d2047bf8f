"""`biofeedback validate`, as a process and on files."""

from __future__ import annotations

import json
from pathlib import Path
from xml.etree import ElementTree

import pytest

from biofeedback.app import annotated_files
from biofeedback.errors import UsageError
from tests.cli.program import run
from tests.validate.annotated import fibrillation, folder, quiet, write

FLOORS = """
[af_60s]
episodes.least = 4
found_pct.least = 100
delay_p90_s.most = 60
[bigeminy]
found_pct.least = 100
delay_median_s.most = 15
[v_run_fast]
found_pct.least = 100
delay_p90_s.most = 4
[false_stops]
hours.least = 1.2
stops.most = 0
irregular.per_100h.most = 0
"""


def test_a_synthetic_set_stays_above_its_floors(tmp_path: Path) -> None:
    """All episodes in simulated hearts are found in time, and none of the quiet ones is stopped."""
    floors, picture = tmp_path / "floors.toml", tmp_path / "picture.svg"
    floors.write_text(FLOORS)
    made = str(folder(tmp_path / "set"))
    ran = run("validate", made, "--floor", str(floors), "--json", "--picture", str(picture), data=tmp_path)

    assert ran.err == ""
    assert ran.code == 0
    (told,) = ran.lines
    assert told["schema"] == "biofeedback.validation/1"
    assert told["records"] == len(told["by_record"]) == 16
    assert told["floors_failed"] == []
    assert told["false_stops"]["upper95_per_100h"] > 0
    ElementTree.parse(picture)  # raises where it is no XML


def test_below_a_floor_is_exit_one_with_a_line_for_each(tmp_path: Path) -> None:
    """In the person's language; a figure that could not be taken is one of them."""
    write(tmp_path / "quiet.csv", quiet(1, 300))
    floors = tmp_path / "floors.json"
    floors.write_text(json.dumps({"af_60s.found_pct": {"least": 98}, "false_stops.hours": {"least": 100}}))
    ran = run("validate", "quiet.csv", "--floor", str(floors), "--lang", "zh", data=tmp_path)

    assert ran.code == 1
    assert len(ran.err.splitlines()) == 2
    assert "至少 98" in ran.err
    assert "误停" in ran.out


def test_bad_usage_is_exit_two_and_one_line(tmp_path: Path) -> None:
    """No folder, nothing in it, no floors, a floor that is none."""
    write(tmp_path / "quiet.csv", quiet(1, 60))
    (tmp_path / "empty").mkdir()
    (tmp_path / "bad.toml").write_text("af_60s.found_pct = 98\n")
    (tmp_path / "list.json").write_text("[1]")
    for call in (
        ("nowhere",),
        ("empty",),
        ("quiet.csv", "--floor", "nowhere.toml"),
        ("quiet.csv", "--floor", "bad.toml"),
        ("quiet.csv", "--floor", "list.json"),
        ("quiet.csv", "--picture", "nowhere/picture.svg"),
    ):
        ran = run("validate", *call, data=tmp_path)
        assert ran.code == 2, call
        assert len(ran.err.splitlines()) == 1, call
        assert "Traceback" not in ran.err


def test_a_file_that_cannot_be_read_is_told_and_the_others_are_scored(tmp_path: Path) -> None:
    """Exit 2, since not all was judged."""
    write(tmp_path / "quiet.csv", quiet(1, 60))
    (tmp_path / "broken.csv").write_text("t_s,rr_ms\n0.8,eight hundred\n")
    ran = run("validate", ".", "--json", "--jobs", "2", data=tmp_path)

    assert ran.code == 2
    assert "broken.csv, line 2" in ran.err
    assert ran.lines[0]["records"] == 1


def word(kind: int, value: int) -> bytes:
    return (kind << 10 | value).to_bytes(2, "little")


def test_a_folder_as_downloaded(tmp_path: Path) -> None:
    """Headers with annotations; beats from a second file where the experts marked only rhythms; signals, lists and a
    table of the same record left alone.
    """
    (tmp_path / "a.hea").write_text("a 1 100 1000\n")
    (tmp_path / "a.dat").write_bytes(b"\0" * 30)
    (tmp_path / "a.atr").write_bytes(word(28, 10) + word(63, 5) + b"(AFIB\0" + word(0, 0))
    (tmp_path / "a.qrs").write_bytes(b"".join(word(1, 90) for _ in range(20)) + word(0, 0))
    (tmp_path / "alone.hea").write_text("alone 1 100 1000\n")
    (tmp_path / "RECORDS.csv").write_text("record\na\n")
    write(tmp_path / "a.csv", quiet(1, 30))

    assert annotated_files.found([tmp_path]) == [tmp_path / "a.hea"]
    (score,) = annotated_files.scores([tmp_path / "a.hea"], jobs=1)
    assert not isinstance(score, annotated_files.Unreadable)
    assert score.beats == 19
    assert score.annotated
    with pytest.raises(UsageError, match="alone"):
        annotated_files.found([tmp_path / "alone"])


def test_a_sample_of_the_recordings_stays_above_its_floors(recordings: Path) -> None:
    """Two records with much in them, and two quiet hours: what was found in them once is found again."""
    sample = [recordings / "mitdb" / f"{name}.csv" for name in ("106", "119", "203", "101", "122")]
    from biofeedback.validation.figures import figures, named

    scores = [
        each for each in annotated_files.scores(sample, jobs=1) if not isinstance(each, annotated_files.Unreadable)
    ]
    values = {figure.name: figure.value or 0.0 for figure in named(figures(scores))}

    assert len(scores) == len(sample)
    assert values["af_60s.found_pct"] == 100
    assert values["bigeminy.found_pct"] == 100
    assert values["false_stops.stops"] == 0


@pytest.mark.parametrize("word", ["AFIB", "AF"])
def test_fibrillation_is_looked_for_however_a_table_calls_it(tmp_path: Path, word: str) -> None:
    """With a bracket or without: it was no episode, and its stop was one for nothing."""
    write(tmp_path / "af.csv", [*quiet(1, 300), *fibrillation(1, 120), *quiet(2, 120)])
    table = (tmp_path / "af.csv").read_text(encoding="utf-8")
    (tmp_path / "af.csv").write_text(table.replace("(AFIB", word), encoding="utf-8")
    ran = run("validate", "af.csv", "--json", data=tmp_path)

    assert "(AFIB" in table
    assert (ran.code, ran.err) == (0, "")
    assert ran.lines[0]["episodes"]["af_60s"]["episodes"] == 1
