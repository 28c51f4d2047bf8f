"""A strap that stays away: going on without it is the person's choice, without any tension, and not everybody's."""

from __future__ import annotations

from typing import Unpack

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.coach.unmonitored import OFFERED_AFTER_S, Unmonitored
from biofeedback.decisions import (
    Action,
    Decision,
    Finished,
    GoesOn,
    Monitoring,
    Offered,
    Outcome,
    Paused,
    Phase,
    PhaseBegan,
    Stopped,
    Warned,
)
from biofeedback.events import Event, HeartRate, Key, LinkBack, LinkLost, Pressed, Reported, SourceEnded, Symptom, Tick
from biofeedback.findings import Activity, Rule
from biofeedback.journal import event_from_line, to_line
from biofeedback.signal.heart_monitor import HeartMonitor
from protocols.restrictions import Restrictions
from tests.coach.streams import PlanChanges, began, cues, packets, plan, played, steady

LOST, UNTIL = 150.0, 700.0
CHOSEN = LOST + 40.0
CHOICE = Pressed(t=CHOSEN, key=Key.UNMONITORED)


def session(
    *extra: Event, back: float | None = None, before: tuple[Event, ...] = (), **changes: Unpack[PlanChanges]
) -> list[Decision]:
    """A calm heart whose strap is lost in the first group, and comes back at `back` or never."""
    return played(Engine(plan(**changes)), events(*extra, back=back, before=before))


def events(*extra: Event, back: float | None = None, before: tuple[Event, ...] = ()) -> list[Event]:
    away = (LOST, UNTIL if back is None else back)
    calm = packets(steady(), UNTIL, silent=away)
    link: list[Event] = [LinkLost(t=LOST, cause="disconnected"), *([] if back is None else [LinkBack(t=back)])]
    return sorted([*calm, *link, *before, *extra], key=lambda event: event.t)


def states(decisions: list[Decision]) -> list[tuple[float, bool]]:
    return [(d.t, d.on) for d in decisions if isinstance(d, Monitoring)]


def test_it_is_offered_once_after_half_a_minute_without_a_beat() -> None:
    """Not at once: most straps come back."""
    offers = [d.t for d in session() if isinstance(d, Offered)]

    assert len(offers) == 1
    assert LOST - 3.0 + OFFERED_AFTER_S <= offers[0] <= LOST + OFFERED_AFTER_S


def test_the_key_counts_from_the_moment_it_is_offered() -> None:
    """To the very bit: what is said at that time may be done at that time."""
    due = next(d.t for d in session() if isinstance(d, Offered))
    engine = Engine(plan())
    for event in events():
        if event.t < due:
            engine.step(event)

    assert not engine.view(due - 0.01).may_go_unmonitored
    assert [d.t for d in engine.step(Tick(t=due)) if isinstance(d, Offered)] == [due]
    assert engine.view(due).may_go_unmonitored
    assert states(list(engine.step(Pressed(t=due, key=Key.UNMONITORED)))) == [(due, False)]


@pytest.mark.parametrize(("rest_s", "seen"), [(0.0, False), (120.0, True)])
def test_a_baseline_without_a_rate_has_not_seen_the_heart_at_rest(rest_s: float, seen: bool) -> None:
    """It was begun and taken, and nothing is known of it."""
    heart = HeartMonitor()
    for event in packets(steady(), 150):
        if isinstance(event, HeartRate):
            if event.t == 140.0 - rest_s:
                heart.begin_baseline(event.t)
            heart.push(event, Activity.REST)
            if event.t == 140.0:
                assert (heart.end_baseline(event.t).hr_bpm is not None) is seen

    assert Unmonitored().may_begin(250.0, Phase.PAUSED, heart) is seen


def test_without_the_key_nothing_goes_on() -> None:
    """Never automatically: the session waits, and ends with everything kept."""
    decisions = session()
    held = next(n for n, d in enumerate(decisions) if isinstance(d, Paused))
    last = decisions[-1]

    assert not any(isinstance(d, GoesOn | Monitoring) for d in decisions[held:])
    assert isinstance(last, Finished)
    assert last.outcome is Outcome.ENDED_EARLY


def test_the_choice_goes_on_with_every_group_and_tenses_none() -> None:
    """What is left is letting go, to the last group and the closing."""
    decisions = session(CHOICE)
    after = [d for d in decisions if d.t >= CHOSEN]

    assert states(decisions) == [(CHOSEN, False)]
    assert cues(after, Action.TENSE) == []
    assert [cue.group for cue in cues(after, Action.RELEASE)] == ["feet", "lower_legs", "upper_legs"]
    last = decisions[-1]
    assert isinstance(last, Finished)
    assert last.outcome is Outcome.COMPLETED


def test_the_watch_is_taken_up_again_with_good_beats_and_tension_with_the_next_group() -> None:
    """The group in hand is finished as it was announced."""
    back = CHOSEN + 10.0
    decisions = session(CHOICE, back=back)
    (_, off), (resumed, on) = states(decisions)
    tensed = cues([d for d in decisions if d.t > CHOSEN], Action.TENSE)

    assert (off, on) == (False, True)
    assert back + 8.0 < resumed < back + 40.0
    assert tensed[0].t > resumed
    announced = [t for t in began(decisions, Phase.PREPARE) if t > resumed]
    assert announced[0] < tensed[0].t


def test_the_key_means_nothing_before_it_is_offered_nor_while_beats_come() -> None:
    """Neither in a session that runs, nor in a pause of the person, nor in the first half minute of a silence."""
    early = Pressed(t=LOST + 20.0, key=Key.UNMONITORED)
    assert states(session(early)) == []

    calm = packets(steady(), 300)
    keys = [
        Pressed(t=20.0, key=Key.UNMONITORED),
        Pressed(t=160.0, key=Key.PAUSE),
        Pressed(t=200.0, key=Key.UNMONITORED),
    ]
    assert states(played(Engine(plan()), sorted([*calm, *keys], key=lambda event: event.t))) == []


