"""Polar's measurement data service (PMD): what is asked of a strap and what it answers, as bytes and values.

Pure. Source: the maker's open SDK (polarofficial/polar-ble-sdk, its Android sources under gatt/client/pmd, read
2026-05) for layout and codes; frames of real straps in the tests. Data frames are in `pmd_frames.py`.
"""

from __future__ import annotations

import struct
from dataclasses import dataclass
from enum import Enum, IntEnum

PMD_SERVICE = "fb005c80-02e7-f387-1cad-8acd2d8df0c8"
"""Polar's measurement data service: ECG, pulses and more, beside the heart rate."""

PMD_CONTROL_POINT = "fb005c81-02e7-f387-1cad-8acd2d8df0c8"
"""Where a stream is asked for: read, written and indicated."""

PMD_DATA = "fb005c82-02e7-f387-1cad-8acd2d8df0c8"
"""Where the samples come: notified."""

_FEATURES = 0x0F
"""First byte of what the control point holds: which measurements there are."""

_REPLY = 0xF0
"""First byte of an answer of the control point."""

_GET_SETTINGS = 0x01
"""Asks which settings a measurement has."""

_START = 0x02
"""Asks for a stream."""

_STOP = 0x03
"""Ends it."""


class Measurement(IntEnum):
    """What a strap can stream. The values are the codes on the wire, and the bits of the feature list."""

    ECG = 0
    PPG = 1
    ACCELERATION = 2
    PPI = 3  # pulse-to-pulse intervals of an optical sensor
    GYROSCOPE = 5
    MAGNETOMETER = 6


class Status(IntEnum):
    """How a command was taken."""

    SUCCESS = 0
    INVALID_OP = 1
    INVALID_TYPE = 2
    NOT_SUPPORTED = 3
    INVALID_LENGTH = 4
    INVALID_PARAMETER = 5
    ALREADY_IN_STATE = 6
    INVALID_RESOLUTION = 7
    INVALID_SAMPLE_RATE = 8
    INVALID_RANGE = 9
    INVALID_MTU = 10
    INVALID_CHANNELS = 11
    INVALID_STATE = 12
    IN_CHARGER = 13
    DISK_FULL = 14
    UNKNOWN = 255  # any code this program does not know


