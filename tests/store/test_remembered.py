"""The strap is remembered, privately, and a spoilt memory is told."""

from __future__ import annotations

import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from biofeedback.errors import StoreError
from biofeedback.store.remembered import NAME, Remembered, recall, remember
from tests.values import values

STRAP = Remembered(strap_address="00:11:22:33:44:55", strap_name="胸带 H10")


@given(values(Remembered))
def test_what_is_remembered_is_recalled(what: Remembered) -> None:
    """Any names and addresses come back the same."""
    with tempfile.TemporaryDirectory() as name:
        remember(what, Path(name))
        assert recall(Path(name)) == what


def test_nothing_is_recalled_at_first(folder: Path) -> None:
    """The first start knows no strap, and that is no fault."""
    assert recall(folder) == Remembered()


def test_nobody_else_can_read_it(folder: Path) -> None:
    """An address tells who was near."""
    remember(STRAP, folder)

    assert stat.S_IMODE((folder / NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"strap_address": 5}', b"\xff\xfe", b"[" * 100_000])
def test_a_spoilt_memory_is_told_and_kept(folder: Path, content: bytes) -> None:
    """One clear line says what to do; the file stays as it is."""
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(content)

    with pytest.raises(StoreError, match="delete it to begin afresh"):
        recall(folder)

    assert (folder / NAME).read_bytes() == content


def test_what_a_newer_version_remembers_does_not_disturb(folder: Path) -> None:
    """Fields that are not known here are passed over."""
    folder.mkdir(parents=True)
    (folder / NAME).write_bytes(b'{"strap_name": "H10", "favourite_tea": "green"}')

    assert recall(folder) == Remembered(strap_name="H10")


def test_a_failed_write_keeps_the_old_memory(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Where the new file cannot take its place, the old one is still there and nothing is left lying about."""
    remember(STRAP, folder)

    def fails(self: Path, target: Path) -> Path:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr(Path, "replace", fails)
    with pytest.raises(StoreError, match="No space left"):
        remember(Remembered(), folder)

    assert recall(folder) == STRAP
    assert [file.name for file in folder.iterdir()] == [NAME]
