"""A pause and a gap look alike in the intervals: only contact with packets that keep coming tells them apart."""

from __future__ import annotations

from dataclasses import replace

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.decisions import Decision, Finished, Outcome, Stopped, Warned
from biofeedback.events import Event, HeartRate
from biofeedback.findings import Rule, Severity
from tests.coach.streams import packets, plan, played, steady

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
