"""A pause and a gap look alike in the intervals: only contact with packets that keep coming tells them apart."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.decisions import Decision, Finished, Outcome, Stopped, Warned
from biofeedback.events import Event, HeartRate
from biofeedback.findings import Activity, Finding, Rule, Severity, WarningRaised
from biofeedback.signal.heart_monitor import HeartMonitor
from biofeedback.ticks import TICKS_PER_S
from tests.coach.streams import beats, packets, plan, played, steady

SILENT = (200.0, 212.0)


def with_contact(contact: bool | None, *, packets_come: bool) -> list[Decision]:
    """A calm heart from which no beat comes for twelve seconds."""
    events: list[Event] = []
    for event in packets(steady(), 400):
        if isinstance(event, HeartRate):
            silent = SILENT[0] <= event.t <= SILENT[1]
            if silent and not packets_come:
                continue
            event = replace(event, contact=contact, rr_ticks=() if silent else event.rr_ticks)
        events.append(event)
    return played(Engine(plan()), events)


def test_no_beat_with_contact_stops_within_four_and_a_half_seconds() -> None:
    """The packets come, the skin is touched, and no beat."""
    stopped = next(d for d in with_contact(True, packets_come=True) if isinstance(d, Stopped))

    assert stopped.rule is Rule.PAUSE
    assert stopped.t <= SILENT[0] + 4.5


@pytest.mark.parametrize(("contact", "packets_come"), [(None, True), (False, True), (True, False), (None, False)])
def test_a_gap_is_never_called_a_pause(contact: bool | None, packets_come: bool) -> None:
    """Check the strap, says the program, and goes on when the beats are back."""
    decisions = with_contact(contact, packets_come=packets_come)

    assert not [d for d in decisions if isinstance(d, Warned) and d.severity is Severity.STOP]
    last = decisions[-1]
    assert isinstance(last, Finished)
    assert last.outcome is Outcome.COMPLETED


@pytest.mark.parametrize(("age_s", "rule"), [(1.4, Rule.PAUSE), (1.6, Rule.SIGNAL)])
def test_the_word_of_a_packet_is_good_for_a_second_and_a_half(age_s: float, rule: Rule) -> None:
    """Then packets are missing: a link that is lost in a long interval is no pause of the heart."""
    heart = HeartMonitor()
    for event in packets(steady(), 100):
        if isinstance(event, HeartRate):
            heart.push(replace(event, contact=True), Activity.REST)
    due = heart.deadline
    assert due is not None
    for t in (due - age_s - 1.0, due - age_s):
        assert heart.push(HeartRate(t=t, hr_bpm=64, rr_ticks=(), contact=True), Activity.REST) == ()
    (told,) = heart.silence(due)

    assert isinstance(told, WarningRaised)
    assert told.rule is rule


def test_a_packet_that_comes_late_makes_the_silence_a_pause_after_all() -> None:
    """The strap was doubted at four seconds; half a second later it says that it touches the skin."""
    heart = HeartMonitor()
    for event in packets(steady(), 100):
        if isinstance(event, HeartRate):
            heart.push(replace(event, contact=True), Activity.REST)
    due = heart.deadline
    assert due is not None
    for t in (due - 3.0, due - 2.0):
        heart.push(HeartRate(t=t, hr_bpm=64, rr_ticks=(), contact=True), Activity.REST)
    (doubted,) = heart.silence(due)
    (told,) = heart.push(HeartRate(t=due + 0.4, hr_bpm=64, rr_ticks=(), contact=True), Activity.REST)

    assert isinstance(doubted, WarningRaised)
    assert isinstance(told, WarningRaised)
    assert (doubted.rule, told.rule, told.severity) == (Rule.SIGNAL, Rule.PAUSE, Severity.STOP)


@pytest.mark.parametrize("lost_s", [1.0, 2.0, 3.0, 4.0])
@pytest.mark.parametrize("late", range(10))
def test_lost_packets_never_bring_a_pause_nearer(lost_s: float, late: int) -> None:
    """Packets are lost, beats with them; the times trail, and then one interval of 2.4 s is none."""
    begin = 60.0 + late / 10
    beat_times = [t for t, _ in beats(steady(), 120)]
    told_s = [t for t in beat_times if not begin < t < begin + 1.5]
    heart, found = HeartMonitor(), list[Finding]()
    for end in range(1, 110):
        if begin - lost_s <= end < begin:
            continue
        rr = tuple(round((b - a) * TICKS_PER_S) for a, b in pairwise(told_s) if end - 1 < b <= end)
        while (due := heart.deadline) is not None and due <= end:
            found += heart.silence(due)
        found += heart.push(HeartRate(t=float(end), hr_bpm=64, rr_ticks=rr, contact=True), Activity.REST)

    assert not [f for f in found if isinstance(f, WarningRaised) and f.severity is Severity.STOP]