def test_a_strap_lost_before_the_baseline_is_not_gone_on_without() -> None:
    """A heart that was not seen at rest today is waited for."""
    calm = packets(steady(), 400, silent=(60.0, 400.0))
    lost: list[Event] = [LinkLost(t=60.0, cause="disconnected"), Pressed(t=120.0, key=Key.UNMONITORED)]
    decisions = played(Engine(plan()), sorted([*calm, *lost], key=lambda event: event.t))

    assert not any(isinstance(d, Offered | Monitoring) for d in decisions)


@pytest.mark.parametrize("restrictions", [Restrictions(stay_watched=True), Restrictions(rhythm_unjudged=True)])
def test_who_must_stay_watched_is_not_offered_it(restrictions: Restrictions) -> None:
    """What screening says of the heart is not to be argued with."""
    decisions = session(CHOICE, restrictions=restrictions)

    assert not any(isinstance(d, Offered | Monitoring) for d in decisions)


def test_after_a_warning_it_is_not_offered() -> None:
    """However light it was, and although it is over."""
    fast = packets(lambda t: 64.0 if t < 125 else 190.0 if t < 138 else 64.0, UNTIL, silent=(LOST + 60, UNTIL))
    stream = sorted(
        [*fast, LinkLost(t=LOST + 60, cause="disconnected"), Pressed(t=CHOSEN + 60, key=Key.UNMONITORED)],
        key=lambda event: event.t,
    )
    engine = Engine(plan())
    decisions = played(engine, stream)

    assert any(isinstance(d, Warned) and d.rule is not Rule.SIGNAL for d in decisions)
    assert not any(isinstance(d, Offered | Monitoring) for d in decisions)


@pytest.mark.parametrize("symptom", [s for s in Symptom if s is not Symptom.SLEEPY])
def test_after_a_report_it_is_not_offered(symptom: Symptom) -> None:
    """Whatever felt wrong, from then on somebody watches or nothing goes on."""
    decisions = session(CHOICE, before=(Reported(t=LOST - 5.0, symptom=symptom),))

    assert not any(isinstance(d, Offered | Monitoring) for d in decisions)


def test_being_sleepy_is_no_trouble() -> None:
    """It was never a reason to stop."""
    decisions = session(CHOICE, before=(Reported(t=LOST - 5.0, symptom=Symptom.SLEEPY),))

    assert states(decisions) == [(CHOSEN, False)]


@pytest.mark.parametrize("symptom", [Symptom.PAIN, Symptom.DIZZINESS, Symptom.HEART])
def test_a_report_while_nothing_watches_holds_or_ends(symptom: Symptom) -> None:
    """And the choice cannot be made again."""
    told, again = CHOSEN + 20.0, Pressed(t=CHOSEN + 60.0, key=Key.UNMONITORED)
    decisions = session(CHOICE, Reported(t=told, symptom=symptom), again)
    after = [d for d in decisions if d.t >= told]

    assert any(isinstance(d, Paused | Stopped) and d.t == told for d in after)
    assert not any(isinstance(d, GoesOn | Monitoring) for d in after)


def test_what_is_heard_of_the_rhythm_is_obeyed_all_the_same() -> None:
    """Packets with contact and no beat, thirty sound beats after the link came back: a pause stops the session."""
    t = CHOSEN + 20.0
    some = [HeartRate(t=t + k, hr_bpm=64, rr_ticks=(120_000,), contact=True) for k in range(40)]
    none = [HeartRate(t=t + 40 + k, hr_bpm=64, rr_ticks=(), contact=True) for k in range(12)]
    decisions = session(CHOICE, LinkBack(t=t), *some, *none)

    stopped = next(d for d in decisions if isinstance(d, Stopped))
    assert stopped.rule is Rule.PAUSE
    assert stopped.t < t + 40 + 5


def test_every_pause_ends_it_and_it_is_chosen_anew() -> None:
    """Space, then Space: it waits for the strap; the key goes on again."""
    pause, resume = Pressed(t=CHOSEN + 10, key=Key.PAUSE), Pressed(t=CHOSEN + 20, key=Key.RESUME)
    waiting = session(CHOICE, pause, resume)
    chosen = session(CHOICE, pause, resume, Pressed(t=CHOSEN + 30, key=Key.UNMONITORED))

    assert states(waiting) == [(CHOSEN, False)]
    assert [d.phase for d in waiting if isinstance(d, PhaseBegan)][-2] is Phase.PAUSED
    assert states(chosen) == [(CHOSEN, False), (CHOSEN + 30, False)]


def test_the_view_says_so() -> None:
    """What may be chosen, and what is."""
    engine = Engine(plan())
    shown = {
        event.t: (engine.step(event), engine.view(event.t))[1]
        for event in events(CHOICE, Pressed(t=LOST + 20, key=Key.SKIP))
    }

    assert not shown[LOST + 20].may_go_unmonitored
    assert shown[CHOSEN].unmonitored
    assert not shown[CHOSEN].may_go_unmonitored


def test_the_choice_is_an_event_of_the_journal_and_replays_the_same() -> None:
    """The stored session decides as it did."""
    stream = events(CHOICE, back=CHOSEN + 30.0)
    again = [event_from_line(to_line(event)) for event in stream]

    first, second = played(Engine(plan()), stream), played(Engine(plan()), again)
    assert [to_line(d) for d in first] == [to_line(d) for d in second]
    assert len(states(first)) == 2
    assert isinstance(stream[-1], SourceEnded)
