"""Beat times from packets: exact within a stretch, honest about what was lost."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from biofeedback.events import HeartRate
from biofeedback.findings import RawBeat
from biofeedback.signal.beat_clock import BeatClock
from biofeedback.ticks import from_ms, to_s


def packet(t: float, *rr_ms: float) -> HeartRate:
    return HeartRate(t=t, hr_bpm=60, rr_ticks=tuple(from_ms(rr) for rr in rr_ms))


def taken(*packets: HeartRate) -> list[RawBeat]:
    clock = BeatClock()
    return [beat for each in packets for beat in clock.push(each)]


def test_beats_are_apart_by_their_intervals_whatever_the_arrival_did() -> None:
    """Jitter of arrival does not reach beat times."""
    beats = taken(packet(1.0, 900), packet(2.3, 950), packet(2.9, 1000), packet(4.6, 910))

    assert [b.t - a.t for a, b in pairwise(beats)] == pytest.approx([0.95, 1.0, 0.91])
    assert not any(beat.gap for beat in beats)


def test_several_intervals_of_a_packet_are_laid_out_backwards_from_it() -> None:
    """They do not share the packet's time."""
    beats = taken(packet(5.0, 600, 700, 650))

    assert [beat.t for beat in beats] == pytest.approx([3.15, 3.85, 4.5])


def test_how_packets_are_cut_does_not_matter() -> None:
    """Two intervals in one packet, or one packet each at the same moment."""
    whole = taken(packet(1.0, 800), packet(2.0, 500, 500), packet(3.0, 900))
    cut = taken(packet(1.0, 800), packet(2.0, 500), packet(2.0, 500), packet(3.0, 900))

    assert whole == cut


def test_lost_packets_begin_a_new_stretch() -> None:
    """The first interval after the loss says so."""
    beats = taken(packet(1.0, 900), packet(2.0, 900), packet(20.0, 900), packet(21.0, 900))

    assert [beat.gap for beat in beats] == [False, False, True, False]
    assert beats[2].t == pytest.approx(19.5)


def test_packets_that_come_twice_are_impossible_and_stand_alone() -> None:
    """Intervals cannot sum to more than the time that has passed."""
    beats = taken(*(packet(float(t), 1000) for t in range(1, 6) for _ in range(2)))

    assert any(beat.gap for beat in beats)
    assert all(b.t > a.t for a, b in pairwise(beats))


def test_an_interval_of_nothing_is_no_beat() -> None:
    """It breaks the stretch, for nobody knows what it stands for."""
    beats = taken(packet(1.0, 900), packet(2.0, 0), packet(3.0, 900))

    assert [beat.gap for beat in beats] == [False, True]


def test_a_made_up_long_interval_is_marked() -> None:
    """Ten seconds cannot end one second after the last beat."""
    beats = taken(packet(1.0, 900), packet(2.0, 900), packet(3.0, 10_000), packet(4.0, 900))

    assert beats[2].gap


def test_after_nonsense_beats_lie_where_they_arrive() -> None:
    """Laid on by the sums, they would trail the clock by up to four seconds, and a pause would be told too early."""
    before = [packet(float(t), 1000) for t in range(1, 10)]
    after = [packet(float(t), 1000) for t in range(13, 18)]
    beats = taken(*before, packet(10.0, 9000), packet(11.0, 60_000), *after)

    assert beats[-1].t == pytest.approx(16.5)
    assert [beat.gap for beat in beats[-5:]] == [True, False, False, False, False]


@pytest.mark.parametrize(("lost_s", "drawn_up"), [(0.49, False), (0.51, True), (3.4, True)])
def test_times_that_trail_are_drawn_up_to_the_arrivals(lost_s: float, drawn_up: bool) -> None:
    """A packet was lost in the middle: after eight more the times lie half a second before the packets again."""
    before = [packet(float(t), 1000) for t in range(1, 10)]
    seventh = [packet(t + lost_s, 1000) for t in range(10, 17)]
    beats = taken(*before, *seventh, packet(17 + lost_s, 1000))

    assert beats[-2].t == pytest.approx(15.5)
    assert beats[-1].t == pytest.approx(16.5 + (lost_s if drawn_up else 0.0))
    assert not any(beat.gap for beat in beats)


def test_one_late_packet_draws_nothing_up() -> None:
    """A stall of the radio ends with all its packets: the sums were right."""
    times = [float(t) for t in range(1, 10)] + [13.4] * 4 + [float(t) for t in range(14, 24)]
    beats = taken(*(packet(t, 1000) for t in times))

    assert [b.t - a.t for a, b in pairwise(beats)] == pytest.approx([1.0] * (len(times) - 1))


@pytest.mark.parametrize(("ms", "impossible"), [(2480, False), (2520, True)])
def test_what_follows_a_break_must_fit_into_the_time_as_well(ms: float, impossible: bool) -> None:
    """Two seconds have passed since the last beat, and half a second is allowed for."""
    clock = BeatClock()
    (first,) = clock.push(packet(1.0, 900))
    clock.reset_stretch()
    beats = clock.push(packet(2.5, ms - 800, 800))

    assert first.t == 0.5
    assert [beat.gap for beat in beats] == [True, impossible]
    assert beats[-1].t <= 2.5


def touching(t: float, contact: bool | None, *rr_ms: float) -> HeartRate:
    return HeartRate(t=t, hr_bpm=60, rr_ticks=tuple(from_ms(rr) for rr in rr_ms), contact=contact)


@pytest.mark.parametrize(
    ("between", "word"),
    [
        ([(3.0, True), (4.0, True)], True),
        ([(3.0, True), (4.0, False)], False),
        ([(3.0, False), (4.0, True)], False),
        ([(3.0, None), (4.0, True)], None),
        ([(3.0, None), (4.0, False)], False),
        ([(4.5, True)], True),  # two and a half seconds between packets
        ([(4.51, True)], None),  # a packet may be missing
        ([], None),
    ],
)
def test_an_interval_has_contact_only_if_every_packet_in_it_says_so(
    between: list[tuple[float, bool | None]], word: bool | None
) -> None:
    """A strap that hung loose for a second has not listened to the whole of a long interval."""
    clock = BeatClock()
    for t in (1.0, 2.0):
        clock.push(touching(t, True, 900))
    for t, contact in between:
        assert clock.push(touching(t, contact)) == ()
    (beat,) = clock.push(touching(5.0, True, 3000))
    (after,) = clock.push(touching(6.0, True, 900))

    assert beat.contact is word
    assert after.contact is True


def test_after_a_lost_link_nothing_is_known_of_contact() -> None:
    """Nor of the first packet of all."""
    clock = BeatClock()
    assert clock.push(touching(1.0, True, 900))[0].contact is None
    assert clock.push(touching(2.0, True, 900))[0].contact is True
    clock.reset_stretch()
    assert clock.push(touching(3.0, True, 900))[0].contact is None


@given(st.lists(st.tuples(st.floats(0, 3), st.lists(st.integers(0, 70_000), max_size=9)), max_size=40))
def test_beat_times_always_rise_and_no_interval_is_changed(packets: list[tuple[float, list[int]]]) -> None:
    """Whatever a strap sends."""
    clock, t, last = BeatClock(), 0.0, -1e9
    for wait, rr_ms in packets:
        t += wait
        beats = clock.push(packet(t, *rr_ms))
        assert [to_s(beat.rr_ticks) for beat in beats] == pytest.approx([rr / 1000 for rr in rr_ms if rr > 0])
        for beat in beats:
            assert beat.t > last
            last = beat.t
