"""Faults do what they say, in their window, and leave everything else alone."""

from __future__ import annotations

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.errors import UsageError
from biofeedback.events import EcgChunk, Event, HeartRate, LinkBack, LinkLost, SourceEnded, Tick
from biofeedback.ports import Body
from devices.heart_rate import parse as parse_bytes
from simulators.faults.injection import fault_names, parse, with_faults
from simulators.faults.moments import AtTime
from simulators.participants.participant import person
from simulators.playback.ecg_replay import WithEcg


def heard(*specs: str, seed: int = 1, until: float = 90, with_ecg: bool = False) -> list[Event]:
    source: Body = person("calm", 1)
    if with_ecg:
        source = WithEcg(source, (EcgChunk(t=k / 2 + 0.25, rate_hz=130.0, microvolts=(k,)) for k in range(400)))
    body = with_faults(source, tuple(map(parse, specs)), seed)
    events: list[Event] = []
    while body.due is not None and body.due <= until:
        due = body.due
        events.append(body.next_event())
        assert events[-1].t == due
    return events


PLAIN = heard()
PLAIN_ECG = heard(with_ecg=True)


def inside(events: Sequence[Event], begin: float = 30, end: float = 40) -> list[Event]:
    return [e for e in events if begin <= e.t < end]


@pytest.mark.parametrize("name", fault_names())
def test_nothing_changes_before_the_window_and_time_never_goes_back(name: str) -> None:
    """Before its start a fault changes nothing, and the order of time holds throughout."""
    # some faults come by chance: ten seconds can pass without one
    events = heard(f"{name}:30:30", with_ecg=True)
    assert inside(events, 0, 30) == inside(PLAIN_ECG, 0, 30)
    assert inside(events, 30, 66) != inside(PLAIN_ECG, 30, 66)
    assert [e.t for e in events] == sorted(e.t for e in events)
    assert heard(f"{name}:30:30", with_ecg=True) == events


def test_dropout_is_silence() -> None:
    """No packet in the window, all others as they were."""
    events = heard("dropout:30:10")
    assert all(isinstance(e, Tick) for e in inside(events))
    assert [e for e in events if isinstance(e, HeartRate)] == [e for e in PLAIN if not 30 <= e.t < 40]


def test_link_loss_is_told_and_ends() -> None:
    """One loss, one return, no packet between."""
    events = [e for e in heard("linkloss:30:10") if not isinstance(e, Tick)]
    lost = [e.t for e in events if isinstance(e, LinkLost)]
    back = [e.t for e in events if isinstance(e, LinkBack)]
    assert (lost, back) == ([30.0], [40.0])
    assert not any(isinstance(e, HeartRate) for e in inside(events))


def test_contact_lost_is_said_and_holds_no_beats() -> None:
    """Packets go on, without contact and without intervals."""
    for event in inside(heard("contact:30:10")):
        assert isinstance(event, HeartRate)
        assert event.contact is False
        assert event.rr_ticks == ()


def test_norr_keeps_the_rate() -> None:
    """Packets go on with their rate, without intervals."""
    for event, plain in zip(inside(heard("norr:30:10")), inside(PLAIN), strict=True):
        assert isinstance(event, HeartRate)
        assert isinstance(plain, HeartRate)
        assert (event.hr_bpm, event.rr_ticks) == (plain.hr_bpm, ())


def test_duplicates_come_twice() -> None:
    """Each packet of the window is there twice."""
    assert len(inside(heard("duplicate:30:10"))) == 2 * len(inside(PLAIN))


def test_late_packets_come_in_one_burst_and_none_is_lost() -> None:
    """All intervals arrive, those of the window at once after it."""
    events = heard("late:30:10")
    assert not any(isinstance(e, HeartRate) for e in inside(events))
    assert sum(isinstance(e, HeartRate) and e.t == 40.0 for e in events) == 11
    beats = [x for e in events if isinstance(e, HeartRate) for x in e.rr_ticks]
    assert beats == [x for e in PLAIN if isinstance(e, HeartRate) for x in e.rr_ticks]


