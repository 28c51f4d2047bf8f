"""A strap's own streams in the one shape of all sources: what each measures, in which unit, how often, how far. Pure.

Stamps are of the strap's own clock, of which only differences mean something.
"""

from __future__ import annotations

from biofeedback.streams import Stream, StreamClock, StreamKind, StreamQuality
from devices import pmd
from devices.extras import Extra, MotionStream
from devices.link import LinkState
from devices.pmd import Chosen, Measurement, Setting

MG_PER_G = 1000
"""A strap names the range of its acceleration in g, and samples are in thousandths of it."""


def _own(
    kind: StreamKind, unit: str, rate_hz: float | None, channels: tuple[str, ...], full_scale: float | None = None
) -> Stream:
    return Stream(
        kind=kind,
        unit=unit,
        rate_hz=rate_hz,
        channels=channels,
        clock=StreamClock.SENSOR,
        quality=StreamQuality.MEASURED,
        full_scale=full_scale,
    )


INTERVALS = _own(StreamKind.BEATS, "ms", None, ("RR",))
"""The intervals of the Heart Rate Service."""

PULSES = _own(StreamKind.PULSE, "ms", None, ("PP",))
"""Those between pulses, of an optical sensor."""


def described(measurement: Measurement, settings: tuple[Chosen, ...]) -> Stream | None:
    """A stream as it was started with these settings. None: of a measurement that is not listened to."""
    rate_hz = pmd.rate_hz(settings) or None
    match measurement:
        case Measurement.ECG:
            return _own(StreamKind.ECG, "uV", rate_hz, ("ECG",))
        case Measurement.ACCELERATION:
            range_g = next((each.values[0] for each in settings if each.setting is Setting.RANGE), None)
            full_scale = None if range_g is None else float(range_g * MG_PER_G)
            return _own(StreamKind.MOTION, "mg", rate_hz, ("x", "y", "z"), full_scale)
        case Measurement.PPI:
            return PULSES
        case Measurement.PPG | Measurement.GYROSCOPE | Measurement.MAGNETOMETER:
            return None


def running(state: LinkState) -> tuple[Stream, ...]:
    """What a strap streams beside its rate as far as is known, its intervals first."""
    runs = {
        StreamKind.ECG: state.extra is Extra.ECG,
        StreamKind.PULSE: state.extra is Extra.PULSES,
        StreamKind.MOTION: state.motion is MotionStream.RUNS,
    }
    beats = (INTERVALS,) if state.sends_rr and state.extra is not Extra.PULSES else ()
    return beats + tuple(each for each in state.begun if runs.get(each.kind))
