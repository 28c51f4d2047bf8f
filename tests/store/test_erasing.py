"""All that is kept of a person is named, and gone at their word; what is not the program's own stays."""

from __future__ import annotations

import sqlite3
from pathlib import Path

import pytest

from biofeedback.decisions import Stopped
from biofeedback.errors import StoreError
from biofeedback.events import Tick
from biofeedback.store import erasing, person, private, remembered
from biofeedback.store.database import FILE_NAME
from biofeedback.store.erasing import Holds
from biofeedback.store.log import SessionLog
from biofeedback.store.sessions import About
from biofeedback.why import why
from tests.cli.program import run

MARK = b"a-very-private-word"


def _filled(folder: Path, about: About) -> None:
    """One of all that the program keeps, each with the mark in it."""
    log = SessionLog(about, folder)
    log.on_step(Tick(t=1.0), (Stopped(t=1.0, rule=None, why=why(MARK.decode())),))
    log.close()
    person.keep(person.Person(answers=(), answered=MARK.decode()), folder)
    remembered.remember(remembered.Remembered(protocol=MARK.decode()), folder)
    (folder / "reports").mkdir()
    (folder / "exports" / "bids" / "sub-01").mkdir(parents=True)
    for name in (
        f"{FILE_NAME}.before-4",
        f"{FILE_NAME}.before-4.abc",
        "faults.log",
        "reports/1.html",
        "exports/bids/sub-01/1.tsv",
        "exports/1.csv",
        "person.jsonxyz",
    ):
        (folder / name).write_bytes(MARK)


def test_everything_is_overwritten_before_it_goes(folder: Path, about: About) -> None:
    """Whoever holds a file open, as a look at the disk would, reads nothing of it any more."""
    _filled(folder, about)
    held = [file.path.open("rb") for file in erasing.kept_files(folder)]
    assert {file.holds for file in erasing.kept_files(folder)} == set(Holds) - {Holds.PROFILE}

    assert erasing.everything(folder) == ()

    assert list(folder.iterdir()) == []
    for file in held:
        assert not file.read().strip(b"\x00")
        file.close()


def test_what_others_keep_there_stays(folder: Path, about: About) -> None:
    """A data folder may be any folder: other files, other programs' stores and links are not touched."""
    _filled(folder, about)
    outside = folder.parent / "theirs.log"
    outside.write_bytes(b"theirs")
    (folder / "faults.log.1").symlink_to(outside)
    (folder / "thesis.txt").write_text("mine")
    theirs = sqlite3.connect(folder / "sessions-7.sqlite3")
    theirs.execute("PRAGMA application_id = 7")
    theirs.execute("CREATE TABLE theirs (theirs)")
    theirs.commit()
    theirs.close()

    left = erasing.everything(folder)

    assert [file.name for file in left] == ["faults.log.1", "sessions-7.sqlite3", "thesis.txt"]
    assert outside.read_bytes() == b"theirs"


def test_nothing_goes_while_a_session_is_being_kept(folder: Path, about: About) -> None:
    """The window in which it runs is to be closed first; after that all goes."""
    _filled(folder, about)
    log = SessionLog(about, folder)
    with pytest.raises(StoreError, match="another window"):
        erasing.everything(folder)
    assert MARK in (folder / "faults.log").read_bytes()
    log.on_step(Tick(t=1.0), ())
    log.close()

    assert erasing.everything(folder) == ()


def test_a_damaged_store_goes_as_well(folder: Path) -> None:
    """What keeps it from being read does not keep it from going."""
    folder.mkdir(parents=True)
    (folder / FILE_NAME).write_bytes(MARK * 1000)

    assert erasing.everything(folder) == ()
    assert list(folder.iterdir()) == []


def test_a_file_that_cannot_be_deleted_is_named(folder: Path, about: About, monkeypatch: pytest.MonkeyPatch) -> None:
    """One clear sentence, and it can be tried again."""
    _filled(folder, about)

    def refuse(self: Path) -> None:
        raise PermissionError(13, "Permission denied")

    with monkeypatch.context() as patched:
        patched.setattr(Path, "unlink", refuse)
        with pytest.raises(StoreError, match="cannot be deleted"):
            erasing.everything(folder)

    assert erasing.everything(folder) == ()


def test_the_command_asks_and_then_leaves_nothing(folder: Path, about: About) -> None:
    """Without a terminal it says which word is needed; with it, all is gone, and what cannot be known is told."""
    _filled(folder, about)
    refused = run("delete", "--everything", data=folder)
    assert refused.code == 2
    assert MARK in (folder / "faults.log").read_bytes()

    ran = run("delete", "--everything", "--yes", data=folder)
    assert (ran.code, ran.err) == (0, "")
    assert "deleted" in ran.out
    assert list(folder.iterdir()) == []
    assert run("delete", "--yes", data=folder).code == 2


@pytest.mark.parametrize("lang", ["en", "zh"])
def test_where_it_is_kept_and_who_reads_it_is_told_in_one_place(folder: Path, about: About, lang: str) -> None:
    """Every file there is, and what reads its kind."""
    _filled(folder, about)
    private.write(folder / "profile", b"")
    told = run("sessions", "list", "--where", "--lang", lang, data=folder)

    assert told.code == 0
    for file in erasing.kept_files(folder):
        assert file.path.name in told.out
    for reader in ("screening", "trends", "delete --everything"):
        assert reader in told.out
    table = run("sessions", "list", "--where", "--json", data=folder).lines
    assert {each["file"] for each in table} == {str(file.path) for file in erasing.kept_files(folder)}
