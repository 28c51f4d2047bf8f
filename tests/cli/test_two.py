"""Two sources in `watch`: which go together, the lines of both, and a journal for each."""

from __future__ import annotations

from pathlib import Path

import pytest

from biofeedback.cli.two import apart, sources_of
from biofeedback.cli.wishes import Wishes
from biofeedback.errors import UsageError
from devices import scan
from devices.reach import StrapInReach
from tests.cli.program import run


@pytest.mark.parametrize(
    ("first", "second"), [("ble", "ble"), ("ble:C0:FF", "ble"), ("ble", "ble:C0:FF"), ("ble:C0:FF", "ble:c0:ff")]
)
def test_two_that_could_be_the_same_strap_are_refused(first: str, second: str) -> None:
    """Each needs an address, and another one."""
    with pytest.raises(UsageError, match="an address each"):
        apart(first, second, "en")


@pytest.mark.parametrize(
    ("first", "second"), [("ble:A", "ble:B"), ("ble", "person:calm"), ("person:calm", "person:calm")]
)
def test_two_that_are_different_go_together(first: str, second: str) -> None:
    """A strap and a simulated heart, too."""
    assert apart(first, second, "en") == (first, second)


async def test_from_the_home_screen_the_two_strongest_straps_are_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    """With fewer than two in reach one line says so."""
    straps = [StrapInReach(address=each, name=None, rssi_dbm=-50) for each in ("A", "B", "C")]

    async def in_reach() -> tuple[StrapInReach, ...]:
        return tuple(straps)

    monkeypatch.setattr(scan, "straps_in_reach", in_reach)
    assert await sources_of(Wishes()) == ("ble:A", "ble:B")
    mine = [StrapInReach(address=each, name="Polar H10 7E1B542C", rssi_dbm=-40) for each in ("A0", "A1")]
    straps[:0] = mine  # one strap, which has just changed its address
    assert await sources_of(Wishes()) == ("ble:A0", "ble:A")
    del straps[:2]
    del straps[1:]
    with pytest.raises(UsageError, match="Two straps are needed, and 1"):
        await sources_of(Wishes())


def test_plain_lines_of_both_and_a_journal_for_each(tmp_path: Path) -> None:
    """Every line begins with its number; the shorter one ends, and the longer goes on to its own end."""
    for name, beats in (("short", 60), ("long", 240)):
        intervals = "\n".join(str(800 + 20 * (k % 5)) for k in range(beats))
        (tmp_path / f"{name}.txt").write_text(intervals, encoding="utf-8")
    sources = ("--source", "replay:short.txt@200", "--source", "replay:long.txt@100")
    done = run("watch", *sources, "--plain", data=tmp_path)

    assert done.code == 0, done.err
    lines = done.out.splitlines()
    assert lines[:2] == ["1  short.txt", "2  long.txt"]
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
