"""A participant whose strap measures movement: breathes, fidgets, sits up; and is seen to."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from biofeedback.events import Event, HeartRate, MotionChunk
from biofeedback.signal.motion import MotionWatch
from simulators.participants.participant import Person, person
from simulators.participants.population import profile

STILL = replace(profile("fidgety"), fidgets_per_min=0.0, sits_up_at_s=())


def lived(body: Person, seconds: float) -> list[Event]:
    events = list[Event]()
    while (due := body.due) is not None and due <= seconds:
        events.append(body.next_event())
        assert events[-1].t == due
    return events


def watched(body: Person, seconds: float) -> MotionWatch:
    watch = MotionWatch()
    for event in lived(body, seconds):
        if isinstance(event, MotionChunk):
            watch.push(event)
    return watch


def test_each_second_brings_a_packet_and_what_was_measured_in_it() -> None:
    """Twenty-five samples, gravity among them, and the same for the same seed."""
    events = lived(person("fidgety", 4), 60.0)
    assert [type(event) for event in events] == [MotionChunk, HeartRate] * 60
    moved = [event for event in events if isinstance(event, MotionChunk)]
    assert {len(chunk.x_mg) for chunk in moved} == {25}
    lengths = [np.hypot(np.hypot(chunk.x_mg, chunk.y_mg), chunk.z_mg).mean() for chunk in moved]
    assert np.median(lengths) == pytest.approx(1000, abs=10)
    assert events == lived(person("fidgety", 4), 60.0)


def test_who_has_no_such_strap_is_as_before() -> None:
    """Nobody else's heart has changed by it."""
    assert not person("calm", 1).measures_motion
    assert all(isinstance(event, HeartRate) for event in lived(person("calm", 1), 60.0))


def test_who_sits_still_is_seen_to_breathe_and_not_to_move() -> None:
    """Ten minutes without one false movement; the chest's wave has the pace of the breath."""
    body = Person(STILL, "still", 2)
    watch = watched(body, 600.0)
    assert watch.moved_s(600.0, 300.0) == 0.0
    assert watch.unrest(600.0, 300.0) is None
    z = watch.waves(600.0, 64.0)[2]
    power = np.abs(np.fft.rfft((z - z.mean()) * np.hanning(len(z)), 8192)) ** 2
    hz = np.fft.rfftfreq(8192, 0.25)
    assert hz[hz > 0.05][np.argmax(power[hz > 0.05])] * 60 == pytest.approx(14.0, abs=4.0)


def test_fidgets_and_sitting_up_are_seen() -> None:
    """Each for what it is."""
    fidgety = watched(Person(replace(STILL, fidgets_per_min=2.0), "moves", 1), 300.0)
    assert fidgety.moved_s(300.0, 300.0) > 8.0
    sits_up = watched(Person(replace(STILL, sits_up_at_s=(100.0,)), "sits_up", 1), 110.0)
    found = sits_up.unrest(110.0, 30.0)
    assert found is not None
    assert found.code == "quality.turned"


def test_moving_costs_the_heart_a_little() -> None:
    """The same person, with and without it."""

    def rate(fidgets: float) -> float:
        events = lived(Person(replace(STILL, fidgets_per_min=fidgets), "costs", 3), 400.0)
        return float(np.mean([event.hr_bpm for event in events if isinstance(event, HeartRate) and event.hr_bpm]))

    assert 0.5 < rate(6.0) - rate(0.0) < 7.0
