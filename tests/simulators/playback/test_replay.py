"""Replaying a recording as a strap would send it."""

from __future__ import annotations

from array import array
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.errors import UsageError
from biofeedback.events import Event, HeartRate, SourceEnded
from biofeedback.ticks import TICKS_PER_S, TICKS_PER_STRAP_UNIT, from_ms
from devices.heart_rate import parse
from simulators.measurement import MOST_RR, encode, packet
from simulators.playback.replay import Replay
from simulators.recordings.reading import read
from simulators.recordings.recording import Recording


def recorded(rr_ms: list[float], lost: dict[int, float] | None = None, begin: float = 0.0) -> Recording:
    t, times = begin, []
    for k, ms in enumerate(rr_ms):
        t += ms / 1000 + (lost or {}).get(k, 0.0)
        times.append(t)
    gaps = tuple(k in (lost or {}) for k in range(len(rr_ms)))
    ticks = array("q", [from_ms(ms) for ms in rr_ms])
    unsaid = ("",) * len(rr_ms)
    return Recording(
        path="synthetic",
        format="rr-table",
        t_s=array("d", times),
        rr_ticks=ticks,
        gaps=gaps,
        labels=unsaid,
        rhythms=unsaid,
    )


def played(recording: Recording, start_s: float = 0.0) -> list[Event]:
    replay = Replay(recording, parse, start_s=start_s)
    events: list[Event] = []
    while replay.due is not None:
        due = replay.due
        events.append(replay.next_event())
        assert events[-1].t == due
    return events


def sent(events: list[Event]) -> list[int]:
    return [ticks for event in events if isinstance(event, HeartRate) for ticks in event.rr_ticks]


@given(st.lists(st.floats(200, 3000), min_size=1, max_size=80))
def test_every_interval_is_sent_to_a_strap_unit(rr_ms: list[float]) -> None:
    """Each interval comes through within 1/1024 s, and their sum does not drift by more than one."""
    recording = recorded(rr_ms)
    ticks = sent(played(recording))
    assert len(ticks) == len(rr_ms)
    for got, wanted in zip(ticks, recording.rr_ticks, strict=True):
        assert abs(got - wanted) <= TICKS_PER_STRAP_UNIT
    assert abs(sum(ticks) - sum(recording.rr_ticks)) <= TICKS_PER_STRAP_UNIT


@given(st.lists(st.floats(60, 3000), min_size=1, max_size=80))
def test_packets_come_once_a_second_and_hold_only_what_has_ended(rr_ms: list[float]) -> None:
    """Time rises by one second a packet; no beat is told before it was; the end comes last, once."""
    events = played(recorded(rr_ms))
    assert [event.t for event in events[:-1]] == [float(k + 1) for k in range(len(events) - 1)]
    assert isinstance(events[-1], SourceEnded)
    assert sum(isinstance(event, SourceEnded) for event in events) == 1
    told = 0
    for event in events[:-1]:
        assert isinstance(event, HeartRate)
        assert len(event.rr_ticks) <= MOST_RR
        told += sum(event.rr_ticks)
        assert told <= event.t * TICKS_PER_S + TICKS_PER_STRAP_UNIT


def test_a_gap_is_packets_without_intervals() -> None:
    """While the recording has lost time the packets go on, and hold nothing."""
    events = played(recorded([800] * 20, lost={10: 12.0}))
    silent = [event.t for event in events if isinstance(event, HeartRate) and not event.rr_ticks]
    assert len(silent) >= 11
    assert len(sent(events)) == 20
    assert events[-1].t == pytest.approx(28, abs=1)


def test_an_interval_too_long_for_the_field_is_a_gap() -> None:
    """A strap cannot report an interval of more than 64 s."""
    events = played(recorded([800, 90_000, 800]))
    assert len(sent(events)) == 2


def test_start_in_the_middle() -> None:
    """A start second is one of the file's own time; events begin at 0 all the same."""
    recording = recorded([1000] * 30, begin=100.0)
    assert len(sent(played(recording))) == 30
    assert len(sent(played(recording, start_s=120.5))) == 10
    assert played(recording, start_s=120.5)[0].t == 1.0
    with pytest.raises(UsageError, match="130"):
        Replay(recording, parse, start_s=500)


def test_bytes_hold_what_the_event_says() -> None:
    """The payload of a made packet parses to the same event."""
    for contact in (None, True, False):
        for rate in (None, 60, 300):
            event = packet(2.0, rate, (800, 65535), contact)
            assert parse(event.payload, 2.0) == event
    with pytest.raises(ValueError, match="9"):
        encode(60, (800,) * 10)


def test_a_real_strap_recording_replays_whole(recordings: Path) -> None:
    """All intervals of a strap's recording are sent, in as much time as they took."""
    recording = read(recordings / "strap" / "elitehrv_1.csv")
    events = played(recording)
    assert len(sent(events)) == len(recording)
    assert events[-1].t == pytest.approx(recording.duration_s, abs=1.5)
