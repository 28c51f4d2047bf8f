"""A rhythm that only minutes tell: the session waits, and nothing is tensed."""

from __future__ import annotations

from itertools import accumulate

from biofeedback.coach.engine import Engine
from biofeedback.decisions import Action, Paused, Stopped
from biofeedback.events import HeartRate
from biofeedback.ticks import from_ms
from tests.coach.streams import cues, plan, played, protocol
from tests.signal.rhythm import hearts


def test_the_session_waits_and_tenses_nothing() -> None:
    """Fibrillation whose rate is held down, through a baseline of four minutes: no group is begun."""
    intervals = hearts.held_down(600, 1)
    times = accumulate(ms / 1000 for ms in intervals)
    beats = [
        HeartRate(t=t, hr_bpm=round(60_000 / ms), rr_ticks=(from_ms(ms),))
        for t, ms in zip(times, intervals, strict=True)
    ]
    decisions = played(Engine(plan(protocol=protocol(baseline_s=240.0))), list(beats))
    pauses = [d for d in decisions if isinstance(d, Paused) and d.why.code == "rhythm.irregular"]
    assert pauses
    assert dict(pauses[0].why.values) == {"beats": 160}
    assert not [d for d in decisions if isinstance(d, Stopped)]
    assert not cues(decisions, Action.TENSE)
