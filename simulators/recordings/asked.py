"""What a person says of a file that it does not say itself, and what is wanted of it."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class Unit(Enum):
    """The unit of a file's intervals, by the word that is said on the command line."""

    MILLISECONDS = "ms"
    SECONDS = "s"
    MICROSECONDS = "us"
    TICKS = "1024"  # of 1/1024 s, as straps send them

    @property
    def ms(self) -> float:
        """Milliseconds that one is."""
        match self:
            case Unit.MILLISECONDS:
                return 1.0
            case Unit.SECONDS:
                return 1000.0
            case Unit.MICROSECONDS:
                return 0.001
            case Unit.TICKS:
                return 1000 / 1024


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """How a file is to be read; None: as it is understood by itself.

    `with_ecg`: the ECG beside the beats is wanted. `unit` is that of its intervals, `column` the name of theirs,
    `signal` the label of the ECG among several.
    """

    with_ecg: bool = True
    unit: Unit | None = None
    column: str | None = None
    signal: str | None = None


NOTHING_ASKED = Asked()
"""All that a file holds, as it is understood by itself."""
