"""What half a minute of packets tells about a strap: pure judgements about the instrument, not the heart."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from enum import Enum

from biofeedback.events import HeartRate
from biofeedback.streams import Stream, StreamKind
from biofeedback.ticks import to_s
from biofeedback.why import Value, Why, why
from devices.extras import Extra, MotionStream
from devices.pmd import Measurement

BATTERY_LOW_PERCENT = 20
"""A coin cell's reading falls fast from here on; packets are lost before it reaches 0."""

RSSI_WEAK_DBM = -85
"""Common adapters lose packets from about -90 dBm on; 5 dB are left for a body turning away."""

FEWEST_INTERVALS = 20
"""Fewer say nothing about a mean: at rest single intervals differ by a tenth and more."""

RATE_DIFFERENCE = 0.12
"""Share by which the strap's own rate and the rate of its intervals may differ. The rate is a smoothed whole number, so
over half a minute they agree within 5 % or so; a strap that counts in milliseconds would differ by 2.4 %, which this
cannot tell and does not claim to."""

DUPLICATED_ABOVE = 1.15
"""The intervals' sum, as a share of the time they took to arrive, above which packets come twice. Over half a minute
the arrival of the first and the last packet moves it by 0.05 at most."""

LOST_BELOW = 0.85
"""The same share, below which packets were lost."""


class Verdict(Enum):
    """How a check ended."""

    GOOD = "good"
    NOTE = "note"  # usable, but worth knowing
    BAD = "bad"
    SKIPPED = "skipped"  # could not be looked at


@dataclass(frozen=True, slots=True, kw_only=True)
class Check:
    """One thing looked at, in words, and what to do about it (None: nothing). `name` is short and stable."""

    name: str
    verdict: Verdict
    words: Why
    to_do: Why | None = None


def check(name: str, verdict: Verdict, text: str, /, **values: Value) -> Check:
    """A check whose sentences are `devices.doctor_TEXT` and, unless all is well, `devices.doctor_TEXT_next`."""
    to_do = None if verdict in {Verdict.GOOD, Verdict.SKIPPED} else why(f"devices.doctor_{text}_next", **values)
    return Check(name=name, verdict=verdict, words=why(f"devices.doctor_{text}", **values), to_do=to_do)


def judge_signal(rssi_dbm: int | None) -> Check:
    """The strength of the strap's signal; None: this computer already holds it."""
    if rssi_dbm is None:
        return check("signal", Verdict.SKIPPED, "signal_unknown")
    if rssi_dbm < RSSI_WEAK_DBM:
        return check("signal", Verdict.NOTE, "signal_weak", rssi=rssi_dbm)
    return check("signal", Verdict.GOOD, "signal_good", rssi=rssi_dbm)


def judge_battery(percent: int | None) -> Check:
    """The battery as the strap tells it."""
    if percent is None:
        return check("battery", Verdict.SKIPPED, "battery_unknown")
    if percent < BATTERY_LOW_PERCENT:
        return check("battery", Verdict.NOTE, "battery_low", percent=percent)
    return check("battery", Verdict.GOOD, "battery_good", percent=percent)


def judge_contact(packets: Sequence[HeartRate]) -> Check:
    """Whether the strap says that it touches skin. Many cannot say, and that is no fault."""
    said = [packet.contact for packet in packets if packet.contact is not None]
    if not said:
        return check("contact", Verdict.SKIPPED, "contact_unknown")
    if not said[-1]:
        return check("contact", Verdict.NOTE, "contact_none")
    return check("contact", Verdict.GOOD, "contact_good")


def judge_extra(extra: Extra, streams: Sequence[Stream] = ()) -> Check:
    """What became of the stream that the strap offers besides its heart rate; `streams`: those that it sends."""
    code = f"devices.{extra.value}"
    if extra is Extra.ECG:
        stream = _of_kind(StreamKind.ECG, streams)
        if stream is None or stream.rate_hz is None:
            return Check(name="extra", verdict=Verdict.GOOD, words=why(code))
        return check("extra", Verdict.GOOD, "ecg", hz=stream.rate_hz)
    return Check(name="extra", verdict=Verdict.NOTE, words=why(code), to_do=why(f"{code}_next"))


