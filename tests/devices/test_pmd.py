"""Polar's service: frames of real straps, the maker's own examples, round trips, and any bytes at all."""

from __future__ import annotations

import json
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices import pmd
from devices.pmd import ECG_130_HZ, Chosen, Measurement, Reply, Setting, Status, StreamsStopped, parse_control
from devices.pmd_frames import EcgFrame, PpiFrame, PpiSample, ecg_times, parse_frame
from tests.devices.sent_frames import write_frame

# Typed in by hand, as real straps and the maker's tests show them.
H10_FEATURES = "0f0500"
START_ECG = "02000001820001010e00"
ECG_ON_OFFER = "f0010000000001820001010e00"
ECG_STARTED = "f00200000000"


def test_an_h10_offers_ecg_and_acceleration() -> None:
    """The feature list of a real strap; what is no feature list is not taken for an empty one."""
    assert pmd.parse_features(bytes.fromhex(H10_FEATURES)) == frozenset({Measurement.ECG, Measurement.ACCELERATION})
    assert pmd.parse_features(b"") is None
    assert pmd.parse_features(bytes.fromhex(ECG_STARTED)) is None


def test_commands_are_written_as_the_maker_writes_them() -> None:
    """Start ECG at 130 Hz and 14 bit, start intervals, stop."""
    assert pmd.start(Measurement.ECG, ECG_130_HZ).hex() == START_ECG
    assert pmd.start(Measurement.PPI).hex() == "0203"
    assert pmd.stop(Measurement.ECG).hex() == "0300"
    acceleration = tuple(
        Chosen(setting=setting, values=(value,))
        for setting, value in ((Setting.SAMPLE_RATE_HZ, 200), (Setting.RESOLUTION_BITS, 16), (Setting.RANGE, 8))
    )
    assert pmd.start(Measurement.ACCELERATION, acceleration).hex() == "02020001c8000101100002010800"


def test_replies_of_a_real_strap() -> None:
    """What it offers, that a stream has begun, and refusals, known and unknown."""
    offered = Reply(command=1, measurement=Measurement.ECG, status=Status.SUCCESS, settings=ECG_130_HZ)
    assert parse_control(bytes.fromhex(ECG_ON_OFFER)) == offered
    started = Reply(command=2, measurement=Measurement.ECG, status=Status.SUCCESS)
    assert parse_control(bytes.fromhex(ECG_STARTED)) == started
    in_charger = parse_control(bytes.fromhex("f002000d"))
    assert isinstance(in_charger, Reply)
    assert in_charger.status is Status.IN_CHARGER
    unheard_of = parse_control(bytes.fromhex("f0024d63"))
    assert unheard_of == Reply(command=2, measurement=None, status=Status.UNKNOWN)


def test_a_strap_that_stops_by_itself_is_understood() -> None:
    """It names the streams; those this program does not know are left out."""
    assert parse_control(bytes.fromhex("01000263")) == StreamsStopped(
        measurements=(Measurement.ECG, Measurement.ACCELERATION)
    )


def test_frames_collected_from_straps_and_the_makers_tests(recordings: Path) -> None:
    """Samples read as annotated; a frame cut short in the head and an unknown type are refused."""
    frames = json.loads((recordings / "ble" / "polar_pmd.json").read_text())["frames"]
    data = [frame for frame in frames if "DATA" in frame["characteristic"].upper()]
    assert len(data) >= 4
    for frame in data:
        read = parse_frame(bytes.fromhex(frame["hex"]))
        expected = frame.get("decoded") or frame["expected"]
        if expected is None or expected.get("frame_type", 0) != 0:
            assert read is None
        elif "uV" in expected:
            assert read == EcgFrame(last_ns=expected["timestamp_ns"], microvolts=tuple(expected["uV"]))
        else:
            assert isinstance(read, PpiFrame)
            assert [
                {"hr": sample.hr_bpm or 0, "ppi_ms": sample.interval_ms, "err_ms": sample.error_ms}
                for sample in read.samples
            ] == [{key: value for key, value in sample.items() if key != "flags"} for sample in expected["samples"]]


