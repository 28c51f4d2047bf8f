"""The strap is remembered, privately, and a spoilt memory is told."""

from __future__ import annotations

import stat
import tempfile
from pathlib import Path

import pytest
from hypothesis import given

from biofeedback.errors import StoreError
from biofeedback.store.remembered import FILE_NAME, KnownStrap, Remembered, recall, remember
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

    assert stat.S_IMODE((folder / FILE_NAME).stat().st_mode) == 0o600
    assert stat.S_IMODE(folder.stat().st_mode) == 0o700


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"strap_address": 5}', b"\xff\xfe", b"[" * 100_000])
def test_a_spoilt_memory_is_told_and_kept(folder: Path, content: bytes) -> None:
    """One clear line says what to do; the file stays as it is."""
    folder.mkdir(parents=True)
    (folder / FILE_NAME).write_bytes(content)

    with pytest.raises(StoreError, match="delete it to begin afresh"):
        recall(folder)

    assert (folder / FILE_NAME).read_bytes() == content


def test_what_a_newer_version_remembers_does_not_disturb(folder: Path) -> None:
    """Fields that are not known here are passed over."""
    folder.mkdir(parents=True)
    (folder / FILE_NAME).write_bytes(b'{"strap_name": "H10", "favourite_tea": "green"}')

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
    assert [file.name for file in folder.iterdir()] == [FILE_NAME]


def test_a_strap_with_a_new_address_is_kept_once() -> None:
    """Its name has a serial number, so what was known of it is known of it still, and the new address is looked for."""
    named = "Polar H10 7E1B542C"
    before = Remembered().having_worn(KnownStrap(address="A1", name=named, ecg=True, battery_percent=3))
    before = before.having_worn(KnownStrap(address="B1", name="Polar H10 12345678"))
    after = before.having_worn(KnownStrap(address="A2", name=named, battery_percent=100))
    assert after.strap_address == "A2"
    assert [strap.address for strap in after.straps] == ["A2", "B1"]
    assert after.straps[0] == KnownStrap(address="A2", name=named, ecg=True, battery_percent=100)
    assert after.known("A3", named) == after.straps[0]
    assert after.known("A1") is None


def test_straps_that_share_a_model_name_are_kept_apart() -> None:
    """A name without a serial number says nothing about which one it is."""
    after = Remembered()
    for address in ("A1", "A2"):
        after = after.having_worn(KnownStrap(address=address, name="Polar H10"))
    assert [strap.address for strap in after.straps] == ["A2", "A1"]
    assert after.known("A3", "Polar H10") is None


def test_a_strap_that_two_addresses_were_kept_for_is_kept_once() -> None:
    """As a version wrote it that knew a strap by its address only."""
    named = "Polar H10 7E1B542C"
    old = Remembered(straps=tuple(KnownStrap(address=each, name=named) for each in ("A1", "A2")))
    assert [strap.address for strap in old.having_worn(KnownStrap(address="A2", name=named)).straps] == ["A2"]
