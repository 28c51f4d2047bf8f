"""Two sources in `watch`: the lines of both, and a journal for each."""

from __future__ import annotations

from pathlib import Path

from tests.cli.program import run


def test_plain_lines_of_both_and_a_journal_for_each(tmp_path: Path) -> None:
    """Every line begins with its number; the shorter one ends, and the longer goes on to its own end."""
    for name, beats in (("short", 60), ("long", 240)):
        intervals = "\n".join(str(800 + 20 * (k % 5)) for k in range(beats))
        (tmp_path / f"{name}.txt").write_text(intervals, encoding="utf-8")
    sources = ("--source", "replay:short.txt@200", "--source", "replay:long.txt@100")
    done = run("watch", *sources, "--plain", data=tmp_path)

    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[:2] == ["1  recording short.txt", "2  recording long.txt"]
    assert {line[:3] for line in lines} == {"1  ", "2  "}
    assert max(k for k, line in enumerate(lines) if line[0] == "1") < len(lines) - 1
    listed = run("sessions", "list", "--json", data=tmp_path).lines
    assert sorted(each["source"] for each in listed) == ["replay:long.txt@100", "replay:short.txt@200"]
    assert all(each["outcome"] == "ended_early" for each in listed)
    for each in listed:
        assert run("sessions", "replay", str(each["id"]), data=tmp_path).code == 0


def test_a_third_is_refused(tmp_path: Path) -> None:
    """With one clear line."""
    done = run("watch", *("--source", "person:calm") * 3, data=tmp_path)

    assert done.code == 2
    assert "at most 2" in done.err
    done = run("watch", *("--source", "person:calm") * 3, "--lang", "zh", data=tmp_path)
    assert done.err == "biofeedback: 最多同时观察 2 个数据来源，而不是 3 个\n"


def test_where_the_second_is_wrong_nothing_is_begun(tmp_path: Path) -> None:
    """Both are looked at before either has a journal."""
    for sources in (("person:calm", "person:nobody"), ("person:nobody", "person:calm")):
        done = run("watch", *(word for each in sources for word in ("--source", each)), "--plain", data=tmp_path)
        assert done.code == 2
    assert run("sessions", "list", "--json", data=tmp_path).lines == []
