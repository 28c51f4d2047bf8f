"""Acceleration frames: the checked example of the maker's layout, round trips of both kinds, and any bytes at all."""

from __future__ import annotations

import random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from devices.acc_frames import AccelerationFrame, parse_acceleration
from devices.pmd_frames import sample_times
from tests.devices.sent_frames import write_acceleration, write_compressed

NS = 599_616_000_000_000_000 + 5_000_000_000  # the clock of a strap that was never set, five seconds on
HEAD = bytes([2]) + NS.to_bytes(8, "little")
EXAMPLE = bytes.fromhex("f1ff1400f00306017b0f08")


def test_the_checked_example_of_a_compressed_frame() -> None:
    """One reference sample, then one block of six bits with one sample in it."""
    read = parse_acceleration(HEAD + b"\x81" + EXAMPLE)
    assert read == AccelerationFrame(last_ns=NS, x_mg=(-15, -20), y_mg=(20, 17), z_mg=(1008, 1008))


def test_a_frame_of_a_real_sensor_of_the_arm_is_read() -> None:
    """A Verity Sense at 52 Hz and 8 g that was being moved (shown in issue 443 of the maker's SDK), up to its first
    block: type 0x81, whose numbers are thousandths of g where the strap told no factor.
    """
    frame = bytes.fromhex(
        "0200416fc41245930a81ee021ffe82ff080a10da20d6a30bd9cbe7d6f6c4e6f1e1f3e0151afe281bf8372c2520131911"
    )
    read = parse_acceleration(frame)
    assert read is not None
    assert (len(read), read.x_mg[0], read.y_mg[0], read.z_mg[0]) == (11, 750, -481, -126)
    assert (read.x_mg[-1], read.y_mg[-1], read.z_mg[-1]) == (720, -670, -34)
    assert all(abs(mg) < 8000 for axis in (read.x_mg, read.y_mg, read.z_mg) for mg in axis)


def test_compressed_numbers_in_g_need_the_factor_that_was_told() -> None:
    """4096 counts of 2.44e-4 g are one g; without the factor nothing can honestly be said."""
    frame = HEAD + b"\x80" + (4096).to_bytes(2, "little") + bytes(4)
    read = parse_acceleration(frame, 2.44e-4)
    assert read is not None
    assert (read.x_mg, read.y_mg, read.z_mg) == ((999,), (0,), (0,))
    assert parse_acceleration(frame) is None
    for factor in (0.0, -1.0, float("nan"), float("inf")):
        assert parse_acceleration(frame, factor) is None


@pytest.mark.parametrize(
    ("what", "payload"),
    [
        ("too short", HEAD),
        ("an ECG frame", bytes([0]) + HEAD[1:] + b"\x01" + bytes(6)),
        ("an unknown raw type", HEAD + b"\x03" + bytes(6)),
        ("an unknown compressed type", HEAD + b"\x82" + EXAMPLE),
        ("no whole reference", HEAD + b"\x81" + EXAMPLE[:5]),
        ("half a block head", HEAD + b"\x81" + EXAMPLE[:7]),
        ("a block that is cut off", HEAD + b"\x81" + EXAMPLE[:-1]),
        ("a width that no difference has", HEAD + b"\x81" + EXAMPLE[:6] + bytes([18, 1]) + bytes(7)),
        ("a number beyond its sixteen bits", HEAD + b"\x81" + b"\xff\x7f" + bytes(4) + bytes([2, 1, 0x01])),
        ("many samples out of nothing", HEAD + b"\x81" + EXAMPLE[:6] + bytes([0, 255]) * 9),
        ("more than any sensor measures", HEAD + b"\x02" + b"\xff\xff\x7f" + bytes(6)),
    ],
)
def test_what_is_no_frame_is_refused(what: str, payload: bytes) -> None:
    assert parse_acceleration(payload) is None, what


MG = st.integers(-8000, 8000)
SAMPLES = st.lists(st.tuples(MG, MG, MG), max_size=60)


