"""Recordings that hold an ECG are played with it, beside the packets of their beats."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from biofeedback.app.sources import File, body
from biofeedback.events import EcgChunk, Event, HeartRate, SourceEnded
from simulators.playback.ecg_replay import chunks
from simulators.recordings.asked import Asked
from simulators.recordings.ecg_signal import Signal
from simulators.recordings.reading import read
from tests.signal.ecg.synthetic import ecg, rhythm
from tests.simulators.recordings.test_ecg import write

RATE = 130.0


def signal(samples: int, missing: tuple[int, ...] = ()) -> Signal:
    lost = np.zeros(samples, np.bool_)
    lost[list(missing)] = True
    return Signal(name="I", rate_hz=RATE, samples=np.arange(samples, dtype=np.float64), missing=lost)


@pytest.fixture
def record(tmp_path: Path) -> Path:
    """Half a minute of ECG in a WFDB record without annotations, at 1 uV a unit."""
    return write(tmp_path, ecg(rhythm(40)).uv.astype(np.int64), gain="1000")


def played(path: Path, start_s: float = 0.0, faults: tuple[str, ...] = ()) -> list[Event]:
    source = body(File(path, 1.0), seed=1, start_s=start_s, faults=faults)
    events: list[Event] = []
    while source.due is not None:
        due = source.due
        events.append(source.next_event())
        assert events[-1].t == due
    return events


def ecg_of(events: list[Event]) -> list[EcgChunk]:
    return [event for event in events if isinstance(event, EcgChunk)]


def test_an_ecg_is_played_beside_its_beats_in_order_of_time_until_they_end(record: Path) -> None:
    """Every sample in its place, and a packet a second as without it."""
    events = played(record)
    samples = [x for chunk in ecg_of(events) for x in chunk.microvolts]
    whole = read(record).ecg

    assert whole is not None
    assert [event.t for event in events] == sorted(event.t for event in events)
    assert isinstance(events[-1], SourceEnded)
    assert [event.t for event in events if isinstance(event, HeartRate)] == list(range(1, int(events[-1].t) + 1))
    begin = next(k for k in range(400) if np.array_equal(np.round(whole.microvolts[k : k + len(samples)]), samples))
    assert len(samples) > 20 * RATE
    assert begin < 2 * RATE  # it begins with the first beat


def test_chunks_hold_the_samples_from_the_start_on() -> None:
    """Times count from there; what is left over at the end is not sent."""
    found = list(chunks(signal(300), 1.0))

    assert [chunk.t for chunk in found] == pytest.approx([73 / RATE, 146 / RATE])
    assert found[0].microvolts == tuple(range(130, 203))
    assert found[1].microvolts[0] == 203
    assert not any(chunk.gap for chunk in found)


def test_samples_that_were_not_taken_are_a_gap() -> None:
    """The chunk that holds one is not sent, and the next says so."""
    found = list(chunks(signal(300, missing=(73,))))

    assert [chunk.microvolts[0] for chunk in found] == [0, 146, 219]
    assert [chunk.gap for chunk in found] == [False, True, False]


def test_a_damaged_signal_beside_annotations_is_left_out_and_told(record: Path) -> None:
    """The beats are what is played; where there is no signal there is nothing to tell."""
    marks = [(1 << 10 | 100).to_bytes(2, "little")] * 20
    record.with_suffix(".atr").write_bytes(b"".join([*marks, b"\0\0"]))
    assert read(record).ecg is not None
    assert read(record.with_suffix(".atr")).ecg is not None
    assert read(record, Asked(with_ecg=False)).ecg is None
    whole = record.with_suffix(".dat").read_bytes()
    record.with_suffix(".dat").write_bytes(whole[: len(whole) // 2])
    damaged = read(record)
    record.with_suffix(".dat").unlink()
    alone = read(record)

    assert damaged.ecg is None
    assert [remark.code for remark in damaged.remarks] == ["recordings.ecg_left_out", "recordings.signal_cut_off"]
    assert alone.ecg is None
    assert alone.remarks == ()


@pytest.mark.parametrize("fault", ["dropout", "linkloss", "contact"])
def test_where_the_strap_is_not_heard_its_ecg_is_not(record: Path, fault: str) -> None:
    """And the first of it afterwards begins anew."""
    found = ecg_of(played(record, faults=(f"{fault}:10:5",)))

    assert not [chunk for chunk in found if 10 <= chunk.t < 15]
    assert [chunk.gap for chunk in found if chunk.t >= 15][:2] == [True, False]
    assert not any(chunk.gap for chunk in found if chunk.t < 10)


def test_other_faults_spare_the_ecg(record: Path) -> None:
    """A beat finder that loses beats is what the ECG is there to contradict."""
    assert ecg_of(played(record, faults=("missed:5:20",))) == ecg_of(played(record))
