"""What is known of a person reaches the guard: a heart above its own limit, before anything is asked and after."""

from __future__ import annotations

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.decisions import Decision, Finished, Outcome, Phase, Stopped, Warned
from biofeedback.events import Event, Key, Pressed
from biofeedback.findings import Rule, Severity
from biofeedback.signal.rhythm import UNKNOWN, RhythmProfile
from tests.coach.streams import Rate, began, packets, phases, plan, played, steady

QUIET = RhythmProfile(resting_hr_bpm=55)  # limit 115/min
ABOVE_BPM = 122.0
RISE_S = 40.0


def rising(t0: float) -> Rate:
    """A heart that rises from `t0` on, too slowly for a jump, from 64 to above the own limit."""
    return lambda t: 64.0 + (ABOVE_BPM - 64.0) * min(max((t - t0) / RISE_S, 0.0), 1.0)


def calming(t0: float) -> Rate:
    """A heart that was above the own limit until `t0`."""
    return lambda t: 64.0 + ABOVE_BPM - rising(t0)(t)


def run(profile: RhythmProfile, events: list[Event]) -> list[Decision]:
    return played(Engine(plan(profile=profile)), sorted(events, key=lambda e: e.t))


def calm_began(phase: Phase) -> float:
    """When a phase begins for the first time on a calm heart."""
    return began(run(UNKNOWN, packets(steady(), 300)), phase)[0]


def stops(decisions: list[Decision]) -> list[Rule | None]:
    return [d.rule for d in decisions if isinstance(d, Stopped)]


@pytest.mark.parametrize(("profile", "stopped"), [(QUIET, [Rule.TOO_FAST]), (UNKNOWN, [])])
def test_in_a_pause_after_a_tension_the_own_limit_stops(profile: RhythmProfile, stopped: list[Rule]) -> None:
    """A heart that races in a pause has not just come up the stairs; of nobody known 122/min is no news."""
    t = calm_began(Phase.TENSE) + 3.0
    decisions = run(profile, [*packets(rising(t + 15.0), t + 120.0), Pressed(t=t, key=Key.PAUSE)])

    assert phases(decisions)[-2] is Phase.PAUSED
    assert stops(decisions) == stopped


def test_it_stops_though_no_beat_was_heard_since_the_group_was_begun() -> None:
    """What was asked does not hang on what was heard: the strap was lost as the first group began."""
    t = calm_began(Phase.PREPARE)
    decisions = run(QUIET, packets(lambda s: 64.0 if s < t else ABOVE_BPM, t + 90.0, silent=(t - 0.5, t + 30.0)))

    assert Phase.TENSE not in phases(decisions)
    assert stops(decisions) == [Rule.TOO_FAST]


def test_before_the_baseline_the_own_limit_waits_and_asks_nothing() -> None:
    """Whoever just came up the stairs is waited for, and led through all groups once the heart is calm."""
    calm = 60.0
    known, unknown = (run(profile, packets(calming(calm), 500)) for profile in (QUIET, UNKNOWN))

    assert [(d.rule, d.severity) for d in known if isinstance(d, Warned)] == [(Rule.TOO_FAST, Severity.CAUTION)]
    assert phases(known)[:4] == [Phase.WAITING, Phase.BASELINE, Phase.PAUSED, Phase.BASELINE]
    assert began(known, Phase.BASELINE)[1] > calm
    assert phases(unknown)[:3] == [Phase.WAITING, Phase.BASELINE, Phase.PREPARE]
    last = known[-1]
    assert isinstance(last, Finished)
    assert last.outcome is Outcome.COMPLETED
