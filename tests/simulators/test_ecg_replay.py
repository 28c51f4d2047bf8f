"""A recorded ECG beside its beats: every sample once, in order, at its time; what was not taken is not sent."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from biofeedback.coach.watching import Watching
from biofeedback.events import EcgChunk, Event, HeartRate, SourceEnded
from biofeedback.findings import EcgState
from devices.heart_rate import parse
from simulators.ecg_replay import WithEcg, signal_of
from simulators.ecg_signal import Signal
from simulators.replay import Replay
from tests.signal.ecg.made import ecg, rhythm
from tests.simulators.test_ecg_recording import RATE, write
from tests.simulators.test_replay import recorded


def signal(seconds: float, *, missing: tuple[float, float] | None = None) -> Signal:
    """A different value at each sample."""
    n = round(seconds * RATE)
    taken = np.ones(n, bool)
    if missing is not None:
        taken[round(missing[0] * RATE) : round(missing[1] * RATE)] = False
    return Signal(name="lead", rate_hz=RATE, microvolts=np.arange(n, dtype=float), missing=~taken)


def played(of: Signal, start_s: float = 0.0) -> list[Event]:
    replay = Replay(recorded([1000.0] * 20), parse, start_s=start_s)
    body = WithEcg(replay, of, replay.from_s)
    events: list[Event] = []
    while (due := body.due) is not None:
        events.append(body.take())
        assert events[-1].t == due
    return events


@pytest.mark.parametrize("start_s", [0.0, 7.0])
def test_every_sample_comes_once_at_its_time_among_the_beats(start_s: float) -> None:
    """From where the replay begins to its end, which comes last."""
    events = played(signal(30.0), start_s)
    chunks = [event for event in events if isinstance(event, EcgChunk)]
    samples = [value for chunk in chunks for value in chunk.microvolts]

    assert samples == list(range(round(start_s * RATE), round(start_s * RATE) + len(samples)))
    assert all(chunk.t == pytest.approx((chunk.microvolts[-1] + 1) / RATE - start_s) for chunk in chunks)
    assert not any(chunk.gap for chunk in chunks)
    assert [event.t for event in events] == sorted(event.t for event in events)
    assert isinstance(events[-1], SourceEnded)
    assert chunks[-1].t >= events[-1].t - 0.6
    assert sum(isinstance(event, HeartRate) for event in events) == 20 - start_s


def test_what_was_not_taken_is_not_sent_and_told_as_a_gap() -> None:
    """The first chunk after it says so."""
    chunks = [event for event in played(signal(20.0, missing=(5.0, 8.0))) if isinstance(event, EcgChunk)]
    after = [chunk for chunk in chunks if chunk.t > 8.0]

    assert not any(5.4 < chunk.t < 8.1 for chunk in chunks)
    assert [chunk.gap for chunk in chunks].count(True) == 1
    assert after[0].gap


def test_an_ecg_shorter_than_its_beats_ends_before_them() -> None:
    """The beats go on."""
    events = played(signal(5.0))
    assert max(event.t for event in events if isinstance(event, EcgChunk)) <= 5.0
    assert events[-1].t >= 19.0


def test_a_record_is_watched_with_its_ecg(tmp_path: Path) -> None:
    """From the file to what a screen is given: a clear ECG with its R peaks."""
    of = signal_of(write(tmp_path, np.rint(ecg(rhythm(40), RATE).uv / 5.0).astype(np.int64)))
    assert of is not None
    replay = Replay(recorded([1000.0] * 20), parse)
    body, guide = WithEcg(replay, of, replay.from_s), Watching()
    while body.due is not None and body.due < 15.0:
        guide.step(body.take())
    strip = guide.view(15.0).vitals.ecg

    assert strip is not None
    assert strip.state is EcgState.GOOD
    assert len(strip.peaks) in (5, 6, 7)


@pytest.mark.parametrize("name", ["beats.csv", "beats.atr"])
def test_what_has_no_signal_has_none(tmp_path: Path, name: str) -> None:
    """A table of intervals, and annotations without their header."""
    (tmp_path / name).write_bytes(b"rr_ms\n800\n")
    assert signal_of(tmp_path / name) is None
