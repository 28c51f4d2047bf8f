"""What the intervals tell of the breath and a chest denies, through the whole monitor: on a screen and to the guide."""

from __future__ import annotations

import math
from random import Random

from biofeedback.events import Event, HeartRate, MotionChunk
from biofeedback.findings import Activity
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.ticks import TICKS_PER_STRAP_UNIT
from tests.signal.motion.chests import Sample, chunks, quiet

SECONDS = 150.0


def heart_at(bpm: float) -> list[Event]:
    """Beats that swing plainly with such a wave."""
    chance, t, found = Random(2), 0.0, list[Event]()
    while t < SECONDS:
        rr_ms = 850 + 30 * math.sin(2 * math.pi * bpm / 60 * t) + chance.gauss(0, 5)
        t += rr_ms / 1000
        ticks = round(rr_ms * 1.024) * TICKS_PER_STRAP_UNIT
        found.append(HeartRate(t=t, hr_bpm=70, rr_ticks=(ticks,)))
    return found


def chest_at(bpm: float) -> list[Event]:
    def sample(t: float, dice: Random) -> Sample:
        return quiet(t, dice, bpm=bpm)

    return list(chunks(SECONDS, sample))


def told(events: list[Event]) -> list[float]:
    """Every rate that was told from a minute and a half on, each two seconds."""
    heart, rates, due = HeartMonitor(), list[float](), 95.0
    for event in sorted(events, key=lambda each: each.t):
        if isinstance(event, MotionChunk):
            heart.push_motion(event)
        elif isinstance(event, HeartRate):
            heart.push(event, Activity.FREE)
        if event.t >= due:
            due = event.t + 2
            shown, guided = heart.vitals(event.t).breath, heart.breath(event.t)
            rates += [each.rate_bpm for each in (shown, guided) if each is not None]
    return rates


def test_a_wave_of_the_heart_that_the_chest_does_not_make_is_no_breath() -> None:
    """Alone it is told; beside a chest that moves at another rate it is not: of two that disagree nothing is known."""
    alone = told(heart_at(20.0))
    assert len(alone) > 40
    assert all(abs(rate - 20) < 1 for rate in alone)
    assert not [rate for rate in told(heart_at(20.0) + chest_at(12.0)) if abs(rate - 12) > 1.5]


def test_a_chest_that_agrees_bears_the_heart_out() -> None:
    """The same rate, by both."""
    both = told(heart_at(14.0) + chest_at(14.0))
    assert len(both) > 40
    assert all(abs(rate - 14) < 1 for rate in both)


def test_a_plain_breath_is_told_before_the_minute_and_a_half_that_its_peak_needs() -> None:
    """By the second judge, of whom nothing would be heard if nobody asked it."""
    heart = HeartMonitor()
    for event in heart_at(14.0):
        if isinstance(event, HeartRate) and event.t <= 75.0:
            heart.push(event, Activity.FREE)
    for breath in (heart.vitals(75.0).breath, heart.breath(75.0)):
        assert breath is not None
        assert abs(breath.rate_bpm - 14) < 1
