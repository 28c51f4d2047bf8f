"""What the program remembers between sessions beside the sessions: the strap, and what was chosen last."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import msgspec

from biofeedback.errors import StoreError
from biofeedback.store import private
from biofeedback.strap_name import same_strap
from biofeedback.streams import Stream
from biofeedback.why import why

FILE_NAME = "remembered.json"
"""The file of settings and straps in the data folder."""

STRAPS_KEPT = 8
"""Straps remembered: a household's; the one worn longest ago goes first."""


@dataclass(frozen=True, slots=True, kw_only=True)
class KnownStrap:
    """What a strap showed of itself when it was last worn. None: it did not say, or not yet."""

    address: str
    name: str | None = None
    sends_rr: bool | None = None  # beat-to-beat intervals
    ecg: bool | None = None
    motion: bool | None = None  # its acceleration
    streams: tuple[Stream, ...] = ()  # those that were started
    battery_percent: int | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Remembered:
    """Absent: not known yet."""

    strap_address: str | None = None
    strap_name: str | None = None
    straps: tuple[KnownStrap, ...] = ()  # the one worn last comes first
    protocol: str | None = None
    lang: str | None = None
    theme: str | None = None  # the colours of the screens
    still: bool = False  # nothing on the screens is to move by itself
    voices: tuple[str, ...] = ()  # those that were chosen instead of the usual ones, at most one a language
    sound: str | None = None  # how much was to be heard: voice, tones or off
    settling_heard: bool = False  # whether settling is made audible
    spoken_words: str | None = None  # how many words: all, fewer or later
    volume_percent: int = 100  # of all that is heard
    figures_hidden: bool = False  # those of the heart are shown only where they are asked for
    may_sleep: bool = False  # the computer is not asked to stay awake

    def known(self, address: str, name: str | None = None) -> KnownStrap | None:
        """What is known of the strap with this address, or of the one whose own name this is under another address."""
        here = (strap for strap in self.straps if strap.address.casefold() == address.casefold())
        renumbered = (strap for strap in self.straps if same_strap(strap.name, name))
        return next(here, None) or next(renumbered, None)

    def having_worn(self, strap: KnownStrap) -> Remembered:
        """With this strap as the one worn last; what it did not say this time is as it was.

        One that has a new address since is the same strap, and is kept once.
        """
        before = self.known(strap.address, strap.name) or KnownStrap(address=strap.address)
        now = KnownStrap(
            address=strap.address,
            name=strap.name or before.name,
            sends_rr=before.sends_rr if strap.sends_rr is None else strap.sends_rr,
            ecg=before.ecg if strap.ecg is None else strap.ecg,
            motion=before.motion if strap.motion is None else strap.motion,
            streams=strap.streams or before.streams,
            battery_percent=before.battery_percent if strap.battery_percent is None else strap.battery_percent,
        )
        others = tuple(each for each in self.straps if each is not before and not same_strap(each.name, now.name))
        return replace(self, strap_address=now.address, strap_name=now.name, straps=(now, *others)[:STRAPS_KEPT])


def recall(folder: Path | None = None) -> Remembered:
    """What was remembered, or nothing where nothing was. Raises StoreError where it cannot be read."""
    file = private.folder(folder) / FILE_NAME
    content = private.read(file)
    if content is None:
        return Remembered()
    try:
        return msgspec.json.decode(content, type=Remembered)
    except (msgspec.MsgspecError, UnicodeError, RecursionError) as problem:
        raise StoreError(
            f"{file}: cannot be read ({problem}); delete it to begin afresh",
            reasons=(why("store.delete_it", file=str(file)),),
        ) from problem


def remember(what: Remembered, folder: Path | None = None) -> None:
    """Keep this instead of what was kept: wholly or, on any failure (StoreError), not at all."""
    private.write(private.folder(folder) / FILE_NAME, msgspec.json.format(msgspec.json.encode(what)) + b"\n")
