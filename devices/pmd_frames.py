"""Polar's data frames: ECG samples and pulse-to-pulse intervals, and when each sample was taken. Pure. Acceleration is
read in `acc_frames.py`.

A frame is: measurement, timestamp (ns, of the *last* sample, from an epoch that is wrong unless the strap's clock was
set, so only differences mean something), frame type, samples. Source and version as in `pmd.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from devices.acc_frames import AccelerationFrame, parse_acceleration
from devices.pmd import Measurement

ECG_RATE_HZ = 130.0
"""Nominal. An H10 was measured at 129.9 Hz: sample times are taken from the timestamps wherever there are two."""

FRAME_TOLERANCE = 0.1
"""How far, as a share, the time between two timestamps may be from the nominal length of the samples before it is told
as a lost frame. Clocks differ by 0.1 %, one lost frame by 100 %."""

_HEAD_BYTES = 10
"""Before the samples of a frame: its measurement, its timestamp, its type. Bytes."""

_TYPE_MASK = 0x3F
"""The bits of the first byte that say which measurement a frame is of."""

_ECG_SAMPLE_BYTES = 3
"""One sample of ECG: a signed whole number of microvolts. Bytes."""

_PPI_SAMPLE_BYTES = 6
"""One pulse: rate, interval, its uncertainty, flags. Bytes."""

_MOVED = 0b001
"""Flag of a pulse: the arm moved."""

_CONTACT = 0b010
"""Flag of a pulse: the sensor touches skin."""

_CONTACT_SUPPORTED = 0b100
"""Flag of a pulse: the sensor can tell whether it touches skin."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EcgFrame:
    """ECG in whole microvolts, oldest first; `last_ns` is the strap's time of the last sample."""

    last_ns: int
    microvolts: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class PpiSample:
    """One pulse-to-pulse interval in milliseconds, as the strap counts them. `hr_bpm` is None where it gave none."""

    hr_bpm: int | None
    interval_ms: int
    error_ms: int
    moved: bool  # the strap saw movement: not to be trusted
    contact: bool | None

    @property
    def usable(self) -> bool:
        """What the maker says to keep: no movement, and not known to be off the skin."""
        return not self.moved and self.contact is not False


@dataclass(frozen=True, slots=True, kw_only=True)
class PpiFrame:
    """Some pulse-to-pulse intervals, oldest first. `last_ns` is 0 on older firmware."""

    last_ns: int
    samples: tuple[PpiSample, ...]


def parse_frame(payload: bytes, factor: float | None = None) -> EcgFrame | AccelerationFrame | PpiFrame | None:
    """One notification of the data characteristic. Incomplete samples at the end are left out. Never raises.

    `factor` is the unit of compressed acceleration, as the strap told it. None: too short, of another measurement, or
    of a frame type that is not known (ECG and pulses have type 0 only).
    """
    if payload and payload[0] & _TYPE_MASK == Measurement.ACCELERATION:
        return parse_acceleration(payload, factor)
    if len(payload) < _HEAD_BYTES or payload[9] != 0:
        return None
    last_ns = int.from_bytes(payload[1:9], "little")
    match payload[0] & _TYPE_MASK:
        case Measurement.ECG:
            samples = (int.from_bytes(cut, "little", signed=True) for cut in _cuts(payload, _ECG_SAMPLE_BYTES))
            return EcgFrame(last_ns=last_ns, microvolts=tuple(samples))
        case Measurement.PPI:
            return PpiFrame(last_ns=last_ns, samples=tuple(map(_ppi, _cuts(payload, _PPI_SAMPLE_BYTES))))
        case _:
            return None


@dataclass(frozen=True, slots=True, kw_only=True)
class SampleTimes:
    """When the samples of a frame were taken, in seconds of the strap's clock. `gap`: frames before it were lost."""

    seconds: tuple[float, ...]
    gap: bool


def sample_times(n: int, last_ns: int, previous_ns: int | None, rate_hz: float) -> SampleTimes:
    """Spread `n` samples evenly since the last sample of the frame before (`previous_ns`).

    With no frame before, frames lost between, or a clock that was set in between, the nominal rate counts back from the
    timestamp. Only differences of timestamps are used: the clock of a strap counts from 2000-01-01, and one that was
    never set began in 2019.
    """
    last = last_ns / 1e9
    nominal = n / rate_hz
    passed = nominal if previous_ns is None else (last_ns - previous_ns) / 1e9
    gap = abs(passed - nominal) > FRAME_TOLERANCE * nominal
    step = 1.0 / rate_hz if gap or not n else passed / n
    return SampleTimes(seconds=tuple(last - (n - 1 - k) * step for k in range(n)), gap=gap)


def ecg_times(frame: EcgFrame, previous_ns: int | None) -> SampleTimes:
    """When the samples of an ECG frame were taken."""
    return sample_times(len(frame.microvolts), frame.last_ns, previous_ns, ECG_RATE_HZ)


def _cuts(payload: bytes, width: int) -> Iterable[bytes]:
    ends = range(_HEAD_BYTES + width, len(payload) + 1, width)
    return (payload[end - width : end] for end in ends)


def _ppi(cut: bytes) -> PpiSample:
    flags = cut[5]
    return PpiSample(
        hr_bpm=cut[0] or None,
        interval_ms=int.from_bytes(cut[1:3], "little"),
        error_ms=int.from_bytes(cut[3:5], "little"),
        moved=bool(flags & _MOVED),
        contact=bool(flags & _CONTACT) if flags & _CONTACT_SUPPORTED else None,
    )
