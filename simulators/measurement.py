"""Events as the bytes a strap would send: the Heart Rate Measurement (0x2A37), Heart Rate Service 1.0, 3.1.

A strap counts RR intervals in 1/1024 s and rounds the times of beats, not the intervals: rounding errors do not add up.
"""

from __future__ import annotations

from biofeedback.events import HeartRate
from biofeedback.ticks import TICKS_PER_STRAP_UNIT

MOST_RR = 9
"""In the 20 bytes of an ordinary notification: flags, 8 bit rate, 9 x 16 bit."""

MOST_UNITS = 0xFFFF
"""Of 1/1024 s in an RR field: 64 s."""

UNITS_PER_S = 1024
"""Of an RR field."""

PACKET_S = 1.0
"""Straps notify about once a second, whether a beat ended or not."""

RATE_OVER = 4
"""Intervals a strap's own heart rate is the mean of; makers differ, all smooth over a few seconds."""

STALE_S = 3.0
"""Without a beat for so long a strap reports no rate."""

_WIDE_RATE = 0x01
"""Bit of the flags: the rate has 16 bits."""

_CONTACT = 0x02
"""Bit of the flags: there is skin contact."""

_CONTACT_KNOWN = 0x04
"""Bit of the flags: the strap can tell whether there is."""

_RR = 0x10
"""Bit of the flags: RR intervals follow."""


def encode(hr_bpm: int | None, units: tuple[int, ...], contact: bool | None = None) -> bytes:
    """The payload for a heart rate (None is sent as 0) and at most nine intervals in 1/1024 s, oldest first."""
    if len(units) > MOST_RR:
        raise ValueError(f"at most {MOST_RR} intervals fit, not {len(units)}")
    rate = hr_bpm or 0
    flags = _RR if units else 0
    if contact is not None:
        flags |= _CONTACT_KNOWN | (_CONTACT if contact else 0)
    width = 1
    if rate > 0xFF:
        flags, width = flags | _WIDE_RATE, 2
    fields = [bytes([flags]), rate.to_bytes(width, "little")]
    return b"".join(fields + [unit.to_bytes(2, "little") for unit in units])


def packet(t: float, hr_bpm: int | None, units: tuple[int, ...], contact: bool | None = None) -> HeartRate:
    """The event a strap's notification becomes, with its payload."""
    return HeartRate(
        t=t,
        hr_bpm=hr_bpm,
        rr_ticks=tuple(unit * TICKS_PER_STRAP_UNIT for unit in units),
        contact=contact,
        payload=encode(hr_bpm, units, contact),
    )


class StrapCounter:
    """Turns interval lengths into whole 1/1024 s without letting rounding errors add up."""

    def __init__(self) -> None:
        self._rest = 0

    def count(self, ticks: int) -> int:
        """The whole units a strap would report for an interval of this many ticks."""
        units, rest = divmod(ticks + self._rest + TICKS_PER_STRAP_UNIT // 2, TICKS_PER_STRAP_UNIT)
        self._rest = rest - TICKS_PER_STRAP_UNIT // 2
        return units

    def forget(self) -> None:
        """Begin anew after lost time."""
        self._rest = 0
