"""The commands of the lab: what they print is what was found, and what cannot be done is one clear line."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.cli.program import run

FIGURES = "before\n<!-- figures -->\nold\n<!-- /figures -->\nafter\n"


def test_a_campaign_says_what_it_has_seen(tmp_path: Path) -> None:
    """Sessions, events and violations; twice the same."""
    call = ("lab", "campaign", "--sessions", "3", "--first", "7", "--jobs", "1")
    first, second = run(*call, data=tmp_path), run(*call, data=tmp_path)

    assert first.code == 0
    assert first.out.startswith("sessions 3, ")
    assert "violations 0 in 0 sessions" in first.out
    assert first.out == second.out


def test_one_session_is_told_decision_by_decision(tmp_path: Path) -> None:
    """Who it is, what goes wrong, and the journal's lines."""
    told = run("lab", "campaign", "--case", "2", data=tmp_path)

    assert told.code == 0
    assert "faults" in told.out
    assert '"type":"Finished"' in told.out


def test_the_table_takes_its_place_in_the_page(tmp_path: Path) -> None:
    """Between the marks; what stands around them stays."""
    page = tmp_path / "page.md"
    page.write_text(FIGURES, encoding="utf-8")
    call = ("lab", "adaptation", "--seeds", "1", "--protocol", "rapid", "--jobs", "1", "--into", str(page))
    told = run(*call, data=tmp_path)

    assert told.code == 0
    assert page.read_text(encoding="utf-8") == f"before\n<!-- figures -->\n{told.out}<!-- /figures -->\nafter\n"


@pytest.mark.parametrize(
    "call",
    [
        ("known-onset", "nowhere"),
        ("responses", "nowhere"),
        ("variability", "--recordings", "nowhere"),
        ("benchmark", "--recordings", "nowhere"),
        ("known-onset", "."),
        ("responses", "."),
        ("adaptation", "--protocol", "nowhere"),
        ("adaptation", "--into", "nowhere"),
        ("adaptation", "--into", "page.md"),
    ],
)
def test_what_cannot_be_done_is_one_clear_line(
    call: tuple[str, ...], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Before anything is played; no traceback."""
    monkeypatch.chdir(tmp_path)
    (tmp_path / "page.md").write_text("no marks\n", encoding="utf-8")
    ran = run("lab", *call, data=tmp_path)

    assert ran.code == 2
    assert ran.out == ""
    assert len(ran.err.strip().splitlines()) == 1
