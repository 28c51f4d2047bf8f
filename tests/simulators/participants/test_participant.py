"""Simulated participants: the same seed the same beats, and bodies that answer as bodies do."""

from __future__ import annotations

import cmath
import math
from itertools import pairwise
from statistics import fmean

import pytest

from biofeedback.decisions import Action, BreathPaced, CueGiven, Decision
from biofeedback.errors import UsageError
from biofeedback.events import Event, HeartRate, MotionChunk, Pressed, Rated, Reported
from biofeedback.journal import to_line
from biofeedback.ticks import to_ms
from devices.heart_rate import parse
from protocols.training import Effort
from simulators.participants.participant import Person, person
from simulators.participants.population import names


def lived(body: Person, until: float, guidance: tuple[Decision, ...] = ()) -> list[Event]:
    events, waiting = [], list(guidance)
    while body.due is not None and body.due <= until:
        while waiting and waiting[0].t < body.due:
            body.receive(waiting.pop(0))
        events.append(body.next_event())
    return events


def intervals(events: list[Event], begin: float = 0.0, end: float = math.inf) -> list[float]:
    return [to_ms(x) for e in events if isinstance(e, HeartRate) and begin <= e.t < end for x in e.rr_ticks]


def rate(events: list[Event], begin: float, end: float) -> float:
    return 60_000 / fmean(intervals(events, begin, end))


def rmssd(rr: list[float]) -> float:
    return math.sqrt(fmean((b - a) ** 2 for a, b in pairwise(rr)))


@pytest.mark.parametrize("name", names())
def test_same_seed_same_bytes_and_another_seed_other_ones(name: str) -> None:
    """A person is its name and seed; nothing else enters."""
    once, again, other = (list(map(to_line, lived(person(name, seed), 60))) for seed in (1, 1, 2))
    assert once == again
    assert once != other


@pytest.mark.parametrize("name", names())
def test_packets_come_once_a_second_and_parse_to_themselves(name: str) -> None:
    """Events are in order; the bytes of each packet say what the event says."""
    events = [event for event in lived(person(name, 3), 900) if not isinstance(event, Reported | Pressed)]
    packets = [event for event in events if isinstance(event, HeartRate)]
    assert {type(event) for event in events} <= {HeartRate, MotionChunk}
    assert [event.t for event in packets] == [float(k + 1) for k in range(900)]
    for event in packets:
        assert parse(event.payload, event.t) == event


@pytest.mark.parametrize(
    ("name", "hr", "wave"),
    [("calm", (60, 76), (20, 70)), ("athlete", (37, 48), (70, 260)), ("restless", (68, 84), (12, 60))],
)
def test_hearts_are_plausible(name: str, hr: tuple[float, float], wave: tuple[float, float]) -> None:
    """Rate and vagal variability at rest are those of such a person; the sum of the intervals is the time."""
    rates, waves = [], []
    for seed in range(6):
        rr = intervals(lived(person(name, seed), 240))
        assert sum(rr) / 1000 == pytest.approx(240, abs=4)
        good = [x for x, before in zip(rr[1:], rr, strict=False) if abs(x - before) < 0.3 * before]
        rates.append(60_000 / fmean(rr))
        waves.append(rmssd(good))
    assert hr[0] < fmean(rates) < hr[1]
    assert wave[0] < fmean(waves) < wave[1]


def tension(t: float, hold_s: float = 7.0) -> tuple[Decision, ...]:
    return (
        CueGiven(t=t, action=Action.TENSE, group="feet", hold_s=hold_s, effort=Effort.MODERATE),
        CueGiven(t=t + hold_s, action=Action.RELEASE, group="feet"),
    )


def test_tension_raises_the_rate_within_seconds_and_release_lets_it_fall() -> None:
    """Over many tensions the rate rises by 5 to 25 a minute, and comes back."""
    rises, afters = [], []
    for seed in range(4):
        cues = tuple(c for k in range(10) for c in tension(60 + 45 * k))
        events = lived(person("calm", seed), 520, cues)
        for k in range(10):
            t = 60 + 45 * k
            before = rate(events, t - 12, t)
            rises.append(rate(events, t + 3, t + 8) - before)
            afters.append(rate(events, t + 18, t + 40) - before)
    assert 5 < fmean(rises) < 25
    assert -4 < fmean(afters) < 2


