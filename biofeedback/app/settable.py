"""What can be set, as the screens and the command line see it: what each setting may be, and what it is now."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum
from typing import TYPE_CHECKING, Protocol

if TYPE_CHECKING:
    from biofeedback.export.names import ExportFormat


class Kind(Enum):
    """How a setting is shown and told."""

    CHOICE = "choice"  # each value has words of its own
    SWITCH = "switch"  # on or off
    LEVEL = "level"  # a share, %


ON = "on"
"""A switch is on."""

OFF = "off"
"""It is not."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """One thing that can be set. Its words are `settings.NAME` and `settings.about_NAME`."""

    name: str
    kind: Kind
    values: tuple[str, ...]
    """In their order."""
    default: str
    heard: bool = False
    """Whether it can be heard what it comes to."""


@dataclass(frozen=True, slots=True, kw_only=True)
class SettingNow:
    """A setting, and what it is set to."""

    setting: Setting
    value: str


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptFolder:
    """Where everything is kept, and in how many files."""

    folder: str
    files: int


class Settable(Protocol):
    """The settings of whoever is in use. Each call raises BiofeedbackError; those that take a moment say so."""

    def all(self) -> tuple[SettingNow, ...]:
        """Every setting, in the order in which they are shown."""
        ...

    def keep(self, name: str, value: str) -> None:
        """Set one, for this run and from now on."""
        ...

    def play(self) -> bool:
        """Play a tone as it would be heard now: whether anything plays. Not for the event loop: it takes a moment."""
        ...

    def kept(self) -> KeptFolder:
        """Where everything is kept."""
        ...

    def export_all(self, form: ExportFormat) -> str:
        """Write all sessions for other programs; into which folder. Not for the event loop."""
        ...

    def delete_everything(self) -> None:
        """Overwrite and delete all that is kept. Not for the event loop."""
        ...


Kept = Callable[[str, str], None]
"""Hears the name of a setting and what it was set to."""
