"""A chest is still, fidgets, moves, or sits otherwise than before; and only a still one is a witness of breath."""

from __future__ import annotations

import math
from dataclasses import replace
from random import Random

import numpy as np
import pytest

from biofeedback.events import MotionChunk
from biofeedback.findings import Stir
from biofeedback.signal.motion import MotionWatch
from tests.signal.motion.chests import RATE_HZ, Sample, chunks, cough, heard, quiet


def test_breathing_and_the_heart_are_no_movement() -> None:
    """Ten minutes of sitting, breaths of two to six degrees, 6 to 30 a minute: still, and never once moved."""
    for bpm, tilt in ((6.0, 6.0), (14.0, 2.0), (30.0, 1.0)):
        watch = MotionWatch()
        for chunk in chunks(600.0, lambda t, dice, b=bpm, d=tilt: quiet(t, dice, bpm=b, tilt_deg=d)):  # type: ignore[misc]
            watch.push(chunk)
            assert watch.movement(chunk.t) in (None, Stir.STILL)
        assert watch._turned is None
        assert watch.moved_s(600.0, 300.0) == 0.0


def test_a_cough_is_a_fidget_and_is_over_soon() -> None:
    """Its begin is known to half a second."""
    watch = MotionWatch()
    at, seen = 60.0, dict[float, Stir]()

    def coughs(t: float, dice: Random) -> Sample:
        x, y, z = quiet(t, dice)
        return x, y + cough(t, at), z

    for chunk in chunks(90.0, coughs):
        watch.push(chunk)
        if movement := watch.movement(chunk.t):
            seen[chunk.t] = movement
    assert {stir for t, stir in seen.items() if t < at} == {Stir.STILL}
    assert Stir.FIDGET in seen.values()
    assert Stir.MOVING not in seen.values()
    assert {stir for t, stir in seen.items() if t > at + 7.0} == {Stir.STILL}
    (began, ended), *others = watch._stirs
    assert at <= began - 0.3 + 0.04 <= at + 0.5
    assert ended - began < 1.5
    assert not others


def test_who_walks_moves() -> None:
    """For as long as it lasts."""

    def walks(t: float, dice: Random) -> Sample:
        x, y, z = quiet(t, dice)
        step = 250 * math.sin(2 * math.pi * 1.9 * t) + 120 * math.sin(2 * math.pi * 3.8 * t) if 60 <= t < 80 else 0.0
        return x + step, y, z + step / 2

    watch = heard(chunks(80.0, walks))
    assert watch.movement(80.0) is Stir.MOVING
    assert watch.moved_s(80.0, 30.0) == pytest.approx(20.0, abs=1.5)


def leans(t: float, at: float, degrees: float, until: float = math.inf) -> Sample:
    """A chest that is turned smoothly within a second."""
    part = min(1.0, max(0.0, t - at)) - min(1.0, max(0.0, t - until))
    angle = math.radians(60 + degrees * part)
    return 1000 * math.sin(angle), 0.0, 1000 * math.cos(angle)


@pytest.mark.parametrize(
    ("degrees", "until", "turned"),
    [(20.0, math.inf, True), (12.0, math.inf, True), (8.0, math.inf, False), (20.0, 32.0, False), (-15.0, 45.0, True)],
    ids=["sits up", "a little", "too little", "and back at once", "leans back for a while"],
)
def test_a_posture_has_changed_when_it_stays_so(degrees: float, until: float, turned: bool) -> None:
    """More than ten degrees for four seconds; reaching for something is none."""
    watch = heard(chunks(60.0, lambda t, _: leans(t, 30.0, degrees, until)))
    found = watch.unrest(60.0, 30.0)
    assert (found is not None and found.code == "quality.turned") == turned
    if turned and until == math.inf and watch._turned is not None:
        assert 34.0 < watch._turned < 36.5


def test_the_chest_is_a_witness_of_breath_only_while_it_is_still() -> None:
    """Its waves are the breaths; a movement, another posture or missing samples leave none."""
    watch = heard(chunks(90.0, lambda t, dice: quiet(t, dice, bpm=12.0)))
    waves = watch.waves(90.0, 32.0)
    assert [len(wave) for wave in waves] == [128, 128, 128]
    z = waves[2] - waves[2].mean()
    power = np.abs(np.fft.rfft(z * np.hanning(len(z)), 4096)) ** 2
    assert np.argmax(power) * 4.0 / 4096 * 60 == pytest.approx(12.0, abs=0.5)
    assert len(watch.waves(90.0, 64.0)[0]) == 256
    assert watch.waves(100.0, 32.0) == ()  # nothing has come for a while
    watch.push(next(chunks(2.0, quiet, start=92.0)))  # some samples are missing
    assert watch.waves(94.0, 32.0) == ()
    assert heard(chunks(20.0, quiet)).waves(20.0, 32.0) == ()  # too short
    assert heard(chunks(60.0, lambda t, _: leans(t, 40.0, 20.0))).waves(60.0, 32.0) == ()

    def restless(t: float, dice: Random) -> Sample:
        x, y, z = quiet(t, dice)
        return x, y + sum(cough(t, at) for at in (62.0, 67.0, 72.0, 77.0, 82.0)), z

    assert heard(chunks(90.0, restless)).waves(90.0, 32.0) == ()


def test_nothing_is_known_before_a_while_and_after_the_last_sample() -> None:
    """Unknown is not still."""
    watch = heard(chunks(4.0, quiet))
    assert watch.movement(4.0) is None
    watch = heard(chunks(30.0, quiet))
    assert watch.movement(30.0) is not None
    assert watch.movement(34.0) is None


def test_a_gap_is_no_movement() -> None:
    """Whatever the posture is after it, the filters begin anew; that it is another one is seen all the same."""
    watch = heard(chunks(30.0, lambda t, _: leans(t, 99.0, 0.0)))
    for n, chunk in enumerate(chunks(30.0, lambda t, _: leans(t, 0.0, 40.0), start=40.0)):
        watch.push(replace(chunk, gap=n == 0))
    assert watch.moved_s(70.0, 60.0) == 0.0
    assert watch._turned is not None


def test_what_is_kept_is_bounded_and_odd_chunks_are_passed_over() -> None:
    """Hours of walking; no samples, a rate of no strap, axes of different lengths."""
    watch = MotionWatch()
    for chunk in chunks(1200.0, lambda t, dice: (500 * math.sin(11 * t) * (t % 3 < 1.5), dice.gauss(0, 2), 1000.0)):
        watch.push(chunk)
    assert len(watch._stirs) <= 300
    for odd in (
        MotionChunk(t=1201.0, rate_hz=25.0, x_mg=(), y_mg=(), z_mg=()),
        MotionChunk(t=1201.0, rate_hz=0.0, x_mg=(1,), y_mg=(1,), z_mg=(1,)),
        MotionChunk(t=1201.0, rate_hz=float("nan"), x_mg=(1,), y_mg=(1,), z_mg=(1,)),
        MotionChunk(t=1201.0, rate_hz=25.0, x_mg=(1, 2), y_mg=(1,), z_mg=(1, 2)),
    ):
        watch.push(odd)
    assert watch._rate_hz == RATE_HZ