def judge_offers(offers: frozenset[Measurement] | None) -> Check:
    """What the strap says that it can measure besides. None of it is needed."""
    ecg, motion = (offers is not None and each in offers for each in (Measurement.ECG, Measurement.ACCELERATION))
    match ecg, motion:
        case True, True:
            return check("offers", Verdict.GOOD, "offers_ecg_motion")
        case True, False:
            return check("offers", Verdict.GOOD, "offers_ecg")
        case False, True:
            return check("offers", Verdict.GOOD, "offers_motion")
        case _:
            return check("offers", Verdict.SKIPPED, "offers_nothing")


def judge_motion(motion: MotionStream, streams: Sequence[Stream] = (), samples: int = 1) -> Check:
    """What became of the strap's acceleration, of which so many samples came."""
    if motion is MotionStream.REFUSED:
        return Check(
            name="motion",
            verdict=Verdict.NOTE,
            words=why("devices.motion_refused"),
            to_do=why("devices.motion_refused_next"),
        )
    if not samples:
        return check("motion", Verdict.NOTE, "motion_unread")
    stream = _of_kind(StreamKind.MOTION, streams)
    if stream is None or stream.rate_hz is None or stream.full_scale is None:
        return Check(name="motion", verdict=Verdict.GOOD, words=why("devices.motion_runs"))
    words = "motion" if _of_kind(StreamKind.PULSE, streams) is None else "motion_of_arm"
    return check("motion", Verdict.GOOD, words, hz=stream.rate_hz, most=stream.full_scale, unit=stream.unit)


def _of_kind(kind: StreamKind, streams: Sequence[Stream]) -> Stream | None:
    return next((each for each in streams if each.kind is kind), None)


def judge_packets(packets: Sequence[HeartRate]) -> Check:
    """Whether anything came."""
    if not packets:
        return check("packets", Verdict.BAD, "packets_none")
    return check("packets", Verdict.GOOD, "packets_good", n=len(packets))


def judge_intervals(packets: Sequence[HeartRate]) -> Check:
    """Whether there are intervals, and whether they agree with the strap's own heart rate."""
    intervals = [to_s(ticks) for packet in packets for ticks in packet.rr_ticks]
    rates = [packet.hr_bpm for packet in packets if packet.hr_bpm is not None]
    if rates and not intervals:
        return check("intervals", Verdict.BAD, "intervals_none")
    if len(intervals) < FEWEST_INTERVALS or not rates or not sum(intervals):
        return check("intervals", Verdict.SKIPPED, "intervals_few", n=len(intervals))
    from_intervals = 60 * len(intervals) / sum(intervals)
    reported = sum(rates) / len(rates)
    if abs(from_intervals / reported - 1) > RATE_DIFFERENCE:
        return check("intervals", Verdict.NOTE, "intervals_disagree", counted=from_intervals, reported=reported)
    return check("intervals", Verdict.GOOD, "intervals_good", n=len(intervals), counted=from_intervals)


def judge_time(packets: Sequence[HeartRate]) -> Check:
    """Whether the intervals fill the time in which they came: more is beats sent twice, less is beats lost."""
    passed = packets[-1].t - packets[0].t if packets else 0.0
    counted = sum(to_s(ticks) for packet in packets[1:] for ticks in packet.rr_ticks)
    if sum(len(packet.rr_ticks) for packet in packets[1:]) < FEWEST_INTERVALS or passed <= 0:
        return check("time", Verdict.SKIPPED, "time_short")
    share = counted / passed
    if share > DUPLICATED_ABOVE:
        return check("time", Verdict.BAD, "time_doubled", percent=100 * share)
    if share < LOST_BELOW:
        return check("time", Verdict.NOTE, "time_lost", percent=100 * share)
    return check("time", Verdict.GOOD, "time_good", percent=100 * share)
