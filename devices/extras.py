"""What can become of the streams that a strap offers besides its heart rate."""

from __future__ import annotations

from enum import Enum


class Extra(Enum):
    """What became of the stream a strap offers besides its heart rate. The values are text codes of `devices.toml`."""

    ECG = "extra_ecg"
    PULSES = "extra_pulses"
    UNPAIRED = "extra_unpaired"
    REFUSED = "extra_refused"


class MotionStream(Enum):
    """What became of a strap's acceleration. The values are text codes of `devices.toml`."""

    RUNS = "motion_runs"
    REFUSED = "motion_refused"