def test_restless_stays_up_after_a_group_and_comes_down_while_settling() -> None:
    """Without a pause arousal stays up for a minute; a settle pause brings it down within a minute."""
    stays, comes = [], []
    for seed in range(6):
        cues = tuple(c for k in range(3) for c in tension(120 + 40 * k))
        settle = CueGiven(t=230, action=Action.SETTLE)
        left = lived(person("restless", seed), 330, cues)
        helped = lived(person("restless", seed), 330, (*cues, settle))
        before = rate(left, 60, 120)
        stays.append(rate(left, 270, 320) - before)
        comes.append(rate(helped, 285, 330) - before)
    assert fmean(stays) > 10
    assert fmean(comes) < 4


def power(rr: list[float], breaths_per_min: float) -> float:
    """Power of the intervals around one pace of breathing."""
    middle, total = fmean(rr), 0.0
    for pace in (breaths_per_min - 0.8, breaths_per_min, breaths_per_min + 0.8):
        t, wave = 0.0, 0j
        for x in rr:
            t += x / 1000
            wave += (x - middle) * cmath.exp(-2j * math.pi * pace / 60 * t)
        total += abs(wave) ** 2
    return total


def test_breathing_follows_the_cue() -> None:
    """Paced at eight a minute, the wave of the heart moves from the person's own fourteen to eight."""
    own, paced = list[float](), list[float]()
    for seed in range(5):
        events = lived(person("calm", seed), 300, (BreathPaced(t=150, breaths_per_min=8.0),))
        for found, begin in ((own, 0), (paced, 170)):
            rr = intervals(events, begin, begin + 130)
            found.append(math.log(power(rr, 8) / power(rr, 14)))
    assert fmean(paced) - fmean(own) > 1.5
    assert fmean(paced) > 1


def test_a_question_is_answered() -> None:
    """Each question for a rating is answered once, some seconds later, from 0 to 10."""
    asked = (CueGiven(t=0.0, action=Action.RATE), CueGiven(t=20.5, action=Action.RATE))
    events = lived(person("calm", 1), 40, asked)
    answers = [e for e in events if isinstance(e, Rated)]
    assert [a.t for a in answers] == [3.0, 23.5]
    assert all(a.tension is not None and 0 <= a.tension <= 10 for a in answers)
    assert [e.t for e in events] == sorted(e.t for e in events)


def spread(rr: list[float]) -> float:
    return rmssd(rr) / fmean(rr)


def test_palpitations_begin_after_some_minutes_and_stay() -> None:
    """First a quiet rhythm, then intervals without order."""
    for seed in range(5):
        events = lived(person("palpitations", seed), 900)
        assert spread(intervals(events, 0, 120)) < 0.2
        assert spread(intervals(events, 600, 900)) > 0.2


def test_fast_begins_abruptly_and_is_regular() -> None:
    """The run is over 150 a minute with hardly any spread."""
    events = lived(person("fast", 2), 700)
    run = [x for x in intervals(events, 300, 700) if 250 < x < 400]  # shorter ones are beats that the strap made up
    assert len(run) > 150
    assert spread(run) < 0.05


def test_ectopic_beats_come_early_and_are_rare() -> None:
    """Single early beats with a pause, fewer than three a minute."""
    rr = intervals(lived(person("ectopic", 4), 1200))
    early = sum(b < 0.75 * a and c > 1.15 * a for a, b, c in zip(rr, rr[1:], rr[2:], strict=False))
    assert 3 <= early <= 40


def test_a_loose_strap_loses_the_skin_and_can_be_put_right() -> None:
    """Contact comes and goes; a strap that was looked after holds for minutes."""
    events = lived(person("loose", 1), 600)
    lost = [e.t for e in events if isinstance(e, HeartRate) and e.contact is False]
    assert lost
    put_right = CueGiven(t=lost[0] + 2, action=Action.CHECK_STRAP)
    helped = lived(person("loose", 1), 600, (put_right,))
    bad = [e.t for e in helped if isinstance(e, HeartRate) and e.contact is False]
    assert all(t < lost[0] + 10 or t > lost[0] + 180 for t in bad)


def test_unknown_person() -> None:
    """Who does not exist is told, with where those stand who do."""
    with pytest.raises(UsageError, match="lab list persons"):
        person("nobody", 1)
