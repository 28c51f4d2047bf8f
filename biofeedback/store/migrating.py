"""An older store is brought up to date: first a copy beside it, then all steps in one transaction, or none."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Mapping
from contextlib import closing
from pathlib import Path
from tempfile import NamedTemporaryFile

from biofeedback.errors import StoreError
from biofeedback.store import blocks, private, schema
from biofeedback.store.transactions import number, transaction
from biofeedback.why import why

AFTERWARDS: Mapping[int, Callable[[sqlite3.Connection], None]] = {4: blocks.fold_all}
"""What is done once the statements that lead to a version have been carried out, in the same transaction."""


def backups(file: Path) -> tuple[Path, ...]:
    """The copies of a store from before it was brought up to date, and what is left of one that was never finished."""
    return tuple(sorted(file.parent.glob(f"{file.name}.before-*")))


def bring_up_to_date(connection: sqlite3.Connection, file: Path) -> None:
    """Lead the store to this version. Raises StoreError where it is of a later one, and what SQLite raises."""
    if number(connection, "user_version") == len(schema.MIGRATIONS):
        return
    with transaction(connection):
        version = number(connection, "user_version")  # another process may have been faster
        refuse_newer(version, file)
        if 0 < version < len(schema.MIGRATIONS):
            _back_up(file)
        for step, statements in enumerate(schema.MIGRATIONS[version:], version + 1):
            for statement in statements:
                connection.execute(statement)
            if step in AFTERWARDS:
                AFTERWARDS[step](connection)
            connection.execute(f"PRAGMA user_version = {step}")
        connection.execute(f"PRAGMA application_id = {schema.APPLICATION_ID}")


def refuse_newer(version: int, file: Path) -> None:
    """Raise StoreError where a later version of this program wrote the store."""
    if version > len(schema.MIGRATIONS):
        raise StoreError(
            f"{file}: written by a newer version of this program "
            f"(store {version}, this one knows {len(schema.MIGRATIONS)}); update biofeedback to use it",
            reasons=(why("store.newer", file=str(file)),),
        )


def _back_up(file: Path) -> None:
    """A whole copy in a private file, named when it is finished. It takes the place of any earlier one.

    Called by whoever may write, before anything is written: so no other process is at it, and what lies there of an
    unfinished copy was left by one that is gone.
    """
    old = backups(file)
    named = file.with_name(f"{file.name}.before-{len(schema.MIGRATIONS)}")
    with NamedTemporaryFile(dir=file.parent, prefix=f"{named.name}.", delete=False) as made:
        copy = Path(made.name)
    try:
        with closing(sqlite3.connect(file)) as reader:  # none can be copied in a transaction of its own
            reader.execute("VACUUM INTO ?", (str(copy),))
        private.replace(copy, named)
    finally:
        private.erase(copy)
    for each in old:
        if each != named:
            private.erase(each)
