"""The file: private, of a known version, and never destroyed."""

from __future__ import annotations

import os
import sqlite3
import stat
from pathlib import Path

import pytest

from biofeedback.errors import StoreError
from biofeedback.events import Tick
from biofeedback.store import database, schema
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About, Sessions


def _mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_nobody_else_can_read_any_of_it(folder: Path, about: About) -> None:
    """The folder and every file in it, while a session is written, are the owner's alone, whatever the umask."""
    before = os.umask(0)
    try:
        log = SessionLog(about, folder)
        log.on_step(Tick(t=1.0), ())
        log.flush()
    finally:
        os.umask(before)

    assert _mode(folder) == 0o700
    assert {file.name: _mode(file) for file in folder.iterdir()} == {file.name: 0o600 for file in folder.iterdir()}
    log.close()


def test_a_store_that_was_copied_too_open_is_closed_again(folder: Path, about: About) -> None:
    """A backup put back with everybody's rights does not stay so."""
    SessionLog(about, folder).close()
    (folder / database.FILE_NAME).chmod(0o644)

    Sessions(folder).close()

    assert _mode(folder / database.FILE_NAME) == 0o600


def test_somebodys_own_folder_keeps_its_rights(tmp_path: Path, about: About) -> None:
    """A folder that was there before is not ours to lock others out of; our files in it are."""
    tmp_path.chmod(0o755)
    SessionLog(about, tmp_path).close()

    assert _mode(tmp_path) == 0o755
    assert _mode(tmp_path / database.FILE_NAME) == 0o600


@pytest.mark.parametrize("content", [b"not a database, but somebody's notes\n" * 40, b"\x00" * 8192, b"x"])
def test_a_file_that_is_no_database_is_refused_and_kept(folder: Path, content: bytes) -> None:
    """One clear line, and not a byte of it is changed."""
    folder.mkdir(parents=True)
    file = folder / database.FILE_NAME
    file.write_bytes(content)

    with pytest.raises(StoreError, match=r"not a readable store|another program"):
        Sessions(folder)

    assert file.read_bytes() == content
    assert [each.name for each in folder.iterdir()] == [database.FILE_NAME]


def test_a_database_of_another_program_is_refused_and_kept(folder: Path) -> None:
    """Its tables are not ours to migrate."""
    folder.mkdir(parents=True)
    file = folder / database.FILE_NAME
    theirs = sqlite3.connect(file)
    theirs.execute("CREATE TABLE sessions (theirs)")
    theirs.commit()
    theirs.close()
    content = file.read_bytes()

    with pytest.raises(StoreError, match="another program"):
        Sessions(folder)

    assert file.read_bytes() == content


def test_a_store_of_a_newer_version_is_refused_and_kept(folder: Path, about: About) -> None:
    """An older program does not guess at what a newer one wrote."""
    SessionLog(about, folder).close()
    connection = sqlite3.connect(folder / database.FILE_NAME)
    connection.execute(f"PRAGMA user_version = {len(schema.MIGRATIONS) + 1}")
    connection.close()
    content = (folder / database.FILE_NAME).read_bytes()

    with pytest.raises(StoreError, match="newer version"):
        SessionLog(about, folder)

    assert (folder / database.FILE_NAME).read_bytes() == content


def test_a_damaged_store_is_told_and_kept(folder: Path, about: About) -> None:
    """Pages that were overwritten are a clear error when they are read, and nothing repairs them by losing the rest."""
    log = SessionLog(about, folder)
    for n in range(2000):
        log.on_step(Tick(t=float(n)), ())
    log.close()
    file = folder / database.FILE_NAME
    content = bytearray(file.read_bytes())
    content[4096 * 4 : 4096 * 12] = b"\xff" * 4096 * 8
    file.write_bytes(content)

    with Sessions(folder) as sessions, pytest.raises(StoreError, match="nothing was changed"):
        sessions.events(log.id)

    assert file.read_bytes() == content


def test_an_older_store_is_brought_up_to_date(folder: Path, about: About, monkeypatch: pytest.MonkeyPatch) -> None:
    """A new version adds to what is there; its sessions are still read."""
    log = SessionLog(about, folder)
    log.on_step(Tick(t=1.0), ())
    log.close()
    monkeypatch.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, ("ALTER TABLE sessions ADD COLUMN mood TEXT",)))

    with Sessions(folder) as sessions:
        assert sessions.events(log.id) == (Tick(t=1.0),)
    connection, _ = database.connect(folder)
    assert connection.execute("PRAGMA user_version").fetchone() == (len(schema.MIGRATIONS),)
    assert connection.execute("SELECT mood FROM sessions").fetchall() == [(None,)]
    connection.close()


def test_a_migration_that_fails_changes_nothing(folder: Path, about: About, monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a migration would be a store that no version can read."""
    SessionLog(about, folder).close()
    broken = ("ALTER TABLE sessions ADD COLUMN mood TEXT", "ALTER TABLE nowhere ADD COLUMN mood TEXT")
    with monkeypatch.context() as patched:
        patched.setattr(schema, "MIGRATIONS", (*schema.MIGRATIONS, broken))
        with pytest.raises(StoreError, match="nowhere"):
            Sessions(folder)

    with Sessions(folder) as sessions:
        assert len(sessions.all()) == 1
    connection, _ = database.connect(folder)
    assert "mood" not in {row[1] for row in connection.execute("PRAGMA table_info(sessions)")}
    connection.close()


def test_a_data_folder_that_is_a_file_is_told(tmp_path: Path) -> None:
    """So is one that cannot be made, in one line."""
    (tmp_path / "data").write_text("mine")

    with pytest.raises(StoreError, match="cannot be used"):
        Sessions(tmp_path / "data")
    with pytest.raises(StoreError, match="cannot be used"):
        Sessions(tmp_path / "data" / "below")


def test_the_store_is_where_the_settings_say(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """`BIOFEEDBACK_DATA` moves it."""
    monkeypatch.setenv("BIOFEEDBACK_DATA", str(tmp_path / "elsewhere"))
    Sessions().close()

    assert (tmp_path / "elsewhere" / database.FILE_NAME).is_file()
