"""A strap as the air shows it, and the one that is looked for."""

from __future__ import annotations

from dataclasses import dataclass

from biofeedback.strap_name import same_strap


@dataclass(frozen=True, slots=True, kw_only=True)
class StrapInReach:
    """One strap. `rssi_dbm` is the signal strength, nearer 0 is nearer; None where the system is connected to it."""

    address: str  # on macOS an identifier that holds on this computer only
    name: str | None
    rssi_dbm: int | None

    @property
    def shown(self) -> str:
        """What to call it."""
        return self.name or self.address

    @property
    def connected(self) -> bool:
        """Whether this computer already holds a connection to it (and it therefore does not advertise)."""
        return self.rssi_dbm is None


@dataclass(frozen=True, slots=True, kw_only=True)
class Wanted:
    """The strap that is looked for. Neither: any will do.

    Straps change their address (some with each battery, private ones every few minutes); a name with a serial number
    stays, so that either of them is enough.
    """

    address: str | None = None
    name: str | None = None

    @property
    def anyone(self) -> bool:
        """Whether any strap will do."""
        return self.address is None and self.name is None

    def is_at(self, address: str) -> bool:
        """Whether this is its address."""
        return self.address is not None and self.address.casefold() == address.casefold()

    def is_this(self, strap: StrapInReach) -> bool:
        """Whether it is that strap."""
        return self.is_at(strap.address) or same_strap(self.name, strap.name)
