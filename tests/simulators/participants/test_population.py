"""People as data: who there is, where each number comes from, and a person of one's own."""

from __future__ import annotations

from pathlib import Path
from statistics import fmean

import pytest

from biofeedback.decisions import Action, CueGiven
from biofeedback.errors import BiofeedbackError
from biofeedback.events import HeartRate, Pressed, Reported, Symptom
from protocols.training import Effort
from simulators.faults.kinds import kinds
from simulators.participants.participant import person
from simulators.participants.population import names, person_file, profile

OWN = 'about = "One of my own."\nhr_bpm = { is = 90, from = "estimate" }\n'


def rate(name: str, begin: float, end: float, *cues: CueGiven, seed: int = 1, session: int = 1) -> float:
    """The mean heart rate between two times, beats a minute."""
    body, left, beats = person(name, seed, session), list(cues), list[int]()
    while (due := body.due) is not None and due < end:
        while left and left[0].t <= due:
            body.receive(left.pop(0))
        event = body.next_event()
        if isinstance(event, HeartRate) and event.t >= begin:
            beats += [units for units in event.rr_ticks if units > 0]
    return 60 * 128_000 / fmean(beats)


def cue(t: float, action: Action) -> CueGiven:
    tense = action is Action.TENSE
    return CueGiven(
        t=t, action=action, group="feet", hold_s=5.0 if tense else None, effort=Effort.MODERATE if tense else None
    )


@pytest.mark.parametrize("name", names())
def test_every_person_says_who_it_is_and_where_its_numbers_come_from(name: str) -> None:
    """A sentence, and for each number a source, or that it is an estimate; the body can be made of it."""
    said = person_file(name)

    assert said.about.endswith(".")
    assert all(figure.source for figure in said.figures)
    assert profile(name).hr_bpm > 0


def test_every_fault_says_the_same() -> None:
    """With a length of its own."""
    assert all(kind.about.endswith(".") and kind.length_s > 0 for kind in kinds().values())
    assert all(figure.source for kind in kinds().values() for figure in kind.figures)


@pytest.mark.parametrize(
    ("name", "at", "differs"),
    [("sleeper", 420, -4), ("faints", 360, -15), ("panics", 300, 30)],
)
def test_what_comes_over_somebody_moves_the_heart(name: str, at: float, differs: float) -> None:
    """From its begin on: slower asleep, half as slow in a faint, far quicker in a panic."""
    begin, end = {"faints": (5, 20), "panics": (60, 110), "sleeper": (240, 400)}[name]
    spell = fmean(
        rate(name, at + begin, at + end, seed=seed) - rate(name, at - 150, at, seed=seed) for seed in (1, 2, 3)
    )

    assert spell < differs if differs < 0 else spell > differs


def test_who_panics_says_so_and_goes_on_later() -> None:
    """Of their own accord, without being asked."""
    body, said = person("panics", 1), list[Reported | Pressed]()
    while (due := body.due) is not None and due < 600:
        event = body.next_event()
        if isinstance(event, Reported | Pressed):
            said.append(event)

    assert isinstance(said[0], Reported)
    assert said[0].symptom is Symptom.PANIC
    assert [each.t for each in said] == [320.0, 500.0]


def test_calm_makes_the_anxious_quicker_and_the_calm_slower() -> None:
    """In guided rest, after some minutes."""
    rest = cue(60, Action.REST)

    assert rate("anxious", 500, 700, rest) > rate("anxious", 0, 60) + 4
    assert rate("calm", 500, 700, rest) < rate("calm", 0, 60)


def test_who_is_idle_does_not_answer_and_who_strains_answers_twice_as_much() -> None:
    """To the same tension, beats a minute above the seconds before, over some seeds."""
    cues = (cue(100, Action.TENSE), cue(108, Action.RELEASE))
    rises = {
        name: fmean(rate(name, 104, 109, *cues, seed=seed) - rate(name, 104, 109, seed=seed) for seed in range(1, 6))
        for name in ("idle", "calm", "strains")
    }

    assert abs(rises["idle"]) < 1
    assert rises["strains"] > 1.6 * rises["calm"] > 8


def test_learning_takes_away_what_stays_up() -> None:
    """Session by session."""
    cues = tuple(cue(100.0 + 20 * k, action) for k in range(4) for action in (Action.TENSE, Action.RELEASE))
    first, tenth = (rate("learner", 220, 300, *cues, session=session) for session in (1, 10))

    assert first > tenth + 5


def test_a_slow_clock_tells_every_interval_too_short() -> None:
    """By as much as it is slow."""
    assert rate("slow_clock", 0, 300) > rate("calm", 0, 300) * 0.9
    assert profile("slow_clock").strap_clock == 0.97


def test_a_person_of_ones_own_is_a_file(tmp_path: Path) -> None:
    """What it does not say is as with the calm."""
    own = tmp_path / "mine.toml"
    own.write_text(OWN, encoding="utf-8")

    assert profile(str(own)).hr_bpm == 90
    assert profile(str(own)).rsa_ms == profile("calm").rsa_ms
    assert 80 < rate(str(own), 0, 120) < 100


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ("hr_bmp = { is = 3, from = 'x' }", "line 3: hr_bmp is unknown: did you mean 'hr_bpm'?"),
        ("rsa_ms = 30", "line 3: rsa_ms must be { is = NUMBER"),
        ("rsa_ms = { is = 30, from = '' }", "line 3: rsa_ms must be"),
        ('turn = "upside down"', "upside down"),
        ("x", "cannot be read as a person"),
    ],
)
def test_what_is_wrong_with_it_is_said(tmp_path: Path, wrong: str, said: str) -> None:
    """In one line, with the file and the line."""
    own = tmp_path / "mine.toml"
    own.write_text(OWN + wrong + "\n", encoding="utf-8")

    with pytest.raises(BiofeedbackError, match="mine") as refused:
        profile(str(own))
    assert said in str(refused.value)
    assert str(own) in str(refused.value)


def test_a_name_that_is_nearly_right_is_met_with_the_right_one() -> None:
    """And one that is not, with where to look."""
    with pytest.raises(BiofeedbackError, match="did you mean restless"):
        person("restles", 1)
    with pytest.raises(BiofeedbackError, match="lab list persons"):
        person("xyzzy", 1)