def test_a_late_ecg_comes_whole_and_in_order_and_the_packets_are_on_time() -> None:
    """Nothing of it for as long as it is late, and from then on what was taken so long ago."""
    events = heard("lateecg:30:20", with_ecg=True)
    chunks = [e for e in events if isinstance(e, EcgChunk)]

    assert [e for e in events if isinstance(e, HeartRate)] == [e for e in PLAIN_ECG if isinstance(e, HeartRate)]
    assert [chunk.microvolts for chunk in chunks] == [(k,) for k in range(len(chunks))]
    assert not [chunk for chunk in chunks if 30 <= chunk.t < 50]
    assert {chunk.t - (chunk.microvolts[0] / 2 + 0.25) for chunk in chunks if chunk.t >= 50} == {20.0}
    assert heard("lateecg:30:20") == [*inside(PLAIN, 0, 91)]


def test_garbage_differs_by_seed_only() -> None:
    """Nonsense is made from the seed."""
    assert heard("garbage:30:10", seed=1) != heard("garbage:30:10", seed=2)


def test_faults_lie_on_one_another_and_the_end_comes_through() -> None:
    """Several faults at once still end with the end of the body."""
    body = with_faults(person("calm", 1), tuple(map(parse, ("dropout:0:99999", "duplicate:0:99999"))), 1)
    last: Event = Tick(t=0.0)
    while body.due is not None:
        last = body.next_event()
    assert isinstance(last, SourceEnded)


def beats(events: list[Event], begin: float = 0, end: float = 90) -> list[float]:
    return [x / 128_000 for e in inside(events, begin, end) if isinstance(e, HeartRate) for x in e.rr_ticks]


HEARTS = ("pvc", "bigeminy", "trigeminy", "af", "svt", "run", "slow", "pause", "missed", "extra", "burst")


@pytest.mark.parametrize("name", HEARTS)
def test_rhythms_keep_the_clock_and_the_beats_after_them(name: str) -> None:
    """The intervals still add up to the time that passed, and after the window the heart beats as before."""
    events = heard(f"{name}:30:10")
    assert sum(beats(events)) == pytest.approx(sum(beats(PLAIN)), abs=0.01)
    assert inside(events, 48) == inside(PLAIN, 48)
    for event in events:
        assert not isinstance(event, HeartRate) or parse_bytes(event.payload, event.t) == event


def test_rhythms_are_what_they_are_called() -> None:
    """Early beats alternate, runs are fast, a pause is one long interval, disorder has no order."""
    bigeminy = beats(heard("bigeminy:30:40"), 32, 70)
    assert all(a < 0.85 * b for a, b in zip(bigeminy[::2], bigeminy[1::2], strict=False)) or all(
        a > 1.15 * b for a, b in zip(bigeminy[::2], bigeminy[1::2], strict=False)
    )
    svt = beats(heard("svt:30:30"), 33, 60)
    assert max(svt) < 0.42
    assert max(beats(heard("pause:30:4"), 30, 40)) > 3.5
    assert max(beats(heard("slow:30:30"), 30, 60)) > 1.6
    disorder = beats(heard("af:20:60"), 22, 80)
    assert max(disorder) > 1.7 * min(disorder)
    assert 0 < sum(x < 0.7 for x in beats(heard("pvc:20:60"), 20, 80)) < 10


@given(st.text(max_size=20))
def test_any_words_give_a_fault_or_a_refusal(words: str) -> None:
    """A fault's window is finite and not negative, whatever was written."""
    for spec in (words, f"dropout:{words}", f"dropout:5:{words}"):
        try:
            fault = parse(spec)
        except UsageError:
            continue
        assert not isinstance(fault.when, AtTime) or fault.when.start_s >= 0
        assert fault.length_s >= 0
