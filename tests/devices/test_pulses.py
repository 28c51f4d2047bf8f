"""Batches of pulses become a steady pulse again."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.coach.watching import Watching
from biofeedback.decisions import Warned
from biofeedback.events import HeartRate
from biofeedback.run.headless import replay
from devices.pmd_frames import PpiFrame, PpiSample
from devices.pulses import MOST_WAITING_S, PulseQueue


def frame(*intervals_ms: int, moved: bool = False) -> PpiFrame:
    return PpiFrame(
        last_ns=0,
        samples=tuple(
            PpiSample(hr_bpm=None, interval_ms=ms, error_ms=8, moved=moved, contact=None) for ms in intervals_ms
        ),
    )


def drained(queue: PulseQueue, until: float) -> list[tuple[float, int]]:
    """What was due up to then: time and interval in milliseconds."""
    beats = []
    while queue.due is not None and queue.due <= until:
        beat = queue.pop()
        beats.append((beat.due, beat.rr_ticks // 128))
    return beats


def test_batches_of_five_seconds_become_one_beat_after_the_other() -> None:
    """Each as long after the one before as it lasted, also from batch to batch, where the radio is punctual."""
    queue, beats = PulseQueue(), []
    for batch in range(6):
        queue.take(frame(900, 1100, 950, 1050, 1000), 5.0 * batch)
        beats += drained(queue, 5.0 * (batch + 1) - 1e-9)
    steps = [after - before for (before, _), (after, _) in pairwise(beats)]
    assert len(beats) == 30
    assert all(abs(step - ms / 1000) < 1e-6 for step, (_, ms) in zip(steps, beats[1:], strict=True))


def test_what_moved_is_told_as_nothing_to_count_on() -> None:
    """Its time passes, but it is no interval."""
    queue = PulseQueue()
    queue.take(frame(1000, 1000, moved=True), 0.0)
    assert [ms for _, ms in drained(queue, 10.0)] == [0, 0]


@given(st.lists(st.tuples(st.floats(0, 12), st.lists(st.integers(0, 3000), max_size=12)), max_size=20))
def test_beats_never_wait_long_nor_change_their_order(batches: list[tuple[float, list[int]]]) -> None:
    """However the radio stalls and hurries: times rise, and nothing is older than the most that may wait, but for the
    length of the batch itself.
    """
    queue, now, beats = PulseQueue(), 0.0, list[tuple[float, int]]()
    for pause, intervals in batches:
        now += pause
        beats += drained(queue, now)
        queue.take(frame(*intervals), now)
        longest = MOST_WAITING_S + sum(intervals) / 1000
        assert all(now <= beat.due <= now + longest + 1e-6 or beat.due <= now for beat in queue._waiting)
    beats += drained(queue, float("inf"))
    assert [t for t, _ in beats] == sorted(t for t, _ in beats)


@pytest.mark.parametrize("paced", [True, False])
def test_only_the_pacing_keeps_a_sensor_that_works_from_raising_warnings(paced: bool) -> None:
    """Its heart rate comes each second; put in as it comes, each batch would end a silence long enough to warn of."""
    queue, events = PulseQueue(), list[HeartRate]()
    for second in range(1, 300):
        t = float(second)
        if second >= 25 and second % 5 == 0:
            queue.take(frame(980, 1020, 1000, 990, 1010), t)
        beats = drained(queue, t if paced else float("inf"))
        events += [HeartRate(t=at if paced else t, hr_bpm=60, rr_ticks=(ms * 128,)) for at, ms in beats]
        events.append(HeartRate(t=t, hr_bpm=60, rr_ticks=()))
    warned = [told for told in replay(Watching(), events) if isinstance(told, Warned)]
    assert bool(warned) is not paced
