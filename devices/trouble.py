"""What can be wrong between a strap and this program, recognised in the many shapes a Bluetooth stack gives it.

The stack's own exceptions are translated where it is called, and nowhere else: `calling` stands right around each call.
So whatever else is raised is a fault of this program, and is never taken for a strap that refuses.
"""

from __future__ import annotations

from collections.abc import Generator
from contextlib import contextmanager
from enum import Enum

from biofeedback.errors import BluetoothUnavailable
from biofeedback.texts import Texts
from biofeedback.why import why
from devices.reach import StrapInReach


class Trouble(Enum):
    """Why there is no link. The values are the text codes of `devices.toml` and the `kind` of the error."""

    NO_SERVICE = "no_service"  # the system's Bluetooth service does not run
    STARTING = "starting"  # it does not answer yet, as while it is started anew
    NO_ADAPTER = "no_adapter"
    SWITCHED_OFF = "switched_off"
    NO_PERMISSION = "no_permission"
    BUSY = "busy"  # another program's search, or a stuck one, is in the way of ours
    SEARCH_FAILED = "search_failed"  # the search did not come about
    FAILED = "failed"  # that, again and again
    NOT_FOUND = "not_found"  # the strap is not in reach, asleep, or held by another app
    ANOTHER = "another"  # not this strap but another one is in reach
    REFUSED = "refused"  # in reach, but the connection did not come about
    TAKEN = "taken"  # in reach, and refused again and again
    NO_HEART_RATE = "no_heart_rate"  # connected, but it has no heart rate to give
    UNHEARD = "unheard"  # connected, but the heart rate could not be subscribed to
    UNSUITED = "unsuited"  # an optical sensor, where its beats come too late for what is wanted
    LOST = "lost"  # the link broke
    STALLED = "stalled"  # the link is up, but nothing comes over it


class Step(Enum):
    """What was being done when the stack failed."""

    SCAN = "scan"
    CONNECT = "connect"
    LISTEN = "listen"


ANNOUNCED = frozenset(
    {Trouble.STARTING, Trouble.SEARCH_FAILED, Trouble.REFUSED, Trouble.UNHEARD, Trouble.LOST, Trouble.STALLED}
)
"""Troubles whose sentences announce the next try."""

PASSING = ANNOUNCED | {Trouble.BUSY}
"""Troubles that often pass by themselves: there is always a next try."""

_MOST_SAID = 120
"""What is kept of the words of a Bluetooth stack: a line. Characters."""


class LinkFault(Exception):
    """A call into the Bluetooth stack failed. `said` is what the stack said, as one line for whoever looks into it."""

    def __init__(self, trouble: Trouble, step: Step, said: str = "") -> None:
        super().__init__(trouble, step, said)
        self.trouble = trouble
        self.step = step
        self.said = said


@contextmanager
def calling(step: Step) -> Generator[None]:
    """Around a call into `bleak`, with nothing of our own inside: whatever shape its failure has, it is a LinkFault.

    Besides its own error `bleak` raises what it stumbles over when a link dies under it: it asserts and looks up what
    the disconnect has just taken away (seen with BlueZ 5.66). A time-out is an OSError.
    """
    from bleak.exc import BleakError

    try:
        yield
    except (BleakError, OSError, EOFError, AttributeError, KeyError, AssertionError) as error:
        raise LinkFault(_trouble_of(error, step), step, _said(error)) from error


_NO_ANSWER = (
    "org.freedesktop.DBus.Error.ServiceUnknown",
    "org.freedesktop.DBus.Error.NameHasNoOwner",
    "org.freedesktop.DBus.Error.Spawn.",
    "org.freedesktop.systemd1.",
)
"""What the message bus says while nobody owns the service's name: it is being started, or cannot be."""

_TOO_LATE = (
    "org.freedesktop.DBus.Error.NoReply",
    "org.freedesktop.DBus.Error.TimedOut",
    "org.freedesktop.DBus.Error.Timeout",
    "org.freedesktop.DBus.Error.Disconnected",
)
"""Before the search: the service is not up yet. Later: one call of many was not answered."""

_BY_DBUS_NAME = {
    "org.freedesktop.DBus.Error.AccessDenied": Trouble.NO_PERMISSION,
    "org.bluez.Error.NotAuthorized": Trouble.NO_PERMISSION,
    "org.bluez.Error.NotReady": Trouble.SWITCHED_OFF,
}
"""What other errors of the message bus mean, whatever was being done."""

_UNKNOWN = {Step.SCAN: Trouble.SEARCH_FAILED, Step.CONNECT: Trouble.REFUSED, Step.LISTEN: Trouble.UNHEARD}
"""Where an error says no more than that it did not work."""


def _trouble_of(error: Exception, step: Step) -> Trouble:
    from bleak.exc import BleakBluetoothNotAvailableError, BleakDBusError

    match error:
        case BleakBluetoothNotAvailableError():
            return _unavailable_reason(error.reason.name)
        case BleakDBusError():
            return _dbus_trouble(error.dbus_error, step)
        case PermissionError():
            return Trouble.NO_PERMISSION
        case FileNotFoundError() | ConnectionRefusedError():  # no message bus, so no Bluetooth service on it
            return Trouble.NO_SERVICE
        case TimeoutError() if step is Step.SCAN:  # it does not answer
            return Trouble.STARTING
        case _:
            return _UNKNOWN[step]


def _dbus_trouble(name: str, step: Step) -> Trouble:
    if name.startswith(_NO_ANSWER):
        return Trouble.STARTING
    if step is Step.SCAN and name.startswith(_TOO_LATE):
        return Trouble.STARTING
    if step is Step.SCAN and name == "org.bluez.Error.InProgress":
        return Trouble.BUSY
    return _BY_DBUS_NAME.get(name, _UNKNOWN[step])


def _unavailable_reason(name: str) -> Trouble:
    match name:
        case "POWERED_OFF":
            return Trouble.SWITCHED_OFF
        case "DENIED_BY_USER" | "DENIED_BY_SYSTEM" | "DENIED_BY_UNKNOWN":
            return Trouble.NO_PERMISSION
        case _:
            return Trouble.NO_ADAPTER


def _said(error: Exception) -> str:
    line = f"{type(error).__name__}: {error}".strip(": ")
    return "".join(sign if sign.isprintable() else " " for sign in line)[:_MOST_SAID]


def unavailable(trouble: Trouble, other: StrapInReach | None = None) -> BluetoothUnavailable:
    """The error for the command line: what is wrong and the next step, as one line. `kind` is the trouble's value.

    There is no next try to announce. `other`: with ANOTHER, the strap that is in reach instead.
    """
    if trouble is Trouble.STARTING:
        trouble = Trouble.NO_SERVICE
    elif trouble is Trouble.ANOTHER and other is None:
        trouble = Trouble.NOT_FOUND
    elif trouble in ANNOUNCED:
        trouble = Trouble.FAILED
    values = {} if other is None else {"name": other.shown, "address": other.address}
    reasons = (why(f"devices.{trouble.value}", **values), why(f"devices.{trouble.value}_next", **values))
    message = " ".join(Texts().why(reason) for reason in reasons)
    return BluetoothUnavailable(message, kind=trouble.value, reasons=reasons)
