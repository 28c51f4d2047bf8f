"""How the heart answered is told at the end of a session: of what was really tensed, and where it can be known."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from itertools import pairwise

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from biofeedback.coach.engine import Engine
from biofeedback.coach.plan import Plan
from biofeedback.coach.response_recorder import responses
from biofeedback.decisions import Action, CueGiven, Decision, Finished, Meaning, Phase, PhaseBegan, Responded
from biofeedback.events import Event, Key, LinkLost, Pressed, Reported, Symptom
from biofeedback.findings import Estimate
from biofeedback.languages import LANGUAGES
from biofeedback.signal.response import GroupResponse, ResponseLog
from biofeedback.texts import Texts
from protocols.library import load
from protocols.restrictions import Place, Restrictions
from tests.coach.streams import Rate, packets, plan, played, protocol, steady

SIX = replace(protocol(6), steps=tuple(replace(step, lead_in_s=12.0) for step in protocol(6).steps))
LENGTH_S = 480.0
Bounds = tuple[float, float, float]
RESTING = steady()


def told(plan_: Plan, events: Iterable[Event], rate: Rate = RESTING) -> tuple[list[Decision], list[Responded]]:
    """All decisions of a session with these events among the packets, and what it told of the answers."""
    stream = sorted([*packets(rate, LENGTH_S), *events], key=lambda event: event.t)
    decisions = played(Engine(plan_), stream)
    return decisions, [decision for decision in decisions if isinstance(decision, Responded)]


def tensed(decisions: list[Decision]) -> Counter[str]:
    """How often each group was tensed to its end, by the phases that were told."""
    begun = [decision for decision in decisions if isinstance(decision, PhaseBegan)]
    return Counter(a.group or "" for a, b in pairwise(begun) if a.phase is Phase.TENSE and b.phase is Phase.REST)


def cued(decisions: list[Decision], action: Action) -> list[CueGiven]:
    return [d for d in decisions if isinstance(d, CueGiven) and d.action is action]


def test_the_whole_and_each_group_are_told_before_the_last_word() -> None:
    """Once each, and nothing after them but the end."""
    decisions, answers = told(plan(protocol=SIX), ())
    assert [each.group for each in answers] == [None, *(step.group.id for step in SIX.steps)]
    assert [each.repeats for each in answers] == [6, 1, 1, 1, 1, 1, 1]
    assert decisions[-len(answers) - 1 : -1] == answers
    assert isinstance(decisions[-1], Finished)


def test_an_answer_that_is_there_is_found() -> None:
    """A heart that goes 10/min faster from each tension to its release, and 4/min slower in the rest after it."""
    silent, _ = told(plan(protocol=SIX), ())
    times = [
        (tense.t, release.t)
        for tense, release in zip(cued(silent, Action.TENSE), cued(silent, Action.RELEASE), strict=True)
    ]

    def rate(t: float) -> float:
        rise = 10.0 * any(begin <= t < end for begin, end in times)
        return 64.0 + rise - 4.0 * any(end <= t < end + 20 for _, end in times)

    _, answers = told(plan(protocol=SIX), (), rate)
    whole = answers[0]
    assert whole.why.code == "response.slower"
    assert whole.fall_bpm is not None
    assert 3 < whole.fall_bpm.value < 5
    assert whole.rise_bpm is not None
    assert 7 < whole.rise_bpm.value < 11


@settings(deadline=None, max_examples=12)
@given(
    st.lists(
        st.one_of(
            st.builds(Pressed, t=st.floats(120, 420), key=st.sampled_from([Key.PAUSE, Key.RESUME, Key.SKIP])),
            st.builds(Reported, t=st.floats(120, 420), symptom=st.sampled_from([Symptom.PAIN, Symptom.SLEEPY])),
            st.builds(LinkLost, t=st.floats(120, 420)),
        ),
        max_size=6,
    )
)
def test_only_what_was_tensed_to_its_end_counts(events: list[Event]) -> None:
    """However often a session is held, skipped or begun again."""
    decisions, answers = told(plan(protocol=SIX), events)
    groups = {each.group: each.repeats for each in answers if each.group is not None}
    assert groups == dict(tensed(decisions))
    if answers:
        assert answers[0].repeats == sum(groups.values())


def test_what_is_only_imagined_has_no_answer() -> None:
    """A step without a tension is not counted among the tensions."""
    feet = SIX.steps[0]
    gone_through = replace(SIX, steps=(replace(feet, hold_s=0.0), *SIX.steps[1:]))
    _, answers = told(plan(protocol=gone_through), ())
    assert feet.group.id not in [each.group for each in answers]
    _, spared = told(
        plan(protocol=SIX, restrictions=Restrictions(never_tensed=(Place(region=feet.group.regions[0]),))), ()
    )
    assert feet.group.id not in [each.group for each in spared]


def test_a_protocol_of_release_has_none_at_all() -> None:
    """Nothing was tensed."""
    release = load("release_only")
    short = replace(release, steps=tuple(replace(s, rest_s=20.0) for s in release.steps[:3]), baseline_s=60.0)
    assert told(plan(protocol=short), ())[1] == []


def test_nothing_is_told_of_a_heart_that_cannot_be_judged_or_after_a_stop() -> None:
    """Of such beats an average would look like knowledge."""
    assert told(plan(protocol=SIX, restrictions=Restrictions(rhythm_unjudged=True)), ())[1] == []
    decisions, answers = told(plan(protocol=SIX), (), lambda t: 64.0 if t < 300 else 190.0)
    assert isinstance(decisions[-1], Finished)
    assert decisions[-1].rule is not None
    assert answers == []


@pytest.mark.parametrize(
    ("fall", "gain", "rise", "code"),
    [
        ((1, 2, 3), (-1, 0, 1), (4, 5, 6), "slower"),
        ((1, 2, 3), (0.1, 0.2, 0.3), (4, 5, 6), "slower_varied"),
        ((-1, 1, 3), (0.1, 0.2, 0.3), (4, 5, 6), "varied"),
        ((-3, -2, -1), (0.1, 0.2, 0.3), (4, 5, 6), "quicker"),
        ((-1, 1, 3), None, (4, 5, 6), "rose"),
        ((-1, 1, 3), (-0.3, -0.2, -0.1), (-4, 1, 6), "cannot_tell"),
        (None, None, None, "cannot_tell"),
    ],
)
def test_only_what_the_intervals_say_is_said(
    fall: Bounds | None, gain: Bounds | None, rise: Bounds | None, code: str
) -> None:
    """An interval that reaches over zero says nothing; no interval says nothing either."""
    numbers = [each and Estimate(low=each[0], value=each[1], high=each[2]) for each in (rise, fall, gain)]
    told = next(responses(Told(*numbers), 9.0))
    assert told.why.code == f"response.{code}"
    assert told.meaning is Meaning(code)
    assert all(Texts(lang).why(told.why) for lang in LANGUAGES)
    if code == "quicker":
        assert dict(told.why.values) == {"bpm": 2, "low": 1, "high": 3}


class Told(ResponseLog):
    """A log that has just this to tell of the whole."""

    def __init__(self, rise: Estimate | None, fall: Estimate | None, gain: Estimate | None) -> None:
        super().__init__()
        self._all = GroupResponse(group=None, repeats=9, rise_bpm=rise, fall_bpm=fall, rmssd_gain=gain)

    def responses(self, t: float) -> tuple[GroupResponse, ...]:
        return (self._all,)
