"""What a strap calls itself, and when that says which strap it is."""

from __future__ import annotations

import re

LEAST_SERIAL = 6
"""Characters a serial number has at least. Makers print 6 to 12 of them at the end of the name ("Polar H10 7E1B542C",
"HRM-Dual:123456"). Four are left out, for models are numbered like that ("A300"), and to take another's strap for one's
own is far worse than to be asked."""

_SERIAL = re.compile(rf"(?:^|[\s:_#(-])(?P<serial>[0-9A-Fa-f]{{{LEAST_SERIAL},}})\)?$")
_LEAST_DIGITS = 2
"""Decimal digits of a serial number: "facade" is a word."""


def tells_which(name: str | None) -> bool:
    """Whether a name belongs to one strap alone: it ends with a serial number. A bare model is shared by many."""
    found = _SERIAL.search((name or "").strip())
    return found is not None and sum(sign.isdigit() for sign in found["serial"]) >= _LEAST_DIGITS


def same_strap(one: str | None, other: str | None) -> bool:
    """Whether two names are those of one and the same strap. False: they do not say so."""
    return tells_which(one) and (one or "").strip() == (other or "").strip()
