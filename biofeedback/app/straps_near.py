"""The straps in reach, each with what it showed of itself when it was last worn."""

from __future__ import annotations

import logging
from dataclasses import dataclass

from biofeedback.app.ports import StrapSeen
from biofeedback.errors import BiofeedbackError, StoreError
from biofeedback.store.remembered import KnownStrap, Remembered, recall
from biofeedback.streams import Stream
from devices.reach import Wanted
from devices.scan import CHOOSE_S, search, straps_in_reach
from devices.trouble import LinkFault, Trouble, unavailable


@dataclass(frozen=True, slots=True, kw_only=True)
class NearStrap:
    """A strap on the air now. What it showed when it was worn is None where it did not say, or was never worn."""

    address: str
    name: str | None
    sends_rr: bool | None
    """Beat-to-beat intervals."""
    ecg: bool | None
    motion: bool | None
    """Its acceleration."""
    streams: tuple[Stream, ...]
    """Those that were started when it was worn."""
    battery_percent: int | None
    rssi_dbm: int | None
    """Its strength, nearer 0 is nearer; None where this computer is connected to it."""


async def straps_near() -> tuple[NearStrap, ...]:
    """Listen for some seconds: the strongest first. Raises BluetoothUnavailable or StoreError."""
    found, remembered = await straps_in_reach(), recall()
    known = [remembered.known(each.address, each.name) or KnownStrap(address=each.address) for each in found]
    return tuple(
        NearStrap(
            address=strap.address,
            name=strap.name,
            sends_rr=worn.sends_rr,
            ecg=worn.ecg,
            motion=worn.motion,
            streams=worn.streams,
            battery_percent=worn.battery_percent,
            rssi_dbm=strap.rssi_dbm,
        )
        for strap, worn in zip(found, known, strict=True)
    )


async def look(address: str | None = None, *, any_will_do: bool = False) -> StrapSeen:
    """Look for the strap that a session would use: the one with `address`, else the remembered one, else any.

    One that is not this person's counts as well: what to do about it is said while the session looks for its own.
    """
    logging.getLogger("bleak").addHandler(logging.NullHandler())  # its words are for developers
    remembered = _remembered()
    try:
        near = await straps_in_reach(CHOOSE_S)
        mine = None if any_will_do else address or remembered.strap_address
        wanted = Wanted(address=mine, name=None if mine is None else _name(remembered, mine))
        found = next((each for each in near if wanted.is_this(each)), next(iter(near), None))
        if found is None and not wanted.anyone:  # it may be one that does not advertise its heart rate
            seen = (await search(wanted, CHOOSE_S)).found
            found = None if seen is None else seen.strap
    except LinkFault as fault:
        return StrapSeen(problem=unavailable(fault.trouble))
    except BiofeedbackError as problem:
        return StrapSeen(problem=problem)
    if found is None:
        return StrapSeen(problem=unavailable(Trouble.NOT_FOUND))
    known = remembered.known(found.address, found.name)
    return StrapSeen(name=found.shown, battery_percent=None if known is None else known.battery_percent)


def _remembered() -> Remembered:
    try:
        return recall()
    except StoreError:
        return Remembered()


def _name(remembered: Remembered, address: str) -> str | None:
    known = remembered.known(address)
    return None if known is None else known.name
