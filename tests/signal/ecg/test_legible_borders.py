"""How far an ECG and a strap agree, against a second writing; and the borders from which an ECG can be read."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from random import Random

import pytest

from biofeedback.findings import EcgState, RawBeat, RPeak
from biofeedback.signal.ecg.legible import Agreement, agreement, is_legible, is_same_interval
from biofeedback.ticks import from_ms

EARLIEST_S, LATEST_S = -1.0, 1.6
"""How far the beats of an ECG may lie before those of a strap, and after them."""


def peak(t: float, rr_ms: float | None = 800.0, *, noise: float = 0.05, familiar: bool = True) -> RPeak:
    return RPeak(
        t=t,
        amplitude_uv=1000.0,
        rr_ticks=None if rr_ms is None else from_ms(rr_ms),
        gap=False,
        qrs_ms=90.0,
        correlation=0.95,
        familiar=familiar,
        noise=noise,
        state=EcgState.GOOD,
    )


def told(t: float, rr_ms: float = 800.0) -> RawBeat:
    return RawBeat(t=t, rr_ticks=from_ms(rr_ms))


def again(peaks: Sequence[RPeak], strap: Sequence[RawBeat], decided_to: float) -> Agreement:
    """Every distance between a beat of one and of the other is tried as the distance of the clocks."""
    pairs = [(p.t - r.t, is_same_interval(p, r.rr_ticks)) for r in strap for p in peaks]
    pairs = sorted(pair for pair in pairs if EARLIEST_S <= pair[0] <= LATEST_S)
    best, most = list[tuple[float, bool]](), (0, 0)
    for least, _ in pairs:
        near = [pair for pair in pairs if pair >= (least, False) and pair[0] <= least + 0.2]
        if (figure := (len(near), sum(same for _, same in near))) > most:
            best, most = near, figure
    if not best:
        return Agreement(0.0, 0.0, 0.0)
    apart = (best[0][0] + best[-1][0]) / 2
    of_strap = [r for r in strap if r.t + apart <= decided_to]
    of_ecg = [p for p in peaks if strap[0].t - 0.1 <= p.t - apart <= strap[-1].t + 0.1]
    either = len(of_strap) + len(of_ecg) - most[0]
    beats = min(1.0, most[0] / either) if either > 0 else 0.0
    return Agreement(beats, min(1.0, most[1] / len(of_strap)) if of_strap else 0.0, apart)


@pytest.mark.parametrize("seed", range(60))
def test_they_agree_as_in_a_second_writing(seed: int) -> None:
    """Clocks apart, beats lost and made up on either side, intervals off by a little, an ECG that ends earlier."""
    chance = Random(seed)
    t, strap, peaks, apart = 0.0, list[RawBeat](), list[RPeak](), chance.uniform(-1.3, 2.4)
    for _ in range(chance.randrange(1, 30)):
        rr = chance.uniform(500, 1100)
        t += rr / 1000
        if chance.random() < 0.9:
            strap.append(told(t, rr))
        if chance.random() < 0.9:
            off = rr + chance.choice((0.0, 0.0, 15.0, -25.0, 60.0))
            peaks.append(peak(t + apart + chance.gauss(0, 0.03), None if chance.random() < 0.05 else off))
        if chance.random() < 0.1:
            peaks.append(peak(t + apart + chance.uniform(0.1, 0.4), 300.0))
    if not strap:
        return
    end = t + apart - chance.choice((-1.0, 0.0, 2.0))
    found, expected = agreement(peaks, strap, end), again(peaks, strap, end)
    assert (found.beats, found.intervals) == pytest.approx((expected.beats, expected.intervals))
    assert found.offset_s == pytest.approx(expected.offset_s)


def test_two_that_share_no_time_agree_in_nothing() -> None:
    """Neither has a beat near one of the other; or the ECG has none at all."""
    assert agreement([peak(100.0)], [told(1.0)], 200.0) == Agreement(0.0, 0.0, 0.0)
    assert agreement([], [told(1.0)], 200.0) == Agreement(0.0, 0.0, 0.0)
    assert agreement([peak(2.6)], [told(1.0)], 200.0).beats == 1.0
    assert agreement([peak(2.61)], [told(1.0)], 200.0).beats == 0.0
    assert agreement([peak(1.0)], [told(2.0)], 200.0).beats == 1.0
    assert agreement([peak(0.99)], [told(2.0)], 200.0).beats == 0.0


def test_nothing_decided_is_no_agreement() -> None:
    """The ECG is known up to a time before the first beat of the strap."""
    assert agreement([peak(1.0)], [told(1.0)], 0.5) == Agreement(0.0, 0.0, 0.0)


@pytest.mark.parametrize(("off_ms", "same"), [(0.0, True), (20.0, True), (-20.0, True), (20.1, False), (-20.1, False)])
def test_intervals_are_the_same_within_twenty_milliseconds(off_ms: float, same: bool) -> None:
    """On either side; none is where the ECG has none, or lost time before it."""
    assert is_same_interval(peak(1.0, 800.0 + off_ms), from_ms(800)) is same
    assert not is_same_interval(peak(1.0, None), from_ms(800))
    assert not is_same_interval(replace(peak(1.0), gap=True), from_ms(800))


def line(beats: int, *, strange: int = 0, noise: float = 0.05, other: int = 0) -> list[RPeak]:
    """Beats 0.8 s apart in an ECG: the first of no known form, the last with another interval."""
    return [
        peak(0.8 * k, 900.0 if k >= beats - other else 800.0, noise=noise, familiar=k >= strange) for k in range(beats)
    ]


def strap(beats: int) -> list[RawBeat]:
    return [told(0.8 * k) for k in range(beats)]


@pytest.mark.parametrize(
    ("strange", "noise", "missing", "other", "legible"),
    [
        (4, 0.13, 0, 0, True),  # four in five of known form on a line of so much noise
        (5, 0.13, 0, 0, False),
        (4, 0.131, 0, 0, False),
        (0, 0.13, 3, 20, True),  # 17 of 20 heard by both, whatever their intervals
        (0, 0.13, 4, 0, False),
        (2, 0.2, 0, 0, True),  # with more noise, nine in ten of known form
        (3, 0.2, 0, 0, False),
        (0, 0.2, 1, 0, True),  # 19 of 20 by both
        (0, 0.2, 2, 0, False),
        (0, 0.2, 0, 3, True),  # and 17 of 20 intervals the same
        (0, 0.2, 0, 4, False),
    ],
)
def test_each_share_lies_exactly_on_its_border(
    strange: int, noise: float, missing: int, other: int, legible: bool
) -> None:
    """Of twenty beats; those that are missing are the ECG's, in the middle."""
    peaks = line(20, strange=strange, noise=noise, other=other)
    heard = [p for k, p in enumerate(peaks) if not 8 <= k < 8 + missing]
    assert is_legible(heard, strap(20), 100.0, same_time=True) is legible


def test_noise_is_that_of_the_middle_beat() -> None:
    """Half of the beats may lie in more."""
    peaks = [*line(11, noise=0.05), *[replace(p, t=p.t + 8.8) for p in line(9, noise=0.5)]]
    assert is_legible(peaks, strap(20), 100.0, same_time=True) is True
    assert is_legible([replace(p, familiar=k % 6 > 0) for k, p in enumerate(peaks)], strap(20), 100.0, same_time=True)


def test_eight_intervals_are_needed_even_to_doubt() -> None:
    """With fewer nothing is said, whether the ECG has beats or not."""
    assert is_legible([], strap(7), 100.0, same_time=True) is None
    assert is_legible([], strap(8), 100.0, same_time=True) is False
    assert is_legible(line(7), strap(7), 100.0, same_time=True) is None
    assert is_legible(line(8), strap(8), 100.0, same_time=True) is True
    clean = [replace(p, t=p.t + 50) for p in line(20)]
    assert is_legible(clean, strap(20), 100.0, same_time=False) is None
    assert is_legible(clean, strap(20), 100.0, same_time=True) is False
