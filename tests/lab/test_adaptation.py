"""Adaptation on against off, the same bodies and seeds: better for those who need it, and worse for nobody."""

from __future__ import annotations

from functools import cache

import pytest

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Adaptation, Plan
from biofeedback.decisions import Action, Adapted, CueGiven, Outcome
from biofeedback.run import headless
from protocols.library import load
from simulators.lab.adaptation.comparison import Compared, table
from simulators.lab.adaptation.measure import DecisionLog, session
from simulators.lab.adaptation.people import PEOPLE, participant
from simulators.lab.adaptation.picture import svg

SEEDS = 2  # of those whom it is for; one of the others, and twelve of all in `make adaptation`
MOST_LOST_SHARE, MOST_LONGER_S = 0.02, 2.0  # what counts as worse off
NEED_IT = ("restless", "holding")


@cache
def both(name: str) -> Compared:
    protocol = load("twelve_minutes")
    off, on = (
        tuple(session(protocol, participant(name, seed), adaptation) for seed in range(SEEDS if name in NEED_IT else 1))
        for adaptation in (Adaptation.OFF, Adaptation.ON)
    )
    return Compared(name, off, on)


@pytest.mark.parametrize("name", NEED_IT)
def test_those_who_stay_up_end_more_settled_and_settle_sooner(name: str) -> None:
    """By much, on average over the seeds; and in each of them fewer tensions begin on a body that is up."""
    one = both(name)
    off_share, on_share = one.means(lambda m: m.settled_share or 0.0)
    off_wait, on_wait = one.means(lambda m: m.to_settle_s or 0.0)
    assert on_share > off_share + 0.4
    assert on_wait < off_wait * 2 / 3
    for off, on in zip(one.off, one.on, strict=True):
        assert (on.tensed_unsettled or 0) < (off.tensed_unsettled or 0)
        assert on.outcome is Outcome.COMPLETED


@pytest.mark.parametrize("name", PEOPLE)
def test_nobody_is_worse_off(name: str) -> None:
    """In no seed: less settled at the end, later settled, stopped, or short of a group without a gentle end."""
    one = both(name)
    assert one.worst_share >= -MOST_LOST_SHARE
    assert one.worst_wait_s <= MOST_LONGER_S
    for off, on in zip(one.off, one.on, strict=True):
        assert on.outcome is not Outcome.STOPPED
        assert on.groups == off.groups or on.outcome is Outcome.ENDED_EARLY


def test_who_does_not_settle_is_not_led_on() -> None:
    """Fewer tensions begin on a body that is up; the session ends gently instead."""
    for off, on in zip(both("unsettled").off, both("unsettled").on, strict=True):
        assert on.groups < off.groups


def test_a_body_that_has_settled_hears_fewer_words_and_rests_longer() -> None:
    """From one border on, log once; how to tense is still said in full, and the breath is never cut short."""
    log = DecisionLog()
    headless.run(Engine(Plan(protocol=load("twelve_minutes"))), participant("deep", 0), [log])

    few = next(d for d in log.decisions if isinstance(d, Adapted) and d.what == "words")
    after = [d for d in log.decisions if isinstance(d, CueGiven) and d.t >= few.t and d.group is not None]
    assert (few.after, few.why.code) == (0.0, "coach.few_words")
    assert {d.action for d in after if d.brief} == {Action.PREPARE, Action.RELEASE}
    assert not [d for d in log.decisions if isinstance(d, CueGiven) and d.brief and d.t < few.t]
    rests = [d for d in log.decisions if isinstance(d, Adapted) and d.what == "rest_s" and d.t >= few.t]
    assert rests
    assert all(d.after == 1.25 * d.before for d in rests)


def test_the_page_and_the_picture_hold_everybody() -> None:
    """A row each."""
    compared = [both(name) for name in NEED_IT]
    rows = [line for line in table(compared, "twelve_minutes") if line.startswith(("| restless", "| holding"))]
    picture = svg([(one.name, one.means(lambda m: m.groups), (1.0, 2.0), (0.0, 0.0)) for one in compared])
    assert len(rows) == 2 * len(compared)
    assert all(f">{name}<" in picture for name in NEED_IT)