class Setting(Enum):
    """What can be set. A value is the code on the wire and the width of a value in bytes."""

    SAMPLE_RATE_HZ = (0, 2)
    RESOLUTION_BITS = (1, 2)
    RANGE = (2, 2)  # g for acceleration
    CHANNELS = (4, 1)
    FACTOR = (5, 4)  # in replies only: a float of the sensor's unit, here as its four bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class Chosen:
    """A setting with the values on offer, or the one that is asked for."""

    setting: Setting
    values: tuple[int, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class Reply:
    """The answer to a command. `settings` are those on offer, or those of the stream that was started."""

    command: int
    measurement: Measurement | None
    status: Status
    settings: tuple[Chosen, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class StreamsStopped:
    """The strap has stopped these streams by itself."""

    measurements: tuple[Measurement, ...]


ECG_130_HZ = (
    Chosen(setting=Setting.SAMPLE_RATE_HZ, values=(130,)),
    Chosen(setting=Setting.RESOLUTION_BITS, values=(14,)),
)
"""The one ECG stream an H10 has."""


ACCELERATION_HZ = 25
"""The rate that is asked for where it is on offer: breath and gravity are below 1 Hz, a cough's jolt below 12, and
it costs 150 bytes a second."""

_ACCELERATION_OF_H10 = (
    Chosen(setting=Setting.SAMPLE_RATE_HZ, values=(ACCELERATION_HZ,)),
    Chosen(setting=Setting.RESOLUTION_BITS, values=(16,)),
    Chosen(setting=Setting.RANGE, values=(2,)),
)
"""What an H10 has, for one that does not say what it has."""


def ask(measurement: Measurement) -> bytes:
    """The command that asks which settings a measurement has."""
    return bytes([_GET_SETTINGS, measurement])


def chosen(measurement: Measurement, offered: tuple[Chosen, ...]) -> tuple[Chosen, ...]:
    """One value of each setting on offer: ECG as an H10 has it; acceleration slow, fine and of the smallest range."""
    known = ECG_130_HZ if measurement is Measurement.ECG else _ACCELERATION_OF_H10
    return (
        tuple(_choose(each, known) for each in offered if each.values and each.setting is not Setting.FACTOR) or known
    )


def _choose(offered: Chosen, known: tuple[Chosen, ...]) -> Chosen:
    usual = next((each.values[0] for each in known if each.setting is offered.setting), min(offered.values))
    enough = [value for value in offered.values if value >= usual]
    return Chosen(setting=offered.setting, values=(min(enough, default=max(offered.values)),))


def rate_hz(settings: tuple[Chosen, ...]) -> float:
    """The rate that was chosen; 0 where there is none."""
    return float(next((each.values[0] for each in settings if each.setting is Setting.SAMPLE_RATE_HZ), 0))


def factor(settings: tuple[Chosen, ...]) -> float | None:
    """The unit of compressed numbers that a strap names as it starts a stream; None: it names none."""
    bits = next((each.values[0] for each in settings if each.setting is Setting.FACTOR and each.values), None)
    return None if bits is None else float(struct.unpack("<f", bits.to_bytes(4, "little"))[0])


def start(measurement: Measurement, settings: tuple[Chosen, ...] = ()) -> bytes:
    """The command that starts a stream."""
    return bytes([_START, measurement]) + _write_settings(settings)


def stop(measurement: Measurement) -> bytes:
    """The command that stops a stream. An H10 left streaming stays on until its battery is empty."""
    return bytes([_STOP, measurement])


def parse_features(payload: bytes) -> frozenset[Measurement] | None:
    """What the strap says it can stream, as read from the control point; None: this is no feature list."""
    if len(payload) < 2 or payload[0] != _FEATURES:
        return None
    return frozenset(kind for kind in Measurement if payload[1] >> kind & 1)


def parse_control(payload: bytes) -> Reply | StreamsStopped | None:
    """An indication of the control point. None: nothing that can be understood. Never raises.

    Layout of a reply: 0xF0, command, measurement, status, and on success a flag (more follows) and settings.
    """
    if len(payload) >= 4 and payload[0] == _REPLY:
        return Reply(
            command=payload[1],
            measurement=_measurement(payload[2]),
            status=_status(payload[3]),
            settings=_read_settings(payload[5:]),
        )
    if len(payload) >= 2 and payload[0] == _GET_SETTINGS:
        stopped = (_measurement(code) for code in payload[1:])
        return StreamsStopped(measurements=tuple(kind for kind in stopped if kind is not None))
    return None


def _write_settings(settings: tuple[Chosen, ...]) -> bytes:
    written = bytearray()
    for chosen in settings:
        code, width = chosen.setting.value
        written += bytes([code, len(chosen.values)])
        for value in chosen.values:
            written += value.to_bytes(width, "little")
    return bytes(written)


def _read_settings(payload: bytes) -> tuple[Chosen, ...]:
    """All complete settings up to the first that is unknown (its width is, too) or cut short."""
    by_code = {setting.value[0]: setting for setting in Setting}
    read: list[Chosen] = []
    at = 0
    while at + 2 <= len(payload) and (setting := by_code.get(payload[at])) is not None:
        width = setting.value[1]
        first, end = at + 2, at + 2 + payload[at + 1] * width
        if end > len(payload):
            break
        values = tuple(int.from_bytes(payload[k : k + width], "little") for k in range(first, end, width))
        read.append(Chosen(setting=setting, values=values))
        at = end
    return tuple(read)


def _measurement(code: int) -> Measurement | None:
    return Measurement(code) if code in Measurement.__members__.values() else None


def _status(code: int) -> Status:
    return Status(code) if code in Status.__members__.values() else Status.UNKNOWN
