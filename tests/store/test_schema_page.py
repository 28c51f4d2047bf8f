"""The page that documents the store says what is there: every table and column, and no other."""

from __future__ import annotations

import re
from pathlib import Path

from biofeedback.store import blocks, database, recordings, schema
from biofeedback.ticks import TICKS_PER_MS, TICKS_PER_S, TICKS_PER_STRAP_UNIT

PAGE = (Path(database.__file__).parent / "SCHEMA.md").read_text(encoding="utf-8")


def test_every_table_and_column_is_on_the_page(folder: Path) -> None:
    """In the same order as in a store that the program has made."""
    connection, _ = database.connect(folder)
    tables = [name for (name,) in connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")]
    there = {
        table: [row[1] for row in connection.execute(f"PRAGMA table_info({table})")]
        for table in tables
        if not table.startswith("sqlite_")
    }
    connection.close()
    sections = re.split(r"^## ", PAGE, flags=re.MULTILINE)[1:]
    told = {
        section.split()[0]: [
            name for name in re.findall(r"^\| ([a-z_0-9]+) \|", section, re.MULTILINE) if name != "column"
        ]
        for section in sections
    }

    assert told == there


def test_its_numbers_are_those_of_the_program() -> None:
    """Version, units, sizes of blocks and what is folded."""
    assert f"Version {len(schema.MIGRATIONS)}." in PAGE
    assert f"0x{schema.APPLICATION_ID:X}" in PAGE
    assert f"1/{TICKS_PER_S} s ({TICKS_PER_MS} ticks are 1 ms, {TICKS_PER_STRAP_UNIT} are 1/1024 s" in PAGE
    assert f"Up to {blocks.FOLDED_AT} lines" in PAGE
    assert f"{recordings.SAMPLES_A_PART:,}".replace(",", " ") in PAGE
    assert all(kind in PAGE for kind in blocks.FOLDED_TYPES)
