"""What is kept of a person on this machine: where, read by what, and all of it deleted at their word."""

from __future__ import annotations

from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from biofeedback.config import data_folder
from biofeedback.store import erasing, private, profile
from biofeedback.store.erasing import KeptFile


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptHere:
    """The folder of whoever is in use and what is in it; and whose other folders there are."""

    folder: Path
    files: tuple[KeptFile, ...]
    others: tuple[str, ...]
    private: bool  # only the owner can enter the folder


@dataclass(frozen=True, slots=True, kw_only=True)
class Deleted:
    """What has become of it: files that were not ours stay where they are."""

    folder: Path
    left: tuple[Path, ...]
    others: tuple[str, ...]


def kept_here() -> KeptHere:
    """What there is. Raises BiofeedbackError where the folder cannot be used."""
    folder = private.folder()
    mode = folder.stat().st_mode
    return KeptHere(folder=folder, files=erasing.kept_files(folder), others=_others(), private=not mode & 0o077)


def delete_everything() -> Deleted:
    """Overwrite and take away all that is kept of whoever is in use; the profile goes with it.

    Raises StoreError where something is in use or cannot be deleted, which leaves the rest to be deleted again.
    """
    others, folder, name = _others(), private.folder(), profile.in_use()
    left = erasing.everything(folder)
    if name is not None:
        if not left:
            folder.rmdir()
        with suppress(OSError):  # other profiles are in it
            folder.parent.rmdir()
        if profile.kept() == name:
            private.erase(data_folder() / profile.KEPT_NAME)
    own = {folder / profile.FOLDER_NAME}
    return Deleted(folder=folder, left=tuple(each for each in left if each not in own), others=others)


def _others() -> tuple[str, ...]:
    """The profiles that are not in use, the data folder itself among them where something is kept in it."""
    name = profile.in_use()
    found = tuple(each for each in profile.names() if each != name)
    default = any(each.holds is not erasing.Holds.PROFILE for each in erasing.kept_files(data_folder()))
    return (profile.DEFAULT, *found) if name is not None and default else found
