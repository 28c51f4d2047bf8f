"""One shape for whatever a body is measured by: what it is, in which unit, how often, by whose clock, how good."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum


class StreamKind(Enum):
    """What is measured."""

    BEATS = "beats"
    PULSE = "pulse"
    ECG = "ecg"
    MOTION = "motion"
    RESPIRATION = "respiration"
    EMG = "emg"
    EDA = "eda"


class StreamClock(Enum):
    """Whose clock says when a sample was taken."""

    SENSOR = "sensor"  # its own: only differences mean something
    SENDER = "sender"  # the program that sends stamps it, by a clock that can be compared with ours
    ARRIVAL = "arrival"  # nobody: it is taken to be from when it came


class StreamQuality(Enum):
    """What its numbers are worth."""

    MEASURED = "measured"  # in its unit
    RELATIVE = "relative"  # not calibrated: only changes mean something


@dataclass(frozen=True, slots=True, kw_only=True)
class Stream:
    """One source of samples. `rate_hz` None: they come as they happen. `channels` are their names, one a column.

    `full_scale`: the largest number of either sign that it can have, in its unit; None: it does not say.
    """

    kind: StreamKind
    unit: str
    rate_hz: float | None
    channels: tuple[str, ...]
    clock: StreamClock
    quality: StreamQuality
    full_scale: float | None = None
