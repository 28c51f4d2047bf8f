"""What playing needs of a voice."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from biofeedback.sound.tones import Samples


class Keyed(Protocol):
    """A spoken line by the id of its cue and the hash of its text: `Line` is one, `Key` another without the text."""

    @property
    def id(self) -> str:
        """The id of the cue."""
        ...

    @property
    def hash(self) -> str:
        """The hash of the text."""
        ...


@dataclass(frozen=True, slots=True)
class Key:
    """Which clip: as it is named on the way to the process that plays."""

    id: str
    hash: str


class Clips(Protocol):
    """The clips of one voice. None wherever there is no clip for this very text: then the tone is heard alone."""

    def length_s(self, line: Keyed) -> float | None:
        """How long it takes, in seconds; nothing is decoded for it."""
        ...

    def samples(self, line: Keyed) -> Samples | None:
        """The clip, mono at `tones.RATE_HZ`. May be called from any thread."""
        ...


class NoClips:
    """Tones only."""

    def length_s(self, line: Keyed) -> float | None:
        """None."""
        return None

    def samples(self, line: Keyed) -> Samples | None:
        """None."""
        return None
