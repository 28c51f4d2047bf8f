"""What can be wrong between a strap and this program, told from the many shapes a Bluetooth stack gives it."""

from __future__ import annotations

from enum import Enum

from biofeedback.errors import BluetoothUnavailable
from biofeedback.texts import Texts
from biofeedback.why import why


class Trouble(Enum):
    """Why there is no link. The values are the text codes of `devices.toml` and the `kind` of the error."""

    NO_SERVICE = "no_service"  # the system's Bluetooth service does not run
    NO_ADAPTER = "no_adapter"
    SWITCHED_OFF = "switched_off"
    NO_PERMISSION = "no_permission"
    NOT_FOUND = "not_found"  # the strap is not in reach, asleep, or held by another app
    NO_HEART_RATE = "no_heart_rate"  # connected, but it has no Heart Rate Service
    REFUSED = "refused"  # in reach, but the connection did not come about
    TAKEN = "taken"  # in reach, and refused again and again
    LOST = "lost"  # the link broke
    STALLED = "stalled"  # the link is up, but nothing comes over it
    FAILED = "failed"  # Bluetooth as such answered with an error of no known meaning


PASSING = frozenset({Trouble.REFUSED, Trouble.LOST, Trouble.STALLED})
"""Troubles that often pass by themselves: their sentences announce the next try."""


LINK_FAULTS = (OSError, EOFError, AttributeError, KeyError, AssertionError)
"""What `bleak` raises besides its own error when a link dies under it: it asserts and looks up what the disconnect has
just taken away (seen with BlueZ 5.66). A time-out is an OSError."""

_BY_DBUS_NAME = {
    "org.freedesktop.DBus.Error.ServiceUnknown": Trouble.NO_SERVICE,
    "org.freedesktop.DBus.Error.NameHasNoOwner": Trouble.NO_SERVICE,
    "org.freedesktop.DBus.Error.AccessDenied": Trouble.NO_PERMISSION,
    "org.bluez.Error.NotAuthorized": Trouble.NO_PERMISSION,
    "org.bluez.Error.NotReady": Trouble.SWITCHED_OFF,
}


def faults() -> tuple[type[Exception], ...]:
    """All exceptions that mean a failed link and not a fault of this program."""
    from bleak.exc import BleakError

    return (BleakError, *LINK_FAULTS)


def trouble_of(error: Exception) -> Trouble:
    """What an exception of the Bluetooth stack means; REFUSED where it says no more than that it did not work."""
    from bleak.exc import (
        BleakBluetoothNotAvailableError,
        BleakCharacteristicNotFoundError,
        BleakDBusError,
    )

    match error:
        case BleakBluetoothNotAvailableError():
            return _unavailable_reason(error.reason.name)
        case BleakDBusError():
            return _BY_DBUS_NAME.get(error.dbus_error, Trouble.REFUSED)
        case BleakCharacteristicNotFoundError():
            return Trouble.NO_HEART_RATE
        case PermissionError():
            return Trouble.NO_PERMISSION
        case FileNotFoundError() | ConnectionRefusedError():  # no message bus, so no Bluetooth service on it
            return Trouble.NO_SERVICE
        case _:
            return Trouble.REFUSED


def _unavailable_reason(name: str) -> Trouble:
    match name:
        case "POWERED_OFF":
            return Trouble.SWITCHED_OFF
        case "DENIED_BY_USER" | "DENIED_BY_SYSTEM" | "DENIED_BY_UNKNOWN":
            return Trouble.NO_PERMISSION
        case _:
            return Trouble.NO_ADAPTER


def unavailable(trouble: Trouble) -> BluetoothUnavailable:
    """The error for the command line: what is wrong and the next step, as one line. `kind` is the trouble's value."""
    if trouble in PASSING:  # there is no next try to announce
        trouble = Trouble.FAILED
    reasons = (why(f"devices.{trouble.value}"), why(f"devices.{trouble.value}_next"))
    message = " ".join(Texts().why(reason) for reason in reasons)
    return BluetoothUnavailable(message, kind=trouble.value, reasons=reasons)
