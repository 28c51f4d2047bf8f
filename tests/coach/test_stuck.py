"""A part that asks to be called at one moment for ever does not hang the session."""

from __future__ import annotations

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.decisions import Action
from biofeedback.signal.heart_monitor import HeartMonitor
from tests.coach.streams import cues, packets, plan, played, steady


def test_a_deadline_that_does_not_move_on_cannot_hang_a_session(monkeypatch: pytest.MonkeyPatch) -> None:
    """Time goes on, and every tension is still released."""
    monkeypatch.setattr(HeartMonitor, "deadline", property(lambda self: 150.0))
    decisions = played(Engine(plan()), packets(steady(), 300))

    tensions, releases = cues(decisions, Action.TENSE), cues(decisions, Action.RELEASE)
    assert tensions
    assert [c.group for c in tensions] == [c.group for c in releases]
    assert all(release.t - tension.t <= 7.0 for tension, release in zip(tensions, releases, strict=True))
