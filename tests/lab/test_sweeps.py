"""Sweeps: the same bytes however they are played, gone on with where they were left, told in a page; and compared."""

from __future__ import annotations

import re
import shutil
import sqlite3
import sys
from collections.abc import Generator, Iterable
from contextlib import closing
from dataclasses import astuple, replace
from itertools import islice
from pathlib import Path

import pytest

from biofeedback import __version__
from biofeedback.cli.lab.sweeps import sweep
from biofeedback.errors import UsageError
from protocols.library import load
from simulators.lab.sweeps import comparing, parquet, report, running
from simulators.lab.sweeps.figures import bins, effect, kinds, worst
from simulators.lab.sweeps.grid import Cell, Grid, cells, grid
from simulators.lab.sweeps.outcomes import Outcome, outcomes
from simulators.lab.sweeps.results import PARTIAL, RESULTS, outcomes_in
from tests.cli.program import run

SHORT = grid(("three_minutes",), ("person:calm", "person:palpitations"), ("", "af:rest:1"), (1, 6), "on")


def quietly(done: int, of: int) -> None:
    """Nobody looks."""


@pytest.fixture(scope="module")
def swept(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A sweep played in one process."""
    return running.sweep(SHORT, tmp_path_factory.mktemp("sweep"), running.in_processes(1), quietly)


def test_two_processes_give_the_same_bytes_as_one(swept: Path, tmp_path: Path) -> None:
    """Of the whole file."""
    other = running.sweep(SHORT, tmp_path, running.in_processes(2), quietly)

    assert other.read_bytes() == swept.read_bytes()
    assert not (tmp_path / PARTIAL).exists()


def test_a_sweep_that_was_ended_goes_on_where_it_was(swept: Path, tmp_path: Path) -> None:
    """What was played is not played again, and the bytes are the same as without an end."""
    told = list[int]()

    def ends(pieces: Iterable[list[Cell]]) -> Generator[list[Outcome]]:
        for piece in pieces:
            yield outcomes(piece)
            raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        running.sweep(SHORT, tmp_path, ends, quietly)
    assert (tmp_path / PARTIAL).exists()
    again = running.sweep(SHORT, tmp_path, running.in_processes(1), lambda done, of: told.append(done))

    assert told[0] == running.AT_A_TIME
    assert again.read_bytes() == swept.read_bytes()
    assert running.sweep(SHORT, tmp_path, ends, quietly) == again  # all of it is there: nothing is played


def test_another_sweep_does_not_write_over_it(swept: Path) -> None:
    """Nor one by another version, or with a protocol that was changed since."""
    for other in (replace(SHORT, last_seed=7), replace(SHORT, version="9"), replace(SHORT, digests=("x",))):
        with pytest.raises(UsageError, match="another sweep"):
            running.sweep(other, swept.parent, running.in_processes(1), quietly)


def test_results_are_a_table_for_anybody(swept: Path) -> None:
    """One row a session, each with what was played and how it ended."""
    with closing(sqlite3.connect(swept)) as opened:
        rows = opened.execute("SELECT source, fault, seed, outcome FROM sessions ORDER BY number").fetchall()

    assert len(rows) == len(SHORT) == 24
    assert [row[:3] for row in rows] == [(cell.source, cell.fault, cell.seed) for cell in cells(SHORT)]
    assert {row[3] for row in rows if row[1]} == {"stopped"}


def test_parquet_holds_the_same_rows_and_the_sweep_itself(swept: Path) -> None:
    """For who works with data frames; the same results give the same bytes."""
    from pyarrow.parquet import read_table

    file = parquet.written(swept.parent)
    first = file.read_bytes()
    rows = read_table(file).to_pylist()

    assert [tuple(row.values()) for row in rows] == [astuple(one) for one in outcomes_in(swept)]
    assert read_table(file).schema.metadata[b"biofeedback"].decode() == SHORT.line()
    assert parquet.written(swept.parent).read_bytes() == first


def test_where_parquet_is_not_installed_it_is_named_before_the_work(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)

    with pytest.raises(UsageError, match=r"biofeedback\[parquet\]"):
        sweep(seeds="1:1", parquet=True, out=tmp_path / "sweep")
    assert not (tmp_path / "sweep").exists()


def test_the_page_tells_outcomes_with_intervals_and_worst_cases_with_commands(swept: Path, tmp_path: Path) -> None:
    """Each command plays that very session again."""
    page = report.page(SHORT.line(), outcomes_in(swept))
    command = re.search(r"<code>(biofeedback simulate [^<]+)</code>", page)

    assert "100 % (61-100)" in page  # six of six: Wilson 1927
    assert SHORT.digests[0] in page
    assert "http" not in page.replace("http-equiv", "")
    assert command is not None
    asked = command[1].replace("&#39;", "'").split()[1:]
    ran = run(*asked, "--json", data=tmp_path)
    ended = ran.lines[-1]
    assert f"{ended['outcome']} for {ended['rule']} after {ended['duration_s']:.0f} s" in page


def test_a_name_from_outside_cannot_act_in_the_page(swept: Path) -> None:
    """It is escaped wherever it stands."""
    found = [replace(each, source="replay:<script>x</script>") for each in outcomes_in(swept)]

    assert "<script>" not in report.page(SHORT.line(), found)


def test_effects_have_intervals_by_hand() -> None:
    """Mean and Student's interval of 1 to 5: 3 -+ 2.776 * 1.581 / sqrt(5). None of nothing, none about a few."""
    five = effect([1.0, 2.0, 3.0, 4.0, 5.0])

    assert five is not None
    assert five.bounds is not None
    assert five.mean == 3.0
    assert (five.bounds.low, five.bounds.high) == pytest.approx((1.037, 4.963), abs=0.003)
    assert effect([]) is None
    assert str(effect([1.0])) == "1.00"
    assert bins([]) == ()
    assert sum(each.count for each in bins([1.0, 1.0, 5.0])) == 3


def test_what_is_worst_is_named_first(swept: Path) -> None:
    """A stop without a fault is one; a fault after which nothing happened another."""
    found = outcomes_in(swept)
    false = replace(found[0], outcome="stopped", rule="irregular")
    missed = replace(found[6], outcome="completed", rule=None, pauses=0, fault_s=60.0)
    named = {each.title: each.sessions for each in worst([false, missed])}

    assert [sessions for title, sessions in named.items() if title.startswith("Stopped though")] == [(false,)]
    assert [sessions for title, sessions in named.items() if title.startswith("A fault, and")] == [(missed,)]
    assert [kind.sessions for kind in kinds(found)] == [6, 6, 6, 6]


def test_two_protocols_are_compared_on_the_same_seeds(tmp_path: Path) -> None:
    """Where they part, what each did there and why; one with itself never parts."""
    asked = ("--source", "person:restless", "--seeds", "1:2")
    ran = run("lab", "compare", "three_minutes", "rapid", *asked, data=tmp_path)
    same = run("lab", "compare", "rapid", "rapid", *asked, "--json", data=tmp_path)

    assert ran.code == 0
    head = ran.out.splitlines()
    assert (head[0], head[3], head[6]) == (
        "--- three_minutes",
        "+++ rapid",
        "0 of 2 pairs of sessions decided the same throughout",
    )
    assert head[1].startswith(f"--- version {__version__}, three_minutes {load('three_minutes').digest[:12]}, ")
    assert head[5] == "+++ person:restless; no fault; seeds 1 to 2"
    assert re.search(r"@@ person:restless seed 1 @@\n .*\n- .*\n\+ ", ran.out)
    assert "duration_s" in ran.out
    assert (same.lines[0]["same"], same.lines[0]["first_differences"]) == (2, [])
    assert same.lines[0]["made_from"]["other"]["digests"] == [load("rapid").digest]


def test_two_sweeps_are_compared_by_their_results(swept: Path) -> None:
    """As by two versions: how many decide the same, and what it comes to."""
    one = outcomes_in(swept)
    other = [replace(each, decisions_sha256="x", pauses=each.pauses + 1) for each in one[:4]]
    found = comparing.of_results(one, other)
    pauses = next(each for each in found.effects if each.name == "pauses")

    assert (found.sessions, found.same) == (4, 0)
    assert pauses.difference.mean == 1.0
    with pytest.raises(UsageError, match="no session is in both"):
        comparing.of_results(one[:2], one[2:4])


def test_what_two_sweeps_decided_otherwise_is_named_with_what_plays_it(swept: Path, tmp_path: Path) -> None:
    """As between two versions: of each session that differs how it ended in both, and the command."""
    other = tmp_path / "other"
    shutil.copytree(swept.parent, other)
    with closing(sqlite3.connect(other / RESULTS)) as opened, opened:
        opened.execute("UPDATE sessions SET decisions_sha256 = 'x', outcome = 'ended_early' WHERE number = 8")
        opened.execute("UPDATE sweep SET grid = replace(grid, ?, '9.9')", (__version__,))
    ran = run("lab", "compare", str(swept.parent), str(other), data=tmp_path)

    assert "23 of 24 pairs" in ran.out
    assert "+++ version 9.9, three_minutes" in ran.out
    assert "@@ person:calm af:rest:1 seed 3 @@\n- stopped (irregular)\n+ ended_early (irregular)\n" in ran.out
    assert "  again: biofeedback simulate --protocol three_minutes --source person:calm --seed 3" in ran.out


def test_a_source_that_is_a_file_is_known_again_by_what_is_in_it(tmp_path: Path) -> None:
    """A changed recording, or person of one's own, is another sweep."""
    own = tmp_path / "own.toml"
    own.write_text('about = "Mine."\nhr_bpm = { is = 60, from = "estimate" }\n', encoding="utf-8")
    one = grid(("three_minutes",), ("person:calm", f"person:{own}"), (), (1, 1), "on")
    own.write_text('about = "Mine."\nhr_bpm = { is = 61, from = "estimate" }\n', encoding="utf-8")
    other = grid(("three_minutes",), ("person:calm", f"person:{own}"), (), (1, 1), "on")

    assert one.sources_sha256[0] == other.sources_sha256[0] == ""
    assert len(one.sources_sha256[1]) == 64
    assert one != other
    assert any(one.sources_sha256[1][:12] in line for line in one.told())


def test_a_sweep_by_the_program(tmp_path: Path) -> None:
    """Database and page in the folder that was named; what cannot be swept is one line."""
    call = ("sweep", "--protocol", "three_minutes", "--seeds", "1:2", "--jobs", "1", "--out", str(tmp_path / "out"))
    ran = run(*call, data=tmp_path)
    strap = run("sweep", "--source", "ble", data=tmp_path)

    assert ran.code == 0, ran.err
    assert ran.out.startswith("2 sessions: ")
    assert (tmp_path / "out" / RESULTS).is_file()
    assert "Sweep of 2 sessions" in (tmp_path / "out" / "report.html").read_text(encoding="utf-8")
    assert (strap.code, len(strap.err.strip().splitlines())) == (2, 1)


def test_a_grid_is_each_with_each() -> None:
    """Protocols, sources, faults, seeds: numbered in that order, the same at every time."""
    asked = Grid(
        protocols=("a", "b"),
        digests=("", ""),
        sources=("s",),
        faults=("", "f"),
        first_seed=3,
        last_seed=4,
        adaptation="on",
    )

    assert [(c.number, c.protocol, c.fault, c.seed) for c in islice(cells(asked), 3)] == [
        (0, "a", "", 3),
        (1, "a", "", 4),
        (2, "a", "f", 3),
    ]
    assert len(asked) == len(list(cells(asked))) == 8
