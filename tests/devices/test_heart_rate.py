"""The Heart Rate Measurement parser: the specification, real straps, a second codec, and any bytes at all."""

from __future__ import annotations

import json
import warnings
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.events import HeartRate
from devices.heart_rate import parse

with warnings.catch_warnings():
    warnings.simplefilter("ignore")  # a codec of its own, with its own deprecations
    from bumble.profiles.heart_rate_service import HeartRateService

# Typed in by hand from the specification, so that the test pins the wire format independently of the parser.
SPECIFIED = [
    ("0048", 72, (), None),
    ("0648", 72, (), True),
    ("0448", 72, (), False),
    ("0248", 72, (), None),  # contact bit without the feature bit means nothing
    ("012c01", 300, (), None),
    ("104d1603", 77, (790,), None),
    ("164e1b031203", 78, (795, 786), True),
    ("1843d0077203", 67, (882,), None),  # energy between rate and interval
    ("19960064000002", 150, (512,), None),
    ("f048aa03", 72, (938,), None),  # reserved bits set
    ("0800", None, (), None),  # a rate of 0, and no energy where the flag promises it
    ("1100000000", None, (0,), None),  # an interval of 0 is what the strap said
    ("1000ffff", None, (65535,), None),
    ("10" + "48" + "0004" * 9, 72, (1024,) * 9, None),  # all that fits the smallest packet
    ("10" + "48" + "0004" * 120, 72, (1024,) * 120, None),  # and a longer one
]

BROKEN = [
    ("", None, (), None),
    ("00", None, (), None),
    ("16", None, (), True),  # the flags are whole, the rate is missing
    ("0160", None, (), None),  # half of a 16-bit rate
    ("18434d", 67, (), None),  # half of the energy, so nothing after it
    ("103eb103de", 62, (945,), None),  # odd last byte, as a person's log shows it
]


@pytest.mark.parametrize(("payload", "rate", "intervals", "contact"), SPECIFIED + BROKEN)
def test_bytes_mean_what_the_specification_says(
    payload: str, rate: int | None, intervals: tuple[int, ...], contact: bool | None
) -> None:
    """Every flag, both widths, the tri-state contact; what is incomplete is left out and the rest is kept."""
    event = parse(bytes.fromhex(payload), 12.5)

    expected = HeartRate(
        t=12.5,
        hr_bpm=rate,
        rr_ticks=tuple(125 * interval for interval in intervals),
        contact=contact,
        payload=bytes.fromhex(payload),
    )
    assert expected == event


def test_real_straps_and_makers_examples(recordings: Path) -> None:
    """Payloads collected from real straps and from makers' own tests read as annotated."""
    collected = json.loads((recordings / "ble" / "hr_measurement_2a37.json").read_text())
    annotated = [item for item in collected if not item["malformed"]]
    assert len(annotated) > 40
    for item in annotated:
        event = parse(bytes.fromhex(item["hex"]), 0.0)
        expected = item["expected"]
        assert (expected["hr_bpm"] or None) == event.hr_bpm, item
        assert [125 * rr for rr in expected["rr_1024"]] == list(event.rr_ticks), item
        assert expected["contact_detected"] == event.contact, item


def test_malformed_payloads_keep_what_is_whole(recordings: Path) -> None:
    """Payloads that people found broken give no exception and at most the complete intervals."""
    collected = json.loads((recordings / "ble" / "hr_measurement_2a37.json").read_text())
    for item in (item for item in collected if item["malformed"]):
        payload = bytes.fromhex(item["hex"])
        event = parse(payload, 0.0)
        assert 2 * len(event.rr_ticks) <= max(0, len(payload) - 2)


@given(st.binary(max_size=260), st.floats(0, 1e6))
def test_any_bytes_are_read_without_an_exception_and_without_an_invented_beat(payload: bytes, t: float) -> None:
    """Whatever arrives: the bytes are kept, and no interval is made from bytes that are not there."""
    event = parse(payload, t)

    assert payload == event.payload
    assert t == event.t
    assert event.hr_bpm is None or 1 <= event.hr_bpm <= 0xFFFF
    head = b"".join(tick.to_bytes(4, "little") for tick in event.rr_ticks)
    assert len(head) // 2 <= max(0, len(payload) - 2)
    tail = b"".join((tick // 125).to_bytes(2, "little") for tick in event.rr_ticks)
    assert tail in payload
    assert all(tick % 125 == 0 for tick in event.rr_ticks)


@given(st.binary(min_size=5, max_size=30))
def test_a_second_opinion_agrees_on_every_whole_packet(payload: bytes) -> None:
    """Bumble's independent codec reads the same numbers (it needs whole intervals, so an odd byte is taken off)."""
    flags = payload[0]
    head = 1 + (2 if flags & 1 else 1) + (2 if flags & 8 else 0)
    whole = payload[: head + (len(payload) - head) // 2 * 2]
    theirs = HeartRateService.HeartRateMeasurement.from_bytes(whole)
    ours = parse(whole, 0.0)

    assert (theirs.heart_rate or None) == ours.hr_bpm
    assert theirs.sensor_contact_detected == ours.contact
    assert [rr * 128_000 for rr in theirs.rr_intervals or ()] == list(ours.rr_ticks)


@given(
    rate=st.integers(1, 0xFFFF),
    contact=st.sampled_from([None, True, False]),
    energy=st.none() | st.integers(0, 0xFFFF),
    intervals=st.lists(st.integers(0, 0xFFFF), max_size=12),
)
def test_what_a_second_codec_writes_is_read_back_exactly(
    rate: int, contact: bool | None, energy: int | None, intervals: list[int]
) -> None:
    """No interval is rounded on the way from 1/1024 s to ticks."""
    written = HeartRateService.HeartRateMeasurement(
        heart_rate=rate,
        sensor_contact_detected=contact,
        energy_expended=energy,
        rr_intervals=[interval / 1024 for interval in intervals],
    )
    event = parse(bytes(written), 0.0)

    assert (rate, contact) == (event.hr_bpm, event.contact)
    assert [125 * interval for interval in intervals] == list(event.rr_ticks)