def test_unusable_intervals_are_those_the_maker_says_to_discard() -> None:
    """Movement, or contact known to be lost; unknown contact is no reason."""
    usable = [
        PpiSample(hr_bpm=60, interval_ms=1000, error_ms=5, moved=moved, contact=contact).usable
        for moved in (False, True)
        for contact in (True, None, False)
    ]
    assert usable == [True, True, False, False, False, False]


MICROVOLTS = st.integers(-(2**23), 2**23 - 1)
NS = st.integers(0, 2**64 - 1)
PPI = st.builds(
    PpiSample,
    hr_bpm=st.none() | st.integers(1, 255),
    interval_ms=st.integers(0, 0xFFFF),
    error_ms=st.integers(0, 0xFFFF),
    moved=st.booleans(),
    contact=st.sampled_from([None, True, False]),
)
FRAMES = st.builds(EcgFrame, last_ns=NS, microvolts=st.lists(MICROVOLTS, max_size=80).map(tuple)) | st.builds(
    PpiFrame, last_ns=NS, samples=st.lists(PPI, max_size=12).map(tuple)
)


@given(FRAMES, st.binary(max_size=2))
def test_what_is_written_is_read_back_exactly(frame: EcgFrame | PpiFrame, tail: bytes) -> None:
    """Also with the beginning of one more sample behind it, which is left out."""
    assert parse_frame(write_frame(frame) + tail) == frame


@given(st.binary(max_size=260))
def test_any_bytes_are_read_without_an_exception(payload: bytes) -> None:
    """Frames, replies and feature lists alike."""
    frame = parse_frame(payload)
    if isinstance(frame, EcgFrame):
        assert len(frame.microvolts) == (len(payload) - 10) // 3
    parse_control(payload)
    pmd.parse_features(payload)


@given(
    st.lists(
        st.builds(
            Chosen,
            setting=st.sampled_from([Setting.SAMPLE_RATE_HZ, Setting.RESOLUTION_BITS, Setting.RANGE]),
            values=st.lists(st.integers(0, 0xFFFF), min_size=1, max_size=4).map(tuple),
        ),
        max_size=4,
    ).map(tuple)
)
def test_settings_survive_the_way_out_and_back(settings: tuple[Chosen, ...]) -> None:
    """A reply that repeats what was asked for reads as what was asked for; one byte less loses one setting at most."""
    written = pmd.start(Measurement.ECG, settings)[2:]
    reply = parse_control(bytes([0xF0, 2, 0, 0, 0]) + written)
    assert isinstance(reply, Reply)
    assert reply.settings == settings
    cut = parse_control((bytes([0xF0, 2, 0, 0, 0]) + written)[:-1])
    assert isinstance(cut, Reply)
    assert cut.settings == settings[: max(0, len(settings) - 1)]


def test_ecg_samples_are_spread_between_the_timestamps() -> None:
    """The strap's clock runs at 129.9 Hz here: the timestamps are believed, not the nominal rate."""
    samples = (0,) * 73
    step_ns = 1e9 / 129.9
    first = EcgFrame(last_ns=10**12, microvolts=samples)
    second = EcgFrame(last_ns=10**12 + round(73 * step_ns), microvolts=samples)
    times = ecg_times(first, None).seconds + ecg_times(second, first.last_ns).seconds

    steps = [after - before for before, after in pairwise(times[73:])]
    assert steps == pytest.approx([1 / 129.9] * 72, rel=1e-6)
    assert times[72] == 1000.0
    assert times[73] - times[72] == pytest.approx(1 / 129.9, rel=1e-6)


def test_a_lost_frame_is_told_and_not_stretched_over() -> None:
    """Samples keep their own length, and the gap before them is said."""
    frame = EcgFrame(last_ns=2 * 10**9, microvolts=(0,) * 73)
    whole = ecg_times(frame, 2 * 10**9 - round(73e9 / 130))
    after_gap = ecg_times(frame, 2 * 10**9 - round(2 * 73e9 / 130))

    assert not whole.gap
    assert after_gap.gap
    assert after_gap.seconds == pytest.approx(whole.seconds, abs=1e-6)
    assert ecg_times(frame, 3 * 10**9).gap  # a clock that was set in between
    assert ecg_times(EcgFrame(last_ns=0, microvolts=()), None).seconds == ()
