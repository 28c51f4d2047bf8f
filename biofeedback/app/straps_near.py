"""The straps in reach, each with what it showed of itself when it was last worn."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.store.remembered import KnownStrap, recall
from devices.scan import straps_in_reach


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
            battery_percent=worn.battery_percent,
            rssi_dbm=strap.rssi_dbm,
        )
        for strap, worn in zip(found, known, strict=True)
    )
