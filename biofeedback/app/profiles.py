"""Profiles for several people on one machine: made, chosen, named. Without one, nothing of this is met."""

from __future__ import annotations

import os
from dataclasses import dataclass

from biofeedback.config import data_folder
from biofeedback.errors import UsageError
from biofeedback.store import private, profile
from biofeedback.why import why

DEFAULT = profile.DEFAULT
"""How what is kept without a profile is named, where a name is needed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Profiles:
    """Those there are, and the one in use; None: the data folder itself."""

    names: tuple[str, ...]
    in_use: str | None


def take(name: str) -> None:
    """Use this profile in this run, and in the processes that it starts. Raises UsageError where there is none."""
    os.environ[profile.VARIABLE] = name
    profile.in_use()


def known() -> Profiles:
    """What there is. Raises BiofeedbackError where what was chosen cannot be used."""
    return Profiles(names=profile.names(), in_use=profile.in_use())


def make(name: str) -> str:
    """Make an empty profile; its name as it is kept. Raises UsageError where there is one, StoreError."""
    name = profile.checked(name)
    if name in profile.names():
        raise UsageError(f"there is a profile {name} already", reasons=(why("profiles.there_already", name=name),))
    private.folder(data_folder() / profile.FOLDER_NAME / name)
    return name


def choose(name: str) -> str | None:
    """Take this profile from now on where none is named; None: the data folder itself. Raises UsageError, StoreError.

    `name` may be `default`.
    """
    if name.casefold() == profile.DEFAULT:
        private.erase(private.folder(data_folder()) / profile.KEPT_NAME)
        return None
    name = profile.checked(name)
    if name not in profile.names():
        raise UsageError(
            f"there is no profile {name}: make it with `biofeedback profiles new {name}`",
            reasons=(why("profiles.none", name=name),),
        )
    private.write(private.folder(data_folder()) / profile.KEPT_NAME, f"{name}\n".encode())
    return name