def framed(samples: list[tuple[int, int, int]], ns: int = NS) -> AccelerationFrame:
    x, y, z = zip(*samples, strict=True) if samples else ((), (), ())
    return AccelerationFrame(last_ns=ns, x_mg=x, y_mg=y, z_mg=z)


@given(SAMPLES, st.integers(0, 2**64 - 1), st.sampled_from([1, 2]), st.binary(max_size=2))
def test_raw_frames_are_read_back_exactly(samples: list[tuple[int, int, int]], ns: int, kind: int, tail: bytes) -> None:
    """Also with the beginning of one more sample behind them, which is left out."""
    frame = framed(samples, ns)
    assert parse_acceleration(write_acceleration(frame, kind) + tail) == frame


@given(SAMPLES.filter(bool), st.lists(st.integers(1, 20), min_size=1, max_size=6))
def test_compressed_frames_are_read_back_exactly(samples: list[tuple[int, int, int]], blocks: list[int]) -> None:
    """In blocks of any length, each as wide as its differences need."""
    assert parse_acceleration(write_compressed(framed(samples), blocks)) == framed(samples)


@given(st.binary(max_size=260), st.none() | st.floats())
def test_any_bytes_are_read_without_an_exception(payload: bytes, factor: float | None) -> None:
    check_any(payload, factor)


def check_any(payload: bytes, factor: float | None) -> None:
    """Whatever is read is of one length, of a bounded one, and of numbers that a sensor can have measured."""
    frame = parse_acceleration(payload, factor)
    if frame is None:
        return
    assert len(frame.x_mg) == len(frame.y_mg) == len(frame.z_mg) <= 2048
    assert all(abs(mg) <= 64_000 for axis in (frame.x_mg, frame.y_mg, frame.z_mg) for mg in axis)


def mutated(dice: random.Random) -> bytes:
    """A frame as a strap sends it, with some of its bytes changed, cut off or doubled; now and then only noise."""
    if dice.random() < 0.2:
        return bytes([dice.choice([2, 2, 2, dice.randrange(256)])]) + dice.randbytes(dice.randrange(80))
    walk = [(-15, 20, 1008)]
    for _ in range(dice.randrange(1, 20)):
        walk.append(tuple(mg + dice.randint(-40, 40) for mg in walk[-1]))  # type: ignore[arg-type]
    kind = dice.choice([0, 1, 2, 0x80, 0x81])
    frame = framed([tuple(mg % 100 for mg in each) for each in walk] if kind == 0 else walk)  # type: ignore[misc]
    payload = bytearray(write_acceleration(frame, kind) if kind < 3 else write_compressed(frame, [7], kind))
    for _ in range(dice.randrange(4)):
        payload[dice.randrange(len(payload))] = dice.randrange(256)
    return bytes(payload[: dice.randrange(len(payload) + 1)] if dice.random() < 0.3 else payload)


def test_some_thousand_damaged_frames() -> None:
    """A sample of the campaign in `test_endurance.py`."""
    dice = random.Random(7)
    for _ in range(3000):
        check_any(mutated(dice), dice.choice([None, 2.44e-4, 1.0, 1e300]))


def test_sample_times_need_only_differences_of_the_straps_clock() -> None:
    """A clock that was never set tells them as well as one that is right; one that is set in between is a gap."""
    step = round(36e9 / 25)
    unset, right = (sample_times(36, start + step, start, 25.0) for start in (NS, 860_000_000 * 10**9))
    assert not unset.gap
    assert not right.gap
    assert [t - unset.seconds[0] for t in unset.seconds] == pytest.approx([k / 25 for k in range(36)], abs=1e-5)
    assert sample_times(36, 860_000_000 * 10**9, NS, 25.0).gap
    assert sample_times(36, NS, 860_000_000 * 10**9, 25.0).gap  # and one that goes back
    assert sample_times(36, NS + 2 * step, NS, 25.0).gap  # a frame was lost
