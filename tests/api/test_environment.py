"""Sessions led by a choice at the end of each rest: seeded, bounded, and under the guard."""

from __future__ import annotations

import pytest

from biofeedback import AfterRest, Choice, Environment, Turn
from biofeedback.coach.adapter import LEAST_HOLD_S, MOST_REST_STEPS, REST_STEP_S, SOFTER_HOLD_S
from biofeedback.decisions import Adapted, CueGiven, Decision, Finished, Outcome, Paused, Phase, PhaseBegan, Settling
from biofeedback.errors import UsageError

GO_ON, LONGER, SETTLE = (Choice(after_rest=each) for each in (AfterRest.GO_ON, AfterRest.LONGER, AfterRest.SETTLE))


def led(environment: Environment, *choices: Choice, seed: int = 1) -> list[Turn]:
    """All turns of one session; the last choice is made for as long as it goes on."""
    turns, left = [environment.reset(seed)], list(choices)
    while not turns[-1].over:
        turns.append(environment.step(left.pop(0) if len(left) > 1 else left[0]))
    return turns


def decided(turns: list[Turn]) -> list[Decision]:
    return [each for turn in turns for each in turn.decisions]


def test_a_turn_is_the_end_of_a_rest_and_the_same_by_seed() -> None:
    """The heart is seen as it is before anything follows; the same choices give the same session."""
    environment = Environment("three_minutes", "person:restless")
    once, again = led(environment, LONGER, GO_ON), led(environment, LONGER, GO_ON)
    other = led(environment, LONGER, GO_ON, seed=2)

    assert once == again
    assert decided(once) != decided(other)
    assert all(turn.observed.phase is Phase.REST for turn in once[:-1])
    assert all(turn.observed.t == turn.observed.until for turn in once[:-1])
    assert all(turn.observed.vitals.hr_bpm for turn in once[:-1])
    rests = [each for each in decided(once) if isinstance(each, PhaseBegan) and each.phase is Phase.REST]
    assert len(once) - 1 == len(rests) + 1  # the first was waited for once


def test_a_rest_waits_no_longer_than_adaptation_may() -> None:
    """Always asking for more time is not always given it, and each time is told with its reason."""
    turns = led(Environment("three_minutes", "person:calm"), LONGER)
    longer = [each for each in decided(turns) if isinstance(each, Adapted) and each.what == "rest_s"]
    rests = [each for each in decided(turns) if isinstance(each, PhaseBegan) and each.phase is Phase.REST]

    assert len(longer) == MOST_REST_STEPS * len(rests)
    assert all(each.after - each.before == REST_STEP_S and each.why.code == "coach.chosen" for each in longer)
    assert ending(turns).outcome is Outcome.COMPLETED


def test_a_settle_pause_can_be_chosen_and_tensions_only_become_softer() -> None:
    """One pause after the first group; from then on each hold is a second shorter, but never too short to notice."""
    turns = led(Environment("seven_minutes", "person:calm"), Choice(after_rest=AfterRest.SETTLE, softer=True), GO_ON)
    begun = [each for each in decided(turns) if isinstance(each, Settling) and each.begun]
    plain = led(Environment("seven_minutes", "person:calm"), GO_ON)

    assert [each.why.code for each in begun] == ["coach.chosen"]
    assert not [each for each in decided(plain) if isinstance(each, Settling)]
    assert held_s(turns)[0] == held_s(plain)[0]
    assert held_s(turns)[1:] == [max(LEAST_HOLD_S, written - SOFTER_HOLD_S) for written in held_s(plain)[1:]]


@pytest.mark.parametrize("choice", [GO_ON, LONGER, SETTLE])
def test_no_choice_gets_past_the_guard(choice: Choice) -> None:
    """Fibrillation stops the session, a strap that is silent pauses it: whatever is chosen."""
    stopped = led(Environment("three_minutes", "person:calm", faults=["af:rest:1:200"]), choice)
    paused = led(Environment("three_minutes", "person:calm", faults=["dropout:rest:1"]), choice)

    assert ending(stopped).outcome is Outcome.STOPPED
    assert ending(stopped).rule is not None
    assert any(isinstance(each, Paused) for each in decided(paused))


def test_without_a_session_there_is_no_step() -> None:
    """Neither before the first nor after its end."""
    environment = Environment("three_minutes", "person:calm")
    with pytest.raises(UsageError, match="reset"):
        environment.step(GO_ON)
    led(environment, GO_ON)
    with pytest.raises(UsageError, match="reset"):
        environment.step(GO_ON)


def ending(turns: list[Turn]) -> Finished:
    last = decided(turns)[-1]
    assert isinstance(last, Finished)
    return last


def held_s(turns: list[Turn]) -> list[float]:
    return [each.hold_s for each in decided(turns) if isinstance(each, CueGiven) and each.hold_s is not None]
