"""Heart Rate Measurement (characteristic 0x2A37) bytes to events and nothing else: units change here, once.

Source: Bluetooth SIG, Heart Rate Service 1.0, section 3.1. Where a strap departs from it, whatever is complete is kept
and whatever is not is left out; nothing is rounded, repaired or judged. An RR interval of 0 or of a minute is data as
well: the format allows it, the strap did say it, and whether it can be a heartbeat is for the signal core to decide,
which sees what came before. Dropping it here would hide a padding or failing strap from the quality it lowers.
"""

from __future__ import annotations

from biofeedback.events import HeartRate
from biofeedback.ticks import TICKS_PER_STRAP_UNIT

_RATE_IS_16_BIT = 0b0000_0001
"""Flag: the rate takes two bytes instead of one."""

_CONTACT_DETECTED = 0b0000_0010
"""Flag: the electrodes touch skin, where the strap can tell at all."""

_CONTACT_SUPPORTED = 0b0000_0100
"""Flag: the strap can tell whether its electrodes touch skin."""

_ENERGY_PRESENT = 0b0000_1000
"""Flag: two bytes of energy come before the intervals."""

_RR_PRESENT = 0b0001_0000
"""Flag: intervals fill the rest of the packet."""

_ENERGY_BYTES = 2
"""Length of the energy field. Bytes."""

_RR_BYTES = 2
"""Length of one interval. Bytes."""


def parse(payload: bytes, t: float) -> HeartRate:
    """Read one notification that arrived at `t` (seconds). Never raises: bytes that say nothing give an empty event.

    A rate of 0 (the strap sees no heartbeat) is None. Contact is None where the strap has no contact feature. The
    energy field is stepped over: one maker keeps a status code there. An odd last byte is left out.
    """
    flags = payload[0] if payload else 0
    rate_end = 3 if flags & _RATE_IS_16_BIT else 2
    rate = int.from_bytes(payload[1:rate_end], "little") if len(payload) >= rate_end else 0
    first_rr = rate_end + (_ENERGY_BYTES if flags & _ENERGY_PRESENT else 0)
    return HeartRate(
        t=t,
        hr_bpm=rate or None,
        rr_ticks=_intervals(payload, first_rr) if flags & _RR_PRESENT else (),
        contact=bool(flags & _CONTACT_DETECTED) if flags & _CONTACT_SUPPORTED else None,
        payload=bytes(payload),
    )


def _intervals(payload: bytes, first: int) -> tuple[int, ...]:
    """All complete intervals from byte `first` on, in ticks: nine fit the smallest packet, a longer one holds more."""
    ends = range(first + _RR_BYTES, len(payload) + 1, _RR_BYTES)
    return tuple(int.from_bytes(payload[end - _RR_BYTES : end], "little") * TICKS_PER_STRAP_UNIT for end in ends)
